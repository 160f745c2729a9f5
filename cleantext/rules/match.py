"""Finding what rules describe: from the hits of the scan to lines, blocks and spans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from cleantext.document import Document
from cleantext.fold import fold
from cleantext.lines import Span, line_at, stripped
from cleantext.rules.model import Rule, compiled
from cleantext.scan import hits

LONGEST_LINE: Final = 2_000
"""A notice that is a whole line is not longer than this, in code points."""

REACH: Final = 500
"""How far from its anchor a span may reach."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place that a rule describes.

    Attributes:
        rule: the rule.
        lines: `line` and `block`: the whole lines to remove; `span`: the one stretch of a line.
    """

    rule: Rule
    lines: tuple[Span, ...]


@dataclass(frozen=True)
class RuleSet:
    """Rules, ready to be looked for together. Of two that find the same place the earlier one counts."""

    rules: tuple[Rule, ...]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every anchor of every rule, folded."""
        return frozenset(self._rules_of)

    @cached_property
    def _rules_of(self) -> dict[str, list[Rule]]:
        rules_of: dict[str, list[Rule]] = {}
        for rule in self.rules:
            for anchor in rule.anchors:
                rules_of.setdefault(anchor, []).append(rule)
        return rules_of

    def find(self, document: Document) -> list[Found]:
        """Find all places in the document's text; where they stand in the document is for the caller to judge."""
        starts = hits(document, self.words)
        places: dict[tuple[str, int], tuple[Rule, int]] = {}
        text = document.text
        for anchor, positions in starts.items():
            for position in positions:
                line = text.rfind("\n", 0, position) + 1
                for rule in self._rules_of[anchor]:
                    key = (rule.id, position if rule.part == "span" else line)
                    places.setdefault(key, (rule, position))
        folded: dict[Span, str] = {}
        found: dict[tuple[str, tuple[Span, ...]], Found] = {}
        for rule, position in places.values():
            for spans in _matches(rule, text, position, folded):
                found.setdefault((rule.id, spans), Found(rule, spans))
        order = {rule.id: number for number, rule in enumerate(self.rules)}
        return sorted(found.values(), key=lambda one: (one.lines[0].start, order[one.rule.id]))


def _matches(rule: Rule, text: str, position: int, folded: dict[Span, str]) -> Iterator[tuple[Span, ...]]:
    line = line_at(text, position)
    if rule.part == "span":
        yield from _span_matches(rule, text, line, position)
        return
    words = stripped(text, line)
    if words.end - words.start > LONGEST_LINE:
        return
    view = _fold_of(text, words, folded)
    if not compiled(rule.pattern).fullmatch(view) or _excused(rule, view):
        return
    if rule.part == "line":
        yield (line,)
        return
    items = list(_items(rule, text, line, folded))
    if len(items) >= rule.least:
        yield (line, *items)


def _items(rule: Rule, text: str, heading: Span, folded: dict[Span, str]) -> Iterator[Span]:
    """Yield the lines behind the heading that belong to the block; blank lines between them count for nothing."""
    end = heading.end
    blank: list[Span] = []
    while end < len(text):
        line = line_at(text, end + 1)
        end = line.end
        words = stripped(text, line)
        if words.start == words.end:
            blank.append(line)
            continue
        if words.end - words.start > LONGEST_LINE:
            return
        view = _fold_of(text, words, folded)
        if not re.fullmatch(compiled(rule.items), view) or _excused(rule, view):
            return
        yield from blank
        blank = []
        yield line


def _span_matches(rule: Rule, text: str, line: Span, position: int) -> Iterator[tuple[Span, ...]]:
    low, high = max(line.start, position - REACH), min(line.end, position + REACH)
    view = fold(text[low:high])
    if _excused(rule, view):
        return
    for match in compiled(rule.pattern).finditer(view):
        if match.end() > match.start():
            yield (Span(low + match.start(), low + match.end()),)


def _fold_of(text: str, words: Span, folded: dict[Span, str]) -> str:
    view = folded.get(words)
    if view is None:
        view = folded[words] = fold(text[words.start : words.end])
    return view


def _excused(rule: Rule, view: str) -> bool:
    return bool(rule.unless and compiled(rule.unless).search(view))
