"""Text from outside, made safe for a terminal."""

from __future__ import annotations

import re
from typing import Final

_NAMES: Final = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
_SUSPECT = re.compile(r"[^\w\x20-\x7e]")


def printable(text: str) -> str:
    r"""Escape whatever a terminal could obey or would not show; offsets are not kept.

    Escaped are control and format characters, line ends, surrogates, characters that are not assigned, and all spaces
    but the common and the ideographic one. A byte of a file name that is no UTF-8 is shown as that byte.

    >>> print(printable("甲\x1b[31m乙\n\u202e丙\udcff"))
    甲\x1b[31m乙\n\u202e丙\xff
    """
    return _SUSPECT.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    if character.isprintable() or character == "\u3000":
        return character
    code = ord(character)
    if character in _NAMES:
        return _NAMES[character]
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
