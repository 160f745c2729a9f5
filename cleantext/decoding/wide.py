"""Reads UTF-16 and UTF-32: every character two or four bytes wide, or a pair of surrogates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cleantext.decoding.reading import MARK, Piece, Reading, assemble

UNIT: Final = {"utf-16-le": 2, "utf-16-be": 2, "utf-32-le": 4, "utf-32-be": 4}
"""How many bytes a code unit has."""

SURROGATES: Final = re.compile("[\ud800-\udfff]+")
MARKS: Final = re.compile(MARK)


def read(data: bytes, encoding: str) -> Reading:
    """Read `data`, whose last unit may be cut."""
    cut = len(data) % UNIT[encoding]
    whole = data[: len(data) - cut]
    return assemble(encoding, [*_pieces(whole, encoding), (cut, None)])


def _pieces(whole: bytes, encoding: str) -> Iterator[Piece]:
    try:
        yield len(whole), whole.decode(encoding)
    except UnicodeDecodeError:
        yield from _lone_surrogates(whole, encoding) if UNIT[encoding] == 2 else _out_of_range(whole, encoding)


def _lone_surrogates(whole: bytes, encoding: str) -> Iterator[Piece]:
    """Yield the pieces of UTF-16, in which nothing but half a pair of surrogates can be wrong."""
    text = whole.decode(encoding, "surrogatepass")
    position = 0
    for run in SURROGATES.finditer(text):
        valid = text[position : run.start()]
        yield len(valid.encode(encoding)), valid
        yield 2 * (run.end() - run.start()), None
        position = run.end()
    yield len(text[position:].encode(encoding)), text[position:]


def _out_of_range(whole: bytes, encoding: str) -> Iterator[Piece]:
    """Yield the pieces of UTF-32, in which each unit is one character whatever is wrong with it."""
    text = whole.decode(encoding, "replace")
    own = MARK.encode(encoding)
    position = 0
    for mark in MARKS.finditer(text):
        at = mark.start()
        if whole[4 * at : 4 * at + 4] == own:
            continue
        yield 4 * (at - position), text[position:at]
        yield 4, None
        position = at + 1
    yield 4 * (len(text) - position), text[position:]
