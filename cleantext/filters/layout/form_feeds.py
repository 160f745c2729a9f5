"""Form feeds: the bounds of pages, as characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleantext.edits import Edit
from cleantext.filters.layout.page_bounds import bound_of
from cleantext.filters.layout.sentences import BLANKS
from cleantext.filters.layout.wraps import is_wrapped

_FEEDS = re.compile(rf"\f(?:[{BLANKS}\n]*\f)*")


def form_feeds(text: str) -> Iterator[Edit]:
    """Propose to replace form feeds: by nothing inside a sentence or beside a line end, otherwise by a line end."""
    if "\f" not in text:
        return
    joins = not is_wrapped(text)
    for feed in _FEEDS.finditer(text):
        bound = bound_of(text, *feed.span())
        start, end = feed.span()
        replacement = feed[0].replace("\f", "")
        joined = bound.cut and joins
        if joined:
            start, end, replacement = bound.before, bound.after, ""
        elif bound.before and bound.after < len(text) and "\n" not in text[bound.before : bound.after]:
            replacement = "\n"
        evidence = {"cut": bound.cut, "joined": joined}
        yield Edit(start, end, replacement, "form-feed", "page_mark", "form feed between two pages", "safe", evidence)
