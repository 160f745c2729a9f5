"""Chooses which bytes of a long input are looked at to tell its encoding."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

WHOLE: Final = 4096
"""Up to so many bytes are looked at as a whole."""
SIZE: Final = 1024
COUNT: Final = 5
"""Of more bytes, so many samples of `SIZE`, spread evenly."""
REACH: Final = 65_536
"""How far a line end is looked for, in bytes."""

HIGH: Final = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Sample:
    """Bytes to look at; `aligned` if a character begins where they begin."""

    data: bytes
    aligned: bool


def take(data: bytes) -> list[Sample]:
    """Return samples of `data`, each from a byte that is not ASCII on, so that markup does not fill them."""
    if len(data) <= WHOLE:
        return [Sample(data, aligned=False)]
    found: list[Sample] = []
    end = 0
    for number in range(COUNT):
        start, aligned = _line_start(data, max(end, number * (len(data) - SIZE) // (COUNT - 1)))
        high = HIGH.search(data, start)
        if high is None:
            break
        if high.start() > start:
            start, aligned = high.start(), True
        end = start + SIZE
        found.append(Sample(data[start:end], aligned))
    return found


def _line_start(data: bytes, at: int) -> tuple[int, bool]:
    """Return the start of the next line, if there is one near, and whether it is one."""
    line_end = data.find(b"\n", at, at + REACH) if at else -1
    return (line_end + 1, True) if line_end >= 0 else (at, False)
