"""What was found: which paragraphs go, which stay for them, and which pairs are no copies after all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Literal, TypeAlias

Reason: TypeAlias = Literal["equal", "near", "contained"]


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """A paragraph of a document: `text[start:end]`, in code points, half-open."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A paragraph that goes, and the one that stays for it.

    Attributes:
        dropped: the paragraph that goes.
        kept: the paragraph that stays; it is never dropped itself.
        score: their similarity, from 0 to 1.
        reason: `equal` normal forms, `near` copies, or `contained`: it stands whole inside the other.
    """

    dropped: Passage
    kept: Passage
    score: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class Veto:
    """Two similar paragraphs that both stay, since they are two statements; `reason` says why."""

    one: Passage
    other: Passage
    score: float
    reason: str


@dataclass(frozen=True, repr=False)
class Found:
    """What one decision over a corpus came to.

    Attributes:
        duplicates: in the order of the dropped paragraphs.
        vetoes: in the order of their paragraphs.
        digests: of each document that takes part, its name and the hash of its text.
    """

    duplicates: tuple[Duplicate, ...]
    vetoes: tuple[Veto, ...] = ()
    digests: tuple[tuple[str, str], ...] = ()

    def __repr__(self) -> str:
        facts = repr((self.duplicates, self.digests))
        return f"Found({len(self.duplicates)} duplicates, {sha256(facts.encode(errors='surrogatepass')).hexdigest()})"

    def of(self, document: str) -> list[Duplicate]:
        """Return what goes from one document, in the order of its text."""
        return self._of.get(document, [])

    def digest(self, document: str) -> str | None:
        """Return the hash of the text that was looked at; None if the document did not take part."""
        return self._digests.get(document)

    @cached_property
    def _of(self) -> dict[str, list[Duplicate]]:
        found: defaultdict[str, list[Duplicate]] = defaultdict(list)
        for one in self.duplicates:
            found[one.dropped.document].append(one)
        return found

    @cached_property
    def _digests(self) -> Mapping[str, str]:
        return dict(self.digests)
