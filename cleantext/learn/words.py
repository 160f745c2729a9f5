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
    best = Meaning("other", 0, False, ())
    all_words: dict[str, int] = {}
    best_weight = 0.0
    for category, weights in _facts().weights.items():
        found = {word: weight for word, weight in weights.items() if word in fixed}
        found = {word: weight for word, weight in found.items() if not any(word in one for one in found if one != word)}
        all_words |= found
        weight = sum(found.values()) + sum(map(len, found)) / 100
        if weight > best_weight:
            best_weight = weight
            best = Meaning(category, 0, False, ())
    words = sorted(one for one in all_words if not any(one in other for other in all_words if other != one))
    weights = [all_words[word] for word in words]
    return Meaning(best.category, sum(weights), STRONG in weights, tuple(words))


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
