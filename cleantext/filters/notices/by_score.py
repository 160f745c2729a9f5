"""What goes and what is suggested by the learned score."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

from cleantext.edits import Edit, Safety
from cleantext.filters.notices.forms import Forms
from cleantext.filters.notices.inline import well_cut, whole_brackets
from cleantext.filters.notices.page import Page
from cleantext.filters.notices.quoted import is_of_minutes, is_quoted
from cleantext.filters.notices.removals import Removals, edit_of
from cleantext.filters.notices.score.judged import OF_WORDS, Judged, Told
from cleantext.lines import BLANK, Span, line_at, stripped
from cleantext.rules import Found

FEWEST_OF_TITLE: Final = 4
LONGEST_TITLE: Final = 45
"""How many code points a title has; a longer line is text."""

STOPS: Final = ("。", "！", "？", "，", "；", "!", "?")
"""What a line of verse or a short sentence ends with, and a title or a notice above the text does not."""

LEAST_LEFT: Final = 20
"""What is scored only goes where at least so many characters stay, in code points: a document is not all notices."""


def judged_lines(text: str, found: Iterable[Found], profile: str) -> list[Judged]:
    """Return what the score takes for notices; `found` is what rules describe."""
    from cleantext.filters.notices.score.decide import judge  # noqa: PLC0415 - numpy comes with first use

    return judge(text, (line for one in found for line in one.lines), profile)


def doubted(page: Page, judged: Sequence[Judged]) -> list[Judged]:
    """Return what was judged; inside a page's text, what scores by its shape and neighbours alone is only suggested."""
    from cleantext.filters.notices.score.decide import described  # noqa: PLC0415 - numpy comes with first use

    by_words = [OF_WORDS in evidence["reasons"] for _, evidence in described(judged)]
    return [
        one if sure or not page.is_within(one.span.start) else replace(one, safety="suggest")
        for one, sure in zip(judged, by_words, strict=True)
    ]


def without_forms(text: str, judged: Sequence[Judged]) -> list[Judged]:
    """Return what was judged; what has a form of the text's own is only suggested."""
    if not judged:
        return []
    forms = Forms(text)
    return [replace(one, safety="suggest") if forms.hold(one.span, whole=one.whole) else one for one in judged]


def quoted_lines(text: str, judged: Sequence[Judged], near: AbstractSet[int]) -> set[int]:
    """Return where those of the judged lines start that the text shows or speaks of."""
    near = near | {one.span.start for one in judged}
    return {one.span.start for one in judged if one.whole and is_quoted(text, one.span.start, one.span.end, near)}


def score_edits(text: str, judged: list[Judged], removals: Removals, near: AbstractSet[int]) -> Iterator[Edit]:
    """Yield the edits by score inside lines that stay, and what is suggested; lines that go are added to `removals`."""
    if not _leaves_text(text, {*removals, *(text.rfind("\n", 0, one.span.start) + 1 for one in judged)}):
        judged = [replace(one, safety="suggest") for one in judged]
    judged = with_a_title(text, judged, removals.keys())
    near = near | {one.span.start for one in judged}
    for one in _told(text, [one for one in judged if not _goes_or_is_shown(text, one, removals, near)]):
        if one.whole and one.safety != "suggest":
            removals[one.span.start] = (one.span, one)
        else:
            yield edit_of(one.span, one)


def _goes_or_is_shown(text: str, one: Judged, removals: Container[int], near: AbstractSet[int]) -> bool:
    """Tell whether the line of what is judged goes in any case, or is one that the text shows or speaks of."""
    start = text.rfind("\n", 0, one.span.start) + 1
    return start in removals or is_quoted(text, one.span.start, one.span.end, near)


def _told(text: str, judged: list[Judged]) -> Iterator[Told]:
    """Yield what is said of each decision, but of the head of minutes.

    What is said costs more than the decision, and is worked out for those only that are told.
    """
    from cleantext.filters.notices.score.decide import described  # noqa: PLC0415 - numpy comes with first use

    for one, (category, evidence) in zip(judged, described(judged), strict=True):
        if category != "byline_meta" or not is_of_minutes(text, one.span.start, one.span.end):
            span, safety = _cut(text, one)
            yield Told(span, one.whole, category, safety, evidence)


def _cut(text: str, one: Judged) -> tuple[Span, Safety]:
    """Return what goes if a decision is carried out, and how safe that is: of a line its line end goes too."""
    if one.whole:
        end = one.span.end if one.safety != "suggest" else min(one.span.end + 1, len(text))
        return Span(one.span.start, end), one.safety
    span = whole_brackets(text, one.span)
    if span is None:
        return one.span, "suggest"
    return well_cut(text, span, stripped(text, line_at(text, one.span.start))), one.safety


def with_a_title(text: str, judged: list[Judged], gone: AbstractSet[int]) -> list[Judged]:
    """Leave to a person the least sure of the scored lines above the text, where no other line stays above it."""
    going = {one.span.start: one for one in judged if one.whole and one.safety != "suggest"}
    above: list[Judged] = []
    start = 0
    while start < len(text):
        line = line_at(text, start)
        if start in going:
            above.append(going[start])
        elif start not in gone and text[start : line.end].strip(BLANK):
            break
        start = line.end + 1
    else:
        return judged
    like = [one for one in above if FEWEST_OF_TITLE <= one.span.end - one.span.start <= LONGEST_TITLE]
    is_text = line.end - line.start > LONGEST_TITLE or text[start : line.end].rstrip(BLANK).endswith(STOPS)
    if not is_text or not like:
        return judged
    title = min(like, key=lambda one: one.score)
    return [replace(one, safety="suggest") if one is title else one for one in judged]


def _leaves_text(text: str, gone: AbstractSet[int]) -> bool:
    """Tell whether lines are left, as long as a sentence, without those that start at `gone`."""
    start = left = 0
    for line in text.split("\n"):
        left += 0 if start in gone else len(line.strip(BLANK))
        start += len(line) + 1
    return left >= LEAST_LEFT
