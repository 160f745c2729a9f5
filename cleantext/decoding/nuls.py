"""Tells what bytes with NULs are: UTF-16 or UTF-32 without a byte order mark, text with a stray NUL, or no text."""

from __future__ import annotations

from typing import Final

from cleantext.decoding import languages, pairs, wide
from cleantext.decoding.choose import Choice
from cleantext.decoding.reading import MARK, Reading
from cleantext.errors import DecodeError

HEAD: Final = 2048
"""How many bytes are looked at."""
HIGHEST_MEAN: Final = 10.5
"""What a character of text costs at most on average; half of all numbers read as characters cost more."""
FEW: Final = 4.0
"""How much more the average may be for one character; for n of them, this divided by n."""
CONTROLS: Final = 0.02
"""The largest share of control characters among characters of text."""
STRAY: Final = 0.01
"""The largest share of NULs among bytes that are text all the same."""

LOST: Final = 9.0
"""What an invalid byte costs, in nats."""


def choose(data: bytes) -> Choice | None:
    """Choose UTF-16 or UTF-32; None where NULs are few and the rest may be in any other encoding.

    Raises:
        DecodeError: the NULs are those of something else.
    """
    if 0 not in data:
        return None
    head = data[:HEAD]
    starts = [(name, skip) for name, size in wide.UNIT.items() for skip in range(size)]
    readings = [(wide.read(head[skip:], name), skip) for name, skip in starts]
    best, skip = min(readings, key=lambda pair: _cost(pair[0]) + pair[1])
    if _cost(best) < _as_bytes(head) and _is_text(best.text):
        return Choice(best.encoding, 0.98, "places of NULs", skip)
    if data.count(0) <= max(STRAY * len(data), 1 if len(data) > 2 else 0):
        return None
    raise DecodeError("binary", f"{data.count(0)} of {len(data)} bytes are NUL, and not as in UTF-16 or UTF-32")


def _cost(reading: Reading) -> float:
    return languages.cost(reading.text, "any") + LOST * reading.lost


def _as_bytes(head: bytes) -> float:
    """Return the least cost of the bytes as text of one or two bytes a character, in which a NUL may be damage."""
    chinese = [pairs.read(head, encoding) for encoding in ("gb18030", "cp950")]
    costs = [languages.cost(one.text.replace(MARK, ""), "chinese") + LOST * one.lost for one in chinese]
    return min(languages.cost(head.decode("utf-8", "replace"), "any"), *costs)


def _is_text(text: str) -> bool:
    if not text.replace(MARK, ""):
        return False
    controls = sum(character < " " and character not in "\t\n\f\r" for character in text)
    return controls <= CONTROLS * len(text) and languages.cost(text, "any") <= HIGHEST_MEAN * len(text) + FEW
