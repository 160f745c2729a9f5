"""Lines that score as notices and are the text's by their form: in lists, tables, code, headings, forms to fill in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from cleantext.lines import BLANK, Span, line_at

_ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)])[ \t]+[^-*+=\s]")
_VERSION = re.compile(r"[A-Za-z][\w .+-]{0,30}版本[:：]")
"""A line beside the date of a release."""

_FENCE = re.compile(r"^[ \t]*(?:```|~~~)", re.MULTILINE)
_FIELD = re.compile(r"[A-Za-z_-]+:")
_LONGEST_MATTER: Final = 4000
_BY_ITSELF = re.compile(
    r"#{1,6}[ \t]+\S|={2,6}[ \t][^=]*\Z"  # a heading of Markdown or AsciiDoc; not `== a rule around words ==`
    r"|.*(?:(?<![\d×-])×{2,}(?![\d×])|\$\{[A-Za-z])"  # blanks to fill in; not a number with its middle hidden
    r"|[\u4e00-\u9fff]{24,}\Z"  # a table of contents of a classical text
    r"|作者[:：][ \t\u3000]*[^\d\s:：|丨/]{2,12}(?:[(（][^()（）]*[)）])?\Z"  # the author and nothing else
)


class Forms:
    """Tells which lines, and stretches of lines, of a text have a form of the text's own.

    Args:
        text: the document's text.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        fences = [mark.start() for mark in _FENCE.finditer(text)] if "```" in text or "~~~" in text else []
        self._fences = fences[: len(fences) // 2 * 2]
        self._matter = _end_of_matter(text)
        self._rows: dict[int, bool] = {}

    def hold(self, span: Span, *, whole: bool) -> bool:
        """Tell whether a line, if `whole`, or else a stretch of one has one of the forms."""
        if span.start < self._matter or bisect_right(self._fences, span.start) % 2:
            return True
        words = self._text[span.start : span.end].strip(BLANK)
        return (
            _BY_ITSELF.match(words) is not None
            or self._is_in_row(span.start)
            or (whole and self._is_among_its_like(words, span))
        )

    def _is_in_row(self, position: int) -> bool:
        start = self._text.rfind("\n", 0, position) + 1
        if start not in self._rows:
            line = self._text[start : line_at(self._text, start).end].strip(BLANK)
            is_row = line.startswith("|") and line.endswith("|") and line.count("|") > 2
            self._rows[start] = is_row or line.count("\t") > 1
        return self._rows[start]

    def _is_among_its_like(self, words: str, line: Span) -> bool:
        tabs, is_item = words.count("\t"), _ITEM.match(words) is not None
        return any(
            _VERSION.match(one) or (tabs and one.count("\t") == tabs) or (is_item and _ITEM.match(one))
            for one in _beside(self._text, line)
        )


def _end_of_matter(text: str) -> int:
    """Return where the fields in YAML end that a text begins with, 0 where it begins with none."""
    if not text.startswith("---\n") or not _FIELD.match(text, 4):
        return 0
    return max(text.find("\n---\n", 4, _LONGEST_MATTER), 0)


def _beside(text: str, line: Span) -> Iterator[str]:
    """Yield the words of the line before and of the line behind, blank lines aside."""
    start, end = line.start, line.end
    words = ""
    while start > 0 and not words:
        before = line_at(text, start - 1)
        start, words = before.start, text[before.start : before.end].strip(BLANK)
    yield words
    words = ""
    while end < len(text) and not words:
        behind = line_at(text, end + 1)
        end, words = behind.end, text[behind.start : behind.end].strip(BLANK)
    yield words
