"""`cleantext clean`."""
# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that help is there at once

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cleantext.commands.documents import documents
from cleantext.commands.learn import learned_files
from cleantext.commands.messages import say, wrong_use
from cleantext.commands.options import Settings, pipeline_of, pipeline_options

if TYPE_CHECKING:
    from typing import Unpack

    from cleantext.run.outcome import Outcome
    from cleantext.run.plan import Job

INTERRUPTED: Final = 130
"""The exit code after Ctrl-C, as shells have it."""


@click.command(
    epilog="""\b
Examples:
  cleantext clean a.txt > clean.txt
  cleantext clean corpus -o cleaned --edits ledgers
  curl -s https://example.org/a.txt | cleantext clean - > clean.txt

\b
Exit code: 0 all went well, 1 some documents failed, 2 wrong use,
130 stopped by Ctrl-C."""
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(readable=False))
@click.option("-o", "--output", "out", metavar="FOLDER", type=click.Path(path_type=Path), help="Where the results go.")
@click.option(
    "--edits",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Where the ledger of each document goes: every change, as JSON.",
)
@pipeline_options
@click.option("--learn", is_flag=True, help="First learn the notices of the site that all documents are of.")
@click.option("--quiet", is_flag=True, help="Say nothing but what failed.")
@click.pass_context
def clean(  # noqa: PLR0913 - one parameter for each option
    context: click.Context,
    *,
    paths: tuple[str, ...],
    out: Path | None,
    edits: Path | None,
    learn: bool,
    quiet: bool,
    **settings: Unpack[Settings],
) -> None:
    """Clean documents: files, folders, or - for standard input.

    The results are UTF-8 files with the same names, in the same places relative to each folder that is given. Without
    -o the result of a single document goes to standard output.

    Every regular file below a folder is taken, in the order of the names, but for names that begin with a dot. Links to
    files are followed, links to folders are not. What is not text or cannot be read is reported and not copied, and the
    rest goes on. A file is written whole or not at all.
    """
    from cleantext.report.progress import tracked
    from cleantext.run.clean import clean_one
    from cleantext.run.outcome import Total

    pipeline = pipeline_of(settings)
    jobs, failed = jobs_for(paths, out, edits, quiet=quiet)
    if learn:
        settings["rules"] += learned_files(paths, out)
        pipeline = pipeline_of(settings)
    total = Total(failed, failed=failed)
    outcomes = tracked((clean_one(job, pipeline) for job in jobs), len(jobs), shown=bool(out) and not quiet)
    try:
        with closing(outcomes):
            for outcome in outcomes:
                total = total.plus(outcome)
                say_outcome(outcome, quiet=quiet)
    except KeyboardInterrupt:
        say(f"Stopped: {total.documents:,} of {failed + len(jobs):,} documents were done.")
        context.exit(INTERRUPTED)
    if not quiet:
        say(str(total))
    context.exit(total.failed > 0)


def jobs_for(paths: Sequence[str], out: Path | None, edits: Path | None, *, quiet: bool) -> tuple[list[Job], int]:
    """Plan what is to be cleaned, and make the folders for it; also return how many documents cannot be had."""
    from cleantext.run.plan import PlanError, check_outputs, plan

    if paths.count("-") > 1:
        raise wrong_use("standard input, which is named -, can be read only once")
    if out is None and (len(paths) > 1 or (paths[0] != "-" and Path(paths[0]).is_dir())):
        raise wrong_use("the results of several documents need a folder: -o FOLDER")
    outputs = [folder for folder in (out, edits) if folder]
    try:
        check_outputs(paths, outputs)
        sources, failed = documents(paths, outputs, quiet=quiet)
        jobs = plan(sources, out, edits)
        for folder in outputs:
            folder.mkdir(parents=True, exist_ok=True)
    except PlanError as error:
        raise wrong_use(error) from error
    except OSError as error:
        raise wrong_use(f"no folder for the results: {error.filename}: {error.strerror}") from error
    return jobs, failed


def say_outcome(outcome: Outcome, *, quiet: bool) -> None:
    """Say what a person should know of one document."""
    if outcome.failed:
        say(f"{outcome.path}: {outcome.failed}")
    elif not quiet:
        for note in outcome.notes:
            say(f"{outcome.path}: note: {note}")
