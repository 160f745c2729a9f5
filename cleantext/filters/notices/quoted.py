"""Lines that look like notices and are the text's: an example it shows, a line it speaks of, the head of minutes."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from cleantext.lines import BLANK

_BLANKS = re.compile(f"[{BLANK}\\n]*")
_ANNOUNCED = re.compile(r"(?:[:：]|例如|比如|[如是]下|写法是)[”」』）)]?\Z")
_MINUTES = re.compile(
    "(?:会议)?(?:地点|地點|主持|主席|记录|記錄|紀錄|出席|列席|参加|參加|到会|询问|被询问|收件|发件|主题|主題|议题|議題)[^:：\n]{0,4}[:：]"
)
_SPOKEN_OF = re.compile(
    "以上|上面|上述|这[句两几个些种段行条类样]|這[句兩幾個些種段行條類樣]|[该該此][句段行类類]|把[上这這]|像[这這]"
)


def is_quoted(text: str, start: int, end: int, gone: AbstractSet[int]) -> bool:
    """Tell whether the lines of `text[start:end]` are shown by the line before or spoken of by the line behind.

    Args:
        text: the document's text.
        start: where the first of the lines starts.
        end: where the last of them ends, before its line end.
        gone: where the lines start that are notices themselves, and show nothing.
    """
    before = _line_before(text, start)
    if before and before[0] not in gone and _ANNOUNCED.search(before[1]):
        return True
    blank = _BLANKS.match(text, end)
    behind = blank.end() if blank else end
    return text.rfind("\n", 0, behind) + 1 not in gone and _SPOKEN_OF.match(text, behind) is not None


def is_of_minutes(text: str, start: int, end: int) -> bool:
    """Tell whether a line with a time stands beside the place, the chair or the addressee of a meeting or a letter."""
    before = _line_before(text, start)
    if before and _MINUTES.match(before[1]):
        return True
    blank = _BLANKS.match(text, end)
    return _MINUTES.match(text, blank.end() if blank else end) is not None


def _line_before(text: str, start: int) -> tuple[int, str] | None:
    """Return where the last line that is not blank before `start` starts, and its words."""
    end = start
    while end > 0:
        begin = text.rfind("\n", 0, end - 1) + 1
        words = text[begin:end].strip(BLANK + "\n")
        if words:
            return begin, words
        end = begin
    return None
