"""Layout: page marks out, broken sentences joined. One kind of damage a file; nothing else is touched."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Final, TypeAlias

from cleantext.document import Document, DocumentWarning
from cleantext.edits import Edit
from cleantext.filters.layout.broken import broken_lines
from cleantext.filters.layout.chunk_heads import chunk_heads
from cleantext.filters.layout.form_feeds import form_feeds
from cleantext.filters.layout.page_numbers import page_numbers
from cleantext.filters.layout.splices import splices
from cleantext.filters.layout.vertical import vertical_runs

Kind: TypeAlias = Callable[[str], Iterator[Edit]]
"""Finds one kind of damage in a text."""

KINDS: Final[tuple[Kind, ...]] = (chunk_heads, page_numbers, splices, form_feeds, vertical_runs, broken_lines)
"""Every kind. Where two claim the same place, the one that comes first has it."""


@dataclass(frozen=True)
class JoinBrokenLines:
    """Removes what pages and site cutters put into a text, and joins the sentences that they cut.

    Chunk heads (`2、`), page numbers on their own lines or spliced into a sentence, form feeds, the last word of a
    title one character a line, headings and quotations that the document proves broken. A form that the author may
    have written (a numbered list, a score, a date, 附件1) is touched only where the whole document proves it a page
    mark. Verse, lists, dialogue, tables and code stay as they are.
    """

    name: ClassVar[str] = "layout"

    def __call__(self, document: Document) -> Iterable[Edit | DocumentWarning]:
        """Propose to remove page marks and to join what they cut; offsets are those of `document.text`."""
        return _disjoint(edit for kind in KINDS for edit in kind(document.text))


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
