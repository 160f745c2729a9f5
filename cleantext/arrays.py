"""Text as arrays of code points: characters that become others, and words that are found, on numpy.

Texts are looked at in blocks that stay in the processor's cache. Loading this module loads numpy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK: Final = 1 << 14
"""Code points that are looked at together."""

LAST: Final = 0xFFFF
"""The last code of the Basic Multilingual Plane."""

_FACTOR: Final = np.uint16(31)
"""Small, so that the hashes of neighbouring characters are neighbours too, and what is looked up stays in the cache."""


@dataclass(frozen=True, slots=True)
class CharacterTable:
    """What each character becomes.

    Attributes:
        narrow: for the Basic Multilingual Plane.
        wide: for all characters that become another one, and for those below the last of them.
    """

    narrow: NDArray[np.uint16]
    wide: NDArray[np.uint32]


def character_table(characters: Mapping[int, str]) -> CharacterTable:
    """Return the table that `mapped` takes: each code point, and the one character of the plane that it becomes."""
    wide = np.arange(max(LAST, *characters) + 1, dtype=np.uint32)
    wide[list(characters)] = code_points("".join(characters.values()))
    return CharacterTable(wide[: LAST + 1].astype("<u2"), wide)


def mapped(text: str, table: CharacterTable) -> str:
    """Return `text` with every character replaced as `table` says: `str.translate`, many times as fast."""
    return "".join(_mapped(text[start : start + BLOCK], table) for start in range(0, len(text), BLOCK))


def _mapped(text: str, table: CharacterTable) -> str:
    narrow = text.encode("utf-16-le", "surrogatepass")
    if len(narrow) == 2 * len(text):
        found: str = table.narrow[np.frombuffer(narrow, "<u2")].tobytes().decode("utf-16-le", "surrogatepass")
        if len(found) == len(text):  # two halves of a character that stand side by side would become one
            return found
    codes = code_points(text).copy()
    known = codes < len(table.wide)
    codes[known] = table.wide[codes[known]]
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


@dataclass(frozen=True, slots=True)
class WordTable:
    """Words to look for, each known by one pair of its characters.

    Attributes:
        hashes: whether a word's pair may have this hash.
        pairs: the pairs, as one number each, in order.
        firsts: number of the first word of each pair.
        counts: how many words each pair has.
        offsets: of each word, where in it its pair stands.
        lengths: of each word.
        heads: the first character of each word.
        tails: the last one.
    """

    hashes: NDArray[np.bool_]
    pairs: NDArray[np.uint32]
    firsts: NDArray[np.int64]
    counts: NDArray[np.int64]
    offsets: NDArray[np.int64]
    lengths: NDArray[np.int64]
    heads: NDArray[np.uint16]
    tails: NDArray[np.uint16]


def word_table(words: Sequence[str], offsets: Sequence[int]) -> WordTable:
    """Return the table that `words_in` takes.

    Args:
        words: of the Basic Multilingual Plane, sorted by their pairs.
        offsets: where the pair of each word begins in it.
    """
    view = codes("".join(word[offset : offset + 2] for word, offset in zip(words, offsets, strict=True)))
    hashes = np.zeros(LAST + 1, np.bool_)
    hashes[_hash(view[::2], view[1::2])] = True
    pairs, firsts, counts = np.unique(_pair(view[::2], view[1::2]), return_index=True, return_counts=True)
    lengths = np.array(list(map(len, words)), np.int64)
    heads, tails = codes("".join(word[0] for word in words)), codes("".join(word[-1] for word in words))
    return WordTable(hashes, pairs, firsts, counts, np.array(offsets, np.int64), lengths, heads, tails)


def words_in(text: str, table: WordTable) -> Iterable[tuple[int, int]]:
    """Return where in `text` a word of the table may start, and its number: by the place of its pair, then by number.

    Pair, first and last character are right; what stands between is for the caller to compare. Pairs are hashed first:
    what the table does not know is passed over at about the speed at which memory is read, however many pairs it holds.
    """
    view = codes(text)
    blocks = [view[start : start + BLOCK + 1] for start in range(0, len(view) - 1, BLOCK)]
    at = np.concatenate([
        np.flatnonzero(table.hashes[_hash(block[:-1], block[1:])]) + number * BLOCK
        for number, block in enumerate(blocks)
    ])  # fmt: skip
    pairs = _pair(view[at], view[at + 1])
    known = np.minimum(np.searchsorted(table.pairs, pairs), len(table.pairs) - 1)
    same = table.pairs[known] == pairs
    at, known = at[same], known[same]
    counts = table.counts[known]
    ends = np.cumsum(counts)
    number = np.repeat(table.firsts[known] - (ends - counts), counts) + np.arange(counts.sum())
    start = np.repeat(at, counts) - table.offsets[number]
    last = start + table.lengths[number] - 1
    inside = np.flatnonzero((start >= 0) & (last < len(view)))
    start, last, number = start[inside], last[inside], number[inside]
    fits = np.flatnonzero((view[start] == table.heads[number]) & (view[last] == table.tails[number]))
    return zip(start[fits].tolist(), number[fits].tolist(), strict=True)


def distinct(text: str) -> str:
    """Return the characters of `text`, each once, sorted; U+FFFF for all those beyond the Basic Multilingual Plane."""
    present = np.zeros(LAST + 1, np.bool_)
    for start in range(0, len(text), BLOCK):
        present[codes(text[start : start + BLOCK])] = True
    return np.flatnonzero(present).astype("<u2").tobytes().decode("utf-16-le", "surrogatepass")


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


def places_between(text: str, first: str, last: str) -> list[int]:
    """Return where the characters from `first` to `last`, both of the Basic Multilingual Plane, stand in `text`."""
    view = codes(text)
    found: list[int] = np.flatnonzero((view >= ord(first)) & (view <= ord(last))).tolist()
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


def _hash(first: NDArray[np.uint16], second: NDArray[np.uint16]) -> NDArray[np.uint16]:
    hashed = first * _FACTOR
    hashed += second
    return hashed


def _pair(first: NDArray[np.uint16], second: NDArray[np.uint16]) -> NDArray[np.uint32]:
    """Return a pair of characters as one number."""
    return (first.astype(np.uint32) << np.uint32(16)) | second
