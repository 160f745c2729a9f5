"""Where the pieces of a template stand: at the edge of their documents, in their head or tail, or among the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from cleantext.filters.notices import WINDOWS
from cleantext.filters.notices.place import FEWEST
from cleantext.learn.pieces import Page, Piece
from cleantext.rules.model import Where

MOST: Final = 0.8
"""A template is where so large a share of its documents has it."""

EDGE: Final = 2
"""At the edge no more lines than this, which nobody takes for notices, stand farther out: title and author."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the pieces of a template stand.

    Attributes:
        where: `head`, `tail`, or `anywhere`.
        edge: whether they stand at the edge.
        often: how many of them a document has, in the mean.
    """

    where: Where
    edge: bool
    often: float


def place_of(pieces: Sequence[Piece], pages: Sequence[Page], gone: Sequence[AbstractSet[int]]) -> Place:
    """Find where pieces stand; `gone` holds for each document the lines that are not counted, being notices."""
    lines_of: dict[int, list[int]] = defaultdict(list)
    for piece in pieces:
        lines_of[piece.page].append(piece.line)
    heads = tails = edges = 0
    for number, lines in lines_of.items():
        kept = _kept_before(pages[number], gone[number] | set(lines))
        total = kept[-1]
        window = min(WINDOWS["document"].most, max(FEWEST, total // WINDOWS["document"].part))
        before = [kept[line] for line in lines]
        behind = [total - one for one in before]
        heads += max(before) < window
        tails += max(behind) < window
        edges += all(min(one, other) <= EDGE for one, other in zip(before, behind, strict=True))
    count = len(lines_of)
    where: Where = "anywhere"
    if max(heads, tails) >= MOST * count:
        where = "tail" if tails >= heads and _is_nearer_the_end(pieces, pages) else "head"
        if (tails if where == "tail" else heads) < MOST * count:
            where = "anywhere"
    return Place(where, edges >= MOST * count, len(pieces) / count)


def _kept_before(page: Page, gone: AbstractSet[int]) -> list[int]:
    """Return for each line how many lines that stay are before it, and how many there are in all."""
    kept = [0]
    for line in range(len(page.lines)):
        kept.append(kept[-1] + (line not in gone))
    return kept


def _is_nearer_the_end(pieces: Iterable[Piece], pages: Sequence[Page]) -> bool:
    return sum(2 * piece.line >= len(pages[piece.page].lines) for piece in pieces) * 2 > len(list(pieces))
