"""The one scan: every anchor, pair and cue word of all filters, found in a single pass over a text.

The text is folded and passed over once for the rarest pair of characters of each word (`cleantext.arrays`); only where
such a pair stands are words compared. A `Scan` follows its text when edits are applied: only windows around the edits
are looked at again.

Source for the method: measured beside per-rule search, one alternation, tries, automata and a class of first characters
with a look-ahead on second ones, in `re` and in extensions; see `benchmarks/speed.py`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from math import exp
from typing import Any, Final

from cleantext.document import Document
from cleantext.edits import Edit, growth
from cleantext.fold import fold, is_folded, unfold
from cleantext.frequency import cost

PLAIN: Final = 3.5
"""Cost, in nats, of an ASCII character that the frequency table does not hold."""

UNKNOWN: Final = 14.0
"""Cost, in nats, of any other character that it does not hold."""


SHORT: Final = 64
"""Code points below which each pair is looked up by itself: setting up arrays costs more than it saves."""


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
    """The pairs that are looked for, and for each of them the words that hold it, and where."""

    table: Any
    words_of: Mapping[str, Sequence[tuple[str, int]]]


def _found(words: frozenset[str], text: str, low: int, high: int) -> dict[str, list[int]]:
    """Find the words that lie within `text[low:high]`."""
    from cleantext.arrays import pairs_in  # noqa: PLC0415 - numpy comes with first use

    starts: dict[str, list[int]] = {}
    compiled = _compile(words)
    words_of = compiled.words_of
    view = fold(text[low:high])
    for position in range(len(view) - 1) if len(view) < SHORT else pairs_in(view, compiled.table):
        for word, offset in words_of.get(view[position : position + 2], ()):
            start = position - offset
            if start >= 0 and view.startswith(word, start):
                starts.setdefault(word, []).append(low + start)
    return starts


@lru_cache(maxsize=64)
def _compile(words: frozenset[str]) -> _Compiled:
    """Choose for each word its rarest pair of characters."""
    from cleantext.arrays import pair_table  # noqa: PLC0415 - numpy comes with first use

    words_of: dict[str, list[tuple[str, int]]] = {}
    for word in sorted(words, key=lambda word: (len(word), word)):
        offset = min(range(len(word) - 1), key=lambda i: (share(word[i]) * share(word[i + 1]), i))
        words_of.setdefault(word[offset : offset + 2], []).append((word, offset))
    return _Compiled(pair_table(words_of), words_of)


@cache
def share(character: str) -> float:
    """Return what share of the characters of a text fold to `character`."""
    return sum(exp(-cost().get(one, PLAIN if one.isascii() else UNKNOWN)) for one in unfold(character))
