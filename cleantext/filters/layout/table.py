"""The rows of a text as columns: one array for each thing that is measured, made in one pass. Loads numpy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from cleantext.arrays import code_points
from cleantext.filters.layout.ems import narrow
from cleantext.filters.layout.rows import CLOSERS, ENDING, MARKS, first
from cleantext.filters.layout.sentences import BLANKS, HAN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Places = NDArray[np.int64]
    Ems = NDArray[np.float64]

NARROW: Final = 1
BLANK: Final = 2
ENDS: Final = 4
MARK: Final = 8
CUT: Final = 16
CLOSER: Final = 32
HAN_: Final = 64
STOP: Final = 128
COMMA: Final = 256
CODE: Final = 512
ITEM: Final = 1024
LAST: Final = 2048

_CLASSES: Final = {
    BLANK: f"[{BLANKS}]",
    ENDS: f"[{re.escape(''.join(sorted(ENDING)))}]",
    MARK: f"[{MARKS}]",
    CUT: f"[{HAN}A-Za-z0-9]",
    CLOSER: f"[{re.escape(''.join(sorted(CLOSERS)))}]",
    HAN_: f"[{HAN}]",
    STOP: "[。！？；．!?]",
    COMMA: "[，、]",
    CODE: "[{};=|\t<@#$/(a-zS]",
    ITEM: "[-*+•●○◆■□▪·◇★☆※#>0-9０-９（(①-⑳一二三四五六七八九十]",
    LAST: "[，。！？；,.!?;]",
}
"""What is asked of characters: narrow or not, and what rows begin, end and are filled with."""

_BEYOND: Final = 0x10000
_BLANK_EMS: Final = {" ": 0.5, "\t": 2.0, "\r": 0.0}


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The rows of a text; `Row` says what the columns mean.

    Attributes:
        codes: the code points of the text.
        classes: for each of them the classes that it belongs to.
    """

    text: str
    codes: NDArray[np.uint32]
    classes: NDArray[np.uint16]
    starts: Places
    ends: Places
    indents: Ems
    widths: Ems
    is_open: Flags
    is_cut: Flags
    firsts: Ems
    spaced: Flags
    has_marks: Flags

    def __len__(self) -> int:
        return len(self.starts)

    def holds(self, wanted: int) -> Flags:
        """Tell of each row whether a character of a class stands in it."""
        return _within(np.flatnonzero(self.classes & wanted), self.starts, self.ends)

    def begins(self, wanted: int) -> Flags:
        """Tell of each row whether it begins with a character of a class."""
        found: Flags = (self.classes[self.starts] & wanted) != 0
        return found

    def stops(self, wanted: int) -> Flags:
        """Tell of each row whether it ends with a character of a class."""
        found: Flags = (self.classes[self.ends - 1] & wanted) != 0
        return found

    def words(self, which: Flags) -> Iterator[tuple[int, str]]:
        """Yield the index and the words of some rows."""
        for at in np.flatnonzero(which).tolist():
            yield at, self.text[self.starts[at] : self.ends[at]]


@lru_cache(maxsize=2)
def table_of(text: str) -> Table:
    """Return the rows of `text` as columns."""
    codes = code_points(text)
    classes = _classes()[np.minimum(codes, _BEYOND)]
    newlines = np.flatnonzero(codes == ord("\n"))
    line_starts, line_ends = np.append(0, newlines + 1), np.append(newlines, len(codes))
    blanks = np.flatnonzero(classes & BLANK)
    starts, ends = _stripped(line_starts, line_ends, blanks)
    kept = starts < ends
    spaced = np.append(False, ~kept[:-1])[kept]
    line_starts, starts, ends = line_starts[kept], starts[kept], ends[kept]
    indents = _indents(codes, blanks, line_starts, starts)
    last = classes[ends - 1]
    is_open = (last & ENDS) == 0
    has_marks = _within(np.flatnonzero(classes & MARK), starts, ends)
    return Table(
        text=text,
        codes=codes,
        classes=classes,
        starts=starts,
        ends=ends,
        indents=indents,
        widths=indents + _widths(codes, classes, starts, ends),
        is_open=is_open,
        is_cut=is_open & has_marks & ((last & CUT) != 0),
        firsts=_firsts(text, codes, classes, starts, ends),
        spaced=spaced,
        has_marks=has_marks,
    )


