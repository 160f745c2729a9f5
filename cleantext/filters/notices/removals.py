"""The lines that go, each with its reason, and the edits of the lines that stay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from cleantext.edits import Edit
from cleantext.filters.notices.inline import well_cuts
from cleantext.filters.notices.page import Block
from cleantext.filters.notices.repeated import Repeat
from cleantext.filters.notices.score.judged import REASON, RULE, Told
from cleantext.filters.notices.tags import Tags
from cleantext.lines import Span, line_at, stripped
from cleantext.rules import Found

Structure: TypeAlias = Repeat | Tags | Block
Reason: TypeAlias = Found | Structure | Told
Removals: TypeAlias = dict[int, tuple[Span, Reason]]
"""Where lines start that go, the lines, and why."""


def remove(removals: Removals, lines: Iterable[Span], reason: Reason) -> None:
    """Let lines go, for this reason where there is none yet."""
    for line in lines:
        removals.setdefault(line.start, (line, reason))


def span_edits(text: str, spans: Iterable[Found], removals: Removals) -> Iterator[Edit]:
    """Yield the edits inside lines that stay; a line of which only blanks are left is added to `removals`."""
    by_line: dict[int, list[Found]] = {}
    for one in spans:
        by_line.setdefault(text.rfind("\n", 0, one.lines[0].start) + 1, []).append(one)
    for start, inside in by_line.items():
        if start in removals:
            continue
        line = line_at(text, start)
        words = stripped(text, line)
        if any(one.lines[0].start <= words.start and words.end <= one.lines[0].end for one in inside):
            removals[start] = (line, inside[0])
        else:
            apart = _apart(inside)
            cuts = well_cuts(text, [one.lines[0] for one in apart], words)
            yield from (edit_of(span, one) for span, one in zip(cuts, apart, strict=True))


def _apart(inside: Iterable[Found]) -> list[Found]:
    """Return what was found in a line, in order, without what begins inside another: the longest one counts."""
    found: list[Found] = []
    for one in sorted(inside, key=lambda one: (one.lines[0].start, -one.lines[0].end)):
        if not found or one.lines[0].start >= found[-1].lines[0].end:
            found.append(one)
    return found


def edit_of(span: Span, why: Reason) -> Edit:
    """Return the edit that takes a span out."""
    if isinstance(why, Found):
        rule = why.rule
        evidence = {"grade": "rule", "part": rule.part, "where": rule.where}
        return Edit(span.start, span.end, "", rule.id, rule.category, rule.reason, rule.safety, evidence)
    if isinstance(why, Told):
        return Edit(span.start, span.end, "", RULE, why.category, REASON, why.safety, dict(why.evidence))
    return Edit(span.start, span.end, "", why.rule, why.category, why.reason, why.safety, dict(why.evidence))
