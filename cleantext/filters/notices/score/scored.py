"""Scores of the segments of a document: how likely each is to be something that a site added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleantext.document import Document
from cleantext.filters.notices.score.grams import figures
from cleantext.filters.notices.score.looked_at import Looked, look_at
from cleantext.filters.notices.score.model import Model, shipped
from cleantext.lines import Span
from cleantext.rules import RuleSet, builtin_rules

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Scored:
    """A line, or a sentence of a long line, and how likely it is to be a notice.

    Attributes:
        start: code point offset in the document's text, half-open with `end`; without blanks at the line's ends.
        end: see `start`.
        score: between 0 and 1; 0 for a segment that nothing speaks for.
    """

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Rated:
    """The segments of a document that passed the gate, and what the model says of them.

    Attributes:
        looked: the document and the numbers of these segments.
        rows: their features.
        chance: their scores.
    """

    looked: Looked
    rows: NDArray[np.float32]
    chance: NDArray[np.float32]


def segment_scores(document: Document) -> list[Scored]:
    """Return the score of every segment of a document that is not blank, in order.

    The same scores by which `DropNotices` decides with the library's own rules and no others.
    """
    found = RuleSet(builtin_rules()).find(document)
    rated = rate(document.text, (line for one in found for line in one.lines), shipped())
    if rated is None:
        return []
    cut = rated.looked.view.cut
    scores = [0.0] * len(cut)
    for at, chance in zip(rated.looked.chosen.tolist(), rated.chance.tolist(), strict=True):
        scores[at] = chance
    return [Scored(*one) for one in zip(cut.starts.tolist(), cut.ends.tolist(), scores, strict=True)]


def rate(text: str, ruled: Iterable[Span], model: Model) -> Rated | None:
    """Score the segments of a text; None if no segment passes the gate.

    Args:
        text: the document's text.
        ruled: what rules describe in it, wherever that stands.
        model: the weights.
    """
    looked = look_at(text, ruled, model.pairs)
    if looked is None:
        return None
    rows = looked.features(figures(looked.pack, model.runs, model.bias))
    return Rated(looked, rows, model.chance(rows))
