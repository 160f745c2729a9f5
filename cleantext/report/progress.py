"""How far a long run is, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final, TypeAlias

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

MOST: Final = 3
"""How many kinds of changes are shown."""

Report: TypeAlias = Callable[[int, int, Mapping[str, int]], None]
"""Is told how many bytes are read, how many documents are done, and how many characters of each kind are changed."""


@contextmanager
def progress(size: int, *, shown: bool) -> Iterator[Report]:
    """Show a bar that is gone again at the end; lines written meanwhile stand above it.

    Args:
        size: how many bytes will be read.
        shown: whether a bar is wanted; where standard error is no terminal, there is none.
    """
    if not shown or not sys.stderr.isatty():
        yield _say_nothing
        return
    columns = (
        BarColumn(),
        TextColumn("{task.fields[documents]:,} documents"),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[kinds]}", style="dim"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=size, documents=0, kinds="")

        def report(read: int, documents: int, kinds: Mapping[str, int]) -> None:
            bar.update(task, completed=min(read, size), documents=documents, kinds=largest(kinds))

        yield report


def largest(kinds: Mapping[str, int]) -> str:
    """Return the kinds of changes that changed most characters.

    >>> largest({"page_mark": 12, "repair": 3000, "other": 0})
    'repair 3,000, page_mark 12'
    """
    chosen = sorted(kinds.items(), key=lambda one: (-one[1], one[0]))[:MOST]
    return ", ".join(f"{name} {number:,}" for name, number in chosen if number)


def _say_nothing(_: int, __: int, ___: Mapping[str, int]) -> None:
    pass
