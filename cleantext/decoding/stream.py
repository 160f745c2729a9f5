"""Decodes input that need not fit into memory, a block at a time.

The first block decides the encoding as `decode` does; each further one is read in the encoding that the block before it
ended in, until its bytes say otherwise. Blocks end with a line, so that no character is cut; where they end does not
depend on the chunks that the bytes arrive in.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO, Final, TypeAlias

from cleantext.decoded import Decoded, Part
from cleantext.decoding import bom, escaped, escapes, steps, taiwan, wide
from cleantext.decoding.choose import Choice
from cleantext.decoding.reading import shifted
from cleantext.decoding.whole import decode
from cleantext.errors import DecodeError, InputError

BLOCK: Final = 1 << 18
"""How many bytes are read at a time; at most twice as many are held."""
SAMPLED: Final = 8
"""One in so many stretches of a block is looked at to tell whether it would read better in another encoding."""
HIGH_SURROGATES: Final = range(0xD8, 0xDC)
HEADER: Final = {"iso2022_kr": b"\x1b$)C"}
"""What stands at the beginning of the input alone, but is needed to read a line of it."""

Source: TypeAlias = BinaryIO | Iterable[bytes]


def decode_stream(source: Source) -> Iterator[Decoded]:
    r"""Decode a binary file, or bytes in chunks of any size, in constant memory.

    Args:
        source: a file opened for reading bytes, or an iterable of bytes.

    Yields:
        The text, piece by piece. Offsets of `damage` and `parts` count from the beginning of the whole input, in bytes
        and in code points. A run of invalid bytes in a line of more than a quarter of a megabyte may be
        reported as two.

    Raises:
        DecodeError: the first block is no text. Garbage behind it is damage.
        InputError: `source` is neither of the two, or gives something else than bytes.

    >>> [piece.text for piece in decode_stream([b"\xb8\xc9\xb2", b"\xbf\xbd\xcc\xd3\xfd"])]
    ['干部教育']
    """
    at = position = 0
    rest, encoding, mark = b"", "", bom.Mark()
    for block, is_last in _blocks(_chunks(source)):
        data = rest + block
        if at and not data:
            return
        mark = mark if at else bom.find(data)
        size = len(data) if is_last else _end(data, encoding or _after(_begin(data, is_first=not at), mark) or "utf-8")
        rest, data = data[size:], data[:size]
        decoded = _go_on(data, encoding) if encoding else _begin(data, is_first=not at)
        encoding = _after(decoded, mark)
        yield _moved(decoded, at, position)
        at += size
        position += len(decoded.text)


def _chunks(source: Source) -> Iterator[bytes]:
    read = getattr(source, "read", None)
    if isinstance(source, bytes | bytearray | memoryview | str) or not (read or hasattr(source, "__iter__")):
        raise InputError(f"decode_stream() takes a binary file or chunks of bytes, not {type(source).__name__}")
    for chunk in _read_on(read) if read else source:
        if not isinstance(chunk, bytes | bytearray | memoryview):
            raise InputError(f"a stream is bytes, not {type(chunk).__name__}; open the file in binary mode")
        yield chunk if isinstance(chunk, bytes) else bytes(chunk)


def _read_on(read: Callable[[int], bytes]) -> Iterator[bytes]:
    while chunk := read(BLOCK):
        yield chunk


def _blocks(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield the bytes in blocks of `BLOCK`, and at the end what is left; and whether it is that."""
    buffer = bytearray()
    for chunk in chunks:
        if not buffer and len(chunk) == BLOCK:
            yield chunk, False
            continue
        buffer += chunk
        while len(buffer) >= BLOCK:
            yield bytes(buffer[:BLOCK]), False
            del buffer[:BLOCK]
    yield bytes(buffer), True


def _begin(data: bytes, *, is_first: bool) -> Decoded:
    """Decode a block before which there was nothing but ASCII."""
    if is_first:
        return decode(data)
    try:
        return steps.decode(data)
    except DecodeError as error:
        return steps.whole(data, escaped.read(data, "utf-8"), Choice("utf-8", 0.1, f"no text: {error.reason}"))


def _go_on(data: bytes, encoding: str) -> Decoded:
    """Decode a block behind one that ended in `encoding`."""
    choice = Choice(encoding, 0.98, "as before")
    if encoding == "hz" or encoding.startswith("iso"):
        header = HEADER.get(encoding, b"")
        reading = escapes.read(header + data) or escaped.read(data, "utf-8")
        return steps.whole(data, replace(reading, encoding=encoding), choice)
    return steps.body(data, choice, SAMPLED)


def _after(decoded: Decoded, mark: bom.Mark) -> str:
    """Return the encoding in which the input goes on; nothing while all is ASCII."""
    last = decoded.parts[-1].encoding
    if last == mark.codec:
        return mark.encoding
    if last == "utf-8" and decoded.text.isascii():
        return ""
    return "cp950" if last == "big5hkscs" else last


def _end(data: bytes, encoding: str) -> int:
    """Return how many bytes can be decoded alone: up to a line end, a blank, or the end of a character."""
    unit = wide.UNIT.get(encoding)
    if unit:
        size = len(data) - len(data) % unit
        high = data[size - 1] if encoding == "utf-16-le" else data[size - 2]
        return size - 2 if unit == 2 and high in HIGH_SURROGATES else size
    for end in (b"\n", b"~}") if encoding == "hz" else (b"\n", b"\r", b" "):
        size = data.rfind(end) + len(end)
        if 2 * size > len(data):
            return size
    if encoding == taiwan.NAME:
        return len(data) - (len(data) - len(data.rstrip(taiwan.HIGH))) % 2
    decoder = codecs.getincrementaldecoder("big5hkscs" if encoding == "cp950" else encoding)("replace")
    decoder.decode(data)
    return len(data) - len(decoder.getstate()[0])


def _moved(decoded: Decoded, at: int, position: int) -> Decoded:
    """Let all offsets count from the beginning of the input."""
    parts = tuple(
        Part(one.encoding, one.byte_start + at, one.byte_end + at, one.start + position, one.end + position)
        for one in decoded.parts
    )
    return replace(decoded, damage=shifted(decoded.damage, at, position), parts=parts)
