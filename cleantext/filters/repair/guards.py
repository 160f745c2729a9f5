"""What no repair touches: a text that speaks about a word, and what a soft pair must leave alone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from cleantext.filters.repair.model import Confusion, View
from cleantext.lines import Span

_TERM_BEFORE = re.compile(r"[\"'\[(<]([^\"'\[\]()<>]{0,4})\Z")
_TERM_AFTER = re.compile(r"([^\"'\[\]()<>]{0,4})[\"'\])>]")
_SPEECH = re.compile(r"[:：]\s*[“\"「]([^“”\"「」\n]{1,400})[”〞\"」]")

# Each branch begins with a character, so that the engine skips to the next of those characters.
_ZONES = re.compile(
    r"《[^《》\n]{1,80}》|`[^`\n]{1,200}`|https?://[^\s一-鿿]+|www\.[^\s一-鿿]+"
    r"|中华人民共和国[一-鿿]{1,20}?(?:法|条例|规定|办法)"
)
_NAME = re.compile(r"(?:(?![的了在和与对向是为])[一-鿿])+\Z")

LONGEST_NAME: Final = 12
"""How far a name of an organisation reaches back from its ending, in code points."""


def is_contrasted(view: View, confusion: Confusion) -> bool:
    """Tell whether the word stands in a quoted term whose right form stands beside it: “布置”统统成了“布臵”."""
    after = _TERM_AFTER.match(view.after)
    before = after and _TERM_BEFORE.search(view.before)
    if not before or not after:
        return False
    term = before[1] + confusion.right + after[1]
    return len(term) > 1 and (term in view.before[: before.start()] or term in view.after[after.end() :])


def zones(text: str, organisations: tuple[str, ...]) -> list[Span]:
    """Return titles, laws, names of organisations, addresses and code: a soft pair leaves them alone.

    Args:
        text: any text.
        organisations: how their names end.

    Returns:
        Sorted, disjoint spans.
    """
    found = [Span(*match.span()) for match in _ZONES.finditer(text)]
    for match in _any_of(organisations).finditer(text):
        name = _NAME.search(text, max(match.start() - LONGEST_NAME, 0), match.start())
        found.append(Span(name.start() if name else match.start(), match.end()))
    return _merged(found)


def spans_of(text: str, words: Sequence[str]) -> list[Span]:
    """Return where any of `words` stands, as sorted, disjoint spans."""
    return _merged([Span(*match.span()) for word in words for match in re.finditer(re.escape(word), text)])


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def speeches(text: str) -> list[Span]:
    """Return what is quoted behind a colon as somebody's words: a soft pair is only suggested there."""
    return [Span(*match.span(1)) for match in _SPEECH.finditer(text)]


def covers(spans: Sequence[Span], start: int, end: int) -> bool:
    """Tell whether one of the spans, sorted and disjoint, reaches into `[start, end)`."""
    i = bisect_left(spans, end, key=lambda span: span.start)
    return i > 0 and spans[i - 1].end > start


@lru_cache(maxsize=8)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)) or r"(?!)")
