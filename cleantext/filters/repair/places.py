"""Where the wrong words of the table stand in a document, and how sure their contexts make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from cleantext.filters.repair.clues import clues, rewritten_view
from cleantext.filters.repair.guards import is_contrasted
from cleantext.filters.repair.model import Confusion, Grade, Listed, View
from cleantext.filters.repair.reading import Reading
from cleantext.filters.repair.table import Table
from cleantext.filters.repair.weights import Weights, builtin_weights

PROVEN: Final[tuple[Listed, ...]] = ("hard", "collocation")
"""What is repaired in any text."""

DOUBTFUL: Final[tuple[Listed, ...]] = ("document", "weak")
"""What other contexts say, the surer first."""

LIKELY: Final = 2.0
"""Score of the model from which on a word of a re-written document is suggested."""

SPEAKING: Final = 2.5
"""Score from which on a place bears witness; and what its clues alone must tell to show what kind of text it is."""

FAMILIAR: Final = 0.004
"""Sure places in a character, from which on a text is of the kind that the weights were made from."""


SHORT: Final = 300
"""Code points of a text below which it does not show what kind of text it is."""


class Place(NamedTuple):
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


def proven(reading: Reading) -> list[Place]:
    """Return the places that are wrong in any text: hard forms and listed collocations."""
    found: list[Place] = []
    for one in _candidates(reading):
        if one.hard or one.collocations:
            places = list(_proven(reading, one, reading.starts[one.wrong]))
            if places and not _is_excused(reading, one):
                found += places
    return found


def doubtful(reading: Reading, proven: Sequence[Place], *, absent: bool = False) -> list[Weighed]:
    """Weigh the places that may be wrong in a re-written text.

    Args:
        reading: the text.
        proven: the places to leave out.
        absent: whether only words are asked for whose originals the text never has.
    """
    sure = {(place.confusion.id, place.start) for place in proven}
    return [
        place
        for one in _candidates(reading)
        if (one.document or one.weak) and not (absent and reading.has(one.right)) and not _is_excused(reading, one)
        for place in weighed(reading, one, [at for at in reading.starts[one.wrong] if (one.id, at) not in sure])
    ]


def is_familiar(text: str, proven: Sequence[Place], found: Sequence[Weighed], *, assumed: bool = False) -> bool:
    """Tell whether a re-written text is one as the weights were made from: words of the replacer are thick in it.

    One that is too short to show it is taken for such a text where it is assumed to be re-written.
    """
    if assumed and len(text) < SHORT:
        return True
    sure = len(proven) + sum(one.grade == "document" or one.told >= SPEAKING for one in found)
    return sure >= FAMILIAR * len(text)


class Weighed(NamedTuple):
    """A word at `start`, the listed context that speaks against it, and what the clues around it tell the model."""

    confusion: Confusion
    start: int
    grade: Listed | None
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
        grade: Grade | None = self.grade
        score, certain = None, self.confusion.certain
        if self.weights and certain is not None:
            score = self._score(familiar=familiar)
            if grade != "document":
                grade = "model" if score >= certain else grade if score < LIKELY else "weak"
        return Place(self.confusion, self.start, grade, self.context, score) if grade else None

    def _score(self, *, familiar: bool) -> float:
        prior = self.weights.prior(familiar=familiar) if self.weights else 0.0
        return round(prior + self.told, 2)


def weighed(reading: Reading, confusion: Confusion, starts: Iterable[int]) -> Iterator[Weighed]:
    """Weigh the places of one wrong word, none of them proven, that nothing excuses."""
    weights = None if confusion.certain is None else builtin_weights().get(confusion.wrong)
    doubts = reading.table.doubts[confusion.id]
    for start in starts:
        view = reading.view(start, start + len(confusion.wrong))
        grade, context = (_grade(confusion, view, DOUBTFUL) if doubts.fit(view) else None) or (None, "")
        if not (grade or weights) or _is_kept(confusion, view, reading.table):
            continue
        told = 0.0
        if weights:
            told = weights.told_by(clues(rewritten_view(view, reading.table.replacer, reading.replaceable)))
        yield Weighed(confusion, start, grade, context, weights, told)


def _candidates(reading: Reading) -> Iterator[Confusion]:
    """Yield the confusions whose word occurs."""
    for word in reading.starts:
        yield from reading.table.by_word[word]


def _is_excused(reading: Reading, confusion: Confusion) -> bool:
    """Tell whether something anywhere in the document keeps the word."""
    return any(excuse in reading.text for excuse in confusion.unless_text)


def _proven(reading: Reading, confusion: Confusion, starts: Sequence[int]) -> Iterator[Place]:
    """Yield the proven places of one wrong word."""
    proofs = reading.table.proofs[confusion.id]
    for start in starts:
        view = reading.view(start, start + len(confusion.wrong))
        found = _grade(confusion, view, PROVEN) if proofs.fit(view) else None
        if found and not _is_kept(confusion, view, reading.table):
            yield Place(confusion, start, *found)


def _grade(confusion: Confusion, view: View, grades: Sequence[Listed]) -> tuple[Listed, str] | None:
    """Return the surest of `grades` whose contexts fit, with the context."""
    for grade in grades:
        for context in confusion.contexts(grade):
            if context.fits(view):
                return grade, context.source
    return None


def _is_kept(confusion: Confusion, view: View, table: Table) -> bool:
    """Tell whether something around the word keeps it, whatever else fits."""
    return table.guards[confusion.id].fit(view) or is_contrasted(view, confusion)
