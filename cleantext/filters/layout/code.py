"""Lines that are code, settings or table rows: they end where their author ended them."""

from __future__ import annotations

import re

_CODE = re.compile(
    r"[{};]\s*$|^\s*(?:def |class |import |from \w+ import|#include|return\b|if\s*\(|for\s*\(|while\s*\(|public |"
    r"private |var |let |const |SELECT |\$ |>>> |<\?|<\w+[ >]|//|/\*|@\w+)|^\s*[\w.]+\s*=\s*\S|\|.*\|.*\||\t\S*\t|^#|"
    r"^[\w.]+\(.*\)$",
    re.ASCII,
)
_LIKELY = re.compile("[{};=|\t<@#$/(a-zS]")
_CELLS = re.compile(r"\S[ \u3000]{3,}\S|\S\t+\S")


def is_code(words: str) -> bool:
    """Tell whether a line looks like code, a comment, a setting, or the row of a table with bars or tabs."""
    return bool(_LIKELY.search(words)) and bool(_CODE.search(words))


def is_table_row(words: str) -> bool:
    """Tell whether wide blanks or tabs stand between the words of a line."""
    return bool(_CELLS.search(words))
