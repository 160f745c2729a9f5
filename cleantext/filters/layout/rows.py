"""Rows: the lines of a text that are not blank, as a typesetter sees them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from cleantext.filters.layout.ems import ems

ENDING: Final = frozenset("。！？!?…”」』：:；;）)】〕》.~～")
"""What a line ends with whose sentence may be over."""

MARKS: Final = "，。、；：！？,;"
"""Punctuation inside a line."""

CLOSERS: Final = frozenset("，。、；：！？,.;:!?）)》」』”’】〕%％…—～")
"""What never begins a line."""

_MARK = re.compile(f"[{MARKS}]")
_TOKEN = re.compile(r"[A-Za-z0-9@_/.:%+#&'-]+")
_OPENERS = frozenset("（(《「『“‘【〔")


class Row(NamedTuple):
    """A line that is not blank.

    Attributes:
        start: where its words begin, behind the blanks.
        end: where they end.
        words: `text[start:end]`.
        indent: width of the blanks before them, in ems.
        width: how far the line reaches, in ems.
        is_open: whether the sentence is not over at its end.
        is_cut: whether it stops behind a character or letter, with punctuation before: in mid-sentence.
        first: width of its first token: what had to fit for the token to stand on the line before.
        spaced: whether a blank line stands before it.
        has_marks: whether there is punctuation inside.
    """

    start: int
    end: int
    words: str
    indent: float
    width: float
    is_open: bool
    is_cut: bool
    first: float
    spaced: bool
    has_marks: bool


@lru_cache(maxsize=2)
def rows(text: str) -> Sequence[Row]:
    """Return the rows of `text`."""
    from cleantext.filters.layout.table import table_of  # noqa: PLC0415 - numpy comes with first use

    table = table_of(text)
    starts, ends = table.starts.tolist(), table.ends.tolist()
    words = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    others = (
        one.tolist()
        for one in (
            table.indents,
            table.widths,
            table.is_open,
            table.is_cut,
            table.firsts,
            table.spaced,
            table.has_marks,
        )
    )
    return list(map(Row._make, zip(starts, ends, words, *others, strict=True)))


def first(words: str) -> float:
    """Return the width of the first token: a character or a Latin word, with the marks that stay with it."""
    if len(words) > 1 and words[0] >= "\u3400" and words[1] not in CLOSERS:
        return 1.0
    word = _TOKEN.match(words)
    end = word.end() if word else 1
    while end < len(words) and end < 4 and words[end - 1] in _OPENERS:
        end += 1
    while end < len(words) and words[end] in CLOSERS:
        end += 1
    return ems(words[:end])
