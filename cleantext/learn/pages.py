"""Documents that are not copies of one another: what copies have in common says nothing about their source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from cleantext.learn.pieces import Page

SENTENCE: Final = 25
"""A line of so many code points is a passage of its own, and not a notice that recurs."""

SAME: Final = 0.5
"""Share of such lines that a copy has in common with the documents before it."""


def different(pages: Iterable[Page]) -> Iterator[Page]:
    """Yield the documents that have most of their passages for themselves; the first of several copies stays."""
    seen: set[int] = set()
    whole: set[int] = set()
    for page in pages:
        passages = {
            hash(page.text[line.start : line.end])
            for i, line in enumerate(page.lines)
            if i not in page.known and line.end - line.start >= SENTENCE
        }
        if hash(page.text) in whole or (passages and len(passages & seen) > SAME * len(passages)):
            continue
        seen |= passages
        whole.add(hash(page.text))
        yield page
