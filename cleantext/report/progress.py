"""How far a long run is, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterable
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

T = TypeVar("T")


def tracked(things: Iterable[T], total: int, *, shown: bool) -> Generator[T]:
    """Pass things on, and show a bar that is gone again at the end; lines written meanwhile stand above it.

    Args:
        things: one by one.
        total: how many there will be.
        shown: whether a bar is wanted; where standard error is no terminal, there is none.
    """
    if not shown or not sys.stderr.isatty():
        yield from things
        return
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(things, total=total)
