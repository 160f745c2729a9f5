"""`Pipeline`: filters in their order, and the safety up to which their edits are applied."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, is_dataclass, replace
from functools import cached_property
from typing import Any, Final, TypeAlias, overload

from cleantext import __version__
from cleantext.alphabet import alphabet_of
from cleantext.decoded import Decoded
from cleantext.decoding import decode
from cleantext.document import Document, DocumentWarning
from cleantext.edits import Edit, Safety
from cleantext.errors import EditError, InputError
from cleantext.rules import Keep, Kept
from cleantext.scan import scanner_of
from cleantext.verdict import judge

Filter: TypeAlias = Callable[[Document], Iterable[Edit | DocumentWarning]]
"""Looks at a document and proposes edits, in offsets of `document.text`; may also warn. Changes nothing itself.

A frozen dataclass with a `name`, or a plain function. A filter that wants literal words found for it offers them as
`words`, folded, and asks `cleantext.scan.hits` where they stand. One whose data may change between versions offers a
digest of it as `facts`.
"""

ROUNDS: Final = 6
"""How often the filters are run at the most before none of them has anything to add."""

BATCH_SIZE: Final = 200_000
BATCH_LENGTH: Final = 256
"""How long the sources are together, and how many they are, that are sent to another process at once."""

_UNSETTLED: Final = DocumentWarning("unsettled", f"after {ROUNDS} rounds a filter still had something to change")


@dataclass(frozen=True)
class Pipeline:
    """Filters in their order; call it with text, bytes or a document to get a `Document`.

    The filters are run in rounds until none has anything to add, so that a second run finds nothing. A filter that had
    nothing to change in a text is not shown the same text again.

    Attributes:
        filters: applied one after the other, each on what the one before it left.
        safety: edits up to this level are applied, the others become `Document.suggestions`.
        keep_lines: whether every line end stays, so that line numbers stay what they were.
        much: share of a document, removed by filters, from which on it is warned of.
        keeps: passages in which edits are not made, whatever filter proposes them.
    """

    filters: tuple[Filter, ...]
    safety: Safety = "likely"
    keep_lines: bool = False
    much: float = 0.5
    keeps: tuple[Keep, ...] = ()

    def __call__(self, source: str | bytes | Document) -> Document:
        """Clean one document. A document that has been changed already keeps those changes.

        Raises:
            DecodeError: the bytes are not text.
            InputError: `source` is none of the three.
            EditError: a filter has a bug.
        """
        document = _document(source)
        document = document.warn(_damaged(document.decoded))
        unjudged, document = document, replace(document, scanner=self._scanner, made_by=self._made_by)
        verdict = judge(document.text, alphabet_of(document))
        if verdict != "text":
            return unjudged.judged(verdict)
        kept = Kept(document.original, self.keeps)
        content_with: dict[int, str] = {}
        for _ in range(ROUNDS):
            before = document
            for number, one in enumerate(self.filters):
                shown = document.text
                if content_with.get(number) == shown:
                    continue
                document = self._filtered(one, document, kept)
                if document.text == shown:
                    content_with[number] = shown
            if document.changes == before.changes:
                return document.warn(self._much_removed(document)).without_views()
        return document.warn((*self._much_removed(document), _UNSETTLED)).without_views()

    def map(self, sources: Iterable[str | bytes | Document], *, workers: int = 1) -> Iterator[Document]:
        """Clean documents one after the other, or shared among processes: lazily, in their order.

        Sources are taken as results are asked for, never many of them ahead, so that neither has to fit into memory.

        Args:
            sources: texts, bytes or documents.
            workers: how many processes share them; with 1 this process does all itself. With more, a script needs
                `if __name__ == "__main__":`, and the filters have to pickle.

        Raises:
            DecodeError: the bytes of a source are not text; raised when its document is asked for.
            InputError: `sources` is itself a text or bytes, or one of them is none of the three.
            EditError: a filter has a bug.
            WorkerError: a process died.
            ValueError: there are no workers.
        """
        if isinstance(sources, str | bytes | Document):
            raise InputError("map takes several sources; for a single one call the pipeline itself")
        if workers < 1:
            raise ValueError(f"workers is 1 or more, not {workers}")
        return map(self, sources) if workers == 1 else self._shared(sources, workers)

    def _shared(self, sources: Iterable[str | bytes | Document], workers: int) -> Iterator[Document]:
        from cleantext.workers import ordered  # noqa: PLC0415 - processes come with their first use

        for documents, error in ordered(self._several, _batches(sources), workers):
            yield from documents
            if error:
                raise error

    def _several(self, sources: Iterable[str | bytes | Document]) -> tuple[list[Document], Exception | None]:
        """Clean some documents, up to the first that cannot be cleaned."""
        done: list[Document] = []
        try:
            done.extend(map(self, sources))
        except Exception as error:  # noqa: BLE001 - raised again behind the documents before it
            return done, error
        return done, None

    def _filtered(self, one: Filter, document: Document, kept: Kept) -> Document:
        """Ask a filter for its edits, and apply them."""
        proposed: list[object] = list(one(document))
        for each in proposed:
            if not isinstance(each, Edit | DocumentWarning):
                kind = type(each).__name__
                raise EditError(f"filter {name_of(one)!r} returned a {kind}; it returns Edit and DocumentWarning")
        edits = kept.rest([edit for edit in proposed if isinstance(edit, Edit)], document)
        if self.keep_lines:
            edits = [_with_line_ends(edit, document.text) for edit in edits]
        after = document.apply(edits, self.safety)
        return after.warn(each for each in proposed if isinstance(each, DocumentWarning))

    def _much_removed(self, document: Document) -> Iterator[DocumentWarning]:
        removed = sum(change.end - change.start - len(change.replacement) for change in document.changes)
        share = removed / max(len(document.original), 1)
        if share > self.much:
            yield DocumentWarning(
                "much_removed", f"{share:.0%} of the document was removed", {"share": round(share, 4)}
            )

    @cached_property
    def _scanner(self) -> Any:  # noqa: ANN401 - opaque to everything but the scan
        words: frozenset[str] = frozenset().union(*(getattr(one, "words", ()) for one in self.filters))
        return scanner_of(words) if words else None

    @property
    def fingerprint(self) -> str:
        """A hash of version, filters, settings and rules: equal in every process for equal pipelines."""
        facts = [str(getattr(one, "facts", "")) for one in self.filters]
        return hashlib.sha256(f"{__version__}\n{self!r}\n{facts}".encode()).hexdigest()

    @cached_property
    def _made_by(self) -> str:
        return f"cleantext-zh {__version__}, pipeline {self.fingerprint[:16]}"

    def replace(self, name: str, new: Filter) -> Pipeline:
        """Put `new` in the place of the filter called `name`.

        Raises:
            KeyError: no filter has that name.
        """
        at = self._index(name)
        return replace(self, filters=(*self.filters[:at], new, *self.filters[at + 1 :]))

    def without(self, name: str) -> Pipeline:
        """Leave the filter called `name` out.

        Raises:
            KeyError: no filter has that name.
        """
        at = self._index(name)
        return replace(self, filters=self.filters[:at] + self.filters[at + 1 :])

    def _index(self, name: str) -> int:
        names = [name_of(one) for one in self.filters]
        if name not in names:
            raise KeyError(f"no filter is called {name!r}; there are: {', '.join(names)}")
        return names.index(name)

    @overload
    def __getitem__(self, at: int) -> Filter: ...
    @overload
    def __getitem__(self, at: slice) -> Pipeline: ...
    def __getitem__(self, at: int | slice) -> Filter | Pipeline:
        return replace(self, filters=self.filters[at]) if isinstance(at, slice) else self.filters[at]

    def __add__(self, more: Iterable[Filter]) -> Pipeline:
        return replace(self, filters=(*self.filters, *more))

    def __iter__(self) -> Iterator[Filter]:
        return iter(self.filters)

    def __len__(self) -> int:
        return len(self.filters)

    def __repr__(self) -> str:
        shown = ", ".join(repr(one) if hasattr(one, "name") else name_of(one) for one in self.filters)
        keeps = f", keeps={self.keeps}" if self.keeps else ""
        return f"Pipeline([{shown}], safety={self.safety!r}, keep_lines={self.keep_lines}, much={self.much}{keeps})"

    def __hash__(self) -> int:
        return int(self.fingerprint[:15], 16)

    def __getstate__(self) -> dict[str, Any]:
        state = {key: value for key, value in self.__dict__.items() if key in self.__dataclass_fields__}
        return {**state, "filters": tuple(map(_fresh, self.filters))}


def name_of(one: Filter) -> str:
    """Return the name by which a filter is known: its `name`, or that of the function."""
    return str(getattr(one, "name", None) or getattr(one, "__qualname__", type(one).__qualname__))


def _batches(sources: Iterable[str | bytes | Document]) -> Iterator[list[str | bytes | Document]]:
    """Yield sources together that are worth sending to another process."""
    batch: list[str | bytes | Document] = []
    size = 0
    for one in sources:
        batch.append(one)
        text = one.original if isinstance(one, Document) else one
        size += len(text) if isinstance(text, str | bytes) else 0
        if size >= BATCH_SIZE or len(batch) >= BATCH_LENGTH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _document(source: str | bytes | Document) -> Document:
    if isinstance(source, Document):
        return source
    if isinstance(source, str):
        return Document(source)
    if isinstance(source, os.PathLike):
        raise InputError(f"a path is not text; read it first: Path({os.fspath(source)!r}).read_bytes()")
    if not isinstance(source, bytes | bytearray | memoryview):
        raise InputError(f"text is str, bytes or Document, not {type(source).__name__}")
    decoded = decode(bytes(source))
    return Document(decoded.text, decoded=decoded)


def _damaged(decoded: Decoded | None) -> Iterator[DocumentWarning]:
    """Warn of bytes that could not be decoded."""
    if decoded and decoded.damage:
        places = len(decoded.damage)
        lost = sum(one.byte_end - one.byte_start for one in decoded.damage)
        message = f"invalid bytes: {lost}, in places: {places}; each place is one U+FFFD"
        yield DocumentWarning("damaged", message, {"places": places, "bytes": lost})


def _with_line_ends(edit: Edit, text: str) -> Edit:
    """Give back to an edit the line ends that it takes away; a page bound that would become one becomes a blank.

    Line ends of another kind become line feeds even so.
    """
    taken = text.count("\n", edit.start, edit.end) - edit.replacement.count("\n")
    if taken < 0 and edit.category != "characters":
        return replace(edit, replacement=edit.replacement.replace("\n", " "))
    return replace(edit, replacement=edit.replacement + "\n" * taken) if taken > 0 else edit


def _fresh(one: Any) -> Any:  # noqa: ANN401 - any filter, of which only a dataclass can be made anew
    """Return a filter without what it has worked out so far, so that it pickles small and always alike."""
    return replace(one) if is_dataclass(one) and not isinstance(one, type) else one
