"""What would go wrong with every document, found out before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Final

from cleantext.run.extras import need_pyarrow, need_zstandard
from cleantext.run.layouts import rows_of
from cleantext.run.parquet import TableError
from cleantext.run.plan import Job, PlanError

FIRST: Final = 10
"""How many rows are looked at."""


def check_jobs(jobs: Sequence[Job]) -> None:
    """Check that files can be read and written in their shapes, and that the first ones have the key of the text.

    Raises:
        PlanError: a shape cannot be had from standard input or on standard output, or the key is not there.
        MissingExtraError: a library is not installed that a shape needs.
    """
    for job in jobs:
        if job.shape.kind == "parquet" and (job.source.is_input or not job.output):
            raise PlanError("Parquet is read from files and written to files: give a file, and -o FOLDER")
        if job.shape.compression == "zst" and not job.output:
            raise PlanError(f"the result of {job.source.path} needs a folder: -o FOLDER")
    if any(job.shape.compression == "zst" for job in jobs):
        need_zstandard()
    if any(job.shape.kind == "parquet" for job in jobs):
        need_pyarrow()
    for kind in ("jsonl", "parquet"):
        first = next((job for job in jobs if job.shape.kind == kind and not job.source.is_input), None)
        if first:
            _check_key(first)


def _check_key(job: Job) -> None:
    try:
        rows = list(islice(rows_of(job.source.path, job.shape), FIRST))
    except TableError as error:
        if error.is_key:
            raise PlanError(f"{job.source.path}: {error} Name the column of the text with --text-key") from error
        return
    except OSError:
        return  # the run will report it, and go on with the other files
    missing = next((row.problem for row in rows if row.problem.startswith("no key")), "")
    if missing and all(row.problem for row in rows):
        raise PlanError(f"{job.source.path}: {missing} Name the key of the text with --text-key")
