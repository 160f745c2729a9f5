"""What hard wrapping, paging and site cutters do to a text, done to paragraphs that are known. Used by `layout.py`."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from typing import Final

from cleantext.filters.layout.ems import ems

PAGE_STYLES: Final = ("- {} -", "{}", "第{}页", "－ {} －")
HEADERS: Final = ("社会观察 2021年第3期", "区志资料汇编", "文化遗产保护论丛")

_WORD = re.compile(r"[A-Za-z0-9@_/.:%+#&'-]+")
_OPENERS = frozenset("（(《「『“‘【〔")
_CLOSERS = frozenset("，。、；：！？,.;:!?）)》」』”’】〕%％…—～")
_HAN = re.compile("[\u4e00-\u9fff]")


def fold(paragraph: str, width: float) -> list[str]:
    """Break a paragraph at `width` ems, wherever that is."""
    lines, line, reach = [], "", 0.0
    for character in paragraph:
        wide = ems(character)
        if reach + wide > width:
            lines.append(line)
            line, reach = "", 0.0
        line += character
        reach += wide
    return [*lines, line] if line else lines


def wrap(paragraph: str, width: float, indent: float = 0) -> list[str]:
    """Break a paragraph as typesetters do: no mark begins a line that may not, no Latin word is cut (kinsoku)."""
    lines, line, reach, at = [], "", indent, 0
    while at < len(paragraph):
        token = _token(paragraph, at)
        at += len(token)
        if line and reach + ems(token) > width:
            lines.append(line.rstrip())
            line, reach = "", 0.0
            token = token.lstrip()
        line += token
        reach += ems(token) or 0.5  # a space alone
    return [*lines, line.rstrip()] if line.strip() else lines


def _token(paragraph: str, at: int) -> str:
    word = _WORD.match(paragraph, at)
    end = word.end() if word else at + 1
    while end < len(paragraph) and paragraph[end - 1] in _OPENERS:
        end += 1
    while end < len(paragraph) and paragraph[end] in _CLOSERS:
        end += 1
    return paragraph[at:end]


def wrapped(paragraphs: Sequence[str], kind: str, width: float) -> list[str]:
    """Break all paragraphs: `fold`, `kinsoku`, or `indented` (kinsoku, the first lines behind two U+3000)."""
    lines: list[str] = []
    for paragraph in paragraphs:
        if kind == "fold":
            lines += fold(paragraph, width)
        elif kind == "kinsoku":
            lines += wrap(paragraph, width)
        else:
            first, *rest = wrap(paragraph, width, 2) if len(paragraph) > 6 else [paragraph]
            lines += ["\u3000\u3000" + first, *rest]
    return lines


def paged(lines: Sequence[str], each: int, style: str, header: str = "") -> list[str]:
    """Put a page number behind every `each` lines, and a header before them."""
    found: list[str] = []
    for page, start in enumerate(range(0, len(lines), each), 1):
        found += [*([header] if header else []), *lines[start : start + each], style.format(page)]
    return found


def spliced(text: str, chance: random.Random) -> tuple[str, int]:
    """Put `n` and a line end into sentences, 250 to 500 code points apart; return the text and how many there are."""
    parts: list[str] = []
    at, number = 0, 0
    while at < len(text):
        end = at + chance.randint(250, 500)
        while end < len(text) - 2 and not (_HAN.match(text[end - 1]) and _HAN.match(text[end])):
            end += 1
        if end >= len(text) - 30:
            break
        number += 1
        parts += [text[at:end], f"{number}\n"]
        at = end
    return "".join(parts) + text[at:], number


def headed(text: str, chance: random.Random) -> tuple[str, str]:
    """Cut a text into chunks with heads, `1、` and so on; return it, and what it was before."""
    flat = text.replace("\n", "")
    parts: list[str] = []
    at = 0
    while at < len(flat):
        end = at + chance.randint(250, 700)
        parts.append(f"{len(parts) + 1}、{flat[at:end]}")
        at = end
    return "\n".join(parts), flat
