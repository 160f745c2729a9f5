"""The one scan: every anchor, pair and cue word of all filters, found in a single pass over a text.

The text is folded and passed over once for the rarest pair of characters of each word (`cleantext.arrays`); only where
such a pair stands are words compared. A `Scan` follows its text when edits are applied: only windows around the edits
are looked at again.

Source for the method: measured beside per-rule search, one alternation, tries, automata and a class of first characters
with a look-ahead on second ones, in `re` and in extensions; see `benchmarks/speed.py`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from math import exp
from typing import TYPE_CHECKING, Final

from cleantext.document import Document
from cleantext.edits import Edit, growth
from cleantext.fold import fold, is_folded, unfold
from cleantext.frequency import cost

if TYPE_CHECKING:
    from cleantext.arrays import WordTable

PLAIN: Final = 3.5
"""Cost, in nats, of an ASCII character that the frequency table does not hold."""

UNKNOWN: Final = 14.0
"""Cost, in nats, of any other character that it does not hold."""


SHORT: Final = 200
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
        """Find every word in `text`, when it is asked for."""
        return Scan(self, text)


class Scan:
    """Where the words of a scanner stand in a text; worked out when it is first asked for.

    Attributes:
        scanner: what is looked for.
    """

    __slots__ = ("_before", "_folded", "_starts", "_text", "scanner")

    def __init__(
        self,
        scanner: Scanner,
        text: str,
        before: tuple[Mapping[str, Sequence[int]], Sequence[Edit]] | None = None,
    ) -> None:
        """Make the scan of a text; `before`, if they are known: the starts in an earlier text, and the edits since."""
        self.scanner = scanner
        self._text = text
        self._before = before
        self._folded: str | None = None
        self._starts: Mapping[str, Sequence[int]] | None = None

    @property
    def folded(self) -> str:
        """The fold of the text."""
        if self._folded is None:
            self._folded = fold(self._text)
        return self._folded

    @property
    def starts(self) -> Mapping[str, Sequence[int]]:
        """For each word that was found, where it starts, in code points, sorted."""
        if self._starts is None:
            self._starts = self._found()
            self._before = None
        return self._starts

    def _found(self) -> Mapping[str, Sequence[int]]:
        words, before = self.scanner.words, self._before
        if before is None:
            return _found(words, self.folded, [(0, len(self.folded))])
        earlier, edits = before
        moved = _moved(earlier, edits)
        windows = _windows(edits, max(map(len, words), default=0) - 1, len(self.folded))
        for word, starts in _found(words, self.folded, windows).items():
            moved[word] = sorted({*moved.get(word, ()), *starts})
        return moved

    def after(self, edits: Sequence[Edit], text: str) -> Scan:
        """Return the scan of `text`, which is the scanned text with `edits` (sorted, disjoint) applied."""
        if not edits:
            return self
        return Scan(self.scanner, text, None if self._starts is None else (self._starts, edits))


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
    """Return where each of `words` that occurs in the document's text starts."""
    starts = scan_of(document, words).starts
    return {word: starts[word] for word in starts if word in words}


def scan_of(document: Document, words: frozenset[str]) -> Scan:
    """Return a scan of the document's text that knows `words`.

    The scan of the whole pipeline is used if it holds the words; otherwise one is made for them alone.
    """
    scanner = document.scanner
    if not (isinstance(scanner, Scanner) and _holds(scanner.words, words)):
        scanner = scanner_of(words)
    return document.view(scanner, scanner.scan)


@lru_cache(maxsize=64)
def _holds(all_words: frozenset[str], words: frozenset[str]) -> bool:
    return words <= all_words


@lru_cache(maxsize=64)
def scanner_of(words: frozenset[str]) -> Scanner:
    """Return the scanner for `words`, made once."""
    return Scanner(words)


@dataclass(frozen=True, slots=True)
class _Compiled:
    """The words in the order of their numbers, and the table by which arrays find them.

    Attributes:
        words: those that hold the same rarest pair stand together.
        is_told: of each word, whether its pair, its first and its last character are all of it.
        numbers: of the words of each pair, with the place of the pair in the word.
        table: see `cleantext.arrays.word_table`.
    """

    words: Sequence[str]
    is_told: Sequence[bool]
    numbers: Mapping[str, Sequence[tuple[int, int]]]
    table: WordTable


def _found(words: frozenset[str], view: str, windows: Sequence[tuple[int, int]]) -> dict[str, list[int]]:
    """Find the words that lie within one of some stretches of a folded text, which are in order and do not overlap."""
    compiled = _compile(words)
    ends = list(accumulate(high - low for low, high in windows))
    joined = view if len(windows) == 1 and ends[0] == len(view) else "".join(view[low:high] for low, high in windows)
    starts: defaultdict[int, list[int]] = defaultdict(list)
    for start, number in _candidates(joined, compiled):
        if compiled.is_told[number] or joined.startswith(compiled.words[number], start):
            starts[number].append(start)
    found = {compiled.words[number]: places for number, places in starts.items()}
    return found if joined is view else _in_windows(found, windows, ends)


def _in_windows(
    starts: Mapping[str, Sequence[int]], windows: Sequence[tuple[int, int]], ends: Sequence[int]
) -> dict[str, list[int]]:
    """Bring starts in the joined windows to where they are in the text; leave out words across the end of one."""
    found: dict[str, list[int]] = {}
    for word, places in starts.items():
        for start in places:
            window = bisect_right(ends, start)
            if start + len(word) <= ends[window]:
                found.setdefault(word, []).append(start + windows[window][1] - ends[window])
    return found


def _candidates(view: str, compiled: _Compiled) -> Iterable[tuple[int, int]]:
    """Return where a word may start, with its number: by the place of its rarest pair, then by number."""
    if len(view) < SHORT:
        return [
            (at - offset, number)
            for at in range(len(view) - 1)
            for number, offset in compiled.numbers.get(view[at : at + 2], ())
            if at >= offset and view.startswith(compiled.words[number], at - offset)
        ]
    from cleantext.arrays import words_in  # noqa: PLC0415 - numpy comes with first use

    return words_in(view, compiled.table)


@lru_cache(maxsize=64)
def _compile(words: frozenset[str]) -> _Compiled:
    """Choose for each word its rarest pair of characters."""
    from cleantext.arrays import word_table  # noqa: PLC0415 - numpy comes with first use

    rarest = {word: min(range(len(word) - 1), key=lambda i: (share(word[i]) * share(word[i + 1]), i)) for word in words}
    ordered = sorted(words, key=lambda word: (word[rarest[word] :][:2], len(word), word))
    numbers: dict[str, list[tuple[int, int]]] = {}
    for number, word in enumerate(ordered):
        numbers.setdefault(word[rarest[word] :][:2], []).append((number, rarest[word]))
    is_told = [len(word) <= 3 or (len(word) == 4 and rarest[word] == 1) for word in ordered]
    return _Compiled(ordered, is_told, numbers, word_table(ordered, [rarest[word] for word in ordered]))


@cache
def share(character: str) -> float:
    """Return what share of the characters of a text fold to `character`."""
    return sum(exp(-cost().get(one, PLAIN if one.isascii() else UNKNOWN)) for one in unfold(character))
