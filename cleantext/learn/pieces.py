"""The pieces of documents that a site may have put there: lines, and what ends a line or stands in brackets."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from cleantext.document import Document
from cleantext.filters.characters import CleanCharacters
from cleantext.filters.notices import DropNotices
from cleantext.filters.notices.score.scored import segment_scores
from cleantext.fold import fold
from cleantext.lines import Span, lines, stripped
from cleantext.pipeline import Pipeline

Kind: TypeAlias = Literal["line", "beginning", "ending", "inside"]

MOST_LINES: Final = 300
"""Of a longer document so many first and last lines that are not blank are looked at."""

LONGEST_LINE: Final = 240
"""A longer line is not taken for a notice as a whole, in code points."""

LONGEST_PIECE: Final = 60
"""Nor is a longer piece of a line."""

HEAD: Final = 8
"""Among so many first lines the title is looked for."""

DIGITS: Final = "0"
"""Stands for a run of digits."""

NAME: Final = "\ufff0"
"""Stands for the title of the document, or for what stands in 《》."""

_DIGITS = re.compile(r"\d+")
_QUOTED = re.compile(r"(?<=<)(?![a-z/!])[^<>]{2,120}(?=>)")
_ENDING = re.compile(rf"(?<!<)[。!?…\"][)\]]? *([^。!?…\"]{{2,{LONGEST_PIECE}}})$")
_INSIDE = re.compile(
    rf"(?<![\]!])[(\[][^()\[\]。!?]{{2,{LONGEST_PIECE}}}[)\]](?![(\[])|(?<![\"'=(/])(?:https?://|www\.)[a-z0-9.-]{{4,40}}[a-z0-9/]"
)
_TITLE = re.compile(r"[^。!?;:]{5,60}")


@dataclass(frozen=True, slots=True)
class Page:
    """One document of a source.

    Attributes:
        text: with its characters cleaned.
        lines: those that are not blank, without the blanks around them.
        known: the numbers of the lines that the library's rules take for notices anyway.
        scores: for each line how likely its words, place and neighbours make it a notice, by the learned score.
        title: its title, folded; empty where none was seen.
    """

    text: str
    lines: tuple[Span, ...]
    known: frozenset[int]
    scores: tuple[float, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Piece:
    """What may be a notice.

    Attributes:
        page: the number of its document.
        line: the number of its line in `Page.lines`.
        kind: a whole line, what it begins with, its ending, or something inside it.
        words: folded.
        mask: the same with `DIGITS` for digits and `NAME` for titles.
    """

    page: int
    line: int
    kind: Kind
    words: str
    mask: str


def page_of(source: str | bytes | Document) -> Page:
    """Read one document.

    Raises:
        DecodeError: the bytes are not text.
        InputError: `source` is none of the three.
    """
    text = Pipeline((CleanCharacters(),))(source).text
    spans = tuple(span for line in lines(text) if (span := stripped(text, line)).start < span.end)
    known = set[int]()
    for edit in DropNotices(scored=False)(Document(text)):
        if edit.safety != "suggest":
            known |= {i for i, span in enumerate(spans) if edit.start <= span.start and span.end <= edit.end}
    views = [fold(text[span.start : span.end]) for i, span in enumerate(spans) if i not in known]
    title = _title(views)
    return Page(text, spans, frozenset(known), tuple(_scores(text, spans)), title)


def _title(views: Sequence[str]) -> str:
    """Return which of the first lines is the title: the one that stands in most other lines; of several the first."""
    likely = [view for view in views[:HEAD] if _TITLE.fullmatch(view)]
    return max(likely, key=lambda one: sum(one in view and one != view for view in views), default="")


def _scores(text: str, spans: Sequence[Span]) -> Iterator[float]:
    """Yield the score of each line: of a long one, which has a score for each sentence, the mean."""
    scored = deque(segment_scores(Document(text)))
    for span in spans:
        inside: list[float] = []
        while scored and scored[0].start < span.end:
            inside.append(scored.popleft().score)
        yield sum(inside) / len(inside) if inside else 0.0


def pieces_of(page: Page, number: int) -> Iterator[Piece]:
    """Yield the pieces of a document, which is the `number`-th of its source."""
    count = len(page.lines)
    for i, span in enumerate(page.lines):
        if i in page.known or MOST_LINES <= i < count - MOST_LINES:
            continue
        words = fold(page.text[span.start : span.end])
        if len(words) <= LONGEST_LINE:
            yield Piece(number, i, "line", words, _masked(words, page.title))
        ending = _ENDING.search(words[-LONGEST_PIECE - 3 :])
        if ending:
            yield Piece(number, i, "ending", ending[1], _masked(ending[1], page.title))
        for match in _INSIDE.finditer(words):
            if match[0] != words and not (ending and words.endswith(match[0])):
                yield Piece(number, i, "inside", match[0], _masked(match[0], page.title))


def _masked(words: str, title: str) -> str:
    words = _QUOTED.sub(NAME, words)
    if title and title != words:
        words = words.replace(title, NAME)
    return _DIGITS.sub(DIGITS, words)
