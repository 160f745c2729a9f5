"""The fold: a view of a text, character for character, in which a notice needs to be written only once.

Full-width forms become ASCII, Traditional characters Simplified, every space a plain one, capital letters small, and
the many shapes of quotation marks, brackets, dashes and bars one each. Every character becomes exactly one character,
so an offset in the fold is the same offset in the text. Line ends stay as they are.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleantext.arrays import CharacterTable

_SHAPES = {
    '"': "“”„‟〝〞〟「」『』﹁﹂﹃﹄‘’",
    "[": "【〔〖［",
    "]": "】〕〗］",
    "<": "〈《＜‹«",
    ">": "〉》＞›»",
    "-": "‐‑‒–—―─－﹣−",
    "|": "｜︱│┃¦",
    "·": "‧・•∙⋅",
    ":": "：︰∶﹕",
    " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
}


_LONG = 256
"""Texts of so many code points and more are folded by arrays: below that, setting them up costs more than it saves."""


def fold(text: str) -> str:
    """Fold `text`; the result has the same length.

    >>> fold("版權聲明：本網站「ＱＱ」　①")
    '版权声明:本网站"qq" ①'
    """
    if text.isascii():
        return text.lower()
    if len(text) < _LONG:
        return text.translate(_table())
    from cleantext.arrays import mapped  # noqa: PLC0415 - numpy comes with first use

    return mapped(text, _array())


@cache
def unfold(character: str) -> str:
    """Return every character whose fold is `character`, itself first if it is one of them."""
    return _preimages().get(character, character)


def is_folded(text: str) -> bool:
    """Tell whether the fold leaves `text` as it is."""
    return fold(text) == text


@cache
def _table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table.update({ord(shape): plain for plain, shapes in _SHAPES.items() for shape in shapes})
    table.update({ord(capital): capital.lower() for capital in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"})
    table.update({code: other.lower() for code, other in table.items()})
    traditional, simplified = files("cleantext").joinpath("data/fold.txt").read_text("utf-8").split()
    table.update(zip(map(ord, traditional), simplified, strict=True))
    return table


@cache
def _array() -> CharacterTable:
    from cleantext.arrays import character_table  # noqa: PLC0415 - numpy comes with first use

    return character_table(_table())


@cache
def _preimages() -> dict[str, str]:
    found: dict[str, str] = {}
    table = _table()
    for code, character in table.items():
        own = "" if ord(character) in table else character
        found[character] = found.get(character, own) + chr(code)
    return found
