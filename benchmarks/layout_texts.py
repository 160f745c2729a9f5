"""The texts that layout is measured and trained on: folders of text files, one genre each. Used by `layout.py`.

Every fifth file of a folder is for measuring and is never trained on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

_MARKUP = (
    (re.compile(r"(?s)```.*?```"), ""),
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), ""),
    (re.compile(r"\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"(?m)^[#>]+\s*"), ""),
    (re.compile(r"\*\*|`|<[^>]+>"), ""),
)
_SPACE = re.compile(r"\s+")
_GOES_ON = re.compile("[、，。；：！？）》」』”’%％]")


def paths(folder: Path, *, held_out: bool) -> list[Path]:
    """Return the text files of a folder that are for measuring, or those that are not."""
    found = sorted(path for path in folder.rglob("*") if path.suffix in (".txt", ".md"))
    return [path for i, path in enumerate(found) if (i % 5 == 0) is held_out]


def paragraphs(path: Path) -> list[str]:
    """Return the paragraphs of a text file, one a line, without markup and blanks around them."""
    text = path.read_text("utf-8", errors="replace")
    for pattern, replacement in _MARKUP:
        text = pattern.sub(replacement, text)
    found = (_SPACE.sub(" ", line).strip() for line in text.split("\n"))
    return [one for one in found if one and one != "查看原文"]


def is_broken(paragraphs: Sequence[str]) -> bool:
    """Tell whether a paragraph begins with a mark that only goes on a sentence.

    Such a text was broken before it was published, most often at links (`法律⏎、⏎法规`): its lines are no paragraphs.
    """
    return any(_GOES_ON.match(paragraph.lstrip()) for paragraph in paragraphs)
