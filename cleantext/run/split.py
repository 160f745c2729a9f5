"""Cutting a file of lines into pieces, whatever its size, without ever holding more than one piece of it."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Literal, Protocol, TypeAlias

from cleantext.run.piece import SIZE, START, Piece, Place
from cleantext.run.shape import Shape
from cleantext.run.sources import AsItWas, open_file, size_at_start
from cleantext.run.stream import opened

Cut: TypeAlias = tuple[bytes, Literal["", "part", "end"]]


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def line_pieces(path: Path, shape: Shape, begin: Place = START, *, is_input: bool = False) -> Iterator[Piece]:
    """Yield the pieces of a file of lines; where they are cut depends on the file and on `begin` alone.

    A piece carries its bytes where the file is compressed or is standard input; otherwise they can be read again.

    Raises:
        OSError: the file cannot be read, or not to its end.
    """
    carried = is_input or bool(shape.compression)
    with opened(path, shape.compression, is_input=is_input) as (unpacked, file):
        content: _Readable = unpacked
        if carried:
            _skip(content, begin.at)
        else:
            size = size_at_start(file)
            if begin.at > size:
                raise OSError("the file is shorter than it was")
            file.seek(begin.at)
            content = AsItWas(file, size - begin.at)
        used = 0 if is_input else file.tell()
        for data, long in _cut(content, shape.longest):
            lines = data.count(b"\n") + (not data.endswith(b"\n"))
            end = Place(begin.at + len(data), begin.number + {"": lines, "part": 0, "end": 1}[long])
            now = used + len(data) if is_input else file.tell()
            yield Piece(path, begin, end, data if carried else None, long, weight=now - used)
            begin, used = end, now


def bytes_of(piece: Piece) -> bytes:
    """Return the bytes of a piece.

    Raises:
        OSError: the file cannot be read, or is shorter than it was.
    """
    if piece.data is not None:
        return piece.data
    with open_file(piece.path) as file:
        file.seek(piece.begin.at)
        data = file.read(piece.end.at - piece.begin.at)
    if len(data) < piece.end.at - piece.begin.at:
        raise OSError("the file became shorter while it was read")
    return data


def _skip(content: _Readable, length: int) -> None:
    while length:
        block = content.read(min(length, SIZE))
        if not block:
            raise OSError("the file is shorter than it was")
        length -= len(block)


def _cut(content: _Readable, longest: int) -> Iterator[Cut]:
    """Yield whole lines together, and the parts of a line that is too long one by one."""
    buffer, ended = bytearray(), False
    looked_at = 0
    while not ended:
        wanted = SIZE - len(buffer) % SIZE
        block = content.read(wanted)
        ended = len(block) < wanted
        buffer += block
        cut = len(buffer) if ended else buffer.rfind(b"\n", looked_at) + 1
        looked_at = len(buffer)
        if cut:
            yield bytes(buffer[:cut]), ""
            del buffer[:cut]
            looked_at = len(buffer)
        elif len(buffer) > longest:
            buffer = bytearray((yield from _long_line(content, bytes(buffer))))
            looked_at = 0


def _long_line(content: _Readable, buffer: bytes) -> Generator[Cut, None, bytes]:
    """Yield a line that has begun in `buffer` to its end; return what was read behind it."""
    while buffer:
        cut = buffer.find(b"\n") + 1
        if cut:
            yield buffer[:cut], "end"
            return buffer[cut:]
        yield buffer, "part"
        buffer = content.read(SIZE)
    yield b"", "end"
    return b""
