"""Vertical runs: the last word of a title once more, one character a line (`讲⏎话`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cleantext.edits import Edit
from cleantext.filters.layout.sentences import BLANKS, HAN
from cleantext.filters.layout.words import words

LONGEST_LABEL: Final = 9
"""A line below this many code points may be the heading of a list of characters."""

_TITLE_END = re.compile(f"[{HAN}]$")
_B = f"[{BLANKS}]*"
_RUN = re.compile(rf"\n{_B}[{HAN}]{_B}(?:\n{_B}[{HAN}]{_B})+(?=\n|\Z)")
_BREAK = re.compile(rf"{_B}\n{_B}")
_TITLE = re.compile(rf"[^\n]+(?=[{BLANKS}\n]*\Z)")


def _belongs(text: str, title: str, word: str) -> bool:
    """Tell whether the line above is a title that ends with the word, or a longer one of a text that uses the word."""
    if title.endswith(word):
        return len(title) >= len(word) + 4
    return len(title) >= LONGEST_LABEL and bool(_TITLE_END.search(title)) and word in text


def vertical_runs(text: str) -> Iterator[Edit]:
    """Propose to make one line of a title's last word that stands below the title, one character a line.

    A list of single characters, and every word that is not the end of the line above it, stays.
    """
    for run in _RUN.finditer(text):
        word = "".join(run[0].split())
        if word not in words().title_words:
            continue
        title = _TITLE.search(text, max(run.start() - 200, 0), run.start())
        if not title or not _belongs(text, title[0].strip(BLANKS), word):
            continue
        first = run.start() + 1
        for line_end in _BREAK.finditer(text, first, run.end()):
            if line_end.end() == run.end() or line_end.start() == first:
                continue
            reason = "word of a title, one character a line"
            evidence = {"word": word}
            yield Edit(*line_end.span(), "", "vertical-run", "line_join", reason, "likely", evidence)
