"""What a command says to the person who typed it."""
# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that help is there at once

from __future__ import annotations

from collections.abc import Iterable

import click


def say(line: str) -> None:
    """Write one line to standard error, with nothing in it that a terminal could obey."""
    from cleantext.report.printable import printable

    click.echo(printable(line), err=True)


def wrong_use(message: object) -> click.UsageError:
    """Return the error for something that cannot be done as it was typed; its message is one line."""
    from cleantext.report.printable import printable

    return click.UsageError(printable(str(message)))


class RefusedError(click.ClickException):
    """What was typed is well formed and cannot be done; its help would say nothing about it."""

    exit_code = 2


def refused(message: object) -> RefusedError:
    """Return the error for something that cannot be done, whatever was typed; its message is one line."""
    from cleantext.report.printable import printable

    return RefusedError(printable(str(message)))


def check_known(kind: str, name: str, known: Iterable[str]) -> None:
    """Refuse a name that is not known, and name the one that was probably meant."""
    from cleantext.run.nearest import named

    names = list(known)
    if name not in names:
        raise refused(f"no {kind} is called {named(name, names)}")
