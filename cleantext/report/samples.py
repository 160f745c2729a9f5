"""One change as a person is asked about it: a little text around it, and everything that the ledger says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cleantext.document import Document
from cleantext.edits import Change, Edit
from cleantext.report.passage import passages

AROUND: Final = 40
"""How much text is shown on either side of a change, in code points."""

LONGEST: Final = 400
"""What is longer, in code points, is shown by its beginning and its end."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A change out of its document.

    Attributes:
        source: the document.
        start: where the change begins in the original, in code points.
        before: the text before it.
        removed: what was there; clipped where it is long.
        replacement: what is there now; clipped where it is long.
        after: the text behind it.
        edits: why, oldest first.
        keep: the passage by which it is known again; empty where there is none.
        suggested: whether it was only suggested.
    """

    source: str
    start: int
    before: str
    removed: str
    replacement: str
    after: str
    edits: tuple[Edit, ...]
    keep: str
    suggested: bool


def with_passages(document: Document) -> Iterator[tuple[Change, str, bool]]:
    """Yield each change, then each suggestion, with its passage and whether it was only suggested."""
    found = passages(document.original, document.changes, document.suggestions)
    for number, (change, keep) in enumerate(zip((*document.changes, *document.suggestions), found, strict=True)):
        yield change, keep, number >= len(document.changes)


def sample_of(document: Document, change: Change, keep: str, *, suggested: bool) -> Sample:
    """Cut a change out of its document."""
    original = document.original
    return Sample(
        document.source or "(no name)",
        change.start,
        original[max(change.start - AROUND, 0) : change.start],
        clipped(original[change.start : change.end]),
        clipped(change.replacement),
        original[change.end : change.end + AROUND],
        change.edits,
        keep,
        suggested,
    )


def clipped(text: str) -> str:
    """Return a text; of a long one its beginning and its end."""
    if len(text) <= LONGEST:
        return text
    half = LONGEST // 2
    return f"{text[:half]} […{len(text) - 2 * half:,}…] {text[-half:]}"
