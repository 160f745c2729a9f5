"""Closing quotes that a font or a scanner turned into 〞 (U+301E), or lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cleantext.edits import Edit
from cleantext.filters.repair.propose import around

PRIME: Final = "〞"
PAIR: Final = "〝"
"""Opens what 〞 closes where the two are the author's own marks, as in Taiwan."""

LONGEST: Final = 20
"""Code points of a quoted term, or of what may be one, at the most."""

_OPEN, _CLOSE, _ENDS = "“", "”", "。！？!?：:；;”〞"


_MARKS = re.compile("[“”〞]")
_CLAUSE = re.compile("[^，。；：！？、,;:!?]*")
_TERM = re.compile("“([^“”〞\n，。；：！？、]{2,20})[”〞]")


def closing_quotes(text: str) -> Iterator[Edit]:
    """Yield an edit for each 〞 that closes a “ on its line, or on a line before that breaks off inside the quotation.

    A text that uses 〝 keeps all its 〞.
    """
    if PRIME not in text or PAIR in text:
        return
    start = opened = 0
    for line in text.split("\n"):
        for mark in _MARKS.finditer(line):
            if mark[0] == _OPEN:
                opened += 1
            elif mark[0] == _CLOSE:
                opened = max(opened - 1, 0)
            elif opened:
                opened -= 1
                yield _edit(text, start + mark.start())
        if not line or line[-1] in _ENDS:
            opened = 0
        start += len(line) + 1


def lost_closing_quotes(text: str) -> Iterator[Edit]:
    """Yield an edit for each “ that nothing closes, in a text whose quotes are damaged.

    Where the text quotes the same term as a whole elsewhere, the mark is put behind the term. Elsewhere nothing tells
    where it stood: the end of the clause is suggested.
    """
    if PAIR in text:
        return
    terms = sorted(set(_TERM.findall(text)), key=lambda term: (-len(term), term))
    for start, line in _lines(text):
        for opened, end in _unclosed(line):
            term = next((one for one in terms if line.startswith(one, opened)), "")
            proven = bool(term) and line[opened - 2 : opened - 1] not in (":", "：") and opened + len(term) <= end
            at = start + (opened + len(term) if proven else end) - 1
            yield _lost(text, at, proven=proven)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line that has a “ and ends a sentence, with its start, unless its quotation goes on in the next."""
    start = 0
    lines = text.split("\n")
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        if _OPEN in line and line[-1] in _ENDS and not after.lstrip().startswith(_OPEN):
            yield start, line
        start += len(line) + 1


def _unclosed(line: str) -> Iterator[tuple[int, int]]:
    """Yield for each “ that no mark closes what stands behind it, to the end of the clause, if that is short.

    A line with an even number of “ and no other mark has its pairs turned, not lost: that is `punctuation`'s.
    """
    marks = list(_MARKS.finditer(line))
    if len(marks) % 2 == 0 and all(mark[0] == _OPEN for mark in marks):
        return
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        if mark[0] == _OPEN and (after is None or after[0] == _OPEN):
            clause = _CLAUSE.match(line, mark.end(), after.start() if after else len(line))
            end = clause.end() if clause else mark.end()
            if mark.end() < end <= mark.end() + LONGEST:
                yield mark.end(), end


def _lost(text: str, at: int, *, proven: bool) -> Edit:
    return Edit(
        at,
        at + 1,
        text[at] + _CLOSE,
        rule="lost-closing-quote",
        category="repair",
        reason="closing quotation mark lost",
        safety="likely" if proven else "suggest",
        evidence={"pair": f"“/“{_CLOSE}", "context": around(text, at, at + 1)},
    )


def _edit(text: str, start: int) -> Edit:
    return Edit(
        start,
        start + 1,
        _CLOSE,
        rule="closing-quote",
        category="repair",
        reason="closing quotation mark misread as 〞",
        safety="safe",
        evidence={"pair": "〞/”", "context": around(text, start, start + 1), "grade": "hard"},
    )
