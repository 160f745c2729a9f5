"""Text as arrays of code points: the two loops that run over every character of a text, on numpy.

Texts are looked at in blocks that stay in the processor's cache. Loading this module loads numpy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK: Final = 1 << 14
"""Code points that are looked at together."""

LAST: Final = 0xFFFF
"""The last code of the Basic Multilingual Plane."""

_BITS: Final = 20
_FIRST: Final = np.uint32(0x9E3779B1)
_SECOND: Final = np.uint32(0x85EBCA77)


def character_table(characters: Mapping[int, str]) -> NDArray[np.uint32]:
    """Return the table that `mapped` takes: each code point, and the one character that it becomes."""
    table = np.arange(max(characters) + 1, dtype=np.uint32)
    table[list(characters)] = code_points("".join(characters.values()))
    return table


def mapped(text: str, table: NDArray[np.uint32]) -> str:
    """Return `text` with every character replaced as `table` says: `str.translate`, ten times as fast."""
    return "".join(_mapped(text[start : start + BLOCK], table) for start in range(0, len(text), BLOCK))


def _mapped(text: str, table: NDArray[np.uint32]) -> str:
    codes = code_points(text)
    if codes.max() < len(table):
        codes = table[codes]
    else:
        known = codes < len(table)
        codes = codes.copy()
        codes[known] = table[codes[known]]
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def pair_table(pairs: Iterable[str]) -> NDArray[np.bool_]:
    """Return the table that `pairs_in` takes; `pairs` are strings of two characters."""
    table = np.zeros(1 << _BITS, dtype=np.bool_)
    codes = code_points("".join(pairs))
    table[_hash(codes[::2], codes[1::2])] = True
    return table


def pairs_in(text: str, table: NDArray[np.bool_]) -> Iterator[int]:
    """Yield where in `text` a pair of characters begins that may be one of the table's.

    The pairs are hashed: a few others share a place of the table with one of them. What the table does not know is
    passed over at about the speed at which memory is read, however many pairs it holds.
    """
    for start in range(0, len(text) - 1, BLOCK):
        codes = code_points(text[start : start + BLOCK + 1])
        found = np.flatnonzero(table[_hash(codes[:-1], codes[1:])])
        yield from (found + start).tolist()


def distinct(text: str) -> str:
    """Return the characters of `text`, each once, sorted; U+FFFF for all those beyond the Basic Multilingual Plane."""
    blocks = [_distinct(codes(text[start : start + BLOCK])) for start in range(0, len(text), BLOCK)]
    found = _distinct(np.concatenate(blocks)) if len(blocks) > 1 else blocks[0]
    return found.tobytes().decode("utf-16-le", "surrogatepass")


def _distinct(codes: NDArray[np.uint16]) -> NDArray[np.uint16]:
    ordered = np.sort(codes, kind="stable")
    last = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=last[:-1])
    return ordered[last]


def follows_itself(text: str, marks: str, bound: str) -> bool:
    """Tell whether one of `marks` stands twice in a text without another of them, or a bound, between."""
    view = codes(text)
    looked_at = view == ord(bound)
    for mark in marks:
        looked_at |= view == ord(mark)
    found = view[looked_at]
    return bool(((found[1:] == found[:-1]) & (found[1:] != ord(bound))).any())


def codes(text: str) -> NDArray[np.uint16]:
    """Return the code of every character of `text`; `LAST` for those beyond the Basic Multilingual Plane."""
    narrow = text.encode("utf-16-le", "surrogatepass")
    if len(narrow) == 2 * len(text):
        return np.frombuffer(narrow, "<u2")
    found: NDArray[np.uint16] = np.minimum(code_points(text), LAST).astype(np.uint16)
    return found


def unknown_numbers() -> NDArray[np.float64]:
    """Return the table that `means_of` fills: no number yet for any character of the Basic Multilingual Plane."""
    return np.full(LAST + 1, np.nan)


def means_of(texts: Sequence[str], number_of: Mapping[str, float], table: NDArray[np.float64]) -> list[float]:
    """Return for each text, none of them empty, the mean of the numbers of its characters beyond ASCII; 0 without any.

    Args:
        texts: the texts.
        number_of: what number a character has.
        table: the numbers that were looked up before; filled in.
    """
    codes = code_points("".join(texts))
    numbers = table[np.minimum(codes, LAST)]
    for at in np.flatnonzero(np.isnan(numbers)).tolist():
        numbers[at] = number_of[chr(codes[at])]
        if codes[at] < LAST:
            table[codes[at]] = numbers[at]
    foreign = codes > 0x7F
    lengths = np.array(list(map(len, texts)))
    offsets = np.cumsum(lengths) - lengths
    sums = np.add.reduceat(numbers * foreign, offsets)
    found: list[float] = (sums / np.maximum(np.add.reduceat(foreign, offsets, dtype=np.int64), 1)).tolist()
    return found


def code_points(text: str) -> NDArray[np.uint32]:
    """Return the code points of `text`."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _hash(first: NDArray[np.uint32], second: NDArray[np.uint32]) -> NDArray[np.uint32]:
    hashed = first * _FIRST
    hashed += second * _SECOND
    hashed >>= np.uint32(32 - _BITS)
    return hashed
