"""Tag lists: a title cut into words, one a line, above the title itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from cleantext.edits import Safety
from cleantext.lines import BLANK, Span, lines, stripped

HEAD: Final = 4_000
"""How far, in code points, into a document a tag list is looked for."""

FEWEST: Final = 4
"""Fewer short lines than this are no list."""

LONGEST_TAG: Final = 8
"""A longer line is no tag, in code points."""

SHARE: Final = 0.6
"""Share of the tags that must stand in the title, in the title's order, and of the title that they must make up."""

_TAG = re.compile(rf"\w{{1,{LONGEST_TAG}}}")
_LINE = rf"\n[{BLANK}\n]*\w{{1,{LONGEST_TAG}}}[{BLANK}]*(?=\n)"
_RUN = re.compile(f"{_LINE}(?:{_LINE}){{{FEWEST - 1},}}")
_TITLE = re.compile(r"[^。！？!?;；]{9,60}")


@dataclass(frozen=True, slots=True)
class Tags:
    """The lines of one tag list."""

    lines: tuple[Span, ...]
    evidence: Mapping[str, Any] = field(hash=False)
    rule: str = "title-tags"
    category: str = "tag_list"
    reason: str = "words of the title, one a line"
    safety: Safety = "likely"


def tag_lists(text: str) -> Iterator[Tags]:
    """Find runs of short lines whose words make up the line behind them."""
    if not _RUN.search("\n" + text[:HEAD]):
        return
    run: list[Span] = []
    for line in lines(text[:HEAD]):
        words = stripped(text, line)
        if words.start == words.end:
            continue
        if _TAG.fullmatch(text, words.start, words.end):
            run.append(line)
            continue
        if len(run) >= FEWEST and _TITLE.fullmatch(text, words.start, words.end):
            tags = [text[one.start : one.end].strip() for one in run]
            title = text[words.start : words.end]
            found = _in_order(tags, title)
            if _are_words_of(found, tags, title):
                yield Tags(tuple(run), {"grade": "repetition", "in_title": found})
        run = []


def _are_words_of(found: Sequence[str], tags: Sequence[str], title: str) -> bool:
    """Tell whether a title was cut into the tags: most of them stand in it, and they are most of it."""
    if len(found) < max(SHARE * len(tags), FEWEST - 1) or any(mark in title for mark in "、，,"):
        return False
    return sum(map(len, found)) >= SHARE * len(title) and all(len(tag) > 1 for tag in found)


def _in_order(tags: Sequence[str], title: str) -> list[str]:
    """Return the tags that stand in the title one behind the other."""
    found: list[str] = []
    position = 0
    for tag in tags:
        at = title.find(tag, position)
        if at >= 0:
            found.append(tag)
            position = at + len(tag)
    return found
