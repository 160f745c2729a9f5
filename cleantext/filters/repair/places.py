"""Where the wrong words of the table stand in a document, and how sure their contexts make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cleantext.document import Document
from cleantext.filters.repair.guards import is_contrasted
from cleantext.filters.repair.model import Confusion, Grade, View, view_of
from cleantext.filters.repair.table import Table
from cleantext.scan import hits


@dataclass(frozen=True, slots=True)
class Place:
    """A wrong word at `start`, and the context that speaks against it."""

    confusion: Confusion
    start: int
    grade: Grade
    context: str

    @property
    def end(self) -> int:
        """Where the wrong word ends."""
        return self.start + len(self.confusion.wrong)


def find(document: Document, table: Table) -> dict[str, Sequence[int]]:
    """Return where each wrong word stands, spelled as the table spells it: a Traditional word is another word."""
    text = document.text
    found = hits(document, table.words)
    starts = {
        word: [one for one in found[word] if text.startswith(word, one)] for word in table.by_word if word in found
    }
    starts |= {word: _all(text, word) for word in table.by_word if len(word) == 1 and word in text}
    return {word: places for word, places in starts.items() if places}


def is_about_errors(document: Document, table: Table) -> bool:
    """Tell whether a document speaks about errors of writing: it shows wrong words, in ways without number."""
    return not table.about_errors.isdisjoint(hits(document, table.words))


def proven(text: str, starts: Mapping[str, Sequence[int]], table: Table) -> list[Place]:
    """Return the places that are wrong in any text: hard forms and listed collocations."""
    return [
        place
        for one in _candidates(text, starts, table)
        if one.hard or one.collocations
        for place in graded(text, one, starts[one.wrong], ("hard", "collocation"))
    ]


def doubtful(text: str, starts: Mapping[str, Sequence[int]], table: Table) -> list[Place]:
    """Return the places that are wrong, or perhaps wrong, in a re-written text, without the proven ones."""
    return [
        place
        for one in _candidates(text, starts, table)
        if one.document or one.weak
        for place in graded(text, one, starts[one.wrong], ("hard", "collocation", "document", "weak"))
        if place.grade in ("document", "weak")
    ]


def _candidates(text: str, starts: Mapping[str, Sequence[int]], table: Table) -> Iterator[Confusion]:
    """Yield the confusions whose word occurs and which nothing in the document excuses."""
    for word in starts:
        for one in table.by_word[word]:
            if not any(excuse in text for excuse in one.unless_text):
                yield one


def graded(text: str, confusion: Confusion, starts: Sequence[int], grades: Sequence[Grade]) -> Iterator[Place]:
    """Yield those places of one wrong word whose contexts are of `grades`."""
    for start in starts:
        view = view_of(text, start, start + len(confusion.wrong))
        found = _grade(confusion, view, grades)
        if found and not is_contrasted(view, confusion):
            yield Place(confusion, start, *found)


def _grade(confusion: Confusion, view: View, grades: Sequence[Grade]) -> tuple[Grade, str] | None:
    """Return the surest of `grades` whose contexts fit, with the context, unless something keeps the word."""
    for grade in grades:
        for context in confusion.contexts(grade):
            if context.fits(view):
                kept = any(guard.fits(view) for guard in confusion.unless)
                return None if kept else (grade, context.source)
    return None


def _all(text: str, word: str) -> list[int]:
    found = []
    start = text.find(word)
    while start >= 0:
        found.append(start)
        start = text.find(word, start + 1)
    return found
