"""The documents that a command is given."""
# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that help is there at once

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cleantext.commands.messages import refused, say, wrong_use

if TYPE_CHECKING:
    from cleantext.run.plan import Folders, Job
    from cleantext.run.shape import Shape
    from cleantext.run.sources import Source


def documents(paths: Sequence[str], outputs: Iterable[Path] = (), *, quiet: bool = False) -> tuple[list[Source], int]:
    """Find the documents, and say what is left out; also return how many of those should have been there."""
    from cleantext.run.sources import Source, find

    if not all(paths):
        raise wrong_use("a path is empty")
    sources: list[Source] = []
    failed = 0
    for one in find(paths, outputs):
        if isinstance(one, Source):
            sources.append(one)
        elif one.failed or not quiet:
            say(f"{one.path}: {one.reason}")
            failed += one.failed
    return sources, failed


def planned(  # noqa: PLR0913 - what a plan is made of
    paths: Sequence[str],
    folders: Folders,
    shape_for: Callable[[Source], Shape],
    pipeline_for: Callable[[Source], int] = lambda _: 0,
    *,
    beside: Sequence[Path] = (),
    quiet: bool,
) -> tuple[list[Job], int]:
    """Plan what is read and written, and make the folders for it; also return how many documents cannot be had.

    Args:
        paths: what the command was given.
        folders: where results go.
        shape_for: see `cleantext.run.plan.plan`.
        pipeline_for: see `cleantext.run.plan.plan`.
        beside: what else the command writes.
        quiet: whether to say nothing but what failed.
    """
    from cleantext.errors import MissingExtraError
    from cleantext.run.plan import PlanError, check_outputs, plan
    from cleantext.run.preflight import check_jobs

    outputs = [*folders.all, *beside]
    try:
        check_outputs(paths, outputs)
        sources, failed = documents(paths, outputs, quiet=quiet)
        jobs = plan(sources, folders, shape_for, pipeline_for)
        check_jobs(jobs)
        for folder in folders.all:
            folder.mkdir(parents=True, exist_ok=True)
    except (PlanError, MissingExtraError) as error:
        raise refused(error) from error
    except OSError as error:
        raise refused(f"no folder for the results: {error.filename}: {error.strerror}") from error
    return jobs, failed
