"""The alphabet of a text: which characters occur in it. One look instead of one search for each class of characters.

A text has some hundred times as many characters as its alphabet. What does not occur in the alphabet does not occur in
the text, and filters that find nothing of theirs in it need not look at the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from cleantext.document import Document
from cleantext.edits import Edit

BEYOND: Final = "\uffff"
"""Stands for every character outside the Basic Multilingual Plane, and for itself."""

SHORT: Final = 128
"""Code points below which a set is made faster than an array."""


def alphabet(text: str) -> str:
    """Return the characters that occur in `text`, each once, in any order; `BEYOND` for those beyond the plane.

    >>> sorted(alphabet("好好学习，天天向上"))
    ['上', '习', '向', '天', '好', '学', '，']
    """
    if len(text) < SHORT:
        found = set(text)
        return "".join(found) if text.isascii() else "".join({min(one, BEYOND) for one in found})
    from cleantext.arrays import distinct  # noqa: PLC0415 - numpy comes with first use

    return distinct(text)


def alphabet_of(document: Document) -> str:
    """Return the alphabet of a document's text, made once."""
    return document.view(_Alphabet, _Alphabet).characters


@dataclass(frozen=True)
class _Alphabet:
    text: str

    @cached_property
    def characters(self) -> str:
        return alphabet(self.text)

    def after(self, edits: Sequence[Edit], text: str) -> _Alphabet:  # noqa: ARG002 - what went may stand elsewhere too
        return _Alphabet(text)
