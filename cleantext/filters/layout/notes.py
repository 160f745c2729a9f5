"""Footnotes: the block of notes at the foot of a page. They are the author's, so they stay, and are said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from cleantext.filters.layout.pages import Line, PageBreak

MOST: Final = 12
"""So many lines, from the foot of a page upwards, are looked at."""

_NOTE = re.compile(r"([①-⑳]|\[\d{1,3}\]|〔\d{1,3}〕|[0-9]{1,3}(?=[ \u3000.．、]?[^\d\s.．、,，年月日%％]|$))")


def footnotes(text: str, lines: Sequence[Line], breaks: Sequence[PageBreak]) -> list[int]:
    """Return where the blocks of footnotes begin, in offsets of `text`.

    A block stands at the foot of a page, its first line begins with a mark, and the same mark stands in the page above.
    """
    found: list[int] = []
    top = 0
    for one in breaks:
        if one.last < top:
            continue
        if (at := _block(text, lines, top, one.last)) is not None:
            found.append(lines[at].start)
        top = max(one.first, top)
    return found


def _block(text: str, lines: Sequence[Line], top: int, last: int) -> int | None:
    """Return the first line of the block that ends with line `last` of the page that begins with line `top`."""
    first: int | None = None
    for at in range(last, max(top, last - MOST), -1):
        note = _NOTE.match(lines[at].words)
        if not note:
            continue
        mark = note[1]
        before = lines[at].start
        body = text[lines[top].start : before]
        if _is_referred_to(mark, body):
            first = at
    return first


def _is_referred_to(mark: str, body: str) -> bool:
    if not mark.isdigit():
        return mark in body
    return bool(re.search(rf"[^\d\s]{mark}(?![\d年月日%％])", body))
