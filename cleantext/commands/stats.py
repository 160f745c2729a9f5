"""`cleantext stats`."""
# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that help is there at once

from __future__ import annotations

from pathlib import Path

import click

from cleantext.commands.ledgers import keeps_in, keeps_option, ledgers_argument, tally_of


@click.command(
    epilog="""\b
Examples:
  cleantext clean corpus -o cleaned --edits ledgers
  cleantext stats ledgers
  cleantext stats --json ledgers > stats.json"""
)
@ledgers_argument
@click.option("--json", "as_json", is_flag=True, help="Print the numbers as JSON instead.")
@keeps_option
@click.pass_context
def stats(context: click.Context, *, ledgers: tuple[str, ...], as_json: bool, rules: tuple[Path, ...]) -> None:
    """Show what was changed in numbers.

    LEDGER is what cleantext clean --edits wrote: a folder, a file, or - for standard input. Shown are totals, what
    each kind of change and each rule did, documents by the share removed, and warnings. The exit code is 1 where some
    ledgers could not be read.
    """
    from cleantext.report.stats import as_numbers, show
    from cleantext.report.terminal import console

    tally = tally_of(ledgers, samples=0, documents=0, keeps=keeps_in(rules))
    if as_json:
        click.echo(as_numbers(tally))
    else:
        show(tally, console())
    context.exit(tally.unread > 0)
