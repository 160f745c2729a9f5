"""Bare page numbers: digits spliced into a sentence at a line end (`困5⏎难`), or alone on a line between two pages.

A number says nothing by itself. What proves page numbers is a chain, one up each time and a page apart, whose members
cut sentences; a document that has just one or two is changed only on stronger proof, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from cleantext.edits import Edit, Safety
from cleantext.filters.layout.chains import best_chain
from cleantext.filters.layout.page_bounds import Bound, bound_of, line_removal
from cleantext.filters.layout.sentences import (
    BLANKS,
    HAN,
    ended,
    firmly_proved,
    has_list_mark,
    is_han,
    is_indented,
    line_before,
)
from cleantext.filters.layout.words import words
from cleantext.filters.layout.wraps import is_wrapped
from cleantext.lines import line_at

NEAREST: Final = 60
"""How far apart, in code points, the numbers of two pages are at the least."""

FIRST: Final = 40
"""A chain that begins with a greater number counts something else: rooms, years, houses."""

SHORTEST: Final = 10
"""Digits behind fewer code points of prose are not taken for spliced."""

PROSE: Final = 20
"""How long, in code points, a line of prose is whose sentence a single number may have cut."""

PAGE: Final = 2000
"""How far before a footnote, in code points, the text that refers to it stands."""

EVEN: Final = 12
"""Pages that all have the same number of lines have so many at the least."""

_LINE_END = re.compile(rf"\n(?<=[0-9０-９{BLANKS}\f]\n)")
_DIGITS = re.compile(rf"(?<![0-9０-９])([1-9１-９][0-9０-９]{{0,2}})[{BLANKS}\f]*\Z")
_BARE = re.compile("[A-Za-z0-9０-９.．,:/=+%％#$￥(（-]")
_CLAUSE = re.compile("[，、,。；;：:！？!?]")
_SAID = re.compile(f"(?![注附答问問甲乙丙丁])[{HAN}]{{1,6}}[：:]")
"""A few words and a colon: a label, or inside a line of prose the end of a clause (`他笑⏎道：`)."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """Digits at the end of a line, behind prose or alone.

    Attributes:
        alone: whether nothing else stands on the line.
        cut: whether it stands inside a sentence and is no quantity, name or label's value.
    """

    start: int
    end: int
    number: int
    alone: bool
    cut: bool
    bound: Bound


def splices(text: str) -> Iterator[Edit]:
    """Propose to remove bare page numbers, and the line ends where they cut a sentence."""
    rest = list(_marks(text))
    if not any(mark.cut or mark.bound.fed for mark in rest):
        return
    wrapped = is_wrapped(text)
    while rest:
        chain = best_chain(rest, NEAREST, _weight, 2)
        safety = _proof(text, chain, rest, wrapped=wrapped)
        if safety is None:
            break
        for mark in chain:
            yield _edit(text, mark, len(chain), safety, joins=not wrapped or not mark.alone)
        gone = {mark.start for mark in chain}
        rest = [mark for mark in rest if mark.start not in gone]


def _marks(text: str) -> Iterator[_Mark]:
    ends = [match.start() for match in _LINE_END.finditer(text)]
    if text and text[-1] in "0123456789０１２３４５６７８９":
        ends.append(len(text))
    for end in ends:
        tail = max(text.rfind("\n", 0, end) + 1, end - 24)
        found = _DIGITS.search(text, tail, end)
        if not found:
            continue
        start = found.start(1)
        bound = bound_of(text, start, found.end(1))
        alone = not text[text.rfind("\n", 0, start) + 1 : start].strip(BLANKS + "\f")
        cut = bound.cut if alone else _is_spliced(text, bound)
        if alone or cut or not _BARE.match(text, bound.before - 1):
            yield _Mark(start, found.end(1), int(found[1]), alone, cut, bound)


def _is_counted(text: str, bound: Bound) -> bool:
    """Tell whether the word behind the digits is a unit that they count."""
    return bound.after < len(text) and text[bound.after] in words().units


def _is_spliced(text: str, bound: Bound) -> bool:
    """Tell whether digits at a line end stand inside a sentence, and no name, quantity or label explains them."""
    before, after = bound.before, bound.after
    if after == len(text) or not before:
        return False
    last, first = text[before - 1], text[after]
    if not (is_han(last) or last in "，、,") or not (is_han(first) or first in words().never_first):
        return False
    line = line_before(text, before)
    if (
        is_indented(text, before, after)
        or first in words().units
        or text.endswith(words().named, line.start, before)
        or has_list_mark(text, after)
    ):
        return False
    is_prose = line.end - line.start >= SHORTEST and bool(_CLAUSE.search(text, line.start, line.end))
    return is_prose or firmly_proved(text, before, after)


def _weight(mark: _Mark) -> float:
    return 1.0 if mark.cut or mark.bound.fed else 0.25


def _proof(text: str, chain: Sequence[_Mark], marks: Sequence[_Mark], *, wrapped: bool) -> Safety | None:
    """Return how safe it is to take the chain for page numbers; None where it may be the author's own."""
    cuts = sum(mark.cut for mark in chain)
    attached = [mark for mark in chain if not mark.alone]
    between = sum(chain[0].start <= mark.start <= chain[-1].start and mark.cut for mark in marks)
    strays = between - cuts
    if chain[0].number > FIRST or strays > (0.2 if wrapped else 0.4) * cuts:
        return None
    if sum(mark.cut for mark in attached) < (0.6 if wrapped or len(chain) < 3 else 0.4) * len(attached):
        return None
    if chain[-1].number - chain[0].number > 1.25 * (len(chain) - 1) or _are_notes(text, chain):
        return None
    if len(chain) < 3:
        return None if wrapped or cuts < len(chain) or _counts_down(marks) else _proof_of_few(text, chain)
    if _are_pages(text, chain, cuts, mostly_alone=len(attached) * 2 <= len(chain), wrapped=wrapped):
        return "safe"
    return "likely" if not wrapped and cuts == len(chain) - 1 and len(attached) == len(chain) else None


