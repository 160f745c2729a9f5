"""Which documents a person means: from the paths that were given to single files, in a fixed order."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from cleantext.run.shape import LONGEST

STANDARD_INPUT: Final = Path("-")
"""The path that stands for standard input."""

STATE: Final = ".cleantext"
"""The folder inside a folder of results that holds what is known of the run that made them."""

_KINDS: Final = (
    (stat.S_ISDIR, "a folder, not a file"),
    (stat.S_ISFIFO, "a pipe, not a file; give it as standard input, which is named -"),
    (stat.S_ISSOCK, "a socket, not a file"),
    (stat.S_ISCHR, "a device, not a file"),
    (stat.S_ISBLK, "a device, not a file"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """One document to read.

    Attributes:
        path: the file; `STANDARD_INPUT` for standard input.
        place: where its result goes below an output folder.
        is_input: whether it is standard input and not a file.
    """

    path: Path
    place: Path
    is_input: bool = False

    @property
    def size(self) -> int:
        """The bytes of the file; 0 for standard input, and where there is none."""
        try:
            return 0 if self.is_input else self.path.stat().st_size
        except OSError:
            return 0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that is not read as a document.

    Attributes:
        path: where it is.
        reason: why, in one phrase.
        failed: whether a person must have wanted it, so that the run did not do all that was asked.
    """

    path: Path
    reason: str
    failed: bool = True


def find(paths: Iterable[str], outputs: Iterable[Path] = ()) -> Iterator[Source | LeftOut]:
    """Find the documents that `paths` name: files, folders, and `-` for standard input.

    A file that is named is taken, whatever it is called. Of a folder, every regular file below it is taken, in the
    order of the names. Names that begin with a dot are passed over. A link to a file is followed; a link to a folder is
    not, so there are no loops, and is reported; and so is a folder of results of an earlier run.

    Args:
        paths: as a person typed them.
        outputs: folders that are written to; they are never read, also where they lie inside a folder that is.
    """
    written = {identity(folder) for folder in outputs} - {None}
    for path in paths:
        if path == str(STANDARD_INPUT):
            yield source_of(path)
        else:
            yield from _below(Path(path), written)


def source_of(path: str) -> Source:
    """Return the document that `path`, which is no folder, stands for."""
    if path == str(STANDARD_INPUT):
        return Source(STANDARD_INPUT, Path("stdin.txt"), is_input=True)
    return Source(Path(path), Path(Path(path).name))


def read(source: Source) -> bytes:
    """Read all bytes of a document.

    Raises:
        OSError: it cannot be read, or is a folder, a pipe or a device.
    """
    if source.is_input:
        if sys.stdin is None:
            raise OSError("standard input is closed")
        return sys.stdin.buffer.read()
    with open_file(source.path) as file:
        return file.read(size_at_start(file))


def open_file(path: Path) -> BinaryIO:
    """Open a file to read; never wait for what somebody may put into a pipe of that name.

    Raises:
        OSError: it cannot be read, or is a folder, a pipe or a device.
    """
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    mode = os.fstat(number).st_mode
    if not stat.S_ISREG(mode):
        os.close(number)
        raise OSError(_not_a_file(mode))
    return os.fdopen(number, "rb")


def size_at_start(file: BinaryIO) -> int:
    """Return how many bytes of a file are read: those that it has now, whatever is written to it later.

    Some files of the system say that they have none, and have; of those as much is read as a document may have.
    """
    return os.fstat(file.fileno()).st_size or LONGEST


class AsItWas:
    """A file as far as it was when it was opened, whatever is written to it later."""

    def __init__(self, file: BinaryIO, left: int) -> None:
        self._file = file
        self._left = left

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, fewer at the end only; all of them where no size is given."""
        data = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(data)
        return data


def identity(path: Path) -> tuple[int, int] | None:
    """Return what is the same for two paths that lead to the same file or folder; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def why(error: OSError) -> str:
    """Return the reason of an error without the path, which the message around it names already."""
    return error.strerror or str(error)


def _below(root: Path, written: set[tuple[int, int] | None]) -> Iterator[Source | LeftOut]:
    """Yield what is at `root`: itself if it is a file, the files below it if it is a folder."""
    waiting = [root]
    while waiting:
        path = waiting.pop()
        try:
            status = path.stat()
            if stat.S_ISREG(status.st_mode):
                yield Source(path, path.relative_to(root) if path != root else Path(path.name))
            elif not stat.S_ISDIR(status.st_mode):
                yield LeftOut(path, _not_a_file(status.st_mode))
            elif path != root and path.is_symlink():
                yield LeftOut(path, "a link to a folder, which is not followed; name it to have it read", failed=False)
            elif (status.st_dev, status.st_ino) in written:
                yield LeftOut(path, "this is where the results go, so it is not read", failed=False)
            else:
                names = sorted(os.listdir(path))  # noqa: PTH208 - names only
                if path != root and STATE in names:
                    yield LeftOut(path, "these are results of cleantext; name the folder to have it read", failed=False)
                    continue
                names = [name for name in names if not name.startswith(".")]
                waiting += [path / name for name in reversed(names)]
        except OSError as error:
            yield LeftOut(path, why(error))


def _not_a_file(mode: int) -> str:
    return next((name for test, name in _KINDS if test(mode)), "not a file")
