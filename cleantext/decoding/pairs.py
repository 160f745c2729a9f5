"""Reads GB18030 and Big5, in which a character is one, two or four bytes, whatever is wrong with the bytes.

A byte that is missing or too many turns every pair after it into another character, most of them valid. So the reading
of a stretch that is not valid is the cheapest of all: each character costs what it costs in Chinese, each byte that is
left out `INVALID`. A stretch ends where an ASCII byte stands that no character of the encoding ends in, so a line end
at the latest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Final

from cleantext.decoding import cheapest, languages
from cleantext.decoding.cheapest import INVALID
from cleantext.decoding.reading import MARK, Piece, Reading, assemble

LEAST: Final = 2.9
"""No character costs less."""
SHORT: Final = 16
RARE: Final = 12.5
"""A character that costs more may be two halves of others."""

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
    """Read `data` if that leaves no byte out; a NUL is a sign that bytes are damaged, though it is valid."""
    if 0 in data:
        return None
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
    """Yield the pieces: what is valid and settled as it is, each other stretch in its cheapest reading."""
    found = list(_stretches(data, encoding))
    damaged = [stretch for stretch, text in found if text is None]
    readings = cheapest.read(damaged, encoding)
    if damaged and found[-1][1] is None:
        readings[-1] = _or_cut(damaged[-1], readings[-1], encoding)
    following = iter(readings)
    for stretch, text in found:
        if text is None:
            yield from next(following)
        else:
            yield len(stretch), text


def _stretches(data: bytes, encoding: str) -> Iterator[tuple[bytes, str | None]]:
    """Yield lines and stretches of lines; with their text, or None where damage is to be looked for."""
    for line in data.splitlines(keepends=True):
        text = _settled(line, encoding)
        if text is not None:
            yield line, text
            continue
        at = 0
        for found in STRETCH[encoding].finditer(line):
            if at < found.start():
                yield line[at : found.start()], line[at : found.start()].decode("ascii")
            yield found.group(), _settled(found.group(), encoding)
            at = found.end()
        if at < len(line):
            yield line[at:], line[at:].decode("ascii")


def _settled(data: bytes, encoding: str) -> str | None:
    """Return the text of valid bytes that would not be cheaper with one left out."""
    text = _strict(data, encoding)
    return text if text is not None and _is_settled(text) else None


def _is_settled(text: str) -> bool:
    """Tell whether valid text would not be cheaper with a byte left out.

    Exact for short texts. Of longer ones those with a rare character are looked into.
    """
    if len(text) <= SHORT:
        return languages.cost(text, "chinese") <= INVALID + LEAST * len(text)
    return languages.highest_cost(text, "chinese") <= RARE


def _or_cut(stretch: bytes, cheapest_reading: list[Piece], encoding: str) -> list[Piece]:
    """Return the cheapest reading of the last bytes of all, where a valid reading may lack the end of a character."""
    options = [cheapest_reading]
    costs = [_cost(cheapest_reading)]
    for size in range(1, 4):
        text = _strict(stretch[:-size], encoding) if CUT[encoding].fullmatch(stretch[-size:]) else None
        if text is not None:
            options.append([(len(stretch) - size, text), (size, None)])
            costs.append(languages.cost(text, "chinese") + CUT_OFF)
    return options[costs.index(min(costs))]


def _cost(pieces: Iterable[Piece]) -> float:
    return sum(INVALID * size if text is None else languages.cost(text, "chinese") for size, text in pieces)


@cache
def _kept() -> dict[int, str]:
    """Return what makes of the symbols of Python's big5hkscs those of CP950."""
    codes = [code.to_bytes(2, "big") for code in KEPT]
    return {ord(code.decode("big5hkscs")): code.decode("cp950") for code in codes}
