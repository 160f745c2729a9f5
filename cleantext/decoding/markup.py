"""Finds out whether text is HTML, XML or RTF, and which encoding it says that it is in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from cleantext.decoding.candidates import superset

HEAD: Final = 2048
"""How much is looked at, in bytes or characters."""

KINDS: Final = (
    ("RTF", re.compile(r"\{\\rtf")),
    ("HTML", re.compile(r"(?is)\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta)\b")),
    ("XML", re.compile(r"(?i)\s*<\?xml\b")),
)
"""How each kind begins."""

CHARSET: Final = re.compile(
    r"""(?ia)<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)|<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]+)"""
)
CODE_PAGE: Final = re.compile(r"\\ansicpg(\d+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Markup:
    """What the head of a text says of itself; empty strings where it says nothing.

    Attributes:
        kind: "HTML", "XML" or "RTF".
        declared: the encoding that it names, as Python names its superset.
    """

    kind: str = ""
    declared: str = ""


def look(head: str | bytes) -> Markup:
    """Look at the head of a text, or of bytes in any encoding that ASCII is part of.

    >>> look('<html><meta charset="gb2312">')
    Markup(kind='HTML', declared='gb18030')
    """
    text = head[:HEAD] if isinstance(head, str) else head[:HEAD].decode("latin-1")
    kind = next((kind for kind, beginning in KINDS if beginning.match(text)), "")
    if kind == "RTF":
        page = CODE_PAGE.search(text)
        return Markup(kind, superset(f"cp{page[1]}") if page else "")
    charset = CHARSET.search(text)
    return Markup(kind, superset(charset[1] or charset[2]) if charset else "")
