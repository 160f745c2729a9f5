"""Two columns that a reader put side by side: every line holds a piece of the left one and a piece of the right one.

Nothing puts such a text in order again with certainty. It is said, and its lines are left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from cleantext.filters.layout.ems import ems
from cleantext.filters.layout.sentences import BLANKS, HAN

FEWEST: Final = 8
"""So many lines must have the gutter at the same place."""

SHARE: Final = 0.5
"""Share of the long lines that have it."""

COLUMN: Final = 9
"""Each of the two pieces of a line holds so many Han characters at the least; the cells of a table rarely do."""

_GUTTER = re.compile(r"(?<=\S)[ \u3000]{2,}(?=\S)")
_BETWEEN_HAN = re.compile(f"  (?<=[{HAN}，、。；：）”]  )(?= *[{HAN}（“])")
_HAN = re.compile(f"[{HAN}]")
_OPEN = re.compile(f"[{HAN}，、]$")


@dataclass(frozen=True, slots=True)
class Columns:
    """A gutter between two columns.

    Attributes:
        lines: how many lines have it.
        at: where it ends, in ems.
    """

    lines: int
    at: float


def columns(text: str) -> Columns | None:
    """Return the gutter between two columns that stand side by side; None where there is none."""
    if text.count("  ") < FEWEST or sum(1 for _ in _BETWEEN_HAN.finditer(text)) < FEWEST:
        return None
    places = Counter[int]()
    opens = Counter[int]()
    long = 0
    for line in text.split("\n"):
        words = line.rstrip(BLANKS)
        long += len(words) >= 2 * COLUMN
        for gutter in _GUTTER.finditer(words):
            left, right = words[: gutter.start()].strip(), words[gutter.end() :]
            if _is_column(left) and _is_column(right):
                place = round(_reach(words[: gutter.end()]) / 3)
                places[place] += 1
                opens[place] += bool(_OPEN.search(left)) and bool(_OPEN.search(right))
    if not places:
        return None
    place = max(places, key=lambda one: places[one] + places.get(one + 1, 0))
    count = places[place] + places.get(place + 1, 0)
    is_open = opens[place] + opens.get(place + 1, 0) >= 0.3 * count
    return Columns(count, place * 3.0) if count >= max(FEWEST, SHARE * long) and is_open else None


def _is_column(words: str) -> bool:
    return len(_HAN.findall(words)) >= COLUMN and not _GUTTER.search(words)


def _reach(words: str) -> float:
    """Return how far a line reaches with all its blanks."""
    return ems(words.replace(" ", "x"))
