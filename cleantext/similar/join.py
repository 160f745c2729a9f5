"""The join: exactly the pairs of strings whose similarity reaches a threshold.

Candidates come from lengths alone where that is little work, else from `chunks`, whose docstring proves that it misses
none. A signature (`parity`) that similar strings cannot differ much in leaves most of the rest out, and rapidfuzz
decides about what remains. So the answer is that of comparing all with all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

from cleantext.similar.chunks import chunk_pairs
from cleantext.similar.limits import LONGEST, LOOKS_A_CHECK, TooManyPairsError, check_threshold
from cleantext.similar.packed import Packed, pack
from cleantext.similar.parity import may_be_similar, signatures
from cleantext.similar.windows import window_pairs, window_sizes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

_WINDOW_WORK_A_CHARACTER = 2
_CHECKS_AT_ONCE = 200_000
_CANDIDATES_AT_ONCE = 2_000_000


def similar_pairs(texts: Sequence[str], threshold: float, *, budget: int | None = None) -> list[tuple[int, int, float]]:
    """Find the pairs of similar strings.

    Similarity is rapidfuzz's `fuzz.ratio` as a fraction: 1 for equal strings, 0 for strings without a common character.

    Args:
        texts: any strings. They are compared as they are: bring them into their normal form first.
        threshold: the least similarity, from 0.6 to 1.
        budget: how many candidate pairs rapidfuzz may check for each distinct string, on the average; `LOOKS_A_CHECK`
            times as many may be looked at before. None for no limit.

    Returns:
        `(i, j, similarity)` with `i < j`, sorted. A string that occurred before is listed only with its first
        occurrence, `(first, later, 1.0)`, so a million equal strings make a million pairs and not their square; what is
        similar to the first is similar to all. Among first occurrences the list is complete and holds no other pair.
        Strings longer than `LONGEST` are only ever paired with equal ones; empty strings too.

    Raises:
        ValueError: the threshold is out of range.
        TooManyPairsError: the budget is spent.
    """
    check_threshold(threshold)
    first: dict[str, int] = {}
    found = {(first.setdefault(text, i), i, 1.0) for i, text in enumerate(texts)}
    found.difference_update((i, i, 1.0) for i in first.values())
    distinct = list(first)
    for i, j, similarity in zip(*near_pairs(distinct, threshold, budget=budget), strict=True):
        found.add((first[distinct[i]], first[distinct[j]], float(similarity)))
    return sorted(found)


def near_pairs(
    texts: Sequence[str], threshold: float, *, budget: int | None = None, first: int | None = None
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Find the pairs of similar strings among distinct ones, as arrays.

    Args:
        texts: distinct strings.
        threshold: see `similar_pairs`.
        budget: see `similar_pairs`.
        first: only pairs of one of the first so many texts with one of the others are looked for; None for all pairs.

    Returns:
        The lower and the higher place in `texts` of each pair, and its similarity; sorted.

    Raises:
        ValueError: the threshold is out of range.
        TooManyPairsError: the budget is spent.
    """
    check_threshold(threshold)
    order = [i for i, text in enumerate(texts) if 0 < len(text) <= LONGEST] if threshold < 1 else []
    start = 0 if first is None else first
    # the work does not depend on the order of the texts; of equal length, the first ones come first
    order.sort(key=lambda i: (len(texts[i]), i >= start, texts[i]))
    place = np.array(order, np.int64)
    is_first = None if first is None else place < first
    ones, others, scores = _similar([texts[i] for i in order], threshold, budget, is_first)
    low, high = np.minimum(place[ones], place[others]), np.maximum(place[ones], place[others])
    rising = np.lexsort((high, low))
    return low[rising], high[rising], scores[rising]


def _similar(
    texts: Sequence[str], threshold: float, budget: int | None, is_first: NDArray[np.bool_] | None
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return the similar ones among distinct strings that are sorted by length."""
    packed = pack(texts)
    if not window_sizes(packed, threshold).any():
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    count = len(texts)
    found = [(np.zeros(0, np.int64), np.zeros(0))]
    for candidates in _worth_checking(packed, threshold, budget, is_first):
        parts = np.array_split(candidates, len(candidates) // _CHECKS_AT_ONCE + 1)
        found += [_verified(texts, part, threshold) for part in parts]
    pairs, scores = (np.concatenate(column) for column in zip(*found, strict=True))
    pairs, once = np.unique(pairs, return_index=True)
    others, ones = np.divmod(pairs, count)
    return ones, others, scores[once]


def _worth_checking(
    packed: Packed, threshold: float, budget: int | None, is_first: NDArray[np.bool_] | None
) -> Iterator[NDArray[np.int64]]:
    """Yield the candidates that signatures leave, as `longer * count + shorter`.

    Each comes once, unless there are more than `_CANDIDATES_AT_ONCE`, which is what is held in memory.
    """
    words = signatures(packed)
    count = len(packed.lengths)
    looks = checks = 0
    kept = np.zeros(0, np.int64)
    new: list[NDArray[np.int64]] = []
    for shorter, longer in _candidates(packed, threshold, _split(is_first)):
        looks += len(shorter)
        if is_first is not None:
            across = np.flatnonzero(is_first[shorter] != is_first[longer])
            shorter, longer = shorter[across], longer[across]  # noqa: PLW2901 - what is left of them
        shorter, longer = may_be_similar(words, packed.lengths, (shorter, longer), threshold)  # noqa: PLW2901 - again
        new.append(longer * count + shorter)
        if sum(map(len, new)) > max(len(kept), _CHECKS_AT_ONCE):
            kept, new = np.unique(np.concatenate([kept, *new])), []
        if budget is not None and max(checks + len(kept), looks / LOOKS_A_CHECK) > budget * count:
            raise _too_many(budget, count)
        if len(kept) > _CANDIDATES_AT_ONCE:
            checks += len(kept)
            yield kept
            kept = kept[:0]
    kept = np.unique(np.concatenate([kept, *new]))
    if budget is not None and checks + len(kept) > budget * count:
        raise _too_many(budget, count)
    yield kept


def _too_many(budget: int, count: int) -> TooManyPairsError:
    return TooManyPairsError(f"more than {budget * count} pairs of {count} texts may be near copies")


def _split(is_first: NDArray[np.bool_] | None) -> int:
    """Return before which string all the first ones stand, and behind which none does; 0 if there is no such place."""
    if is_first is None:
        return 0
    count = int(is_first.sum())
    return count if is_first[:count].all() else 0


def _candidates(packed: Packed, threshold: float, split: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    if window_sizes(packed, threshold).sum() <= _WINDOW_WORK_A_CHARACTER * len(packed.codes):
        return window_pairs(packed, threshold, np.arange(len(packed.lengths)))
    return chunk_pairs(packed, threshold, split)


def _verified(
    texts: Sequence[str], pairs: NDArray[np.int64], threshold: float
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return those of the pairs `longer * count + shorter` that rapidfuzz finds similar."""
    others, ones = np.divmod(pairs, len(texts))
    left, right = [texts[i] for i in ones.tolist()], [texts[i] for i in others.tolist()]
    # the cut-off lets rapidfuzz stop early; a little below the threshold, so that its rounding decides nothing
    scores = process.cpdist(left, right, scorer=fuzz.ratio, score_cutoff=100 * threshold - 0.01, dtype=np.float64)
    similar = scores >= 100 * threshold
    return pairs[similar], scores[similar] / 100
