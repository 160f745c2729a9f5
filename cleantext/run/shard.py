"""A file of many documents, whose results grow piece by piece in part files."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import BinaryIO, Final

from cleantext.run.journal import Journal, Mark, Stage, key
from cleantext.run.layouts import maker
from cleantext.run.piece import START
from cleantext.run.plan import Job
from cleantext.run.stream import compress_file, compressed_end
from cleantext.run.work import Done
from cleantext.run.write import finish, open_own, part_of, to_disk

OFTEN: Final = 2.0
"""After how many seconds it is written down again how far a file is."""


class Shard:
    """The results of one file, open to be written.

    Attributes:
        job: the file.
        total: what became of its documents so far.
    """

    def __init__(self, job: Job, mark: Mark, journal: Journal | None) -> None:
        """Open the part files, and cut off what was written behind the mark.

        Raises:
            OSError: they cannot be written.
        """
        self.job = job
        self._journal = journal
        if journal and mark.place == START:
            mark = replace(mark, quarantined=journal.quarantined)
        self._mark = mark
        self.total = mark.total
        self._at = mark.place
        self._saved = monotonic()
        self._torn = False
        self._files: list[BinaryIO | None] = []
        for number, target in enumerate((job.output, job.ledger, job.suggestions)):
            self._files.append(_opened(target, mark.lengths[number] if mark.lengths else 0) if target else None)

    def add(self, done: Done) -> None:
        """Put what a worker has done behind the rest.

        Raises:
            OSError: it cannot be written.
        """
        self._torn = True
        for file, data in zip(self._files, (done.output, done.ledger, done.suggestions), strict=True):
            if file:
                file.write(data)
        if not self.job.output:
            sys.stdout.buffer.write(done.output)
            sys.stdout.buffer.flush()
        self.total += done.total
        if self._journal:
            self._journal.quarantine(done.quarantine)
        piece = done.task.piece
        if piece and piece.long != "part":
            self._at = piece.end
            self._torn = False
            if monotonic() - self._saved > OFTEN:
                self.save()

    def save(self) -> None:
        """Write down how far the file is, unless it is in the middle of something.

        Raises:
            OSError: it cannot be written.
        """
        if not self._torn:
            self._add("going")

    def finish(self) -> None:
        """Give the results their names.

        Raises:
            OSError: they cannot be written.
        """
        self._torn = True
        for file in self._files:
            if file:
                file.write(compressed_end(file.tell(), self.job.shape.compression))
        self._add("whole")
        self.close()
        name_results(self.job)
        if self._journal:
            size = self.job.output.stat().st_size if self.job.output else 0
            self._mark = replace(self._mark, stage="done", lengths=(size,))
            self._journal.add({key(self.job): self._mark}, durable=True)

    def discard(self) -> None:
        """Leave nothing of the results, so that another run starts with the file from its beginning."""
        self.close()
        for target in self.job.targets:
            part_of(target).unlink(missing_ok=True)
        if self._journal:
            self._journal.forget_quarantine(self._mark.quarantined)
            self._journal.add({key(self.job): Mark(0, 0)}, durable=False)

    def close(self) -> None:
        """Close the part files."""
        for file in self._files:
            if file:
                with suppress(OSError):
                    file.close()

    def _add(self, stage: Stage) -> None:
        if not self._journal:
            return
        lengths: list[int] = []
        for file in self._files:
            if file:
                to_disk(file)
            lengths.append(file.tell() if file else 0)
        self._mark = replace(self._mark, stage=stage, place=self._at, lengths=tuple(lengths), total=self.total)
        self._journal.add({key(self.job): self._mark}, durable=True)
        self._saved = monotonic()


def _opened(target: Path, length: int) -> BinaryIO:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = part_of(target)
    file = os.fdopen(open_own(part), "r+b")
    file.truncate(length)
    file.seek(length)
    return file


def has_parts(job: Job, mark: Mark) -> bool:
    """Tell whether the part files of a file hold all that the mark says."""
    targets = (job.output, job.ledger, job.suggestions)
    pairs = [(part_of(target), length) for target, length in zip(targets, mark.lengths, strict=True) if target]
    return all(part.exists() and part.stat().st_size >= length for part, length in pairs)


def name_results(job: Job) -> None:
    """Give the results of a file that is whole their names, the text's last; those that have them keep them.

    Raises:
        OSError: they cannot be written.
    """
    for target in (job.ledger, job.suggestions):
        if target:
            finish(target, compress_file if job.shape.compression == "zst" else None)
    if job.output:
        finish(job.output, maker(job.shape, job.source.path))
