"""The ledgers that a command is given, added up."""
# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that help is there at once

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cleantext.commands.messages import refused, say, wrong_use

if TYPE_CHECKING:
    from cleantext.report.tally import Tally
    from cleantext.rules import Keep

SAID: Final = 20
"""So many ledgers that cannot be read are named; the others are counted."""

ledgers_argument: Final = click.argument(
    "ledgers", nargs=-1, required=True, metavar="LEDGER...", type=click.Path(readable=False)
)
keeps_option: Final = click.option(
    "--rules",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Your own rule file; changes that touch its passages to keep are counted. May be repeated.",
)


def keeps_in(files: Sequence[Path]) -> tuple[Keep, ...]:
    """Return the passages to keep of rule files.

    Raises:
        RefusedError: one cannot be read, or has a mistake.
    """
    from cleantext.errors import RuleError
    from cleantext.rules import load_rule_file
    from cleantext.run.sources import why

    try:
        return tuple(keep for file in files for keep in load_rule_file(file).keeps)
    except RuleError as error:
        raise refused(error) from error
    except OSError as error:
        raise refused(f"{error.filename}: {why(error)}") from error


def tally_of(paths: Sequence[str], *, samples: int, documents: int, keeps: tuple[Keep, ...] = ()) -> Tally:
    """Read ledgers and add them up; say which of them cannot be read.

    Raises:
        RefusedError: there is no ledger at all.
    """
    from cleantext.document import Document
    from cleantext.report.tally import Tally
    from cleantext.run.ledgers import NAMES, read_ledgers

    if not all(paths):
        raise wrong_use("a path is empty")
    tally = Tally(samples, documents, keeps)
    for one in read_ledgers(paths):
        if isinstance(one, Document):
            tally.add(one)
            continue
        tally.unread += 1
        if tally.unread <= SAID:
            say(f"{one.place}: {one.reason}")
    if tally.unread > SAID:
        say(f"and {tally.unread - SAID:,} more that cannot be read")
    if not tally.documents:
        raise refused(
            f"no ledger found (files whose names end in {', '.join(NAMES)});"
            " write one with: cleantext clean FOLDER -o OUT --edits LEDGER"
        )
    return tally
