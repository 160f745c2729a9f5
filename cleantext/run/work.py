"""What a worker does: a batch of files, or a piece of a file, from bytes to results."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from cleantext.document import Document
from cleantext.pipeline import Pipeline
from cleantext.run.clean import clean_one, failure, left
from cleantext.run.layouts import layout_of, rows_in
from cleantext.run.outcome import NOTHING, Outcome, Total, outcome_of
from cleantext.run.piece import Piece, Row
from cleantext.run.plan import Job
from cleantext.run.records import ledger_line, quarantine_line, suggestions_line
from cleantext.run.sources import read
from cleantext.run.split import bytes_of
from cleantext.run.stream import compressed

READING: Final = 0
"""What a worker tells before it reads the piece that it was given."""

SAID: Final = 5
"""How many rows of a piece that fail are reported one by one."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something for a worker to do.

    Attributes:
        jobs: files that are one document each; or the one file that a piece is of.
        piece: a piece of a file; None for whole files.
        failed: why the file of a piece cannot be read on.
        last: whether the file of a piece is at its end; there is nothing more to do then.
        weight: about how many bytes of files on disk it stands for.
        deadly: the documents that end the process that cleans them, each with a reason; they are not cleaned. The
            keys are the numbers of files, from 1, or those of rows.
    """

    jobs: tuple[Job, ...]
    piece: Piece | None = None
    failed: str = ""
    last: bool = False
    weight: int = 0
    deadly: Mapping[int, str] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether the task is files that are one document each."""
        return not (self.piece or self.failed or self.last)


@dataclass(frozen=True, slots=True)
class Done:
    """What a worker has done.

    Attributes:
        task: the task, without its bytes.
        outcomes: what became of each file; of the rows of a piece, of the first that failed.
        total: what all of them add up to.
        output: what belongs to the end of the file's result.
        ledger: what belongs to the end of its ledger.
        suggestions: what belongs to the end of its suggestions.
        quarantine: the documents without a result.
    """

    task: Task
    outcomes: tuple[Outcome, ...] = ()
    total: Total = NOTHING
    output: bytes = b""
    ledger: bytes = b""
    suggestions: bytes = b""
    quarantine: bytes = b""


def _nobody(_: int) -> None:
    """Hear nothing."""


def work(pipelines: Sequence[Pipeline], task: Task, tell: Callable[[int], None] = _nobody) -> Done:
    """Do a task.

    Args:
        pipelines: each file names one of them.
        task: the task.
        tell: called with `READING`, and then with the number of each document before it is cleaned.

    Raises:
        BrokenPipeError: nobody reads standard output any more.
        OSError: the disk is full.
    """
    tell(READING)
    if task.is_whole:
        return _files(pipelines, task, tell)
    if task.piece is None:
        return Done(task)
    bare = replace(task, piece=replace(task.piece, data=None))
    try:
        return _piece(pipelines[task.jobs[0].pipeline], bare, task.piece, tell)
    except Exception as error:  # noqa: BLE001 - one bad file must not end a run over many
        return Done(replace(bare, failed=failure(error)))


def _files(pipelines: Sequence[Pipeline], task: Task, tell: Callable[[int], None]) -> Done:
    outcomes: list[Outcome] = []
    for number, job in enumerate(task.jobs, 1):
        tell(number)
        reason = task.deadly.get(number)
        outcomes.append(Outcome(job.source.path, reason) if reason else clean_one(job, pipelines[job.pipeline]))
    failed = [(job, one) for job, one in zip(task.jobs, outcomes, strict=True) if one.failed and not one.again]
    quarantine = b"".join(
        quarantine_line(str(job.source.path), None, one.failed, _bytes_of(job)) for job, one in failed if job.output
    )
    total = NOTHING
    for one in outcomes:
        total = total.plus(one)
    return Done(task, tuple(outcomes), total, quarantine=quarantine)


def _bytes_of(job: Job) -> bytes | None:
    try:
        return read(job.source)
    except OSError:
        return None


@dataclass(frozen=True, slots=True)
class _Cleaned:
    """What is made of a row: a document itself, with all that is known of it, would be large."""

    outcome: Outcome
    text: str | None = None
    ledger: bytes = b""
    suggestions: bytes = b""
    quarantine: bytes = b""


def _piece(pipeline: Pipeline, task: Task, piece: Piece, tell: Callable[[int], None]) -> Done:
    [job] = task.jobs
    found = [_spared(row, task.deadly) for row in rows_in(piece, job.shape)]
    results: list[_Cleaned] = []
    for row in found:
        tell(row.number)
        results.append(_row(pipeline, job, row))
    output = _output(job, piece, found, results)
    total = NOTHING
    for one in results:
        total = total.plus(one.outcome)
    return Done(
        task,
        tuple(one.outcome for one in results if one.outcome.failed)[:SAID],
        total,
        compressed(output, job.shape.compression),
        compressed(b"".join(one.ledger for one in results), job.shape.compression),
        compressed(b"".join(one.suggestions for one in results), job.shape.compression),
        b"".join(one.quarantine for one in results),
    )


def _spared(row: Row, deadly: Mapping[int, str]) -> Row:
    """Return a row that would end the process as one that cannot be cleaned."""
    return replace(row, text=None, problem=deadly[row.number]) if row.number in deadly else row


def _output(job: Job, piece: Piece, found: Sequence[Row], results: Sequence[_Cleaned]) -> bytes:
    if piece.long:
        return bytes_of(piece)
    return layout_of(job.shape.kind).render(piece, found, [one.text for one in results], job.shape)


def _row(pipeline: Pipeline, job: Job, row: Row) -> _Cleaned:
    """Clean a row; a row that fails has no text."""
    path = Path(f"{job.source.path}:{row.name}")
    try:
        document = _document(pipeline, job, row, str(path))
        outcome = Outcome(path, kept=True) if row.kept else outcome_of(document, path)
        return _Cleaned(
            outcome,
            document.text,
            ledger_line(document) if job.ledger else b"",
            suggestions_line(document) if job.suggestions else b"",
        )
    except Exception as error:  # noqa: BLE001 - one bad document must not end a run over many
        reason = row.problem or failure(error)
        quarantine = quarantine_line(str(job.source.path), row.number, reason, row.raw)
        return _Cleaned(Outcome(path, failed=reason), quarantine=quarantine)


def _document(pipeline: Pipeline, job: Job, row: Row, source: str) -> Document:
    """Return a row as a document that is cleaned.

    Raises:
        ValueError: there is no text, or it cannot be written.
    """
    if row.kept:
        return left(row.kept, source)
    if row.text is None:
        raise ValueError(row.problem)
    document = pipeline(Document(row.text, source=source))
    if job.shape.kind == "lines":
        document = _in_one_line(document)
    document.text.encode(errors="surrogatepass" if job.shape.kind == "jsonl" else "strict")
    return document


def _in_one_line(document: Document) -> Document:
    """Take back the changes that would make two lines of one."""
    kept = tuple(one for one in document.changes if "\n" not in one.replacement)
    return replace(document, changes=kept) if len(kept) < len(document.changes) else document
