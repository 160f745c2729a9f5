"""Plain text with one document a line."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence

from cleantext.run.piece import TOO_LONG, Piece, Row
from cleantext.run.shape import Shape
from cleantext.run.split import bytes_of, line_pieces

pieces = line_pieces


def rows(piece: Piece, shape: Shape) -> Iterator[Row]:
    """Yield the rows of a piece; an empty line is an empty document."""
    for number, raw in lines_of(piece):
        if len(raw) > shape.longest:
            yield Row(number, str(number), raw, kept=TOO_LONG)
            continue
        try:
            yield Row(number, str(number), raw, raw[: len(raw) - len(line_end(raw))].decode())
        except UnicodeDecodeError as error:
            problem = f"not UTF-8: {error.reason} at byte {error.start} of the line"
            yield Row(number, str(number), raw, problem=problem)


def render(_: Piece, found: Sequence[Row], texts: Sequence[str | None], __: Shape) -> bytes:
    """Return the lines again with other texts, which hold no line feed; None leaves a row out."""
    return b"".join(
        row.raw if row.kept or text is None else text.encode(errors="surrogatepass") + line_end(row.raw)
        for row, text in zip(found, texts, strict=True)
        if row.kept or text is not None
    )


def lines_of(piece: Piece) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a piece with their numbers; a byte order mark at the start of the file is no part of one."""
    data = bytes_of(piece)
    at = len(BOM_UTF8) if piece.begin.at == 0 and data.startswith(BOM_UTF8) else 0
    number = piece.begin.number
    while at < len(data):
        end = data.find(b"\n", at) + 1 or len(data)
        yield number, data[at:end]
        at, number = end, number + 1


def line_end(raw: bytes) -> bytes:
    r"""Return how a line ends.

    >>> [line_end(one) for one in (b"a\r\n", b"a\n", b"a")]
    [b'\r\n', b'\n', b'']
    """
    if raw.endswith(b"\r\n"):
        return b"\r\n"
    return b"\n" if raw.endswith(b"\n") else b""
