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
from functools import cached_property, lru_cache
from itertools import accumulate
from math import exp
from typing import Final

from cleantext.document import Document
from cleantext.edits import Edit, growth
from cleantext.fold import fold, is_folded, unfold
from cleantext.frequency import cost

UNKNOWN: Final = 12.0
"""Cost, in nats, of a character that the frequency table does not hold."""


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
class _Compiled:
    """The pattern of candidate pairs, and for each pair as it stands in a text the words that it may belong to."""

    pattern: re.Pattern[str]
    words_of: Mapping[str, Sequence[tuple[str, int]]]


def _found(words: frozenset[str], text: str, low: int, high: int) -> dict[str, list[int]]:
    """Find the words that lie within `text[low:high]`."""
    starts: dict[str, list[int]] = {}
    if not words:
        return starts
    compiled = _compile(words)
    words_of = compiled.words_of
    for match in compiled.pattern.finditer(text, low, high):
        position = match.start()
        for word, offset in words_of.get(text[position : position + 2], ()):
            start = position - offset
            end = start + len(word)
            if start < low or end > high:
                continue
            if text.startswith(word, start) or fold(text[start:end]) == word:
                starts.setdefault(word, []).append(start)
    return starts


@lru_cache(maxsize=64)
def _compile(words: frozenset[str]) -> _Compiled:
    """Choose for each word the pair of characters that costs the pass least, and build the pattern."""
    firsts: set[str] = set()
    seconds: set[str] = set()
    words_of: dict[str, list[tuple[str, int]]] = {}
    for word in sorted(words, key=lambda word: (len(word), word)):
        offset = min(range(len(word) - 1), key=lambda i: (_added(word[i : i + 2], firsts, seconds), i))
        first, second = word[offset], word[offset + 1]
        firsts.update(unfold(first))
        seconds.update(unfold(second))
        for one in unfold(first):
            for other in unfold(second):
                words_of.setdefault(one + other, []).append((word, offset))
    pattern = re.compile(f"[{_class(firsts)}](?=[{_class(seconds)}])")
    return _Compiled(pattern, words_of)


def _added(pair: str, firsts: set[str], seconds: set[str]) -> float:
    """Return how much likelier a false candidate becomes when `pair` is looked for."""
    share = [exp(-cost().get(character, UNKNOWN)) for character in pair]
    first = 0.0 if pair[0] in firsts else share[0]
    second = 0.0 if pair[1] in seconds else share[1]
    return first + 0.2 * second


def _class(characters: Iterable[str]) -> str:
    return "".join(re.escape(character) for character in sorted(characters))
