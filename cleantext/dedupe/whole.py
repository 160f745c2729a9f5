"""Documents that are copies as a whole: most of what they say stands elsewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cleantext.dedupe.found import Duplicate, Found


@dataclass(frozen=True, slots=True)
class CopiedDocument:
    """A document most of which stands in others.

    Attributes:
        document: its name.
        share: the share of its code points that are in paragraphs dropped for those of other documents.
        mostly_in: the document in which most of them stay.
        is_needed: whether a paragraph of it stays for one of another document, so that it must not go as a whole.
    """

    document: str
    share: float
    mostly_in: str
    is_needed: bool


def copied_documents(
    sizes: Mapping[str, int], duplicates: Found | Iterable[Duplicate], share: float = 0.9
) -> list[CopiedDocument]:
    """Return the documents of which at least a share are copies, by their names.

    Args:
        sizes: of each document that may be one: `Sketch.size`.
        duplicates: what goes, from one document or another.
        share: of the code points of a document, from 0 to 1.
    """
    elsewhere: defaultdict[str, Counter[str]] = defaultdict(Counter)
    needed = set()
    for one in duplicates.duplicates if isinstance(duplicates, Found) else duplicates:
        if one.dropped.document != one.kept.document:
            elsewhere[one.dropped.document][one.kept.document] += one.dropped.end - one.dropped.start
            needed.add(one.kept.document)
    return [
        CopiedDocument(name, copied / sizes[name], _most(counts), name in needed)
        for name, counts in sorted(elsewhere.items())
        if name in sizes and (copied := counts.total()) >= share * sizes[name]
    ]


def _most(counts: Counter[str]) -> str:
    return min(counts, key=lambda name: (-counts[name], name))
