"""What stands around a word, cut into the clues that the model of soft pairs weighs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from cleantext.filters.repair.model import View

WINDOW: Final = 8
"""How far the clues reach to either side of a word, in code points, blanks not counted."""

EDGE: Final = "|"
"""Stands where the line begins or ends."""

_BLANKS = re.compile(r"\s+")
_DIGITS = re.compile(r"[0-9]+")


def rewritten_view(view: View, replacer: Mapping[str, str]) -> View:
    """Return a view as a blind replacer leaves it, whether or not it has been there.

    So the clues of a place do not depend on which other pairs were active.

    Args:
        view: what stands around a word.
        replacer: from the words that it looks for to those that it writes.
    """
    before, after = (_plain(half, replacer) for half in (view.before, view.after))
    return View((EDGE + before)[-WINDOW:], (after + EDGE)[:WINDOW])


def clues(view: View) -> list[str]:
    """Return the clues of a place; `~` is the word, and `…` anything between the word and the characters behind it.

    >>> clues(View("推动", "、"))[:6]
    ['动~', '推动~', '~、', '动~、', '推动~、']
    """
    return list(_clues(view.before, view.after))


def _clues(before: str, after: str) -> Iterator[str]:
    lefts = [before[-size:] for size in range(1, 5) if size <= len(before)]
    rights = [after[:size] for size in range(1, 5) if size <= len(after)]
    for left in lefts:
        yield f"{left}~"
    for right in rights:
        yield f"~{right}"
    for left in lefts[:3]:
        for right in rights[:3]:
            if len(left) + len(right) <= 4:
                yield f"{left}~{right}"
    for at in range(len(before) - 2):
        yield f"{before[at : at + 2]}…~"
    for at in range(1, len(after) - 1):
        yield f"~…{after[at : at + 2]}"


def _plain(half: str, replacer: Mapping[str, str]) -> str:
    half = _DIGITS.sub("0", _BLANKS.sub("", half))
    return _any_of(tuple(replacer)).sub(lambda match: replacer[match[0]], half)


@lru_cache(maxsize=8)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)")
