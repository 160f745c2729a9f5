"""Lines at the edges of a page: its name over its title, what stands between, feet and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleantext.filters.notices.page.forms import FOOT
from cleantext.filters.notices.page.read import Block, Page, titles_of

_SUFFIX = re.compile(r" ?[-_|·>(\[]")
_CLOCK = re.compile(
    r"(?:\d{4}[-年./]\d{1,2}[-月./]\d{1,2}日? ?\d{1,2}:\d\d(?::\d\d)?[ |]*)(?:(?:评论|阅读|浏览|来源|作者).{0,12})?"
)


def page_lines(page: Page) -> Iterator[Block]:
    """Find lines that are a page's by form or place: its name, notices over its title, feet and dates around it."""
    if page.text is None:
        return
    views, first = page.views, page.text[0]
    titles = titles_of(page)
    named = [i for i in titles if i and views[0].startswith(views[i]) and _SUFFIX.match(views[0], len(views[i]))]
    if named:
        yield Block(
            tuple(page.lines[:1]), {"grade": "line"}, "page-title-bar", "title_repeat", "name of a page over its title"
        )
    top = range(1, max((i for i in named if i <= first), default=0))
    over = tuple(page.lines[i] for i in top if page.known[i] and i not in titles and i not in page.kept)
    if over:
        yield Block(over, {"grade": "line"}, "page-top", "site_header", "between the name of a page and its title")
    for i, (line, view) in enumerate(zip(page.lines, views, strict=True)):
        is_foot = FOOT.match(view) or _CLOCK.fullmatch(view)
        if is_foot and i not in page.kept and not page.is_within(line.start):
            yield Block((line,), {"grade": "line"}, "page-foot", "site_header", "foot of a page, or its date")
