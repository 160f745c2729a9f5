"""Words that were cut at a hyphen: Latin paragraphs, such as an abstract, inside a Chinese text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from cleantext.edits import Edit
from cleantext.filters.layout.code import is_code
from cleantext.filters.layout.rows import Row, rows

FEWEST: Final = 2
"""So many words must be cut in one paragraph; one alone may be a dash or an address."""

_CUT = re.compile(r"[A-Za-z]{2}-\r?\n[ \t]*[a-z]{2}")
_LEFT = re.compile("([A-Za-z]+)-$")
_RIGHT = re.compile("[a-z]+")
_COMPOUND = re.compile("([a-z]+)-(?=([a-z]+))")
_LETTER = re.compile("[A-Za-z]")


def hyphenated(text: str) -> Iterator[Edit]:
    """Propose to join the lines of Latin paragraphs in which words are cut, and the words."""
    if "-" not in text or not ("-\n" in text or "-\r\n" in text) or len(_CUT.findall(text)) < FEWEST:
        return
    compounds = set(_COMPOUND.findall(text.lower()))
    for block in _blocks(rows(text)):
        if sum(_is_cut(row, behind) for row, behind in pairwise(block)) >= FEWEST:
            yield from _joins(compounds, block)


def _blocks(found: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the runs of Latin rows; the last line of a paragraph may be short."""
    block: list[Row] = []
    for row in found:
        if block and (row.spaced or not _is_latin(row) or not _LETTER.match(block[-1].words[-2:-1] or "a")):
            yield block
            block = []
        if _is_latin(row):
            block.append(row)
    if block:
        yield block


def _is_latin(row: Row) -> bool:
    return len(_LETTER.findall(row.words)) > 0.6 * len(row.words) and not is_code(row.words)


def _is_cut(row: Row, behind: Row) -> bool:
    return bool(_LEFT.search(row.words)) and bool(_RIGHT.match(behind.words))


def _joins(compounds: set[tuple[str, str]], block: Sequence[Row]) -> Iterator[Edit]:
    width = max(row.width for row in block)
    for row, behind in pairwise(block):
        left, right = _LEFT.search(row.words), _RIGHT.match(behind.words)
        start, between = row.end, " "
        if left and right:
            is_compound = (left[1].lower(), right[0]) in compounds
            start, between = (row.end, "") if is_compound else (row.end - 1, "")
        elif width - row.width > behind.first + 1.5:
            continue
        reason = "line of a paragraph in which words are cut"
        evidence = {"measure": width, "width": row.width}
        yield Edit(start, behind.start, between, "hyphenated-line", "line_join", reason, "likely", evidence)
