"""Blocks of menus, link lists and footers on a page: runs of short lines among which enough are known notices.

A menu's "Music" or a headline of another page says nothing by itself; what it is, its neighbours say.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, Final

from cleantext.edits import Safety
from cleantext.fold import fold
from cleantext.lines import BLANK, Span, lines

PAGES: Final = "data/pages.toml"

FEWEST_KNOWN: Final = 3
"""Fewer known notices prove nothing about the lines between them."""

FEWEST_KINDS: Final = 4
"""Between sentences, so many known notices must differ: a forum has the same words around every message."""

SHORTEST: Final = 6
"""Fewer lines are no block."""

SHORT_NAME, LONGEST_NAME = 2, 8
"""How many characters the names in a row of a menu have."""

OUTER_SHARE, INNER_SHARE = 0.05, 0.4
"""Which share of a block's lines must be known: above or below the text, and between its sentences."""

OUTER_GAP, INNER_GAP = 60, 8
"""How many lines that are not known may stand between two that are."""

AFTER: Final = 20
"""So few lines under the last known one of a page go with it."""

TITLE_NEAR: Final = 10
"""So many lines above the first sentence the title is looked for."""

LONG: Final = 40
"""A line with a sentence of so many characters is text; a shorter one is, where another stands near."""

LONG_QUESTION: Final = 50
"""A shorter line that ends in another mark than a full stop may be a headline: it says nothing of where the text is."""

NEAR: Final = 4
"""How many lines away another sentence may stand."""

LEAST: Final = 100
"""So many characters the sentences of a page have together, or else lines with a comma count too, or there is no
telling where the text is."""

COST_OF_KNOWN, COST = 6, 2
"""What a known notice and another line without a sentence take from a stretch of text, in characters."""

FEWEST_OF_TITLE: Final = 4
"""So many characters a title has at least."""

OWN, APART = 4, 8
"""So many dates in the form of feeds make a feed, or so many addresses of one host that stand apart; a list of sources
has its addresses together. In a feed, so many lines of one host, or the same line so many times, are its own."""

_SENTENCE = re.compile(r"[^\n]{9,}[。;]['\"」』)\]]*|[^\n]{20,}[!?:]['\"」』)\]]*|(?=[^\n]*[,。])[^\n]{50,}")
_SOURCE = re.compile(r"\[\d{1,3}\] ?\S.{15,}")
_ITEM = re.compile(
    r"第[一二三四五六七八九十百千零\d]{1,5}[章节条编回款卷部]|[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)"
)
_CODE = re.compile(r"//.*|#include.*|.*[;{}](?: *//.*)?")
_CLAUSES = re.compile(r"(?=[^\n]*[,。!?:、])[^\n]{15,}")
_PARTS = re.compile(r"[ |·>/]+")
_NO_NAME = re.compile(r"[\s\d,。;:!?()*-]")
_META = re.compile(
    r"(?=.*\d)(?>(?:\d{2,4}[-年./]\d{1,2}(?:[-月./]\d{1,2}日?)?|\d{1,2}:\d\d(?::\d\d)?|(?:\d[\d,.]*)?\d[万wWkK]?\+?|评论|阅读|浏览"
    r"|跟贴|回复|点击|人气|赞|踩|次|人|分钟前|小时前|天前|昨天|今天|[图条篇]|[ ():|/·])+)"
)
_FOOT = re.compile(
    r"©|copyright|powered by|comments powered|theme\b|posted on|updated on|post (?:author|link)|symbols count"
    r"|reading time|(?:\d+|one|two|three|four|five) min(?:ute)?s?(?: read)?|\d+ words|[^<]{0,40}all rights reserved"
    r"|(?:this|all) (?:site|post|work|articles?)\b.{0,20} licensed",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r" ?[-_|·>(\[]")