@cache
def _classes() -> NDArray[np.uint16]:
    found = np.zeros(_BEYOND + 1, dtype=np.uint16)
    every = np.arange(_BEYOND, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    for bit, pattern in {NARROW: narrow().pattern, **_CLASSES}.items():
        for run in re.finditer(f"{pattern}+", every):
            found[run.start() : run.end()] |= bit
    return found


def _within(places: Places, starts: Places, ends: Places) -> Flags:
    """Tell of each row whether one of the places, which are sorted, lies in it."""
    return np.searchsorted(places, ends) > np.searchsorted(places, starts)


def _runs(places: Places) -> tuple[Places, Places]:
    """Return the first and the last place of each run of neighbours."""
    breaks = np.flatnonzero(np.diff(places) != 1)
    return places[np.append(0, breaks + 1)], places[np.append(breaks, len(places) - 1)]


def _stripped(line_starts: Places, line_ends: Places, blanks: Places) -> tuple[Places, Places]:
    """Return where the words of the lines begin and end; the end of a blank line is not behind its start."""
    if not len(blanks):
        return line_starts, line_ends
    firsts, lasts = _runs(blanks)
    starts, ends = line_starts.copy(), line_ends.copy()
    at = np.minimum(np.searchsorted(firsts, line_starts), len(firsts) - 1)
    leading = firsts[at] == line_starts
    starts[leading] = lasts[at[leading]] + 1
    at = np.minimum(np.searchsorted(lasts, line_ends - 1), len(lasts) - 1)
    trailing = lasts[at] == line_ends - 1
    ends[trailing] = firsts[at[trailing]]
    return starts, ends


def _indents(codes: NDArray[np.uint32], blanks: Places, line_starts: Places, starts: Places) -> Ems:
    """Return how wide the blanks before the words are."""
    wide = np.ones(len(blanks))
    for blank, width in _BLANK_EMS.items():
        wide[codes[blanks] == ord(blank)] = width
    reach = np.append(0.0, np.cumsum(wide))
    indents: Ems = reach[np.searchsorted(blanks, starts)] - reach[np.searchsorted(blanks, line_starts)]
    return indents


def _widths(codes: NDArray[np.uint32], classes: NDArray[np.uint16], starts: Places, ends: Places) -> Ems:
    """Return how wide the words of the rows are, as `ems` does."""
    halves = (2 - (classes & NARROW)).astype(np.uint8)
    spaces = np.flatnonzero(codes == ord(" "))
    if len(spaces):
        firsts, lasts = _runs(spaces)
        before, behind = codes[np.maximum(firsts - 1, 0)], codes[np.minimum(lasts + 1, len(codes) - 1)]
        beside_han = (before > 0x7F) | (behind > 0x7F)
        halves[spaces[np.repeat(beside_han, lasts - firsts + 1)]] = 0
    reach = np.append(0, np.cumsum(halves, dtype=np.int64))
    widths: Ems = (reach[ends] - reach[starts]) / 2
    return widths


def _firsts(text: str, codes: NDArray[np.uint32], classes: NDArray[np.uint16], starts: Places, ends: Places) -> Ems:
    """Return the widths of the first tokens; nearly all rows begin with a character that stands alone."""
    found = np.ones(len(starts))
    second = classes[np.minimum(starts + 1, len(codes) - 1)] if len(codes) else classes[starts]
    alone = (ends - starts > 1) & (codes[starts] >= ord("\u3400")) & ((second & CLOSER) == 0)
    for at in np.flatnonzero(~alone).tolist():
        found[at] = first(text[starts[at] : ends[at]])
    return found
