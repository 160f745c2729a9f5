"""The lines of a page, and where its text is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, Final

from cleantext.edits import Safety
from cleantext.filters.notices.page.forms import LONG, SENTENCE, is_of_a_site, is_of_a_text
from cleantext.fold import fold
from cleantext.lines import BLANK, Span, lines

TITLE_NEAR: Final = 10
"""So many lines above the first sentence the title is looked for."""

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

_CLAUSES = re.compile(r"(?=[^\n]*[,。!?:、])[^\n]{15,}")
_HAN = re.compile("[\u4e00-\u9fff]")


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
    is_known = [line.start in known or is_of_a_site(view) for line, view in zip(spans, views, strict=True)]
    sentences = _sentences(views, is_known)
    staying = {i for i, line in enumerate(spans) if line.start in kept}
    return Page(spans, views, is_known, staying, sentences, _text(views, is_known, sentences) if sentences else None)


def _sentences(views: Sequence[str], known: Sequence[bool]) -> list[int]:
    """Return which lines are of a text: long sentences, and short ones beside others."""
    for form in (SENTENCE, _CLAUSES):
        like = [i for i, view in enumerate(views) if not known[i] and form.fullmatch(view)]
        pairs = zip([-NEAR - 1, *like], like, [*like[1:], len(views) + NEAR + 1], strict=False)
        found = [i for low, i, high in pairs if len(views[i]) >= LONG or i - low <= NEAR or high - i <= NEAR]
        if sum(len(views[i]) for i in found) >= LEAST:
            return found
    return []


def _text(views: Sequence[str], known: Sequence[bool], sentences: Sequence[int]) -> tuple[int, int]:
    """Return the first and the last line of the stretch that has the most of sentences and the least of else."""
    weights = [
        -COST_OF_KNOWN if one else 0 if is_of_a_text(view) else -COST for view, one in zip(views, known, strict=True)
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


def titles_of(page: Page) -> set[int]:
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
