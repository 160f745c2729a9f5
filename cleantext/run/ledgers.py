"""Ledgers that a run has written, read back one document at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from cleantext.document import Document
from cleantext.edits import Change
from cleantext.errors import MissingExtraError
from cleantext.run.shape import shape_of
from cleantext.run.sources import LeftOut, Source, find, why
from cleantext.run.stream import opened

NAMES: Final = (".json", ".jsonl", ".jsonl.gz", ".jsonl.zst")
"""How the names of ledgers end; in a folder nothing else is read."""

_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that is no ledger: where it stands, and why, in one phrase."""

    place: str
    reason: str


def read_ledgers(paths: Sequence[str]) -> Iterator[Document | Unread]:
    """Read the ledgers at `paths`: files, folders, and `-` for standard input.

    A file holds one document, or one a line, as `Document.to_dict` gives it. Never more than one is in memory.
    """
    for one in find(paths):
        if isinstance(one, LeftOut):
            if one.failed:
                yield Unread(str(one.path), one.reason)
        elif one.is_input or str(one.path) in paths or one.path.name.endswith(NAMES):
            yield from _read(one)


def _read(source: Source) -> Iterator[Document | Unread]:
    name = str(source.path)
    try:
        with opened(source.path, shape_of(name, "jsonl").compression, is_input=source.is_input) as (file, _):
            yield from _documents(_lines(file), name)
    except MissingExtraError as error:
        yield Unread(name, str(error))
    except OSError as error:
        yield Unread(name, why(error))


def _lines(file: BinaryIO) -> Iterator[bytes]:
    parts: list[bytes] = []
    while block := file.read(_BLOCK):
        first, *others = block.split(b"\n")
        parts.append(first)
        for one in others:
            yield b"".join(parts)
            parts = [one]
    yield b"".join(parts)


def _documents(lines: Iterator[bytes], name: str) -> Iterator[Document | Unread]:
    """Yield one document a line; a file whose first line opens an object and nothing more holds one document."""
    for number, line in enumerate(lines, 1):
        if number == 1 and line.strip() == b"{":
            yield _document(b"\n".join([line, *lines]), name)
        elif line.strip():
            yield _document(line, f"{name}, line {number}")


def _document(data: bytes, place: str) -> Document | Unread:
    try:
        document = Document.from_dict(json.loads(data))
        sound = _is_sound(document)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return Unread(place, f"no ledger of a document: {type(error).__name__}: {error}")
    return document if sound else Unread(place, "no ledger of a document: its changes do not fit its text")


def _is_sound(document: Document) -> bool:
    """Tell whether the changes are sorted, disjoint and inside the original, and everything said is text."""
    position = 0
    for change in document.changes:
        if change.start < position:
            return False
        position = change.end
    changes = (*document.changes, *document.suggestions)
    said = [document.source or "", document.verdict.reason, document.made_by]
    said += (text for one in document.warnings for text in (one.code, one.message))
    inside = all(0 <= one.start <= one.end <= len(document.original) and _is_explained(one) for one in changes)
    return inside and isinstance(document.overlapped, int) and all(isinstance(one, str) for one in said)


def _is_explained(change: Change) -> bool:
    said = [change.replacement]
    said += (text for edit in change.edits for text in (edit.rule, edit.category, edit.reason, edit.safety))
    evidence = all(isinstance(edit.evidence, dict) for edit in change.edits)
    return bool(change.edits) and evidence and all(isinstance(one, str) for one in said)
