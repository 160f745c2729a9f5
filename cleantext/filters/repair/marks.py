"""Marks that a font or a converter lost or made: a lone backtick, `?…?` for 《…》, 〔…〕 for （…）."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cleantext.edits import Edit, Safety
from cleantext.filters.repair.propose import around

SHOWN: Final = 2
"""Places from which on a document shows a pattern."""

_HAN = "[㐀-鿿]"
_TICK = re.compile(rf"(?m)^[^`\n]*(?<={_HAN})(`)(?=[㐀-鿿，。、；：])[^`\n]*$")
_TITLE = re.compile(
    r"\?(?<=[㐀-鿿，、]\?)(?=[㐀-鿿])([㐀-鿿（）()“”、0-9]{1,30}?"
    r"(?:法|条例|办法|规定|意见|通知|纲要|决定|制度|细则|细那么|守则|守那么|公约|规划|章程|准则|准那么|实施方案|暂行标准))\?"
    r"(?=[㐀-鿿，。、；])"
)
_BRACKET = re.compile(r"〔(?![12][0-9]{3}〕)([^〔〕\n]{1,30})〕")


_STRAY: Final = ("stray-tick", "backtick that belongs to nothing")
_LOST: Final = ("lost-title-mark", "mark around a title that became ?")
_SQUARE: Final = ("square-bracket", "round bracket that became a square one")


def stray_ticks(text: str) -> Iterator[Edit]:
    """Yield an edit that removes each backtick that stands alone on its line behind a Han character.

    In a text that has backticks in pairs, as code is quoted, it is only suggested.
    """
    if "`" not in text:
        return
    found = list(_TICK.finditer(text))
    alone = len(found) == text.count("`")
    for match in found:
        yield _edit(text, match.start(1), "", _STRAY, certain=alone)


def lost_title_marks(text: str) -> Iterator[Edit]:
    """Yield the edits that give back 《 and 》 to titles of rules and laws between two question marks.

    A single one, or one in a text that has such marks, is only suggested.
    """
    if "?" not in text:
        return
    found = list(_TITLE.finditer(text))
    certain = len(found) >= SHOWN and "《" not in text
    for match in found:
        for at, mark in ((match.start(), "《"), (match.end() - 1, "》")):
            yield _edit(text, at, mark, _LOST, certain=certain)


def square_brackets(text: str) -> Iterator[Edit]:
    """Yield the edits that turn 〔…〕 into （…）, for a text that was re-written; years, as in 〔2023〕5号, stay.

    They are only suggested where the text has round brackets too, or only one pair to show.
    """
    found = list(_BRACKET.finditer(text)) if "〔" in text else []
    certain = len(found) >= SHOWN and not any(bracket in text for bracket in "()（）")
    for match in found:
        for at, mark in ((match.start(), "（"), (match.end() - 1, "）")):
            yield _edit(text, at, mark, _SQUARE, certain=certain)


def _edit(text: str, at: int, mark: str, why: tuple[str, str], *, certain: bool) -> Edit:
    """Put `mark` in the place of one character; `why` is the rule and its reason."""
    rule, reason = why
    safety: Safety = "likely" if certain else "suggest"
    return Edit(at, at + 1, mark, rule, "repair", reason, safety, {"context": around(text, at, at + 1)})
