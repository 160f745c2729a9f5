"""The filter that removes what was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from cleantext.dedupe.found import Duplicate, Found
from cleantext.dedupe.sketch import digest
from cleantext.document import Document, DocumentWarning
from cleantext.edits import Edit
from cleantext.lines import Span, without_lines

_SAID: Final = {
    "equal": "repeats a paragraph that stays",
    "near": "nearly repeats a paragraph that stays",
    "contained": "stands whole inside a paragraph that stays",
}


@dataclass(frozen=True)
class DropDuplicates:
    """Drops the paragraphs of a document that are copies of others, of this document or of another one.

    The document is known by its `source`, and its text must be the one that was sketched: otherwise nothing is dropped
    and the warning `not_sketched` or `changed_since_sketch` says so. Each removal names the paragraph that stays: its
    document, its span there in the text that was sketched, the similarity and the reason.

    Attributes:
        found: what `find_duplicates` or an index returned.
    """

    name: ClassVar[str] = "duplicates"
    found: Found

    def __call__(self, document: Document) -> Iterator[Edit | DocumentWarning]:
        """Propose to drop each copy together with its line end."""
        name = document.source or ""
        looked_at = self.found.digest(name)
        if looked_at is None:
            yield DocumentWarning("not_sketched", "no copies were looked for: the document took no part in the search")
            return
        if looked_at != digest(document.text):
            if not any(edit.rule == self.name for change in document.changes for edit in change.edits):
                yield DocumentWarning("changed_since_sketch", "no copies were dropped: the text is another one by now")
            return
        duplicates = self.found.of(name)
        gone = without_lines(document.text, [Span(one.dropped.start, one.dropped.end) for one in duplicates])
        for span, duplicate in zip(gone, duplicates, strict=True):
            yield _edit(span, duplicate)


def _edit(gone: Span, duplicate: Duplicate) -> Edit:
    return Edit(
        start=gone.start,
        end=gone.end,
        replacement="",
        rule=DropDuplicates.name,
        category="duplicate",
        reason=_SAID[duplicate.reason],
        safety="likely",
        evidence={
            "kept_document": duplicate.kept.document,
            "kept_start": duplicate.kept.start,
            "kept_end": duplicate.kept.end,
            "score": round(duplicate.score, 4),
        },
    )
