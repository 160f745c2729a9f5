"""A whole run: many files through their pipelines, shared among processes, and taken up again where it broke off."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from cleantext.pipeline import Pipeline
from cleantext.run.clean import FULL, failure
from cleantext.run.journal import Journal, Mark, key
from cleantext.run.layouts import layout_of
from cleantext.run.outcome import NOTHING, Outcome, Total
from cleantext.run.piece import SIZE, Piece
from cleantext.run.plan import Job
from cleantext.run.rescue import rescue
from cleantext.run.resume import begin
from cleantext.run.shard import Shard
from cleantext.run.split import line_pieces
from cleantext.run.work import Done, Task, work
from cleantext.workers import ordered

BATCH: Final = 64
"""How many files a worker is given at once, at the most."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run has come.

    Attributes:
        outcomes: what a person should hear of: each file that is one document, each file and row that failed.
        total: what all documents so far add up to, those of an earlier run too.
        read: about how many bytes of files were read so far.
        before: how many documents an earlier run had done.
    """

    outcomes: tuple[Outcome, ...]
    total: Total
    read: int
    before: int


def clean_all(
    jobs: Iterable[Job], pipelines: Sequence[Pipeline], workers: int, journal: Journal | None = None
) -> Generator[Step]:
    """Clean files, and write what is wanted of them; the results do not depend on the number of workers.

    Files that the journal says are done are passed over; one that was begun goes on where it was. A document that ends
    the process that cleans it fails, if there are several processes.

    Args:
        jobs: what to clean, in order.
        pipelines: each job names one of them.
        workers: how many processes share the work.
        journal: where to write down how far the run is; None for results that go to standard output.

    Raises:
        BrokenPipeError: nobody reads standard output any more.
        OSError: the disk is full.
        WorkerError: no process can be started, or too many of them die.
    """
    begun = begin(jobs, journal)
    marks = {key(job): mark for job, mark in begun.todo}
    run = _Run(journal, marks, begun.total, begun.read)
    if begun.documents:
        yield Step((), run.total, run.read, begun.documents)
    tasks = _tasks(begun.todo, BATCH if workers > 1 else 1)
    shared = tuple(pipelines)
    dones = ordered(partial(work, shared), tasks, workers, partial(rescue, shared))
    try:
        with closing(dones):
            for done in dones:
                outcomes = run.take(done)
                yield Step(outcomes, run.total_now, run.read, begun.documents)
    finally:
        run.leave()


def _tasks(todo: Iterable[tuple[Job, Mark]], most: int) -> Iterator[Task]:
    """Yield what there is to do: small files in batches of at most so many, others in pieces."""
    batch: list[Job] = []
    size = 0
    for job, mark in todo:
        if job.shape.is_whole:
            batch.append(job)
            size += mark.size
        if batch and (size >= SIZE or len(batch) >= most or not job.shape.is_whole):
            yield Task(tuple(batch), weight=size)
            batch, size = [], 0
        if not job.shape.is_whole:
            yield from _piece_tasks(job, mark)
    if batch:
        yield Task(tuple(batch), weight=size)


def _piece_tasks(job: Job, mark: Mark) -> Iterator[Task]:
    try:
        for piece in _pieces(job, mark):
            yield Task((job,), piece, weight=piece.weight)
    except Exception as error:  # noqa: BLE001 - one bad file must not end a run over many
        yield Task((job,), failed=failure(error))
    else:
        yield Task((job,), last=True)


def _pieces(job: Job, mark: Mark) -> Iterator[Piece]:
    if job.source.is_input:
        return line_pieces(job.source.path, job.shape, mark.place, is_input=True)
    return layout_of(job.shape.kind).pieces(job.source.path, job.shape, mark.place)


class _Run:
    """What is known while a run goes on."""

    def __init__(self, journal: Journal | None, marks: dict[str, Mark], total: Total, read: int) -> None:
        self.total = total
        self.read = read
        self._journal = journal
        self._marks = marks
        self._shard: Shard | None = None
        self._failed = ""

    @property
    def total_now(self) -> Total:
        """The total, with what is done of the file at work."""
        return self.total + self._shard.total if self._shard else self.total

    def take(self, done: Done) -> tuple[Outcome, ...]:
        """Write down what a worker has done; return what a person should hear of.

        Raises:
            BrokenPipeError: nobody reads standard output any more.
            OSError: the disk is full.
        """
        self.read += done.task.weight
        if done.task.is_whole:
            return self._take_files(done)
        if done.task.failed:
            self._failed = self._failed or done.task.failed
        if not self._failed:
            try:
                self._take_piece(done)
            except BrokenPipeError:
                raise
            except OSError as error:
                if error.errno in FULL:
                    raise
                self._failed = failure(error)
        if done.task.piece is None:
            return self._end(done.task.jobs[0])
        return done.outcomes if not self._failed else ()

    def leave(self) -> None:
        """Write down how far the file at work is, when the run ends before it does."""
        if self._shard:
            with closing(self._shard), suppress(OSError):  # what was written down before is good
                self._shard.save()

    def _take_files(self, done: Done) -> tuple[Outcome, ...]:
        self.total += done.total
        if self._journal:
            self._journal.quarantine(done.quarantine)
            pairs = zip(done.task.jobs, done.outcomes, strict=True)
            marks = {key(job): self._done_mark(job, one) for job, one in pairs if not one.again}
            self._journal.add(marks, durable=bool(done.quarantine))
        return done.outcomes

    def _done_mark(self, job: Job, outcome: Outcome) -> Mark:
        lengths = (job.output.stat().st_size,) if job.output and not outcome.failed else ()
        return replace(self._marks[key(job)], stage="done", lengths=lengths, total=NOTHING.plus(outcome))

    def _take_piece(self, done: Done) -> None:
        if not self._shard:
            job = done.task.jobs[0]
            self._shard = Shard(job, self._marks[key(job)], self._journal)
        if done.task.last:
            self._shard.finish()
        else:
            self._shard.add(done)

    def _end(self, job: Job) -> tuple[Outcome, ...]:
        """End the file at work, which has its results or has failed."""
        shard, failed = self._shard, self._failed
        self._shard, self._failed = None, ""
        if not failed:
            self.total += shard.total if shard else NOTHING
            return ()
        if shard:
            shard.discard()
        outcome = Outcome(job.source.path, failed=failed, again=True)
        self.total = self.total.plus(outcome)
        return (outcome,)
