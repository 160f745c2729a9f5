"""What a score rests on, in words: cue words, place, neighbours, rules, and what stands elsewhere in the document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cleantext.filters.notices.score.grams import run_weights
from cleantext.filters.notices.score.judged import OF_WORDS
from cleantext.filters.notices.score.scored import log_odds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleantext.filters.notices.score.grams import Packed
    from cleantext.filters.notices.score.model import Model
    from cleantext.filters.notices.score.scored import Rated

CUES: Final = 4
"""No more cue words than this are named."""

LEAST: Final = 0.5
"""A group of features is named if the log odds fall by at least this much without it."""

NEAR: Final = 3
"""How many segments on either side are counted as neighbours."""

PHRASES: Final = {
    "shape": "its shape",
    "repetition": "what stands elsewhere in the document",
    "words": OF_WORDS,
    "rule": "a rule describes it",
    "run": "the list it stands in",
    "block": "how far from the text of the page it stands",
}
"""What a group of features is called; place and neighbours are told with figures."""


def evidence(rated: Rated, model: Model, rows: Sequence[int], pack: Packed) -> list[dict[str, Any]]:
    """Return the evidence for the segments in some rows of `rated`, JSON-ready, the strongest reason first.

    Args:
        rated: the document's segments.
        model: the weights.
        rows: which of them are wanted.
        pack: their characters.
    """
    weights, _ = run_weights(pack, model.runs)
    bounds = [*pack.offsets.tolist(), len(pack.codes)]
    groups = _strongest(rated, rows)
    return [
        {
            "grade": "score",
            "score": round(float(rated.chance[row]), 4),
            "reasons": _in_words(rated, row, strongest),
            "cues": _cues(rated.looked.text, weights[:, low:high], pack.places[low:high]),
        }
        for row, strongest, (low, high) in zip(rows, groups, pairwise(bounds), strict=True)
    ]


def _in_words(rated: Rated, row: int, groups: Iterable[str]) -> list[str]:
    """Say what groups of features are called, place and neighbours with their figures."""
    cut = rated.looked.view.cut
    segment = int(rated.segments[row])
    near = [one for one in range(row - NEAR, row + NEAR + 1) if one != row and 0 <= one < len(rated.chance)]
    near = [one for one in near if abs(int(rated.segments[one]) - segment) <= NEAR]
    like = sum(bool(rated.chance[one] >= 0.5) for one in near)
    told = {
        "place": f"its place, line {cut.line[segment] + 1} of {cut.line[-1] + 1}",
        "neighbours": f"its neighbours, {like} of {min(NEAR, segment) + min(NEAR, len(cut) - 1 - segment)} are notices",
    }
    return [{**PHRASES, **told}[group] for group in groups]


def _strongest(rated: Rated, rows: Sequence[int]) -> list[list[str]]:
    """Return for each row the groups of features without which the log odds would fall, the most important first."""
    values, nets = rated.rows[list(rows)], rated.nets
    bounds = [0, *np.cumsum(list(rated.groups.values())).tolist()]
    fall = log_odds(nets.chance(values))[:, None] - log_odds(nets.chance_without(values, bounds))
    ordered = [sorted(zip(row, rated.groups, strict=True), reverse=True) for row in fall.tolist()]
    return [[group for fell, group in row if fell >= LEAST] for row in ordered]


def _cues(text: str, weights: NDArray[Any], places: NDArray[np.int64]) -> list[str]:
    """Return the runs of characters that speak most for a notice, as they stand in the text, none inside another.

    Args:
        text: the document's text.
        weights: of the runs of each order that begin at each place of a packed segment.
        places: where these stand in the text.
    """
    taken: list[tuple[int, int]] = []
    every = weights.ravel()
    speaking = np.flatnonzero(every > 0)
    for at in speaking[np.argsort(-every[speaking], kind="stable")].tolist():
        if len(taken) == CUES:
            break
        order, place = divmod(at, weights.shape[1])
        inside = range(max(place, 1), min(place + order + 1, len(places) - 1))
        start, end = (int(places[inside[0]]), int(places[inside[-1]]) + 1) if inside else (0, 0)
        if end - start > 1 and all(end <= low or start >= high for low, high in taken):
            taken.append((start, end))
    return [text[start:end] for start, end in taken]
