"""What became of a document, and what a run adds up to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cleantext.document import Document


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document.

    Attributes:
        path: the document.
        failed: why there is no result; empty where there is one.
        notes: what a person should know, one sentence each.
        changed: whether the text is another than before.
        removed: how many code points of the original are gone.
        repaired: how many code points of the original became others.
    """

    path: Path
    failed: str = ""
    notes: tuple[str, ...] = ()
    changed: bool = False
    removed: int = 0
    repaired: int = 0


@dataclass(frozen=True, slots=True)
class Total:
    """What several documents add up to; the numbers are those of `Outcome`."""

    documents: int = 0
    failed: int = 0
    changed: int = 0
    removed: int = 0
    repaired: int = 0

    def plus(self, one: Outcome) -> Total:
        """Return the total with one document more."""
        return Total(
            self.documents + 1,
            self.failed + bool(one.failed),
            self.changed + one.changed,
            self.removed + one.removed,
            self.repaired + one.repaired,
        )

    def __str__(self) -> str:
        return (
            f"{counted(self.documents, 'document')}, {self.changed:,} changed, {self.failed:,} failed;"
            f" {counted(self.removed, 'character')} removed, {self.repaired:,} repaired"
        )


def counted(number: int, thing: str) -> str:
    """Return a number and what is counted.

    >>> counted(1, "document"), counted(2000, "document")
    ('1 document', '2,000 documents')
    """
    return f"{number:,} {thing}" + "s" * (number != 1)


def outcome_of(document: Document, path: Path) -> Outcome:
    """Sum up a document that was cleaned."""
    notes = [one.message for one in document.warnings]
    if document.verdict != "text":
        notes.append(f"left as it was: {document.verdict}, {document.verdict.reason}")
    removed = repaired = 0
    for change in document.changes:
        length = change.end - change.start
        if change.replacement.strip():
            repaired += length
        else:
            removed += max(length - len(change.replacement), 0)
    return Outcome(path, "", tuple(notes), bool(document.changes), removed, repaired)
