"""Edits and the changes they add up to: small values, and the arithmetic on them.

Offsets are Unicode code points, half-open. An `Edit` speaks of the text that its filter was shown, a `Change` of the
original text. Lists of either are sorted and disjoint: two spans may touch, never overlap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final, Literal, Protocol, TypeAlias

Safety: TypeAlias = Literal["safe", "likely", "suggest"]

SAFETIES: Final[tuple[Safety, ...]] = ("safe", "likely", "suggest")
"""From what cannot lose content to what only a person should decide."""


class Replacement(Protocol):
    """Anything that puts `replacement` in the place of `[start, end)`."""

    @property
    def start(self) -> int: ...  # noqa: D102 - see the class
    @property
    def end(self) -> int: ...  # noqa: D102 - see the class
    @property
    def replacement(self) -> str: ...  # noqa: D102 - see the class


@dataclass(frozen=True, slots=True)
class Edit:
    """One proposal of a filter: put `replacement` in the place of `text[start:end]`.

    Attributes:
        start: code point offset in the text that the filter was shown, half-open with `end`.
        end: see `start`.
        replacement: empty where the span is removed.
        rule: stable id of the rule that made it, or the filter's own name.
        category: one of `cleantext.categories.CATEGORIES`.
        reason: one phrase for a person.
        safety: `safe` (cannot lose content), `likely` (a scored decision), `suggest` (for a person to decide).
        evidence: JSON-ready: score, cue words, kept paragraph and the like.
    """

    start: int
    end: int
    replacement: str
    rule: str
    category: str
    reason: str
    safety: Safety = "safe"
    evidence: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Change:
    """`original[start:end]` became `replacement`; `edits` say why, oldest first."""

    start: int
    end: int
    replacement: str
    edits: tuple[Edit, ...]


def select(edits: Iterable[Edit]) -> tuple[list[Edit], list[Edit]]:
    """Choose among edits that overlap: the leftmost wins, then the longest, then the one proposed first.

    Returns:
        The chosen edits, sorted and disjoint, and the ones that lost.
    """
    chosen: list[Edit] = []
    lost: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
        last = chosen[-1] if chosen else None
        if last and (edit.start < last.end or edit.start == edit.end == last.start):
            lost.append(edit)
        else:
            chosen.append(edit)
    return chosen, lost


def render(text: str, replacements: Iterable[Replacement]) -> str:
    """Put each replacement, sorted and disjoint, into `text`."""
    parts: list[str] = []
    position = 0
    for one in replacements:
        parts.append(text[position : one.start])
        parts.append(one.replacement)
        position = one.end
    parts.append(text[position:])
    return "".join(parts)


def growth(one: Replacement) -> int:
    """How many code points longer a text becomes."""
    return len(one.replacement) - (one.end - one.start)


def removed_and_repaired(one: Replacement) -> tuple[int, int]:
    """Return how many code points are gone, and how many became others; where only blanks come in their place: gone."""
    length = one.end - one.start
    return (0, length) if one.replacement.strip() else (max(length - len(one.replacement), 0), 0)


def compose(text: str, changes: Sequence[Change], edits: Sequence[Edit], shift: int = 0) -> list[Change]:
    """Add a layer of edits to the changes below it.

    Args:
        text: what the filter was shown: the original with `changes` applied.
        changes: from the original to `text`.
        edits: proposals on `text`, sorted and disjoint.
        shift: how much longer than the original the text is before the first of `changes`.

    Returns:
        From the original to `text` with `edits` applied. A change and an edit that overlap become one change; those
        that merely touch stay two.
    """
    return [group.merged(text) if group.edits else group.changes[0] for group in _groups(changes, edits, shift)]


@dataclass(slots=True)
class _Group:
    """Changes and edits that overlap: together they cover `text[start:end]`."""

    start: int
    end: int
    shift: int
    changes: list[Change] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)

    def merged(self, text: str) -> Change:
        """Return the one change that they add up to."""
        if not self.changes and len(self.edits) == 1:
            return Change(self.start - self.shift, self.end - self.shift, self.edits[0].replacement, (self.edits[0],))
        local = [Change(edit.start - self.start, edit.end - self.start, edit.replacement, ()) for edit in self.edits]
        why = [edit for change in self.changes for edit in change.edits]
        after = self.shift + sum(map(growth, self.changes))
        replacement = render(text[self.start : self.end], local)
        return Change(self.start - self.shift, self.end - after, replacement, (*why, *self.edits))


def _groups(changes: Sequence[Change], edits: Sequence[Edit], shift: int) -> Iterator[_Group]:
    """Yield the groups in order; a change that no edit overlaps is a group alone."""
    group: _Group | None = None
    for start, end, one in _in_order(changes, edits, shift):
        if group is None or not (start < group.end and end > group.start):
            if group:
                yield group
            group = _Group(start, end, shift)
        group.end = max(group.end, end)
        if isinstance(one, Change):
            group.changes.append(one)
            shift += growth(one)
        else:
            group.edits.append(one)
    if group:
        yield group


def _in_order(changes: Sequence[Change], edits: Sequence[Edit], shift: int) -> list[tuple[int, int, Change | Edit]]:
    """Return changes and edits by where they stand in the shown text; at the same place a change comes first."""
    placed: list[tuple[int, int, Change | Edit]] = []
    for change in changes:
        start = change.start + shift
        placed.append((start, start + len(change.replacement), change))
        shift += growth(change)
    placed.extend((edit.start, edit.end, edit) for edit in edits)
    return sorted(placed, key=itemgetter(0, 1))


def inverse(original: str, changes: Sequence[Change]) -> list[Change]:
    """Return the changes that turn the changed text back into `original`; offsets are those of the changed text."""
    undone: list[Change] = []
    shift = 0
    for change in changes:
        start = change.start + shift
        undone.append(Change(start, start + len(change.replacement), original[change.start : change.end], change.edits))
        shift += growth(change)
    return undone
