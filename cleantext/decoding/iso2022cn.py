"""Reads ISO-2022-CN: Chinese in seven bits, with escapes that say which character set comes next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cleantext.decoding import taiwan
from cleantext.decoding.reading import Piece, Reading, assemble
from cleantext.errors import DecodeError

NAME: Final = "iso-2022-cn"
SETS: Final = {b"\x1b$)A": "gb2312", b"\x1b$)G": "cns-1", b"\x1b$*H": "cns-2"}
EXTENDED: Final = re.compile(rb"\x1b\$(?:\)E|\+[I-M])")
"""Sets of ISO-2022-CN-EXT alone."""
TOKENS: Final = re.compile(
    rb"(?P<designation>\x1b\$(?:\)[AG]|\*H))|(?P<shift>[\x0e\x0f])|(?P<second>\x1bN[\x21-\x7e]{2})|(?P<end>[\r\n])"
    rb"|(?P<pair>[\x21-\x7e]{2})|(?P<other>[\x00-\xff])"
)
PLAIN: Final = re.compile(rb"[^\x0e\x0f\x1b\r\n]+")
HIGH_BITS: Final = bytes(range(0x80, 0x100)) * 2


def is_marked(data: bytes) -> bool:
    """Tell whether one of the sets of ISO-2022-CN is named.

    Raises:
        DecodeError: a set of ISO-2022-CN-EXT is.
    """
    if EXTENDED.search(data):
        raise DecodeError("iso-2022-cn-ext", "the bytes are ISO-2022-CN-EXT, whose character sets are not known here")
    return any(escape in data for escape in SETS)


def read(data: bytes) -> Reading:
    """Read `data`, in which every line begins as ASCII.

    Source: RFC 1922.
    """
    return assemble(NAME, _pieces(data))


def _pieces(data: bytes) -> Iterator[Piece]:
    designated, shifted, at = "", False, 0
    while at < len(data):
        plain = None if shifted else PLAIN.match(data, at)
        if plain:
            yield len(plain[0]), plain[0].decode("ascii", "replace")
            at = plain.end()
            continue
        token = TOKENS.match(data, at)
        if token is None:
            return
        at = token.end()
        size, code = len(token[0]), token[0]
        if token["designation"]:
            designated = SETS[code] if code != b"\x1b$*H" else designated
            yield size, ""
        elif token["shift"]:
            shifted = code == b"\x0e"
            yield size, ""
        elif token["second"]:
            yield size, taiwan.character(2, code[2:])
        elif token["end"]:
            shifted = False
            yield size, code.decode("ascii")
        elif token["pair"] and shifted:
            yield size, _character(designated, code)
        else:
            yield from _others(code, shifted=shifted)


def _others(code: bytes, *, shifted: bool) -> Iterator[Piece]:
    """Yield what is left: a blank or a control character, or half a character."""
    for byte in code:
        yield 1, chr(byte) if byte in b"\t " or not shifted else None


def _character(designated: str, code: bytes) -> str | None:
    if designated == "cns-1":
        return taiwan.character(1, code)
    try:
        return code.translate(HIGH_BITS).decode("gb18030") if designated else None
    except UnicodeDecodeError:
        return None
