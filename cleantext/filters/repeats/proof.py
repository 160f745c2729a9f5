"""What proves that a paragraph stands twice by mistake, and not because its author says it of two things."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
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

BESIDE: Final = 3
"""Among so many lines on either side of an entry of a list are others of its shape."""

RUN_OF_ARTICLES: Final = 10
"""In a document that says things twice it takes so many: a statute says of one body what it says of another."""

_ARTICLE = re.compile(r"(?m)^[ \t　]*第[一二三四五六七八九十百千零〇0-9]{1,7}[条條]")
_TWICE = re.compile(
    r"```|[\[【](?:答案|解析|分析|详解|解答|点评|\d{1,2}题详解)[\]】]|故选"
    r"|阅读(?:[^\n。]{0,8}材料)?[,，](?:完成|回答)(?:下列|下面|以下)?(?:要求|问题|各题|小题)"
)
_ANNOUNCES = re.compile(r"[:：][”」』]?\s*\Z")
_ENDED = re.compile(r"[。！？!?…][”’」』）)】》\"']*\s*\Z|(?<=[㐀-鿿])\.\s*\Z")
_TASK = "分析|说明|概括|概述|归纳|指出|评析|谈谈|阐述|阐释|列举|比较|简析|简述|试述|回答|评价"
_QUESTION = re.compile(
    r"[^。！？!?;；\n]+[？?][\s”’」』]*"
    rf"|\W{{0,2}}(?:结合|根据|依据|运用|联系|{_TASK})[^。！？!?;；\n]*?(?:{_TASK})[^。！？!?;；\n]*[。.]\s*"
)
_SPEAKER = re.compile(r"\W{0,3}([^\W\d]{1,8})[:：]")
_ENTRY = re.compile(r"\s*([^,，。:：;；!！?？]{2,24})[,，:：](.)")


@dataclass(frozen=True)
class Proofs:
    """Proves repeats of one document.

    Attributes:
        text: the document's text.
        rows: its lines that are not blank.
        repeated: where those of them begin that may go.
    """

    text: str
    rows: Sequence[Row]
    repeated: AbstractSet[int]

    def of(self, dropped: Row, kept: Row) -> Proof | None:
        """Return what proves that `dropped` repeats `kept` by mistake.

        `adjacent`: nothing but copies stands between the two, and they are no question, which stands once among the
        others and once before its answer. `run`: the lines beside them are the same too, so that a piece of the
        document stands twice, but not where this one alone would go from among sentences that stay, nor where it
        announces what stays behind it. `alone`: a paragraph of prose of
        `LONG` normal characters or more, no speech of a dialogue, in a document that does not say things twice on
        purpose: a statute, an examination with its solutions, a manual with code. Near copies are never proved by a
        run, since templates come in runs, nor where they are two entries of a list.
        """
        equal = dropped.normal == kept.normal
        if not equal and self._are_entries(dropped, kept):
            return None
        is_prose = self._is_prose(dropped, kept) and not self._is_question(dropped)
        if is_prose and self._are_adjacent(dropped, kept):
            return "adjacent"
        if equal and self._is_run(dropped, kept):
            return None if self._announces_what_stays(dropped) else "run"
        on_purpose = self._says_things_twice or self._is_announced(dropped) or self._is_speech(dropped, kept)
        return "alone" if is_prose and len(dropped.normal) >= LONG and not on_purpose else None

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
        return _ANNOUNCES.search(self.text, before.start, before.end) is not None

    def _announces_what_stays(self, row: Row) -> bool:
        """Tell whether a line ends with a colon and the one behind it is to stay: an example, a list."""
        if not _ANNOUNCES.search(self.text, row.span.start, row.span.end):
            return False
        behind = self.rows[self._number(row) + 1 :][:1]
        return not behind or behind[0].span.start not in self.repeated

    def _is_question(self, row: Row) -> bool:
        """Tell whether a line is one question, or one task of an examination; elsewhere a long one is rhetoric."""
        may_be = len(row.normal) < LONG or self._says_things_twice
        return may_be and _QUESTION.fullmatch(self.text, row.span.start, row.span.end) is not None

    def _is_speech(self, dropped: Row, kept: Row) -> bool:
        """Tell whether a line begins with a name and a colon, as one beside it and one that says other things do."""
        found = self._speaker(dropped)
        if not found or self._said_by[found] <= {dropped.normal, kept.normal}:
            return False
        number = self._number(dropped)
        beside = self.rows[max(number - 1, 0) : number + 2]
        return sum(self._speaker(row) is not None for row in beside) > 1

    def _speaker(self, row: Row) -> str | None:
        found = _SPEAKER.match(self.text, row.span.start, row.span.end)
        return found[1] if found else None

    @cached_property
    def _said_by(self) -> dict[str, set[str]]:
        """The normal forms of the lines that begin with each name and a colon."""
        said: defaultdict[str, set[str]] = defaultdict(set)
        for row in self.rows:
            if speaker := self._speaker(row):
                said[speaker].add(row.normal)
        return said

    def _are_entries(self, dropped: Row, kept: Row) -> bool:
        """Tell whether two lines say of two things, named in their first clauses, what those beside them say of others.

        So do lists of offices, places and goods: the second clause of each entry begins like that of the others.
        """
        one, other = self._entry(dropped), self._entry(kept)
        if not one or not other or one[1].endswith(other[1]) or other[1].endswith(one[1]):
            return False
        number = self._number(dropped)
        near = self.rows[max(number - BESIDE, 0) : number + BESIDE + 1]
        beside = [self._entry(row) for row in near if row.normal not in (dropped.normal, kept.normal)]
        alike = len([found for found in beside if found and found[2] == one[2]])
        return 2 * alike > max(len(beside), 3)

    def _entry(self, row: Row) -> re.Match[str] | None:
        return _ENTRY.match(self.text, row.span.start, row.span.end)

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
        place = self._number(dropped)
        run = self.rows[place - before : place + after + 1]
        going = sum(row.span.start in self.repeated for row in run)
        if going == 1 and sum(map(self._is_ended, run)) > 1:
            return False
        if self._says_things_twice:
            return len(run) >= RUN_OF_ARTICLES
        return len(run) >= RUN_OF_ROWS or (len(run) > 1 and sum(len(row.normal) for row in run) >= RUN_OF_CHARACTERS)

    def _same(self, one: int, other: int) -> bool:
        return self.rows[one].normal == self.rows[other].normal

    def _is_prose(self, dropped: Row, kept: Row) -> bool:
        """Tell whether it is whole sentences or a paragraph cut off, and neither is an article or an item of a list."""
        if any(is_item(self.text[row.span.start : row.span.end]) for row in (dropped, kept)):
            return False
        if self._is_ended(dropped):
            return True
        cut_off = kept.normal != dropped.normal and kept.normal.startswith(dropped.normal)
        return cut_off and (self._number(dropped) < HEAD or self._number(dropped) == len(self.rows) - 1)

    def _is_ended(self, row: Row) -> bool:
        """Tell whether a line ends as a sentence does."""
        return _ENDED.search(self.text, row.span.start, row.span.end) is not None

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
