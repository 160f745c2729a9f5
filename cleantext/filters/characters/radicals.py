"""Radicals and compatibility forms that stand where a character belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from cleantext.edits import Edit
from cleantext.lines import line_at

TRADITIONAL_SIGNS: Final = "們這國會對說門車見長"
SIMPLIFIED_SIGNS: Final = "们这国会对说门车见长"

_RADICAL = re.compile("[\u2e80-\u2ef3\u2f00-\u2fd5]")
_HAN = re.compile("[㐀-鿿豈-龎]")
_SPEAKS_OF_RADICALS = re.compile("部首|偏旁|radical|Radical|康熙字典")
_LISTED = re.compile("[\u2e80-\u2ef3\u2f00-\u2fd5][、,，/ 　][\u2e80-\u2ef3\u2f00-\u2fd5]")


def radicals(text: str, characters: str) -> Iterator[Edit]:
    """Yield an edit for each radical beside a Han character; where radicals are listed or spoken of they stay.

    Args:
        text: the document's text.
        characters: its alphabet.
    """
    if not _RADICAL.search(characters):
        return
    simplified = sum(map(text.count, SIMPLIFIED_SIGNS)) >= sum(map(text.count, TRADITIONAL_SIGNS))
    table = _table()
    for match in _RADICAL.finditer(text):
        forms = table.get(match[0])
        if forms and _is_part_of_text(text, match.start()):
            reason = f"radical U+{ord(match[0]):04X} in the place of a character"
            yield Edit(match.start(), match.end(), forms[simplified], "radical", "characters", reason)


def _is_part_of_text(text: str, position: int) -> bool:
    beside = text[max(position - 1, 0) : position] + text[position + 1 : position + 2]
    if not _HAN.search(beside) and not _RADICAL.search(beside):
        return False
    line = line_at(text, position)
    low, high = max(line.start, position - 200), min(line.end, position + 200)
    return not _SPEAKS_OF_RADICALS.search(text, low, high) and not _LISTED.search(text, low, high)


@cache
def _table() -> dict[str, tuple[str, str]]:
    """Return, for each radical, its Traditional and its Simplified character."""
    rows = files("cleantext").joinpath("data/radicals.tsv").read_text("utf-8").splitlines()
    cells = [row.split("\t") for row in rows if not row.startswith("#")]
    return {radical: (traditional, simplified) for radical, traditional, simplified in cells}
