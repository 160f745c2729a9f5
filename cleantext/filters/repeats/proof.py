"""What proves that a paragraph stands twice by mistake, and not because its author says it of two things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, TypeAlias

from cleantext.edits import Safety
from cleantext.filters.repeats.rows import Row
from cleantext.similar.prose import LONG, is_item

Proof: TypeAlias = Literal["adjacent", "run", "alone"]

HEAD: Final = 3
"""A paragraph that is cut off is a summary, or a document's end, among so many first lines or as the last."""

RUN_OF_ROWS: Final = 3
"""So many lines in a row, the same as earlier ones, are a piece of the document that stands twice."""

RUN_OF_CHARACTERS: Final = 200
"""So are two lines that have so many normal characters together."""

RUN_OF_ARTICLES: Final = 10
"""In a document that says things twice it takes so many: a statute says of one body what it says of another."""

_ARTICLE = re.compile(r"(?m)^[ \t　]*第[一二三四五六七八九十百千零〇0-9]{1,7}[条條]")
_TWICE = re.compile(r"```|[\[【](?:答案|解析|分析|详解|解答|点评|\d{1,2}题详解)[\]】]|故选")
_ANNOUNCED = re.compile(r"[:：][”」』]?\s*\Z")
_ENDED = re.compile(r"[。！？!?…][”’」』）)】》\"']*\s*\Z|(?<=[㐀-鿿])\.\s*\Z")


@dataclass(frozen=True)
class Proofs:
    """Proves repeats of one document.

    Attributes:
        text: the document's text.
        rows: its lines that are not blank.
    """

    text: str
    rows: Sequence[Row]

    def of(self, dropped: Row, kept: Row) -> Proof | None:
        """Return what proves that `dropped` repeats `kept` by mistake.

        `adjacent`: nothing but copies stands between the two. `run`: the lines beside them are the same too, so that a
        piece of the document stands twice. `alone`: a paragraph of prose of `LONG` normal characters or more, in a
        document that does not say things twice on purpose: a statute, an examination with its solutions, a manual with
        code. Near copies are never proved by a run, since templates come in runs.
        """
        if self._are_adjacent(dropped, kept) and self._is_prose(dropped, kept):
            return "adjacent"
        if dropped.normal == kept.normal and self._is_run(dropped, kept):
            return "run"
        if len(dropped.normal) < LONG or self._says_things_twice or self._is_announced(dropped):
            return None
        return "alone" if self._is_prose(dropped, kept) else None

    def _are_adjacent(self, dropped: Row, kept: Row) -> bool:
        """Tell whether nothing but copies of one of the two stands between them."""
        first, later = sorted(map(self._number, (dropped, kept)))
        starts = self._starts_of_runs
        return starts[later] <= first + 1 or starts[later - 1] <= first

    @cached_property
    def _starts_of_runs(self) -> list[int]:
        """For each row, the first of the equal rows in a row that it ends."""
        starts: list[int] = []
        for number, row in enumerate(self.rows):
            continues = number and row.normal == self.rows[number - 1].normal
            starts.append(starts[-1] if continues else number)
        return starts

    def _number(self, row: Row) -> int:
        """Return which of the lines a paragraph is."""
        return self._numbers[row.span.start]

    @cached_property
    def _numbers(self) -> dict[int, int]:
        return {row.span.start: number for number, row in enumerate(self.rows)}

    def _is_announced(self, row: Row) -> bool:
        """Tell whether the line before ends with a colon: a letter read again, the output of a test."""
        number = self._number(row)
        before = self.rows[number - 1].span if number else row.span
        return _ANNOUNCED.search(self.text, before.start, before.end) is not None

    def _is_run(self, dropped: Row, kept: Row) -> bool:
        first, later = sorted(map(self._number, (dropped, kept)))
        distance = later - first
        before = after = 0
        longest = min(first, distance, RUN_OF_ARTICLES)
        while before < longest and self._same(first - before - 1, later - before - 1):
            before += 1
        longest = min(len(self.rows) - later - 1, distance - 1, RUN_OF_ARTICLES)
        while after < longest and self._same(first + after + 1, later + after + 1):
            after += 1
        run = self.rows[later - before : later + after + 1]
        if self._says_things_twice:
            return len(run) >= RUN_OF_ARTICLES
        return len(run) >= RUN_OF_ROWS or (len(run) > 1 and sum(len(row.normal) for row in run) >= RUN_OF_CHARACTERS)

    def _same(self, one: int, other: int) -> bool:
        return self.rows[one].normal == self.rows[other].normal

    def _is_prose(self, dropped: Row, kept: Row) -> bool:
        """Tell whether it is whole sentences or a paragraph cut off, and neither is an article or an item of a list."""
        if any(is_item(self.text[row.span.start : row.span.end]) for row in (dropped, kept)):
            return False
        if _ENDED.search(self.text, dropped.span.start, dropped.span.end):
            return True
        cut_off = kept.normal != dropped.normal and kept.normal.startswith(dropped.normal)
        return cut_off and (self._number(dropped) < HEAD or self._number(dropped) == len(self.rows) - 1)

    @cached_property
    def _says_things_twice(self) -> bool:
        """Tell whether it is a statute, an examination with its solutions, or a manual with code."""
        return len(_ARTICLE.findall(self.text)) >= 3 or _TWICE.search(self.text) is not None


def safety_of(proof: Proof | None, dropped: Row, kept: Row) -> Safety:
    """Return how safe it is to drop one for the other."""
    if proof is None:
        return "suggest"
    equal_and_long = dropped.normal == kept.normal and len(dropped.normal) >= LONG
    return "safe" if equal_and_long and proof != "alone" else "likely"
