"""Letter-spaced text: a blank behind every character (`每 个 字`), as titles and some PDF readers have it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cleantext.edits import Edit
from cleantext.filters.layout.sentences import BLANKS, HAN
from cleantext.lines import Span, line_at, stripped

FEWEST: Final = 10
"""A run of fewer characters, or one without the marks of a sentence, may be a card of characters to learn."""

WITHIN: Final = 30
"""A run inside a line has so many characters at the least: quotations of single characters are shorter."""

TITLE: Final = 4
"""A line of so many characters is spaced too where the text has spaced sentences."""

_CELL = f"[{HAN}0-9０-９，。、；：！？“”‘’《》（）〈〉…—％%]"
_SENTENCE = re.compile(f"(?<![^\\s])(?:{_CELL}([ \u3000\u00a0]))(?:{_CELL}\\1){{{FEWEST - 2},}}{_CELL}(?!\\S)")
_LINE = re.compile(f"(?m)^[{BLANKS}]*((?:{_CELL}([ \u3000\u00a0]))(?:{_CELL}\\2){{{TITLE - 2},}}{_CELL})[{BLANKS}]*$")
_GATES: Final = tuple((blank, re.compile(f"{blank}[{HAN}，。]{blank}[{HAN}，。]{blank}")) for blank in " \u3000\u00a0")
_MARK = re.compile("[，。；：！？]")


def _is_sentence(text: str, run: re.Match[str]) -> bool:
    """Tell whether a run is a whole line with the marks of a sentence, or so long that it can be nothing else."""
    if not _MARK.search(run[0]):
        return False
    line = line_at(text, run.start())
    return stripped(text, line) == Span(*run.span()) or len(run[0]) >= 2 * WITHIN


def spaced_letters(text: str) -> Iterator[Edit]:
    """Propose to close up letter-spaced sentences, and the letter-spaced lines of a text that has such sentences."""
    if not any(blank in text and gate.search(text) for blank, gate in _GATES):
        return
    runs = {match.span() for match in _SENTENCE.finditer(text) if _is_sentence(text, match)}
    if not runs:
        return
    runs |= {match.span(1) for match in _LINE.finditer(text)}
    end = 0
    for start, stop in sorted(runs):
        if start < end:
            continue
        end = stop
        closed = re.sub(r"\s", "", text[start:stop])
        evidence = {"characters": len(closed)}
        reason = "sentence with a blank behind every character"
        yield Edit(start, stop, closed, "letter-spacing", "line_join", reason, "likely", evidence)
