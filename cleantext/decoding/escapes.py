"""Reads encodings of Chinese, Japanese and Korean in seven bits: HZ and the ISO-2022 family."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cleantext.decoding import iso2022cn, languages
from cleantext.decoding.reading import Piece, Reading, assemble

GB_RUN: Final = re.compile(rb"~\{((?:[\x21-\x77][\x21-\x7e])*)([\x21-\x77]?)(~\}|~?\Z|(?=[\r\n]))")
"""A run of HZ: two bytes a character, up to `~}`, the end of the line, or where the bytes are cut."""
HIGHEST_MEAN: Final = 10.5
"""What a character of HZ costs at most on average; program text between the same marks costs more."""
HIGH_BITS: Final = bytes(range(0x80, 0x100)) * 2
ISO_2022: Final = ((b"\x1b$)C", "iso2022_kr"), (b"\x1b$B", "iso2022_jp_2"), (b"\x1b$@", "iso2022_jp_2"))
"""Escape sequences that begin a run of characters, and the codec that knows them."""


def read(data: bytes) -> Reading | None:
    """Read bytes that are ASCII but for escapes; None where there are none.

    Raises:
        DecodeError: the bytes are ISO-2022-CN-EXT.
    """
    if not data.isascii():
        return None
    if b"~{" in data:
        return _hz(data)
    if b"\x1b$" in data:
        return _iso_2022(data)
    return None


def _hz(data: bytes) -> Reading | None:
    """Read HZ.

    Source: RFC 1843.
    """
    reading = assemble("hz", _hz_pieces(data))
    han = languages.beyond_ascii(reading.text).replace("\ufffd", "")
    if not han or languages.mean_cost(han, "chinese") > HIGHEST_MEAN:
        return None
    return reading


def _hz_pieces(data: bytes) -> Iterator[Piece]:
    at = 0
    for run in GB_RUN.finditer(data):
        yield run.start() - at, _plain(data[at : run.start()])
        yield 2 + len(run[1]), run[1].translate(HIGH_BITS).decode("gb18030", "replace")
        yield len(run[2]), None
        yield len(run[3]), ""
        at = run.end()
    cut = len(data[at:]) - len(data[at:].rstrip(b"~")) & 1
    yield len(data) - cut - at, _plain(data[at : len(data) - cut])
    yield cut, None


def _plain(data: bytes) -> str:
    """Return the ASCII text between runs, in which a tilde is written twice and one before a line end joins lines."""
    return data.decode("ascii").replace("~\n", "").replace("~~", "~")


def _iso_2022(data: bytes) -> Reading | None:
    if iso2022cn.is_marked(data):
        return iso2022cn.read(data)
    for escape, encoding in ISO_2022:
        if escape in data:
            try:
                return Reading(encoding, data.decode(encoding))
            except UnicodeDecodeError:
                return None
    return None
