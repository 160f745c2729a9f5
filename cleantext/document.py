"""`Document`: a text, and everything that was done to it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cached_property
from itertools import accumulate
from typing import Any, Protocol, Self, TypeVar, cast

from cleantext.categories import CATEGORIES
from cleantext.decoded import Damage, Decoded, Part
from cleantext.edits import SAFETIES, Change, Edit, Safety, compose, growth, render, select
from cleantext.errors import EditError, InputError

FORMAT = 1
"""Version of the form that `Document.to_dict` writes."""


_EDIT_KEYS = tuple(one.name for one in fields(Edit))


class View(Protocol):
    """Something derived from a text that can follow it when it is edited."""

    def after(self, edits: Sequence[Edit], text: str) -> View:
        """Return the view of `text`, which is the viewed text with `edits` (sorted, disjoint) applied."""
        ...


V = TypeVar("V", bound=View)


@dataclass(frozen=True, slots=True)
class DocumentWarning:
    """Something that a person should know about a document; `code` is stable, `message` is a sentence."""

    code: str
    message: str
    evidence: Mapping[str, Any] = field(default_factory=dict, hash=False)


class Verdict(str):
    """What a document is: `text`, or what it is instead (`empty`, `binary` ...). Compares as a string.

    Attributes:
        reason: why, in one phrase; empty for `text`.
    """

    __slots__ = ("reason",)
    reason: str

    def __new__(cls, kind: str, reason: str = "") -> Self:  # noqa: D102 - see the class
        self = super().__new__(cls, kind)
        self.reason = reason
        return self

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override] # str promises one argument
        return str(self), self.reason


TEXT = Verdict("text")


@dataclass(frozen=True)
class Document:
    """A text, its original, and the changes between the two. Immutable: every method returns a new document.

    Attributes:
        original: the text as it came in, decoded.
        changes: sorted, disjoint, in offsets of `original`.
        suggestions: proposals that were not applied, in offsets of `original`, in the order in which they were made.
        warnings: what a person should know.
        verdict: what the document is.
        source: where it came from, if the caller said so.
        decoded: how the bytes were decoded; None where text was given.
        overlapped: how many edits were not applied because a better one stood in their place.
        made_by: version of the library, and fingerprint of the last pipeline that the document went through.
        scanner: what finds the words of all filters of the pipeline in one pass; see `cleantext.scan`.
    """

    original: str
    changes: tuple[Change, ...] = ()
    suggestions: tuple[Change, ...] = ()
    warnings: tuple[DocumentWarning, ...] = ()
    verdict: Verdict = TEXT
    source: str | None = None
    decoded: Decoded | None = None
    overlapped: int = 0
    made_by: str = ""
    scanner: Hashable | None = field(default=None, compare=False, repr=False)
    _views: dict[Hashable, View] = field(default_factory=dict, init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        original: object = self.original
        if not isinstance(original, str):
            kind = type(original).__name__
            raise InputError(f"a document is made of str, not {kind}; give bytes to a pipeline or to cleantext.decode")

    @cached_property
    def text(self) -> str:
        """The original with its changes applied."""
        return render(self.original, self.changes)

    def apply(self, edits: Iterable[Edit], level: Safety = "likely") -> Document:
        """Apply one layer of edits, whose offsets are those of `self.text`.

        Args:
            edits: in any order; of those that overlap, the leftmost, then the longest, then the first one wins.
            level: edits up to this safety are applied, the others are kept as suggestions.

        Raises:
            EditError: an edit lies outside the text, or its category or safety is unknown.
        """
        applied: list[Edit] = []
        suggested: list[Edit] = []
        limit = SAFETIES.index(level)
        for edit in edits:
            self._check(edit)
            if self.text[edit.start : edit.end] != edit.replacement:
                (applied if SAFETIES.index(edit.safety) <= limit else suggested).append(edit)
        if not applied and not suggested:
            return self
        chosen, lost = select(applied)
        changes = self.changes
        if chosen:
            composed = compose(self.text, self.changes, chosen)
            changes = tuple(one for one in composed if self.original[one.start : one.end] != one.replacement)
        done = replace(
            self,
            changes=changes,
            suggestions=(*self.suggestions, *self._suggestions(suggested)),
            overlapped=self.overlapped + len(lost),
        )
        text = render(self.text, chosen)
        views = {key: view.after(chosen, text) for key, view in self._views.items()}
        return done._derived(text, views)  # noqa: SLF001 - the same class

    def warn(self, warnings: Iterable[DocumentWarning]) -> Document:
        """Add warnings; one that is there already is not added again."""
        new = tuple(dict.fromkeys(one for one in warnings if one not in self.warnings))
        return self._with(warnings=(*self.warnings, *new)) if new else self

    def judged(self, verdict: Verdict) -> Document:
        """Say what the document is."""
        return self._with(verdict=verdict) if verdict != self.verdict else self

    def revert(self, change: Change) -> Document:
        """Undo one change and no other.

        Raises:
            ValueError: it is not one of `self.changes`.
        """
        if change not in self.changes:
            raise ValueError("that change is not one of this document's changes")
        at = self.changes.index(change)
        return replace(self, changes=self.changes[:at] + self.changes[at + 1 :])

    def view(self, key: Hashable, make: Callable[[str], V]) -> V:
        """Return a view of the text, made once by `make` and carried along when edits are applied."""
        found = self._views.get(key)
        if found is None:
            found = self._views[key] = make(self.text)
        return cast("V", found)

    def without_views(self) -> Document:
        """Return the document without what was derived from its text, which can take more memory than the text."""
        return replace(self)._derived(self.text, {}) if self._views else self  # noqa: SLF001 - the same class

    def to_text(self, position: int) -> int | None:
        """Return where the character at `position` of the original stands in the text; None if it was changed away.

        The end of the original maps to the end of the text.
        """
        _, starts, shifts = self._offsets
        i = bisect_right(starts, position)
        if i and position < self.changes[i - 1].end:
            return None
        return position + shifts[i]

    def to_original(self, position: int) -> int:
        """Return where the character at `position` of the text stands in the original.

        Inside a replacement: where the changed place begins.
        """
        starts, _, shifts = self._offsets
        i = bisect_right(starts, position)
        if i and position < starts[i - 1] + len(self.changes[i - 1].replacement):
            return self.changes[i - 1].start
        return position - shifts[i]

    def to_dict(self) -> dict[str, Any]:
        """Return the document as JSON-ready data, from which `from_dict` makes an equal one.

        JSON itself joins two surrogates that stand side by side in a `str`; decoded bytes never hold any.
        """
        return {
            "format": FORMAT,
            "made_by": self.made_by,
            "source": self.source,
            "verdict": {"kind": str(self.verdict), "reason": self.verdict.reason},
            "decoded": _decoded_to_dict(self.decoded),
            "warnings": [asdict(one) for one in self.warnings],
            "overlapped": self.overlapped,
            "changes": [self._change_to_dict(one) for one in self.changes],
            "suggestions": [self._change_to_dict(one) for one in self.suggestions],
            "original": self.original,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Document:
        """Make a document from what `to_dict` returned.

        Raises:
            ValueError: the data has another format version, lacks a key, or has changes that do not fit the original.
        """
        if not isinstance(data, Mapping) or "format" not in data:
            raise ValueError("this is not what Document.to_dict returns: it has no 'format'")
        if data["format"] != FORMAT:
            raise ValueError(f"this is format {data['format']!r} of a document; this version reads format {FORMAT}")
        try:
            document = cls._from_dict(data)
            _check_places(document.original, data["changes"])
        except (KeyError, TypeError) as error:
            raise ValueError(f"this is not what Document.to_dict returns: {error!r}") from error
        return document

    @classmethod
    def _from_dict(cls, data: Mapping[str, Any]) -> Document:
        original = data["original"]
        return cls(
            original=original,
            changes=tuple(_change_from_dict(one) for one in data["changes"]),
            suggestions=tuple(_change_from_dict(one) for one in data["suggestions"]),
            warnings=tuple(DocumentWarning(**one) for one in data["warnings"]),
            verdict=Verdict(data["verdict"]["kind"], data["verdict"]["reason"]),
            source=data["source"],
            decoded=_decoded_from_dict(original, data["decoded"]),
            overlapped=data["overlapped"],
            made_by=data.get("made_by", ""),
        )

    def _with(self, **values: Any) -> Document:  # noqa: ANN401 - the fields of the class
        """Replace fields that do not touch the text, keeping what was derived from it."""
        return replace(self, **values)._derived(self.text, self._views)  # noqa: SLF001 - the same class

    def _derived(self, text: str, views: Mapping[Hashable, View]) -> Document:
        """Fill in, at birth, what would otherwise be made again when it is first asked for."""
        self.__dict__["text"] = text
        self._views.update(views)
        return self

    def _check(self, edit: Edit) -> None:
        length = len(self.text)
        if not 0 <= edit.start <= edit.end <= length:
            raise EditError(f"rule {edit.rule!r} proposed an edit of [{edit.start}, {edit.end}) in {length} characters")
        if edit.category not in CATEGORIES:
            raise EditError(f"rule {edit.rule!r} has the category {edit.category!r}; see cleantext.categories")
        if edit.safety not in SAFETIES:
            raise EditError(f"rule {edit.rule!r} has the safety {edit.safety!r}; it is one of {', '.join(SAFETIES)}")

    @cached_property
    def _suggested(self) -> frozenset[tuple[int, int, str]]:
        return frozenset((one.start, one.end, one.replacement) for one in self.suggestions)

    def _suggestions(self, edits: Sequence[Edit]) -> Iterator[Change]:
        """Bring edits of the text into offsets of the original, each alone; what was suggested before is left out."""
        for edit in edits:
            change = self._in_original(edit)
            if (change.start, change.end, change.replacement) not in self._suggested:
                yield change

    def _in_original(self, edit: Edit) -> Change:
        """Bring an edit of the text into offsets of the original."""
        starts, _, shifts = self._offsets
        low = max(bisect_left(starts, edit.start) - 1, 0)
        near = self.changes[low : bisect_right(starts, edit.end)]
        composed = compose(self.text, near, [edit], shifts[low])
        return next(one for one in composed if edit in one.edits)

    @cached_property
    def _offsets(self) -> tuple[list[int], list[int], list[int]]:
        """Where each change starts in the text and in the original, and how much the text has grown before each."""
        shifts = [0, *accumulate(growth(change) for change in self.changes)]
        in_text = [change.start + shift for change, shift in zip(self.changes, shifts, strict=False)]
        return in_text, [change.start for change in self.changes], shifts

    def __getstate__(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self) if one.compare}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, _views={}, scanner=None)

    def _change_to_dict(self, change: Change) -> dict[str, Any]:
        return {
            "start": change.start,
            "end": change.end,
            "removed": self.original[change.start : change.end],
            "replacement": change.replacement,
            "edits": [_edit_to_dict(edit) for edit in change.edits],
        }


def _check_places(original: str, changes: Sequence[Mapping[str, Any]]) -> None:
    """Hold stored changes against the text that they are said to have been made in."""
    last = 0
    for one in changes:
        start, end = one["start"], one["end"]
        if not isinstance(one["replacement"], str):
            raise TypeError(f"replacement is {one['replacement']!r}")
        if not last <= start <= end <= len(original) or original[start:end] != one["removed"]:
            raise ValueError(
                f"the change of [{start}, {end}) does not fit the original: another text, or another order"
            )
        last = end


def _edit_to_dict(edit: Edit) -> dict[str, Any]:
    """Return an edit as data; `asdict` would take most of the time of a ledger."""
    return {**{name: getattr(edit, name) for name in _EDIT_KEYS}, "evidence": dict(edit.evidence)}


def _change_from_dict(data: Mapping[str, Any]) -> Change:
    return Change(data["start"], data["end"], data["replacement"], tuple(Edit(**one) for one in data["edits"]))


def _decoded_to_dict(decoded: Decoded | None) -> dict[str, Any] | None:
    """Return everything but the text, which is the document's original."""
    if decoded is None:
        return None
    return {key: value for key, value in asdict(decoded).items() if key != "text"}


def _decoded_from_dict(original: str, data: Mapping[str, Any] | None) -> Decoded | None:
    if data is None:
        return None
    return Decoded(
        text=original,
        encoding=data["encoding"],
        confidence=data["confidence"],
        how=data["how"],
        damage=tuple(Damage(**one) for one in data["damage"]),
        parts=tuple(Part(**one) for one in data["parts"]),
    )
