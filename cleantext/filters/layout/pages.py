"""Pages: where one ends and the next begins, told by form feeds and by numbers that count up on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from cleantext.filters.layout.chains import best_chain
from cleantext.filters.layout.page_numbers import number_of
from cleantext.filters.layout.sentences import BLANKS

LONGEST: Final = 60
"""Page furniture is no longer than this, in code points without blanks."""

NEAREST: Final = 30
"""How far apart, in code points, the numbers of two pages are at the least."""

_NUMBER_LINE = re.compile(
    f"\n[{BLANKS}]*(?:[-－—–―‐‑─−·•~～]{{1,3}}|[第共]|[Pp][Aa][Gg][Ee])?[{BLANKS}]*([0-9０-９]{{1,4}})"
    f"[-－—–―‐‑─−·•~～0-9０-９{BLANKS}/／页頁第共,，、|()（）of]*(?<![、,，])(?=[\n\f]|\\Z)"
)
_LINE = re.compile("[^\n\f]+")
_BARE = re.compile("[0-9０-９]{1,4}")
_DIGITS = re.compile("[0-9０-９]+")
_SPACE = re.compile(r"\s+")


class Line(NamedTuple):
    """A line that is not blank; a form feed ends a line too.

    Attributes:
        start: where its words begin.
        end: where they end.
        words: `text[start:end]`.
        number: the number that it consists of, and the form of it; None if it is something else.
        fed: whether a form feed stands between the line before and this one.
    """

    start: int
    end: int
    words: str
    number: tuple[str, int] | None
    fed: bool


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A place between two pages, as indexes of lines.

    Attributes:
        last: the last line of the page before, page numbers left out; -1 before the first page.
        first: the first line of the page behind, page numbers left out; the number of lines behind the last page.
        fed: whether a form feed proves it.
    """

    last: int
    first: int
    fed: bool


@lru_cache(maxsize=2)
def may_have_pages(text: str) -> bool:
    """Tell, in one pass, whether there is a form feed, or two lines of nothing but a page number count up."""
    if "\f" in text:
        return True
    seen: dict[int, int] = {}
    for match in _NUMBER_LINE.finditer(text):
        number, near = int(match[1]), match.start() - NEAREST
        if seen.get(number - 1, near) < near or seen.get(number - 2, near) < near:
            return True
        seen.setdefault(number, match.start())
    return False


@lru_cache(maxsize=2)
def page_lines(text: str) -> Sequence[Line]:
    """Return the lines of `text` that are not blank."""
    found: list[Line] = []
    end = 0
    has_feeds = "\f" in text
    for match in _LINE.finditer(text):
        words = match[0].strip(BLANKS)
        if words:
            start = match.start() + match[0].index(words[0])
            fed = has_feeds and "\f" in text[end:start]
            end = start + len(words)
            found.append(Line(start, end, words, _number(words) if len(words) <= LONGEST else None, fed))
    return found


def key_of(line: Line) -> str:
    """Return the words of a line with every number written `#` and without blanks; empty if it is no furniture."""
    key = _SPACE.sub("", line.words) if len(line.words) < 4 * LONGEST else line.words
    return _DIGITS.sub("#", key) if len(key) <= LONGEST else ""


def _number(words: str) -> tuple[str, int] | None:
    if _BARE.fullmatch(words):
        return "bare", int(words)
    found = number_of(words)
    return (found[0], found[1]) if found else None


@dataclass(frozen=True, slots=True)
class _Numbered:
    start: int
    number: int
    at: int


def page_breaks(lines: Sequence[Line]) -> list[PageBreak]:
    """Return the places between two pages, in order: the form feeds, or where there are none the page numbers."""
    numbers = set(_chained(lines))
    found: dict[tuple[int, int], bool] = {}
    for i, line in enumerate(lines):
        if line.fed and i:
            bound = _around(lines, i - 1, i, numbers)
            found[bound] = True
    for i in () if found else sorted(numbers):
        bound = _around(lines, i - 1, i + 1, numbers)
        found.setdefault(bound, False)
    return [PageBreak(*bound, fed) for bound, fed in sorted(found.items())]


def _around(lines: Sequence[Line], last: int, first: int, numbers: set[int]) -> tuple[int, int]:
    """Return the two bounds of a page break with the page numbers beside it left out."""
    while last >= 0 and last in numbers:
        last -= 1
    while first < len(lines) and first in numbers:
        first += 1
    return last, first


def _chained(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the lines whose numbers count up: three at the least, or the two of a text of two pages."""
    by_style: dict[str, list[_Numbered]] = {}
    for i, line in enumerate(lines):
        if line.number:
            by_style.setdefault(line.number[0], []).append(_Numbered(line.start, line.number[1], i))
    for style, marks in by_style.items():
        chain = best_chain(marks, NEAREST, lambda _: 1.0, 2)
        is_whole = len(marks) == len(chain) == 2 and chain[0].number == 1
        if len(chain) > 2 or is_whole or (len(chain) == 2 and style not in ("bare", "bar", "dash")):
            yield from (mark.at for mark in chain)
