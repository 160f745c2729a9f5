"""Reads bytes with one of Python's codecs and keeps count of the invalid ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cleantext.decoding.reading import Piece, Reading, assemble

ESCAPED: Final = re.compile("[\udc80-\udcff]+")


def read(data: bytes, encoding: str) -> Reading:
    r"""Read `data` in an encoding in which every byte below 0x80 is valid where a character begins.

    >>> read("naïve".encode() + b"\xff!", "utf-8").damage
    (Damage(byte_start=6, byte_end=7, start=5, end=6),)
    """
    try:
        return Reading(encoding, data.decode(encoding))
    except UnicodeDecodeError:
        return assemble(encoding, _pieces(data.decode(encoding, "surrogateescape"), encoding))


def _pieces(text: str, encoding: str) -> Iterator[Piece]:
    """Yield what is valid and, between, each run of bytes that became lone surrogates, one a byte."""
    position = 0
    for run in ESCAPED.finditer(text):
        valid = text[position : run.start()]
        yield len(valid.encode(encoding)), valid
        yield run.end() - run.start(), None
        position = run.end()
    yield len(text[position:].encode(encoding)), text[position:]
