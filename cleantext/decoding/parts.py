"""Reads files that are put together from lines in several encodings: UTF-8, GB18030, Big5.

Each line costs what it costs to read it in each of the encodings; the cheapest sequence is taken, in which every change
of the encoding costs `SWITCH` nats. Lines of ASCII alone fit everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, TypeAlias

from cleantext.decoded import Damage, Part
from cleantext.decoding import escaped, languages, pairs
from cleantext.decoding.reading import MARK, Reading, shifted

ENCODINGS: Final = ("utf-8", "gb18030", "cp950")
CODECS: Final = (("utf-8", "any"), ("gb18030", "chinese"), ("big5hkscs", "chinese"))
SWITCH: Final = 14.0
"""What it costs to change the encoding from one line to the next."""
SURE: Final = 60.0
"""What every other encoding costs more than the one that a line is certainly in."""
MORE: Final = 9.0
"""What each invalid byte of UTF-8 costs beyond three in a row, which may be one character."""
GOOD_MEAN: Final = 8.2
"""A line reads well in an encoding if its characters cost no more on average."""
POOR_MEAN: Final = 8.8
"""A stretch of Chinese reads badly if its characters cost more on average."""
ENOUGH: Final = 8
"""So many characters say something."""
COMMON: Final = ("，", "。", "、", "的")
"""One of these is in nearly every line of Chinese; no character of another encoding is read as one of them."""
SHORT: Final = 4096
"""Up to so many characters, each line is looked at; in longer texts, each block of `BLOCK`."""
BLOCK: Final = 128
LONG: Final = 1 << 17
"""Of a text of so many characters every second block is looked at, of one twice as long every third, and so on."""

Costs: TypeAlias = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Mixed:
    """A text put together, with its damage and its parts, in offsets of the whole."""

    text: str
    damage: tuple[Damage, ...]
    parts: tuple[Part, ...]


def read(data: bytes, main: str) -> Mixed:
    """Read each line of `data` in the encoding that suits it and its neighbours; most are thought to be in `main`."""
    lines = data.splitlines(keepends=True)
    states = _cheapest([_costs(line, main) for line in lines], ENCODINGS.index(main))
    texts: list[str] = []
    damage: list[Damage] = []
    parts: list[Part] = []
    at = position = 0
    for state, group in groupby(zip(states, lines, strict=True), key=lambda pair: pair[0]):
        block = b"".join(line for _, line in group)
        reading = read_one(block, ENCODINGS[state])
        end = position + len(reading.text)
        texts.append(reading.text)
        damage += shifted(reading.damage, at, position)
        parts.append(Part(reading.encoding, at, at + len(block), position, end))
        at, position = at + len(block), end
    return Mixed("".join(texts), tuple(damage), tuple(parts))


def read_one(data: bytes, encoding: str) -> Reading:
    """Read `data` in one encoding."""
    return escaped.read(data, encoding) if encoding == "utf-8" else pairs.read(data, encoding)


def read_intact(data: bytes, encoding: str) -> Reading | None:
    """Read `data` in one encoding if all lines but the last one, which may be cut, are valid in it."""
    if encoding == "utf-8":
        return escaped.read(data, encoding)
    reading = pairs.read_valid(data, encoding)
    if reading is None and pairs.read_valid(data[: data.rfind(b"\n") + 1], encoding):
        return pairs.read(data, encoding)
    return reading


def look_mixed(text: str, encoding: str, sampled: int = 1) -> bool:
    """Tell whether some stretch of a text that was read without an error would read better in another encoding.

    Of a long text, one in `sampled` stretches is looked at.
    """
    step = max(sampled, 1 + len(text) // LONG)
    blocks = text.splitlines() if len(text) <= SHORT else _blocks(text, step)
    return any(_reads_badly(block) and _reads_better(block, encoding) for block in blocks)


def _blocks(text: str, sampled: int) -> Iterator[str]:
    for start in range(0, len(text), BLOCK * sampled):
        yield text[start : start + BLOCK]


def _reads_badly(block: str) -> bool:
    if any(character in block for character in COMMON) or block.isascii():
        return False
    foreign = languages.beyond_ascii(block)
    return len(foreign) >= ENOUGH and languages.cost(foreign, "chinese") > POOR_MEAN * len(foreign)


def _reads_better(block: str, encoding: str) -> bool:
    """Tell whether the bytes of a block cost less in another encoding, two changes of the encoding included."""
    data = block.encode(encoding, "ignore")
    own, *others = sorted(range(len(CODECS)), key=lambda state: ENCODINGS[state] != encoding)
    return min(_cost(data, state) for state in others) + 2 * SWITCH < _cost(data, own)


def _costs(line: bytes, main: str) -> Costs | None:
    """Return what a line costs in each encoding; None where it is ASCII."""
    if line.isascii():
        return None
    state = ENCODINGS.index(main)
    if state and _reads_well(line, state):
        return _only(state)
    valid, invalid = _sequences(line)
    if valid >= max(ENOUGH, 4 * invalid):
        return _only(0)
    return _cost(line, 0), _cost(line, 1), _cost(line, 2)


def _sequences(line: bytes) -> tuple[int, int]:
    """Count the valid multi-byte sequences of UTF-8 and the runs of bytes that are in none."""
    text = line.decode("utf-8", "surrogateescape")
    runs = escaped.ESCAPED.findall(text)
    return len(languages.beyond_ascii(text)) - sum(map(len, runs)), len(runs)


def _reads_well(line: bytes, state: int) -> bool:
    codec, language = CODECS[state]
    text = line.decode(codec, "replace")
    if sum(map(text.count, COMMON)) > 1 + text.count(MARK):
        return True
    foreign = languages.beyond_ascii(text)
    return (
        len(foreign) >= ENOUGH and MARK not in foreign and languages.cost(foreign, language) <= GOOD_MEAN * len(foreign)
    )


def _only(state: int) -> Costs:
    one, other, third = (0.0 if state == number else SURE for number in range(3))
    return one, other, third


def _cost(line: bytes, state: int) -> float:
    codec, language = CODECS[state]
    if state:
        return languages.cost(line.decode(codec, "replace"), language)
    text = line.decode(codec, "surrogateescape")
    more = sum(max(0, len(run) - 3) for run in escaped.ESCAPED.findall(text))
    return languages.cost(escaped.ESCAPED.sub(MARK, text), language) + MORE * more


def _cheapest(costs: Sequence[Costs | None], main: int) -> list[int]:
    """Return the encoding of each line; the Viterbi algorithm over lines."""
    totals: list[float] = [0.0 if state == main else SWITCH for state in range(3)]
    origins: list[tuple[int, ...]] = []
    stay = tuple(range(3))
    for line in costs:
        if line is None:
            origins.append(stay)
            continue
        least = min(totals)
        cheapest = totals.index(least)
        origins.append(tuple(state if totals[state] <= least + SWITCH else cheapest for state in range(3)))
        totals = [min(totals[state], least + SWITCH) + line[state] for state in range(3)]
    state = totals.index(min(totals))
    states = []
    for origin in reversed(origins):
        states.append(state)
        state = origin[state]
    return states[::-1]
