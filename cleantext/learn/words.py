"""What the words of a template say: that a site wrote it, of which category it is, or that documents have it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

STRONG: Final = 2
"""What a strong word counts; a weak one counts 1."""


_MARKUP = re.compile(r"!?\[[^\]]*\]\([^)]*\)?|<[a-z/!][^>]*>?")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the words of a template say.

    Attributes:
        category: the category whose words it has most of; `other` where it has none.
        weight: how much speaks for a notice: see `STRONG`.
        strong: whether one of them is enough.
        words: the words that do.
    """

    category: str
    weight: int
    strong: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Facts:
    weights: dict[str, dict[str, int]]
    content: re.Pattern[str]


def meaning_of(fixed: str) -> Meaning:
    """Weigh the words in what never varies; addresses of links and tags of HTML are no words.

    >>> meaning_of("责任编辑:").category
    'editor_credit'
    """
    fixed = _MARKUP.sub("", fixed)
    best, most = "other", 0.0
    said: dict[str, int] = {}
    for category, weights in _facts().weights.items():
        found = _longest({word: weight for word, weight in weights.items() if word in fixed})
        said |= found
        weight = sum(found.values()) + sum(map(len, found)) / 100
        if weight > most:
            best, most = category, weight
    said = _longest(said)
    return Meaning(best, sum(said.values()), STRONG in said.values(), tuple(sorted(said)))


def _longest(words: dict[str, int]) -> dict[str, int]:
    """Leave out words that stand in another one of them."""
    return {one: weight for one, weight in words.items() if not any(one in other for other in words if other != one)}


def is_content_form(mask: str) -> bool:
    """Tell whether a template is one that documents have in common: a heading, a salutation, a field of a form."""
    return _facts().content.search(mask) is not None


@cache
def _facts() -> _Facts:
    table = tomllib.loads(files("cleantext").joinpath("data/learn.toml").read_text("utf-8"))
    weights = {
        kind["category"]: dict.fromkeys(kind["weak"], 1) | dict.fromkeys(kind["strong"], STRONG)
        for kind in table["kind"]
    }
    return _Facts(weights, re.compile("|".join(f"(?:{form})" for form in table["content"]["forms"])))
