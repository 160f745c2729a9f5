"""The measure: the width at which the lines of a text were broken, found from the text alone.

A line that was broken for want of room is so wide that the first word of the next one would not have fitted. The
measure is the width for which most lines that stop in mid-sentence are explained like that, and fewest are not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Final

from cleantext.filters.layout.ems import ems
from cleantext.filters.layout.rows import Row
from cleantext.filters.layout.sentences import BLANKS

NARROWEST: Final = 14.0
"""Narrower columns, in ems, are verse, lists and labels."""

WIDEST: Final = 64.0
"""Wider lines, in ems, are nowhere set in Chinese."""

NARROW: Final = 20.0
"""Narrower lines, in ems, may be verse in stanzas of one width; they are joined only where pages are proved."""

MIDDLE: Final = 24.0
"""Below this many ems lines of verse may all be of nearly one width."""

BEYOND: Final = 0.04
"""So large a share of the rows may be wider than the measure, and one row always."""

CANDIDATES: Final = 24
"""So many widths are tried, from the widest down."""

_ITEM = re.compile(
    r"[-*+•●○◆■□▪·◇★☆※#>]|[0-9０-９]{1,2}[、．.)）]|[（(][0-9一二三四五六七八九十]{1,2}[)）]|[①-⑳]|[一二三四五六七八九十]{1,3}、"
)


@dataclass(frozen=True, slots=True)
class Measure:
    """The width of a text's lines, and what speaks for it.

    Attributes:
        ems: the width.
        full: how many rows reach it: the next row's first token did not fit.
        cut: how much of them stop in mid-sentence; a comma counts half.
        short: how many rows stop in mid-sentence though the next token would have fitted.
    """

    ems: float
    full: int
    cut: float
    short: int

    @property
    def weight(self) -> float:
        """How much speaks for the width."""
        return self.cut - 2 * self.short


def measure(text: str, *, paged: bool) -> Measure | None:
    """Return the measure at which the lines of a text were broken; None where they were not, or nothing proves it.

    Args:
        text: the text.
        paged: whether page marks were found in the text; then less is asked of the lines.
    """
    if _is_too_wide(text):
        return None
    from cleantext.filters.layout.fit import fitted  # noqa: PLC0415 - numpy comes with first use

    return fitted(text, paged=paged)


def _is_too_wide(text: str) -> bool:
    """Tell whether more lines than a measure leaves out are wider than any measure is, so that there can be none."""
    lines = text.split("\n")
    allowed = max(1, BEYOND * len(lines))
    long = [line for line in lines if len(line) > WIDEST]
    if len(long) <= allowed:
        return False
    wide = (line for line in long if ems(line.strip(BLANKS)) > WIDEST)
    return sum(1 for _ in islice(wide, int(allowed) + 1)) > allowed


def begins_item(words: str) -> bool:
    """Tell whether a row begins with the mark of a list: the row before it may be an item without a full stop."""
    return bool(_ITEM.match(words))


def is_full(row: Row, behind: Row, width: float) -> bool:
    """Tell whether the first token of the row behind would not have fitted."""
    room = width - row.width
    return room >= -0.5 and (room < 1.5 or room < behind.first + 0.5)
