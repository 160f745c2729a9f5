"""Form feeds: the bounds of pages, as characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleantext.edits import Edit
from cleantext.filters.layout.page_bounds import bound_of
from cleantext.filters.layout.sentences import BLANKS
from cleantext.filters.layout.wraps import is_wrapped

_FEEDS = re.compile(rf"(?<![{BLANKS}\n\f])[{BLANKS}\n]*\f(?:[{BLANKS}\n]*\f)*(?:[{BLANKS}]*\n)*")


def form_feeds(text: str) -> Iterator[Edit]:
    """Propose to replace form feeds: by nothing inside a sentence, otherwise by the line end of a paragraph.

    The blanks and blank lines around one go with it, but for one blank line between paragraphs.
    """
    if "\f" not in text:
        return
    joins = not is_wrapped(text)
    for feed in _FEEDS.finditer(text):
        start, end = feed.span()
        bound = bound_of(text, feed.start() + feed[0].index("\f"), feed.start() + feed[0].rindex("\f") + 1)
        joined = bound.cut and joins
        if joined:
            start, end, replacement = bound.before, bound.after, ""
        elif start == 0 or end == len(text):
            replacement = "\n" if start and "\n" in feed[0] else ""
        else:
            replacement = "\n" * min(max(feed[0].count("\n"), 1), 2)
        evidence = {"cut": bound.cut, "joined": joined}
        yield Edit(start, end, replacement, "form-feed", "page_mark", "form feed between two pages", "safe", evidence)
