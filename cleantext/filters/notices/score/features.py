"""What the second stage looks at: the shape and place of a segment, its neighbours, its run, the document's title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from operator import add
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cleantext.filters.notices.score.characters import (
    BLANK,
    CLOSER,
    DIGIT,
    HAN,
    LATIN,
    STOP,
    counts_of_kinds,
    places_of,
)
from cleantext.filters.notices.score.counts import times
from cleantext.filters.notices.score.grams import PAIR_BITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleantext.filters.notices.score.grams import Packed
    from cleantext.filters.notices.score.segments import Segments

UNSCORED: Final = -5.0
"""First-stage score of a segment that the gate kept out."""

SHORT: Final = 40
"""A line of at most this many characters without a stop at its end may belong to a list."""

PROSE: Final = 25
"""A segment of more characters than this that ends with a stop is prose, unless the first stage says otherwise."""

MOST: Final = 3
"""How often a segment stands elsewhere is not counted further."""

TITLES: Final = 8
"""How many of the first short lines may be the title."""

NEAR: Final = 3
"""How many segments on either side are looked at one by one."""

WINDOWS: Final = (3, 8)
"""Over how many segments on either side scores are averaged."""

SHARES: Final = (0, 3, 2, 1, 6, 7)
"""The kinds of characters whose share in a segment is a feature, by the number of their bit."""

GROUPS: Final = {"shape": 19, "place": 10, "repetition": 3, "words": 9, "rule": 1, "neighbours": 34, "run": 9}
"""How many features there are of each group, in their order."""

BESIDE: Final = ((-1, 7), (1, 7), (-2, 5), (2, 5), (-3, 1), (3, 1))
"""Which segments near another one are looked at one by one, and how many features each gives, its score first."""

_ON_THE_WHOLE: Final = len(WINDOWS) + 5
_PLACES_IN_RUN: Final = 4
_SCORES_BESIDE: Final = [1 + sum(count for _, count in BESIDE[:i]) for i in range(len(BESIDE))]
_STEPS: Final = np.array([[NEAR + step] for step, _ in BESIDE])
_ENDS: Final = [0, *accumulate(GROUPS.values())]
_ROWS: Final = {name: slice(*bounds) for name, bounds in zip(GROUPS, pairwise(_ENDS), strict=True)}


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of segments: where each begins and how many segments it has; for each segment the number of its run."""

    firsts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    of: NDArray[np.int64]


