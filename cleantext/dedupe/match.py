"""The decision: which paragraphs of many documents are copies, and which copy stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isnan
from numbers import Real
from typing import Any, Final, TypeAlias

from cleantext.dedupe.found import Duplicate, Found, Passage, Reason, Veto
from cleantext.dedupe.sketch import Paragraph, Sketch
from cleantext.similar.contained import contained_pairs
from cleantext.similar.guard import difference, holds_more
from cleantext.similar.join import near_pairs
from cleantext.similar.keep import star
from cleantext.similar.limits import check_threshold

THRESHOLD: Final = 0.9
BUDGET: Final = 1000
"""How many candidates for near copies a paragraph may have on the average: above, the corpus is one filled-in form."""

SAYS_MORE: Final = "it says more than the copy that stays"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paragraph that may stay for its copies.

    Attributes:
        passage: where it stands.
        damage: how many marks of damage it has.
        size: how many normal characters it has.
    """

    passage: Passage
    damage: int
    size: int


_Standing: TypeAlias = tuple[str, Paragraph]

Rank: TypeAlias = Callable[[Candidate], Any]
"""Returns what candidates are sorted by; the first one stays."""

NumberRank: TypeAlias = Callable[[Candidate], float]
"""The same for an index and for Spark: returns a number; of equal numbers the one that `cleanest` ranks first stays."""

Guard: TypeAlias = Callable[[str, str], str | None]
"""Says why two similar paragraphs, given as what would stay and what would go, both stay; None if one may go."""


def cleanest(candidate: Candidate) -> Any:  # noqa: ANN401 - anything that can be sorted
    """Rank by the least damage, then the greatest size, then the smallest name of the document and the first place."""
    return candidate.damage, -candidate.size, candidate.passage


def checked_rank(number: object) -> float:
    """Return what a `NumberRank` returned.

    Raises:
        TypeError: it is no number, or not a number that can be compared (NaN).
    """
    if not isinstance(number, Real) or isnan(number):
        raise TypeError(f"with an index or Spark a rank returns a number, not {number!r}")
    return float(number)


def veto(kept: str, later: str) -> str | None:
    """Say why a paragraph is not dropped for a similar one that stays; None if it may be dropped.

    Args:
        kept: the normal form of what would stay.
        later: that of what would be dropped.
    """
    return difference(kept, later) or (SAYS_MORE if holds_more(later, kept) else None)


def find_duplicates(  # noqa: PLR0913 - keyword-only settings, each with a default
    sketches: Iterable[Sketch],
    *,
    threshold: float = THRESHOLD,
    rank: Rank = cleanest,
    guard: Guard = veto,
    contained: bool = False,
    budget: int | None = BUDGET,
) -> Found:
    """Find the paragraphs that are copies of others. The order in which sketches arrive does not matter.

    Paragraphs with equal normal forms are copies. Near copies have a similarity (rapidfuzz `ratio` of the normal forms)
    of at least the threshold, and the guard has nothing against them: all pairs are found that comparing all with all
    would find. The best paragraph by `rank` stays; a paragraph is dropped only for one that stays and that it is a copy
    of by itself (a star, never a chain).

    Args:
        sketches: of all documents; no two have the same name.
        threshold: from 0.6 to 1; 1 is for equal normal forms only.
        rank: which copy stays.
        guard: given the normal forms of what would stay and what would be dropped, says why both stay, or None.
        contained: drop a paragraph that stands whole inside another one, too, at most one long piece between its words.
        budget: how many pairs may be checked for each distinct paragraph, on the average; None for no limit.

    Raises:
        ValueError: the threshold is out of range, or two documents have the same name.
        TooManyPairsError: the budget is spent.
    """
    check_threshold(threshold)
    standing, digests = _standing(sketches)
    candidates = [_candidate(document, paragraph) for document, paragraph in standing]
    best = _best(standing, candidates, rank)
    texts = list(dict.fromkeys(paragraph.normal for _, paragraph in standing if paragraph.near))
    order = sorted(range(len(texts)), key=lambda i: rank(candidates[best[texts[i]]]))
    columns = (column.tolist() for column in near_pairs(texts, threshold, budget=budget))
    pairs: list[tuple[int, int, float]] = list(zip(*columns, strict=True))
    reasons: dict[tuple[int, int], str] = {}

    def is_copy(kept: int, later: int) -> bool:
        reason = guard(texts[kept], texts[later])
        if reason:
            reasons[kept, later] = reason
        return reason is None

    near: Reason = "near"
    dropped = {later: (kept, score, near) for later, (kept, score) in star(order, pairs, is_copy).items()}
    if contained:
        dropped |= _contained(texts, dropped, budget)
    instead = {texts[later]: (best[texts[kept]], score, why) for later, (kept, score, why) in dropped.items()}
    passage_of = [candidates[best[text]].passage for text in texts]
    scores = {(one, other): score for one, other, score in pairs}
    return Found(
        tuple(_duplicates(standing, candidates, best, instead)),
        tuple(
            Veto(passage_of[kept], passage_of[later], scores[min(kept, later), max(kept, later)], reason)
            for (kept, later), reason in sorted(reasons.items())
            if kept not in dropped and later not in dropped
        ),
        digests,
    )


