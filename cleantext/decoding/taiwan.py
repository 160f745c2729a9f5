"""Reads CNS 11643, the national character set of Taiwan, as EUC-TW: Python has no codec for it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Final

from cleantext.decoding.reading import MARK, Piece, Reading, assemble

NAME: Final = "euc-tw"
HIGH: Final = bytes((0x8E, *range(0xA1, 0xFF)))
"""The bytes of its characters, of which each has an even number."""
ROW: Final = 94
HAN_ROW: Final = 35
"""The row of plane 1, counted from 0, in which Han characters begin."""
CODES: Final = re.compile(rb"[\x00-\x7f]+|[\xa1-\xfe][\xa1-\xfe]|\x8e[\xa1-\xb0][\xa1-\xfe][\xa1-\xfe]|[\x80-\xff]")


def read(data: bytes) -> Reading:
    """Read `data` as EUC-TW; characters beyond the first two planes, which hardly any text has, count as invalid.

    Source: the planes of CNS 11643 as the GNU C library has them; see `cleantext/data/cns11643.toml`.
    """
    return assemble(NAME, _pieces(data))


def _pieces(data: bytes) -> Iterator[Piece]:
    for found in CODES.finditer(data):
        code = found[0]
        if code.isascii():
            yield len(code), code.decode("ascii")
        elif len(code) == 1:
            yield 1, None
        else:
            yield len(code), character(1 if len(code) == 2 else code[1] - 0xA0, code[-2:])


def character(plane: int, code: bytes) -> str | None:
    """Return the character of two bytes, with or without their high bits; None where the planes have none."""
    row, cell = (code[0] & 0x7F) - 0x21, (code[1] & 0x7F) - 0x21
    at = row * ROW + cell
    table = _planes().get(plane, "")
    found = table[at] if 0 <= cell < ROW and 0 <= at < len(table) else MARK
    return None if found == MARK else found


@cache
def _planes() -> dict[int, str]:
    facts = tomllib.loads(files("cleantext").joinpath("data/cns11643.toml").read_text("utf-8"))
    symbols = "".join(row.ljust(ROW, MARK) for row in facts["symbols"])
    return {1: symbols.ljust(HAN_ROW * ROW, MARK) + _han(**facts["one"]), 2: _han(**facts["two"])}


def _han(first: int, last: int, differences: list[list[Any]]) -> str:
    """Return the Han characters of a plane: those of Big5 between two codes, with what differs put in."""
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    codes = (lead << 8 | trail for lead in range(first >> 8, (last >> 8) + 1) for trail in trails)
    source = "".join(code.to_bytes(2, "big").decode("cp950") for code in codes if first <= code <= last)
    texts: list[str] = []
    position = 0
    for at, gone, new in differences:
        texts += source[position:at], new
        position = at + gone
    return "".join([*texts, source[position:]])
