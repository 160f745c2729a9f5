"""The regular expression of a template."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Final

from cleantext.learn.pieces import DIGITS, NAME
from cleantext.learn.templates import GAP, Template, values_of

WIDEST: Final = 80
"""What varies is never wider than this, in code points."""

MOST_GAPS: Final = 6
"""A template with more that varies is none."""

_SPLIT = re.compile(f"([{DIGITS}{NAME}{GAP}])")
_SPECIAL = re.compile(r"[.^$*+?{}\[\]\\|()]")
_CLASSES: Final = (
    ("[a-z0-9_.@-]", re.compile(r"[a-z0-9_.@-]+")),
    ("[^ 。!?;:,|]", re.compile(r"[^ 。!?;:,|]+")),
    ("[^。!?;:]", re.compile(r"[^。!?;:]+")),
    ("[^。!?]", re.compile(r"[^。!?]+")),
    (".", re.compile(r".+")),
)


def pattern_of(template: Template) -> str:
    """Return the regular expression, on the fold, for the pieces of a template and others like them; empty if none.

    What varies may be of the kind of characters that it was seen with, and half as long again.
    """
    parts = [part for part in _SPLIT.split(template.key) if part]
    if sum(part in (NAME, GAP) for part in parts) > MOST_GAPS:
        return ""
    groups = "".join(_grouped(part) for part in parts)
    values = values_of(template, re.compile(groups))
    columns: Sequence[Iterable[str]] = list(zip_longest(*values)) if values else []
    gaps = iter([_class_of(list(column)) for column in columns])
    return "".join(next(gaps, ".{1,80}") if part == GAP else _plain(part) for part in parts)


def escaped(words: str) -> str:
    r"""Escape what has a meaning in a regular expression, and nothing else.

    >>> escaped("(下载)*")
    '\\(下载\\)\\*'
    """
    return _SPECIAL.sub(lambda match: "\\" + match[0], words)


def _grouped(part: str) -> str:
    return "(.{1,200}?)" if part == GAP else _plain(part)


def _plain(part: str) -> str:
    return {DIGITS: r"\d+", NAME: f".{{1,{WIDEST}}}"}.get(part) or escaped(part)


def _class_of(values: Sequence[str]) -> str:
    """Return an expression for what was seen in one gap."""
    longest = max(map(len, values))
    widest = min(max(longest + longest // 2 + 2, 6), WIDEST)
    characters = next(one for one, kind in _CLASSES if all(map(kind.fullmatch, values)))
    return f"{characters}{{1,{widest}}}"
