"""Closing quotes that a font or a scanner turned into 〞 (U+301E)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cleantext.edits import Edit
from cleantext.filters.repair.propose import around

PRIME: Final = "〞"
PAIR: Final = "〝"
"""Opens what 〞 closes where the two are the author's own marks, as in Taiwan."""

_OPEN, _CLOSE, _ENDS = "“", "”", "。！？!?：:；;”〞"


def closing_quotes(text: str) -> Iterator[Edit]:
    """Yield an edit for each 〞 that closes a “ on its line, or on a line before that breaks off inside the quotation.

    A text that uses 〝 keeps all its 〞.
    """
    if PRIME not in text or PAIR in text:
        return
    start = opened = 0
    for line in text.split("\n"):
        for offset, character in enumerate(line):
            if character == _OPEN:
                opened += 1
            elif character == _CLOSE:
                opened = max(opened - 1, 0)
            elif character == PRIME and opened:
                opened -= 1
                yield _edit(text, start + offset)
        if not line or line[-1] in _ENDS:
            opened = 0
        start += len(line) + 1


def _edit(text: str, start: int) -> Edit:
    return Edit(
        start,
        start + 1,
        _CLOSE,
        rule="closing-quote",
        category="repair",
        reason="closing quotation mark misread as 〞",
        safety="safe",
        evidence={"pair": "〞/”", "context": around(text, start, start + 1), "grade": "hard"},
    )
