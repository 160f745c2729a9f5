"""The measure: the width at which the lines of a text were broken, found from the text alone.

A line that was broken for want of room is so wide that the first word of the next one would not have fitted. The
measure is the width for which most lines that stop in mid-sentence are explained like that, and fewest are not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from cleantext.filters.layout.code import is_code
from cleantext.filters.layout.rows import Row, han_share, has_marks

NARROWEST: Final = 14.0
"""Narrower columns, in ems, are verse, lists and labels."""

WIDEST: Final = 64.0
"""Wider lines, in ems, are nowhere set in Chinese."""

NARROW: Final = 20.0
"""Narrower lines, in ems, may be verse in stanzas of one width; they are joined only where pages are proved."""

MIDDLE: Final = 24.0
"""Below this many ems lines of verse may all be of nearly one width."""

CANDIDATES: Final = 24
"""So many widths are tried, from the widest down."""

_ITEM = re.compile(
    r"[-*+•●○◆■□▪·◇★☆※#>]|[0-9０-９]{1,2}[、．.)）]|[（(][0-9一二三四五六七八九十]{1,2}[)）]|[①-⑳]|[一二三四五六七八九十]{1,3}、"
)
_STOP = re.compile("[。！？；．!?]")


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


def measure(rows: Sequence[Row], *, paged: bool) -> Measure | None:
    """Return the measure at which the rows were broken; None where they were not, or nothing proves it.

    Args:
        rows: of one text.
        paged: whether page marks were found in the text; then less is asked of the lines.
    """
    found = _best(rows)
    if found is None or not found.full:
        return None
    full = [row for row, behind in pairwise(rows) if is_full(row, behind, found.ems)]
    return found if _is_wrapped(rows, full, found, paged=paged) else None


def begins_item(words: str) -> bool:
    """Tell whether a row begins with the mark of a list: the row before it may be an item without a full stop."""
    return bool(_ITEM.match(words))


def is_full(row: Row, behind: Row, width: float) -> bool:
    """Tell whether the first token of the row behind would not have fitted."""
    room = width - row.width
    return room >= -0.5 and (room < 1.5 or room < behind.first + 0.5)


def _best(rows: Sequence[Row]) -> Measure | None:
    """Return the width that explains most; of several the one at which most rows stop."""
    pairs = [
        (
            row.width,
            behind.first,
            row.is_cut and not is_code(row.words),
            row.words[-1] in "，、",
            begins_item(row.words) or begins_item(behind.words),
        )
        for row, behind in pairwise(rows)
    ]
    tried = [_explained(pairs, width) for width in _candidates(rows)]
    best = max((one for one in tried if one.cut), key=lambda one: (one.weight, -one.ems), default=None)
    if best is None:
        return None
    ends = Counter(_rounded(row.width) for row in rows if row.is_cut and -0.5 <= best.ems - row.width < 1.5)
    usual = max(ends, key=lambda width: (ends[width], width), default=best.ems)
    again = _explained(pairs, usual)
    return again if again.weight >= best.weight else best


def _explained(pairs: Sequence[tuple[float, float, bool, bool, bool]], width: float) -> Measure:
    """Count what a width explains: rows with their reach, the next token, and whether they stop in mid-sentence."""
    full = cut = short = commas = 0
    for reach, first, is_cut, comma, is_item in pairs:
        room = width - reach
        if room < -0.5:
            continue
        if room < 1.5 or room < first + 0.5:
            full += 1
            cut += is_cut
            commas += comma
        elif is_cut and not is_item and room > first + 2.5 and reach > 0.4 * width:
            short += 1
    return Measure(width, full, cut + 0.5 * min(commas, 2 * cut) if cut else 0.0, short)


def _rounded(width: float) -> float:
    return round(width * 2) / 2


def _candidates(rows: Sequence[Row]) -> list[float]:
    """Return the widths that occur, from the widest down; a few rows may be wider than the measure."""
    counts = Counter(_rounded(row.width) for row in rows)
    found: list[float] = []
    beyond = 0
    for width in sorted(counts, reverse=True):
        if beyond > max(1, 0.04 * len(rows)) or len(found) == CANDIDATES:
            break
        if NARROWEST <= width <= WIDEST:
            found.append(width)
        beyond += counts[width]
    return found


def _is_wrapped(rows: Sequence[Row], full: Sequence[Row], found: Measure, *, paged: bool) -> bool:
    """Tell whether the full rows prove that the text was broken at the measure, and is no verse and no list."""
    if found.ems < NARROW and not paged:
        return False
    if found.cut < (2 if paged else 2.5) or found.cut < (0.3 if paged else 0.5) * len(full):
        return False
    if len(full) < (0.03 if paged else 0.1) * len(rows) or found.short > (0.6 if paged else 0.25) * found.cut:
        return False
    if han_share(full) < 0.5 or _is_verse(rows, full, found) or _is_ragged(rows, found, paged=paged):
        return False
    return sum("——" in row.words[-8:] for row in rows) <= 0.3 * len(rows)


def _is_ragged(rows: Sequence[Row], found: Measure, *, paged: bool) -> bool:
    """Tell whether lines stop where one more character would have fitted: verse of even lines does.

    What was printed on pages may too, if it is not narrow: there marks are pressed together or hang over the edge.
    """
    if paged and found.ems >= MIDDLE:
        return False
    rooms = [
        found.ems - row.width
        for row, behind in pairwise(rows)
        if row.is_cut and behind.first == 1 and " " not in row.words and is_full(row, behind, found.ems)
    ]
    return sum(room >= 1 for room in rooms) > 0.2 * len(rooms)


def _is_verse(rows: Sequence[Row], full: Sequence[Row], found: Measure) -> bool:
    """Tell whether the rows may be verse or a list: without full stops inside, punctuated at the end, or not at all."""
    if sum(bool(_STOP.search(row.words)) for row in rows) < 0.12 * len(rows):
        return True
    if found.ems < NARROW and sum(bool(_STOP.search(row.words)) for row in full) < 0.12 * len(full):
        return True
    if found.ems < NARROW - 2 and found.cut < 6:
        return True
    ending = sum(row.words[-1] in "，。！？；,.!?;" for row in rows)
    if ending > 0.8 * len(rows) and found.cut < 0.8 * len(full):
        return True
    return sum(not has_marks(row) for row in full) > 0.5 * len(full)
