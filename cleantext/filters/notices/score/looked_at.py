"""From a text to what the two stages look at: its segments, those that pass the gate, their runs and their features."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cleantext.arrays import codes
from cleantext.filters.notices.score.characters import folded, kinds, text_of
from cleantext.filters.notices.score.features import (
    UNSCORED,
    Pairs,
    View,
    fill_scored,
    fixed_features,
    known_pairs,
)
from cleantext.filters.notices.score.grams import Packed, Table, packed, pair_hashes
from cleantext.filters.notices.score.segments import Segments, segments
from cleantext.lines import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

HEAD: Final = 12
TAIL: Final = 24
SHORT: Final = 40
"""Whole lines of at most `SHORT` characters among the first and the last lines always pass the gate."""

GATE: Final = 0.25
"""Mean weight of the pairs of a segment from which on it passes the gate wherever it stands."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A document, and the segments of it that passed the gate.

    Attributes:
        text: the document's text.
        view: the document as numbers.
        pairs: those of the whole text.
        chosen: the numbers of the segments that passed.
        pack: their characters.
    """

    text: str
    view: View
    pairs: Pairs
    chosen: NDArray[np.int64]
    pack: Packed

    def fixed(self, figures: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the features of some rows of the chosen segments; those that need scores of others are 0.

        Args:
            figures: the first stage's figures for all chosen segments.
            rows: which of them are wanted.
        """
        known = known_pairs(self.view, self.pack, self.pairs)
        return fixed_features(self.view, self.chosen[rows], figures[rows], known[rows], self.pairs)

    def fill_scored(self, features: NDArray[np.float32], rows: NDArray[np.int64], odds: NDArray[np.float32]) -> None:
        """Fill in the features of some rows that need the log odds of all chosen segments."""
        score = np.full(len(self.view.cut), UNSCORED, np.float32)
        score[self.chosen] = odds
        fill_scored(features, self.view, self.chosen[rows], score)


def look_at(text: str, ruled: Iterable[Span], pairs: Table, *, gated: bool = True) -> Looked | None:
    """Look at a text; None if no segment passes the gate.

    Args:
        text: the document's text.
        ruled: what rules describe, wherever it stands.
        pairs: weights of hashed pairs of characters.
        gated: whether there is a gate; without it every segment passes.
    """
    raw = codes(text)
    view = folded(raw)
    kind = kinds(view)
    plain = text_of(view)
    hashes = pair_hashes(view)
    cut = segments(plain, view, kind, hashes)
    if not len(cut):
        return None
    mean = _sums(pairs, hashes, cut) * (pairs.unit / (cut.ends - cut.starts))
    looked = View(plain, raw, view, kind, cut, _described(cut, ruled, len(view)), _float(mean))
    chosen = _gated(looked) if gated else np.arange(len(cut))
    return Looked(text, looked, Pairs(hashes), chosen, packed(view, cut, chosen)) if len(chosen) else None


def _sums(pairs: Table, hashes: NDArray[np.uint16], cut: Segments) -> NDArray[Any]:
    """Return the sum of the values of the pairs inside each segment."""
    bounds = np.stack((cut.starts, cut.ends - 1), axis=1).ravel()
    sums = np.add.reduceat(pairs.values[hashes], bounds, dtype=pairs.sums)[::2]
    sums[cut.ends - cut.starts == 1] = 0
    return sums


def _described(cut: Segments, ruled: Iterable[Span], length: int) -> NDArray[np.float32]:
    """Return which share of each segment rules describe."""
    spans = list(ruled)
    if not spans:
        return np.zeros(len(cut), np.float32)
    described = np.zeros(length, np.bool_)
    for span in spans:
        described[span.start : span.end] = True
    before = np.concatenate(([0], np.cumsum(described)))
    return _float((before[cut.ends] - before[cut.starts]) / (cut.ends - cut.starts))


def _gated(view: View) -> NDArray[np.int64]:
    cut = view.cut
    near = (cut.line < HEAD) | (cut.line[-1] - cut.line < TAIL)
    short = cut.first & cut.last & (cut.ends - cut.starts <= SHORT)
    return np.flatnonzero((near & short) | (view.pairs >= GATE) | (view.rule > 0))


def _float(values: NDArray[np.float64]) -> NDArray[np.float32]:
    return values.astype(np.float32)
