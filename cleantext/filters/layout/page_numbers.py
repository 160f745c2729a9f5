"""Page numbers that say what they are: `- 12 -`, `第3页 共9页`, `1 / 3`, `Page 3 of 9`, alone on their lines.

The same forms number sections, slides and captions. They are page numbers where they make a chain and cut sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cleantext.edits import Edit, Safety
from cleantext.filters.layout.chains import best_chain
from cleantext.filters.layout.page_bounds import Bound, bound_of, line_removal
from cleantext.filters.layout.sentences import BLANKS, may_go_on
from cleantext.filters.layout.wraps import is_wrapped
from cleantext.lines import Span, line_at

NEAREST: Final = 30
"""How far apart, in code points, the numbers of two pages are at the least."""

_DASH = "[-－—–―‐‑─−·•~～]"
_N = "([0-9０-９]{1,4})"
_B = f"[{BLANKS}]*"
_PAGE = "[页頁]"
_BAR = "[/／]"

_STYLES: Final = {
    style: re.compile(pattern)
    for style, pattern in {
        "dash": f"{_DASH}{{1,3}}{_B}{_N}{_B}{_DASH}{{1,3}}",
        "page": f"第{_B}{_N}{_B}{_PAGE}",
        "total": f"第{_B}{_N}{_B}{_PAGE}{_B}[,，、/／|（(]?{_B}共{_B}{_N}{_B}{_PAGE}{_B}[)）]?",
        "total-first": f"共{_B}{_N}{_B}{_PAGE}{_B}[,，、/／|（(]?{_B}第{_B}{_N}{_B}{_PAGE}{_B}[)）]?",
        "english": f"(?i:page){_B}{_N}",
        "english-total": f"(?i:page){_B}{_N}{_B}(?:(?i:of)|{_BAR}){_B}{_N}",
        "bar": f"{_N}{_B}{_BAR}{_B}{_N}",
    }.items()
}
"""The forms, by name; of two numbers one is the page, the other how many pages there are."""

_FIRSTS: Final = frozenset("-－—–―‐‑─−·•~～第共Pp0123456789０１２３４５６７８９")
_LASTS: Final = frozenset("-－—–―‐‑─−·•~～页頁)）0123456789０１２３４５６７８９")
"""What any form begins and ends with: most lines need no more than that."""

WITH_TOTAL: Final = frozenset({"total", "total-first", "english-total"})
"""Forms that nothing but a page number has."""

_LINE = re.compile(f"\n(?=[{BLANKS}\f]*(?:(?:{_DASH}{{1,3}}|[第共]|[Pp][Aa][Gg][Ee]){_B}[0-9０-９]|{_N}{_B}{_BAR}))")
_WORDS = re.compile(f"[{BLANKS}\f]*(\\S(?:[^\n\f]{{0,30}}\\S)?)[{BLANKS}\f]*(?=\n|\\Z)")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A line that holds a page number and nothing else."""

    start: int
    end: int
    number: int
    total: int
    style: str
    bound: Bound


def page_numbers(text: str) -> Iterator[Edit]:
    """Propose to remove the lines of page numbers, and the line ends where they cut a sentence."""
    by_style: dict[tuple[str, int], list[_Mark]] = {}
    for mark in _marks(text):
        by_style.setdefault((mark.style, mark.total), []).append(mark)
    if not by_style:
        return
    joins = not is_wrapped(text)
    for (style, _), marks in by_style.items():
        rest = marks
        while rest:
            chain = best_chain(rest, 1 if style in WITH_TOTAL else NEAREST, _weight, 2)
            safety = _proof(text, chain, alone=len(marks) == 1)
            if safety is None:
                break
            gone = rest if style in WITH_TOTAL else chain
            for mark in gone:
                yield _edit(text, mark, len(chain), safety, joins=joins)
            starts = {mark.start for mark in gone}
            rest = [mark for mark in rest if mark.start not in starts]


