"""The search for copies on disk: for corpora that do not fit into memory, that grow, or whose search may break off.

The index is one DuckDB file in a folder. It holds the normal form of each distinct paragraph, where it stands, and the
pairs that were found, so the old documents are never read again. What was committed before a kill is not done again.

Memory is bounded: documents are added in batches, normal forms are joined block by block (`cleantext.dedupe.blocks`),
the decision streams over the pairs (`cleantext.dedupe.decide`), and it can be read as a stream (`Index.duplicates`).
`memory` bounds the whole process through all of that, with the interpreter and the libraries, however many documents
there are, from `LEAST_MEMORY` megabytes on. On top come a byte for each distinct paragraph that has a near copy; a
single document of many megabytes, which is looked at as a whole; and what a caller collects: `Index.found` returns all
that it was asked for, some 500 bytes for each paragraph that goes and 250 for each document.

Needs the extra `dedupe`: duckdb and pyarrow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from cleantext.dedupe import blocks, decide, entries, inside
from cleantext.dedupe.found import Duplicate, Found, Veto
from cleantext.dedupe.match import THRESHOLD, Guard, NumberRank, veto
from cleantext.dedupe.sketch import MIN_LENGTH, Sketch, digest, sketch
from cleantext.dedupe.tables import NAMES, decoded, incoming, need_duckdb, transaction
from cleantext.errors import CleantextError
from cleantext.similar.limits import check_threshold
from cleantext.similar.normal import normal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FORMAT: Final = 2
"""Version of the tables in an index."""

FILE: Final = "index.duckdb"
MEMORY: Final = 500
"""Megabytes that the process may take."""

LEAST_MEMORY: Final = 300
"""Megabytes that it takes whatever it is told: the interpreter, the libraries, and the least that DuckDB works with."""

_TABLES: Final = "".join(
    (
        "create table settings (name varchar primary key, value varchar);",
        *(part.TABLES for part in (entries, blocks, inside, decide)),
    )
)
_GIVEN: Final = "select name from given"


class IndexUseError(CleantextError, ValueError):
    """An index cannot be used: another version or other settings made it, or it is no index. Nothing was written."""


@dataclass(frozen=True, slots=True)
class _Settings:
    """What an index is used with, see `open_index`."""

    threshold: float
    min_length: int
    short: bool
    memory: int
    contained: bool
    guard: Guard


class Index:
    """An index that is open. Made by `open_index`; close it, or use it in a `with` statement.

    Attributes:
        threshold: the least similarity of near copies.
        memory: megabytes that the process may take.
    """

    def __init__(self, connection: DuckDBPyConnection, path: Path, settings: _Settings) -> None:
        self._connection = connection
        self._path = path
        self._settings = settings
        self.threshold = settings.threshold
        self.memory = settings.memory
        connection.execute("create temp table given (name blob)")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file; what the database says of itself is said in the words of this library.

        Raises:
            IndexUseError: the file is damaged, or the database cannot go on: the disk is full, the memory too small.
                What was committed before stays, and the same calls go on from there.
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
        for batch in entries.batches((one, one.size, len(one.paragraphs)) for one in sketches):
            new = self._new([(one.document, one.digest) for one in batch], refused)
            entries.insert(self._connection, [batch[i] for i in new])
        return refused

    def add_texts(self, texts: Iterable[tuple[str, str]]) -> list[str]:
        """Add documents, each as its name and its text; a text that is in the index already is not sketched again.

        Returns:
            See `add`.
        """
        refused: list[str] = []
        for batch in entries.batches(((name, text), len(text), text.count("\n")) for name, text in texts):
            new = self._new([(name, digest(text)) for name, text in batch], refused)
            entries.insert(self._connection, [self._sketch(*batch[i]) for i in new])
        return refused

    def search(self) -> Iterator[tuple[int, int]]:
        """Find the pairs that are not known yet; what is committed is not done again.

        Yields:
            How many steps are done, and how many there are: pairs of blocks that are joined, and, for containment,
            blocks that are searched.

        Raises:
            TooManyPairsError: the texts of one step have too many pairs.
        """
        blocks.cut(self._connection, self._settings.memory)
        if self._settings.threshold < 1:
            yield from blocks.join_blocks(self._connection, self._settings.threshold, self._settings.guard)
        if self._settings.contained:
            yield from inside.search_inside(self._connection)

    def decide(self, *, redecide: bool = False, rank: NumberRank | None = None) -> None:
        """Choose what goes, by the rule of `find_duplicates`.

        Paragraphs that stayed by an earlier decision stay; what is new goes for them. With `redecide` everything is
        decided as if all documents had come at once.

        Args:
            redecide: what stayed before may go now.
            rank: returns a number for each paragraph that may stay; the least one stays, of equal ones the best by the
                rule. None for the rule alone.

        Raises:
            TypeError: `rank` returned no number. What else it raises passes, too; nothing is decided then.
        """
        self._connection.execute(f"set memory_limit = '{_share(self._settings.memory, 2)}'")
        try:
            decide.decide(self._connection, redecide=redecide, contained=self._settings.contained, rank=rank)
        finally:
            self._connection.execute(f"set memory_limit = '{_share(self._settings.memory, 5)}'")

    def duplicates(self, *, given: bool = False) -> Iterator[Duplicate]:
        """Yield what goes by the last decision, in the order of documents and places, with little in memory.

        Args:
            given: only from documents that were given to `add` or `add_texts` since the index was opened, and were not
                refused.
        """
        return decide.duplicates(self._connection, _GIVEN if given else "")

    def vetoes(self, *, given: bool = False) -> Iterator[Veto]:
        """Yield the similar pairs of which both stay by the last decision; see `duplicates`."""
        return decide.vetoes(self._connection, _GIVEN if given else "")

    def found(self, documents: Sequence[str] | None = None) -> Found:
        """Return the last decision about some documents, all of it in memory; None for all documents."""
        if documents is None:
            rows = self._connection.execute("select name, digest from documents order by name").fetchall()
            return Found(tuple(self.duplicates()), tuple(self.vetoes()), _known(rows))
        with incoming(self._connection, NAMES, [(name,) for name in documents]):
            self._connection.execute("create or replace temp table asked_for as select name from incoming")
        names = "select name from asked_for"
        known = self._connection.execute(
            "select name, digest from documents where name in (select name from asked_for) order by name"
        ).fetchall()
        return Found(
            tuple(decide.duplicates(self._connection, names)),
            tuple(decide.vetoes(self._connection, names)),
            _known(known),
        )

    def sizes(self, *, given: bool = False) -> dict[str, int]:
        """Return the size of every document, see `Sketch`; with `given` of those that `duplicates` would be about."""
        rows = self._connection.execute(
            "select name, size from documents where not $given or name in (select name from given)", {"given": given}
        ).fetchall()
        return {decoded(name): size for name, size in rows}

    def _new(self, documents: Sequence[tuple[str, str]], refused: list[str]) -> list[int]:
        """Return which documents, given by name and digest, are not known yet; add to `refused` those that changed."""
        known = entries.digests(self._connection, [name for name, _ in documents])
        new: list[int] = []
        given: list[tuple[str]] = []
        for i, (name, found) in enumerate(documents):
            if name not in known:
                known[name] = found
                new.append(i)
            if known[name] == found:
                given.append((name,))
            else:
                refused.append(name)
        with incoming(self._connection, NAMES, given):
            self._connection.execute("insert into given select name from incoming")
        return new

    def _sketch(self, name: str, text: str) -> Sketch:
        return sketch(text, name, min_length=self._settings.min_length, short=self._settings.short)


def open_index(  # noqa: PLR0913 - keyword-only settings, each with a default
    folder: Path | str,
    *,
    threshold: float = THRESHOLD,
    min_length: int = MIN_LENGTH,
    short: bool = False,
    memory: int = MEMORY,
    contained: bool = False,
    guard: Guard = veto,
) -> Index:
    """Open the index in a folder, or make one where there is none.

    Args:
        folder: empty, not there yet, or the folder of an index.
        threshold: see `find_duplicates`.
        min_length: what the documents are sketched with, see `sketch`.
        short: what the documents are sketched with, see `sketch`.
        memory: megabytes that the process may take, see above.
        contained: see `find_duplicates`. It may be another one each time: what was not looked for yet is looked for.
        guard: see `find_duplicates`; an index is always used with the same one, which is known by its name.

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
    config = {"memory_limit": _share(memory, 5), "threads": 1, "preserve_insertion_order": False}
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
        "guard": _name_of(guard),
    }
    try:
        with _said(path):
            _check(connection, settings, is_new=is_new, path=path)
    except BaseException:
        connection.close()
        raise
    return Index(connection, path, _Settings(threshold, min_length, short, memory, contained, guard))


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


def _share(memory: int, part: int) -> str:
    """Return how much of the memory the database may hold: a fifth beside the join, and half where it is alone."""
    return f"{max(memory // part, 80)}MB"


def _known(rows: Iterable[tuple[bytes, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((decoded(name), found) for name, found in rows)


def _name_of(guard: Guard) -> str:
    return f"{guard.__module__}.{getattr(guard, '__qualname__', type(guard).__qualname__)}"


@cache
def _normal_form() -> str:
    """Return a hash of what becomes of every character, which must be the same for all texts of an index."""
    return digest(normal("".join(map(chr, range(0x20000)))))