@dataclass(frozen=True)
class View:
    """A document as the features see it; one number a segment, but for the first four.

    Attributes:
        text: the folded text.
        raw: the codes of the text.
        codes: the codes of the folded text.
        kinds: what kind of character each is.
        cut: the segments.
        rule: share of the segment that rules describe, wherever in the document it stands.
        pairs: mean weight of its pairs of characters.
    """

    text: str
    raw: NDArray[np.uint16]
    codes: NDArray[np.uint16]
    kinds: NDArray[np.uint8]
    cut: Segments
    rule: NDArray[np.float32]
    pairs: NDArray[np.float32]

    @cached_property
    def stop(self) -> NDArray[np.bool_]:
        """Whether each segment ends with a stop."""
        found: NDArray[np.bool_] = (self.kinds[self.cut.ends - 1] & STOP) > 0
        return found

    @cached_property
    def runs(self) -> Runs:
        """The runs of short lines."""
        return runs_of(self.cut, self.stop)

    @cached_property
    def weights(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What each segment counts for, and the sum of that before each and in all."""
        weight = np.sqrt(self.cut.ends - self.cut.starts)
        total = np.zeros(len(weight) + 1)
        np.cumsum(weight, out=total[1:])
        return weight, total

    def words(self, segment: int) -> str:
        """The folded text of a segment, without blanks at its ends."""
        return self.text[self.cut.starts[segment] : self.cut.ends[segment]].strip()


def fixed_features(
    view: View,
    wanted: NDArray[np.int64],
    figures: NDArray[np.float32],
    known: NDArray[np.float64],
    pairs: Pairs,
) -> NDArray[np.float32]:
    """Return the features of the wanted segments, one row each; those that depend on scores are 0.

    A new feature is one more column in the list of its group, and one more in `GROUPS`.

    Args:
        view: the document.
        wanted: numbers of segments.
        figures: the first stage's figures for them.
        known: which share of their pairs stands elsewhere in the document too; see `known_pairs`.
        pairs: those of the document.
    """
    rows = np.zeros((sum(GROUPS.values()), len(wanted)), np.float32)
    _fill(rows[_ROWS["shape"]], _shape(view, wanted))
    _fill(rows[_ROWS["place"]], _place(view, wanted))
    _fill(rows[_ROWS["repetition"]], _repetition(view, wanted, known, pairs))
    _fill(rows[_ROWS["words"]], (*figures.T, view.pairs[wanted]))
    _fill(rows[_ROWS["rule"]], (view.rule[wanted],))
    _fill_beside(rows[_ROWS["neighbours"]], view, wanted)
    _fill(rows[_ROWS["run"]][:_PLACES_IN_RUN], _place_in_run(view.runs, wanted, len(view.cut)))
    return rows.T


def fill_scored(rows: NDArray[np.float32], view: View, wanted: NDArray[np.int64], score: NDArray[np.float32]) -> None:
    """Fill in the features of the wanted segments that depend on the log odds of every segment."""
    columns = rows.T
    neighbours = columns[_ROWS["neighbours"]]
    neighbours[0] = score[wanted]
    around = np.full(len(score) + 2 * NEAR, UNSCORED - 2, np.float32)
    around[NEAR:-NEAR] = score
    neighbours[_SCORES_BESIDE] = around[wanted + _STEPS]
    _fill(neighbours[-_ON_THE_WHOLE:], _on_the_whole(view, wanted, score))
    _fill(columns[_ROWS["run"]][_PLACES_IN_RUN:], _scores_of_run(view.runs, wanted, score))


def _fill(rows: NDArray[np.float32], columns: Sequence[NDArray[Any]]) -> None:
    """Write one column of features after the other, each into a row of memory."""
    for row, column in zip(rows, columns, strict=True):
        row[:] = column


def _shape(view: View, chosen: NDArray[np.int64]) -> list[NDArray[np.float64]]:
    cut, kind = view.cut, view.kinds
    starts, ends = cut.starts[chosen], cut.ends[chosen]
    length = ends - starts
    first, last = kind[starts], kind[ends - 1]
    first_code, last_code = view.codes[starts], view.codes[ends - 1]
    marks = np.flatnonzero(view.codes == ord('"'))
    opening, closing = _is(view.raw[marks], "“「『"), _is(view.raw[marks], "”」』")
    marks = marks[opening | closing]
    opened = np.concatenate(([0], np.cumsum(np.where(opening, 1, -1)[opening | closing])))
    at_start, at_end = np.searchsorted(marks, starts), np.searchsorted(marks, ends)
    heads = np.flatnonzero(cut.first)
    line_start = cut.starts[heads[np.searchsorted(heads, chosen, side="right") - 1]]
    colons = np.flatnonzero(view.codes == ord(":"))
    shares = counts_of_kinds(kind, starts, ends).T[list(SHARES)] / length
    return [
        np.log1p(length),
        *shares,
        (last & STOP) > 0,
        last_code == ord(":"),
        np.searchsorted(colons, ends) > np.searchsorted(colons, starts),
        at_end > at_start,
        np.minimum(np.maximum(opened[at_start] - opened[np.searchsorted(marks, line_start)], 0), 1),
        (first & DIGIT) > 0,
        (first & (HAN | LATIN | DIGIT)) == 0,
        _is(first_code, "([<"),
        (last & CLOSER) > 0,
        length <= 4,
        length <= 10,
        length > 60,
    ]


def _is(codes: NDArray[np.uint16], characters: str) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = codes == ord(characters[0])
    for character in characters[1:]:
        found |= codes == ord(character)
    return found


def _place(view: View, chosen: NDArray[np.int64]) -> list[NDArray[np.float64]]:
    cut = view.cut
    line = cut.line[chosen]
    behind = cut.line[-1] - line
    return [
        cut.first[chosen] & cut.last[chosen],
        cut.first[chosen],
        cut.last[chosen],
        np.log1p(line),
        np.log1p(behind),
        line == 0,
        behind == 0,
        cut.starts[chosen] / len(view.codes),
        np.full(len(chosen), np.log1p(len(view.codes))),
        np.full(len(chosen), np.log1p(cut.line[-1] + 1)),
    ]


@dataclass(frozen=True)
class Pairs:
    """The pairs of a text, hashed, and how often each of them stands in it."""

    hashes: NDArray[np.uint16]

    @cached_property
    def _times(self) -> NDArray[np.int64]:
        return np.bincount(self.hashes, minlength=1 << PAIR_BITS)

    def stand_again(self, places: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell for the pair at each of some places of the text whether it stands elsewhere too."""
        found: NDArray[np.bool_] = self._times[self.hashes[places]] > 1
        return found


def known_pairs(view: View, pack: Packed, pairs: Pairs) -> NDArray[np.float64]:
    """Return which share of the pairs of each packed segment stands elsewhere in the document too."""
    elsewhere = pairs.stand_again(pack.places) & ((view.kinds[pack.places] & HAN) > 0)
    found: NDArray[np.float64] = np.add.reduceat(elsewhere, pack.offsets) / pack.lengths
    return found


def _repetition(
    view: View, chosen: NDArray[np.int64], known: NDArray[np.float64], pairs: Pairs
) -> list[NDArray[np.float64]]:
    """Say how much of a segment stands elsewhere too: word for word, pair by pair, and in a line like a title."""
    places, offsets = places_of(view.cut.starts[chosen], view.cut.ends[chosen])
    again = pairs.stand_again(places)
    rows = np.flatnonzero(_may_stand_again(view, again, places, offsets)).tolist()
    words = {row: words for row in rows if len(words := view.words(chosen[row])) < SHORT}
    counted = times(view.text, words.values(), MOST + 1)
    elsewhere = np.zeros(len(chosen))
    elsewhere[list(words)] = [counted[one] - 1 for one in words.values()]
    return [elsewhere, known, _like_title(view, chosen, np.logical_or.reduceat(again, offsets))]


def _may_stand_again(
    view: View, again: NDArray[np.bool_], places: NDArray[np.int64], offsets: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Tell of which segments every pair stands elsewhere too; blanks at their ends are not looked at."""
    blank = (view.kinds[places] & BLANK) > 0
    told = again | blank
    told[:-1] |= blank[1:]
    told[offsets - 1] = True
    found: NDArray[np.bool_] = np.logical_and.reduceat(told, offsets)
    return found


def _like_title(view: View, chosen: NDArray[np.int64], shared: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return which share of the pairs of each line, or of a line that may be the title, both have in common.

    Args:
        view: the document.
        chosen: numbers of segments.
        shared: which of them have a pair that stands elsewhere too.
    """
    cut = view.cut
    length = cut.ends - cut.starts
    whole = np.flatnonzero(cut.first & cut.last & (length <= SHORT) & (length >= 4))[:TITLES]
    titles = [(i, _pairs(view.text[cut.starts[i] : cut.ends[i]])) for i in whole.tolist()]
    found = np.zeros(len(chosen))
    for row in np.flatnonzero(shared).tolist() if titles else ():
        i, words = chosen[row], view.words(chosen[row])
        if 4 <= len(words) <= 2 * SHORT:
            pairs = _pairs(words)
            common = [_common(pairs, other) for at, other in titles if at != i and not pairs.isdisjoint(other)]
            found[row] = max(common, default=0.0)
    return found


def _pairs(words: str) -> set[str]:
    return set(map(add, words, words[1:]))


def _common(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(min(len(one), len(other)), 1)


def _fill_beside(rows: NDArray[np.float32], view: View, chosen: NDArray[np.int64]) -> None:
    """Write what the segments near each one are like, as far as that does not depend on scores."""
    cut = view.cut
    around = np.full((6, len(cut) + 2 * NEAR), -1.0, np.float32)
    around[4, :NEAR] = around[4, -NEAR:] = 0.0
    inside = around[:, NEAR:-NEAR]
    inside[0], inside[1], inside[2] = np.log1p(cut.ends - cut.starts), view.rule, view.pairs
    inside[3], inside[4], inside[5] = view.stop, view.codes[cut.ends - 1] == ord(":"), cut.line
    for at, (step, count) in zip(_SCORES_BESIDE, BESIDE, strict=True):
        place = chosen + (NEAR + step)
        figures = min(count, 6) - 1
        rows[at + 1 : at + 1 + figures] = around[:figures, place]
        if count > 6:
            rows[at + 6] = around[5, place] == cut.line[chosen]


def _on_the_whole(view: View, chosen: NDArray[np.int64], score: NDArray[np.float32]) -> list[NDArray[np.float64]]:
    """Return the mean chance around, before and behind each segment and in the document, and how much prose there is.

    A segment counts for the root of its length.
    """
    cut = view.cut
    count = len(cut)
    weight, weights = view.weights
    mass = np.zeros(count + 1)
    np.cumsum(weight / (1 + np.exp(-score.astype(np.float64))), out=mass[1:])
    columns: list[NDArray[np.float64]] = []
    for reach in WINDOWS:
        low, high = np.maximum(chosen - reach, 0), np.minimum(chosen + reach + 1, count)
        columns.append((mass[high] - mass[low]) / (weights[high] - weights[low]))
    before, behind = weights[chosen], weights[-1] - weights[chosen + 1]
    prose = np.zeros(count + 1)
    np.cumsum((cut.ends - cut.starts > PROSE) & view.stop & (score < 0), out=prose[1:])
    return [
        *columns,
        mass[chosen] / np.maximum(before, 1.0),
        (mass[-1] - mass[chosen + 1]) / np.maximum(behind, 1.0),
        np.full(len(chosen), mass[-1] / weights[-1]),
        np.log1p(prose[chosen]),
        np.log1p(prose[-1] - prose[chosen + 1]),
    ]


def runs_of(cut: Segments, stop: NDArray[np.bool_]) -> Runs:
    """Return the runs of short lines of a document: lists of links, menus, tables; any other segment is one alone."""
    short = (cut.ends - cut.starts <= SHORT) & ~stop & cut.first & cut.last
    begins = np.ones(len(cut), np.bool_)
    begins[1:] = (short[1:] != short[:-1]) | ~short[1:]
    firsts = np.flatnonzero(begins)
    return Runs(firsts, np.append(firsts[1:], len(cut)) - firsts, np.cumsum(begins) - 1)


def _place_in_run(runs: Runs, chosen: NDArray[np.int64], count: int) -> list[NDArray[np.float64]]:
    """Return how long the run of each segment is, where in it it stands, and whether it is the first or the last."""
    of = runs.of[chosen]
    first, length = runs.firsts[of], runs.lengths[of]
    return [np.log1p(length), np.log1p(chosen - first), first == 0, first + length == count]


def _scores_of_run(runs: Runs, chosen: NDArray[np.int64], score: NDArray[np.float32]) -> list[NDArray[np.float64]]:
    """Return mean, highest and first score of the run of each segment, that of its heading, and the highest so far."""
    of = runs.of[chosen]
    first = runs.firsts[of]
    sums, most = np.add.reduceat(score, runs.firsts), np.maximum.reduceat(score, runs.firsts)
    heading = np.where(first > 0, score[np.maximum(first - 1, 0)], UNSCORED - 2)
    return [sums[of] / runs.lengths[of], most[of], score[first], heading, _highest_before(score, runs, chosen)]


def _highest_before(score: NDArray[np.float32], runs: Runs, chosen: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the highest score in the run before each segment: that of a heading, if there is one."""
    lift = 100.0 * runs.of
    best = np.maximum.accumulate(score + lift) - lift
    at = np.maximum(chosen - 1, 0)
    return np.where(chosen > runs.firsts[runs.of[chosen]], best[at], UNSCORED - 2)
