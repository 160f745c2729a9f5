"""Notices: what a site, a page or a template put around the author's text."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.resources import files
from typing import ClassVar, Final, Literal, TypeAlias

from cleantext.document import Document
from cleantext.edits import Edit, Safety
from cleantext.filters.notices.blocks import PAGES, Block, Page, feed_lines, page_blocks, page_lines, read_page
from cleantext.filters.notices.forms import Forms
from cleantext.filters.notices.inline import well_cut, well_cuts, whole_brackets
from cleantext.filters.notices.place import Window, head_lines, tail_lines
from cleantext.filters.notices.quoted import is_of_minutes, is_quoted
from cleantext.filters.notices.repeated import REPEATED_WORDS, Repeat, repeated_lines
from cleantext.filters.notices.score.judged import OF_WORDS, REASON, RULE, WEIGHTS, Judged, Told
from cleantext.filters.notices.tags import Tags, tag_lists
from cleantext.lines import BLANK, Span, line_at, stripped, without_lines
from cleantext.rules import Found, Rule, RuleSet, builtin_rules, unique_ids

Structure: TypeAlias = Repeat | Tags | Block
Reason: TypeAlias = Found | Structure | Told

WINDOWS: Final = {"document": Window(24, 3), "page": Window(200, 1)}
"""How far head and tail reach, for each profile."""


FEWEST_OF_TITLE: Final = 4
LONGEST_TITLE: Final = 45
"""How many code points a title has; a longer line is text."""

STOPS: Final = ("。", "！", "？", "，", "；", "!", "?")
"""What a line of verse or a short sentence ends with, and a title or a notice above the text does not."""

LEAST_LEFT: Final = 20
"""What is scored only goes where at least so many characters stay, in code points: a document is not all notices."""


@dataclass(frozen=True)
class DropNotices:
    """Removes notices: whole lines, blocks of lines, and spans inside a line.

    A notice is known by a rule (`cleantext/data/notices/*.toml`), by being the document's own words once more (a title,
    an abstract), by being its title cut into words (a tag list), or by a learned score of its words, place and
    neighbours: `likely` where the score is sure, `suggest` where it is not. The author's name and unit are not touched.
    With the profile `page`, menus, link lists and footers also go in blocks, with lines that say nothing by themselves.

    Attributes:
        rules: rules of the caller's own; they come before the library's.
        profile: `document` or `page`; it sets how far head and tail reach, how sure the score has to be, and whether
            blocks go.
        builtin: whether what comes with the library is used too: its rules and its score.
        scored: whether its score is used, and blocks with it.

    Raises:
        RuleError: two rules share an id.
    """

    name: ClassVar[str] = "notices"
    rules: tuple[Rule, ...] = ()
    profile: Literal["document", "page"] = "document"
    builtin: bool = True
    scored: bool = True

    def __post_init__(self) -> None:
        unique_ids((*self.rules, *(builtin_rules() if self.rules and self.builtin else ())))

    @cached_property
    def _set(self) -> RuleSet:
        return RuleSet((*self.rules, *(builtin_rules() if self.builtin else ())))

    @property
    def words(self) -> frozenset[str]:
        """The anchors of all rules, for the shared scan."""
        return self._set.words | REPEATED_WORDS

    @property
    def facts(self) -> str:
        """A digest of all rules, weights and words."""
        tables = (WEIGHTS, *([PAGES] if self.profile == "page" else [])) if self._uses_score else ()
        read = b"".join(files("cleantext").joinpath(table).read_bytes() for table in tables)
        return hashlib.sha256(repr(self._set.rules).encode() + read).hexdigest()

    @property
    def _uses_score(self) -> bool:
        return self.builtin and self.scored

    def __call__(self, document: Document) -> Iterable[Edit]:
        """Propose to remove every notice."""
        text = document.text
        found = _without_records(self._set.find(document))
        structures: list[Structure] = [*repeated_lines(document), *tag_lists(text)]
        whole = [one for one in found if one.rule.part != "span"]
        near = {line.start for one in (*structures, *whole) for line in one.lines}
        whole = [one for one in whole if not _is_of_the_text(text, one, near)]
        removals: dict[int, tuple[Span, Reason]] = {}
        for structure in structures:
            _remove(removals, structure.lines, structure)
        for one in whole:
            if one.rule.where == "anywhere":
                _remove(removals, one.lines, one)
        for where, lines_at in (("tail", tail_lines), ("head", head_lines)):
            placed = {one.lines[0].start: one for one in reversed(whole) if one.rule.where == where}
            if placed:
                gone = removals.keys() | {line.start for one in placed.values() for line in one.lines}
                for start in lines_at(text, gone, WINDOWS[self.profile]):
                    if start in placed:
                        _remove(removals, placed[start].lines, placed[start])
        spans = [one for one in found if one.rule.part == "span"]
        edits = list(_span_edits(text, spans, removals))
        if self._uses_score:
            described = {line.start for one in found for line in one.lines if one.rule.part != "span"}
            by_score = self._judged(text, found)
            judged = [replace(one, safety="suggest") if one.span.start in described else one for one in by_score]
            if self.profile == "page":
                sure = {one.span.start for one in by_score if one.whole and one.safety != "suggest"}
                going = {line.start for one in whole for line in one.lines} & sure
                kept = (described - going) | _quoted(text, by_score, near)
                page = read_page(text, removals.keys() | described | sure, kept - removals.keys())
                edits.extend(_scored(text, _doubted(page, judged), removals, near))
                edits.extend(_block_edits(text, page, removals))
            else:
                edits.extend(_scored(text, _without_forms(text, judged), removals, near))
        ordered = sorted(removals.values(), key=lambda removal: removal[0].start)
        where_cut = without_lines(text, [line for line, _ in ordered])
        edits.extend(_edit(span, reason) for span, (_, reason) in zip(where_cut, ordered, strict=True))
        return edits

    def _judged(self, text: str, found: list[Found]) -> list[Judged]:
        from cleantext.filters.notices.score.decide import judge  # noqa: PLC0415 - numpy comes with first use

        return judge(text, (line for one in found for line in one.lines), self.profile)


def _doubted(page: Page, judged: Sequence[Judged]) -> list[Judged]:
    """Return what was judged; inside a page's text, what scores by its shape and neighbours alone is only suggested."""
    from cleantext.filters.notices.score.decide import described  # noqa: PLC0415 - numpy comes with first use

    by_words = [OF_WORDS in evidence["reasons"] for _, evidence in described(judged)]
    return [
        one if sure or not page.is_within(one.span.start) else replace(one, safety="suggest")
        for one, sure in zip(judged, by_words, strict=True)
    ]


