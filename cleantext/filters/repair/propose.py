"""Edits out of places, with the evidence that a person needs to check them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from cleantext.edits import Edit, Safety
from cleantext.filters.repair.guards import covers, speeches
from cleantext.filters.repair.model import Family, Grade
from cleantext.filters.repair.places import Place

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


def repairs(text: str, places: Sequence[Place], starts: Mapping[str, Sequence[int]]) -> Iterator[Edit]:
    """Yield an edit for each proven place."""
    originals = _counts(text, places)
    for place in places:
        yield _edit(text, place, originals, starts, _SAFETY[place.grade])


def soft_repairs(text: str, places: Sequence[Place], starts: Mapping[str, Sequence[int]]) -> Iterator[Edit]:
    """Yield an edit for each doubtful place of a re-written text.

    Where the text has the original too, and in somebody's quoted words, the edit is only suggested.
    """
    originals = _counts(text, places)
    quoted = speeches(text)
    for place in places:
        sure = not originals[place.confusion.right] and not covers(quoted, place.start, place.end)
        yield _edit(text, place, originals, starts, _SAFETY[place.grade] if sure else "suggest")


def around(text: str, start: int, end: int) -> str:
    """Return the words around `text[start:end]`, as evidence."""
    return text[max(start - AROUND, 0) : end + AROUND]


def _counts(text: str, places: Sequence[Place]) -> dict[str, int]:
    """Return how often the text has each original."""
    return {right: text.count(right) for right in {place.confusion.right for place in places}}


def _edit(
    text: str, place: Place, originals: Mapping[str, int], starts: Mapping[str, Sequence[int]], safety: Safety
) -> Edit:
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
            "original": originals[one.right],
            "replacement": len(starts[one.wrong]),
            "context": around(text, place.start, place.end),
            "grade": place.grade,
            **({} if place.score is None else {"score": place.score}),
        },
    )
