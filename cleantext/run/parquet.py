"""Parquet: each row of a table a document, of which one column is the text. The other columns pass through."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final

from cleantext.errors import CleantextError
from cleantext.run.extras import need_parquet, need_pyarrow
from cleantext.run.nearest import named
from cleantext.run.piece import NO_TEXT, SIZE, START, TOO_LONG, Piece, Place, Row
from cleantext.run.shape import Shape

GROUP: Final = 64_000_000
"""The bytes of a row group above which it is written as several."""

_FRAME: Final = struct.Struct(">QQ")


class TableError(CleantextError, ValueError):
    """A Parquet file has no text where it should, or cannot be read.

    Attributes:
        is_key: whether the fault is in the name of a column.
    """

    def __init__(self, message: str, *, is_key: bool = False) -> None:
        super().__init__(message)
        self.is_key = is_key


def pieces(path: Path, shape: Shape, begin: Place = START) -> Iterator[Piece]:
    """Yield the row groups of a file in pieces, each as an Arrow stream; none holds rows of two row groups.

    Raises:
        OSError: the file cannot be read.
        TableError: it is no Parquet file, or has no such column of strings.
        MissingExtraError: pyarrow is not installed.
    """
    with opened(path) as file:
        check_columns(file.schema_arrow, shape)
        size, total, at = path.stat().st_size, max(file.metadata.num_rows, 1), 0
        for group in range(file.metadata.num_row_groups):
            about = file.metadata.row_group(group)
            rows_each = max(about.num_rows * SIZE // max(about.total_byte_size, 1), 1)
            for batch in file.iter_batches(batch_size=rows_each, row_groups=[group]):
                end = at + batch.num_rows
                if at >= begin.at:
                    weight = size * end // total - size * at // total
                    yield Piece(path, Place(at, at + 1), Place(end, end + 1), _to_ipc(batch), "", group, weight)
                at = end


def rows(piece: Piece, shape: Shape) -> Iterator[Row]:
    """Yield the rows of a piece."""
    pa = need_pyarrow()
    batch = _from_ipc(piece)
    texts = batch.column(shape.text_key).cast(pa.large_binary()).to_pylist()
    ids = batch.column(shape.id_key).to_pylist() if shape.id_key else range(piece.begin.number, piece.end.number)
    for number, (name, raw) in enumerate(zip(map(str, ids), texts, strict=True), piece.begin.number):
        yield _row(number, name, raw, shape.longest)


def _row(number: int, name: str, raw: bytes | None, longest: int) -> Row:
    if raw is None:
        return Row(number, name, b"", kept=NO_TEXT)
    if len(raw) > longest:
        return Row(number, name, raw, kept=TOO_LONG)
    try:
        return Row(number, name, raw, raw.decode())
    except UnicodeDecodeError as error:
        return Row(number, name, raw, problem=f"not UTF-8: {error.reason} at byte {error.start} of the text")


def render(piece: Piece, found: Sequence[Row], texts: Sequence[str | None], shape: Shape) -> bytes:
    """Return the piece again with other texts, framed for `assemble`; None leaves a row out."""
    pa = need_pyarrow()
    batch = _from_ipc(piece)
    pairs = list(zip(found, texts, strict=True))
    if any(text not in (None, row.text) for row, text in pairs):
        at = batch.schema.get_field_index(shape.text_key)
        field = batch.schema.field(at)
        column = pa.array([_bytes_of(row, text) for row, text in pairs], pa.large_binary())
        batch = batch.set_column(at, field, column.cast(field.type, safe=False))
    stays = [bool(row.kept) or text is not None for row, text in pairs]
    if not all(stays):
        batch = batch.filter(pa.array(stays, pa.bool_()))
    data = _to_ipc(batch)
    return _FRAME.pack(piece.group, len(data)) + data


def _bytes_of(row: Row, text: str | None) -> bytes | None:
    if row.kept == NO_TEXT:
        return None
    return row.raw if row.kept or text is None else text.encode()


def assemble(part: Path, target: BinaryIO, template: Path) -> None:
    """Write the pieces of a file as Parquet, with the schema, the compression and the row groups of the template.

    A row group of more than `GROUP` bytes becomes several.

    Raises:
        OSError: something cannot be read or written.
    """
    pa, pq = need_pyarrow(), need_parquet()
    with opened(template) as original:
        schema, compression = original.schema_arrow, _compression(original)
    with pq.ParquetWriter(target, schema, compression=compression) as writer:
        for batches in _grouped(part):
            table = pa.Table.from_batches(batches, schema)
            if table.num_rows:
                writer.write_table(table, row_group_size=table.num_rows)


def _grouped(part: Path) -> Iterator[list[Any]]:
    """Yield the batches that become one row group."""
    pa = need_pyarrow()
    waiting: list[Any] = []
    last = size = 0
    with part.open("rb") as file:
        while head := file.read(_FRAME.size):
            group, length = _FRAME.unpack(head)
            if waiting and (group != last or size > GROUP):
                yield waiting
                waiting, size = [], 0
            with pa.ipc.open_stream(file.read(length)) as stream:
                waiting += stream
            last, size = group, size + length
    if waiting:
        yield waiting


def _compression(file: Any) -> dict[str, str] | str:  # noqa: ANN401 - pyarrow's ParquetFile
    """Return how each column of the first row group is compressed."""
    if not file.metadata.num_row_groups:
        return "snappy"
    group = file.metadata.row_group(0)
    columns = [group.column(i) for i in range(group.num_columns)]
    return {one.path_in_schema: one.compression for one in columns}


def check_columns(schema: Any, shape: Shape) -> None:  # noqa: ANN401 - pyarrow's Schema
    """Check that a table has a column of strings for the text, and one for the id where one is asked for.

    Raises:
        TableError: it has not.
    """
    pa = need_pyarrow()
    for key in (shape.text_key, shape.id_key):
        if key is not None and schema.names.count(key) != 1:
            raise TableError(f"not exactly one column is called {named(key, schema.names)}", is_key=True)
    kind = schema.field(shape.text_key).type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)):
        raise TableError(f"the column {shape.text_key!r} holds {kind}, not strings")


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """Open a Parquet file so that it is read little by little.

    Raises:
        OSError: it cannot be read.
        TableError: it is no Parquet file, or damaged.
        MissingExtraError: pyarrow is not installed.
    """
    pa = need_pyarrow()
    try:
        with need_parquet().ParquetFile(path, pre_buffer=False, buffer_size=SIZE) as file:
            yield file
    except (pa.ArrowException, UnicodeDecodeError) as error:
        raise TableError(f"not a Parquet file that can be read: {error}") from error


def _to_ipc(batch: Any) -> bytes:  # noqa: ANN401 - pyarrow's RecordBatch
    pa = need_pyarrow()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def _from_ipc(piece: Piece) -> Any:  # noqa: ANN401 - pyarrow's RecordBatch
    with need_pyarrow().ipc.open_stream(piece.data) as stream:
        return stream.read_next_batch()
