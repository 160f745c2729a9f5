"""From the documents of one source to rules for its notices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice
from math import ceil
from typing import Final

from cleantext.document import Document
from cleantext.learn.pages import SENTENCE, different
from cleantext.learn.pieces import DIGITS, NAME, Page, Piece, page_of, pieces_of
from cleantext.learn.place import Place, place_of
from cleantext.learn.rule import rule_of, sentences_of
from cleantext.learn.templates import GAP, Template, templates_of, without_text
from cleantext.learn.words import STRONG, Meaning, is_content_form, meaning_of
from cleantext.rules import Rule

FEWEST: Final = 3
"""A source needs so many documents."""

MOST: Final = 400
"""Of more documents so many are looked at, the first ones."""

SHARE: Final = 0.3
"""A template stands in so large a share of the documents of a source."""

ENOUGH: Final = 20
"""In so many documents it recurs enough whatever their share: a folder may hold several sources."""


ONCE: Final = 1.5
"""What stands in its documents more often than this, in the mean, is a refrain or a heading."""

LIKELY: Final = 0.5
"""With this one, wherever it stands."""

POSSIBLE: Final = 0.15
"""With this one, at the head or the tail; or wherever it stands, if it recurs in most documents."""

DOUBTFUL: Final = 0.02
"""With a lower one neither words nor the edge are enough, unless it recurs in most documents."""

MOSTLY: Final = 0.6
"""What recurs in so large a share of the documents, and in three at the least, recurs in most."""

PASSAGE: Final = 20
"""So many characters the same are a passage, in code points; at the head only without anything that varies."""

LONGEST_WITHIN: Final = 80
"""Among the text no longer line is taken for its words alone, in code points."""

MOST_BEYOND: Final = 0.8
"""Share of its documents in which a template has to stand farther out than a notice."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A template and what speaks for it.

    Attributes:
        template: what recurs.
        meaning: what its words say.
        place: where it stands.
        score: how likely the learned score makes its lines notices, in the mean.
        mostly: whether it recurs in most documents.
    """

    template: Template
    meaning: Meaning
    place: Place
    score: float
    mostly: bool


def learn_notices(documents: Iterable[str | bytes | Document]) -> tuple[Rule, ...]:
    """Find what recurs over the documents of one source, and write it as rules for its notices.

    A line, the ending of a line behind a sentence, or a bracket in it recurs where it is the same in several documents
    but for numbers, titles, names and the like. What recurs becomes a rule if its words are those of sites, or if it
    stands at the edge of its documents. Headings, salutations, formulas and refrains recur too, and are left alone.

    The rules have evidence (in `seen`: in how many documents, and where), examples from the documents, and
    counter-examples: content of the documents that uses the same words. Rules that rest on words are `likely`; those
    that rest on the place alone are `suggest`. Look at them before you trust them.

    Args:
        documents: of one source, three or more; the first 400 that are not copies of one another are looked at.

    Returns:
        The rules, those with most evidence first; none where there are fewer than three documents. They can be given
        to `default_pipeline(rules=...)`, and `cleantext.rules.to_toml` writes them to a file.

    Raises:
        DecodeError: bytes are not text.
        InputError: a document is neither text, bytes nor a `Document`.
    """
    pages = list(islice(different(map(page_of, documents)), MOST))
    if len(pages) < FEWEST:
        return ()
    need = needed(len(pages))
    found: list[Template] = []
    pieces = [piece for number, page in enumerate(pages) for piece in pieces_of(page, number)]
    for kind in ("line", "ending", "inside"):
        of_kind = [piece for piece in pieces if piece.kind == kind]
        found += map(without_text, templates_of(of_kind, len(pages), need))
    return tuple(_rules(found, pages))


def needed(pages: int) -> int:
    """Return in how many of so many documents a template has to stand.

    >>> [needed(pages) for pages in (3, 5, 10, 20, 400)]
    [2, 2, 3, 6, 20]
    """
    return max(2, min(ceil(SHARE * pages), ENOUGH))


def _rules(found: Sequence[Template], pages: Sequence[Page]) -> Iterator[Rule]:
    meanings = [_meaning(template) for template in found]
    spoken = [one for one, meaning in zip(found, meanings, strict=True) if meaning.weight]
    lines = _with_lines_of((one for one in spoken if not is_content_form(one.key)), pages)
    candidates = [
        Candidate(
            template,
            meaning,
            place_of(template.pieces, pages, lines),
            _score(template, pages),
            len(template.pages) >= max(FEWEST, MOSTLY * len(pages)),
        )
        for template, meaning in zip(found, meanings, strict=True)
    ]
    sure = [one for one in candidates if is_notice(one)]
    marked = _with_lines_of((one.template for one in sure), pages)
    sure += [one for one in candidates if one not in sure and stands_beyond(one, pages, marked)]
    chosen = [*sure, *(one for one in candidates if one not in sure and is_at_the_edge(one))]
    claimed = _with_lines_of((one.template for one in chosen), pages)
    sentences = sentences_of(pages, claimed)
    ids: set[str] = set()
    for one in sorted(chosen, key=lambda one: (-len(one.template.pages), one.template.key)):
        rule = rule_of(one.template, one.meaning, one.place, pages, claimed, sentences, sure=one in sure)
        if rule and rule.id not in ids:
            ids.add(rule.id)
            yield rule


def _with_lines_of(templates: Iterable[Template], pages: Sequence[Page]) -> list[set[int]]:
    """Return for each document the lines that the library knows or that belong to one of the templates."""
    lines = [set(page.known) for page in pages]
    for template in templates:
        for piece in template.pieces if template.pieces[0].kind == "line" else ():
            lines[piece.page].add(piece.line)
    return lines


def _meaning(template: Template) -> Meaning:
    return meaning_of("\n".join(template.fixed) if template.pieces[0].kind == "inside" else template.key)


def _score(template: Template, pages: Sequence[Page]) -> float:
    return sum(pages[piece.page].scores[piece.line] for piece in template.pieces) / len(template.pieces)


def is_notice(one: Candidate) -> bool:
    """Tell whether the words of a template, with its place and the learned score, are those of a notice."""
    words, score, key = one.meaning, one.score, one.template.key
    if one.template.pieces[0].kind != "line":
        return GAP not in key and (words.strong or (one.mostly and len(key) >= PASSAGE / 2))
    if is_content_form(key):
        return words.weight >= 2 * STRONG and score >= DOUBTFUL
    if key.startswith(GAP) and not one.mostly:
        return False
    if one.place.where == "anywhere":
        enough = words.strong and len(key) <= LONGEST_WITHIN and score >= DOUBTFUL
        return enough or score >= (POSSIBLE if one.mostly and GAP not in key else LIKELY)
    if words.weight >= STRONG:
        return one.mostly or score >= DOUBTFUL
    return score >= POSSIBLE or (one.mostly and is_out_of_the_text(one))


def is_out_of_the_text(one: Candidate) -> bool:
    """Tell whether what recurs in most documents, at their head or tail, is at the edge or a passage word for word."""
    varies = any(mark in one.template.key for mark in (GAP, NAME))
    if sum(map(len, one.template.fixed)) >= PASSAGE and (not varies or one.place.where == "tail"):
        return True
    return one.place.edge and one.score >= DOUBTFUL and GAP not in one.template.key and one.place.often < ONCE


def stands_beyond(one: Candidate, pages: Sequence[Page], marked: Sequence[AbstractSet[int]]) -> bool:
    """Tell whether a template stands farther out than a notice: above it at the head, below it at the tail.

    Between the notice and the edge no sentence may stand that does not recur: the text does not go on there. What
    varies at the head may be the title of a series, and stays unless there is another line that may be the title.
    """
    template, where = one.template, one.place.where
    if template.pieces[0].kind != "line" or where == "anywhere" or is_content_form(template.key):
        return False
    if (
        where == "head"
        and any(mark in template.key for mark in (GAP, NAME, DIGITS))
        and not _have_titles(one, pages, marked)
    ):
        return False
    beyond = {
        piece.page for piece in template.pieces if _is_beyond(piece, pages[piece.page], marked[piece.page], where)
    }
    return len(beyond) >= MOST_BEYOND * len(template.pages)


def _have_titles(one: Candidate, pages: Sequence[Page], marked: Sequence[AbstractSet[int]]) -> bool:
    """Tell whether most documents have another line in front of the text that may be their title."""
    own = {(piece.page, piece.line) for piece in one.template.pieces}
    count = 0
    for number in one.template.pages:
        page = pages[number]
        text = next(
            (line for line in range(len(page.lines)) if is_sentence(page, line) and line not in marked[number]), 0
        )
        count += any(line not in marked[number] and (number, line) not in own for line in range(text))
    return count >= MOST_BEYOND * len(one.template.pages)


def _is_beyond(piece: Piece, page: Page, marked: AbstractSet[int], where: str) -> bool:
    outside = range(piece.line) if where == "tail" else range(piece.line + 1, len(page.lines))
    notices = [line for line in outside if line in marked]
    if not notices:
        return False
    last = range(notices[-1], len(page.lines)) if where == "tail" else range(notices[0])
    return not any(line not in marked and is_sentence(page, line) for line in last if line != piece.line)


def is_sentence(page: Page, line: int) -> bool:
    """Tell whether a line is a sentence of the text."""
    span = page.lines[line]
    return span.end - span.start >= SENTENCE and any(mark in page.text[span.start : span.end] for mark in "。！？!?")


def is_at_the_edge(one: Candidate) -> bool:
    """Tell whether a template without such words stands at the edge of most documents, once, and is no sentence."""
    return (
        one.template.pieces[0].kind == "line"
        and one.place.edge
        and one.place.where != "anywhere"
        and one.place.often < ONCE
        and not is_content_form(one.template.key)
        and not one.template.key.endswith(("。", "!", "?"))
    )
