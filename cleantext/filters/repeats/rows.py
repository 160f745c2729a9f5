"""The lines of a document with their normal forms, and the cheap test that spares most documents the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from cleantext.lines import Span, lines

PHRASE: Final = 6
"""Two copies of a paragraph share runs of so many Han characters, or more, between two marks."""

ONE_IN: Final = 16
"""At least one in so many characters of such runs stands in a shared one, even if a tenth of all are damaged."""

_PHRASES = re.compile(f"[㐀-鿿]{{{PHRASE},}}")


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A line that is not blank.

    Attributes:
        number: which of these lines it is.
        span: where it stands, without its line end.
        normal: its normal form, see `cleantext.similar.normal`.
    """

    number: int
    span: Span
    normal: str


def lines_with_shared_phrases(text: str, least: int) -> set[int]:
    """Return where the lines of `least` characters or more begin that may be copies of one another.

    Of the characters of its phrases each has at least one in `ONE_IN` in phrases that another such line has too. The
    work is one pass over the text.
    """
    starts: list[int] = []
    phrases_of: list[set[str]] = []
    seen: set[str] = set()
    shared: set[str] = set()
    start = 0
    for line in text.split("\n"):
        if len(line) >= least and (phrases := set(_PHRASES.findall(line))):
            starts.append(start)
            phrases_of.append(phrases)
            shared |= phrases & seen
            seen |= phrases
        start += len(line) + 1
    return {start for start, phrases in zip(starts, phrases_of, strict=True) if _shares_enough(phrases, shared)}


def _shares_enough(phrases: set[str], shared: set[str]) -> bool:
    common = phrases & shared
    return bool(common) and ONE_IN * sum(map(len, common)) >= sum(map(len, phrases))


def rows_of(text: str) -> list[Row]:
    """Return the lines of a text that have a normal form."""
    from cleantext.similar.normal import normal_lines  # noqa: PLC0415 - numpy comes with first use

    filled = [pair for pair in zip(lines(text), normal_lines(text), strict=True) if pair[1]]
    return [Row(number, span, normal) for number, (span, normal) in enumerate(filled)]