def _are_pages(text: str, chain: Sequence[_Mark], cuts: int, *, mostly_alone: bool, wrapped: bool) -> bool:
    """Tell whether form feeds or cut sentences prove a chain of three or more."""
    if sum(mark.bound.fed for mark in chain) * 2 >= len(chain):
        return True
    if wrapped and (len(chain) < 5 or cuts < 0.5 * len(chain)) and not _are_even(text, chain, cuts):
        return False
    if any(mark.bound.firm for mark in chain) and cuts >= max(2, 0.15 * len(chain)):
        return True
    proofs = sum(mark.cut and mark.bound.proved for mark in chain)
    if mostly_alone:
        return cuts >= max(2, 0.3 * len(chain)) and proofs > 0
    return cuts >= 3 or proofs >= 2


def _are_notes(text: str, chain: Sequence[_Mark]) -> bool:
    """Tell whether the numbers alone on their lines are those of footnotes: the text before refers to them."""
    alone = [mark for mark in chain if mark.alone]
    referred = sum(
        bool(re.search(rf"[{HAN}”》）]{mark.number}[，。、；：！？]", text[max(mark.start - PAGE, 0) : mark.start]))
        for mark in alone
    )
    return bool(alone) and referred >= 0.6 * len(alone)


def _are_even(text: str, chain: Sequence[_Mark], cuts: int) -> bool:
    """Tell whether as many lines, and not few, stand between all numbers: pages do that, sections do not."""
    counts = [text.count("\n", a.end, b.start) for a, b in pairwise(chain)]
    return cuts >= 1 and min(counts) >= EVEN and max(counts) - min(counts) <= 2


def _counts_down(marks: Sequence[_Mark]) -> bool:
    """Tell whether a number is followed by the one below it: the author counts, and no page does."""
    return any(one.number == other.number + 1 for one, other in pairwise(marks))


def _proof_of_few(text: str, chain: Sequence[_Mark]) -> Safety | None:
    """Return how safe it is to take one or two numbers, all inside sentences, for page numbers."""
    if not any(mark.bound.proved for mark in chain) or any(_is_counted(text, mark.bound) for mark in chain):
        return None
    line = line_before(text, chain[0].bound.before)
    is_prose = line.end - line.start >= PROSE
    return "likely" if len(chain) == 2 or (chain[0].alone and is_prose) else "suggest"


def _edit(text: str, mark: _Mark, chain: int, safety: Safety, *, joins: bool) -> Edit:
    bound = mark.bound
    cut = mark.cut or (not mark.alone and _goes_on(text, bound))
    evidence = {"number": mark.number, "chain": chain, "cut": cut}
    if cut and joins:
        reason = "page number spliced into a sentence"
        return Edit(bound.before, bound.after, "", "page-splice", "page_mark", reason, safety, evidence)
    if mark.alone:
        span = line_removal(text, line_at(text, mark.start), bound)
        reason = "page number on its own line"
        return Edit(span.start, span.end, "", "page-number", "page_mark", reason, safety, evidence)
    reason = "page number behind a sentence"
    return Edit(bound.before, mark.end, "", "page-splice", "page_mark", reason, safety, evidence)


def _goes_on(text: str, bound: Bound) -> bool:
    """Tell whether a sentence goes on behind digits that a unit or a name made doubtful, in a chain without doubt."""
    before, after = bound.before, bound.after
    if after == len(text) or ended(text, before) or is_indented(text, before, after) or not is_han(text[after]):
        return False
    return not has_list_mark(text, after) or (bool(_SAID.match(text, after)) and _is_prose(text, before))


def _is_prose(text: str, before: int) -> bool:
    line = line_before(text, before)
    return line.end - line.start >= PROSE and bool(_CLAUSE.search(text, line.start, line.end))