def _standing(sketches: Iterable[Sketch]) -> tuple[list[_Standing], tuple[tuple[str, str], ...]]:
    """Return all paragraphs in the order of documents and places, and the digest of each document."""
    ordered = sorted(sketches, key=lambda one: one.document)
    for one, following in pairwise(ordered):
        if one.document == following.document:
            raise ValueError(f"two documents are called {one.document!r}")
    digests = tuple((one.document, one.digest) for one in ordered)
    return [(one.document, paragraph) for one in ordered for paragraph in one.paragraphs], digests


def _candidate(document: str, paragraph: Paragraph) -> Candidate:
    passage = Passage(document, paragraph.start, paragraph.end)
    return Candidate(passage, paragraph.damage, len(paragraph.normal))


def _best(standing: Sequence[_Standing], candidates: Sequence[Candidate], rank: Rank) -> dict[str, int]:
    """Return the best paragraph of each normal form."""
    copies: defaultdict[str, list[int]] = defaultdict(list)
    for number, (_, paragraph) in enumerate(standing):
        copies[paragraph.normal].append(number)
    return {normal: min(group, key=lambda i: rank(candidates[i])) for normal, group in copies.items()}


def _contained(
    texts: Sequence[str], dropped: Mapping[int, tuple[int, float, Reason]], budget: int | None
) -> dict[int, tuple[int, float, Reason]]:
    """Return which of the texts that stay stand inside another one, but for those that stay for others."""
    needed = {kept for kept, _, _ in dropped.values()}
    left = [i for i in range(len(texts)) if i not in dropped]
    pairs = ((inner, outer, 1.0) for inner, outer in contained_pairs([texts[i] for i in left], budget=budget))
    order = sorted(range(len(left)), key=lambda i: (-len(texts[left[i]]), texts[left[i]]))
    found = star(order, pairs, lambda _, later: left[later] not in needed)
    return {left[later]: (left[kept], score, "contained") for later, (kept, score) in found.items()}


def _duplicates(
    standing: Sequence[_Standing],
    candidates: Sequence[Candidate],
    best: Mapping[str, int],
    instead: Mapping[str, tuple[int, float, Reason]],
) -> Iterator[Duplicate]:
    """Yield every paragraph that is not the best of its normal form, or whose normal form another one stands for."""
    for number, (_, paragraph) in enumerate(standing):
        kept, score, reason = instead.get(paragraph.normal, (best[paragraph.normal], 1.0, "equal"))
        if kept != number:
            yield Duplicate(candidates[number].passage, candidates[kept].passage, score, reason)
