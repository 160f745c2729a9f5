"""What a single line of a page is by its form: of a site, of a text."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

PAGES: Final = "data/pages.toml"

FEWEST_NAMES: Final = 6
"""So many names a row of a menu has at least."""

SHORT_NAME, LONGEST_NAME = 2, 8
"""How many characters the names in a row of a menu have."""

LONG: Final = 40
"""A line with a sentence of so many characters is text; a shorter one is, where another stands near."""

SENTENCE = re.compile(r"[^\n]{9,}[。;]['\"」』)\]]*|[^\n]{20,}[!?:]['\"」』)\]]*|(?=[^\n]*[,。])[^\n]{50,}")
"""A sentence, to the end of the line."""

CODE = re.compile(r"//.*|#include.*|.*[;{}](?: *//.*)?")
"""A line of program code."""

META = re.compile(
    r"(?=.*\d)(?>(?:\d{2,4}[-年./]\d{1,2}(?:[-月./]\d{1,2}日?)?|\d{1,2}:\d\d(?::\d\d)?|(?:\d[\d,.]*)?\d[万wWkK]?\+?|评论|阅读|浏览"
    r"|跟贴|回复|点击|人气|赞|踩|次|人|分钟前|小时前|天前|昨天|今天|[图条篇]|[ ():|/·])+)"
)
"""A count, a date or a time, with the words that stand beside them on pages."""

FOOT = re.compile(
    r"©|copyright|powered by|comments powered|theme\b|posted on|updated on|post (?:author|link)|symbols count"
    r"|reading time|(?:\d+|one|two|three|four|five) min(?:ute)?s?(?: read)?|\d+ words|[^<]{0,40}all rights reserved"
    r"|(?:this|all) (?:site|post|work|articles?)\b.{0,20} licensed",
    re.IGNORECASE,
)
"""How a line of a foot begins."""

ADDRESS = re.compile(r"(?:https?://|tag:)([\w.-]+)\S*")
"""An address and nothing else; its host is the group."""

DECORATION = re.compile(r"[\W\d_]+")
"""What is not a letter."""

_SOURCE = re.compile(r"\[\d{1,3}\] ?\S.{15,}")
_ITEM = re.compile(
    r"第[一二三四五六七八九十百千零\d]{1,5}[章节条编回款卷部]|[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)"
)
_PARTS = re.compile(r"[ |·>/]+")
_NO_NAME = re.compile(r"[\s\d,。;:!?()*-]")


def is_of_a_site(view: str) -> bool:
    """Tell whether a folded line is a menu, a counter, a date, the words of a footer or of a widget."""
    if META.fullmatch(view) or ADDRESS.fullmatch(view) or FOOT.match(view) or _is_menu(view):
        return True
    return len(view) <= 20 and DECORATION.sub("", view) in _words()


def _is_menu(view: str) -> bool:
    """Tell whether a folded line is a row of names, some of them short; pieces of verse are all as long."""
    names = _PARTS.split(view.strip(" |·>/"))
    if len(names) < FEWEST_NAMES or any(len(name) > LONGEST_NAME for name in names):
        return False
    return sum(len(name) <= SHORT_NAME for name in names) > 1 and not any(map(_NO_NAME.search, names))


def is_of_a_text(view: str) -> bool:
    """Tell whether a folded line is a long sentence, an item of a law or a list, program code or a source."""
    if len(view) >= LONG and SENTENCE.fullmatch(view):
        return True
    return bool(_ITEM.match(view) or CODE.fullmatch(view) or _SOURCE.match(view))


@cache
def _words() -> frozenset[str]:
    table = tomllib.loads(files("cleantext").joinpath(PAGES).read_text("utf-8"))
    return frozenset(DECORATION.sub("", word) for word in table["words"])
