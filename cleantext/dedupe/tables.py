"""Many rows into a database at once, and transactions."""
# ruff: noqa: PLC0415 - what an extra brings is loaded where it is needed

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


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
    connection: DuckDBPyConnection, columns: Mapping[str, str], values: Sequence[Sequence[Any]]
) -> Iterator[DuckDBPyConnection]:
    """Do as `incoming` does, with all values of each column together."""
    import pyarrow as pa

    arrays = {
        name: pa.array(column, getattr(pa, kind)())
        for (name, kind), column in zip(columns.items(), values, strict=True)
    }
    connection.register("incoming", pa.table(arrays))
    yield connection
    connection.unregister("incoming")


def encoded(text: str) -> bytes:
    """Return a text as a database holds it: lone surrogates are text, too."""
    return text.encode("utf-8", "surrogatepass")


def decoded(data: bytes) -> str:
    """Return the text again."""
    return data.decode("utf-8", "surrogatepass")
