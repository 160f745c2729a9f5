"""Chunk heads: the `1、`, `2、`, `3、` that a site puts before each piece of a text that it cut by length.

A numbered list of the author's has the same form. The whole sequence tells the two apart: chunks are long, often all of
one length, and most of them stop inside a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean, median
from typing import Final

from cleantext.edits import Edit, Safety
from cleantext.filters.layout.chains import best_chain
from cleantext.filters.layout.sentences import BLANKS, STOPS, ended, proved

NEAREST: Final = 30
"""A chunk that is shorter, in code points, is none."""

LONG: Final = 180
"""Mean length, in code points, from which on chunks are no items of an ordinary list."""

COUNTED: Final = 80
"""Length, in code points, from which on chunks that stop inside a sentence or have one length need little proof."""

EQUAL: Final = 0.02
"""Chunks whose lengths differ from the middle one by no more than this share have been counted out by a machine."""

_SPACE = BLANKS + "\n"
_HEAD = re.compile(rf"^[{BLANKS}]*([0-9０-９]{{1,3}})、", re.MULTILINE)
_HEADED = re.compile(f"[^{STOPS}：:\n]{{2,15}}[{STOPS}：:]")
_STOP = re.compile(f"[{STOPS}]")


@dataclass(frozen=True, slots=True)
class _Head:
    """A number with its comma at the start of a line.

    Attributes:
        before: end of the text before it.
        cut: whether that text stops inside a sentence.
    """

    start: int
    end: int
    number: int
    before: int
    cut: bool


def chunk_heads(text: str) -> Iterator[Edit]:
    """Propose to remove the heads of a text that a site has cut, and the line ends that stand inside a sentence."""
    if "\n2、" not in text and "\n２、" not in text:
        return
    heads = [_head(text, match) for match in _HEAD.finditer(text)]
    chain = best_chain(heads, NEAREST, lambda head: 1.0 if head.cut else 0.1)
    chain = _without_list_items(chain, heads)
    safety = _proof(text, chain)
    if safety is None:
        return
    for head in chain:
        evidence = {"number": head.number, "chain": len(chain), "cut": head.cut}
        reason = "number that a site put before a piece of the text"
        start = head.before if head.cut else head.start
        yield Edit(start, head.end, "", "chunk-head", "page_mark", reason, safety, evidence)


def _head(text: str, match: re.Match[str]) -> _Head:
    before = match.start()
    while before and text[before - 1] in _SPACE:
        before -= 1
    number = int(match[1])
    first = number == 1 or before == 0
    cut = not first and not ended(text, before)
    return _Head(match.start(), match.end(), number, before, cut)


def _is_proved(text: str, head: _Head) -> bool:
    """Tell whether the characters on the two sides show that a sentence was cut."""
    return head.cut and head.end < len(text) and proved(text, head.before, head.end)


def _is_unfinished(text: str, head: _Head) -> bool:
    """Tell whether the line before holds a whole sentence, and one that was cut."""
    return head.cut and bool(_STOP.search(text, text.rfind("\n", 0, head.before) + 1, head.before))


def _without_list_items(chain: list[_Head], heads: Sequence[_Head]) -> list[_Head]:
    """Leave out, at the end of a chain, items of the author's own list: they follow a sentence's end closely."""
    while len(chain) > 2 and not chain[-1].cut:
        lengths = [b.start - a.start for a, b in pairwise(chain)]
        between = any(chain[-2].start < head.start < chain[-1].start for head in heads)
        if not between and lengths[-1] >= mean(lengths[:-1]) / 2:
            break
        chain = chain[:-1]
    return chain


def _proof(text: str, chain: Sequence[_Head]) -> Safety | None:
    """Return how safe it is to take the chain for chunk heads; None where it may be the author's list."""
    if len(chain) < 2 or chain[0].number > 2:
        return None
    lengths = [b.before - a.end for a, b in pairwise(chain)]
    behind = [head for head in chain if head.number > 1]
    if min(lengths) < NEAREST:
        return None
    if _are_counted_out(behind, lengths):
        return "safe"
    lines = sum(text.count("\n", a.end, b.before) for a, b in pairwise(chain))
    if lines > len(lengths) or _are_headed(text, chain):
        return None
    if _are_long(text, behind, lengths):
        return "safe"
    is_likely = _are_short(text, behind, lengths) or (_is_one_cut(text, behind, lengths) and not lines)
    return "likely" if is_likely else None


def _is_one_cut(text: str, behind: Sequence[_Head], lengths: Sequence[int]) -> bool:
    """Tell whether there are two chunks, the first one long, and the cut between the two is proved."""
    return len(lengths) == 1 and lengths[0] >= LONG and _is_proved(text, behind[-1])


def _are_headed(text: str, chain: Sequence[_Head]) -> bool:
    """Tell whether nearly all begin with a few words and a stop or a colon, as the author's items do."""
    return sum(bool(_HEADED.match(text, head.end)) for head in chain) >= 0.8 * len(chain)


def _are_counted_out(behind: Sequence[_Head], lengths: Sequence[int]) -> bool:
    """Tell whether the chunks have one length, as a machine counts, and half of them stop inside a sentence."""
    middle = median(lengths)
    equal = sum(abs(length - middle) <= EQUAL * middle for length in lengths)
    half_cut = _cuts(behind) * 2 >= len(behind)
    return len(lengths) >= 3 and middle >= 2 * NEAREST and equal >= 0.8 * len(lengths) and half_cut


def _are_long(text: str, behind: Sequence[_Head], lengths: Sequence[int]) -> bool:
    """Tell whether the chunks are long, half of them stop inside a sentence, and a quarter of the cuts are proved."""
    cuts = _cuts(behind)
    return (
        mean(lengths) >= LONG
        and min(lengths) >= 2 * NEAREST
        and cuts >= max(2, 0.5 * len(behind))
        and _proofs(text, behind) >= max(1, 0.25 * cuts)
    )


def _are_short(text: str, behind: Sequence[_Head], lengths: Sequence[int]) -> bool:
    """Tell whether chunks that may be short or few stop inside a sentence.

    They are of one length, or most of them hold whole sentences and stop inside another. An author's items do that too
    where the full stop at the end is left out, so some of the cuts must be proved.
    """
    if len(lengths) < 2:
        return False
    all_cut = _cuts(behind) == len(behind)
    unfinished = sum(_is_unfinished(text, head) for head in behind)
    proofs = _proofs(text, behind)
    if all_cut and mean(lengths) >= COUNTED and max(lengths) - min(lengths) <= 1:
        return True
    if all_cut and mean(lengths) >= COUNTED and len(behind) >= 3 and unfinished >= 0.5 * len(behind):
        return proofs >= max(1, 0.1 * len(behind))
    return (
        mean(lengths) >= 2 * NEAREST
        and (all_cut or unfinished >= 0.5 * len(behind))
        and proofs >= max(2, 0.4 * len(behind))
    )


def _cuts(heads: Sequence[_Head]) -> int:
    return sum(head.cut for head in heads)


def _proofs(text: str, heads: Sequence[_Head]) -> int:
    return sum(_is_proved(text, head) for head in heads)
