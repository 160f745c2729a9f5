"""Which of several near copies stays: stars, never chains.

A text is dropped only for one that stays and is a near copy of it by itself. Copies of copies that have drifted apart
are not drawn together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from cleantext.similar.facts import facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_CLOSED = re.compile(r"[。！？…；：.!?;:”’」』）)】》\"']\s*\Z")


def damage(text: str) -> int:
    """Count the marks of damage: characters that only damage makes, digits spliced between Han, a missing end.

    The count orders copies of one text. Alone it says little: a text may have a number between Han that is its own.
    """
    marks, splice = _marks()
    return len(marks.findall(text)) + len(splice.findall(text)) + (not _CLOSED.search(text))


def star(
    order: Iterable[int], pairs: Iterable[tuple[int, int, float]], is_copy: Callable[[int, int], bool]
) -> dict[int, tuple[int, float]]:
    """Choose what to drop.

    Args:
        order: the texts by number, the one most worth keeping first.
        pairs: `(i, j, similarity)`, each pair once.
        is_copy: asked about a text that stays and a later one similar to it; False keeps both.

    Returns:
        For each text to drop, the first text in order that stays and is a copy of it, and their similarity.
    """
    similar: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    rank = {number: place for place, number in enumerate(order)}
    for one, other, similarity in pairs:
        first, later = sorted((one, other), key=rank.__getitem__)
        similar[later].append((first, similarity))
    dropped: dict[int, tuple[int, float]] = {}
    for later in rank:
        for first, similarity in sorted(similar[later], key=lambda pair: rank[pair[0]]):
            if first not in dropped and is_copy(first, later):
                dropped[later] = first, similarity
                break
    return dropped


def best_first(texts: Sequence[str], sizes: Sequence[int]) -> list[int]:
    """Order texts by what is most worth keeping: the least damage, then the greatest size, then the first place."""
    return sorted(range(len(texts)), key=lambda i: (damage(texts[i]), -sizes[i], i))


@cache
def _marks() -> tuple[re.Pattern[str], re.Pattern[str]]:
    found = facts()["damage"]
    han = "\u3400-\u9fff"
    splice = f"(?<=[{han}])(?<![{found['number_follows']}])[0-9]{{1,3}}(?=[{han}])(?![{found['number_before']}])"
    return re.compile(f"[{found['marks']}]"), re.compile(splice)
