"""Reads GB18030 and Big5, in which a character is one, two or four bytes, whatever is wrong with the bytes.

A byte that is missing or too many turns every pair after it into another character, most of them valid. So the reading
of a stretch that is not valid is the cheapest of all: each character costs what it costs in Chinese, each byte that is
left out `INVALID`. A stretch ends where an ASCII byte stands that no character of the encoding ends in, so a line end
at the latest.
"""

from __future__ import annotations

import itertools
import re
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from cleantext.decoding import languages
from cleantext.decoding.reading import MARK, Piece, Reading, assemble

INVALID: Final = 17.0
"""What it costs to leave a byte out, in nats: more than any rare character, less than two of them."""
FOUR_BYTES: Final = 14.0
"""What a character costs that GB18030 writes in four bytes."""
EURO: Final = 10.0
"""What the euro sign costs, the lone byte 0x80 of code page 936, which GB18030 has no room for."""
LEAST: Final = 2.9
"""No character costs less."""
SHORT: Final = 16
RARE: Final = 12.5
"""A character that costs more may be two halves of others."""
NEVER: Final = 1e9

STRETCH: Final = {
    "gb18030": re.compile(rb"[\x80-\xff][^\x00-\x2f\x3a-\x3f]*"),
    "cp950": re.compile(rb"[\x80-\xff][^\x00-\x3f]*"),
}
"""Bytes from one that is not ASCII up to an ASCII byte that no character ends in."""

CUT: Final = {
    "gb18030": re.compile(rb"[\x81-\xfe](?:[0-9][\x81-\xfe]?)?"),
    "cp950": re.compile(rb"[\x81-\xfe]"),
}
"""The beginning of a character, but not all of it."""
CUT_OFF: Final = 5.0
"""What it costs that the last character is cut: less than a bad byte, for pieces of files end anywhere."""

KEPT: Final = (0xA145, 0xA14E, 0xA1C2, 0xA1E3, 0xA1F2, 0xA1F3, 0xA244, 0xA246, 0xA247, 0xF9FE)
"""Symbols that Python's big5hkscs reads in another way than CP950 and the WHATWG standard do.

A241 and A242 are two more, but there it gives characters that it also gives for other codes.
"""


def read(data: bytes, encoding: str) -> Reading:
    """Read `data` as "gb18030" or "cp950"; what CP950 lacks is read, and named, as Big5-HKSCS."""
    reading = read_valid(data, encoding)
    return reading or _named(assemble(encoding, _pieces(data, encoding)))


def read_valid(data: bytes, encoding: str) -> Reading | None:
    """Read `data` if that leaves no byte out."""
    try:
        return Reading(encoding, data.decode(encoding))
    except UnicodeDecodeError:
        text = _strict(data, encoding)
    return None if text is None else _named(Reading(encoding, text))


def _named(reading: Reading) -> Reading:
    """Name Big5 that holds more than CP950 does for what it is."""
    is_more = reading.encoding == "cp950" and _is_hkscs(reading)
    return replace(reading, encoding="big5hkscs") if is_more else reading


