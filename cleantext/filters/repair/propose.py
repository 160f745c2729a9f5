"""Edits out of places, with the evidence that a person needs to check them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from cleantext.edits import Edit, Safety
from cleantext.filters.repair.guards import covers, speeches
from cleantext.filters.repair.model import Family, Grade
from cleantext.filters.repair.places import Place
from cleantext.filters.repair.reading import Reading

AROUND: Final = 8
"""How much of the text on either side stands in the evidence, in code points."""

_SAFETY: Final[dict[Grade, Safety]] = {
    "hard": "safe",
    "collocation": "likely",
    "document": "likely",
    "model": "likely",
    "weak": "suggest",
}

_REASON: Final[dict[Family, str]] = {
    "ocr": "{right} misread as {wrong}",
    "office": "{right} re-written as {wrong} by a word replacer",
    "spinner": "{right} re-written as {wrong} by a word replacer",
}


def repairs(reading: Reading, places: Sequence[Place]) -> Iterator[Edit]:
    """Yield an edit for each proven place."""
    for place in places:
        yield _edit(reading, place, _SAFETY[place.grade])


def soft_repairs(reading: Reading, places: Sequence[Place]) -> Iterator[Edit]:
    """Yield an edit for each doubtful place of a re-written text.

    Where the text has the original too, and in somebody's quoted words, the edit is only suggested.
    """
    quoted = speeches(reading.text) if places else []
    for place in places:
        sure = not reading.has(place.confusion.right) and not covers(quoted, place.start, place.end)
        yield _edit(reading, place, _SAFETY[place.grade] if sure else "suggest")


def around(text: str, start: int, end: int) -> str:
    """Return the words around `text[start:end]`, as evidence."""
    return text[max(start - AROUND, 0) : end + AROUND]


def _edit(reading: Reading, place: Place, safety: Safety) -> Edit:
    one = place.confusion
    return Edit(
        place.start,
        place.end,
        one.right,
        rule=one.id,
        category="repair",
        reason=_REASON[one.family].format(right=one.right, wrong=one.wrong),
        safety=safety,
        evidence={
            "pair": f"{one.wrong}/{one.right}",
            "original": reading.count(one.right),
            "replacement": len(reading.starts[one.wrong]),
            "context": around(reading.text, place.start, place.end),
            "grade": place.grade,
            **({} if place.score is None else {"score": place.score}),
        },
    )
