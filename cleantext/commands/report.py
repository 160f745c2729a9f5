"""`cleantext report`."""
# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that help is there at once

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cleantext.commands.ledgers import keeps_in, keeps_option, ledgers_argument, tally_of
from cleantext.commands.messages import say

if TYPE_CHECKING:
    from cleantext.rules import Keep

DOCUMENTS: Final = 100
"""So many documents can be looked at whole, if nothing else is said."""

SAMPLES: Final = 8
"""So many changes of each rule can be looked at, if nothing else is said."""


@click.command(
    epilog="""\b
Examples:
  cleantext clean corpus -o cleaned --edits ledgers
  cleantext report ledgers -o report.html"""
)
@ledgers_argument
@click.option(
    "-o",
    "--output",
    default="report.html",
    show_default=True,
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the page goes.",
)
@click.option(
    "--documents",
    default=DOCUMENTS,
    show_default=True,
    type=click.IntRange(0, 10_000),
    help="So many documents can be looked at whole.",
)
@click.option(
    "--samples",
    default=SAMPLES,
    show_default=True,
    type=click.IntRange(0, 1_000),
    help="So many changes of each rule can be looked at.",
)
@keeps_option
@click.pass_context
def report(  # noqa: PLR0913 - one parameter for each option
    context: click.Context,
    *,
    ledgers: tuple[str, ...],
    output: Path,
    documents: int,
    samples: int,
    rules: tuple[Path, ...],
) -> None:
    """Write a page that shows what was changed.

    LEDGER is what cleantext clean --edits wrote: a folder, a file, or - for standard input. The page is one HTML file
    that loads nothing from anywhere: totals, what each rule did with samples, documents with their original and their
    clean text. In it a person can mark changes as right or wrong, for cleantext review.

    Totals count every document; shown are a few of them, those with warnings first. The exit code is 1 where some
    ledgers could not be read.
    """
    keeps = keeps_in(rules)
    context.exit(write_report(ledgers, output, documents=documents, samples=samples, keeps=keeps) > 0)


def write_report(
    ledgers: Sequence[str],
    output: Path,
    *,
    documents: int = DOCUMENTS,
    samples: int = SAMPLES,
    keeps: tuple[Keep, ...] = (),
) -> int:
    """Write the page, and say so; return how many ledgers could not be read.

    Raises:
        RefusedError: there is no ledger.
        OSError: the page cannot be written.
    """
    from cleantext.report.page import page
    from cleantext.run.outcome import counted
    from cleantext.run.write import write

    tally = tally_of(ledgers, samples=samples, documents=documents, keeps=keeps)
    write(output, page(tally).encode())
    say(f"{output}: {counted(tally.documents, 'document')}, {counted(tally.total.changes, 'change')}")
    return tally.unread
