"""Where each result goes, and everything that speaks against it, found out before anything is written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from cleantext.errors import CleantextError
from cleantext.run.shape import WHOLE, Shape, ledger_name
from cleantext.run.sources import STANDARD_INPUT, Source, identity


class PlanError(CleantextError, ValueError):
    """The results cannot be written where a person wants them without the loss of something."""


@dataclass(frozen=True, slots=True)
class Job:
    """One document to clean.

    Attributes:
        source: the document.
        output: the file for the clean text; None for standard output.
        ledger: the file for the ledger; None where none is wanted.
        suggestions: the file for the suggestions; None where none is wanted.
        shape: how documents lie in the source, and in the output.
        pipeline: which of the pipelines of the run cleans it.
    """

    source: Source
    output: Path | None = None
    ledger: Path | None = None
    suggestions: Path | None = None
    shape: Shape = WHOLE
    pipeline: int = 0

    @property
    def targets(self) -> tuple[Path, ...]:
        """The files that are written."""
        return tuple(path for path in (self.output, self.ledger, self.suggestions) if path)


@dataclass(frozen=True, slots=True)
class Folders:
    """Where results go.

    Attributes:
        out: the folder for the texts; None for standard output.
        ledgers: the folder for the ledgers; None where none are wanted.
        suggestions: the folder for the suggestions; None where none are wanted.
    """

    out: Path | None = None
    ledgers: Path | None = None
    suggestions: Path | None = None

    @property
    def all(self) -> tuple[Path, ...]:
        """Those that are wanted."""
        return tuple(path for path in (self.out, self.ledgers, self.suggestions) if path)


def plan(
    sources: Iterable[Source],
    folders: Folders,
    shape_for: Callable[[Source], Shape] = lambda _: WHOLE,
    pipeline_for: Callable[[Source], int] = lambda _: 0,
) -> list[Job]:
    """Give each document its files: the same place below each of the folders, with `.json` behind it for a ledger.

    Raises:
        PlanError: two results would be one file, on a disk that takes A and a for the same too; a file would be a
            folder as well; a link leads out of the folder; or a document would be overwritten.
    """
    out, ledgers, suggestions = (one and one.resolve() for one in (folders.out, folders.ledgers, folders.suggestions))
    jobs: list[Job] = []
    for one in sources:
        shape = shape_for(one)
        beside = one.place.with_name(ledger_name(one.place.name, shape)) if ledgers or suggestions else one.place
        jobs.append(
            Job(
                one,
                out and out / one.place,
                ledgers and ledgers / beside,
                suggestions and suggestions / beside,
                shape,
                pipeline_for(one),
            )
        )
    targets = _targets(jobs)
    for folder in filter(None, (out, ledgers, suggestions)):
        _check_case(targets, folder)
    _check_folders(targets)
    _check_inside(targets)
    _check_inputs(jobs, targets)
    return jobs


def check_outputs(paths: Iterable[str], outputs: Iterable[Path]) -> None:
    """Check that each folder for results can be one, and is not one of the `paths` that are read.

    Raises:
        PlanError: it is a file, or is read as well.
    """
    inputs = {identity(Path(path)) for path in paths if path != str(STANDARD_INPUT)}
    for folder in outputs:
        found = identity(folder)
        if found and found in inputs:
            raise PlanError(f"{folder} is read, so the results cannot go there; choose another folder")
        if found and not folder.is_dir():
            raise PlanError(f"{folder} is a file; choose a folder for the results")


def _targets(jobs: Iterable[Job]) -> dict[str, Path]:
    """Return every file that will be written, with the document that it comes from."""
    targets: dict[str, Path] = {}
    for job in jobs:
        for target in map(str, job.targets):
            if target in targets:
                raise PlanError(
                    f"{targets[target]} and {job.source.path} would both be written to {target};"
                    " clean them into two folders"
                )
            targets[target] = job.source.path
    return targets


def _check_case(targets: dict[str, Path], folder: Path) -> None:
    """Refuse two files below a folder whose names differ in case only, where that makes one file of them."""
    below = f"{folder}{os.sep}"
    seen: dict[str, str] = {}
    for target, source in targets.items():
        if target.startswith(below):
            other = seen.setdefault(target[len(below) :].casefold(), target)
            if other != target and one_case(folder):
                raise PlanError(
                    f"the results of {targets[other]} and {source} have names that differ only in capital letters,"
                    f" which are one file in {folder}; clean them into two folders"
                )


@cache
def one_case(folder: Path) -> bool:
    """Tell whether the disk takes names for the same that differ in case only; a folder that is not there yet may be.

    A file is made for that, and removed again.
    """
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    try:
        with NamedTemporaryFile(prefix=".cleantext-case", suffix=".tmp", dir=folder) as file:
            return Path(file.name).with_name(Path(file.name).name.upper()).exists()
    except OSError:
        return False  # whoever writes there will say why that cannot be done


def _check_folders(targets: dict[str, Path]) -> None:
    """Refuse a file that is at the same time the folder of another one."""
    seen: set[str] = set()
    for target, source in targets.items():
        folder = os.path.dirname(target)  # noqa: PTH120 - strings, for speed: there may be millions
        while folder not in seen:
            seen.add(folder)
            if folder in targets:
                raise PlanError(
                    f"{targets[folder]} would be written to {folder}, which is the folder for {source};"
                    " clean them into two folders"
                )
            folder = os.path.dirname(folder)  # noqa: PTH120 - see above


def _check_inside(targets: Iterable[str]) -> None:
    """Refuse to write through a link inside a folder of results, which may lead anywhere."""
    for folder in dict.fromkeys(map(os.path.dirname, targets)):
        real = os.path.realpath(folder)
        if real != folder:
            raise PlanError(
                f"{folder} leads to {real} by a link, and nothing is written outside of the folder for the results;"
                " remove the link, or choose another folder"
            )


def _check_inputs(jobs: Iterable[Job], targets: dict[str, Path]) -> None:
    """Refuse to put a result in the place of a document that is read."""
    folder_of = cache(lambda name: identity(Path(name)))
    paths = [str(job.source.path) for job in jobs if not job.source.is_input]
    paths += [os.path.realpath(path) for path in paths if os.path.islink(path)]  # noqa: PTH114 - see above
    inputs = {(folder_of(folder), name) for folder, name in map(os.path.split, paths)}
    for target, source in targets.items():
        place, name = os.path.split(target)
        folder = folder_of(place)
        if folder and (folder, name) in inputs:
            raise PlanError(f"the result of {source} would overwrite {target}, which is read; choose another folder")
