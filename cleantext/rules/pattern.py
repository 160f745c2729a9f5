"""What a regular expression needs: the literal words of which one must occur wherever it matches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from re import _constants as op  # type: ignore[attr-defined]  # no public way to look into a pattern
from re import _parser as parser  # type: ignore[attr-defined]  # the same
from typing import Any, Final

from cleantext.fold import fold
from cleantext.frequency import cost

AnyOf = frozenset[str]

MOST_WORDS: Final = 24
"""A place in a pattern that can be more words than this gives no anchor."""

_EMPTY: Final = frozenset({""})
_GROUPS = (op.SUBPATTERN, op.ATOMIC_GROUP)
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_LOOKS = (op.ASSERT, op.ASSERT_NOT)


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is known of a pattern without matching anything.

    Attributes:
        anchors: words of which at least one occurs in whatever matches; empty where none of two characters is sure.
        unfolded: characters that the fold never leaves in a text, each with the one to write instead.
        matches_empty: whether it may match the empty text.
    """

    anchors: AnyOf
    unfolded: tuple[tuple[str, str], ...]
    matches_empty: bool


@lru_cache(maxsize=4096)
def analyse(pattern: str) -> Analysis:
    """Look into a pattern.

    >>> sorted(analyse("(上|下)一篇:.+").anchors)
    ['上一篇:', '下一篇:']

    Raises:
        re.error: it is not a regular expression.
    """
    tree = parser.parse(pattern)
    offered = [words for words in _required(tree) if all(len(word) > 1 and max(word) <= "\uffff" for word in words)]
    anchors = max(offered, key=_rarity, default=frozenset())
    unfolded = {character: fold(character) for character in _literals(tree) if fold(character) != character}
    return Analysis(anchors, tuple(sorted(unfolded.items())), tree.getwidth()[0] == 0)


def _rarity(words: AnyOf) -> float:
    """Return how rare, in nats, a text is that holds one of the words: the commonest decides."""
    unknown = 12.0
    return min(sum(cost().get(character, unknown) for character in word) for word in words) - log(len(words))


def _required(tree: Iterable[tuple[Any, Any]]) -> list[AnyOf]:
    """Return sets of words, from each of which one word occurs in whatever matches."""
    found: list[AnyOf] = []
    run = _EMPTY
    for kind, value in tree:
        words = _language(kind, value)
        if words and len(run) * len(words) <= MOST_WORDS:
            run = _joined(run, words)
            continue
        found.append(run)
        run = words or _EMPTY
        if not words:
            found.extend(_required_of(kind, value))
    return [words for words in (*found, run) if "" not in words]


def _joined(one: AnyOf, other: AnyOf) -> AnyOf:
    return frozenset(first + second for first in one for second in other)


def _language(kind: Any, value: Any) -> AnyOf | None:  # noqa: ANN401 - nodes of the parser have no type
    """Return all that a node can match, if it is a handful of words."""
    words: AnyOf | None = None
    if kind is op.LITERAL:
        words = frozenset({chr(value)})
    elif kind is op.IN and all(what is op.LITERAL for what, _ in value):
        words = frozenset(chr(one) for _, one in value)
    elif kind in _GROUPS:
        words = _language_of_sequence(value[-1] if kind is op.SUBPATTERN else value)
    elif kind is op.BRANCH:
        branches = [_language_of_sequence(branch) for branch in value[1]]
        words = frozenset().union(*(one for one in branches if one)) if all(branches) else None
    elif kind in _REPEATS and value[:2] == (0, 1):
        inner = _language_of_sequence(value[2])
        words = inner | _EMPTY if inner else None
    return words if words and len(words) <= MOST_WORDS else None


def _language_of_sequence(tree: Iterable[tuple[Any, Any]]) -> AnyOf | None:
    run = _EMPTY
    for kind, value in tree:
        words = _language(kind, value)
        if not words or len(run) * len(words) > MOST_WORDS:
            return None
        run = _joined(run, words)
    return run


def _required_of(kind: Any, value: Any) -> list[AnyOf]:  # noqa: ANN401 - nodes of the parser have no type
    if kind in _GROUPS:
        return _required(value[-1] if kind is op.SUBPATTERN else value)
    if kind in _REPEATS and value[0] > 0:
        return _required(value[2])
    if kind is op.BRANCH:
        return _of_branches(value[1])
    return []


def _of_branches(branches: Sequence[Any]) -> list[AnyOf]:
    best = [max(_required(branch), key=_rarity, default=frozenset[str]()) for branch in branches]
    return [frozenset().union(*best)] if all(best) else []


def _literals(tree: Iterable[tuple[Any, Any]]) -> set[str]:
    """Return every character that the pattern spells out where it must or may stand."""
    found: set[str] = set()
    for kind, value in tree:
        if kind is op.LITERAL:
            found.add(chr(value))
        elif kind is op.IN:
            found |= {chr(one) for what, one in value if what is op.LITERAL}
        elif kind in _GROUPS:
            found |= _literals(value[-1] if kind is op.SUBPATTERN else value)
        elif kind in _REPEATS:
            found |= _literals(value[2])
        elif kind in _LOOKS:
            found |= _literals(value[1])
        elif kind is op.BRANCH:
            found |= {character for branch in value[1] for character in _literals(branch)}
    return found
