"""Whether the lines of a text are hard-wrapped, or verse: then a line end inside a sentence proves nothing."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from cleantext.filters.layout.measure import measure
from cleantext.filters.layout.sentences import BLANKS, HAN, SHORTEST, goes_on

FEWEST: Final = 4
"""How many sentences must go on from line to line, at the least, in a wrapped text."""

SHARE: Final = 0.2
"""Share of the lines of a wrapped text, not counting short ones, whose sentence goes on in the next."""

_OPEN = re.compile(f"\n(?<=[{HAN}，、,]\n)(?=[{BLANKS}]*[{HAN}])")
_LONG = re.compile(f"[^\n]{{{SHORTEST},}}")


@lru_cache(maxsize=2)
def is_wrapped(text: str) -> bool:
    """Tell whether the lines were broken at a measure, or many sentences go on from one to the next without a mark."""
    if measure(text, paged=True):
        return True
    opens = 0
    for match in _OPEN.finditer(text):
        after = match.end()
        while text[after] in BLANKS:
            after += 1
        opens += goes_on(text, match.start(), after)
    return opens >= FEWEST and opens >= SHARE * sum(1 for _ in _LONG.finditer(text))
