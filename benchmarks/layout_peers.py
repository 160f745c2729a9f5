"""What others do to broken lines, by name. Used by `layout.py`.

unstructured is run where it is installed (`pip install --no-deps unstructured` is enough). calibre's unwrapping is
re-written here, as it stands (its class of last characters has no Han) and with Han added.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

Clean = Callable[[str], str]

_UNLESS_STOP = re.compile(r"(?<=[^。！？…”：\n])[ \t\u3000]*\n[ \t\u3000]*")


def peers() -> dict[str, Clean]:
    """Return the peers that can be run."""
    found: dict[str, Clean] = {
        "nothing": lambda text: text,
        "naive: join unless 。！？…”：": lambda text: _UNLESS_STOP.sub("", text),
        "calibre's idea": lambda text: _calibre(text, "a-z,:)A", " "),
        "calibre's idea, Han added": lambda text: _calibre(text, "a-z,:)A\u4e00-\u9fff，、；：", ""),
    }
    if find_spec("unstructured"):
        found["unstructured, group_broken_paragraphs"] = import_module(
            "unstructured.cleaners.core"
        ).group_broken_paragraphs
    return found


def _calibre(text: str, last: str, between: str, factor: float = 0.45) -> str:
    """Join lines that are as long as most and end with one of the characters `last`.

    Source: calibre 6.13, ebooks/conversion/utils.py, `punctuation_unwrap` and `line_length`, re-written.
    """
    lengths = sorted({len(line) for line in text.split("\n") if line.strip()})
    if not lengths:
        return text
    most = math.ceil(2 * sum(lengths) / len(lengths))
    lengths = [length for length in lengths if length <= most]
    least = max(lengths[int(len(lengths) * factor) - 1] - 1, 0)
    return re.sub(rf"(?m)^(.{{{least},}}[{last}])[ \t]*\n{{1,4}}", rf"\1{between}", text)
