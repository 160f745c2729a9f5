"""What is left to do of a run that may have begun before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from cleantext.run.journal import Journal, Mark, key
from cleantext.run.outcome import NOTHING, Total
from cleantext.run.plan import Job
from cleantext.run.shard import has_parts, name_results
from cleantext.run.write import remove_temporary


@dataclass(frozen=True, slots=True)
class Begun:
    """How a run begins.

    Attributes:
        todo: each file that is not done, with the mark from which it goes on.
        total: what became of the documents of those that are done.
        read: the bytes of those that are done, and of what is done of the others.
        documents: how many documents were done before.
    """

    todo: list[tuple[Job, Mark]]
    total: Total
    read: int
    documents: int


def begin(jobs: Iterable[Job], journal: Journal | None) -> Begun:
    """Find out what is left to do; a file that is whole but for its name is given its name.

    A file that changed, or whose result is gone, is done again. Where the run before was killed, what it has left of
    files that it was writing is removed.

    Raises:
        OSError: a result cannot be given its name.
    """
    todo: list[tuple[Job, Mark]] = []
    total, read, documents = NOTHING, 0, 0
    again: set[str] = set()
    jobs = list(jobs)
    if journal and journal.broke_off:
        remove_temporary({journal.path.parent, *(target.parent for job in jobs for target in job.targets)})
    for job in jobs:
        now = _now(job)
        mark = journal.mark(job) if journal else None
        if not journal or not mark:
            todo.append((job, now))
        elif (mark.size, mark.time) == (now.size, now.time) and _is_done(job, mark, journal):
            total += mark.total
            read += mark.size
            documents += mark.total.documents
        elif (mark.size, mark.time, mark.stage) == (now.size, now.time, "going") and has_parts(job, mark):
            todo.append((job, mark))
            documents += mark.total.documents
        else:
            todo.append((job, now))
            again.add(str(job.source.path))
    if journal and again:
        journal.forget_sources(again)
    return Begun(todo, total, read, documents)


def _now(job: Job) -> Mark:
    """Return the mark of a file that is not begun."""
    if job.source.is_input:
        return Mark(0, 0)
    try:
        status = job.source.path.stat()
    except OSError:
        return Mark(0, 0)  # reading it will say why
    return Mark(status.st_size, status.st_mtime_ns)


def _is_done(job: Job, mark: Mark, journal: Journal) -> bool:
    if mark.stage == "whole":
        name_results(job)
        if all(target.exists() for target in job.targets):
            size = job.output.stat().st_size if job.output else 0
            mark = replace(mark, stage="done", lengths=(size,))
            journal.add({key(job): mark}, durable=True)
    if mark.stage != "done":
        return False
    try:
        return not mark.lengths or not job.output or job.output.stat().st_size == mark.lengths[0]
    except OSError:
        return False
