"""Edits and the changes they add up to: small values, and the arithmetic on them.

Offsets are Unicode code points, half-open. An `Edit` speaks of the text that its filter was shown, a `Change` of the
original text. Lists of either are sorted and disjoint: two spans may touch, never overlap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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


def compose(text: str, changes: Sequence[Change], edits: Sequence[Edit], shift: int = 0) -> list[Change]:
    """Add a layer of edits to the changes below it.

    Args:
        text: what the filter was shown: the original with `changes` applied.
        changes: from the original to `text`.
        edits: proposals on `text`, sorted and disjoint.
        shift: how much longer than the original the text is before the first of `changes`.

    Returns:
        From the original to `text` with `edits` applied. A change and an edit that overlap become one change; those that
        merely touch stay two.
    """
    composed: list[Change] = []
    c = e = 0  # an offset in `text` before the next change is the one in the original plus `shift`
    while e < len(edits):
        before = shift
        start, end, is_change = _next(changes, edits, c, e, shift)
        first_c, first_e = c, e
        if is_change:
            shift += growth(changes[c])
            c += 1
        else:
            e += 1
        grew = True
        while grew:
            grew = False
            while c < len(changes):
                low = changes[c].start + shift
                high = low + len(changes[c].replacement)
                if not (low < end and high > start):
                    break
                end = max(end, high)
                shift += growth(changes[c])
                c += 1
                grew = True
            while e < len(edits) and edits[e].start < end and edits[e].end > start:
                end = max(end, edits[e].end)
                e += 1
                grew = True
        group = edits[first_e:e]
        if group:
            composed.append(_merged(text, start, end, changes[first_c:c], group, before, shift))
        else:
            composed.append(changes[first_c])
    composed.extend(changes[c:])
    return composed


def _next(
    changes: Sequence[Change], edits: Sequence[Edit], c: int, e: int, shift: int
) -> tuple[int, int, bool]:
    """Return the span, in the shown text, of whichever comes first, and whether it is a change."""
    edit = edits[e]
    if c < len(changes):
        low = changes[c].start + shift
        high = low + len(changes[c].replacement)
        if (low, high) <= (edit.start, edit.end):
            return low, high, True
    return edit.start, edit.end, False


def _merged(
    text: str, start: int, end: int, changes: Sequence[Change], edits: Sequence[Edit], before: int, after: int
) -> Change:
    """Return the one change that `changes` and `edits`, which cover `text[start:end]` together, add up to."""
    local = [Change(edit.start - start, edit.end - start, edit.replacement, ()) for edit in edits]
    why = [edit for change in changes for edit in change.edits]
    return Change(start - before, end - after, render(text[start:end], local), (*why, *edits))


def inverse(original: str, changes: Sequence[Change]) -> list[Change]:
    """Return the changes that turn the changed text back into `original`; offsets are those of the changed text."""
    undone: list[Change] = []
    shift = 0
    for change in changes:
        start = change.start + shift
        undone.append(
            Change(start, start + len(change.replacement), original[change.start : change.end], change.edits)
        )
        shift += growth(change)
    return undone
