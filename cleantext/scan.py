"""The one scan: every anchor, pair and cue word of all filters, found in a single pass over a text.

The words are folded; the text is not: the pass looks for one rare pair of characters of each word, in all the shapes
that fold to it, and folds only the few places that hold such a pair. A `Scan` follows its text when edits are applied:
only windows around the edits are looked at again.

Source for the method: measured against per-rule search, alternation, tries and automata, a class of first characters
with a look-ahead on second characters was the fastest that the standard library offers; see `benchmarks/speed.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from math import exp
from typing import Final

from cleantext.document import Document
from cleantext.edits import Edit, growth
from cleantext.fold import fold, is_folded, unfold
from cleantext.frequency import cost

PLAIN: Final = 3.5
"""Cost, in nats, of an ASCII character that the frequency table does not hold."""

UNKNOWN: Final = 14.0
"""Cost, in nats, of any other character that it does not hold."""


@dataclass(frozen=True, slots=True)
class Scanner:
    """Finds `words` in a text: all occurrences, also those that overlap, matched on the fold.

    Attributes:
        words: folded strings of two or more characters of the Basic Multilingual Plane.

    Raises:
        ValueError: a word is too short, not folded, or holds a character outside the plane.
    """

    words: frozenset[str]

    def __post_init__(self) -> None:
        for word in self.words:
            if len(word) < 2 or not is_folded(word) or max(word) > "\uffff":
                raise ValueError(f"{word!r} cannot be scanned for: write two or more folded characters, {fold(word)!r}")

    def scan(self, text: str) -> Scan:
        """Find every word in `text`."""
        return Scan(self, dict(_found(self.words, text, 0, len(text))))


@dataclass(frozen=True)
class Scan:
    """Where the words of a scanner stand in a text.

    Attributes:
        scanner: what was looked for.
        starts: for each word that was found, where it starts, in code points, sorted.
    """

    scanner: Scanner
    starts: Mapping[str, Sequence[int]]

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self.scanner.words), default=0)

    def after(self, edits: Sequence[Edit], text: str) -> Scan:
        """Return the scan of `text`, which is the scanned text with `edits` (sorted, disjoint) applied."""
        if not edits:
            return self
        moved = _moved(self.starts, edits)
        for low, high in _windows(edits, self._longest - 1, len(text)):
            for word, starts in _found(self.scanner.words, text, low, high).items():
                moved[word] = sorted({*moved.get(word, ()), *starts})
        return Scan(self.scanner, moved)


def _moved(starts: Mapping[str, Sequence[int]], edits: Sequence[Edit]) -> dict[str, Sequence[int]]:
    """Return the starts of the words that no edit touched, where they stand behind the edits."""
    bounds = [edit.start for edit in edits]
    shifts = [0, *accumulate(map(growth, edits))]
    moved: dict[str, Sequence[int]] = {}
    for word, places in starts.items():
        kept = []
        for start in places:
            i = bisect_right(bounds, start)
            if (i < len(edits) and start + len(word) > bounds[i]) or (i and start < edits[i - 1].end):
                continue
            kept.append(start + shifts[i])
        if kept:
            moved[word] = kept
    return moved


def _windows(edits: Sequence[Edit], reach: int, length: int) -> list[tuple[int, int]]:
    """Return the stretches of an edited text, of `length`, that hold every word that the edits may have made."""
    windows: list[tuple[int, int]] = []
    shift = 0
    for edit in edits:
        low = max(edit.start + shift - reach, 0)
        high = min(edit.start + shift + len(edit.replacement) + reach, length)
        shift += growth(edit)
        if windows and low <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(high, windows[-1][1]))
        else:
            windows.append((low, high))
    return windows


def hits(document: Document, words: frozenset[str]) -> dict[str, Sequence[int]]:
    """Return where each of `words` that occurs in the document's text starts.

    The scan of the whole pipeline is used if it holds the words; otherwise one is made for them alone.
    """
    scanner = document.scanner
    if not (isinstance(scanner, Scanner) and words <= scanner.words):
        scanner = scanner_of(words)
    starts = document.view(scanner, scanner.scan).starts
    return {word: starts[word] for word in starts if word in words}


@lru_cache(maxsize=64)
def scanner_of(words: frozenset[str]) -> Scanner:
    """Return the scanner for `words`, made once."""
    return Scanner(words)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A word that may stand around a pair of characters.

    Attributes:
        word: folded.
        offset: where in the word the pair is.
        far: where in the word another character is that has to be there too.
        shapes: all that folds to that character.
    """

    word: str
    offset: int
    far: int
    shapes: str


@dataclass(frozen=True, slots=True)
class _Compiled:
    """The pattern of candidate pairs, and for each pair as it stands in a text the words that it may belong to."""

    pattern: re.Pattern[str]
    words_of: Mapping[str, Sequence[_Candidate]]


def _found(words: frozenset[str], text: str, low: int, high: int) -> dict[str, list[int]]:
    """Find the words that lie within `text[low:high]`."""
    starts: dict[str, list[int]] = {}
    if not words:
        return starts
    compiled = _compile(words)
    words_of = compiled.words_of
    for match in compiled.pattern.finditer(text, low, high):
        position = match.start()
        for one in words_of.get(text[position : position + 2], ()):
            start = position - one.offset
            end = start + len(one.word)
            if start < low or end > high or text[start + one.far] not in one.shapes:
                continue
            if end - start == 2 or text.startswith(one.word, start) or fold(text[start:end]) == one.word:
                starts.setdefault(one.word, []).append(start)
    return starts


@lru_cache(maxsize=64)
def _compile(words: frozenset[str]) -> _Compiled:
    """Choose for each word the pair of characters that costs the pass least, and build the pattern."""
    firsts: set[str] = set()
    seconds: set[str] = set()
    words_of: dict[str, list[_Candidate]] = {}
    for word in sorted(words, key=lambda word: (len(word), word)):
        offset = min(range(len(word) - 1), key=lambda i: (_added(word[i : i + 2], firsts, seconds), i))
        firsts.update(unfold(word[offset]))
        seconds.update(unfold(word[offset + 1]))
        others = [i for i in range(len(word)) if i not in (offset, offset + 1)]
        far = min(others, key=lambda i: share(word[i]), default=offset)
        candidate = _Candidate(word, offset, far, unfold(word[far]))
        for first in unfold(word[offset]):
            for second in unfold(word[offset + 1]):
                words_of.setdefault(first + second, []).append(candidate)
    return _Compiled(re.compile(f"[{_class(firsts)}](?=[{_class(seconds)}])"), words_of)


def _added(pair: str, firsts: set[str], seconds: set[str]) -> float:
    """Return how much likelier a false candidate becomes when `pair` is looked for."""
    first = 0.0 if pair[0] in firsts else share(pair[0])
    second = 0.0 if pair[1] in seconds else share(pair[1])
    return first + 0.2 * second


@cache
def share(character: str) -> float:
    """Return what share of the characters of a text fold to `character`."""
    return sum(exp(-cost().get(one, PLAIN if one.isascii() else UNKNOWN)) for one in unfold(character))


def _class(characters: Iterable[str]) -> str:
    return "".join(re.escape(character) for character in sorted(characters))
