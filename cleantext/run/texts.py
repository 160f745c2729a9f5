"""Files that are one document each, in any encoding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from cleantext.decoding import decode
from cleantext.errors import DecodeError
from cleantext.run.piece import START, TOO_LONG, Piece, Place, Row
from cleantext.run.shape import Shape
from cleantext.run.split import bytes_of


def pieces(path: Path, _: Shape, begin: Place = START) -> Iterator[Piece]:
    """Yield the whole file, unless it is behind that.

    Raises:
        OSError: it cannot be read.
    """
    size = path.stat().st_size
    if begin == START:
        yield Piece(path, begin, Place(size, 2), weight=size)


def rows(piece: Piece, shape: Shape) -> Iterator[Row]:
    """Yield the only row."""
    raw = bytes_of(piece)
    if len(raw) > shape.longest:
        yield Row(1, "1", raw, kept=TOO_LONG)
        return
    try:
        yield Row(1, "1", raw, decode(raw).text)
    except DecodeError as error:
        yield Row(1, "1", raw, problem=f"not text: {error}")


def render(_: Piece, found: Sequence[Row], texts: Sequence[str | None], __: Shape) -> bytes:
    """Return the text in UTF-8; None leaves it out."""
    return b"".join(
        row.raw if row.kept or text is None else text.encode()
        for row, text in zip(found, texts, strict=True)
        if row.kept or text is not None
    )
