"""A text as the filter is shown it, with all that is asked of it more than once: its fold, and its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cleantext.document import Document
from cleantext.filters.repair.guards import covers
from cleantext.filters.repair.model import View, view_of
from cleantext.filters.repair.table import Table
from cleantext.fold import fold
from cleantext.lines import Span
from cleantext.scan import hits


@dataclass(frozen=True)
class Reading:
    """What stands in a text, counted before any repair.

    Attributes:
        text: as the filter is shown it.
        table: the confusions.
        starts: where each wrong word stands, spelled as the table spells it: a Traditional word is another word.
        originals: how often the text has each original that the scan looks for, where it has it.
        replaceable: words, on the fold, that a replacer would have replaced.
        about_errors: whether the text speaks about errors of writing: it shows wrong words, in ways without number.
    """

    text: str
    table: Table
    starts: Mapping[str, Sequence[int]]
    originals: Mapping[str, int]
    replaceable: tuple[str, ...]
    about_errors: bool

    @cached_property
    def folded(self) -> str:
        """The fold of the text."""
        return fold(self.text)

    @cached_property
    def _views(self) -> dict[tuple[int, int], View]:
        return {}

    def view(self, start: int, end: int) -> View:
        """Return what stands around `text[start:end]`."""
        found = self._views.get((start, end))
        if found is None:
            found = self._views[start, end] = view_of(self.folded, start, end)
        return found

    def count(self, right: str) -> int:
        """Return how often the text has an original."""
        if right in self.table.originals:
            return self.originals.get(right, 0)
        if right not in self._counts:
            self._counts[right] = self.text.count(right)
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
    found = hits(document, table.words)
    starts = {word: [one for one in found[word] if text.startswith(word, one)] for word in found}
    wrong = {word: starts[word] for word in starts if word in table.by_word}
    wrong |= {word: _all(text, word) for word in table.by_word if len(word) == 1 and word in text}
    if kept:
        wrong = {word: [one for one in wrong[word] if not covers(kept, one, one + len(word))] for word in wrong}
    return Reading(
        text=text,
        table=table,
        starts={word: places for word, places in wrong.items() if places},
        originals={word: len(places) for word, places in starts.items() if word in table.originals},
        replaceable=tuple(word for word in table.replacer if word in found or (len(word) == 1 and word in text)),
        about_errors=not table.about_errors.isdisjoint(found),
    )


def _all(text: str, word: str) -> list[int]:
    found = []
    start = text.find(word)
    while start >= 0:
        found.append(start)
        start = text.find(word, start + 1)
    return found
