"""Which strings stand whole inside others: as they are, or with one long piece between two of their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cleantext.similar.grams import gram_blocks
from cleantext.similar.packed import Packed, pack

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

ANCHOR = 12
"""A string stands inside another one only if its first or its last so many characters do."""

LEAST_PIECE = 8
"""What stands between the two parts has at least so many characters: a sentence, and not a negation."""


def contained_pairs(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of strings that stand inside another one, the inner first; each pair once.

    Args:
        texts: distinct strings; those shorter than two anchors never stand inside another one.
    """
    order = sorted((i for i in range(len(texts)) if len(texts[i]) >= 2 * ANCHOR), key=lambda i: len(texts[i]))
    if len(order) < 2:
        return
    packed = pack([texts[i] for i in order])
    seen: set[tuple[int, int]] = set()
    for inner, outer in _anchored(packed):
        pair = order[inner], order[outer]
        if pair not in seen and stands_in(texts[pair[0]], texts[pair[1]]):
            seen.add(pair)
            yield pair


def stands_in(inner: str, outer: str) -> bool:
    """Tell whether a string stands in a longer one, at most one piece of `LEAST_PIECE` characters or more between.

    >>> stands_in("甲" * 12 + "乙" * 12, "丙" + "甲" * 12 + "一二三四五六七八" + "乙" * 12)
    True
    """
    if inner in outer:
        return True
    for head, tail in ((ANCHOR, False), (ANCHOR, True)):
        one, other = (inner[::-1], outer[::-1]) if tail else (inner, outer)
        at = other.find(one[:head])
        while at >= 0:
            length = _common(one, other, at)
            rest = one[length:]
            if len(rest) >= LEAST_PIECE and other.find(rest, at + length + LEAST_PIECE) >= 0:
                return True
            at = other.find(one[:head], at + 1)
    return False


def _common(one: str, other: str, at: int) -> int:
    """Return how many characters of a string stand in another one from a place on."""
    length = 0
    while length < len(one) and at + length < len(other) and one[length] == other[at + length]:
        length += 1
    return length


def _anchored(packed: Packed) -> Iterator[tuple[int, int]]:
    """Yield a string and a longer one that holds its first or its last characters."""
    count = len(packed.lengths)
    first, last = (_anchors(packed, at_end=at_end) for at_end in (False, True))
    hashed = np.concatenate([first, last])
    order = np.argsort(hashed, kind="stable")
    hashed, owner = hashed[order], order % count
    for _, block in gram_blocks(ANCHOR, packed, 0, count):
        start, stop = (np.searchsorted(hashed, block.hashed, side) for side in ("left", "right"))
        for gram in np.flatnonzero(stop > start).tolist():
            outer = int(block.owner[gram])
            for inner in owner[start[gram] : stop[gram]].tolist():
                if packed.lengths[inner] < packed.lengths[outer]:
                    yield inner, outer


def _anchors(packed: Packed, *, at_end: bool) -> NDArray[np.uint64]:
    """Return the hash of the first or the last characters of every string."""
    found = []
    for _, block in gram_blocks(ANCHOR, packed, 0, len(packed.lengths)):
        counts = np.diff(block.ends, prepend=0)
        found.append(block.hashed[block.ends - 1 if at_end else block.ends - counts])
    return np.concatenate(found)
