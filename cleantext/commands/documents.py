"""The documents that a command is given."""
# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that help is there at once

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cleantext.commands.messages import say, wrong_use

if TYPE_CHECKING:
    from cleantext.run.sources import Source


def documents(paths: Sequence[str], outputs: Iterable[Path] = (), *, quiet: bool = False) -> tuple[list[Source], int]:
    """Find the documents, and say what is left out; also return how many of those should have been there."""
    from cleantext.run.sources import Source, find

    if not all(paths):
        raise wrong_use("a path is empty")
    sources: list[Source] = []
    failed = 0
    for one in find(paths, outputs):
        if isinstance(one, Source):
            sources.append(one)
        elif one.failed or not quiet:
            say(f"{one.path}: {one.reason}")
            failed += one.failed
    return sources, failed
