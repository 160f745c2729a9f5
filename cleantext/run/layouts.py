"""Each kind of file, and what reads and writes it."""
# ruff: noqa: PLC0415 - what an extra brings is loaded where it is needed

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO, Protocol

from cleantext.run.piece import START, TOO_LONG, Piece, Place, Row
from cleantext.run.shape import Kind, Shape
from cleantext.run.split import bytes_of
from cleantext.run.stream import compress_file, compressed, compressed_end
from cleantext.run.write import finish, open_own, part_of, to_disk


class Layout(Protocol):
    """What a kind of file has to offer; each is a module."""

    def pieces(self, path: Path, shape: Shape, begin: Place, /) -> Iterator[Piece]:
        """Yield the pieces of a file from a place on; cheap, and never much in memory."""
        ...

    def rows(self, piece: Piece, shape: Shape, /) -> Iterator[Row]:
        """Yield the rows of a piece."""
        ...

    def render(self, piece: Piece, found: Sequence[Row], texts: Sequence[str | None], shape: Shape, /) -> bytes:
        """Return a piece with other texts; None leaves a row out, and a row that is kept stays as it is."""
        ...


def layout_of(kind: Kind) -> Layout:
    """Return what reads and writes a kind of file."""
    from cleantext.run import jsonl, lines, parquet, texts

    layouts: dict[Kind, Layout] = {"text": texts, "lines": lines, "jsonl": jsonl, "parquet": parquet}
    return layouts[kind]


def rows_of(path: Path, shape: Shape) -> Iterator[Row]:
    """Yield every row of a file in its order, with little in memory.

    A row that is longer than `shape.longest` comes without its text and may come without its bytes.

    Raises:
        OSError: the file cannot be read, or not to its end.
        TableError: it is no Parquet file, or has no such column.
        MissingExtraError: a library is not installed that its shape needs.
    """
    layout = layout_of(shape.kind)
    for piece in layout.pieces(path, shape, START):
        yield from rows_in(piece, shape)


def rows_in(piece: Piece, shape: Shape) -> Iterator[Row]:
    """Yield the rows of a piece; of the parts of a row that is too long, the last is the row."""
    if not piece.long:
        yield from layout_of(shape.kind).rows(piece, shape)
    elif piece.long == "end":
        yield Row(piece.begin.number, str(piece.begin.number), b"", kept=TOO_LONG)


def rewrite(path: Path, shape: Shape, target: Path, texts_for: Callable[[Sequence[Row]], Iterable[str | None]]) -> None:
    """Write a file again with other texts, in the same shape and order; nobody ever sees half of it.

    Args:
        path: the file.
        shape: its shape.
        target: where the result goes; not the file itself.
        texts_for: gives, for some rows that follow one another, the text of each; None leaves the row out. A row that
            is kept (see `Row`) stays as it is, whatever is given for it; one with a problem can only be left out.

    Raises:
        OSError: something cannot be read or written.
        TableError: it is no Parquet file, or has no such column.
        MissingExtraError: a library is not installed that its shape needs.
    """
    layout = layout_of(shape.kind)
    target.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(open_own(part_of(target), os.O_TRUNC), "wb") as part:
        for piece in layout.pieces(path, shape, START):
            if piece.long:
                data = bytes_of(piece)
            else:
                found = list(layout.rows(piece, shape))
                data = layout.render(piece, found, list(texts_for(found)), shape)
            part.write(compressed(data, shape.compression))
        part.write(compressed_end(part.tell(), shape.compression))
        to_disk(part)
    finish(target, maker(shape, path))


def maker(shape: Shape, template: Path) -> Callable[[Path, BinaryIO], None] | None:
    """Return what makes a result of its parts, where they are not the result already; `template` is the original."""
    if shape.kind == "parquet":
        from cleantext.run.parquet import assemble

        return partial(assemble, template=template)
    return compress_file if shape.compression == "zst" else None
