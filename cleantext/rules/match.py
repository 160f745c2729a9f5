"""Finding what rules describe: from the hits of the scan to lines, blocks and spans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Final

from cleantext.document import Document
from cleantext.fold import unfold
from cleantext.lines import Span, line_at, stripped
from cleantext.rules.model import SHORT, Rule, compiled
from cleantext.rules.pattern import ANYTHING
from cleantext.scan import scan_of

LONGEST_ITEM: Final = 2_000
"""A line of a block is not longer than this, in code points."""

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
    """Rules, ready to be looked for together. Of two that find the same place the earlier one counts.

    A rule for short lines is tried where a short line begins as the rule says; any other one where the scan of the text
    found one of its anchors. Most lines of most texts are neither, and cost nothing more.
    """

    rules: tuple[Rule, ...]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every anchor that the scan has to find, folded."""
        return frozenset(self._by_anchor)

    @cached_property
    def _by_anchor(self) -> dict[str, list[tuple[int, int | None]]]:
        """By their anchors, the numbers of the rules that the scan has to find, and how long a line of theirs may be.

        None: the rule is one for a span, and the line may be of any length.
        """
        by_anchor: dict[str, list[tuple[int, int | None]]] = {}
        for number, rule in enumerate(self.rules):
            longest = None if rule.part == "span" else max(rule.width, SHORT)
            for anchor in () if _is_known_by_opening(rule) else rule.anchors:
                by_anchor.setdefault(anchor, []).append((number, longest))
        return by_anchor

    @cached_property
    def _by_opening(self) -> dict[str, set[int]]:
        """The numbers of the rules for short lines, by the word characters that such a line may begin with."""
        by_opening: dict[str, set[int]] = {}
        for number, rule in enumerate(self.rules):
            for opening in rule.openings if _is_known_by_opening(rule) else ():
                for first in unfold(opening[0]):
                    for second in unfold(opening[1:]) if opening[1:] not in ("", ANYTHING) else (opening[1:],):
                        by_opening.setdefault(first + second, set()).add(number)
        return by_opening

    def find(self, document: Document) -> list[Found]:
        """Find all places in the document's text; where they stand in the document is for the caller to judge."""
        text = document.text
        scan = scan_of(document, self.words)
        lines = _short_lines(text, self._by_opening)
        positions: dict[tuple[int, int], list[int]] = {}
        for anchor, starts in scan.starts.items():
            numbers = self._by_anchor.get(anchor, ())
            line = Span(0, -1)
            for position in starts if numbers else ():
                if position > line.end:
                    line = line_at(text, position)
                for number, longest in numbers:
                    if longest is None:
                        positions.setdefault((line.start, number), []).append(position)
                    elif line.end - line.start <= longest:
                        lines.setdefault(line.start, set()).add(number)
        view = FoldedText(text, scan.folded)
        found = [*_line_matches(view, lines, self.rules), *_span_matches(view, positions, self.rules)]
        return [one for _, one in sorted(found, key=lambda one: (one[1].lines[0].start, one[0]))]


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A text and its fold."""

    text: str
    folded: str

    def line(self, line: Span) -> str:
        """Return the fold of a line without the blanks at its ends."""
        words = stripped(self.text, line)
        return self.folded[words.start : words.end]


def _is_known_by_opening(rule: Rule) -> bool:
    return rule.part != "span" and bool(rule.openings) and rule.width <= SHORT


def _short_lines(text: str, by_opening: Mapping[str, AbstractSet[int]]) -> dict[int, set[int]]:
    """Return where the short lines start that begin as rules say, with the numbers of the rules."""
    lines: dict[int, set[int]] = {}
    start = 0
    for line in text.split("\n"):
        if 0 < len(line) <= SHORT:
            opening = line[:2] if line[:2].isalnum() else "".join(islice(filter(str.isalnum, line), 2))
            for key in (opening, opening[:1] + ANYTHING):
                if key in by_opening:
                    lines.setdefault(start, set()).update(by_opening[key])
        start += len(line) + 1
    return lines


def _line_matches(
    view: FoldedText, lines: Mapping[int, AbstractSet[int]], rules: Sequence[Rule]
) -> Iterator[tuple[int, Found]]:
    """Yield the lines and blocks among the places where they may be; none begins inside a block of the same rule."""
    past: dict[int, int] = {}
    for start in sorted(lines):
        line = line_at(view.text, start)
        words = view.line(line)
        for number in sorted(lines[start]):
            rule = rules[number]
            if start < past.get(number, 0) or not compiled(rule.pattern).fullmatch(words) or _excused(rule, words):
                continue
            items = list(_items(rule, view, line)) if rule.part == "block" else []
            if rule.part == "line" or (len(items) >= rule.least and _holds(rule, view, items)):
                past[number] = items[-1].end if items else 0
                yield number, Found(rule, (line, *items))


def _items(rule: Rule, view: FoldedText, heading: Span) -> Iterator[Span]:
    """Yield the lines behind the heading that belong to the block; blank lines between them count for nothing."""
    end = heading.end
    blank: list[Span] = []
    while end < len(view.text):
        line = line_at(view.text, end + 1)
        end = line.end
        if line.end - line.start > LONGEST_ITEM:
            return
        words = view.line(line)
        if not words:
            blank.append(line)
            continue
        if not compiled(rule.items).fullmatch(words) or _excused(rule, words):
            return
        yield from blank
        blank = []
        yield line


def _holds(rule: Rule, view: FoldedText, items: Sequence[Span]) -> bool:
    """Tell whether one of the items holds what the rule wants."""
    return not rule.holds or any(compiled(rule.holds).search(view.line(item)) for item in items)


def _span_matches(
    view: FoldedText, positions: Mapping[tuple[int, int], Sequence[int]], rules: Sequence[Rule]
) -> Iterator[tuple[int, Found]]:
    """Yield the spans around the anchors of each line; anchors that stand close together are looked at together."""
    for (start, number), places in positions.items():
        rule = rules[number]
        end = line_at(view.text, start).end
        seen = start
        for low, high in _windows(sorted(places), start, end):
            words = view.folded[low:high]
            for match in () if _excused(rule, words) else compiled(rule.pattern).finditer(words):
                span = Span(low + match.start(), low + match.end())
                if span.start >= seen and match.end() > match.start():
                    seen = span.end
                    yield number, Found(rule, (span,))


def _windows(places: Sequence[int], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a line that are within `REACH` of one of the sorted places."""
    low, high = max(start, places[0] - REACH), places[0] + REACH
    for place in places[1:]:
        if place - REACH > high:
            yield low, min(high, end)
            low = place - REACH
        high = place + REACH
    yield low, min(high, end)


def _excused(rule: Rule, view: str) -> bool:
    return bool(rule.unless and compiled(rule.unless).search(view))
