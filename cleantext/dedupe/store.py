"""The search for copies on disk: for corpora that do not fit into memory, that grow, or whose search may be broken off.

The index is one DuckDB file in a folder. It holds the normal form of each distinct paragraph, where it stands, and the
pairs that were found, so the old documents are never read again. Memory is bounded: normal forms are joined block by
block (`cleantext.dedupe.blocks`). Whatever was committed before a kill is not done again.

Needs the extra `dedupe`: duckdb and pyarrow.
"""
# ruff: noqa: PLC0415 - what an extra brings is loaded where it is needed

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from cleantext.dedupe.blocks import join_blocks
from cleantext.dedupe.decide import decide, decided, decided_vetoes
from cleantext.dedupe.found import Found
from cleantext.dedupe.match import THRESHOLD
from cleantext.dedupe.sketch import MIN_LENGTH, Sketch, digest
from cleantext.dedupe.tables import encoded, incoming, transaction
from cleantext.errors import CleantextError, MissingExtraError
from cleantext.similar.limits import check_threshold
from cleantext.similar.normal import normal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FORMAT: Final = 1
"""Version of the tables in an index."""

FILE: Final = "index.duckdb"
MEMORY: Final = 500
"""Megabytes that a search may take, about; a quarter of it is DuckDB's."""

_PARAGRAPHS_AT_ONCE = 20_000
_CHARACTERS_AT_ONCE = 4_000_000
_TABLES: Final = """
create table settings (name varchar primary key, value varchar);
create table documents (name varchar primary key, digest varchar, size bigint);
create table texts (id bigint, key uuid, normal blob, length integer, near boolean, block integer);
create table paragraphs (document varchar, start bigint, stop bigint, damage integer, text bigint, settled boolean);
create table pairs (one bigint, other bigint, score double, one_stays varchar, other_stays varchar);
create table joined (one integer, other integer);
create table decisions (document varchar, start bigint, stop bigint, text bigint, kept_document varchar,
    kept_start bigint, kept_stop bigint, score double, reason varchar);
"""

_DOCUMENT_COLUMNS: Final = {"name": "string", "digest": "string", "size": "int64"}
_PARAGRAPH_COLUMNS: Final = {
    "document": "string",
    "start": "int64",
    "stop": "int64",
    "damage": "int32",
    "key": "string",
    "normal": "binary",
    "length": "int32",
    "near": "bool_",
}
_NEW_PARAGRAPHS: Final = (
    """
    insert into texts
    select (select coalesce(max(id) + 1, 0) from texts) + row_number() over (order by first_document, first_start) - 1,
        key, normal, length, near, null
    from (
        select key::uuid as key, any_value(normal) as normal, any_value(length) as length, bool_or(near) as near,
            min(document) as first_document, min(start) as first_start
        from incoming group by all having key::uuid not in (select key from texts)
    )""",
    "update texts set near = true where not near and key in (select key::uuid from incoming where near)",
    """
    insert into paragraphs
    select document, start, stop, damage, texts.id, false
    from incoming join texts on texts.key = incoming.key::uuid""",
)


class IndexUseError(CleantextError, ValueError):
    """An index cannot be used: another version or other settings made it, or it is no index. Nothing was written."""


