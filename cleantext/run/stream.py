"""The bytes of a file, whatever they are compressed with."""

from __future__ import annotations

import gzip
import shutil
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from cleantext.errors import CleantextError
from cleantext.run.extras import need_zstandard
from cleantext.run.shape import Compression
from cleantext.run.sources import open_file

_LEVEL: Final = 6
_ZST_LEVEL: Final = 3
_BLOCK: Final = 1 << 20
_LITTLE: Final = 4096

UNPACKED: Final = 256_000_000
"""Bytes that any compressed file may hold."""

TIMES: Final = 200
"""A compressed file that holds more may hold so many times the bytes that it has; text is packed to a tenth or so."""


class DamagedFileError(CleantextError, OSError):
    """A compressed file cannot be decompressed to its end, or has none: it holds far too much for its size."""


@contextmanager
def opened(path: Path, compression: Compression, *, is_input: bool = False) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """Open a file, or standard input: yield its content, and the file on disk, whose position tells how far it is.

    Raises:
        OSError: it cannot be read.
        DamagedFileError: it cannot be decompressed to its end, or holds far too much for its size.
        MissingExtraError: zstandard is not installed.
    """
    if is_input:
        if sys.stdin is None:
            raise OSError("standard input is closed")
        with _decompressed(sys.stdin.buffer, compression) as content:
            yield content, sys.stdin.buffer
        return
    with open_file(path) as file, _decompressed(file, compression) as content:
        yield content, file


@contextmanager
def _decompressed(file: BinaryIO, compression: Compression) -> Iterator[BinaryIO]:
    if not compression:
        yield file
        return
    errors: tuple[type[Exception], ...] = (EOFError, gzip.BadGzipFile, zlib.error)
    packed = _Counted(file)
    if compression == "gz":
        content = cast("BinaryIO", gzip.GzipFile(fileobj=cast("BinaryIO", packed), mode="rb"))
    else:
        errors = (need_zstandard().ZstdError, EOFError)
        content = cast("BinaryIO", _Frames(packed))
    try:
        yield cast("BinaryIO", _Limited(content, packed))
    except errors as error:
        raise DamagedFileError(f"the compressed file is damaged or breaks off: {error}") from error


class _Counted:
    """A file that knows how much of it was read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.count = 0

    def read(self, size: int) -> bytes:
        """Return the next bytes, fewer at the end only."""
        data = self._file.read(size)
        self.count += len(data)
        return data


class _Limited:
    """What a compressed file holds, unless that is far too much for its size."""

    def __init__(self, content: BinaryIO, packed: _Counted) -> None:
        self._content = content
        self._packed = packed
        self._count = 0

    def read(self, size: int) -> bytes:
        """Return the next bytes, fewer at the end only.

        Raises:
            DamagedFileError: there are far too many.
        """
        data = self._content.read(size)
        self._count += len(data)
        if self._count > max(UNPACKED, TIMES * self._packed.count):
            raise DamagedFileError(
                f"the compressed file holds more than {UNPACKED // 1_000_000} MB and {TIMES} times its size;"
                " if that is meant, decompress it first"
            )
        return data


class _Frames:
    """The content of a file in zst, frame by frame. The reader of the library takes one that breaks off for its end."""

    def __init__(self, file: _Counted) -> None:
        self._file = file
        self._frame: Any = None
        self._input = b""
        self._content = b""
        self._at = 0

    def read(self, size: int) -> bytes:
        """Return as many bytes of content, fewer at the end only.

        Raises:
            EOFError: the last frame breaks off.
        """
        parts: list[bytes] = []
        while size:
            part = self._content[self._at : self._at + size]
            parts.append(part)
            self._at += len(part)
            size -= len(part)
            if size and not self._go_on():
                break
        return b"".join(parts)

    def _go_on(self) -> bool:
        """Decompress a little more; tell whether there is any more."""
        self._input = self._input or self._file.read(_LITTLE)
        if not self._input:
            if self._frame:
                raise EOFError("the last frame has no end")
            return False
        if not self._frame:
            self._frame = need_zstandard().ZstdDecompressor().decompressobj()
        self._content, self._at = self._frame.decompress(self._input), 0
        self._input = b""
        if self._frame.eof:
            self._input, self._frame = self._frame.unused_data, None
        return True


def compressed(data: bytes, compression: Compression) -> bytes:
    """Compress a piece so that the pieces, one behind the other, are the whole file compressed.

    A file in zst is compressed as a whole when it is done (`compress_file`): many readers stop at the first frame.
    """
    return gzip.compress(data, _LEVEL, mtime=0) if data and compression == "gz" else data


def compressed_end(length: int, compression: Compression) -> bytes:
    """Return what belongs behind the pieces, which have that length: even nothing, compressed, is something."""
    return gzip.compress(b"", _LEVEL, mtime=0) if not length and compression == "gz" else b""


def compress_file(source: Path, target: BinaryIO) -> None:
    """Compress a file into another one, as one frame of zst."""
    compressor = need_zstandard().ZstdCompressor(level=_ZST_LEVEL, write_checksum=True)
    with source.open("rb") as file, compressor.stream_writer(target, closefd=False) as writer:
        shutil.copyfileobj(file, writer, _BLOCK)
