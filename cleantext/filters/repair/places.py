"""Where the wrong words of the table stand in a document, and how sure their contexts make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cleantext.document import Document
from cleantext.filters.repair.clues import clues, rewritten_view
from cleantext.filters.repair.guards import covers, is_contrasted
from cleantext.filters.repair.model import Confusion, Grade, View, view_of
from cleantext.filters.repair.table import Table
from cleantext.filters.repair.weights import Weights, builtin_weights
from cleantext.lines import Span
from cleantext.scan import hits

PROVEN: Final[tuple[Grade, ...]] = ("hard", "collocation")
"""What is repaired in any text."""

LISTED: Final[tuple[Grade, ...]] = (*PROVEN, "document", "weak")
"""What listed contexts say, the surest first."""

LIKELY: Final = 2.0
"""Score of the model from which on a word of a re-written document is suggested."""

SPEAKING: Final = 2.5
"""Score from which on a place bears witness; and what its clues alone must tell to show what kind of text it is."""

FAMILIAR: Final = 0.004
"""Sure places in a character, from which on a text is of the kind that the weights were made from."""


@dataclass(frozen=True, slots=True)
class Place:
    """A wrong word at `start`, and the context that speaks against it."""

    confusion: Confusion
    start: int
    grade: Grade
    context: str
    score: float | None = None

    @property
    def end(self) -> int:
        """Where the wrong word ends."""
        return self.start + len(self.confusion.wrong)


def find(document: Document, table: Table, kept: Sequence[Span] = ()) -> dict[str, Sequence[int]]:
    """Return where each wrong word stands, spelled as the table spells it: a Traditional word is another word.

    Words that reach into one of the spans of `kept`, sorted and disjoint, are left out.
    """
    text = document.text
    found = {word: places for word, places in hits(document, table.words).items() if word in table.by_word}
    starts = {word: [one for one in places if text.startswith(word, one)] for word, places in found.items()}
    starts |= {word: _all(text, word) for word in table.by_word if len(word) == 1 and word in text}
    if kept:
        starts = {word: [one for one in starts[word] if not covers(kept, one, one + len(word))] for word in starts}
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
        for place in _proven(text, one, starts[one.wrong], table)
    ]


def doubtful(text: str, starts: Mapping[str, Sequence[int]], table: Table, *, absent: bool = False) -> list[Weighed]:
    """Weigh the places that may be wrong in a re-written text, without the proven ones.

    Args:
        text: as the filter is shown it.
        starts: where each wrong word stands.
        table: the confusions.
        absent: whether only words are asked for whose originals the text never has.
    """
    return [
        place
        for one in _candidates(text, starts, table)
        if (one.document or one.weak) and not (absent and one.right in text)
        for place in weighed(text, one, starts[one.wrong], table)
    ]


def is_familiar(text: str, proven: Sequence[Place], found: Sequence[Weighed]) -> bool:
    """Tell whether a re-written text is one as the weights were made from: words of the replacer are thick in it."""
    sure = len(proven) + sum(one.grade == "document" or one.told >= SPEAKING for one in found)
    return sure >= FAMILIAR * len(text)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A word at `start`, the listed context that speaks against it, and what the clues around it tell the model."""

    confusion: Confusion
    start: int
    grade: Grade | None
    context: str
    weights: Weights | None
    told: float

    @property
    def end(self) -> int:
        """Where the word ends."""
        return self.start + len(self.confusion.wrong)

    @property
    def bears_witness(self) -> bool:
        """Whether the place speaks for a re-written text."""
        return self.grade == "document" or (self.weights is not None and self._score(familiar=True) >= SPEAKING)

    def judged(self, *, familiar: bool) -> Place | None:
        """Return the place if it is wrong or perhaps wrong; a `familiar` text is one as the weights were made from."""
        grade, score = self.grade, None
        if self.weights:
            score = self._score(familiar=familiar)
            if grade != "document":
                grade = "model" if score >= self.confusion.certain else grade if score < LIKELY else "weak"
        return Place(self.confusion, self.start, grade, self.context, score) if grade else None

    def _score(self, *, familiar: bool) -> float:
        prior = self.weights.prior(familiar=familiar) if self.weights else 0.0
        return round(prior + self.told, 2)


def weighed(text: str, confusion: Confusion, starts: Sequence[int], table: Table) -> Iterator[Weighed]:
    """Weigh the places of one wrong word that nothing proves or excuses."""
    weights = builtin_weights().get(confusion.wrong)
    for start in starts:
        view = view_of(text, start, start + len(confusion.wrong))
        found = _grade(confusion, view, LISTED) if table.doubts[confusion.id].may_fit(view) else None
        grade, context = found or (None, "")
        if grade in PROVEN or not (grade or weights) or _is_kept(confusion, view, table):
            continue
        told = weights.told_by(clues(rewritten_view(view, table.replacer))) if weights else 0.0
        yield Weighed(confusion, start, grade, context, weights, told)


def _candidates(text: str, starts: Mapping[str, Sequence[int]], table: Table) -> Iterator[Confusion]:
    """Yield the confusions whose word occurs and which nothing in the document excuses."""
    for word in starts:
        for one in table.by_word[word]:
            if not any(excuse in text for excuse in one.unless_text):
                yield one


def _proven(text: str, confusion: Confusion, starts: Sequence[int], table: Table) -> Iterator[Place]:
    """Yield the proven places of one wrong word."""
    for start in starts:
        view = view_of(text, start, start + len(confusion.wrong))
        found = _grade(confusion, view, PROVEN) if table.proofs[confusion.id].may_fit(view) else None
        if found and not _is_kept(confusion, view, table):
            yield Place(confusion, start, *found)


def _grade(confusion: Confusion, view: View, grades: Sequence[Grade]) -> tuple[Grade, str] | None:
    """Return the surest of `grades` whose contexts fit, with the context."""
    for grade in grades:
        for context in confusion.contexts(grade):
            if context.fits(view):
                return grade, context.source
    return None


def _is_kept(confusion: Confusion, view: View, table: Table) -> bool:
    """Tell whether something around the word keeps it, whatever else fits."""
    guarded = table.guards[confusion.id].may_fit(view) and any(guard.fits(view) for guard in confusion.unless)
    return guarded or is_contrasted(view, confusion)


def _all(text: str, word: str) -> list[int]:
    found = []
    start = text.find(word)
    while start >= 0:
        found.append(start)
        start = text.find(word, start + 1)
    return found
