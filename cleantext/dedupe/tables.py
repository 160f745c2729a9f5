"""Many rows into a database at once, and transactions."""
# ruff: noqa: PLC0415 - what an extra brings is loaded where it is needed

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from cleantext.errors import MissingExtraError

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

NAMES: Final = {"name": "binary"}
"""The column of the names of documents, which need not be Unicode: a file may be called anything."""


def need_duckdb() -> Any:  # noqa: ANN401 - a module of an extra
    """Return the module `duckdb`.

    Raises:
        MissingExtraError: it or pyarrow is not installed.
    """
    try:
        import duckdb
        import pyarrow  # noqa: F401, ICN001 - only whether it is there
    except ImportError as error:
        raise MissingExtraError("an index needs an extra: pip install 'cleantext-zh[dedupe]'") from error
    return duckdb


@contextmanager
def transaction(connection: DuckDBPyConnection) -> Iterator[DuckDBPyConnection]:
    """Commit all that the block does, or nothing of it."""
    connection.begin()
    try:
        yield connection
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


@contextmanager
def incoming(
    connection: DuckDBPyConnection, columns: Mapping[str, str], rows: Sequence[tuple[Any, ...]]
) -> Iterator[DuckDBPyConnection]:
    """Let the block see rows as the table `incoming`.

    Args:
        connection: the database.
        columns: names and Arrow types.
        rows: with a value for each column.
    """
    values = zip(*rows, strict=True) if rows else ([],) * len(columns)
    with incoming_columns(connection, columns, list(values)):
        yield connection


@contextmanager
def incoming_columns(
    connection: DuckDBPyConnection, columns: Mapping[str, str], values: Sequence[Sequence[Any] | NDArray[Any]]
) -> Iterator[DuckDBPyConnection]:
    """Do as `incoming` does, with all values of each column together."""
    import pyarrow as pa

    arrays = [_array(column, kind) for kind, column in zip(columns.values(), values, strict=True)]
    connection.register("incoming", pa.Table.from_arrays(arrays, names=list(columns)))
    yield connection
    connection.unregister("incoming")


def _array(values: Sequence[Any] | NDArray[Any], kind: str) -> pa.Array:
    """Return values as an Arrow array, made of its parts: `pa.array` loads all of pandas where that is installed."""
    import numpy as np
    import pyarrow as pa

    if kind not in ("string", "binary"):
        numbers = np.asarray(values, kind)
        return pa.Array.from_buffers(getattr(pa, kind)(), len(values), [None, pa.py_buffer(numbers)])
    parts = [b"" if one is None else encoded(one) if isinstance(one, str) else one for one in values]
    offsets = np.zeros(len(parts) + 1, np.int32)
    np.cumsum(np.fromiter(map(len, parts), np.int32, len(parts)), out=offsets[1:])
    filled = np.packbits(np.fromiter((one is not None for one in values), np.bool_, len(parts)), bitorder="little")
    buffers = [pa.py_buffer(filled), pa.py_buffer(offsets), pa.py_buffer(b"".join(parts))]
    return pa.Array.from_buffers(getattr(pa, kind)(), len(parts), buffers)


def encoded(text: str) -> bytes:
    """Return a text as a database holds it: lone surrogates are text, too."""
    return text.encode("utf-8", "surrogatepass")


def decoded(data: bytes) -> str:
    """Return the text again."""
    return data.decode("utf-8", "surrogatepass")