_CLOCK = re.compile(
    r"(?:\d{4}[-年./]\d{1,2}[-月./]\d{1,2}日? ?\d{1,2}:\d\d(?::\d\d)?[ |]*)(?:(?:评论|阅读|浏览|来源|作者).{0,12})?"
)
_DECORATION = re.compile(r"[\W\d_]+")
_HAN = re.compile("[\u4e00-\u9fff]")
_ADDRESS = re.compile(r"(?:https?://|tag:)([\w.-]+)\S*")
_FEED_MARK = re.compile(r"true|false|text/html|noreply@blogger\.com")
_FEED_DATE = re.compile(
    r"(?:\S+ )?(?:(?:mon|tue|wed|thu|fri|sat|sun), \d\d? \w{3} \d{4} [\d:]+(?: ?[+-]\d{4}| gmt)?"
    r"|\d{4}-\d\d-\d\dt[\d:]+(?:z|[+-][\d:]+)(?: \d{4}-\d\d-\d\dt[\d:]+(?:z|[+-][\d:]+))*)(?: .{1,20})?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one block."""

    lines: tuple[Span, ...]
    evidence: Mapping[str, Any] = field(hash=False)
    rule: str = "page-block"
    category: str = "related_links"
    reason: str = "line in a block of menu or link lines"
    safety: Safety = "likely"


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page that are not blank.

    Attributes:
        lines: where they are.
        views: they themselves, folded.
        known: which of them are known notices, sure or not.
        kept: which of them stay though they look like notices.
        sentences: which of them are of a text.
        text: the first and the last line of the stretch that is the text; nothing where there is no telling.
    """

    lines: Sequence[Span]
    views: Sequence[str]
    known: Sequence[bool]
    kept: AbstractSet[int]
    sentences: Sequence[int]
    text: tuple[int, int] | None

    def is_within(self, at: int) -> bool:
        """Tell whether a place lies in the text."""
        return self.text is not None and self.lines[self.text[0]].start <= at < self.lines[self.text[1]].end


def read_page(text: str, known: AbstractSet[int], kept: AbstractSet[int] = frozenset()) -> Page:
    """Find where the text of a page is.

    Args:
        text: the page's text.
        known: where lines start that look like notices, surely or not.
        kept: where those of them start that stay, whatever stands around them.
    """
    spans = [line for line in lines(text) if text[line.start : line.end].strip(BLANK)]
    views = [fold(text[line.start : line.end]).strip().lower() for line in spans]
    is_known = [line.start in known or _is_of_a_site(view) for line, view in zip(spans, views, strict=True)]
    sentences = _sentences(views, is_known)
    staying = {i for i, line in enumerate(spans) if line.start in kept}
    return Page(spans, views, is_known, staying, sentences, _text(views, is_known, sentences) if sentences else None)


def page_blocks(page: Page, sure: AbstractSet[int]) -> Iterator[Block]:
    """Find blocks of short lines; `sure` is where lines start that are notices for certain."""
    if page.text is None:
        return
    first, last = page.text
    views, known = page.views, page.known
    is_sure = [line.start in sure or _is_of_a_site(view) for line, view in zip(page.lines, views, strict=True)]
    titles = _titles(page)
    texts = [i for i, view in enumerate(views) if _is_of_a_text(view)]
    staying = {*titles, *page.kept, *texts, *(i - 1 for i in texts if i and not known[i - 1])}
    inner = [i for i in page.sentences if first <= i <= last]
    areas = [(0, first), *((low + 1, high) for low, high in pairwise(inner)), (last + 1, len(views))]
    for low, high in areas:
        outer = low == 0 or high == len(views)
        # Under the text a list of names with bare counts among them is the text's, whatever stands below it.
        begin = next((i for i in range(low, high) if is_sure[i] and not _META.fullmatch(views[i])), high)
        for start, end in _clusters(known, begin if low and outer else low, high, outer=outer):
            if _kinds(views, is_sure, start, end) < (FEWEST_KNOWN if outer else FEWEST_KINDS):
                continue
            begin = next((i for i in range(start, end) if not _META.fullmatch(views[i])), start) if low else start
            above = max((i for i in titles if begin <= i <= end and i <= first), default=end + 1 if outer else 0)
            inside = [i for i in range(begin, end + 1) if i not in staying and (i < above or known[i])]
            if low and high == len(views) and high - end <= AFTER:
                inside += [i for i in range(end + 1, high) if i not in staying]
            evidence = {"grade": "block", "lines": len(inside), "known": sum(known[i] for i in inside)}
            yield Block(tuple(page.lines[i] for i in inside), evidence)


def page_lines(page: Page) -> Iterator[Block]:
    """Find lines that are a page's by form or place: its name, notices over its title, feet and dates around it."""
    if page.text is None:
        return
    views, first = page.views, page.text[0]
    titles = _titles(page)
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
        is_foot = _FOOT.match(view) or _CLOCK.fullmatch(view)
        if is_foot and i not in page.kept and not page.is_within(line.start):
            yield Block((line,), {"grade": "line"}, "page-foot", "site_header", "foot of a page, or its date")


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
        if address := _ADDRESS.fullmatch(view):
            host = address[1].lower()
            apart[host] += before is None
            own.setdefault(host, []).append(line)
        elif _FEED_DATE.fullmatch(view):
            own.setdefault("", []).append(line)
        elif view and not _CODE.fullmatch(view):
            same.setdefault(view, []).append(line)
    if len(own.get("", ())) < OWN and max(apart.values(), default=0) < APART:
        return
    folded = {view: fold(view).lower() for view, found in same.items() if len(found) >= OWN}
    sites = {"", *(view for view, words in folded.items() if _is_of_a_site(words) or _FEED_MARK.fullmatch(words))}
    for view, found in (*(("", found) for found in own.values()), *same.items()):
        if len(found) >= OWN:
            reason = "address, date or mark between entries of a feed"
            evidence = {"grade": "block", "lines": len(found)}
            safety: Safety = "likely" if view in sites else "suggest"
            yield Block(tuple(found), evidence, "feed-line", "source_url", reason, safety)


def _is_of_a_site(view: str) -> bool:
    """Tell whether a folded line is a menu, a counter, a date, the words of a footer or of a widget."""
    if _META.fullmatch(view) or _ADDRESS.fullmatch(view) or _FOOT.match(view) or _is_menu(view):
        return True
    return len(view) <= 20 and _DECORATION.sub("", view) in _words()


def _is_menu(view: str) -> bool:
    """Tell whether a folded line is a row of names, some of them short; pieces of verse are all as long."""
    names = _PARTS.split(view.strip(" |·>/"))
    if len(names) < SHORTEST or any(len(name) > LONGEST_NAME for name in names):
        return False
    return sum(len(name) <= SHORT_NAME for name in names) > 1 and not any(map(_NO_NAME.search, names))


def _is_of_a_text(view: str) -> bool:
    """Tell whether a folded line is a long sentence, an item of a law or a list, program code or a source."""
    if len(view) >= LONG and _SENTENCE.fullmatch(view):
        return True
    return bool(_ITEM.match(view) or _CODE.fullmatch(view) or _SOURCE.match(view))


@cache
def _words() -> frozenset[str]:
    table = tomllib.loads(files("cleantext").joinpath(PAGES).read_text("utf-8"))
    return frozenset(_DECORATION.sub("", word) for word in table["words"])


def _sentences(views: Sequence[str], known: Sequence[bool]) -> list[int]:
    """Return which lines are of a text: long sentences, and short ones beside others."""
    for form in (_SENTENCE, _CLAUSES):
        like = [i for i, view in enumerate(views) if not known[i] and form.fullmatch(view)]
        pairs = zip([-NEAR - 1, *like], like, [*like[1:], len(views) + NEAR + 1], strict=False)
        found = [i for low, i, high in pairs if len(views[i]) >= LONG or i - low <= NEAR or high - i <= NEAR]
        if sum(len(views[i]) for i in found) >= LEAST:
            return found
    return []


def _text(views: Sequence[str], known: Sequence[bool], sentences: Sequence[int]) -> tuple[int, int]:
    """Return the first and the last line of the stretch that has the most of sentences and the least of else."""
    weights = [
        -COST_OF_KNOWN if one else 0 if _is_of_a_text(view) else -COST for view, one in zip(views, known, strict=True)
    ]
    for i in sentences:
        weights[i] = 0 if views[i][-1] in "!?:" and len(views[i]) < LONG_QUESTION else len(views[i])
    best, where = 0, (sentences[0], sentences[-1])
    total = start = 0
    for i, weight in enumerate(weights):
        if total <= 0:
            total, start = 0, i
        total += weight
        if total > best:
            best, where = total, (start, i)
    return where


def _titles(page: Page) -> set[int]:
    """Return the lines above a sentence that are the page's title, or may be."""
    views = page.views
    near = {i - far for i in page.sentences for far in range(1, 2 * TITLE_NEAR)}
    named = {
        i
        for i in near.intersection(range(1, len(views)))
        if len(_HAN.findall(views[i])) + len(views[i]) // 3 >= FEWEST_OF_TITLE
        and views[0].startswith(views[i].rstrip("."))
    }
    if named or page.text is None:
        return named
    first = page.text[0]
    like = [i for i in range(max(0, first - TITLE_NEAR), first) if not page.known[i] and _HAN.search(views[i])]
    return {max(like, key=lambda i: len(views[i]))} if like else set()


def _kinds(views: Sequence[str], sure: Sequence[bool], first: int, last: int) -> int:
    """Return how many sure lines differ by more than numbers and marks."""
    return len({_DECORATION.sub("", views[i]) for i in range(first, last + 1) if sure[i]})


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
