"""A text as the filter is shown it, with all that is asked of it more than once: its fold, and its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cleantext.document import Document
from cleantext.filters.repair.guards import covers
from cleantext.filters.repair.model import View, view_of
from cleantext.filters.repair.table import Table
from cleantext.lines import Span
from cleantext.scan import scan_of


@dataclass(frozen=True)
class Reading:
    """What stands in a text, counted before any repair.

    Attributes:
        text: as the filter is shown it.
        table: the confusions.
        folded: the fold of the text.
        found: where the words of the scan stand on the fold.
        starts: where each wrong word stands, spelled as the table spells it: a Traditional word is another word.
        about_errors: whether the text speaks about errors of writing: it shows wrong words, in ways without number.
    """

    text: str
    table: Table
    folded: str
    found: Mapping[str, Sequence[int]]
    starts: Mapping[str, Sequence[int]]
    about_errors: bool

    @cached_property
    def replaceable(self) -> tuple[str, ...]:
        """Words, on the fold, that a replacer would have replaced."""
        return tuple(
            word for word in self.table.replacer if word in self.found or (len(word) == 1 and word in self.text)
        )

    @cached_property
    def _views(self) -> dict[tuple[int, int], View]:
        return {}

    def view(self, start: int, end: int) -> View:
        """Return what stands around `text[start:end]`."""
        found = self._views.get((start, end))
        if found is None:
            found = self._views[start, end] = view_of(self.folded, start, end)
        return found

    def has(self, right: str) -> bool:
        """Tell whether the text has an original."""
        if right not in self.table.originals:
            return right in self.text
        return any(self.text.startswith(right, one) for one in self.found.get(right, ()))

    def count(self, right: str) -> int:
        """Return how often the text has an original."""
        if right not in self._counts:
            is_scanned = right in self.table.originals
            self._counts[right] = (
                len(_spelled(self.text, right, self.found.get(right, ()))) if is_scanned else self.text.count(right)
            )
        return self._counts[right]

    @cached_property
    def _counts(self) -> dict[str, int]:
        """What was counted already: a word may stand in very many places."""
        return {}


def read(document: Document, table: Table, kept: Sequence[Span] = ()) -> Reading:
    """Read a document.

    Wrong words that reach into one of the spans of `kept`, sorted and disjoint, are left out.
    """
    text = document.text
    scan = scan_of(document, table.words)
    found = scan.starts
    wrong = {word: _spelled(text, word, found[word]) for word in found if word in table.by_word}
    wrong |= {word: _all(text, word) for word in table.characters if word in text}
    if kept:
        wrong = {word: [one for one in wrong[word] if not covers(kept, one, one + len(word))] for word in wrong}
    return Reading(
        text=text,
        table=table,
        folded=scan.folded,
        found=found,
        starts={word: places for word, places in wrong.items() if places},
        about_errors=not table.about_errors.isdisjoint(found),
    )


def _spelled(text: str, word: str, starts: Sequence[int]) -> list[int]:
    """Return at which of its places on the fold the text has the word itself."""
    return [one for one in starts if text.startswith(word, one)]


def _all(text: str, word: str) -> list[int]:
    found = []
    start = text.find(word)
    while start >= 0:
        found.append(start)
        start = text.find(word, start + 1)
    return found
