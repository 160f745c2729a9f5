"""The document judgement: did a word replacer re-write this text?

A blind replacer leaves two traces: forms that nobody writes, and words that the text needs and never has while their
replacements crowd it (发展 0 times and 开展 19 times). Originals that are there speak against it. All is counted on the
text as it is shown, before any repair: a repair makes originals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from cleantext.filters.repair.model import OFFICE, WORD, Family
from cleantext.filters.repair.places import Place, Weighed, weighed
from cleantext.filters.repair.reading import Reading

FORM: Final = 6.0
"""Points for each different form that is never valid."""

COLLOCATION: Final = 4.0
"""Points for each pair whose word stands in a collocation of the original, which the text never has."""

MIXED: Final = 2.0
"""The same, where the text has the original too."""

SOFT: Final = 3
"""Points at the most for a pair whose original the text never has: one for each place in which it belongs."""

AGAINST: Final = 0.5
"""Points that each original which is there takes away."""

MOST_AGAINST: Final = 4.0
"""Points at the most that originals take away together."""

MOST_ORIGINALS: Final = round(MOST_AGAINST / AGAINST)
"""Originals from which on another one takes away nothing."""

ENOUGH: Final = {2: 3.0, 3: 2.0}
"""Points from which on a text is re-written, by how many forms and pairs agree; one alone is never enough."""

FEWEST: Final = min(ENOUGH)
"""Forms and pairs that must agree at the least."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a document was re-written by one family of replacer, and why.

    Attributes:
        family: the replacer.
        rewritten: the verdict.
        score: points for it; see the constants of this module.
        forms: contexts of forms that are never valid.
        pairs: for each pair that bears witness, how often the text has the original and the replacement.
        originals: words that the replacer would have replaced and which the text has.
    """

    family: Family
    rewritten: bool
    score: float
    forms: tuple[str, ...]
    pairs: Mapping[str, tuple[int, int]]
    originals: tuple[str, ...]

    @property
    def confidence(self) -> float:
        """From 0 to 1, rising with the score: one half where two witnesses are enough, three quarters at twice that."""
        return round(1 - float(0.5 ** (max(self.score, 0.0) / ENOUGH[FEWEST])), 3)

    def evidence(self) -> dict[str, Any]:
        """Return the grounds of the judgement, ready for JSON."""
        return {
            "family": self.family,
            "confidence": self.confidence,
            "score": self.score,
            "forms": list(self.forms),
            "pairs": {
                pair: {"original": original, "replacement": wrong} for pair, (original, wrong) in self.pairs.items()
            },
            "originals": list(self.originals),
        }


def judge(reading: Reading, proven: Sequence[Place], doubtful: Sequence[Weighed]) -> Judgement:
    """Judge a text.

    Args:
        reading: the text.
        proven: places that are wrong in any text.
        doubtful: places that may be wrong.
    """
    mine = [place for place in proven if place.confusion.family == OFFICE]
    forms = {_form(reading.text, place) for place in mine if place.grade == "hard"}
    listed = {place.confusion.wrong: place.confusion for place in mine if place.grade == "collocation"}
    originals = set(_originals(reading))
    soft = Counter(
        place.confusion.wrong
        for place in doubtful
        if place.confusion.family == OFFICE and place.bears_witness and place.confusion.right not in originals
    )
    score = FORM * len(forms) + sum(MIXED if reading.has(one.right) else COLLOCATION for one in listed.values())
    score += sum(min(count, SOFT) for count in soft.values()) - _against(originals)
    witnesses = len(forms) + len(listed.keys() | soft.keys())
    bearing = [
        one for one in reading.table.confusions if one.family == OFFICE and (one.wrong in listed or one.wrong in soft)
    ]
    return Judgement(
        family=OFFICE,
        rewritten=_is_enough(witnesses, score),
        score=score,
        forms=tuple(sorted(forms)),
        pairs={
            f"{one.wrong}/{one.right}": (reading.count(one.right), len(reading.starts.get(one.wrong, ())))
            for one in bearing
        },
        originals=tuple(sorted(originals)),
    )


def _form(text: str, place: Place) -> str:
    """Return the form as it stands in the text: the word, with the character on the side where its context begins."""
    if place.context.startswith(WORD):
        return text[place.start : place.end + 1]
    return text[max(place.start - 1, 0) : place.end]


def could_be(reading: Reading) -> bool:
    """Tell, at little cost, whether soft pairs alone could show a re-written text.

    Counts come first: places are weighed only if there are enough for the verdict, should each one speak for it.
    """
    starts = reading.starts
    present = [one for one in reading.table.witnesses if one.wrong in starts]
    if len(present) < FEWEST:
        return False
    crowding = [one for one in present if not reading.has(one.right)]
    most = sum(min(len(starts[one.wrong]), SOFT) for one in crowding)
    if not _is_enough(len(crowding), most):
        return False
    score = -_against(list(islice(_originals(reading), MOST_ORIGINALS)))
    witnesses = 0
    for left, one in zip(range(len(crowding), 0, -1), crowding, strict=True):
        if not _is_enough(witnesses + left, score + most):
            return False
        places = weighed(reading, one, starts[one.wrong])
        bearing = len(list(islice((place for place in places if place.bears_witness), SOFT)))
        witnesses += bearing > 0
        score += bearing
        most -= min(len(starts[one.wrong]), SOFT)
    return _is_enough(witnesses, score)


def _originals(reading: Reading) -> Iterator[str]:
    """Yield the words that the replacer would have replaced and which the text has, each once."""
    return filter(reading.has, reading.table.replacer)


def _against(originals: Collection[str]) -> float:
    return min(AGAINST * len(originals), MOST_AGAINST)


def _is_enough(witnesses: int, score: float) -> bool:
    return witnesses >= FEWEST and score >= ENOUGH[min(witnesses, max(ENOUGH))]
