"""How often each of many words stands in a text, in time that grows as the text does and not as the words do too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from cleantext.arrays import BLOCK, codes

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEW: Final = 64
"""Fewer words of one length than this are looked for one by one."""

BITS: Final = 16
"""The first bits of a key say for most places of a text that no word stands there."""

_BASE: Final = 0x9E3779B97F4A7C15
_INVERSE: Final = pow(_BASE, -1, 1 << 64)


def times(text: str, words: Iterable[str], most: int) -> dict[str, int]:
    """Return how often each word stands in a text, as `str.count` does, but `most` at the most.

    The places where a word of some length may stand are found by keys of all stretches of that length, which are
    worked out from sums; what stands there is compared.

    Args:
        text: without characters beyond the Basic Multilingual Plane.
        words: they may repeat.
        most: a word that stands there more often is not counted on.
    """
    of_length: defaultdict[int, list[str]] = defaultdict(list)
    for word in dict.fromkeys(words):
        of_length[len(word)].append(word)
    many = {length: group for length, group in of_length.items() if length and len(group) >= FEW}
    found = {word: min(text.count(word), most) for n, group in of_length.items() if n not in many for word in group}
    if many:
        found |= _times(text, many, most)
    return found


def _times(text: str, words: dict[int, list[str]], most: int) -> dict[str, int]:
    counted = dict.fromkeys((word for group in words.values() for word in group), 0)
    free = counted.copy()
    longest = max(words)
    powers, inverses = (_powers(base, BLOCK + longest) for base in (_BASE, _INVERSE))
    known = {length: _known(group, powers) for length, group in words.items()}
    numbers = codes(text)
    for start in range(0, len(text), BLOCK):
        sums = _sums(numbers[start : start + BLOCK + longest - 1], powers)
        for length, is_known in known.items():
            keys = sums[length:][:BLOCK] - sums[:-length][:BLOCK]
            keys *= inverses[: len(keys)]
            for place in (np.flatnonzero(is_known[keys >> np.uint64(64 - BITS)]) + start).tolist():
                word = text[place : place + length]
                if counted.get(word, most) < most and place >= free[word]:
                    counted[word] += 1
                    free[word] = place + length
    return counted


def _known(words: Sequence[str], powers: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Return which first bits of a key words of one length have."""
    found = np.zeros(1 << BITS, np.bool_)
    keys = (codes("".join(words)).astype(np.uint64).reshape(len(words), -1) + np.uint64(1)) * powers[: len(words[0])]
    found[keys.sum(axis=1, dtype=np.uint64) >> np.uint64(64 - BITS)] = True
    return found


def _sums(numbers: NDArray[np.uint16], powers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    found = np.zeros(len(numbers) + 1, np.uint64)
    np.cumsum((numbers.astype(np.uint64) + np.uint64(1)) * powers[: len(numbers)], out=found[1:])
    return found


def _powers(base: int, count: int) -> NDArray[np.uint64]:
    found = np.full(count, base, np.uint64)
    found[0] = 1
    return np.cumprod(found, dtype=np.uint64)
