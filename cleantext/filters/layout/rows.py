"""Rows: the lines of a text that are not blank, as a typesetter sees them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cleantext.filters.layout.ems import ems
from cleantext.filters.layout.sentences import BLANKS, HAN

ENDING: Final = frozenset("。！？!?…”」』：:；;）)】〕》.~～")
"""What a line ends with whose sentence may be over."""

_CUT = re.compile(f"[{HAN}A-Za-z0-9]")
_MARK = re.compile("[，。、；：！？,;]")
_TOKEN = re.compile(r"[A-Za-z0-9@_/.:%+#&'-]+")
_OPENERS = frozenset("（(《「『“‘【〔")
_CLOSERS = frozenset("，。、；：！？,.;:!?）)》」』”’】〕%％…—～")


@dataclass(frozen=True, slots=True)
class Row:
    """A line that is not blank.

    Attributes:
        start: where its words begin, behind the blanks.
        end: where they end.
        words: `text[start:end]`.
        indent: width of the blanks before them, in ems.
        width: how far the line reaches, in ems.
        is_open: whether the sentence is not over at its end.
        is_cut: whether it stops behind a character or letter, with punctuation before: in mid-sentence.
        first: width of its first token: what had to fit for the token to stand on the line before.
        spaced: whether a blank line stands before it.
    """

    start: int
    end: int
    words: str
    indent: float
    width: float
    is_open: bool
    is_cut: bool
    first: float
    spaced: bool


@lru_cache(maxsize=2)
def rows(text: str) -> Sequence[Row]:
    """Return the rows of `text`."""
    found: list[Row] = []
    start = 0
    spaced = False
    for line in text.split("\n"):
        words = line.strip(BLANKS)
        if words:
            found.append(_row(start, line, words, spaced=spaced))
        spaced = not words
        start += len(line) + 1
    return found


def _row(start: int, line: str, words: str, *, spaced: bool) -> Row:
    blanks = line.find(words[0])
    indent = _blank_ems(line[:blanks]) if blanks else 0.0
    start += blanks
    last = words[-1]
    is_open = last not in ENDING
    is_cut = is_open and bool(_CUT.match(last)) and bool(_MARK.search(words))
    return Row(start, start + len(words), words, indent, indent + ems(words), is_open, is_cut, first(words), spaced)


def _blank_ems(blanks: str) -> float:
    return sum({" ": 0.5, "\t": 2.0, "\r": 0.0}.get(blank, 1.0) for blank in blanks)


def first(words: str) -> float:
    """Return the width of the first token: a character or a Latin word, with the marks that stay with it."""
    if len(words) > 1 and words[0] >= "\u3400" and words[1] not in _CLOSERS:
        return 1.0
    word = _TOKEN.match(words)
    end = word.end() if word else 1
    while end < len(words) and end < 4 and words[end - 1] in _OPENERS:
        end += 1
    while end < len(words) and words[end] in _CLOSERS:
        end += 1
    return ems(words[:end])


def has_marks(row: Row) -> bool:
    """Tell whether there is punctuation inside the row."""
    return bool(_MARK.search(row.words))


def han_share(rows_: Sequence[Row]) -> float:
    """Return the share of rows that are mostly Han."""
    if not rows_:
        return 0.0
    return sum(len(_HAN.findall(row.words)) >= 0.3 * len(row.words) for row in rows_) / len(rows_)


_HAN = re.compile(f"[{HAN}]")
