"""A text as numbers: the code of each character after the fold, and what kind of character it is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from cleantext.arrays import LAST, codes
from cleantext.fold import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

HAN: Final = 1
LATIN: Final = 2
DIGIT: Final = 4
PUNCTUATION: Final = 8
STOP: Final = 16
CLOSER: Final = 32
BLANK: Final = 64
MARK: Final = 128
"""Kinds of characters, one bit each; a stop and a closer may end a sentence, a mark parts the items of a list."""

_KINDS: Final = (
    (PUNCTUATION, "，。；！？、,;!?…:："),
    (STOP, "。！？!?…"),
    (CLOSER, "”’」』）】》\"')]>"),
    (BLANK, " \t\n"),
    (MARK, "|>·•/-→»┊★☆◆●■▲▼_<"),
)


def text_of(codes: NDArray[np.uint16]) -> str:
    """Return the text that has these codes."""
    return codes.astype("<u2").tobytes().decode("utf-16-le")


def folded(raw: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """Return the codes after the fold, which makes one character of the shapes that a notice may be written in.

    Lone surrogates are taken for `LAST`, as is every character beyond the Basic Multilingual Plane.
    """
    return _folds()[raw]


def kinds(view: NDArray[np.uint16]) -> NDArray[np.uint8]:
    """Return the kinds of folded characters, as bits."""
    return _kinds()[view]


def places_of(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return every place of some stretches that are not empty, and where among them each stretch begins."""
    lengths = ends - starts
    offsets = np.cumsum(lengths) - lengths
    return np.arange(lengths.sum()) + np.repeat(starts - offsets, lengths), offsets


def counts_of_kinds(kinds: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many characters of each kind stretches have: a row a stretch, a column a kind, `HAN` first."""
    places, offsets = places_of(starts, ends)
    bits = np.unpackbits(kinds[places, None], axis=1, bitorder="little")
    found: NDArray[np.int64] = np.add.reduceat(bits, offsets, axis=0, dtype=np.int64)
    return found


@cache
def _folds() -> NDArray[np.uint16]:
    plane = "".join(map(chr, range(LAST + 1)))
    table = codes(fold(plane)).copy()
    table[ord("\t")] = table[ord("\r")] = ord(" ")
    table[0xD800:0xE000] = LAST
    return table


@cache
def _kinds() -> NDArray[np.uint8]:
    table = np.zeros(LAST + 1, np.uint8)
    table[0x3400:0xA000] |= HAN
    table[ord("a") : ord("z") + 1] |= LATIN
    table[ord("0") : ord("9") + 1] |= DIGIT
    for bit, characters in _KINDS:
        table[codes(characters)] |= bit
    return table
