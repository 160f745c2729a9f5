"""Which lines repeat on purpose: headings, rows, labels, dialogue, verse and formulas."""

from __future__ import annotations

import re
from typing import Final

from cleantext.similar.facts import facts

LONG: Final = 50
"""From this many normal characters on, a paragraph is hardly repeated for effect."""

_DIGIT = re.compile("[0-9]")
_SENTENCE_END = re.compile(r"[。！？…；!?;]|(?<=[\u3400-\u9fff])\.")
_LABEL = re.compile(r"\W{0,3}[^\W\d]{1,8}[:：]")
_SPEECH = re.compile(r"\s*[\"'“”‘’「『《\-—–―]")
_ITEM = re.compile(
    r"\s*(?:[\[(<（【〔]?(?:[0-9０-９]{1,3}|[一二三四五六七八九十百]{1,4}|[A-Za-zａ-ｚＡ-Ｚ])[\])>）】〕]?[、.．,，:：)）\]】〕]"
    r"|第[0-9一二三四五六七八九十百零〇]{1,5}[章節节條条款項项篇講讲課课]"
    r"|[*·•●○■□◆◇▲△★☆※①-⒛])"
)
_GAP = re.compile("[ \u3000]{2,}|[\t|｜│]")
_CODE = re.compile(r" {4}|\t|\s*(?:#|//|--) \w|.*\]\([^()\s]+\)")
_CLAUSE_END = re.compile(r"[^\w\u3400-\u9fff]+")
_VERSE_CLAUSE = 10


def repeats_on_purpose(line: str, normal: str) -> bool:
    """Tell whether a line is of a kind that a document may hold twice.

    Args:
        line: a line of the text.
        normal: its normal form.

    Returns:
        True for rows of a table, for code, its comments, links in Markdown, and for lines that are a label with its
        values (`责任单位:...`), at any length; below `LONG` normal characters also for lines without the end of a
        sentence (headings), items of a list, dialogue, and lines all of whose clauses are short (verse and refrains).
    """
    is_row = len(_GAP.findall(line.strip())) > 1 or len(_DIGIT.findall(normal)) * 2 > len(normal)
    if is_row or _CODE.match(line):
        return True
    sentence = _SENTENCE_END.search(line)
    if len(normal) >= LONG:
        return sentence is None and _LABEL.match(line) is not None
    return (
        sentence is None
        or any(kind.match(line) for kind in (_LABEL, _SPEECH, _ITEM))
        or max(map(len, _CLAUSE_END.split(line))) <= _VERSE_CLAUSE
    )


def is_item(line: str) -> bool:
    """Tell whether a line begins like an item of a list, an article or a chapter."""
    return _ITEM.match(line) is not None


def is_formula(normal: str) -> bool:
    """Tell whether a paragraph, given in its normal form, is of the set wording of contracts or examinations."""
    return any(sum(word in normal for word in words) > 1 for words in facts()["formulas"].values())
