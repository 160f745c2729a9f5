"""What the second stage looks at: the shape and place of a segment, its neighbours, its run, the document's title."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
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


def fixed_features(
    view: View,
    wanted: NDArray[np.int64],
    figures: NDArray[np.float32],
    known: NDArray[np.float64],
    again: NDArray[np.bool_],
) -> NDArray[np.float32]:
    """Return the features of the wanted segments that do not depend on the scores of others, one row each.

    Args:
        view: the document.
        wanted: numbers of segments.
        figures: the first stage's figures for them.
        known: which share of their pairs stands elsewhere in the document too; see `known_pairs`.
        again: which pairs of the document do; see `stands_again`.
    """
    columns: list[NDArray[Any]] = [
        *_shape(view, wanted),
        *_place(view, wanted),
        *_repetition(view, wanted, known, again),
        *figures.T,
        view.pairs[wanted],
        view.rule[wanted],
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def scored_features(view: View, wanted: NDArray[np.int64], score: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the features of the wanted segments that depend on the log odds of every segment, one row each."""
    columns: list[NDArray[Any]] = [score[wanted], *_neighbours(view, wanted, score), *_run(view, wanted, score)]
    return np.stack(columns, axis=1).astype(np.float32)


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
    shares = counts_of_kinds(kind, starts, ends) / length[:, None]
    return [
        np.log1p(length),
        *shares[:, SHARES].T,
        (last & STOP) > 0,
        last_code == ord(":"),
        np.searchsorted(colons, ends) > np.searchsorted(colons, starts),
        at_end > at_start,
        np.clip(opened[at_start] - opened[np.searchsorted(marks, line_start)], 0, 1),
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


def stands_again(hashes: NDArray[np.uint16]) -> NDArray[np.bool_]:
    """Tell for the pair at each place of a text whether it stands elsewhere too."""
    found: NDArray[np.bool_] = (np.bincount(hashes, minlength=1 << PAIR_BITS) > 1)[hashes]
    return found


def known_pairs(view: View, pack: Packed, again: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return which share of the pairs of each packed segment stands elsewhere in the document too."""
    elsewhere = again[pack.places] & ((view.kinds[pack.places] & HAN) > 0)
    found: NDArray[np.float64] = np.add.reduceat(elsewhere, pack.offsets) / np.diff([*pack.offsets, len(pack.codes)])
    return found


def _repetition(
    view: View, chosen: NDArray[np.int64], known: NDArray[np.float64], again: NDArray[np.bool_]
) -> list[NDArray[np.float64]]:
    """Say how much of a segment stands elsewhere too: word for word, pair by pair, and in a line like a title."""
    cut = view.cut
    words = [view.text[start:end].strip() for start, end in zip(cut.starts[chosen], cut.ends[chosen], strict=True)]
    may_be = _may_stand_again(view, chosen, again).tolist()
    times = [
        min(view.text.count(one) - 1, 3) if may and len(one) < SHORT else 0
        for one, may in zip(words, may_be, strict=True)
    ]
    return [np.array(times, np.float64), known, _like_title(view, chosen, words)]


def _may_stand_again(view: View, chosen: NDArray[np.int64], again: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell of which segments every pair stands elsewhere too; blanks at their ends are not looked at."""
    places, offsets = places_of(view.cut.starts[chosen], view.cut.ends[chosen])
    blank = (view.kinds & BLANK) > 0
    told = again | blank
    told[:-1] |= blank[1:]
    told[view.cut.ends[chosen] - 1] = True
    found: NDArray[np.bool_] = np.logical_and.reduceat(told[places], offsets)
    return found


def _like_title(view: View, chosen: NDArray[np.int64], words: list[str]) -> NDArray[np.float64]:
    """Return which share of the pairs of each line, or of a line that may be the title, both have in common."""
    cut = view.cut
    whole = cut.first & cut.last & (cut.ends - cut.starts <= SHORT) & (cut.ends - cut.starts >= 4)
    titles = [(i, _pairs(view.text[cut.starts[i] : cut.ends[i]])) for i in np.flatnonzero(whole)[:TITLES].tolist()]
    found = np.zeros(len(chosen))
    for row, (i, one) in enumerate(zip(chosen.tolist(), words, strict=True)):
        if not 4 <= len(one) <= 2 * SHORT:
            continue
        pairs = _pairs(one)
        common = [_common(pairs, other) for at, other in titles if at != i and not pairs.isdisjoint(other)]
        found[row] = max(common, default=0.0)
    return found


def _pairs(words: str) -> set[str]:
    return {words[i : i + 2] for i in range(len(words) - 1)}


def _common(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(min(len(one), len(other)), 1)


def _neighbours(view: View, chosen: NDArray[np.int64], score: NDArray[np.float32]) -> list[NDArray[np.float64]]:
    cut = view.cut
    count = len(cut)
    last = view.kinds[cut.ends - 1]
    stop = (last & STOP) > 0
    around = np.full((7, count + 2 * NEAR), -1.0)
    around[0], around[5] = UNSCORED - 2, 0.0
    inside = around[:, NEAR : NEAR + count]
    inside[0], inside[1], inside[2] = score, np.log1p(cut.ends - cut.starts), view.rule
    inside[3], inside[4], inside[5] = view.pairs, stop, view.codes[cut.ends - 1] == ord(":")
    inside[6] = cut.line
    columns: list[NDArray[np.float64]] = []
    for step in range(1, NEAR + 1):
        for place in (chosen + NEAR - step, chosen + NEAR + step):
            columns += list(around[: 1 if step == NEAR else 6 if step == 1 else 5, place])
            if step == 1:
                columns.append(around[6, place] == cut.line[chosen])
    chance = 1 / (1 + np.exp(-score.astype(np.float64)))
    weight = np.sqrt(cut.ends - cut.starts)
    mass = np.concatenate(([0.0], np.cumsum(chance * weight)))
    weights = np.concatenate(([0.0], np.cumsum(weight)))
    for reach in WINDOWS:
        low, high = np.maximum(chosen - reach, 0), np.minimum(chosen + reach + 1, count)
        columns.append((mass[high] - mass[low]) / (weights[high] - weights[low]))
    columns += [
        mass[chosen] / np.maximum(weights[chosen], 1.0),
        (mass[-1] - mass[chosen + 1]) / np.maximum(weights[-1] - weights[chosen + 1], 1.0),
        np.full(len(chosen), mass[-1] / weights[-1]),
    ]
    prose = (cut.ends - cut.starts > PROSE) & stop & (score < 0)
    before = np.concatenate(([0], np.cumsum(prose)))
    columns += [np.log1p(before[chosen]), np.log1p(before[-1] - before[chosen + 1])]
    return columns


def _run(view: View, chosen: NDArray[np.int64], score: NDArray[np.float32]) -> list[NDArray[np.float64]]:
    """Say what is known of the run of short lines that a segment stands in: a list of links, a menu, a table."""
    cut = view.cut
    short = (cut.ends - cut.starts <= SHORT) & ((view.kinds[cut.ends - 1] & STOP) == 0) & cut.first & cut.last
    begins = np.ones(len(cut), np.bool_)
    begins[1:] = (short[1:] != short[:-1]) | ~short[1:]
    firsts = np.flatnonzero(begins)
    lengths = np.diff([*firsts, len(cut)])
    run = np.cumsum(begins) - 1
    sums, most = np.add.reduceat(score, firsts), np.maximum.reduceat(score, firsts)
    heading = score[np.maximum(firsts - 1, 0)]
    of = run[chosen]
    return [
        np.log1p(lengths[of]),
        np.log1p(chosen - firsts[of]),
        firsts[of] == 0,
        firsts[of] + lengths[of] == len(cut),
        sums[of] / lengths[of],
        most[of],
        score[firsts[of]],
        np.where(firsts[of] > 0, heading[of], UNSCORED - 2),
        _highest_before(score, firsts, run, chosen),
    ]


def _highest_before(
    score: NDArray[np.float32], firsts: NDArray[np.int64], run: NDArray[np.int64], chosen: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the highest score in the run before each segment: that of a heading, if there is one."""
    lifted = score + 100.0 * run
    best = np.maximum.accumulate(lifted) - 100.0 * run
    at = np.maximum(chosen - 1, 0)
    return np.where(chosen > firsts[run[chosen]], best[at], UNSCORED - 2)
