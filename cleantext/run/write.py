"""Writing a file so that nobody ever sees half of it, also after a loss of power."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, Final

_HIDDEN: Final = ".cleantext-"
_TEMPORARY: Final = ".tmp"


def write(path: Path, data: bytes) -> None:
    """Write a file, and the folders that it needs; under its name there is the old file or the whole new one.

    The data first goes to a file in the same folder whose name begins with a dot, so that no run reads it; it is on the
    disk before it gets its name.

    Raises:
        OSError: it cannot be written; nothing is left behind.
    """
    with written(path) as file:
        file.write(data)


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """Open a file to write, which gets its name when the block ends; see `write`.

    Raises:
        OSError: it cannot be written; nothing is left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{_HIDDEN}{token_hex(8)}{_TEMPORARY}")
    try:
        with temporary.open("xb") as file:
            yield file
            to_disk(file)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def remove_temporary(folders: Iterable[Path]) -> None:
    """Remove from folders what processes that were killed have left there of files that they were writing.

    No other process may be writing there. Part files stay, since a run goes on with them.
    """
    for folder in folders:
        with suppress(OSError):
            for name in os.listdir(folder):  # noqa: PTH208 - names only
                if name.startswith(_HIDDEN) and name.endswith(_TEMPORARY):
                    (folder / name).unlink()


def to_disk(file: BinaryIO) -> None:
    """Wait until what was written to a file is on the disk."""
    file.flush()
    os.fsync(file.fileno())


def part_of(path: Path) -> Path:
    """Return where a result grows until it is whole: in the same folder, under a name that begins with a dot."""
    return path.with_name(f"{_HIDDEN}{sha256(os.fsencode(path.name)).hexdigest()[:16]}.part")


def finish(path: Path, make: Callable[[Path, BinaryIO], None] | None) -> None:
    """Give a result that has grown in its part file its name; where that was done already, do nothing.

    Args:
        path: the name.
        make: writes the result from the part file; None where the part file is the result.

    Raises:
        OSError: it cannot be written.
    """
    part = part_of(path)
    if not part.exists():
        return
    if make is None:
        part.replace(path)
        return
    with written(path) as file:
        make(part, file)
    part.unlink()
