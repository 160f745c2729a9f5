"""What a score rests on, in words: cue words, place, neighbours, rules, and what stands elsewhere in the document."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cleantext.filters.notices.score.features import GROUPS
from cleantext.filters.notices.score.grams import packed, run_weights
from cleantext.filters.notices.score.scored import log_odds

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
    "words": "its words",
    "rule": "a rule describes it",
    "run": "the list it stands in",
}
"""What a group of features is called; place and neighbours are told with figures."""


def evidence(rated: Rated, model: Model, row: int) -> dict[str, Any]:
    """Return the evidence for the segment in a row of `rated`, JSON-ready, the strongest reason first."""
    cut = rated.looked.view.cut
    segment = int(rated.segments[row])
    near = [one for one in range(row - NEAR, row + NEAR + 1) if one != row and 0 <= one < len(rated.chance)]
    near = [one for one in near if abs(int(rated.segments[one]) - segment) <= NEAR]
    like = sum(bool(rated.chance[one] >= 0.5) for one in near)
    told = {
        "place": f"its place, line {cut.line[segment] + 1} of {cut.line[-1] + 1}",
        "neighbours": f"its neighbours, {like} of {min(NEAR, segment) + min(NEAR, len(cut) - 1 - segment)} are notices",
    }
    return {
        "grade": "score",
        "score": round(float(rated.chance[row]), 4),
        "reasons": [{**PHRASES, **told}[group] for group in _strongest(rated.rows[row], model)],
        "cues": _cues(rated, model, segment),
    }


def _strongest(values: NDArray[np.float32], model: Model) -> list[str]:
    """Return the groups of features without which the log odds would fall, the most important first."""
    bounds = [0, *np.cumsum(list(GROUPS.values())).tolist()]
    rows = np.tile(values, (len(GROUPS) + 1, 1))
    for i, (low, high) in enumerate(pairwise(bounds)):
        rows[i, low:high] = model.second.mean[low:high]
    odds = log_odds(model.second.chance(rows))
    falls = sorted(((float(odds[-1] - odds[i]), group) for i, group in enumerate(GROUPS)), reverse=True)
    return [group for fall, group in falls if fall >= LEAST]


def _cues(rated: Rated, model: Model, segment: int) -> list[str]:
    """Return the runs of characters that speak most for a notice, as they stand in the text, none inside another."""
    view = rated.looked.view
    pack = packed(view.codes, view.cut, np.array([segment]))
    weights, _ = run_weights(pack, model.runs)
    taken: list[tuple[int, int]] = []
    for at in np.argsort(-weights, axis=None, kind="stable").tolist():
        order, place = divmod(at, weights.shape[1])
        if weights[order, place] <= 0 or len(taken) == CUES:
            break
        inside = range(max(place, 1), min(place + order + 1, len(pack.codes) - 1))
        start, end = (int(pack.places[inside[0]]), int(pack.places[inside[-1]]) + 1) if inside else (0, 0)
        if end - start > 1 and all(end <= low or start >= high for low, high in taken):
            taken.append((start, end))
    return [rated.looked.text[start:end] for start, end in taken]
