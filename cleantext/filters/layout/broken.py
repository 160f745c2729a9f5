"""Broken lines that the document itself proves: a heading that stands whole elsewhere, a quotation left open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from cleantext.edits import Edit
from cleantext.filters.layout.sentences import BLANKS, HAN, has_list_mark, line_before, line_behind

LONGEST_HEADING: Final = range(6, 41)
"""How long, in code points, a heading is that may have been broken, without its number."""

MOST_HEADINGS: Final = 40
"""A document with more pairs of short lines that may be one heading is a list or verse and is not looked at."""

SHORTEST_PARAGRAPH: Final = 20
"""A heading has a longer line than this behind it, in code points; verse has not."""

PROSE: Final = 30
"""How long, in code points, a line is at the least whose quotation is left open."""

LONGEST_QUOTATION: Final = 60
"""How far from the break, in code points, the quotation opens and closes at the most."""

_NUMBER = (
    rf"[{BLANKS}]*(?:[一二三四五六七八九十]{{1,3}}、|[（(][一二三四五六七八九十]{{1,3}}[）)]|[0-9０-９]{{1,2}}[、．.]"
    rf"|第[一二三四五六七八九十0-9]{{1,3}}[章节節篇部])[{BLANKS}]*"
)
_NUMBERED = re.compile(rf"{_NUMBER}([^\r\n]{{2,40}})(?<=[{HAN}])(\r?\n)(?=[{HAN}])")
_LINE_END = re.compile(f"\n(?<=[{HAN}\r]\n)(?=[{HAN}])")
_QUOTED = re.compile(rf"[“「『]([^“”「」『』〞\n]{{1,{LONGEST_QUOTATION}}})(?<=[{HAN}])(\r?\n)(?=[{HAN}])")
_CLOSED = re.compile(rf"([^“”「」『』〞\n]{{1,{LONGEST_QUOTATION}}})[”」』〞](?=[^\n。！？!?])")
_HEADING = re.compile(f"[{HAN}A-Za-z0-9“”《》、·]+")
_CLAUSE = re.compile("[，、,；;：:]")
_STOP = re.compile("[。！？!?…]")


def broken_lines(text: str) -> Iterator[Edit]:
    """Propose to join the two lines of a heading, and of a sentence inside a quotation."""
    ends = [match.start() for match in _LINE_END.finditer(text)]
    if not ends:
        return
    headings = [found for end in ends if (found := _heading(text, text.rfind("\n", 0, end) + 1))]
    if len(headings) <= MOST_HEADINGS:
        for line_end, heading in headings:
            if heading in text:
                yield _edit(line_end, "heading that stands unbroken elsewhere in the document", {"heading": heading})
    for match in _left_open(text, ends):
        if quotation := _quotation(text, match):
            yield _edit(match.span(2), "line that ends inside a quotation", {"quotation": quotation})


def _left_open(text: str, ends: Sequence[int]) -> Iterator[re.Match[str]]:
    """Yield the last quotation mark of each line whose quotation is still open where the line ends."""
    if not any(mark in text for mark in "“「『"):
        return
    for end in ends:
        low = max(text.rfind("\n", 0, end) + 1, end - LONGEST_QUOTATION - 2)
        opened = max(text.rfind("“", low, end), text.rfind("「", low, end), text.rfind("『", low, end))
        if opened >= 0 and (match := _QUOTED.match(text, opened)):
            yield match


def _edit(line_end: tuple[int, int], reason: str, evidence: dict[str, str]) -> Edit:
    return Edit(*line_end, "", "broken-line", "line_join", reason, "likely", evidence)


def _heading(text: str, start: int) -> tuple[tuple[int, int], str] | None:
    """Return the line end in a heading and the heading without its number; None where the two lines cannot be one."""
    match = _NUMBERED.match(text, start)
    if not match:
        return None
    behind = line_behind(text, match.end())
    if behind.end - behind.start >= LONGEST_HEADING.stop or has_list_mark(text, behind.start):
        return None
    paragraph = line_behind(text, min(behind.end + 1, len(text)))
    if paragraph.end - paragraph.start < SHORTEST_PARAGRAPH:
        return None
    heading = match[1] + text[behind.start : behind.end].rstrip(BLANKS)
    if len(heading) not in LONGEST_HEADING or not _HEADING.fullmatch(heading):
        return None
    return match.span(2), heading


def _quotation(text: str, match: re.Match[str]) -> str | None:
    """Return the quotation that the break stands in, if it is a phrase inside a long sentence of prose.

    Speech and verse are not: they follow a colon, begin the line, hold a full stop, or fall into equal halves.
    """
    line = line_before(text, match.start(2))
    closed = _CLOSED.match(text, match.end())
    if not closed or line.end - line.start < PROSE or line.start == match.start():
        return None
    first, second = match[1], closed[1]
    if text[match.start() - 1] in "：:。！？!?" or _STOP.search(first + second) or "/" in first + second:
        return None
    if len(_CLAUSE.split(first)[-1]) == len(_CLAUSE.split(second)[0]):
        return None
    return first + second