class Index:
    """An index that is open. Made by `open_index`; close it, or use it in a `with` statement.

    Attributes:
        threshold: the least similarity of near copies.
        memory: megabytes that a search may take, about.
    """

    def __init__(self, connection: DuckDBPyConnection, path: Path, threshold: float, memory: int) -> None:
        self._connection = connection
        self._path = path
        self.threshold = threshold
        self.memory = memory

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file; what the database says of itself is said in the words of this library.

        Raises:
            IndexUseError: the file is damaged, or the database cannot go on: the disk is full, the memory too small.
        """
        with _said(self._path):
            self.close()
            if isinstance(error, (need_duckdb().Error, UnicodeDecodeError)):
                raise error

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def add(self, sketches: Iterable[Sketch]) -> list[str]:
        """Add documents; those that are in the index with the same text are passed over.

        Returns:
            The names of documents that are in the index with another text. They are left alone.
        """
        refused: list[str] = []
        for batch in _batches(sketches):
            known = self._digests([one.document for one in batch])
            new: dict[str, Sketch] = {}
            for one in batch:
                known_digest = known.get(one.document) or (new[one.document].digest if one.document in new else None)
                if known_digest is None:
                    new[one.document] = one
                elif known_digest != one.digest:
                    refused.append(one.document)
            if new:
                self._insert(list(new.values()))
        return refused

    def search(self) -> Iterator[tuple[int, int]]:
        """Find the pairs of near copies that are not known yet; what is committed is not done again.

        Yields:
            How many pairs of blocks are done, and how many there are in all.
        """
        if self.threshold < 1:
            yield from join_blocks(self._connection, self.threshold, self.memory)

    def decide(self, *, redecide: bool = False) -> None:
        """Choose what goes, by the rule of `find_duplicates`.

        Paragraphs that stayed by an earlier decision stay; what is new goes for them. With `redecide` everything is
        decided as if all documents had come at once.
        """
        decide(self._connection, redecide=redecide)

    def found(self, documents: Sequence[str] | None = None) -> Found:
        """Return the last decision about some documents; None for all."""
        names = None if documents is None else set(documents)
        digests = self._connection.execute("select name, digest from documents order by name").fetchall()
        return Found(
            tuple(decided(self._connection, names)),
            tuple(decided_vetoes(self._connection)),
            tuple((name, known) for name, known in digests if names is None or name in names),
        )

    def sizes(self) -> dict[str, int]:
        """Return the size of every document, see `Sketch`."""
        return dict(self._connection.execute("select name, size from documents").fetchall())

    def _digests(self, names: Sequence[str]) -> dict[str, str]:
        with incoming(self._connection, {"name": "string"}, [(name,) for name in names]) as connection:
            rows = connection.execute("select name, digest from documents join incoming using (name)").fetchall()
        return dict(rows)

    def _insert(self, sketches: Sequence[Sketch]) -> None:
        """Add documents and their paragraphs in one transaction."""
        documents = [(one.document, one.digest, one.size) for one in sketches]
        paragraphs = [
            (one.document, p.start, p.end, p.damage, _key(p.normal), encoded(p.normal), len(p.normal), p.near)
            for one in sketches
            for p in one.paragraphs
        ]
        with transaction(self._connection):
            with incoming(self._connection, _DOCUMENT_COLUMNS, documents) as connection:
                connection.execute("insert into documents select * from incoming")
            with incoming(self._connection, _PARAGRAPH_COLUMNS, paragraphs) as connection:
                for statement in _NEW_PARAGRAPHS:
                    connection.execute(statement)


def open_index(
    folder: Path | str,
    *,
    threshold: float = THRESHOLD,
    min_length: int = MIN_LENGTH,
    short: bool = False,
    memory: int = MEMORY,
) -> Index:
    """Open the index in a folder, or make one where there is none.

    Args:
        folder: empty, not there yet, or the folder of an index.
        threshold: see `find_duplicates`.
        min_length: what the documents are sketched with, see `sketch`.
        short: what the documents are sketched with, see `sketch`.
        memory: megabytes that a search may take, about.

    Raises:
        ValueError: the threshold is out of range.
        IndexUseError: another version or other settings made the index, it is in use, or the folder holds other things.
        MissingExtraError: duckdb or pyarrow is not installed.
    """
    check_threshold(threshold)
    duckdb = need_duckdb()
    path = Path(folder) / FILE
    is_new = not path.exists()
    if is_new and Path(folder).is_dir() and any(Path(folder).iterdir()):
        raise IndexUseError(f"{folder} is not empty and holds no index; choose another folder")
    if Path(folder).exists() and not Path(folder).is_dir():
        raise IndexUseError(f"{folder} is a file; choose a folder for the index")
    Path(folder).mkdir(parents=True, exist_ok=True)
    config = {"memory_limit": f"{max(memory // 4, 80)}MB", "threads": 1, "preserve_insertion_order": False}
    try:
        connection = duckdb.connect(str(path), config=config)
    except duckdb.Error as error:
        raise IndexUseError(f"{path} cannot be opened as an index: {str(error).splitlines()[0]}") from error
    settings = {
        "format": str(FORMAT),
        "normal form": _normal_form(),
        "threshold": repr(float(threshold)),
        "min_length": str(min_length),
        "short": str(short),
    }
    try:
        with _said(path):
            _check(connection, settings, is_new=is_new, path=path)
    except BaseException:
        connection.close()
        raise
    return Index(connection, path, threshold, memory)


@contextmanager
def _said(path: Path) -> Iterator[None]:
    """Say in the words of this library what goes wrong with the database.

    Raises:
        IndexUseError: the file is damaged, or the database cannot go on.
    """
    try:
        yield
    except (need_duckdb().Error, UnicodeDecodeError) as error:
        raise IndexUseError(f"{path} is damaged or cannot be used: {str(error).splitlines()[0]}") from error


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


def _check(connection: DuckDBPyConnection, settings: Mapping[str, str], *, is_new: bool, path: Path) -> None:
    """Write the settings into a new index, and compare them with those of an old one."""
    tables = {name for (name,) in connection.execute("select table_name from information_schema.tables").fetchall()}
    if is_new or not tables:
        with transaction(connection):
            connection.execute(_TABLES)
            connection.executemany("insert into settings values (?, ?)", list(settings.items()))
        return
    if "settings" not in tables:
        raise IndexUseError(f"{path} is a database of something else")
    known = dict(connection.execute("select name, value from settings").fetchall())
    for name, value in settings.items():
        if known.get(name) != value:
            made_by = "another version of cleantext" if name in ("format", "normal form") else "other settings"
            what = "" if name == "normal form" else f" ({name} {known.get(name)}, not {value})"
            raise IndexUseError(f"{path} was made by {made_by}{what}; use it as it was made, or choose another folder")


def _batches(sketches: Iterable[Sketch]) -> Iterator[list[Sketch]]:
    """Yield documents together that are worth a transaction."""
    batch: list[Sketch] = []
    paragraphs = characters = 0
    for one in sketches:
        batch.append(one)
        paragraphs += len(one.paragraphs) + 1
        characters += one.size
        if paragraphs >= _PARAGRAPHS_AT_ONCE or characters >= _CHARACTERS_AT_ONCE:
            yield batch
            batch, paragraphs, characters = [], 0, 0
    if batch:
        yield batch


def _key(text: str) -> str:
    """Return 128 bits of a hash: equal for equal texts, and for no others."""
    return hashlib.sha256(encoded(text)).hexdigest()[:32]


@cache
def _normal_form() -> str:
    """Return a hash of what becomes of every character, which must be the same for all texts of an index."""
    return digest(normal("".join(map(chr, range(0x20000)))))
