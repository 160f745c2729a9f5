"""Patterns that some text makes slow: found by building texts against a rule, from short ones to the longest."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Final

from cleantext.fold import fold
from cleantext.rules.match import LONGEST_ITEM, REACH
from cleantext.rules.model import SHORT, Rule, compiled
from cleantext.rules.pattern import literals

LIMIT: Final = 0.1
"""Seconds that a pattern may need for one line; a sound one needs some thousandths."""

SHORTEST: Final = 16
"""Length, in code points, of the first text of a kind."""

STEP_BY_STEP: Final = 64
"""From this length on each further text is twice as long as the one before it."""

STEP: Final = 4
"""Below it, each further one is so many code points longer.

A pattern that needs twice the time for each further character is found before it needs a second.
"""

PLACES: Final = 20
"""So many first characters of an example, and characters of a pattern, are tried as what a text repeats."""

_NEVER = "\ufffe"
_USUAL = ("1", " ", "a", "一", "一 ", "1.")


def slow_text(rule: Rule) -> str:
    """Return how the text begins for which one of the rule's patterns takes too long; empty where none was found.

    A pattern is tried on lines that begin like an example and then repeat a piece of it, or a character that the
    pattern names, up to the longest line that the matcher shows to it. A line that took too long is tried once more, so
    that a busy machine is not taken for a bad pattern.
    """
    attacks = list(dict.fromkeys(_attacks(rule)))
    for call, longest in _calls(rule):
        for start, piece in attacks:
            whole = start + piece * (longest // len(piece) + 1)
            for length in _lengths(longest):
                text = whole[:length] + _NEVER
                if _seconds(call, text) > LIMIT and _seconds(call, text) > LIMIT:
                    return text[: len(start) + SHORTEST]
    return ""


def _lengths(longest: int) -> Iterator[int]:
    """Yield how long the texts of one kind are, ever longer, the longest line last."""
    yield from range(SHORTEST, min(STEP_BY_STEP, longest), STEP)
    length = STEP_BY_STEP
    while length < longest:
        yield length
        length *= 2
    yield longest


def _calls(rule: Rule) -> Iterator[tuple[Callable[[str], object], int]]:
    """Yield how the matcher uses each pattern, and for how long a text."""
    if rule.part == "span":
        yield lambda text: list(compiled(rule.pattern).finditer(text)), 2 * REACH
    else:
        yield compiled(rule.pattern).fullmatch, max(rule.width, SHORT)
    if rule.items:
        yield compiled(rule.items).fullmatch, LONGEST_ITEM
    for pattern in filter(None, (rule.holds, rule.unless)):
        yield compiled(pattern).search, LONGEST_ITEM


def _attacks(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield beginnings of lines and what is repeated behind them."""
    pieces = [*_USUAL, *sorted(rule.anchors)[:6]]
    pieces += sorted({one for pattern in (rule.pattern, rule.items, rule.unless) for one in literals(pattern)})[:PLACES]
    starts = dict.fromkeys(("", *sorted(rule.anchors)[:2], fold(rule.examples[0][0]).split("\n")[0]))
    yield from ((start, piece) for start in starts for piece in dict.fromkeys(pieces))
    for line in dict.fromkeys(line for before, _ in rule.examples for line in fold(before).split("\n")[:4]):
        for at, character in enumerate(line[:PLACES]):
            yield line[:at], character
        yield from ((line[:at], line[at : at + 2]) for at in range(0, min(len(line) - 1, PLACES), 2))
        yield line, line


def _seconds(call: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    call(text)
    return time.process_time() - start