def _without_forms(text: str, judged: Sequence[Judged]) -> list[Judged]:
    """Return what was judged; what has a form of the text's own is only suggested."""
    if not judged:
        return []
    forms = Forms(text)
    return [replace(one, safety="suggest") if forms.hold(one.span, whole=one.whole) else one for one in judged]


def _scored(
    text: str, judged: list[Judged], removals: dict[int, tuple[Span, Reason]], near: AbstractSet[int]
) -> Iterator[Edit]:
    """Yield the edits by score inside lines that stay, and what is suggested; lines that go are added to `removals`."""
    if not _leaves_text(text, {*removals, *(text.rfind("\n", 0, one.span.start) + 1 for one in judged)}):
        judged = [replace(one, safety="suggest") for one in judged]
    judged = _with_a_title(text, judged, removals.keys())
    near = near | {one.span.start for one in judged}
    for one in _told(text, [one for one in judged if not _goes_or_is_shown(text, one, removals, near)]):
        if one.whole and one.safety != "suggest":
            removals[one.span.start] = (one.span, one)
        else:
            yield _edit(one.span, one)


def _goes_or_is_shown(text: str, one: Judged, removals: Container[int], near: AbstractSet[int]) -> bool:
    """Tell whether the line of what is judged goes in any case, or is one that the text shows or speaks of."""
    start = text.rfind("\n", 0, one.span.start) + 1
    return start in removals or is_quoted(text, one.span.start, one.span.end, near)


def _quoted(text: str, judged: Sequence[Judged], near: AbstractSet[int]) -> set[int]:
    """Return where those of the judged lines start that the text shows or speaks of."""
    near = near | {one.span.start for one in judged}
    return {one.span.start for one in judged if one.whole and is_quoted(text, one.span.start, one.span.end, near)}


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


def _with_a_title(text: str, judged: list[Judged], gone: AbstractSet[int]) -> list[Judged]:
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


def _is_of_the_text(text: str, one: Found, near: AbstractSet[int]) -> bool:
    """Tell whether what looks like a notice is the text's own; `near` is where lines start that look like notices."""
    start, end = one.lines[0].start, one.lines[-1].end
    if one.rule.category == "byline_meta" and is_of_minutes(text, start, end):
        return True
    return is_quoted(text, start, end, near)


def _without_records(found: list[Found]) -> list[Found]:
    """Leave out what a rule for a single notice found more than once: a log, a table, a list of parcels."""
    times = Counter(one.rule.id for one in found)
    return [one for one in found if not one.rule.once or times[one.rule.id] == 1]


def _remove(removals: dict[int, tuple[Span, Reason]], lines: Iterable[Span], reason: Reason) -> None:
    for line in lines:
        removals.setdefault(line.start, (line, reason))


def _block_edits(text: str, page: Page, removals: dict[int, tuple[Span, Reason]]) -> Iterator[Edit]:
    """Add the lines of a feed, or else of menus and link lists, to `removals`; yield what is only suggested of them."""
    blocks = list(feed_lines(text)) or page_blocks(page, removals.keys())
    for block in (*page_lines(page), *blocks):
        if block.safety == "suggest":
            staying = [line for line in block.lines if line.start not in removals]
            yield from (_edit(Span(line.start, min(line.end + 1, len(text))), block) for line in staying)
        else:
            _remove(removals, block.lines, block)


def _span_edits(text: str, spans: Iterable[Found], removals: dict[int, tuple[Span, Reason]]) -> Iterator[Edit]:
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
            yield from (_edit(span, one) for span, one in zip(cuts, apart, strict=True))


def _apart(inside: Iterable[Found]) -> list[Found]:
    """Return what was found in a line, in order, without what begins inside another: the longest one counts."""
    found: list[Found] = []
    for one in sorted(inside, key=lambda one: (one.lines[0].start, -one.lines[0].end)):
        if not found or one.lines[0].start >= found[-1].lines[0].end:
            found.append(one)
    return found


def _edit(span: Span, why: Reason) -> Edit:
    if isinstance(why, Found):
        rule = why.rule
        evidence = {"grade": "rule", "part": rule.part, "where": rule.where}
        return Edit(span.start, span.end, "", rule.id, rule.category, rule.reason, rule.safety, evidence)
    if isinstance(why, Told):
        return Edit(span.start, span.end, "", RULE, why.category, REASON, why.safety, dict(why.evidence))
    return Edit(span.start, span.end, "", why.rule, why.category, why.reason, why.safety, dict(why.evidence))
