"""The filter: what is known by rules, by repetition, by score and by blocks, put together."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.resources import files
from typing import ClassVar, Final, Literal

from cleantext.document import Document
from cleantext.edits import Edit
from cleantext.filters.notices.by_score import doubted, judged_lines, quoted_lines, score_edits, without_forms
from cleantext.filters.notices.page import PAGES, Page, feed_lines, page_blocks, page_lines, read_page
from cleantext.filters.notices.place import Window, head_lines, tail_lines
from cleantext.filters.notices.quoted import is_of_minutes, is_quoted
from cleantext.filters.notices.removals import Removals, Structure, edit_of, remove, span_edits
from cleantext.filters.notices.repeated import REPEATED_WORDS, repeated_lines
from cleantext.filters.notices.score.judged import WEIGHTS
from cleantext.filters.notices.tags import tag_lists
from cleantext.lines import Span, without_lines
from cleantext.rules import Found, Rule, RuleSet, builtin_rules, unique_ids

WINDOWS: Final = {"document": Window(24, 3), "page": Window(200, 1)}
"""How far head and tail reach, for each profile."""


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
        removals: Removals = {}
        for structure in structures:
            remove(removals, structure.lines, structure)
        for one in whole:
            if one.rule.where == "anywhere":
                remove(removals, one.lines, one)
        for where, lines_at in (("tail", tail_lines), ("head", head_lines)):
            placed = {one.lines[0].start: one for one in reversed(whole) if one.rule.where == where}
            if placed:
                gone = removals.keys() | {line.start for one in placed.values() for line in one.lines}
                for start in lines_at(text, gone, WINDOWS[self.profile]):
                    if start in placed:
                        remove(removals, placed[start].lines, placed[start])
        spans = [one for one in found if one.rule.part == "span"]
        edits = list(span_edits(text, spans, removals))
        if self._uses_score:
            described = {line.start for one in found for line in one.lines if one.rule.part != "span"}
            by_score = judged_lines(text, found, self.profile)
            judged = [replace(one, safety="suggest") if one.span.start in described else one for one in by_score]
            if self.profile == "page":
                sure = {one.span.start for one in by_score if one.whole and one.safety != "suggest"}
                going = {line.start for one in whole for line in one.lines} & sure
                kept = (described - going) | quoted_lines(text, by_score, near)
                page = read_page(text, removals.keys() | described | sure, kept - removals.keys())
                edits.extend(score_edits(text, doubted(page, judged), removals, near))
                edits.extend(_block_edits(text, page, removals))
            else:
                edits.extend(score_edits(text, without_forms(text, judged), removals, near))
        ordered = sorted(removals.values(), key=lambda removal: removal[0].start)
        where_cut = without_lines(text, [line for line, _ in ordered])
        edits.extend(edit_of(span, reason) for span, (_, reason) in zip(where_cut, ordered, strict=True))
        return edits


def _block_edits(text: str, page: Page, removals: Removals) -> Iterator[Edit]:
    """Add the lines of a feed, or else of menus and link lists, to `removals`; yield what is only suggested of them."""
    blocks = list(feed_lines(text)) or page_blocks(page, removals.keys())
    for block in (*page_lines(page), *blocks):
        if block.safety == "suggest":
            staying = [line for line in block.lines if line.start not in removals]
            yield from (edit_of(Span(line.start, min(line.end + 1, len(text))), block) for line in staying)
        else:
            remove(removals, block.lines, block)


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
