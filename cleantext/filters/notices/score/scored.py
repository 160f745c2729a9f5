"""Scores of the segments of a document: how likely each is to be something that a site added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from cleantext.document import Document
from cleantext.filters.notices.score.blocks import BLOCKS, block_features
from cleantext.filters.notices.score.characters import counts_of_kinds
from cleantext.filters.notices.score.features import GROUPS
from cleantext.filters.notices.score.grams import LIMIT, figures, weighed
from cleantext.filters.notices.score.looked_at import Looked, look_at
from cleantext.filters.notices.score.model import Model, Nets, shipped
from cleantext.lines import Span
from cleantext.rules import RuleSet, builtin_rules

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEWEST: Final = 2
"""A segment with fewer Chinese characters than this says nothing."""

FLOOR: Final = -4.5
"""A segment with lower log odds in the first stage is content, whatever stands around it."""

ANY: Final = 1.0
"""In a document without a segment of at least these log odds there is no notice."""

HOPE: Final = 0.2
"""Nor is there one where the first nets give no segment at least this chance."""


GROUPS_OF_PAGES: Final = {**GROUPS, "block": BLOCKS}
"""The groups of features of a segment of a page."""


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
    """The segments of a document that may be notices, and what the model says of them.

    Attributes:
        looked: the document.
        segments: the numbers of these segments.
        rows: their features.
        chance: their scores.
        nets: what gave them.
        groups: how many features there are of each group.
    """

    looked: Looked
    segments: NDArray[np.int64]
    rows: NDArray[np.float32]
    chance: NDArray[np.float32]
    nets: Nets
    groups: Mapping[str, int]


def segment_scores(document: Document) -> list[Scored]:
    """Return the score of every segment of a document that is not blank, in order; none if none may be a notice.

    The same scores by which `DropNotices` decides with the library's own rules and no others.
    """
    found = RuleSet(builtin_rules()).find(document)
    rated = rate(document.text, (line for one in found for line in one.lines), shipped())
    if rated is None:
        return []
    cut = rated.looked.view.cut
    scores = [0.0] * len(cut)
    for at, chance in zip(rated.segments.tolist(), rated.chance.tolist(), strict=True):
        scores[at] = chance
    return [Scored(*one) for one in zip(cut.starts.tolist(), cut.ends.tolist(), scores, strict=True)]


def rate(text: str, ruled: Iterable[Span], model: Model) -> Rated | None:
    """Score the segments of a text; None if none of them may be a notice.

    Args:
        text: the document's text.
        ruled: what rules describe in it, wherever that stands.
        model: the weights.
    """
    looked = look_at(text, ruled, model.pairs)
    if looked is None:
        return None
    sums = weighed(looked.pack, model.runs, model.bias)
    if sums.odds.max() < ANY:
        return None
    first = figures(sums)
    kept = possible(first)
    rows, odds = looked.fixed(first, kept), sums.odds.copy()
    looked.fill_scored(rows, kept, odds)
    chance = model.first.chance(rows)
    if chance.max() < HOPE:
        return None
    odds[kept] = log_odds(chance)
    looked.fill_scored(rows, kept, odds)
    segments = looked.chosen[kept]
    chance = _between(_worded(looked, segments), model.second.chance(rows), segments, len(looked.view.cut))
    return Rated(looked, segments, rows, chance, model.second, GROUPS)


def rate_page(text: str, ruled: Iterable[Span], model: Model) -> Rated | None:
    """Score every segment of a whole page, by its words and neighbours and by where the page has its text.

    Args:
        text: the page's text.
        ruled: what rules describe in it, wherever that stands.
        model: the weights.
    """
    looked = look_at(text, ruled, model.pairs, gated=False)
    if looked is None:
        return None
    sums = weighed(looked.pack, model.runs, model.bias)
    rows = looked.fixed(figures(sums), looked.chosen)
    looked.fill_scored(rows, looked.chosen, sums.odds)
    looked.fill_scored(rows, looked.chosen, log_odds(model.first.chance(rows)))
    rows = np.hstack((rows, block_features(looked.view)))
    segments = looked.chosen
    chance = _between(_worded(looked, segments), model.page.chance(rows), segments, len(looked.view.cut))
    return Rated(looked, segments, rows, chance, model.page, GROUPS_OF_PAGES)


def _worded(looked: Looked, segments: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which segments have Chinese words and are no row of a table: numbers, code and markup are not scored."""
    view = looked.view
    starts, ends = view.cut.starts[segments], view.cut.ends[segments]
    is_row = (view.codes[starts] == ord("|")) & (view.codes[ends - 1] == ord("|"))
    found: NDArray[np.bool_] = (counts_of_kinds(view.kinds, starts, ends)[:, 0] >= FEWEST) & ~is_row
    return found


def _between(
    worded: NDArray[np.bool_], chance: NDArray[np.float32], segments: NDArray[np.int64], count: int
) -> NDArray[np.float32]:
    """Return the chances, of segments without words no more than those of both neighbours: a rule between notices."""
    if worded.all():
        return chance
    beside = np.zeros(count + 2, np.float32)
    beside[[0, -1]] = 1
    beside[segments + 1] = np.where(worded, chance, np.float32(0))
    found: NDArray[np.float32] = np.where(
        worded, chance, np.minimum(chance, np.minimum(beside[segments], beside[segments + 2]))
    )
    return found


def log_odds(chance: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the log odds of chances, within the bounds that the first stage's scores have too."""
    least, most = np.float32(1e-6), np.float32(1 - 1e-6)
    chance = np.minimum(np.maximum(chance, least), most)
    limit = np.float32(LIMIT)
    found: NDArray[np.float32] = np.minimum(np.maximum(np.log(chance / (1 - chance)), -limit), limit)
    return found


def possible(first: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the rows of first-stage figures that the second stage looks at."""
    return np.flatnonzero(first[:, 0] >= FLOOR)
