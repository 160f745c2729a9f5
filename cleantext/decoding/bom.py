"""Byte order marks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from cleantext.decoded import Decoded


@dataclass(frozen=True, slots=True)
class Mark:
    """How many bytes it has, the encoding that it stands for, and Python's codec that takes it off."""

    size: int = 0
    encoding: str = ""
    codec: str = ""


MARKS: Final = (
    (b"\xef\xbb\xbf", Mark(3, "utf-8", "utf-8-sig")),
    (b"\xff\xfe\x00\x00", Mark(4, "utf-32-le", "utf-32")),
    (b"\x00\x00\xfe\xff", Mark(4, "utf-32-be", "utf-32")),
    (b"\xff\xfe", Mark(2, "utf-16-le", "utf-16")),
    (b"\xfe\xff", Mark(2, "utf-16-be", "utf-16")),
    (b"\x84\x31\x95\x33", Mark(4, "gb18030", "gb18030")),
)
"""Longer ones first: the mark of UTF-32 begins with that of UTF-16."""


def find(data: bytes) -> Mark:
    r"""Return the mark that `data` begins with, or an empty one.

    >>> find(b"\xff\xfea\x00").encoding
    'utf-16-le'
    """
    return next((mark for start, mark in MARKS if data.startswith(start)), Mark())


def named(decoded: Decoded, mark: Mark) -> Decoded:
    """Name the codec that takes the mark off as the encoding of everything, if it is all in the mark's encoding."""
    if not mark.size or {part.encoding for part in decoded.parts} != {mark.encoding}:
        return decoded
    parts = tuple(replace(part, encoding=mark.codec) for part in decoded.parts)
    return replace(decoded, encoding=mark.codec, parts=parts)
