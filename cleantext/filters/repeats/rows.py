"""The lines of a document with their normal forms, and the cheap test that spares most documents the rest."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from cleantext.lines import Span, lines

PHRASE: Final = 6
"""Two copies of a paragraph share runs of so many Han characters, or more, between two marks."""

ONE_IN: Final = 16
"""At least one in so many characters of such runs stands in a shared one, even if a tenth of all are damaged."""

MANY: Final = 10
"""What more lines than this share is not counted line against line."""

_PHRASES = re.compile(f"[㐀-鿿]{{{PHRASE},}}")


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A line that is not blank.

    Attributes:
        span: where it stands, without its line end.
        normal: its normal form, see `cleantext.similar.normal`.
    """

    span: Span
    normal: str


def lines_with_shared_phrases(text: str, least: int) -> list[Span]:
    """Return the lines of `least` characters or more that may be copies of one another.

    Of the characters of its phrases each has at least one in `ONE_IN` in phrases that one other such line has too. The
    work is one pass over the text.
    """
    spans: list[Span] = []
    phrases_of: list[set[str]] = []
    seen: set[str] = set()
    shared: set[str] = set()
    start = 0
    for line in text.split("\n"):
        if len(line) >= least and (phrases := set(_PHRASES.findall(line))):
            spans.append(Span(start, start + len(line)))
            phrases_of.append(phrases)
            if not seen.isdisjoint(phrases):
                shared |= phrases & seen
            seen |= phrases
        start += len(line) + 1
    if not shared:
        return []
    return [spans[number] for number in sorted(_with_partners(phrases_of, shared))]


def _with_partners(phrases_of: Sequence[set[str]], shared: set[str]) -> set[int]:
    """Return which lines share enough of their phrases with one other line, or any with very many."""
    lines_of: defaultdict[str, list[int]] = defaultdict(list)
    for number, phrases in enumerate(phrases_of):
        if not shared.isdisjoint(phrases):
            for phrase in phrases & shared:
                lines_of[phrase].append(number)
    found = {number for numbers in lines_of.values() if len(numbers) > MANY for number in numbers}
    common: Counter[tuple[int, int]] = Counter()
    for phrase, numbers in lines_of.items():
        if len(numbers) <= MANY:
            for pair in combinations(numbers, 2):
                common[pair] += len(phrase)
    for pair, size in common.items():
        if not found.issuperset(pair) and all(_is_enough(size, phrases_of[number]) for number in pair):
            found.update(pair)
    return found


def _is_enough(size: int, phrases: set[str]) -> bool:
    return ONE_IN * size >= sum(map(len, phrases))


def rows_of(text: str, spans: Sequence[Span] | None = None) -> list[Row]:
    """Return the lines of a text that have a normal form: all of them, or those that are given."""
    from cleantext.similar.normal import normal_lines  # noqa: PLC0415 - numpy comes with first use

    chosen = lines(text) if spans is None else spans
    normals = normal_lines(text if spans is None else "\n".join(text[one.start : one.end] for one in spans))
    return [Row(span, normal) for span, normal in zip(chosen, normals, strict=True) if normal]
