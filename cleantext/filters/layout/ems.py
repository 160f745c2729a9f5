"""How wide a line is as it is set: a Han character is one em wide, a Latin letter half of one."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

WIDE: Final = "WFA"
"""East Asian widths that are one em: wide, full-width, and ambiguous, which Chinese fonts set wide."""

_BESIDE_HAN = re.compile("(?<=[^\x00-\x7f]) +| +(?=[^\x00-\x7f])")


def ems(words: str) -> float:
    """Return the width of a line's words, in ems; spaces beside Han are left out, since programs put them there.

    Source for the widths: Unicode Standard Annex 11, East Asian Width.
    """
    if " " in words:
        words = _BESIDE_HAN.sub("", words)
    return len(words) - 0.5 * len(narrow().findall(words))


@cache
def narrow() -> re.Pattern[str]:
    """Return the class of characters that are half an em wide; all lie in the Basic Multilingual Plane."""
    codes = [code for code in range(0x2E80) if unicodedata.east_asian_width(chr(code)) not in WIDE]
    ranges: list[list[int]] = []
    for code in [*codes, *range(0xFF61, 0xFFDD)]:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return re.compile("[" + "".join(f"\\u{low:04x}-\\u{high:04x}" for low, high in ranges) + "]")
