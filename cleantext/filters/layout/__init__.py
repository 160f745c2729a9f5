"""Layout: page marks out, broken sentences joined. One kind of damage a file; nothing else is touched."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Final, TypeAlias

from cleantext.document import Document, DocumentWarning
from cleantext.edits import SAFETIES, Change, Edit
from cleantext.filters.layout.broken import broken_lines
from cleantext.filters.layout.chunk_heads import chunk_heads
from cleantext.filters.layout.columns import columns
from cleantext.filters.layout.even_pages import even_pages
from cleantext.filters.layout.form_feeds import form_feeds
from cleantext.filters.layout.gate import may_be_marked
from cleantext.filters.layout.hard_wraps import hard_wraps
from cleantext.filters.layout.hyphens import hyphenated
from cleantext.filters.layout.notes import footnotes
from cleantext.filters.layout.page_numbers import page_numbers
from cleantext.filters.layout.pages import page_breaks, page_lines
from cleantext.filters.layout.running_heads import running_heads
from cleantext.filters.layout.spaced import spaced_letters
from cleantext.filters.layout.splices import splices
from cleantext.filters.layout.split_runs import split_runs
from cleantext.filters.layout.vertical import vertical_runs

Kind: TypeAlias = Callable[[str], Iterator[Edit]]
"""Finds one kind of damage in a text."""

STAGES: Final[tuple[tuple[Kind, ...], ...]] = (
    (running_heads,),
    (even_pages,),
    (chunk_heads, page_numbers, splices, form_feeds, spaced_letters),
)
"""Every kind, in the order in which one lays the next one bare: headers stand beside numbers, both in sentences.

Where two of a stage claim the same place, the one that comes first has it.
"""

JOINS: Final[tuple[tuple[Kind, ...], ...]] = ((vertical_runs, hyphenated, broken_lines), (split_runs,))
"""The kinds that only join lines, looked for behind the others. Hard wraps are looked for behind all."""

MARKED: Final = frozenset({even_pages, page_numbers, splices, form_feeds, vertical_runs, split_runs})
"""The kinds that leave a mark at a line end, and are not looked for where there is none."""


@dataclass(frozen=True)
class JoinBrokenLines:
    """Removes what pages and site cutters put into a text, and joins the sentences that they cut.

    Running headers, chunk heads (`2、`), page numbers on their own lines or spliced into a sentence, form feeds, the
    last word of a title one character a line, headings and quotations that the document proves broken, lines broken at
    a fixed width. A form that the author may have written (a numbered list, a score, a date, 附件1) is touched only
    where the whole document proves it a page mark. Verse, lists, dialogue, tables and code stay as they are.

    Attributes:
        printed: whether the texts were read from printed pages, by a PDF reader or OCR: then full lines that end a
            sentence are joined on less proof.
        keep_lines: whether every line end stays; then nothing is proposed that only joins lines.
    """

    printed: bool = False
    keep_lines: bool = False
    name: ClassVar[str] = "layout"

    def __call__(self, document: Document) -> Iterable[Edit | DocumentWarning]:
        """Propose to remove page marks and to join what they cut; offsets are those of `document.text`."""
        if found := columns(document.text):
            message = "two columns stand side by side; read the pages again in another way"
            return [DocumentWarning("two_columns", message, {"lines": found.lines, "at": found.at})]
        staged = self._staged(document.text)
        if staged is None:
            return []
        return [*map(_as_edit, (*staged.changes, *staged.suggestions)), *_footnotes(document)]

    def _staged(self, text: str) -> Document | None:
        """Return the text with the edits of all stages applied; None where there are none."""
        staged: Document | None = None
        shown, marked = text, may_be_marked(text)
        for stage in STAGES if self.keep_lines else STAGES + JOINS:
            kinds = stage if marked else [kind for kind in stage if kind not in MARKED]
            if edits := _disjoint(edit for kind in kinds for edit in kind(shown)):
                staged = (staged or Document(text)).apply(edits)
                shown, marked = staged.text, True
        if self.keep_lines:
            return staged
        changes = staged.changes if staged else ()
        paged = any(edit.category == "page_mark" for change in changes for edit in change.edits)
        wraps = list(hard_wraps(shown, paged=paged, printed=self.printed))
        return (staged or Document(text)).apply(wraps) if wraps else staged


def _footnotes(document: Document) -> Iterator[DocumentWarning]:
    """Warn of footnotes at the feet of pages: they stay where they are, in the midst of the sentences around."""
    text = document.text
    if "\f" in text:
        lines = page_lines(text)
        if starts := footnotes(text, lines, page_breaks(lines)):
            places = [document.to_original(start) for start in starts]
            message = "footnotes stand between the pages; they were left there"
            yield DocumentWarning("footnotes", message, {"blocks": len(places), "starts": places})


def _as_edit(change: Change) -> Edit:
    """Return the edits of one place as one: by the name of the first, as safe as the least safe of them."""
    first, *others = change.edits
    safety = max((first.safety, *(edit.safety for edit in others)), key=SAFETIES.index) if others else first.safety
    return Edit(
        change.start,
        change.end,
        change.replacement,
        first.rule,
        first.category,
        first.reason,
        safety,
        first.evidence,
    )


def _disjoint(edits: Iterable[Edit]) -> list[Edit]:
    """Keep of edits that overlap the one that comes first, and sort the rest."""
    starts: list[int] = []
    kept: list[Edit] = []
    for edit in edits:
        at = bisect_right(starts, edit.start)
        free = not at or kept[at - 1].end <= edit.start
        if free and (at == len(kept) or edit.end <= starts[at]):
            starts.insert(at, edit.start)
            kept.insert(at, edit)
    return kept
