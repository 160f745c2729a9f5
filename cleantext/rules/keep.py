"""Passages that must stay as they are: what a person found a change to be wrong in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cleantext.document import Document
from cleantext.edits import Edit
from cleantext.errors import RuleError


@dataclass(frozen=True, slots=True)
class Keep:
    """A counter-example against a rule that is not one's own: an edit of `rule` that touches `text` is not made.

    The passage is looked for in the original text of a document, character for character.

    Attributes:
        text: the passage.
        rule: the id that a ledger names; empty for every rule of every filter.
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


def not_kept(edits: Iterable[Edit], document: Document, keeps: Sequence[Keep]) -> list[Edit]:
    """Leave out the edits, proposed on `document.text`, that touch a passage which must stay."""
    listed = list(edits)
    rules = {edit.rule for edit in listed}
    spans: dict[str, list[tuple[int, int]]] = {}
    for keep in keeps:
        if not keep.rule or keep.rule in rules:
            spans.setdefault(keep.rule, []).extend(_places(document.original, keep.text))
    if not any(spans.values()):
        return listed
    return [one for one in listed if not _touches(one, document, [*spans.get(one.rule, ()), *spans.get("", ())])]


def _places(text: str, passage: str) -> Iterator[tuple[int, int]]:
    at = text.find(passage)
    while at >= 0:
        yield at, at + len(passage)
        at = text.find(passage, at + 1)


def _touches(edit: Edit, document: Document, spans: Iterable[tuple[int, int]]) -> bool:
    """Tell whether an edit overlaps one of the spans of the original, or puts something into one or to its ends."""
    start = document.to_original(edit.start)
    if edit.start == edit.end:
        return any(low <= start <= high for low, high in spans)
    last = document.to_original(edit.end - 1)
    return any(start < high and low <= last for low, high in spans)
