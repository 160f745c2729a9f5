"""Writing a file so that nobody ever sees half of it, also after a loss of power."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from errno import EEXIST
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
    check_place(path)
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


def check_place(path: Path) -> None:
    """Check that a result can take the place of what is there: a file or a folder, or a link to one.

    `/dev/stdout` is a link into `/proc`, to what may be a plain file: also there nothing is put in its place.

    Raises:
        OSError: it is a pipe, a socket or a device, which a file must never take the place of.
    """
    try:
        mode = path.stat().st_mode
    except OSError:
        return  # nothing is there, or a link to nothing
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) or (
        path.is_symlink() and str(path.readlink()).startswith("/proc/")
    ):
        raise OSError(
            EEXIST, "in the place of the result is a pipe, a socket or a device, which is left alone", str(path)
        )


def open_own(path: Path, flags: int = 0) -> int:
    """Open a file that only runs write to, or make it; return its number. A link in its place is not followed.

    Raises:
        OSError: it cannot be opened, or is a link.
    """
    flags |= os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    return os.open(path, flags, 0o666)


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
        check_place(path)
        part.replace(path)
        return
    with written(path) as file:
        make(part, file)
    part.unlink()
