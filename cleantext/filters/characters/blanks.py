"""Blanks that end a line, and blank lines beyond one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleantext.edits import Edit
from cleantext.lines import BLANK

_TRAILING = re.compile(f"(?<![{BLANK}])[{BLANK}]+(?=[\\n\f]|\\Z)")
_TABLE = re.compile(r"[^\s]\t+[^\s]")
_LEADING = re.compile(f"(?:[{BLANK}]*\\n)+")
_BLANK_LINES = re.compile(r"(?<=\n\n)\n+|(?<=\n)\n+\Z")


def blanks(text: str, characters: str) -> Iterator[Edit]:
    """Yield an edit for blanks that end a line, for blank lines at either end of the text, and for those beyond one.

    Args:
        text: the document's text.
        characters: its alphabet.
    """
    leading = _LEADING.match(text)
    start = leading.end() if leading else 0
    if start:
        yield Edit(0, start, "", "blank-lines", "characters", "blank lines before the first line")
    # substring tests are many times faster than the patterns, and most texts pass them
    ends = [end for end in "\n\f" if end in characters]
    blank = [one for one in BLANK if one in characters]
    if text.endswith(tuple(BLANK)) or any(one + end in text for one in blank for end in ends):
        for match in _TRAILING.finditer(text, start):
            if _is_empty_cell(text, match):
                continue
            yield Edit(match.start(), match.end(), "", "trailing-blanks", "characters", "blanks that end a line")
    if "\n\n\n" in text or text.endswith("\n\n"):
        for match in _BLANK_LINES.finditer(text, start):
            yield Edit(match.start(), match.end(), "", "blank-lines", "characters", "more than one blank line")


def _is_empty_cell(text: str, blank: re.Match[str]) -> bool:
    """Tell whether blanks that end a line hold the separator of a table: tabs of the text's, or what its line has."""
    if "\t" in blank[0] and _TABLE.search(text):
        return True
    words = text[text.rfind("\n", 0, blank.start()) + 1 : blank.start()].lstrip(BLANK)
    return "\u3000" in blank[0] and "\u3000" in words
