"""Finds the cheapest reading of bytes in GB18030 or Big5: which of them make a character, and which make none.

Each character costs what it costs in Chinese, each byte that is left out `INVALID`; the Viterbi algorithm over the
places between bytes. Many short stretches are gone through together, one byte of each at a time.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from cleantext.decoding import languages
from cleantext.decoding.reading import Piece

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

INVALID: Final = 17.0
"""What it costs to leave a byte out, in nats: more than any rare character, less than two of them."""
FOUR_BYTES: Final = 14.0
"""What a character costs that GB18030 writes in four bytes."""
EURO: Final = 10.0
"""What the euro sign costs, the lone byte 0x80 of code page 936, which GB18030 has no room for."""
NEVER: Final = 1e9
TOGETHER: Final = 64
"""So many stretches at least are gone through together."""
LONGEST: Final = 512
"""How many bytes a stretch has at most that is gone through together with others."""
FOUR: Final = re.compile(rb"(?=[\x81-\xfe][0-9][\x81-\xfe][0-9])")


@dataclass(frozen=True, slots=True)
class _Alphabet:
    """The characters of an encoding: by the two bytes of a pair, by one byte, and whether four may make one."""

    codec: str
    pair_costs: list[float]
    pairs: list[str]
    single_costs: list[float]
    singles: list[str | None]
    four: bool


def read(stretches: Sequence[bytes], encoding: str) -> list[list[Piece]]:
    """Return the cheapest reading of each stretch, in "gb18030" or "cp950"."""
    alphabet = _alphabet(encoding)
    short = [number for number, one in enumerate(stretches) if len(one) <= LONGEST]
    sizes: dict[int, bytes | bytearray] = {}
    if len(short) >= TOGETHER:
        sizes.update(zip(short, best_sizes_together([stretches[number] for number in short], encoding), strict=True))
    return [
        list(_pieces(one, sizes[number] if number in sizes else best_sizes(one, encoding), alphabet))
        for number, one in enumerate(stretches)
    ]


def _pieces(data: bytes, sizes: bytes | bytearray, alphabet: _Alphabet) -> Iterator[Piece]:
    """Yield what is valid and, between, each byte that is not, given the size of the last character up to each end."""
    start = 0
    for at in _left_out(data, sizes, alphabet):
        if at > start:
            yield at - start, _text(data[start:at], sizes, start, alphabet)
        yield 1, None
        start = at + 1
    yield len(data) - start, _text(data[start:], sizes, start, alphabet)


def _left_out(data: bytes, sizes: bytes | bytearray, alphabet: _Alphabet) -> list[int]:
    """Return where the bytes are that the cheapest reading leaves out."""
    found = []
    end = len(data)
    while end:
        size = sizes[end]
        end -= size
        if size == 1 and alphabet.singles[data[end]] is None:
            found.append(end)
    return found[::-1]


def _text(data: bytes, sizes: bytes | bytearray, start: int, alphabet: _Alphabet) -> str:
    """Return the text of valid bytes that begin at `start` of a stretch."""
    try:
        return data.decode(alphabet.codec)
    except UnicodeDecodeError:
        return "".join(reversed(list(_characters(data, sizes, start, alphabet))))


def _characters(data: bytes, sizes: bytes | bytearray, start: int, alphabet: _Alphabet) -> Iterator[str]:
    """Yield the characters of valid bytes, the last one first, some of which the codec does not know."""
    end = len(data)
    while end:
        size = sizes[start + end]
        code = data[end - size : end]
        end -= size
        if size == 2:
            yield alphabet.pairs[code[0] << 8 | code[1]]
        else:
            yield alphabet.singles[code[0]] or "" if size == 1 else code.decode(alphabet.codec)


def best_sizes(data: bytes, encoding: str) -> bytearray:
    """Return, for each end, how many bytes the last character of the cheapest reading up to there has."""
    alphabet = _alphabet(encoding)
    four_ends = _four_byte_ends(data) if alphabet.four else frozenset()
    sizes = bytearray(len(data) + 1)
    costs = [0.0] * (len(data) + 1) if four_ends else []
    before_last, last = NEVER, 0.0
    singles = map(alphabet.single_costs.__getitem__, data)
    for end, (alone, pair) in enumerate(zip(singles, _pair_costs(data, alphabet), strict=True), 1):
        best, size = last + alone, 1
        if before_last + pair < best:
            best, size = before_last + pair, 2
        if costs:
            if end in four_ends and costs[end - 4] + FOUR_BYTES < best:
                best, size = costs[end - 4] + FOUR_BYTES, 4
            costs[end] = best
        sizes[end] = size
        before_last, last = last, best
    return sizes


def _pair_costs(data: bytes, alphabet: _Alphabet) -> Iterator[float]:
    """Return, for each byte, what it costs to read it and the one before it as a character."""
    codes = [0] * len(data)
    even, odd = len(data) // 2, (len(data) - 1) // 2
    codes[1::2] = struct.unpack(f">{even}H", data[: 2 * even])
    codes[2::2] = struct.unpack(f">{odd}H", data[1 : 1 + 2 * odd])
    return map(alphabet.pair_costs.__getitem__, codes)


def best_sizes_together(stretches: Sequence[bytes], encoding: str) -> list[bytes]:
    """Return what `best_sizes` returns for each of many stretches, none of which is empty."""
    order = sorted(range(len(stretches)), key=lambda number: len(stretches[number]), reverse=True)
    found = _in_step([stretches[number] for number in order], encoding)
    return [sizes for _, sizes in sorted(zip(order, found, strict=True))]


def _in_step(stretches: Sequence[bytes], encoding: str) -> Iterator[bytes]:
    """Yield the sizes of stretches, of which the longest stand first: those that are not at their end are a slice."""
    import numpy as np  # noqa: PLC0415 - it takes 70 ms to import, and few inputs are damaged in many places

    single_costs, pair_costs = _cost_arrays(encoding)
    lengths = np.array([len(one) for one in stretches])
    starts = np.cumsum(lengths) - lengths
    values = np.frombuffer(b"".join(stretches), np.uint8)
    codes = values.astype(np.uint16)
    codes[1:] |= codes[:-1] << 8
    codes[starts] = 0
    alone, pair = single_costs[values], pair_costs[codes]
    four = np.full(len(values), NEVER)
    if _alphabet(encoding).four:
        for start, one in zip(starts.tolist(), stretches, strict=True):
            four[[start + end - 1 for end in _four_byte_ends(one)]] = FOUR_BYTES
    sizes = np.zeros(len(values), np.uint8)
    costs = [np.full(len(stretches), NEVER)] * 3 + [np.zeros(len(stretches))]
    for step in range(int(lengths[0])):
        count = int(np.searchsorted(-lengths, -step))
        at = starts[:count] + step
        best, size = costs[-1][:count] + alone[at], np.ones(count, np.uint8)
        for width, price in ((2, pair), (4, four)):
            cost = costs[-width][:count] + price[at]
            cheaper = cost < best
            best[cheaper], size[cheaper] = cost[cheaper], width
        sizes[at] = size
        costs = [*costs[1:], best]
    found = sizes.tobytes()
    for start, one in zip(starts.tolist(), stretches, strict=True):
        yield b"\0" + found[start : start + len(one)]


def _four_byte_ends(data: bytes) -> frozenset[int]:
    """Return where a valid character of four bytes may end."""
    starts = [found.start() for found in FOUR.finditer(data)]
    return frozenset(start + 4 for start in starts if _decoded(data[start : start + 4], "gb18030"))


@cache
def _cost_arrays(encoding: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the costs of single bytes and of pairs."""
    import numpy as np  # noqa: PLC0415 - see above

    alphabet = _alphabet(encoding)
    return np.array(alphabet.single_costs), np.array(alphabet.pair_costs)


@cache
def _alphabet(encoding: str) -> _Alphabet:
    read_pair: Callable[[bytes], str] = _big5_pair if encoding == "cp950" else _gb_pair
    pairs = [""] * 0x10000
    costs = [NEVER] * 0x10000
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            character = read_pair(bytes((lead, trail)))
            if character:
                pairs[lead << 8 | trail] = character
                costs[lead << 8 | trail] = languages.cost(character[0], "chinese")
    singles: list[str | None] = [chr(byte) if byte < 0x80 else None for byte in range(0x100)]
    single_costs = [INVALID if single is None else languages.cost(single, "chinese") for single in singles]
    if encoding == "gb18030":
        singles[0x80], single_costs[0x80] = "€", EURO
    return _Alphabet(encoding, costs, pairs, single_costs, singles, encoding == "gb18030")


def _gb_pair(code: bytes) -> str:
    return _decoded(code, "gb18030")


def _big5_pair(code: bytes) -> str:
    return _decoded(code, "cp950") or _decoded(code, "big5hkscs")


def _decoded(code: bytes, encoding: str) -> str:
    """Return the text of one character, or nothing where the code is not valid."""
    try:
        return code.decode(encoding)
    except UnicodeDecodeError:
        return ""
