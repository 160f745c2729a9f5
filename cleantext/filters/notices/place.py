"""Head and tail of a document, counted in lines that stay, so that taking notices away does not move them."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from cleantext.lines import BLANK


def head_lines(text: str, gone: AbstractSet[int], window: int) -> Iterator[int]:
    """Yield where the lines of the head start.

    Args:
        text: the document's text.
        gone: where lines start that are not counted, because they are notices.
        window: how many other lines, not counting blank ones, the head has.
    """
    start = kept = 0
    while start <= len(text) and kept < window:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start
        if start not in gone and text[start:end].strip(BLANK):
            kept += 1
        start = end + 1


def tail_lines(text: str, gone: AbstractSet[int], window: int) -> Iterator[int]:
    """Yield where the lines of the tail start, the last one first; see `head_lines`."""
    end = len(text)
    kept = 0
    while end >= 0 and kept < window:
        start = text.rfind("\n", 0, end) + 1
        yield start
        if start not in gone and text[start:end].strip(BLANK):
            kept += 1
        end = start - 1
