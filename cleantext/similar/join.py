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
from cleantext.similar.limits import TooManyPairsError, check_threshold
from cleantext.similar.packed import Packed, pack
from cleantext.similar.parity import may_be_similar, signatures
from cleantext.similar.windows import window_pairs, window_sizes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

LONGEST = 50_000
"""Longer strings, in code points, are compared by equality only: the work of a comparison grows with the square."""

LOOKS_A_CHECK = 100
"""How many pairs may be looked at for each one that a budget lets rapidfuzz check."""

_WINDOW_WORK_A_CHARACTER = 8
_CHECKS_AT_ONCE = 200_000


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
    if threshold < 1:
        comparable = sorted((text for text in first if 0 < len(text) <= LONGEST), key=lambda text: (len(text), text))
        for one, other, similarity in _similar_and_distinct(comparable, threshold, budget):
            i, j = first[one], first[other]
            found.add((min(i, j), max(i, j), similarity))
    return sorted(found)


def _similar_and_distinct(
    texts: Sequence[str], threshold: float, budget: int | None
) -> Iterator[tuple[str, str, float]]:
    """Yield the similar ones among distinct strings, sorted so that the work does not depend on their order."""
    if len(texts) < 2:
        return
    packed = pack(texts)
    words = signatures(packed)
    looks = checks = 0
    for candidates in _candidates(packed, threshold):
        looks += len(candidates[0])
        shorter, longer = may_be_similar(words, packed.lengths, candidates, threshold)
        pairs = np.unique(longer * len(texts) + shorter)
        checks += len(pairs)
        if budget is not None and max(checks, looks / LOOKS_A_CHECK) > budget * len(texts):
            raise TooManyPairsError(f"more than {budget * len(texts)} pairs of {len(texts)} texts may be near copies")
        yield from _verified(texts, pairs, threshold)


def _candidates(packed: Packed, threshold: float) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    if window_sizes(packed, threshold).sum() <= _WINDOW_WORK_A_CHARACTER * len(packed.codes):
        return window_pairs(packed, threshold, np.arange(len(packed.lengths)))
    return chunk_pairs(packed, threshold)


def _verified(texts: Sequence[str], pairs: NDArray[np.int64], threshold: float) -> Iterator[tuple[str, str, float]]:
    """Yield those of the pairs `longer * count + shorter` that rapidfuzz finds similar."""
    for start in range(0, len(pairs), _CHECKS_AT_ONCE):
        others, ones = (part.tolist() for part in np.divmod(pairs[start : start + _CHECKS_AT_ONCE], len(texts)))
        left, right = [texts[i] for i in ones], [texts[i] for i in others]
        # the cut-off lets rapidfuzz stop early; a little below the threshold, so that its rounding decides nothing
        scores = process.cpdist(left, right, scorer=fuzz.ratio, score_cutoff=100 * threshold - 0.01, dtype=np.float64)
        for k in np.flatnonzero(scores >= 100 * threshold).tolist():
            yield left[k], right[k], float(scores[k]) / 100
