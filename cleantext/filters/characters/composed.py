"""Canonical composition (NFC), place by place: accents written apart, compatibility ideographs."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

from cleantext.edits import Edit


def decomposed(text: str, characters: str) -> Iterator[Edit]:
    """Yield an edit for each place that Unicode's canonical composition (NFC) changes.

    NFC and not NFKC: compatibility forms such as （）, … and ① are the author's. A text with more than `LONGEST`
    combining marks in a row is left alone: it is no writing, and to order them takes time that grows with the square.

    Args:
        text: the document's text.
        characters: its alphabet.
    """
    if not _MAY_CHANGE.search(characters):
        return
    if _HEAP_OF_MARKS.search(text) or unicodedata.is_normalized("NFC", text):
        return
    for match in _places().finditer(text):
        composed = unicodedata.normalize("NFC", match[0])
        if composed != match[0]:
            yield Edit(match.start(), match.end(), composed, "nfc", "characters", "written in parts or as a variant")


LONGEST: Final = 60
"""So many combining marks may follow one another."""

_MAY_CHANGE = re.compile(
    "[^\0-\u02ff\u2002-\u20cf\u2190-\u2328\u2460-\u2a00\u2e80-\u3029\u3030-\u3098\u309b-\u9fff\uac00-\ud7a3\ue000-\uf8ff\uff00-\ufffe]"
)
"""What composition may touch, and much else: all but the planes' parts that Chinese is written with."""

_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
_HEAP_OF_MARKS = re.compile(f"[{_MARKS}]{{{LONGEST + 1}}}")


@cache
def _places() -> re.Pattern[str]:
    """Return the pattern of a character with everything behind it that may be composed with it or reordered."""
    moved = {chr(code) for code in range(sys.maxunicode + 1) if _may_change(chr(code))}
    seconds = {part for character in map(chr, range(sys.maxunicode + 1)) for part in _second_part(character)}
    jamo = {chr(code) for code in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))}
    return re.compile(f"[^\\n]?[{_class(moved | seconds | jamo)}]+")


def _may_change(character: str) -> bool:
    if "\ud800" <= character <= "\udfff":
        return False
    return bool(unicodedata.combining(character)) or not unicodedata.is_normalized("NFC", character)


def _second_part(character: str) -> list[str]:
    """Return the character that, behind another one, `character` is composed of."""
    parts = unicodedata.decomposition(character).split()
    return [chr(int(parts[1], 16))] if len(parts) == 2 and parts[0][0] != "<" else []


def _class(characters: set[str]) -> str:
    """Write a character class with ranges."""
    codes = sorted(map(ord, characters))
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{re.escape(chr(low))}-{re.escape(chr(high))}" for low, high in ranges)
