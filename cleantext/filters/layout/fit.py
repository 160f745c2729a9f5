"""The measure that fits the rows of a text best, and whether they prove that the text was broken at it. Loads numpy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from cleantext.filters.layout.code import is_code
from cleantext.filters.layout.measure import BEYOND, CANDIDATES, MIDDLE, NARROW, NARROWEST, WIDEST, Measure, begins_item
from cleantext.filters.layout.table import CODE, COMMA, HAN_, ITEM, LAST, STOP, Table, table_of

if TYPE_CHECKING:
    from cleantext.filters.layout.table import Flags

MOST_CELLS: Final = 200_000
"""So many pairs of a width and a row are looked at together."""


def fitted(text: str, *, paged: bool) -> Measure | None:
    """Return what `measure` returns."""
    table = table_of(text)
    found = _best(table)
    if found is None or not found.full:
        return None
    return found if _is_wrapped(table, _are_full(table, found.ems), found, paged=paged) else None


def _are_full(table: Table, width: float) -> Flags:
    """Tell of each row but the last whether the first token of the row behind would not have fitted."""
    room = width - table.widths[:-1]
    return (room >= -0.5) & ((room < 1.5) | (room < table.firsts[1:] + 0.5))


def _best(table: Table) -> Measure | None:
    """Return the width that explains most; of several the one at which most rows stop."""
    is_cut, is_item = _are_cut(table), _are_items(table)
    tried = _explained(table, is_cut, is_item, _candidates(table))
    best = max((one for one in tried if one.cut), key=lambda one: (one.weight, -one.ems), default=None)
    if best is None:
        return None
    room = best.ems - table.widths
    ends, counts = np.unique(table.widths[table.is_cut & (room >= -0.5) & (room < 1.5)], return_counts=True)
    usual = float(ends[counts == counts.max()][-1]) if len(ends) else best.ems
    again = next(_explained(table, is_cut, is_item, [usual]))
    return again if again.weight >= best.weight else best


def _are_cut(table: Table) -> Flags:
    """Tell of each row but the last whether it stops in mid-sentence and is no code."""
    found = table.is_cut.copy()
    for at, words in table.words(found & table.holds(CODE)):
        found[at] = not is_code(words)
    return found[:-1]


def _are_items(table: Table) -> Flags:
    """Tell of each row but the last whether it or the one behind begins with the mark of a list."""
    found = table.begins(ITEM)
    for at, words in table.words(found):
        found[at] = begins_item(words)
    return found[:-1] | found[1:]


def _explained(table: Table, is_cut: Flags, is_item: Flags, widths: Sequence[float]) -> Iterator[Measure]:
    """Count what each width explains."""
    reach, first = table.widths[:-1], table.firsts[1:]
    comma = table.stops(COMMA)[:-1]
    prose = is_cut & ~is_item
    step = max(1, MOST_CELLS // max(len(reach), 1))
    for low in range(0, len(widths), step):
        tried = np.array(widths[low : low + step])[:, None]
        room = tried - reach
        fits = room >= -0.5
        full = fits & ((room < 1.5) | (room < first + 0.5))
        short = fits & ~full & prose & (room > first + 2.5) & (reach > 0.4 * tried)
        sums = ((one.sum(axis=1)).tolist() for one in (full, full & is_cut, full & comma, short))
        for width, whole, cut, commas, shorts in zip(widths[low : low + step], *sums, strict=True):
            yield Measure(width, whole, cut + 0.5 * min(commas, 2 * cut) if cut else 0.0, shorts)


def _candidates(table: Table) -> list[float]:
    """Return the widths that occur, from the widest down; a few rows may be wider than the measure."""
    widths, counts = np.unique(table.widths, return_counts=True)
    found: list[float] = []
    beyond = 0
    for width, count in zip(widths[::-1].tolist(), counts[::-1].tolist(), strict=True):
        if beyond > max(1, BEYOND * len(table)) or len(found) == CANDIDATES:
            break
        if NARROWEST <= width <= WIDEST:
            found.append(width)
        beyond += count
    return found


def _is_wrapped(table: Table, full: Flags, found: Measure, *, paged: bool) -> bool:
    """Tell whether the full rows prove that the text was broken at the measure, and is no verse and no list."""
    count = int(full.sum())
    if found.ems < NARROW and not paged:
        return False
    if found.cut < (2 if paged else 2.5) or found.cut < (0.3 if paged else 0.5) * count:
        return False
    if count < (0.03 if paged else 0.1) * len(table) or found.short > (0.6 if paged else 0.25) * found.cut:
        return False
    if _han_share(table, full) < 0.5 or _is_verse(table, full, found) or _is_ragged(table, full, found, paged=paged):
        return False
    return _dashed(table) <= 0.3 * len(table)


def _han_share(table: Table, full: Flags) -> float:
    """Return the share of full rows that are mostly Han."""
    starts, ends = table.starts[:-1][full], table.ends[:-1][full]
    han = np.flatnonzero(table.classes & HAN_)
    counts = np.searchsorted(han, ends) - np.searchsorted(han, starts)
    return float((counts >= 0.3 * (ends - starts)).mean()) if len(starts) else 0.0


def _dashed(table: Table) -> int:
    """Return how many rows have a dash in their last eight characters: they name whom they quote."""
    dash = table.codes == ord("—")
    dashes = np.flatnonzero(dash[:-1] & dash[1:])
    lows = np.maximum(table.starts, table.ends - 8)
    return int((np.searchsorted(dashes, table.ends - 1) > np.searchsorted(dashes, lows)).sum())


def _is_ragged(table: Table, full: Flags, found: Measure, *, paged: bool) -> bool:
    """Tell whether lines stop where one more character would have fitted: verse of even lines does.

    What was printed on pages may too, if it is not narrow: there marks are pressed together or hang over the edge.
    """
    if paged and found.ems >= MIDDLE:
        return False
    spaces = np.flatnonzero(table.codes == ord(" "))
    spaced = np.searchsorted(spaces, table.ends) > np.searchsorted(spaces, table.starts)
    looked_at = full & table.is_cut[:-1] & (table.firsts[1:] == 1) & ~spaced[:-1]
    roomy = looked_at & (found.ems - table.widths[:-1] >= 1)
    return bool(roomy.sum() > 0.2 * looked_at.sum())


def _is_verse(table: Table, full: Flags, found: Measure) -> bool:
    """Tell whether the rows may be verse or a list: without full stops inside, punctuated at the end, or not at all."""
    stops = table.holds(STOP)
    count = int(full.sum())
    if stops.sum() < 0.12 * len(table):
        return True
    if found.ems < NARROW and stops[:-1][full].sum() < 0.12 * count:
        return True
    if found.ems < NARROW - 2 and found.cut < 6:
        return True
    if table.stops(LAST).sum() > 0.8 * len(table) and found.cut < 0.8 * count:
        return True
    return bool((~table.has_marks[:-1][full]).sum() > 0.5 * count)
