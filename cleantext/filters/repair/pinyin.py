"""Pinyin that a converter put behind single characters: 團(tuán)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cleantext.edits import Edit
from cleantext.filters.repair.propose import around
from cleantext.fold import fold
from cleantext.frequency import cost

RARE: Final = 8.5
"""Cost, in nats, from which on a character is one whose reading an author may give."""

SEVERAL: Final = 3
"""Common characters with their reading from which on nobody but a converter gave it."""

_OPENINGS = "(（"
_READING = re.compile(r"[a-zü]{0,4}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]{0,4}[)）]")
_TAUGHT = re.compile("拼音|读音|注音|生字|生词|多音字|字音|课文|朗读|读作|汉语")


def readings(text: str) -> Iterator[Edit]:
    """Yield an edit that removes each reading behind a common character, where the text gives several.

    One or two are only suggested. A text that speaks of readings, as a textbook does, keeps them all, and so does a
    rare character.
    """
    spans = sorted(span for opening in _OPENINGS for span in _behind(text, opening))
    found = [(start, end) for start, end in spans if _is_common(text[start - 1 : start])]
    if not found or _TAUGHT.search(text):
        return
    several = len(found) >= SEVERAL
    for start, end in found:
        yield Edit(
            start,
            end,
            "",
            rule="reading-behind-character",
            category="repair",
            reason="reading put behind a common character",
            safety="likely" if several else "suggest",
            evidence={"readings": len(found), "context": around(text, start, end)},
        )


def _behind(text: str, opening: str) -> Iterator[tuple[int, int]]:
    """Yield where a reading stands between brackets."""
    at = text.find(opening, 1)
    while at > 0:
        match = _READING.match(text, at + 1)
        if match:
            yield at, match.end()
        at = text.find(opening, at + 1)


def _is_common(character: str) -> bool:
    """Tell whether it is a Han character whose reading everybody knows."""
    return "一" <= character <= "鿿" and cost().get(fold(character), RARE) < RARE
