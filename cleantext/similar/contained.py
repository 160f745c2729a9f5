"""Which strings stand whole inside others: as they are, or with one long piece between two of their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cleantext.similar.grams import gram_blocks
from cleantext.similar.limits import LONGEST, LOOKS_A_CHECK, TooManyPairsError
from cleantext.similar.packed import Packed, blocks, pack, ranges

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

ANCHOR = 12
"""A string stands inside another one only if its first or its last so many characters do."""

LEAST_PIECE = 8
"""What stands between the two parts has at least so many characters: a sentence, and not a negation."""

_LOOKS_AT_ONCE = 1_000_000


def contained_pairs(texts: Sequence[str], *, budget: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the numbers of strings that stand inside another one, the inner first; each pair once.

    Args:
        texts: distinct strings; those shorter than two anchors never stand inside another one, and those longer than
            `LONGEST` are not looked at.
        budget: how many pairs may be compared for each string, on the average; `LOOKS_A_CHECK` times as many may share
            an anchor. None for no limit.

    Raises:
        TooManyPairsError: the budget is spent.
    """
    inner, of_anchor = anchors(texts)
    order = np.argsort(of_anchor, kind="stable")
    inner, of_anchor = inner[order], of_anchor[order]
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    checked = np.zeros(0, np.int64)
    looks = 0
    for outer, of_run in runs(texts):
        first, behind = (np.searchsorted(of_anchor, of_run, side) for side in ("left", "right"))
        counts = behind - first
        looks += int(counts.sum())
        check_budget(looks / LOOKS_A_CHECK, budget, len(texts))
        for part in blocks(counts, _LOOKS_AT_ONCE):
            shorter, longer = inner[ranges(first[part], counts[part])], np.repeat(outer[part], counts[part])
            some = lengths[shorter] < lengths[longer]
            new = np.setdiff1d(longer[some] * len(texts) + shorter[some], checked)
            checked = np.union1d(checked, new)
            check_budget(len(checked), budget, len(texts))
            for pair in new.tolist():
                longer_one, shorter_one = divmod(pair, len(texts))
                if stands_in(texts[shorter_one], texts[longer_one]):
                    yield shorter_one, longer_one


def check_budget(pairs: float, budget: int | None, count: int) -> None:
    """Refuse to compare more pairs of so many strings than the caller wants to pay for.

    Raises:
        TooManyPairsError: the budget is spent.
    """
    if budget is not None and pairs > budget * count:
        raise TooManyPairsError(f"more than {budget * count} pairs of {count} texts may stand inside one another")


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


def anchors(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Return the anchors of those strings that may stand inside others: the number of the string, and a hash."""
    order, packed = _packed(texts, 2 * ANCHOR)
    found = [np.zeros(0, np.uint64)]
    for _, block in gram_blocks(ANCHOR, packed, 0, len(order)):
        counts = np.diff(block.ends, prepend=0)
        found.append(block.hashed[np.stack([block.ends - counts, block.ends - 1], axis=1).ravel()])
    return np.repeat(order, 2), np.concatenate(found)


def runs(texts: Sequence[str]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.uint64]]]:
    """Yield all that may be an anchor of another string, block by block: the number of the string, and a hash."""
    order, packed = _packed(texts, 2 * ANCHOR + 1)
    for _, block in gram_blocks(ANCHOR, packed, 0, len(order)):
        yield order[block.owner], block.hashed


def _packed(texts: Sequence[str], least: int) -> tuple[NDArray[np.int64], Packed]:
    """Pack the strings from a length on; also return which they are."""
    order = sorted((i for i in range(len(texts)) if least <= len(texts[i]) <= LONGEST), key=lambda i: len(texts[i]))
    return np.array(order, np.int64), pack([texts[i] for i in order])