def number_of(words: str) -> tuple[str, int, int] | None:
    """Return the form, the number and the total (0 if it says none) of a line that is a page number by its form."""
    if words[:1] not in _FIRSTS or words[-1:] not in _LASTS:
        return None
    for style, pattern in _STYLES.items():
        if found := pattern.fullmatch(words):
            numbers = [int(group) for group in found.groups()]
            if style == "total-first":
                numbers.reverse()
            number, total = numbers[0], numbers[1] if len(numbers) > 1 else 0
            return (style, number, total) if not total or number <= total else None
    return None


def _marks(text: str) -> Iterator[_Mark]:
    starts = [0, *(match.end() for match in _LINE.finditer(text))]
    for start in starts:
        words = _WORDS.match(text, start)
        if not words:
            continue
        if found := number_of(words[1]):
            style, number, total = found
            yield _Mark(*words.span(1), number, total, style, bound_of(text, *words.span(1)))


def _weight(mark: _Mark) -> float:
    return 1.0 if mark.bound.cut or mark.bound.fed else 0.5


def _proof(text: str, chain: Sequence[_Mark], *, alone: bool) -> Safety | None:
    """Return how safe it is to take the chain for page numbers; None where it may be the author's own."""
    if len(chain) == 1:
        return "likely" if alone and _is_single(text, chain[0]) else None
    cuts = sum(mark.bound.cut for mark in chain)
    proofs = sum(mark.bound.proved for mark in chain)
    fed = sum(mark.bound.fed for mark in chain)
    if chain[0].style in WITH_TOTAL:
        return "safe" if len(chain) > 2 or cuts or fed else "likely"
    if chain[-1].number - chain[0].number > 1.25 * (len(chain) - 1):
        return None
    if len(chain) == 2:
        at_edge = sum(mark.bound.before == 0 or mark.bound.after == len(text) for mark in chain)
        ends = at_edge == 1 and (_is_complete(chain) or (cuts == 1 and proofs))
        return (
            "likely" if (cuts == 2 and proofs) or fed + at_edge == 2 or (ends and cuts + _opens(text, chain)) else None
        )
    firm = any(mark.bound.firm for mark in chain) and cuts >= 0.15 * len(chain)
    if firm or fed * 2 >= len(chain) or (cuts >= 0.3 * len(chain) and proofs >= max(1, 0.15 * len(chain))):
        return "safe"
    is_likely = _is_complete(chain) if chain[0].style == "bar" else cuts >= max(2, 0.6 * len(chain))
    return "likely" if is_likely else None


def _opens(text: str, chain: Sequence[_Mark]) -> int:
    """Count the numbers between two pieces of a text that may be one sentence."""
    return sum(may_go_on(text, mark.bound.before, mark.bound.after) for mark in chain)


def _is_complete(chain: Sequence[_Mark]) -> bool:
    """Tell whether the chain goes from the first page to the last."""
    return chain[0].number == 1 and len(chain) == chain[-1].number == chain[-1].total


def _is_single(text: str, mark: _Mark) -> bool:
    """Tell whether the only number of its form in the document is a page number."""
    if mark.style == "bar":
        return mark.bound.fed
    if mark.bound.cut:
        return mark.bound.proved or mark.style in WITH_TOTAL
    at_edge = mark.bound.before == 0 or mark.bound.after == len(text)
    return mark.style in WITH_TOTAL and at_edge


def _edit(text: str, mark: _Mark, chain: int, safety: Safety, *, joins: bool) -> Edit:
    bound = mark.bound
    cut = bound.cut or (chain > 2 and may_go_on(text, bound.before, bound.after))
    joined = cut and joins
    span = Span(bound.before, bound.after) if joined else line_removal(text, line_at(text, mark.start), bound)
    evidence = {"number": mark.number, "style": mark.style, "chain": chain, "cut": cut}
    return Edit(span.start, span.end, "", "page-number", "page_mark", "page number on its own line", safety, evidence)
