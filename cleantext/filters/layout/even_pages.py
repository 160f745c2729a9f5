"""Page numbers of a wrapped text, proved by pages of the same number of lines: sections and lists are not so even."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from cleantext.edits import Edit, Safety
from cleantext.filters.layout.page_bounds import bound_of, line_removal
from cleantext.filters.layout.pages import Line, may_have_pages, page_lines
from cleantext.filters.layout.sentences import may_go_on
from cleantext.filters.layout.wraps import is_wrapped
from cleantext.lines import line_at

SHORTEST: Final = 10
"""Pages have so many lines at the least."""

LOOSEST: Final = 2
"""By so many lines may pages differ: headings and notes take room."""


@dataclass(frozen=True, slots=True)
class _Number:
    at: int
    number: int


def even_pages(text: str) -> Iterator[Edit]:
    """Propose to remove numbers on lines of their own that count up, a page of even length apart.

    The sentence goes on across some of them; the last page may be short if its number ends the text.
    """
    if not may_have_pages(text):
        return
    lines = page_lines(text)
    by_style: dict[str, list[_Number]] = {}
    for at, line in enumerate(lines):
        if line.number:
            by_style.setdefault(line.number[0], []).append(_Number(at, line.number[1]))
    for style, numbers in by_style.items():
        safety = _proof(text, lines, numbers)
        if safety is None or not is_wrapped(text):
            continue
        for one in numbers:
            line = lines[one.at]
            span = line_removal(text, line_at(text, line.start), bound_of(text, line.start, line.end))
            evidence = {"number": one.number, "style": style, "chain": len(numbers), "even": True}
            reason = "page number on its own line"
            yield Edit(span.start, span.end, "", "page-number", "page_mark", reason, safety, evidence)


def _proof(text: str, lines: Sequence[Line], numbers: Sequence[_Number]) -> Safety | None:
    """Return how safe it is to take all numbers of a form for page numbers; None where one of them is none."""
    if len(numbers) < 2 or any(b.number - a.number != 1 for a, b in pairwise(numbers)):
        return None
    gaps = [b.at - a.at for a, b in pairwise(numbers)]
    if numbers[0].number == 1 and numbers[0].at:
        gaps.insert(0, numbers[0].at + 1)
    is_last = numbers[-1].at == len(lines) - 1
    whole = gaps[:-1] if is_last else gaps
    if not whole or min(whole) < SHORTEST or max(gaps) - min(whole) > LOOSEST:
        return None
    inner = [one.at for one in numbers if 0 < one.at < len(lines) - 1]
    cuts = sum(may_go_on(text, lines[at - 1].end, lines[at + 1].start) for at in inner)
    if not cuts or cuts < 0.2 * len(inner):
        return None
    return "safe" if len(whole) > 1 and cuts > 1 else "likely"
