"""The normal form of a paragraph: what is left when everything that two copies may differ by is folded away."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from cleantext.fold import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SIZE = 0x20000
_LEFT_OUT = frozenset({"Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Zs", "Zl", "Zp", "Cc", "Cf", "So", "Sk"})
_KEPT_MARKS = "%‰"
_LEFT_OUT_SIGNS = "|~"


def normal(text: str) -> str:
    """Return the normal form of one paragraph.

    Width, case and script are folded; punctuation, white space, control characters and ornaments are left out. Letters,
    digits, `%`, `‰`, and signs of arithmetic and money stay. Of the marks between two digits the first one stays too,
    since it is part of a number: 3.5 and 35 are different statements. Characters above the planes of everyday text
    (U+20000 and up) stay as they are.

    >>> normal("增長３.5％，　即「ＧＤＰ」…")
    '增长3.5%即gdp'
    """
    return normal_lines(text.replace("\n", " "))[0]


def normal_lines(text: str) -> list[str]:
    r"""Return the normal form of every line of a text, in one pass; a line ends at `\n` and at nothing else.

    >>> normal_lines("甲，\n\n乙。")
    ['甲', '', '乙']
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    folded, stays, digit = _table()
    low = np.minimum(codes, _SIZE - 1)
    keep = stays[low] | (codes >= _SIZE)
    _keep_marks_in_numbers(keep, digit[low])
    result = np.where(codes < _SIZE, folded[low], codes)[keep]
    return result.tobytes().decode("utf-32-le", "surrogatepass").split("\n")


def _keep_marks_in_numbers(keep: NDArray[np.bool_], digit: NDArray[np.bool_]) -> None:
    """Keep the first of the marks that stand between two digits."""
    if not digit.any():
        return
    places = np.flatnonzero(keep)
    left, right = places[:-1], places[1:]
    keep[left[(right - left > 1) & digit[left] & digit[right]] + 1] = True


@cache
def _table() -> tuple[NDArray[np.uint32], NDArray[np.bool_], NDArray[np.bool_]]:
    """For each code point: its fold, whether it is part of the normal form, whether it is a digit once folded."""
    characters = "".join(map(chr, range(_SIZE)))
    folds = fold(characters)
    folded = np.frombuffer(folds.encode("utf-32-le", "surrogatepass"), np.uint32)
    stays = np.fromiter(map(_stays, characters, folds), np.bool_, _SIZE)
    digit = (folded >= ord("0")) & (folded <= ord("9"))
    return folded, stays, digit


def _stays(character: str, folded: str) -> bool:
    if character == "\n" or folded in _KEPT_MARKS:
        return True
    category = unicodedata.category
    return not (category(character) in _LEFT_OUT or category(folded) in _LEFT_OUT or folded in _LEFT_OUT_SIGNS)
