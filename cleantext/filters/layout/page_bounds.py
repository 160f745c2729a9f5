"""What goes with a page mark: its line, and the line end where a sentence was cut."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cleantext.filters.layout.sentences import BLANKS, firmly_proved, goes_on, proved
from cleantext.lines import Span

_SPACE = BLANKS + "\n\f"
_LINE_END = re.compile(f"[{BLANKS}]*\n")


@dataclass(frozen=True, slots=True)
class Bound:
    """A place between two pieces of text where a page mark stands.

    Attributes:
        before: end of the text before it.
        after: start of the text behind it.
        cut: whether a sentence goes on across it.
        proved: whether the characters on its two sides show that.
        firm: whether three of them do.
        fed: whether a form feed stands beside it.
    """

    before: int
    after: int
    cut: bool
    proved: bool
    firm: bool
    fed: bool


def bound_of(text: str, start: int, end: int) -> Bound:
    """Return the bound that holds the mark `text[start:end]`."""
    before, after = outside(text, start, end)
    cut = goes_on(text, before, after)
    fed = "\f" in text[before:start] or "\f" in text[end:after]
    is_proved, is_firm = cut and proved(text, before, after), cut and firmly_proved(text, before, after)
    return Bound(before, after, cut, is_proved, is_firm, fed)


def outside(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the text before `text[start:end]` ends and where the text behind it starts."""
    while start and text[start - 1] in _SPACE:
        start -= 1
    while end < len(text) and text[end] in _SPACE:
        end += 1
    return start, end


def line_removal(text: str, line: Span, bound: Bound) -> Span:
    """Return what to remove so that `line` goes and the break stays, with no blank lines left that it made.

    Args:
        text: the document's text.
        line: the mark's line, without its line end; form feeds around the mark belong to it.
        bound: where the mark stands.
    """
    if bound.before == 0:
        return Span(0, _line_start(text, bound.after))
    if bound.after == len(text):
        line_end = _LINE_END.match(text, bound.before) if text.endswith("\n") else None
        return Span(line_end.end() if line_end else bound.before, len(text))
    end = min(line.end + 1, len(text))
    if text.count("\n", bound.before, line.start) > 1:
        end = max(end, _line_start(text, bound.after))
    while text.startswith("\f", end):
        end += 1
    return Span(line.start, end)


def _line_start(text: str, position: int) -> int:
    """Return where the blanks before `position` begin: an indentation stays."""
    while position and text[position - 1] in BLANKS:
        position -= 1
    return position
