"""The rule for a template, with its evidence, examples and counter-examples."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from cleantext.checking import check_rule
from cleantext.errors import RuleError
from cleantext.filters.notices import WINDOWS
from cleantext.fold import fold
from cleantext.learn.pattern import pattern_of
from cleantext.learn.pieces import Kind, Page, Piece
from cleantext.learn.place import Place
from cleantext.learn.templates import Template
from cleantext.learn.words import Meaning
from cleantext.rules import Rule

EXAMPLES: Final = 2
"""So many examples a rule gets."""

SHOWN: Final = 60
"""No more of a line of content is shown in an example, in code points."""

READ: Final = 40
"""In so many documents a counter-example is looked for."""

NEUTRAL: Final = "正文从这里开始。"
"""Stands beside a notice in an example where no line of the document can."""

_KINDS: Final[dict[Kind, str]] = {
    "line": "line",
    "beginning": "beginning of a line",
    "ending": "end of a line",
    "inside": "piece of a line",
}
_SENTENCES = re.compile(r"[^。！？!?\n]+[。！？!?]?")
_WORDS = re.compile(r"[^\W\d_]{2,}")


def rule_of(  # noqa: PLR0913, PLR0917 - all that is known of a template
    template: Template,
    meaning: Meaning,
    place: Place,
    pages: Sequence[Page],
    notices: Sequence[AbstractSet[int]],
    sentences: Sequence[tuple[str, frozenset[str]]],
    *,
    sure: bool,
) -> Rule | None:
    """Write the rule; None where there is none that does what its own examples say.

    Args:
        template: what recurs.
        meaning: what its words say.
        place: where it stands.
        pages: the documents.
        notices: for each document, the lines that are no content.
        sentences: content, from which the counter-example is taken; see `sentences_of`.
        sure: whether the rule may be applied; otherwise it only suggests.
    """
    pattern = pattern_of(template)
    kind = template.pieces[0].kind
    if not pattern:
        return None
    if kind == "ending":
        pattern = rf" *{pattern} *$"
    if kind == "beginning":
        pattern = f"^{pattern}"
    if kind == "line" and _takes_content(pattern, place, pages, notices):
        return None
    counter = _counter(template, pattern, sentences)
    for neutral in (False, True):
        examples = tuple(dict.fromkeys(_examples(template, place, pages, notices, neutral=neutral)))[:EXAMPLES]
        try:
            rule = Rule(
                id=f"learned-{meaning.category.replace('_', '-')}-{_digest(kind, pattern)}",
                category=meaning.category,
                reason=_reason(template, meaning),
                pattern=pattern,
                examples=examples,
                counter_examples=(counter or f"他在文中写到“{_longest(template)}”，又说了别的话。",),
                part="line" if kind == "line" else "span",
                where=place.where if kind == "line" else "anywhere",
                safety="likely" if sure else "suggest",
                seen=_seen(template, place, len(pages)),
            )
        except RuleError:
            return None
        problems = check_rule(rule)
        if not problems:
            return rule
    return None


def _takes_content(pattern: str, place: Place, pages: Sequence[Page], notices: Sequence[AbstractSet[int]]) -> bool:
    """Tell whether a pattern matches lines of the documents that are no notices, where the rule would look for them."""
    compiled = re.compile(pattern)
    for page, gone in zip(pages, notices, strict=True):
        count = len(page.lines)
        near = range(count) if place.where == "anywhere" else _window(place.where, count)
        for line in near:
            span = page.lines[line]
            if line not in gone and compiled.fullmatch(fold(page.text[span.start : span.end])):
                return True
    return False


def _window(where: str, count: int) -> range:
    size = min(count, 2 * WINDOWS["document"].most)
    return range(size) if where == "head" else range(count - size, count)


def _digest(kind: str, pattern: str) -> str:
    return hashlib.sha256(f"{kind} {pattern}".encode()).hexdigest()[:6]


def _reason(template: Template, meaning: Meaning) -> str:
    what = _KINDS[template.pieces[0].kind]
    words = f", with {', '.join(meaning.words[:3])}" if meaning.words else ""
    return f"{what} that recurs over the documents of a source{words}"


def _seen(template: Template, place: Place, pages: int) -> str:
    where = {"head": "in the head", "tail": "in the tail", "anywhere": "anywhere"}[place.where]
    edge = ", at the edge" if place.edge else ""
    return f"{len(template.pages)} of {pages} documents, {len(template.pieces)} times, {where}{edge}"


def _longest(template: Template) -> str:
    return max(_WORDS.findall("\n".join(template.fixed)), key=len, default="")


def _examples(
    template: Template, place: Place, pages: Sequence[Page], notices: Sequence[AbstractSet[int]], *, neutral: bool
) -> Iterator[tuple[str, str]]:
    """Yield pieces of the documents beside a line of content, and what stays of them."""
    for piece in template.pieces:
        page = pages[piece.page]
        span = page.lines[piece.line]
        line = page.text[span.start : span.end]
        if piece.kind != "line":
            yield _glued(piece, line)
            continue
        content = NEUTRAL if neutral else _content(page, piece.line, notices[piece.page])
        pair = (content, line) if place.where == "tail" else (line, content)
        yield "\n".join(pair), content


def _glued(piece: Piece, line: str) -> tuple[str, str]:
    """Return a short stretch of a line around a piece of it, and the same without."""
    view = fold(line)
    start = view.rfind(piece.words) if piece.kind == "ending" else view.find(piece.words)
    end = start + len(piece.words)
    before = line[max(start - SHOWN, 0) : start]
    behind = line[end : end + SHOWN // 2]
    kept = (before if behind.strip() else before.rstrip()) + (behind if before.strip() else behind.lstrip())
    return before + line[start:end] + behind, kept


def _content(page: Page, line: int, notices: AbstractSet[int]) -> str:
    """Return the beginning of the nearest line that is content."""
    others = sorted((i for i in range(len(page.lines)) if i not in notices and i != line), key=lambda i: abs(i - line))
    if not others:
        return NEUTRAL
    span = page.lines[others[0]]
    return _short(page.text[span.start : span.end])


def _short(words: str) -> str:
    first = _SENTENCES.match(words)
    return (first[0] if first and len(first[0]) <= SHOWN else words[:SHOWN]).strip()


def sentences_of(pages: Sequence[Page], notices: Sequence[AbstractSet[int]]) -> list[tuple[str, frozenset[str]]]:
    """Return sentences of content, each with the pairs of characters in its fold; of no more than `READ` documents."""
    found: dict[str, frozenset[str]] = {}
    for page, gone in list(zip(pages, notices, strict=True))[:READ]:
        for i, span in enumerate(page.lines):
            for sentence in () if i in gone else _SENTENCES.findall(page.text[span.start : span.end]):
                if len(sentence) <= 2 * SHOWN:
                    found.setdefault(sentence.strip(), pairs_in(fold(sentence)))
    return list(found.items())


def pairs_in(words: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters, both of them letters.

    >>> sorted(pairs_in("甲乙,丙"))
    ['甲乙']
    """
    return frozenset(words[i : i + 2] for i in range(len(words) - 1) if words[i : i + 2].isalpha())


def _counter(template: Template, pattern: str, sentences: Sequence[tuple[str, frozenset[str]]]) -> str:
    """Return the sentence of content that has most of the words of a template; empty if none has any."""
    compiled = re.compile(pattern)
    pairs = frozenset[str]().union(*map(pairs_in, template.fixed))
    best, most = "", 0
    for sentence, own in sentences:
        score = len(pairs & own)
        if score > most and not compiled.search(fold(sentence)):
            best, most = sentence, score
    return best
