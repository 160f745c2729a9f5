"""Punctuation: quotation marks that face the wrong way; ASCII marks between Han widened, if asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from cleantext.document import Document
from cleantext.edits import Edit
from cleantext.lines import line_at

_QUOTE = re.compile("[“”]")
_OTHER_QUOTE = re.compile('[〝〞〟「」『』"]')
_NO_WORD = re.compile("[0-9=]")
_SAME = re.compile("“[^“”\n]*“|”[^“”\n]*”")
_HAN = "[㐀-鿿豈-龎]"
_NARROW = re.compile(rf"(?<={_HAN})[,;:!?](?=[\n“‘《（(]|{_HAN}|$)|(?<=[”’》）)])[,;:!?](?={_HAN})")
WIDE: Final = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}


@dataclass(frozen=True)
class MendPunctuation:
    """Turns quotation marks round that face the wrong way. Chinese punctuation is never turned into ASCII.

    A line is mended only where its marks, turned round, open and close in strict alternation and where one of them
    cannot be right as it stands: “…“ or ”…” with nothing but text between.

    Attributes:
        widen: whether `,;:!?` between Han characters become full-width. Off by default: many sites write all their
            text so, and it is then the author's own form.
    """

    name: ClassVar[str] = "punctuation"
    widen: bool = False

    def __call__(self, document: Document) -> Iterator[Edit]:
        """Propose to turn round wrong quotation marks, and to widen marks if asked for."""
        if _may_be_turned(document.text):
            yield from _turned(document.text)
        if self.widen:
            for mark in _NARROW.finditer(document.text):
                yield Edit(
                    mark.start(),
                    mark.end(),
                    WIDE[mark[0]],
                    "widened-mark",
                    "punctuation",
                    "ASCII mark between Han",
                    "safe",
                )


def _may_be_turned(text: str) -> bool:
    """Tell whether a line has two marks behind each other that face the same way, at a fraction of a search's cost."""
    if "“" not in text and "”" not in text:
        return False
    from cleantext.arrays import follows_itself  # noqa: PLC0415 - numpy comes with first use

    return follows_itself(text, "“”", "\n")


def _turned(text: str) -> Iterator[Edit]:
    """Yield, for each line with two marks that face the same way, the marks that have to be turned round."""
    position = counted = balance = 0
    while wrong := _SAME.search(text, position):
        line = line_at(text, wrong.start())
        position = line.end
        marks = list(_QUOTE.finditer(text, line.start, line.end))
        if len(marks) % 2 or _OTHER_QUOTE.search(text, line.start, line.end):
            continue
        turned = [mark for i, mark in enumerate(marks) if mark[0] != "“”"[i % 2]]
        if _nests(marks) or len(turned) > len(marks) // 2 or not _reads(text, marks):
            continue
        if any(mark[0] == "”" and _NO_WORD.match(text[mark.start() - 1 : mark.start()]) for mark in turned):
            continue  # behind a number it stands for inches or seconds, behind = the line is code
        balance += text.count("“", counted, line.start) - text.count("”", counted, line.start)
        counted = line.start
        if balance:
            continue  # a quotation goes on from a line above: what looks wrong here may close it
        for mark in turned:
            other = "“”"["“”".index(mark[0]) - 1]
            reason = "quotation mark that faces the wrong way"
            yield Edit(mark.start(), mark.end(), other, "turned-quote", "punctuation", reason, "likely")


def _nests(marks: list[re.Match[str]]) -> bool:
    """Tell whether the marks open and close as they stand, one quotation in another."""
    depth = 0
    for mark in marks:
        depth += 1 if mark[0] == "“" else -1
        if depth < 0:
            return False
    return depth == 0


def _reads(text: str, marks: list[re.Match[str]]) -> bool:
    """Tell whether no stretch that would be quoted begins like one that stands between two quotations."""
    pairs = zip(marks[::2], marks[1::2], strict=True)
    return all(text[one.end()] not in "，。、；：,.;:！？”“" for one, _ in pairs)
