"""Whether a sentence goes on across a break, and what proves it.

A break is two offsets: `before`, behind the last character of the text that it cuts, and `after`, at the first
character of the text that goes on. White space and page marks stand between the two.
"""

from __future__ import annotations

import re
import sys
from typing import Final

from cleantext.filters.layout.words import words
from cleantext.lines import Span

BLANKS: Final = " \t\u3000\u00a0\r"
"""What may stand around the words of a line; a carriage return belongs to the line end behind it."""

HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇々"
"""Han characters of the Basic Multilingual Plane, for a character class."""

STOPS: Final = "。！？!?…"
"""What ends a sentence."""

CLOSERS: Final = '”’」』）)】〕》〉〞"'
"""What may stand behind the mark that ends a sentence."""

SHORTEST: Final = 15
"""A line that is shorter, in code points, is not taken for prose that was cut."""

PLAIN: Final = 30
"""Below this many code points, a line that holds no whole sentence needs proof that it was cut."""

LONG: Final = 2_000
"""So much of a line shows whether it is prose, in code points; a text may be one line."""

NEAR: Final = 20_000
"""How far from a break, in code points, what proves it may stand."""

_HAN = re.compile(f"[{HAN}]")
_HAN_LEFT = re.compile(f"[{HAN}]{{1,2}}\\Z")
_HAN_RIGHT = re.compile(f"[{HAN}]{{1,2}}")
_CLAUSE = re.compile("[，、,。；;：:！？!?]")
_WHOLE = re.compile("[。；;：:！？!?]")
_INDENTED = re.compile("(?:\u3000| {2}|\t)[ \t\u3000]*$")
_LIST_MARK = re.compile(
    f"[一二三四五六七八九十百零〇]{{1,4}}[、．.]|[（(][一二三四五六七八九十0-9]{{1,3}}[)）]|"
    f"第[一二三四五六七八九十百千零〇0-9]{{1,6}}[条條章节節篇部编編讲講课課回卷单單步]|"
    f"[第共] ?[0-9０-９]{{1,4}} ?[页頁]|[0-9０-９]{{1,3}}[、．.)）]|附[：:件]|注[：:]|[①-⑳⑴-⒇]|[-*+•●○◆■□▪·◇★☆※#>|]|"
    f"[{HAN}A-Za-z]{{1,6}}[：:]"
)


def is_han(character: str) -> bool:
    """Tell whether `character` is a Han character of the Basic Multilingual Plane."""
    return bool(_HAN.match(character))


def line_before(text: str, before: int, most: int = sys.maxsize) -> Span:
    """Return the part of a line that ends at `before`, without the blanks at its beginning; no more than `most`."""
    first = max(before - most, 0)
    start = max(text.rfind("\n", first, before) + 1, text.rfind("\f", first, before) + 1, first)
    while start < before and text[start] in BLANKS:
        start += 1
    return Span(start, before)


def line_behind(text: str, after: int, most: int = sys.maxsize) -> Span:
    """Return the part of a line that begins at `after`; no more than `most` of it."""
    last = min(after + most, len(text))
    end = text.find("\n", after, last)
    return Span(after, last if end < 0 else end)


def has_list_mark(text: str, start: int) -> bool:
    """Tell whether a list mark, the number of a heading or a page, or a label (`注：`, `甲方：`) stands at `start`."""
    return bool(_LIST_MARK.match(text, start))


def is_indented(text: str, before: int, after: int) -> bool:
    """Tell whether the white space between the two offsets ends with the indentation of a paragraph."""
    return bool(_INDENTED.search(text, before, after))


def ended(text: str, before: int) -> bool:
    """Tell whether a sentence ends at `before`, behind the quotation marks and brackets that close with it."""
    last = before
    while last and text[last - 1] in CLOSERS:
        last -= 1
    if not last:
        return True
    if text[last - 1] == ".":
        return last < 2 or not is_han(text[last - 2])
    return text[last - 1] in STOPS


def proved(text: str, before: int, after: int) -> bool:
    """Tell whether the characters on the two sides show that a sentence was cut.

    They do where a sentence can never stop, or never begin, with one of them, and where the two stand side by side near
    by: the two halves of a word.
    """
    last, first = text[before - 1], text[after]
    if last in words().never_last or first in words().never_first:
        return True
    return last.isalnum() and first.isalnum() and _stands_near(text, before, last + first)


def firmly_proved(text: str, before: int, after: int) -> bool:
    """Tell whether the three Han characters around the break stand side by side near by."""
    left = _HAN_LEFT.search(text, max(before - 2, 0), before)
    right = _HAN_RIGHT.match(text, after)
    if not left or not right:
        return False
    first, last = left[0] + right[0][0], left[0][-1] + right[0]
    return any(len(three) == 3 and _stands_near(text, before, three) for three in (first, last))


def goes_on(text: str, before: int, after: int) -> bool:
    """Tell whether a line of prose ends at `before` inside a sentence that goes on at `after`.

    Never true before a list mark, a label or an indented line. True for a line that is short, or that may be a heading,
    only where the characters around the break prove it.
    """
    if before <= 0 or after >= len(text) or not _are_open(text[before - 1], text[after]):
        return False
    if has_list_mark(text, after) or is_indented(text, before, after):
        return False
    behind = line_behind(text, after, LONG)
    if behind.end - behind.start < 20 and not _CLAUSE.search(text, behind.start, behind.end):
        return False
    return _is_prose(text, before, after) or firmly_proved(text, before, after)


def may_go_on(text: str, before: int, after: int) -> bool:
    """Tell whether a sentence may go on across a break that something else proves to be none of the author's.

    The line before is no heading, since it holds the comma or the stop of a sentence, and is not over.
    """
    if before <= 0 or after >= len(text) or not _are_open(text[before - 1], text[after]):
        return False
    if has_list_mark(text, after) or is_indented(text, before, after):
        return False
    line = line_before(text, before, LONG)
    return line.end - line.start >= SHORTEST and bool(_CLAUSE.search(text, line.start, line.end))


def _is_prose(text: str, before: int, after: int) -> bool:
    """Tell whether what ends at `before` is prose by its length and marks, and no heading."""
    line = line_before(text, before, LONG)
    length = line.end - line.start
    if _WHOLE.search(text, line.start, line.end):
        return length >= SHORTEST
    if length < SHORTEST or has_list_mark(text, line.start):
        return False
    return length >= PLAIN or (bool(_CLAUSE.search(text, line.start, line.end)) and proved(text, before, after))


def _stands_near(text: str, position: int, words: str) -> bool:
    return text.find(words, max(position - NEAR, 0), position + NEAR) >= 0


def _are_open(last: str, first: str) -> bool:
    """Tell whether a sentence may go on between the two characters."""
    if first in "，。、；,;！？":
        return is_han(last) or last.isalnum() or last in CLOSERS
    if last in "，、,":
        return is_han(first) or first in "“‘「『《〈"
    return is_han(first) and (is_han(last) or last.isalnum() or last in "%％")
