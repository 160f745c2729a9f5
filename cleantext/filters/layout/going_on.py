"""Whether a paragraph goes on behind a full line that ends a sentence, where no indentation tells: a small model.

About two of three such lines go on. Which, the last and the next words tell now and then: 但是 begins no paragraph as
often as 会议. The model is logistic, over those characters and the shape of the text; its weights are data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from cleantext.filters.layout.rows import Row

SURE: Final = 2.3
"""From this score on a line break is taken for a wrap."""

LIKELY: Final = 0.7
"""The same, where the caller says that the text was read from a printed page."""

SHORT: Final = 2.0
"""Rows that end so many ems before the measure are the last of their paragraphs."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a full row that ends a sentence stands.

    Attributes:
        row: the row.
        behind: the next one.
        measure: of the text, in ems.
        lines: how many rows the paragraph has had so far.
        short_share: share of the text's rows that end well before the measure.
    """

    row: Row
    behind: Row
    measure: float
    lines: int
    short_share: float


def score(place: Place) -> float:
    """Return how much speaks for the paragraph going on, as a logit."""
    weights = _weights()
    return sum(weights.get(name, 0.0) for name in features(place))


def features(place: Place) -> Iterator[str]:
    """Yield the names of what holds for a place."""
    last, words = place.row.words, place.behind.words
    room = max(-1.0, min(2.0, round((place.measure - place.row.width) * 2) / 2))
    lines, share = min(place.lines, 7), min(9, int(place.short_share * 12))
    yield "bias"
    yield f"last {last[-1]}"
    yield f"last2 {last[-2:]}"
    yield f"room {room}"
    yield f"last, room {last[-1]} {room}"
    yield f"lines {lines}"
    yield f"share {share}"
    yield f"lines, share {lines} {share}"
    yield f"next {words[0]}"
    yield f"next2 {words[:2]}"
    yield f"next3 {words[:3]}"
    yield f"next is open {place.behind.is_open}"
    yield f"next is short {place.behind.width < place.measure / 2}"
    yield f"next is label {0 < words.find('：') < 8}"
    yield f"last, next is speech {last[-1]} {words[0] in '“「'}"


def short_share(rows: Sequence[Row], measure: float) -> float:
    """Return the share of rows that end well before the measure."""
    return sum(row.width < measure - SHORT for row in rows) / max(len(rows), 1)


@cache
def _weights() -> Mapping[str, float]:
    lines = files("cleantext").joinpath("data/going_on.tsv").read_text("utf-8").splitlines()
    cells = (line.split("\t") for line in lines if not line.startswith("#"))
    return {name: float(weight) for name, weight in cells}
