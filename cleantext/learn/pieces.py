"""The pieces of documents that a site may have put there: lines, and what stands at the end of a line or in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from cleantext.document import Document
from cleantext.filters.characters import CleanCharacters
from cleantext.filters.notices import DropNotices
from cleantext.fold import fold
from cleantext.lines import Span, lines, stripped
from cleantext.pipeline import Pipeline

Kind: TypeAlias = Literal["line", "ending", "inside"]

MOST_LINES: Final = 300
"""Of a longer document so many first and last lines that are not blank are looked at."""

LONGEST_LINE: Final = 240
"""A longer line is not taken for a notice as a whole, in code points."""

LONGEST_PIECE: Final = 60
"""Nor is a longer piece of a line."""

DIGITS: Final = "0"
"""Stands for a run of digits."""

NAME: Final = "\ufff0"
"""Stands for the title of the document, or for what stands in 《》."""

_DIGITS = re.compile(r"\d+")
_QUOTED = re.compile(r"(?<=<)(?![a-z/!])[^<>]{2,120}(?=>)")
_ENDING = re.compile(rf"[。!?…\"][)\]]? *([^。!?…\"]{{2,{LONGEST_PIECE}}})$")
_INSIDE = re.compile(
    rf"(?<![\]!])[(\[][^()\[\]。!?]{{3,{LONGEST_PIECE}}}[)\]](?![(\[])|(?<![\"'=(/])(?:https?://|www\.)[a-z0-9.-]{{4,40}}[a-z0-9/]"
)
_TITLE = re.compile(r"[^。!?;:]{5,60}")


@dataclass(frozen=True, slots=True)
class Page:
    """One document of a source.

    Attributes:
        text: with its characters cleaned.
        lines: those that are not blank, without the blanks around them.
        known: the numbers of the lines that the library takes for notices anyway.
        suspected: the numbers of the lines that it would suggest.
        title: its title, folded; empty where none was seen.
    """

    text: str
    lines: tuple[Span, ...]
    known: frozenset[int]
    suspected: frozenset[int]
    title: str


@dataclass(frozen=True, slots=True)
class Piece:
    """What may be a notice.

    Attributes:
        page: the number of its document.
        line: the number of its line in `Page.lines`.
        kind: a whole line, its ending behind a sentence, or something inside it.
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
    known, suspected = set[int](), set[int]()
    for edit in DropNotices()(Document(text)):
        touched = suspected if edit.safety == "suggest" else known
        touched |= {i for i, span in enumerate(spans) if edit.start <= span.start and span.end <= edit.end}
    free = (fold(text[span.start : span.end]) for i, span in enumerate(spans) if i not in known)
    title = next((line for line in free if _TITLE.fullmatch(line)), "")
    return Page(text, spans, frozenset(known), frozenset(suspected), title)


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
