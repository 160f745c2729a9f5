"""Copies over files of documents: each file is read once to look at it, and once to write it again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import BinaryIO

from cleantext.dedupe.drop import DropDuplicates
from cleantext.dedupe.found import Found, Passage
from cleantext.dedupe.sketch import MIN_LENGTH, Sketch, sketch
from cleantext.document import Document
from cleantext.errors import MissingExtraError
from cleantext.pipeline import Pipeline
from cleantext.run.clean import failure
from cleantext.run.layouts import rewrite, rows_of
from cleantext.run.parquet import TableError
from cleantext.run.piece import Row
from cleantext.run.plan import Job
from cleantext.run.records import ledger_line, quarantine_line, to_json
from cleantext.run.stream import compressed
from cleantext.run.write import write, written


@dataclass(frozen=True, slots=True)
class Failed:
    """A document, or a file, that cannot be read or compared.

    Attributes:
        name: what it is called.
        reason: one phrase.
        quarantine: what the quarantine says of it, a line of JSON; empty for a document that goes on as it is.
    """

    name: str
    reason: str
    quarantine: bytes = b""


def name_of(job: Job, row: Row) -> str:
    """Return what a document is called: its file, and its row where the file holds several."""
    return str(job.source.path) if job.shape.is_whole else f"{job.source.path}#{row.name}"


def sketches(
    jobs: Iterable[Job], failed: Callable[[Failed], None], *, short: bool = False, min_length: int = MIN_LENGTH
) -> Iterator[Sketch]:
    """Yield the sketch of every document that can be read; report the others.

    Documents that go on as they are (without text, or too long) are passed over.
    """
    seen: set[str] = set()
    for job in jobs:
        try:
            for row in rows_of(job.source.path, job.shape):
                name = name_of(job, row)
                if row.problem:
                    failed(_without_result(job, name, row.problem, row))
                elif name in seen:
                    failed(Failed(name, "another document has the same name, so its copies are not looked for"))
                elif row.text is not None:
                    yield sketch(row.text, name, short=short, min_length=min_length)
                seen.add(name)
        except (OSError, TableError, MissingExtraError) as error:
            reason = failure(error) if isinstance(error, OSError) else str(error)
            failed(_without_result(job, str(job.source.path), reason))


def _without_result(job: Job, name: str, reason: str, row: Row | None = None) -> Failed:
    """Return what is said of a document, or of a whole file, that is left out."""
    number = row.number if row and not job.shape.is_whole else None
    return Failed(name, reason, quarantine_line(str(job.source.path), number, reason, row.raw if row else None))


@dataclass(frozen=True, slots=True)
class Removed:
    """What went from the documents of a file.

    Attributes:
        documents: how many documents were written.
        whole: how many were left out as a whole.
        paragraphs: how many paragraphs went.
        characters: how many code points went with them.
        passages: the texts of the passages that were asked for.
    """

    documents: int
    whole: int
    paragraphs: int
    characters: int
    passages: dict[Passage, str]


def remove(job: Job, found: Found, whole: frozenset[str], asked: Sequence[Passage]) -> Removed:
    """Write a file again without the copies, and its ledger.

    Args:
        job: the file; it has an output.
        found: what goes.
        whole: the documents that are left out as a whole.
        asked: passages whose text is wanted.

    Raises:
        OSError: something cannot be read or written.
        TableError: it is no Parquet file, or has no such column.
        MissingExtraError: a library is not installed that its shape needs.
    """
    if job.output is None:
        raise ValueError("a file without copies needs a place to go")
    drops = Pipeline((DropDuplicates(found),))
    wanted: dict[str, list[Passage]] = {}
    for passage in asked:
        wanted.setdefault(passage.document, []).append(passage)
    passages: dict[Passage, str] = {}
    counts = {"documents": 0, "whole": 0, "paragraphs": 0, "characters": 0}
    with ExitStack() as stack:
        ledger = stack.enter_context(written(job.ledger)) if job.ledger and not job.shape.is_whole else None

        def texts_for(rows: Sequence[Row]) -> Iterator[str | None]:
            for row in rows:
                name = name_of(job, row)
                if row.text is None or row.kept or row.problem:
                    yield None
                    continue
                passages.update({one: row.text[one.start : one.end] for one in wanted.get(name, ())})
                document = drops(Document(row.text, source=name)) if found.digest(name) else Document(row.text)
                counts["documents"] += name not in whole
                counts["whole"] += name in whole
                counts["paragraphs"] += sum(len(change.edits) for change in document.changes)
                counts["characters"] += len(document.original) - len(document.text)
                _write_ledger(job, ledger, document)
                yield None if name in whole else document.text

        rewrite(job.source.path, job.shape, job.output, texts_for)
    return Removed(passages=passages, **counts)


def _write_ledger(job: Job, ledger: BinaryIO | None, document: Document) -> None:
    if ledger:
        ledger.write(compressed(ledger_line(document), job.shape.compression))
    elif job.ledger:
        write(job.ledger, to_json(document))


def report_lines(found: Found) -> Iterator[bytes]:
    """Yield what was decided as lines of JSON: each paragraph that goes, then each similar pair of which both stay."""
    for one in found.duplicates:
        facts = {"dropped": _facts(one.dropped), "kept": _facts(one.kept), "score": one.score, "reason": one.reason}
        yield _line(facts)
    for veto in found.vetoes:
        yield _line({"stay": [_facts(veto.one), _facts(veto.other)], "score": veto.score, "reason": veto.reason})


def _facts(passage: Passage) -> dict[str, str | int]:
    return {"document": passage.document, "start": passage.start, "end": passage.end}


def _line(facts: dict[str, object]) -> bytes:
    return json.dumps(facts).encode() + b"\n"
