"""The author's own words once more: an abstract that is the beginning of the text, a title that stands twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cleantext.document import Document
from cleantext.edits import Safety
from cleantext.fold import fold
from cleantext.lines import BLANK, Span, line_at, lines, stripped
from cleantext.scan import hits

REPEATED_WORDS: Final = frozenset({"摘要", "导读", "内容提要"})
"""What stands before an abstract."""

SHORTEST_ABSTRACT: Final = 20
"""Below this many characters an abstract that begins like the text proves nothing."""

HEAD: Final = 6
"""How many lines that are not blank may stand before an abstract."""

_ABSTRACT = re.compile(r"[\[(]?(?:内容)?(?:摘要|导读|提要)[\])]?:? *")
_BLANKS = re.compile(r"\s+")
TITLE: Final = 20
"""Behind a title stands a paragraph of more characters than this; before shorter lines it is verse."""

NEAR: Final = 12
"""Among so many first lines that are not blank a title is looked for that stands again as the name of a page."""

_PAGE_NAME = re.compile(
    r"(?P<title>[^\n_]{4,60}?) *(?:_[^\n。！？]{2,40}|\.(?:docx?|pdf|pptx?|wps)|[（(]第 ?\d+(?:/\d+)? ?页[)）])",
    re.IGNORECASE,
)
_TITLE = re.compile(r"[^\n]{5,59}[^\n。！？!?…;；,，:：]")
LONGEST_TITLE: Final = 60
_HAN = re.compile("[\u4e00-\u9fff]{2}")
_CUT = re.compile(r"[.…]+$")


@dataclass(frozen=True, slots=True)
class Repeat:
    """Lines that say again what the text says."""

    lines: tuple[Span, ...]
    rule: str
    reason: str
    evidence: Mapping[str, Any] = field(hash=False)
    category: str = "title_repeat"
    safety: Safety = "likely"


def repeated_lines(document: Document) -> Iterator[Repeat]:
    """Find an abstract that is the beginning of the text behind it, and a title that stands twice."""
    text = document.text
    for positions in hits(document, REPEATED_WORDS).values():
        yield from _repeated_abstract(text, line_at(text, positions[0]))
    yield from _repeated_title(text)
    yield from _page_names(text)


def _repeated_abstract(text: str, line: Span) -> Iterator[Repeat]:
    view = fold(text[line.start : min(line.end, line.start + 2_000)])
    found = _ABSTRACT.match(view.lstrip())
    if not found or len([one for one in lines(text[: line.start]) if one.start < one.end]) > HEAD:
        return
    abstract = _CUT.sub("", _BLANKS.sub("", view.lstrip()[found.end() :]))
    behind = text[line.end : line.end + 4 * len(abstract) + 200]
    body = _BLANKS.sub("", fold(behind))
    if len(abstract) >= SHORTEST_ABSTRACT and body.startswith(abstract) and len(body) > len(abstract):
        evidence = {"grade": "repetition", "characters": len(abstract)}
        reason = "abstract that is the beginning of the text"
        yield Repeat((line,), "repeated-abstract", reason, evidence)


def _repeated_title(text: str) -> Iterator[Repeat]:
    """Find the first line, if it is a title and the next lines that are not blank are the same; the last one stays."""
    same: list[Span] = []
    start = 0
    while start < len(text):
        line = line_at(text, start)
        start = line.end + 1
        words = stripped(text, line)
        if words.start == words.end:
            continue
        if not same and not _TITLE.fullmatch(text, words.start, words.end):
            return
        if same and text[words.start : words.end] != text[same[0].start : same[0].end].strip(BLANK):
            break
        same.append(line)
    behind = stripped(text, line_at(text, same[-1].end + 1)) if same and same[-1].end < len(text) else Span(0, 0)
    if len(same) > 1 and behind.end - behind.start > TITLE:
        kept = stripped(text, same[-1])
        evidence = {"grade": "repetition", "kept_start": kept.start, "kept_end": kept.end}
        yield Repeat(tuple(same[:-1]), "repeated-title", "title that stands twice", evidence)


def _page_names(text: str) -> Iterator[Repeat]:
    """Find the title with the name of a site, file or page behind it, where this or the bare title begins the text."""
    head: list[Span] = []
    start = 0
    while start < len(text) and len(head) < NEAR:
        line = line_at(text, start)
        start = line.end + 1
        words = stripped(text, line)
        if words.start < words.end:
            head.append(words)
    matches = [(words, _PAGE_NAME.fullmatch(text, words.start, words.end)) for words in head]
    named = [(words, match["title"]) for words, match in matches if match and _HAN.search(match["title"])]
    titles = [one for one in head if one.end - one.start <= LONGEST_TITLE] if named else []
    bare = {fold(text[one.start : one.end]): one for one in titles}
    for words, title in named:
        kept = bare.get(fold(title))
        if kept and head[0] in (words, kept):
            evidence = {"grade": "repetition", "kept_start": kept.start, "kept_end": kept.end}
            reason = "title with the names of a site or a file behind it, beside the title itself"
            yield Repeat((line_at(text, words.start),), "page-name", reason, evidence)
