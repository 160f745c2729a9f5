"""What is known of a regular expression without matching anything: what it needs, how it begins, how wide it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import prod
from re import _constants as op  # type: ignore[attr-defined]  # no public way to look into a pattern
from re import _parser as parser  # type: ignore[attr-defined]  # the same
from sys import maxsize
from typing import Any, Final

from cleantext.fold import fold
from cleantext.scan import share

AnyOf = frozenset[str]

MOST_WORDS: Final = 24
"""A place in a pattern that can be more words than this gives no anchor."""

MOST_OPENINGS: Final = 400
"""Of a pattern with more beginnings than this only the first characters are told apart."""

ANYTHING: Final = "\uffff"
"""Stands in a beginning for any characters, or none."""

_EMPTY: Final = frozenset({""})
_GROUPS = (op.SUBPATTERN, op.ATOMIC_GROUP)
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_LOOKS = (op.ASSERT, op.ASSERT_NOT)


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is known of a pattern without matching anything.

    Attributes:
        anchors: words of which at least one occurs in whatever matches; empty where none of two characters is sure.
        openings: the word characters (see `is_word`) with which a match begins, marks and blanks passed over: two, or
            one and `ANYTHING`, or just one; empty where that can be almost any.
        width: about how long a match can be, in code points.
        unfolded: characters that the fold never leaves in a text, each with the one to write instead.
        matches_empty: whether it may match the empty text.
    """

    anchors: AnyOf
    openings: AnyOf
    width: int
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
    offered = [_shortest(words) for words in _required(tree) if all(_can_be_scanned_for(word) for word in words)]
    anchors = min(offered, key=_load, default=frozenset())
    unfolded = {character: fold(character) for character in _literals(tree) if fold(character) != character}
    openings = _openings(tree)
    return Analysis(
        anchors=anchors,
        openings=frozenset() if openings & {"", ANYTHING} else openings,
        width=_width(tree),
        unfolded=tuple(sorted(unfolded.items())),
        matches_empty=tree.getwidth()[0] == 0,
    )


def literals(pattern: str) -> set[str]:
    """Return every character that a pattern spells out.

    >>> sorted(literals("[ab]+c?"))
    ['a', 'b', 'c']
    """
    return _literals(parser.parse(pattern))


def longest(pattern: str) -> int:
    """Return how long a match can be at the most, in code points; a very large number where nothing bounds it.

    >>> longest("a{2,5}b?")
    6
    """
    return min(int(parser.parse(pattern).getwidth()[1]), maxsize)


def _can_be_scanned_for(word: str) -> bool:
    return len(word) > 1 and max(word) <= "\uffff"


def _shortest(words: AnyOf) -> AnyOf:
    """Leave out words that hold another one of the set: where they are, that one is."""
    return frozenset(word for word in words if not any(other in word for other in words - {word}))


def _load(words: AnyOf) -> float:
    """Return what it costs to look for the words: candidates for their rarest pairs, and many times that for hits."""
    a_word, a_hit = 1e-6, 20
    return sum(
        min(share(one) * share(other) for one, other in pairwise(word)) + a_hit * prod(map(share, word)) + a_word
        for word in words
    )


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
    best = [
        min((words for words in _required(branch) if all(map(_can_be_scanned_for, words))), key=_load, default=None)
        for branch in branches
    ]
    return [frozenset().union(*(words for words in best if words))] if all(best) else []


def _openings(tree: Iterable[tuple[Any, Any]]) -> AnyOf:
    """Return with what word characters a match of a sequence begins: two, or fewer where it holds no more.

    `ANYTHING` stands where a match may go on with any character. Marks and blanks are passed over.
    """
    run = _EMPTY
    for kind, value in tree:
        if all(map(_is_complete, run)):
            break
        run = _begun(run, _openings_of(kind, value))
    return run


def _openings_of(kind: Any, value: Any) -> AnyOf:  # noqa: ANN401 - nodes of the parser have no type
    if kind is op.LITERAL:
        return frozenset({_word(chr(value))})
    if kind is op.IN:
        return frozenset(map(_word, _members(value)))
    if kind in _GROUPS:
        return _openings(value[-1] if kind is op.SUBPATTERN else value)
    if kind in _REPEATS:
        once = _openings(value[2])
        twice = _begun(once, once) if value[1] > 1 else once
        return once | twice | (_EMPTY if value[0] == 0 else frozenset())
    if kind is op.BRANCH:
        return frozenset().union(*map(_openings, value[1]))
    return _EMPTY if kind in (*_LOOKS, op.AT) else frozenset({ANYTHING})


def _begun(one: AnyOf, other: AnyOf) -> AnyOf:
    """Return the beginnings of two sequences one behind the other; of too many, only their first characters."""
    begun = frozenset(start if _is_complete(start) else _first_two(start + more) for start in one for more in other)
    if len(begun) > MOST_OPENINGS:
        begun = frozenset(start[:1] + ANYTHING if start and start[0] != ANYTHING else start for start in begun)
    return begun


def _first_two(start: str) -> str:
    return start[: start.index(ANYTHING) + 1] if ANYTHING in start[:2] else start[:2]


def _is_complete(start: str) -> bool:
    return len(start) == 2 or start.endswith(ANYTHING)


def _word(character: str) -> str:
    return character if is_word(character) else ""


def is_word(character: str) -> bool:
    """Tell whether a character is a letter, a Han character or a digit, and not a mark, a blank or an ornament."""
    return character.isalnum() or character == ANYTHING


def _members(value: Sequence[tuple[Any, Any]]) -> set[str]:
    """Return the characters of a class; `ANYTHING` if it is the complement of some, or holds very many."""
    found: set[str] = set()
    for kind, one in value:
        if kind is op.LITERAL:
            found.add(chr(one))
        elif kind is op.RANGE and one[1] - one[0] < MOST_OPENINGS:
            found.update(map(chr, range(one[0], one[1] + 1)))
        elif kind is op.CATEGORY and one is op.CATEGORY_DIGIT:
            found.update("0123456789")
        elif kind is op.CATEGORY and one is op.CATEGORY_SPACE:
            found.add(" ")
        else:
            return {ANYTHING}
    return found


def _width(tree: Iterable[tuple[Any, Any]]) -> int:
    """Estimate how long a match is at the most, where a repetition without limit counts for a dozen."""
    return sum(_width_of(kind, value) for kind, value in tree)


def _width_of(kind: Any, value: Any) -> int:  # noqa: ANN401 - nodes of the parser have no type
    if kind in _GROUPS:
        return _width(value[-1] if kind is op.SUBPATTERN else value)
    if kind in _REPEATS:
        times = 12 if value[1] is op.MAXREPEAT else value[1]
        return times * _width(value[2])
    if kind is op.BRANCH:
        return max(map(_width, value[1]))
    return 0 if kind in (*_LOOKS, op.AT) else 1


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
