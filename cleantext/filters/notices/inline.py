"""Where a notice inside a line is cut, so that the sentence around it stays a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from cleantext.lines import BLANK, Span

_OPENERS: Final = {"(": 0, "（": 0, "[": 1, "【": 1, "〔": 1, "《": 2, "〈": 2, "“": 3, "「": 4, "『": 5}
_CLOSERS: Final = {")": 0, "）": 0, "]": 1, "】": 1, "〕": 1, "》": 2, "〉": 2, "”": 3, "」": 4, "』": 5}
_STOPS: Final = "。！？!?…"
_CLAUSES: Final = "，、；,;"


def well_cuts(text: str, spans: Sequence[Span], words: Span) -> list[Span]:
    """Widen the disjoint spans of one line, in order, as `well_cut` does; those with nothing between are cut as one."""
    found: list[Span] = []
    runs: list[list[Span]] = []
    for span in spans:
        if runs and not text[runs[-1][-1].end : span.start].strip(BLANK):
            runs[-1].append(span)
        else:
            runs.append([span])
    for run in runs:
        whole = well_cut(text, Span(run[0].start, run[-1].end), words)
        bounds = [whole.start, *(span.start for span in run[1:]), whole.end]
        found.extend(Span(start, end) for start, end in pairwise(bounds))
    return found


def well_cut(text: str, span: Span, words: Span) -> Span:
    """Widen a span by what would be left over without it.

    That is: brackets with nothing in them, the second of two equal marks, a mark that would begin the line or stand
    inside a bracket beside it, a mark of a clause before one of a sentence, and the blanks that would end or begin the
    line or stand beside others.

    Args:
        text: the document's text.
        span: what goes out of a line.
        words: the line, without the blanks at its ends.
    """
    start, end = span.start, span.end
    while True:
        low, high = _before(text, start, words.start), _behind(text, end, words.end)
        before = text[low - 1] if low > words.start else ""
        behind = text[high] if high < words.end else ""
        if before in _OPENERS and behind in _CLOSERS and _OPENERS[before] == _CLOSERS[behind]:
            start, end = low - 1, high + 1
        elif behind and behind in _CLAUSES + _STOPS and (before in {"", behind} or before in _OPENERS):
            end = high + 1
        elif before and behind and before in _CLAUSES and (behind in _CLAUSES + _STOPS or behind in _CLOSERS):
            start = low - 1
        else:
            break
    if not behind or (low < start and high > end):
        start = low
    if not before:
        end = high
    return Span(start, end)


def whole_brackets(text: str, span: Span) -> Span | None:
    """Narrow a span so that no bracket in it loses its other half; None where that cannot be.

    A half at an end of the span stays outside, with the marks behind a closing one.
    """
    open_: list[int] = []
    start, end = span.start, span.end
    for at in range(start, end):
        character = text[at]
        if character in _OPENERS:
            open_.append(at)
        elif character in _CLOSERS:
            if open_ and _OPENERS[text[open_[-1]]] == _CLOSERS[character]:
                open_.pop()
            elif open_ or text[at:end].strip("".join((*_CLOSERS, _STOPS))):
                return None
            else:
                end = at
                break
    while open_ and open_[0] == start:
        start = open_.pop(0) + 1
    return None if open_ or start >= end else Span(start, end)


def _before(text: str, start: int, first: int) -> int:
    """Return where the blanks before `start` begin."""
    while start > first and text[start - 1] in BLANK:
        start -= 1
    return start


def _behind(text: str, end: int, last: int) -> int:
    """Return where the blanks behind `end` end."""
    while end < last and text[end] in BLANK:
        end += 1
    return end
