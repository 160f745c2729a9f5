"""Passages that must stay as they are: what a person found a change to be wrong in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from cleantext.document import Document
from cleantext.edits import Edit
from cleantext.errors import RuleError


@dataclass(frozen=True, slots=True)
class Keep:
    """A counter-example against rules that are not one's own: an edit that touches the passage is not made.

    The passage is looked for in the original text of a document, character for character.

    Attributes:
        text: the passage.
        rule: only this rule, by the id that a ledger names, leaves it alone; empty: every rule of every filter.
        seen: where it was found wrong, for a person.

    Raises:
        RuleError: the passage is empty, or something is no string.
    """

    text: str
    rule: str = ""
    seen: str = ""

    def __post_init__(self) -> None:
        if not all(isinstance(one, str) for one in (self.text, self.rule, self.seen)) or not self.text:
            raise RuleError(f"a passage to keep has text = {self.text!r}; write text = 'what must stay'")


@dataclass(frozen=True)
class Kept:
    """Where the passages of `keeps` stand in one original; looked for when the first edit is proposed."""

    original: str
    keeps: tuple[Keep, ...]

    def rest(self, edits: Sequence[Edit], document: Document) -> list[Edit]:
        """Leave out the edits, proposed on `document.text`, that touch a passage which must stay."""
        if not edits or not self._spans:
            return list(edits)
        every = self._spans.get("", [])
        return [one for one in edits if not _touches(one, document, [*self._spans.get(one.rule, ()), *every])]

    @cached_property
    def _spans(self) -> dict[str, list[tuple[int, int]]]:
        """The places of all passages, by the rule that they are kept from."""
        spans: dict[str, list[tuple[int, int]]] = {}
        for keep in self.keeps:
            at = self.original.find(keep.text)
            while at >= 0:
                spans.setdefault(keep.rule, []).append((at, at + len(keep.text)))
                at = self.original.find(keep.text, at + 1)
        return spans


def _touches(edit: Edit, document: Document, spans: Iterable[tuple[int, int]]) -> bool:
    """Tell whether an edit overlaps one of the spans of the original, or puts something into one or to its ends."""
    start = document.to_original(edit.start)
    if edit.start == edit.end:
        return any(low <= start <= high for low, high in spans)
    last = document.to_original(edit.end - 1)
    return any(start < high and low <= last for low, high in spans)
