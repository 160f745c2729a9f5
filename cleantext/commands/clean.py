"""`cleantext clean`."""
# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that help is there at once

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cleantext.commands.documents import planned
from cleantext.commands.learn import learned_files
from cleantext.commands.messages import refused, say, wrong_use
from cleantext.commands.options import Settings, config_of, pipeline_options
from cleantext.commands.report import write_report

if TYPE_CHECKING:
    from typing import Unpack

    from cleantext.run.config import Config
    from cleantext.run.journal import Journal
    from cleantext.run.outcome import Outcome, Total
    from cleantext.run.plan import Folders, Job

INTERRUPTED: Final = 130
"""The exit code after Ctrl-C, as shells have it."""

SMALL: Final = 4_000_000
"""Bytes of documents that one process has cleaned before others have started."""


@click.command(
    epilog="""\b
Examples:
  cleantext clean a.txt > clean.txt
  cleantext clean corpus -o cleaned --edits ledgers
  cleantext clean shards/*.jsonl.gz -o cleaned --text-key content
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
    help="Where the ledger of each document goes: every change, as JSON; for a file of many, one a line.",
)
@click.option(
    "--suggestions",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Where the suggestions for each document go: changes that were not made, as JSON.",
)
@click.option(
    "--report",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a page that shows what was changed, as cleantext report does; needs --edits.",
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["text", "lines", "jsonl", "parquet"]),
    help="How documents lie in the files: one a file, one a line, or as rows.  [default: by the name]",
)
@click.option("--text-key", metavar="NAME", help="The key or column of the text.  [default: text]")
@click.option("--id-key", metavar="NAME", help="The key or column that names a document in the ledger.")
@click.option(
    "--max-document", metavar="SIZE", help="Pass on a document that is larger than this as it is.  [default: 16MB]"
)
@click.option("--workers", metavar="N", type=click.IntRange(1), help="How many processes.  [default: all cores]")
@click.option("--restart", is_flag=True, help="Clean everything again, also what an earlier run has done.")
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
    suggestions: Path | None,
    report: Path | None,
    restart: bool,
    learn: bool,
    quiet: bool,
    kind: str | None,
    text_key: str | None,
    id_key: str | None,
    max_document: str | None,
    workers: int | None,
    **settings: Unpack[Settings],
) -> None:
    """Clean documents: files, folders, or - for standard input.

    A file is one document, in any encoding, or holds many: .jsonl, .jsonl.gz, .jsonl.zst, .parquet, or with --format
    lines one a line. The results have the same names and the same shape, in the same places relative to each folder
    that is given; everything but the text stays. Without -o the result of a single file goes to standard output.

    Every regular file below a folder is taken, in the order of the names, but for names that begin with a dot. Links to
    files are followed, links to folders are not. What cannot be cleaned is reported and put into
    FOLDER/.cleantext/quarantine.jsonl, and the rest goes on. A compressed file that holds more than 256 MB and 200
    times its size is not read to its end. A file is written whole or not at all. A run that broke off goes on where it
    was when the same command is given again.
    """
    from cleantext.run.plan import Folders

    if report and not edits:
        raise wrong_use("the page is made from the ledgers; say where they go: --edits FOLDER")
    reading = {
        "format": kind,
        "text_key": text_key,
        "id_key": id_key,
        "max_document": max_document,
        "workers": workers,
    }
    if learn:
        settings["rules"] += learned_files(paths, out)
    config = config_of(settings, reading, quiet=quiet)
    folders = Folders(out, edits, suggestions)
    jobs, failed = jobs_for(paths, folders, config, quiet=quiet)
    with journal_for(folders, config, restart=restart) as journal:
        code = clean_jobs(jobs, failed, config, journal, quiet=quiet)
    if report and edits and code != INTERRUPTED:
        code = max(code, int(write_report([str(edits)], report) > 0))
    context.exit(code)


def jobs_for(paths: Sequence[str], folders: Folders, config: Config, *, quiet: bool) -> tuple[list[Job], int]:
    """Plan what is to be cleaned, and make the folders for it; also return how many documents cannot be had."""
    if paths.count("-") > 1:
        raise wrong_use("standard input, which is named -, can be read only once")
    if folders.out is None and (len(paths) > 1 or (paths[0] != "-" and Path(paths[0]).is_dir())):
        raise wrong_use("the results of several documents need a folder: -o FOLDER")
    return planned(paths, folders, config.reading.shape_for, config.pipeline_for, quiet=quiet)


@contextmanager
def journal_for(folders: Folders, config: Config, *, restart: bool) -> Iterator[Journal | None]:
    """Open the journal of the run; without a folder for the texts there is none."""
    from cleantext.run.journal import opened
    from cleantext.run.plan import PlanError

    if folders.out is None:
        yield None
        return
    described = config.described()
    described |= {"--edits": str(folders.ledgers or "none"), "--suggestions": str(folders.suggestions or "none")}
    with ExitStack() as stack:
        try:
            journal = stack.enter_context(opened(folders.out, described, folders.all, restart=restart))
        except PlanError as error:
            raise refused(error) from error
        yield journal


def clean_jobs(jobs: Sequence[Job], failed: int, config: Config, journal: Journal | None, *, quiet: bool) -> int:
    """Clean what was planned, say how it goes, and return the exit code."""
    from cleantext.errors import WorkerError
    from cleantext.report.progress import progress
    from cleantext.run.corpus import clean_all
    from cleantext.run.outcome import NOTHING, Total, counted
    from cleantext.run.sources import why

    unread, total = Total(failed, failed=failed), NOTHING
    size = sum(job.source.size for job in jobs)
    steps = clean_all(jobs, config.pipelines, workers_for(jobs, size, config, journal), journal)
    try:
        with progress(size, shown=bool(journal) and not quiet) as report, closing(steps):
            for step in steps:
                if step.before and not total.documents and not quiet:
                    say(f"Done before: {counted(step.before, 'document')}; --restart cleans them again.")
                total = step.total
                report(step.read, total.documents, total.kinds)
                for outcome in step.outcomes:
                    say_outcome(outcome, quiet=quiet)
    except KeyboardInterrupt:
        return stopped("", unread + total, INTERRUPTED, journal)
    except BrokenPipeError:
        raise
    except WorkerError as error:
        return stopped(str(error), unread + total, 1, journal)
    except OSError as error:
        return stopped(f"the results cannot be written: {why(error)}", unread + total, 1, journal)
    if journal and journal.quarantined and not quiet:
        say(f"Documents without a result are in {journal.quarantine_path}")
    if not quiet:
        say(str(unread + total))
    return int((unread + total).failed > 0)


def stopped(reason: str, total: Total, code: int, journal: Journal | None) -> int:
    """Say that the run ends before it is done, and how it goes on; return the exit code."""
    say("Stopped" + f": {reason}" * bool(reason) + f". Done so far: {total}.")
    if journal:
        say("The same command goes on from there.")
    return code


def workers_for(jobs: Sequence[Job], size: int, config: Config, journal: Journal | None) -> int:
    """Return how many processes share the work; after a run that was killed two or more, since a document may do it."""
    from cleantext.workers import cores

    if any(job.shape.is_whole and (job.source.is_input or not job.output) for job in jobs):
        return 1  # only this process has the standard input and output of the command
    fewest = 2 if journal and journal.broke_off else 1
    return max(config.reading.workers or (cores() if size > SMALL else 1), fewest)


def say_outcome(outcome: Outcome, *, quiet: bool) -> None:
    """Say what a person should know of one document."""
    if outcome.failed:
        say(f"{outcome.path}: {outcome.failed}")
    elif not quiet:
        for note in outcome.notes:
            say(f"{outcome.path}: note: {note}")
