"""Head and tail of a document, counted in lines that stay, so that taking notices away does not move them.

A short document has a short head and a short tail.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from cleantext.lines import BLANK

FEWEST: Final = 4
"""So many lines head and tail have in any document."""


@dataclass(frozen=True, slots=True)
class Window:
    """How many lines that stay, not counting blank ones, head and tail have: `most`, or the `part`-th part of all."""

    most: int
    part: int


def head_lines(text: str, gone: AbstractSet[int], window: Window) -> Iterator[int]:
    """Yield where the lines of the head start.

    Args:
        text: the document's text.
        gone: where lines start that are not counted, because they are notices.
        window: how many other lines, not counting blank ones, the head has.
    """
    count = _fitting(text, gone, window)
    start = kept = 0
    while start <= len(text) and kept < count:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start
        if start not in gone and text[start:end].strip(BLANK):
            kept += 1
        start = end + 1


def tail_lines(text: str, gone: AbstractSet[int], window: Window) -> Iterator[int]:
    """Yield where the lines of the tail start, the last one first; see `head_lines`."""
    count = _fitting(text, gone, window)
    end = len(text)
    kept = 0
    while end >= 0 and kept < count:
        start = text.rfind("\n", 0, end) + 1
        yield start
        if start not in gone and text[start:end].strip(BLANK):
            kept += 1
        end = start - 1


def _fitting(text: str, gone: AbstractSet[int], window: Window) -> int:
    """Return the window for a document of this many lines that stay."""
    start = kept = 0
    while start <= len(text) and kept < window.most * window.part:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        kept += start not in gone and not text[start:end].isspace() and end > start
        start = end + 1
    return min(window.most, max(FEWEST, kept // window.part))
