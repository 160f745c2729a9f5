"""Copies over files of documents: each file is read once to look at it, and once to write it again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from cleantext.dedupe.drop import DropDuplicates
from cleantext.dedupe.found import Duplicate, Found, Passage, Veto
from cleantext.dedupe.match import find_duplicates
from cleantext.dedupe.sketch import Sketch
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

if TYPE_CHECKING:
    from cleantext.dedupe.store import Index


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


def texts(jobs: Iterable[Job], failed: Callable[[Failed], None]) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every document that can be read; report the others.

    Documents that go on as they are (without text, or too long) are passed over.
    """
    for job in jobs:
        seen: set[str] = set()  # only rows of one file can have one name
        try:
            for row in rows_of(job.source.path, job.shape):
                name = name_of(job, row)
                if row.problem:
                    failed(_without_result(job, name, row.problem, row))
                elif name in seen:
                    failed(Failed(name, "another document has the same name, so its copies are not looked for"))
                elif row.text is not None:
                    yield name, row.text
                if row.name != str(row.number):
                    seen.add(name)
        except (OSError, TableError, MissingExtraError) as error:
            reason = failure(error) if isinstance(error, OSError) else str(error)
            failed(_without_result(job, str(job.source.path), reason))


def _without_result(job: Job, name: str, reason: str, row: Row | None = None) -> Failed:
    """Return what is said of a document, or of a whole file, that is left out."""
    number = row.number if row and not job.shape.is_whole else None
    return Failed(name, reason, quarantine_line(str(job.source.path), number, reason, row.raw if row else None))


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about the documents of a run: in memory, or in an index, of which no more is read than is asked.

    Attributes:
        duplicates: returns what goes from them.
        vetoes: returns the similar pairs of which both stay.
        of: returns what was decided about the documents of some names.
        sizes: returns the size of every document, see `Sketch`.
    """

    duplicates: Callable[[], Iterable[Duplicate]]
    vetoes: Callable[[], Iterable[Veto]]
    of: Callable[[Sequence[str]], Found]
    sizes: Callable[[], Mapping[str, int]]


def decided_in_memory(sketches: Iterable[Sketch], *, threshold: float, contained: bool) -> Decision:
    """Search for copies and decide, with all in memory.

    Raises:
        TooManyPairsError: see `find_duplicates`.
    """
    all_sketches = list(sketches)
    found = find_duplicates(all_sketches, threshold=threshold, contained=contained)
    sizes = {one.document: one.size for one in all_sketches}
    return Decision(lambda: found.duplicates, lambda: found.vetoes, lambda _: found, lambda: sizes)


def decided_in_index(index: Index) -> Decision:
    """Return what an index decided about the documents that it was given since it was opened."""
    return Decision(
        lambda: index.duplicates(given=True),
        lambda: index.vetoes(given=True),
        index.found,
        lambda: index.sizes(given=True),
    )


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


def remove(
    job: Job, decided: Found | Callable[[Sequence[str]], Found], whole: frozenset[str], asked: Sequence[Passage]
) -> Removed:
    """Write a file again without the copies, and its ledger.

    Args:
        job: the file; it has an output.
        decided: what goes, or what tells it for the documents of some names.
        whole: the documents that are left out as a whole.
        asked: passages whose text is wanted.

    Raises:
        OSError: something cannot be read or written.
        TableError: it is no Parquet file, or has no such column.
        MissingExtraError: a library is not installed that its shape needs.
    """
    if job.output is None:
        raise ValueError("a file without copies needs a place to go")
    wanted: dict[str, list[Passage]] = {}
    for passage in asked:
        wanted.setdefault(passage.document, []).append(passage)
    passages: dict[Passage, str] = {}
    counts = {"documents": 0, "whole": 0, "paragraphs": 0, "characters": 0}
    with ExitStack() as stack:
        ledger = stack.enter_context(written(job.ledger)) if job.ledger and not job.shape.is_whole else None

        def texts_for(rows: Sequence[Row]) -> Iterator[str | None]:
            found = decided if isinstance(decided, Found) else decided([name_of(job, row) for row in rows])
            drops = Pipeline((DropDuplicates(found),))
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


def report_lines(decision: Decision) -> Iterator[bytes]:
    """Yield what was decided as lines of JSON: each paragraph that goes, then each similar pair of which both stay."""
    for one in decision.duplicates():
        facts = {"dropped": _facts(one.dropped), "kept": _facts(one.kept), "score": one.score, "reason": one.reason}
        yield _line(facts)
    for veto in decision.vetoes():
        yield _line({"stay": [_facts(veto.one), _facts(veto.other)], "score": veto.score, "reason": veto.reason})


def _facts(passage: Passage) -> dict[str, str | int]:
    return {"document": passage.document, "start": passage.start, "end": passage.end}


def _line(facts: dict[str, object]) -> bytes:
    return json.dumps(facts).encode() + b"\n"
