"""Lines of a text as spans. A line ends at a line feed and at nothing else: other line ends are made one beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BLANK = " \t\u3000\u00a0"
"""What may stand around the words of a line without being part of them."""


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]`, in code points, half-open."""

    start: int
    end: int


def lines(text: str) -> list[Span]:
    r"""Return every line, without its line end; a text that ends with `\n` has an empty last line.

    >>> lines("甲\n\n乙")
    [Span(start=0, end=1), Span(start=2, end=2), Span(start=3, end=4)]
    """
    spans: list[Span] = []
    start = 0
    while (end := text.find("\n", start)) >= 0:
        spans.append(Span(start, end))
        start = end + 1
    spans.append(Span(start, len(text)))
    return spans


def line_at(text: str, position: int) -> Span:
    """Return the line that holds the character at `position`; a line end belongs to the line that it ends."""
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    return Span(start, len(text) if end < 0 else end)


def stripped(text: str, span: Span) -> Span:
    """Return `span` without the blanks at its two ends."""
    start, end = span.start, span.end
    while start < end and text[start] in BLANK:
        start += 1
    while end > start and text[end - 1] in BLANK:
        end -= 1
    return Span(start, end)


def without_lines(text: str, removed: Sequence[Span]) -> list[Span]:
    """Return what to remove for each line of `removed` (sorted), so that what stays is well-formed.

    Each line goes with its line end, or the one before it where it ends the text; blank lines between two removed lines
    go too. Where blank lines stand before and behind a run of removed lines, those behind go: no two blank lines meet,
    and none is left at either end.
    """
    spans: list[Span] = []
    first = 0
    for i, line in enumerate(removed):
        end = _past_line_ends(text, line.end)
        if i + 1 < len(removed) and removed[i + 1].start == end:
            spans.append(Span(line.start, end))
            continue
        spans.append(Span(line.start, min(line.end + 1, len(text))))
        start = removed[first].start
        if start == 0 or text.endswith("\n\n", 0, start) or end == len(text):
            spans[-1] = Span(line.start, end)
        if end == len(text):
            spans[first] = Span(_before_blank_lines(text, start, line.end), spans[first].end)
        first = i + 1
    return spans


def _past_line_ends(text: str, position: int) -> int:
    while text.startswith("\n", position):
        position += 1
    return position


def _before_blank_lines(text: str, start: int, line_end: int) -> int:
    """Return where the blank lines before a run that ends the text begin: with the line end, if the run has none."""
    floor = 1 if line_end == len(text) else 2
    while text.endswith("\n" * floor, 0, start):
        start -= 1
    return start
