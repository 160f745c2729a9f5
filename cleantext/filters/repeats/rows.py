"""The lines of a document with their normal forms, and the cheap test that spares most documents the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cleantext.lines import Span, lines

PHRASE: Final = 6
"""Two copies of a paragraph share at least one run of so many Han characters between two marks."""

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


def shares_a_phrase(text: str) -> bool:
    """Tell whether some phrase stands in the text twice; where none does, no paragraph can."""
    phrases = _PHRASES.findall(text)
    return len(set(phrases)) < len(phrases)


def rows_of(text: str) -> list[Row]:
    """Return the lines of a text that have a normal form."""
    from cleantext.similar.normal import normal_lines  # noqa: PLC0415 - numpy comes with first use

    filled = [pair for pair in zip(lines(text), normal_lines(text), strict=True) if pair[1]]
    return [Row(number, span, normal) for number, (span, normal) in enumerate(filled)]


def with_shared_phrases(text: str, rows: Sequence[Row]) -> list[Row]:
    """Return the lines that have a phrase in common with another one."""
    phrases_of = [set(_PHRASES.findall(text, row.span.start, row.span.end)) for row in rows]
    seen: set[str] = set()
    shared: set[str] = set()
    for phrases in phrases_of:
        shared |= phrases & seen
        seen |= phrases
    return [row for row, phrases in zip(rows, phrases_of, strict=True) if phrases & shared]
