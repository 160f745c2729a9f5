"""What stands between the entries of a feed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from cleantext.edits import Safety
from cleantext.filters.notices.page.forms import ADDRESS, CODE, is_of_a_site
from cleantext.filters.notices.page.read import Block
from cleantext.fold import fold
from cleantext.lines import BLANK, Span, lines

OWN, APART = 4, 8
"""So many dates in the form of feeds make a feed, or so many addresses of one host that stand apart; a list of sources
has its addresses together. In a feed, so many lines of one host, or the same line so many times, are its own."""

_FEED_MARK = re.compile(r"true|false|text/html|noreply@blogger\.com")
_FEED_DATE = re.compile(
    r"(?:\S+ )?(?:(?:mon|tue|wed|thu|fri|sat|sun), \d\d? \w{3} \d{4} [\d:]+(?: ?[+-]\d{4}| gmt)?"
    r"|\d{4}-\d\d-\d\dt[\d:]+(?:z|[+-][\d:]+)(?: \d{4}-\d\d-\d\dt[\d:]+(?:z|[+-][\d:]+))*)(?: .{1,20})?",
    re.IGNORECASE,
)


def feed_lines(text: str) -> Iterator[Block]:
    """Find the addresses and dates between the entries of a feed, and what else stands the same between them.

    What is not a site's by its words is only suggested: an author has refrains and short answers too.
    """
    own: dict[str, list[Span]] = {}
    same: dict[str, list[Span]] = {}
    apart: Counter[str] = Counter()
    host = None
    for line in lines(text):
        view = text[line.start : line.end].strip(BLANK)
        before, host = host, None
        if address := ADDRESS.fullmatch(view):
            host = address[1].lower()
            apart[host] += before is None
            own.setdefault(host, []).append(line)
        elif _FEED_DATE.fullmatch(view):
            own.setdefault("", []).append(line)
        elif view and not CODE.fullmatch(view):
            same.setdefault(view, []).append(line)
    if len(own.get("", ())) < OWN and max(apart.values(), default=0) < APART:
        return
    folded = {view: fold(view).lower() for view, found in same.items() if len(found) >= OWN}
    sites = {"", *(view for view, words in folded.items() if is_of_a_site(words) or _FEED_MARK.fullmatch(words))}
    for view, found in (*(("", found) for found in own.values()), *same.items()):
        if len(found) >= OWN:
            reason = "address, date or mark between entries of a feed"
            evidence = {"grade": "block", "lines": len(found)}
            safety: Safety = "likely" if view in sites else "suggest"
            yield Block(tuple(found), evidence, "feed-line", "source_url", reason, safety)
