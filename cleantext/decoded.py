"""What decoding bytes gives: the text, and what happened on the way to it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Damage:
    """A run of invalid bytes that stands as one U+FFFD in the text.

    Attributes:
        byte_start: offset in the bytes, half-open with `byte_end`.
        byte_end: see `byte_start`.
        start: code point offset in the text, half-open with `end`.
        end: see `start`; empty (`start == end`) where nothing could be put in its place.
    """

    byte_start: int
    byte_end: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the input with one encoding, in bytes and in code points, both half-open."""

    encoding: str
    byte_start: int
    byte_end: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text decoded from bytes.

    Attributes:
        text: without a byte order mark; each run of invalid bytes is one U+FFFD.
        encoding: Python's codec name of the (largest) part, `utf-8`, `gb18030`, `cp950` ...; `euc-tw` and `iso-2022-cn`
            for what Python has no codec for.
        confidence: between 0 and 1: how many of such answers are right.
        how: how it was decided, in words: `byte order mark`, `strict utf-8`, `chardet` ...; names HTML, XML and RTF.
        damage: the invalid places, in order.
        parts: the parts of a file in several encodings; one part otherwise.
    """

    text: str
    encoding: str
    confidence: float
    how: str
    damage: tuple[Damage, ...] = ()
    parts: tuple[Part, ...] = ()
