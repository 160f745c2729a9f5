"""One pass over the line ends of a text: whether pages, site cutters or readers may have left a mark beside any."""

from __future__ import annotations

import re

from cleantext.filters.layout.sentences import BLANKS, HAN

_B = f"[{BLANKS}\f]*"
_DIGIT = "[0-9０-９]"
_MARK = "(?:[-－—–―‐‑─−·•~～]{1,3}|[第共]|[Pp][Aa][Gg][Ee])"
_REST = f"[-－—–―‐‑─−·•~～0-9０-９{BLANKS}/／页頁第共,，、|()（）of]*(?:[\n\f]|\\Z)"
_NUMBER = f"{_B}(?:{_MARK}{_B}{_DIGIT}|{_DIGIT}{{1,4}}(?:{_REST}|[{BLANKS}]*[/／]))"
_PIECE = f"[，。、；：！？”’）》」』〉】]|{_B}[{HAN}]{_B}(?:\n|\\Z)"

_FIRST = re.compile(_NUMBER)
_LINE = re.compile(f"\n(?:(?<=[0-9０-９{BLANKS}\f]\n)|(?={_NUMBER}|{_PIECE}))")


def may_be_marked(text: str) -> bool:
    """Tell whether a line is a page number by its form, ends with a digit, or is only a piece of what goes on.

    Where this is false there are no page numbers, no page breaks, no spliced digits, no vertical runs and no lines
    split at marks. True for blanks at line ends too, behind which digits may stand.
    """
    if "\f" in text or text[-1:] in "0123456789０１２３４５６７８９":
        return True
    return bool(_FIRST.match(text) or _LINE.search(text))
