"""Blocks of menus, link lists and footers on a page: runs of short lines among which enough are known notices.

A menu's "Music" or a headline of another page says nothing by itself; what it is, its neighbours say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import Final

from cleantext.filters.notices.page.forms import DECORATION, META, is_of_a_site, is_of_a_text
from cleantext.filters.notices.page.read import Block, Page, titles_of

FEWEST_KNOWN: Final = 3
"""Fewer known notices prove nothing about the lines between them."""

FEWEST_KINDS: Final = 4
"""Between sentences, so many known notices must differ: a forum has the same words around every message."""

SHORTEST: Final = 6
"""Fewer lines are no block."""

OUTER_SHARE, INNER_SHARE = 0.05, 0.4
"""Which share of a block's lines must be known: above or below the text, and between its sentences."""

OUTER_GAP, INNER_GAP = 60, 8
"""How many lines that are not known may stand between two that are."""

AFTER: Final = 20
"""So few lines under the last known one of a page go with it."""


def page_blocks(page: Page, sure: AbstractSet[int]) -> Iterator[Block]:
    """Find blocks of short lines; `sure` is where lines start that are notices for certain."""
    if page.text is None:
        return
    first, last = page.text
    views, known = page.views, page.known
    is_sure = [line.start in sure or is_of_a_site(view) for line, view in zip(page.lines, views, strict=True)]
    titles = titles_of(page)
    texts = [i for i, view in enumerate(views) if is_of_a_text(view)]
    staying = {*titles, *page.kept, *texts, *(i - 1 for i in texts if i and not known[i - 1])}
    inner = [i for i in page.sentences if first <= i <= last]
    areas = [(0, first), *((low + 1, high) for low, high in pairwise(inner)), (last + 1, len(views))]
    for low, high in areas:
        outer = low == 0 or high == len(views)
        # Under the text a list of names with bare counts among them is the text's, whatever stands below it.
        begin = next((i for i in range(low, high) if is_sure[i] and not META.fullmatch(views[i])), high)
        for start, end in _clusters(known, begin if low and outer else low, high, outer=outer):
            if _kinds(views, is_sure, start, end) < (FEWEST_KNOWN if outer else FEWEST_KINDS):
                continue
            begin = next((i for i in range(start, end) if not META.fullmatch(views[i])), start) if low else start
            above = max((i for i in titles if begin <= i <= end and i <= first), default=end + 1 if outer else 0)
            inside = [i for i in range(begin, end + 1) if i not in staying and (i < above or known[i])]
            if low and high == len(views) and high - end <= AFTER:
                inside += [i for i in range(end + 1, high) if i not in staying]
            evidence = {"grade": "block", "lines": len(inside), "known": sum(known[i] for i in inside)}
            yield Block(tuple(page.lines[i] for i in inside), evidence)


def _kinds(views: Sequence[str], sure: Sequence[bool], first: int, last: int) -> int:
    """Return how many sure lines differ by more than numbers and marks."""
    return len({DECORATION.sub("", views[i]) for i in range(first, last + 1) if sure[i]})


def _clusters(known: Sequence[bool], low: int, high: int, *, outer: bool) -> Iterator[tuple[int, int]]:
    """Yield the first and the last known line of every block from one line to before another."""
    gap, share = (OUTER_GAP, OUTER_SHARE) if outer else (INNER_GAP, INNER_SHARE)
    cluster: list[int] = []
    for i in [*(i for i in range(low, high) if known[i]), high + gap + 2]:
        if cluster and i - cluster[-1] > gap + 1:
            length = cluster[-1] - cluster[0] + 1
            if length >= SHORTEST and len(cluster) >= share * length:
                yield cluster[0], cluster[-1]
            cluster = []
        cluster.append(i)
