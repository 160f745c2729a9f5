"""What became of a document, and what a run adds up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

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
        kept: whether it went on as it is, without being looked at.
        kinds: how many code points each category of edits removed or repaired.
        again: whether another run may go better, since the fault is not the document's.
    """

    path: Path
    failed: str = ""
    notes: tuple[str, ...] = ()
    changed: bool = False
    removed: int = 0
    repaired: int = 0
    kept: bool = False
    kinds: Mapping[str, int] = field(default_factory=dict, compare=False)
    again: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Total:
    """What several documents add up to; the numbers are those of `Outcome`."""

    documents: int = 0
    failed: int = 0
    changed: int = 0
    removed: int = 0
    repaired: int = 0
    kept: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict, compare=False)

    def plus(self, one: Outcome) -> Total:
        """Return the total with one document more."""
        return self + Total(1, bool(one.failed), one.changed, one.removed, one.repaired, one.kept, one.kinds)

    def __add__(self, other: Total) -> Total:
        return Total(
            self.documents + other.documents,
            self.failed + other.failed,
            self.changed + other.changed,
            self.removed + other.removed,
            self.repaired + other.repaired,
            self.kept + other.kept,
            dict(Counter(self.kinds) + Counter(other.kinds)),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return what is not nothing, JSON-ready; `Total(**...)` gives it back."""
        return {key: value for key, value in asdict(self).items() if value}

    def __str__(self) -> str:
        return (
            f"{counted(self.documents, 'document')}, {self.changed:,} changed, {self.failed:,} failed;"
            f" {counted(self.removed, 'character')} removed, {self.repaired:,} repaired"
            + f"; {self.kept:,} left as they were"
            * bool(self.kept)
        )


NOTHING: Final = Total()


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
    kinds: Counter[str] = Counter()
    for change in document.changes:
        length = change.end - change.start
        if not change.replacement.strip():
            length = max(length - len(change.replacement), 0)
            removed += length
        else:
            repaired += length
        kinds[change.edits[-1].category] += length
    return Outcome(path, "", tuple(notes), bool(document.changes), removed, repaired, kinds=dict(kinds))
