"""`cleantext review`."""
# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that help is there at once

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleantext.commands.ledgers import tally_of
from cleantext.commands.messages import check_known, refused, say, wrong_use

if TYPE_CHECKING:
    from cleantext.report.marks import Mark


@click.command(
    epilog="""\b
Examples:
  cleantext review ledgers -o my-rules.toml
  cleantext review --apply marks.json -o my-rules.toml
  cleantext clean corpus -o cleaned --rules my-rules.toml"""
)
@click.argument("ledgers", nargs=-1, metavar="[LEDGER...]", type=click.Path(readable=False))
@click.option(
    "--apply",
    "marked",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Marks that were downloaded from a report; may be repeated.",
)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Your own rule file; it is added to, or made.",
)
@click.option("--rule", metavar="ID", help="Step through the changes of this rule only.")
@click.option(
    "--samples",
    default=8,
    show_default=True,
    type=click.IntRange(1, 100_000),
    help="Step through so many changes of each rule.",
)
def review(*, ledgers: tuple[str, ...], marked: tuple[Path, ...], output: Path, rule: str | None, samples: int) -> None:
    """Mark changes as wrong, for the next run.

    Either step through changes at the terminal: LEDGER is what cleantext clean --edits wrote. Or mark them in the page
    of cleantext report, and give the file that it lets you download: --apply FILE.

    The passage of each change that is wrong goes into your own rule file, as an entry [[keep]]: nothing in it is
    changed any more. Whatever else stands in that file is not touched. Use it with --rules.
    """
    if bool(ledgers) == bool(marked):
        raise wrong_use("give ledgers to step through, or marks with --apply, one of the two")
    if marked:
        _write([mark for path in marked for mark in _marks_in(path)], output)
        return
    if not sys.stdin.isatty():
        raise wrong_use("stepping through changes needs a terminal; without one: --apply FILE")
    _write(_marks_of(ledgers, rule, samples), output)


def _marks_in(path: Path) -> list[Mark]:
    from cleantext.byhand import read_by_hand
    from cleantext.report.marks import MarksError, parse_marks
    from cleantext.run.sources import why

    try:
        return parse_marks(read_by_hand(path))
    except OSError as error:
        raise refused(f"{path}: {why(error)}") from error
    except MarksError as error:
        raise refused(f"{path}: {error}") from error


def _marks_of(ledgers: Sequence[str], rule: str | None, samples: int) -> list[Mark]:
    """Ask a person at the terminal."""
    from cleantext.commands.keys import pressed
    from cleantext.report.review import step_through
    from cleantext.report.terminal import console

    tally = tally_of(ledgers, samples=samples, documents=0)
    if rule is not None:
        check_known("rule in these ledgers", rule, tally.rules)
    chosen = [one for one in tally.samples() if rule in (None, one.edits[0].rule)]
    with pressed() as ask:
        return step_through(chosen, ask, console())


def _write(marks: Sequence[Mark], output: Path) -> None:
    """Write what is wrong into the rule file, and say what was found of each rule."""
    from cleantext.errors import RuleError
    from cleantext.report.marks import keeps_of, verdicts
    from cleantext.report.terminal import console, show_rows
    from cleantext.run.outcome import counted
    from cleantext.run.own_rules import add_keeps
    from cleantext.run.sources import why

    try:
        added = add_keeps(output, keeps_of(marks))
    except RuleError as error:
        raise refused(error) from error
    except OSError as error:
        raise refused(f"{output}: {why(error)}") from error
    rows = [(rule, f"{right:,}", f"{wrong:,}") for rule, right, wrong in verdicts(marks)]
    if rows:
        show_rows(console(), ("rule", "right", "wrong"), rows)
    lost = sum(mark.wrong and not mark.keep for mark in marks)
    if lost:
        say(f"{counted(lost, 'change')} cannot be told by a passage; write an entry [[keep]] by hand")
    say(f"{output}: {counted(added, 'new passage')} to keep")
