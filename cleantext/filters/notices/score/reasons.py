"""What a score rests on, in words: cue words, place, neighbours, rules, and what stands elsewhere in the document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cleantext.filters.notices.score.grams import run_weights
from cleantext.filters.notices.score.judged import OF_WORDS
from cleantext.filters.notices.score.scored import log_odds

if TYPE_CHECKING:
    from cleantext.filters.notices.score.grams import Packed, Table
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
    score = rated.chance[list(rows)].tolist()
    groups = _strongest(rated, rows)
    cues = _cues(rated.looked.text, pack, model.runs)
    near = rated.chance.tolist(), rated.segments.tolist()
    return [
        {"grade": "score", "score": round(one, 4), "reasons": _in_words(rated, *near, row, strongest), "cues": words}
        for one, row, strongest, words in zip(score, rows, groups, cues, strict=True)
    ]


def _in_words(
    rated: Rated, chance: Sequence[float], segments: Sequence[int], row: int, groups: Iterable[str]
) -> list[str]:
    """Say what groups of features are called, place and neighbours with their figures."""
    cut, segment = rated.looked.view.cut, segments[row]
    near = [one for one in range(row - NEAR, row + NEAR + 1) if one != row and 0 <= one < len(chance)]
    like = sum(chance[one] >= 0.5 for one in near if abs(segments[one] - segment) <= NEAR)
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


def _cues(text: str, pack: Packed, runs: Table) -> list[list[str]]:
    """Return for each segment the runs of characters that speak most for a notice, none inside another.

    Args:
        text: the document's text.
        pack: the segments.
        runs: the weights.
    """
    weights, _ = run_weights(pack, runs)
    orders, firsts = np.nonzero(weights > 0)
    owner = np.searchsorted(pack.offsets, firsts, side="right") - 1
    lows = np.maximum(firsts, pack.offsets[owner] + 1)
    highs = np.minimum(firsts + orders, (pack.offsets + pack.lengths)[owner] - 2)
    starts, ends = pack.places[lows], pack.places[np.maximum(highs, 0)] + 1
    strongest = np.lexsort((-weights[orders, firsts].astype(np.float32), owner))
    strongest = strongest[((lows <= highs) & (ends - starts > 1))[strongest]]
    taken: list[list[tuple[int, int]]] = [[] for _ in pack.offsets]
    for at, start, end in zip(*(each[strongest].tolist() for each in (owner, starts, ends)), strict=True):
        if len(taken[at]) < CUES and all(end <= low or start >= high for low, high in taken[at]):
            taken[at].append((start, end))
    return [[text[start:end] for start, end in spans] for spans in taken]
