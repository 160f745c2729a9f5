"""What stands around a word, cut into the clues that the model of soft pairs weighs."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Final

from cleantext.filters.repair.model import View

WINDOW: Final = 8
"""How far the clues reach to either side of a word, in code points, blanks not counted."""

JOINED: Final = 4
"""Characters on both sides that a clue joins to the word, at the most."""

EDGE: Final = "|"
"""Stands where the line begins or ends."""

_SIDES: Final = (
    *((left, 0) for left in range(1, JOINED + 1)),
    *((0, right) for right in range(1, JOINED + 1)),
    *((left, right) for left in range(1, JOINED) for right in range(1, JOINED - left + 1)),
)
"""How many characters to the left and to the right of the word a clue joins to it."""

_DIGITS = re.compile(r"[0-9]+")


def rewritten_view(view: View, replacer: Mapping[str, str], replaceable: Collection[str]) -> View:
    """Return a view as a blind replacer leaves it, whether or not it has been there.

    So the clues of a place do not depend on which other pairs were active.

    Args:
        view: what stands around a word.
        replacer: from the words that it looks for to those that it writes.
        replaceable: those of the words that the text has at all.
    """
    before = _plain(view.before, replacer, replaceable)
    after = _plain(view.after, replacer, replaceable)
    return View((EDGE + before)[-WINDOW:], (after + EDGE)[:WINDOW])


def clues(view: View) -> list[str]:
    """Return the clues of a place; `~` is the word, and `…` anything between the word and the characters behind it.

    >>> clues(View("推动", "、"))[:6]
    ['动~', '推动~', '~、', '动~、', '推动~、']
    """
    before, after = view
    joined, word = f"{before}~{after}", len(before)
    found = [joined[word - left : word + 1 + right] for left, right in _SIDES if left <= word and right <= len(after)]
    found += [before[at : at + 2] + "…~" for at in range(word - 2)]
    found += ["~…" + after[at : at + 2] for at in range(1, len(after) - 1)]
    return found


def _plain(half: str, replacer: Mapping[str, str], replaceable: Collection[str]) -> str:
    half = _DIGITS.sub("0", "".join(half.split()))
    for word in replaceable:
        if word in half:
            return _any_of(tuple(replacer)).sub(lambda match: replacer[match[0]], half)
    return half


@lru_cache(maxsize=8)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)")