def _strict(data: bytes, encoding: str) -> str | None:
    """Return the text of valid bytes."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "cp950":
            return None
    try:
        return data.decode("big5hkscs").translate(_kept())
    except UnicodeDecodeError:
        return None


def _is_hkscs(reading: Reading) -> bool:
    """Tell whether a text holds characters that CP950 lacks, and more of them than damage may have made."""
    text = reading.text.replace(MARK, "")
    beyond = len(text) - len(text.encode("cp950", "ignore").decode("cp950"))
    return beyond > 2 * len(reading.damage)


def _pieces(data: bytes, encoding: str) -> Iterator[Piece]:
    lines = data.splitlines(keepends=True)
    for number, line in enumerate(lines, 1):
        text = _strict(line, encoding)
        if text is None or not _is_settled(text):
            yield from _stretches(line, encoding, last=number == len(lines))
        else:
            yield len(line), text


def _stretches(line: bytes, encoding: str, *, last: bool) -> Iterator[Piece]:
    """Yield the pieces of a line: ASCII as it is, each stretch by itself."""
    at = 0
    for found in STRETCH[encoding].finditer(line):
        yield found.start() - at, line[at : found.start()].decode("ascii")
        stretch = found.group()
        text = _strict(stretch, encoding)
        at = found.end()
        if text is not None and _is_settled(text):
            yield len(stretch), text
        elif last and at == len(line):
            yield from _cheapest_or_cut(stretch, encoding)
        else:
            yield from _cheapest(stretch, _alphabet(encoding))
    yield len(line) - at, line[at:].decode("ascii")


def _is_settled(text: str) -> bool:
    """Tell whether valid text would not be cheaper with a byte left out.

    Exact for short texts. Of longer ones those with a rare character are looked into.
    """
    if len(text) <= SHORT:
        return languages.cost(text, "chinese") <= INVALID + LEAST * len(text)
    return languages.highest_cost(text, "chinese") <= RARE


def _cheapest_or_cut(stretch: bytes, encoding: str) -> list[Piece]:
    """Return the cheapest reading of the last bytes of all, where a valid reading may lack the end of a character."""
    options = [list(_cheapest(stretch, _alphabet(encoding)))]
    costs = [_cost(options[0])]
    for size in range(1, 4):
        text = _strict(stretch[:-size], encoding) if CUT[encoding].fullmatch(stretch[-size:]) else None
        if text is not None:
            options.append([(len(stretch) - size, text), (size, None)])
            costs.append(languages.cost(text, "chinese") + CUT_OFF)
    return options[costs.index(min(costs))]


def _cost(pieces: Iterable[Piece]) -> float:
    return sum(INVALID * size if text is None else languages.cost(text, "chinese") for size, text in pieces)


@dataclass(frozen=True, slots=True)
class _Alphabet:
    """The characters of an encoding: by the two bytes of a pair, by one byte, and whether four may make one."""

    pair_costs: list[float]
    pairs: list[str]
    single_costs: list[float]
    singles: list[str | None]
    four: bool


def _cheapest(data: bytes, alphabet: _Alphabet) -> Iterator[Piece]:
    """Yield the cheapest reading; the Viterbi algorithm over the places between bytes."""
    sizes = _best_sizes(data, alphabet)
    ends = [len(data)]
    while ends[-1]:
        ends.append(ends[-1] - sizes[ends[-1]])
    ends.reverse()
    start, texts = 0, []
    for at, end in itertools.pairwise(ends):
        text = _character(data[at:end], alphabet)
        if text is not None:
            texts.append(text)
            continue
        if texts:
            yield at - start, "".join(texts)
        yield end - at, None
        start, texts = end, []
    yield len(data) - start, "".join(texts)


def _character(code: bytes, alphabet: _Alphabet) -> str | None:
    """Return the character that bytes stand for; None for one byte that is invalid."""
    if len(code) == 2:
        return alphabet.pairs[code[0] << 8 | code[1]]
    return alphabet.singles[code[0]] if len(code) == 1 else code.decode("gb18030")


def _best_sizes(data: bytes, alphabet: _Alphabet) -> bytearray:
    """Return, for each end, how many bytes the last character of the cheapest reading up to there has."""
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


FOUR: Final = re.compile(rb"(?=[\x81-\xfe][0-9][\x81-\xfe][0-9])")


def _four_byte_ends(data: bytes) -> frozenset[int]:
    """Return where a valid character of four bytes may end."""
    starts = [found.start() for found in FOUR.finditer(data)]
    return frozenset(start + 4 for start in starts if _decoded(data[start : start + 4], "gb18030"))


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
    return _Alphabet(costs, pairs, single_costs, singles, encoding == "gb18030")


def _gb_pair(code: bytes) -> str:
    return _decoded(code, "gb18030")


def _big5_pair(code: bytes) -> str:
    return _decoded(code, "cp950") or _decoded(code, "big5hkscs")


@cache
def _kept() -> dict[int, str]:
    """Return what makes of the symbols of Python's big5hkscs those of CP950."""
    codes = [code.to_bytes(2, "big") for code in KEPT]
    return {ord(code.decode("big5hkscs")): code.decode("cp950") for code in codes}


def _decoded(code: bytes, encoding: str) -> str:
    """Return the text of one character, or nothing where the code is not valid."""
    try:
        return code.decode(encoding)
    except UnicodeDecodeError:
        return ""
