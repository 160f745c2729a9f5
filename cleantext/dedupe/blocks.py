"""The join of an index, block by block.

Texts that came together are cut into blocks by their length, and lie on disk block by block. Two blocks have pairs only
if their lengths admit it; each such pair of blocks is joined in memory and committed with all that was found. So memory
is bounded by two blocks, and what was done before a kill stays done. New texts make blocks of their own, which are
joined with the old ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from cleantext.dedupe.match import BUDGET, Guard
from cleantext.dedupe.tables import decoded, incoming, transaction
from cleantext.similar.join import near_pairs

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TABLES: Final = """
create table normals (block integer, id bigint, normal blob);
create table blocks (block integer, shortest integer, longest integer);
create table pairs (one bigint, other bigint, score double, one_stays varchar, other_stays varchar);
create table joined (one integer, other integer);
"""

_PAIR_COLUMNS: Final = {
    "one": "int64",
    "other": "int64",
    "score": "float64",
    "one_stays": "string",
    "other_stays": "string",
}

RESERVED: Final = 200
"""Megabytes that are taken beside the join: the interpreter, the libraries, and what the database holds."""

CHARACTERS_A_MEGABYTE: Final = 8_000
"""Characters of a block for each megabyte that is left: the join of two blocks takes some 50 bytes for each."""

_CUT: Final = """
create or replace temp table cut as
select length, (select coalesce(max(block) + 1, 0) from blocks) + before // $size as block,
    (before + size - 1) // $size - before // $size + 1 as parts
from (
    select length, size, sum(size) over (order by length rows unbounded preceding) - size as before
    from (select length, sum(length) as size from waiting group by length)
)"""
"""Which block texts of each length go into, and into how many from this one on, if they are many."""

_MOVE: Final = """
insert into normals
select block + id % parts as target, id, normal from waiting join cut using (length)
where block + id % parts >= $first and block + id % parts < $behind order by target, id"""

_CUT_AT_ONCE: Final = 20
"""One in so many bytes of memory is for the texts that are put into blocks together, three bytes for a character."""


def join_blocks(connection: DuckDBPyConnection, threshold: float, guard: Guard) -> Iterator[tuple[int, int]]:
    """Join what was not joined yet; yield how many pairs of blocks are done, and how many there are.

    Raises:
        TooManyPairsError: the texts of two blocks have too many pairs.
    """
    waiting = _waiting(connection, threshold)
    yield 0, len(waiting)
    done = 0
    for one, pairs in groupby(waiting, itemgetter(0)):
        texts = texts_of(connection, one)
        for _, other in pairs:
            _join(connection, threshold, (one, other), texts, guard)
            done += 1
            yield done, len(waiting)


def cut(connection: DuckDBPyConnection, memory: int) -> None:
    """Put every text that is in no block yet into one, for a search that may take so many megabytes.

    The texts are read once for every few blocks: sorting all of them would take more memory, the more there are.
    """
    size = max(memory - RESERVED, memory // 10 + 1) * CHARACTERS_A_MEGABYTE
    together = max(1, memory * 1_000_000 // _CUT_AT_ONCE // (3 * size))
    with transaction(connection):
        connection.execute(_CUT, {"size": size})
        ((first, behind),) = connection.execute("select min(block), max(block + parts) from cut").fetchall()
        for start in range(first or 0, behind or 0, together):
            connection.execute(_MOVE, {"first": start, "behind": start + together})
        connection.execute("""
            insert into blocks select block + id % parts as target, min(length), max(length)
            from waiting join cut using (length) group by target""")
        connection.execute("delete from waiting; drop table cut")


def _waiting(connection: DuckDBPyConnection, threshold: float) -> list[tuple[int, int]]:
    """Return the pairs of blocks that are to be joined."""
    return connection.execute(
        """
        select a.block, b.block from blocks a join blocks b on a.block <= b.block
        where a.longest >= b.shortest * $ratio - 1 and b.longest >= a.shortest * $ratio - 1
            and not exists (select 1 from joined where joined.one = a.block and joined.other = b.block)
        order by a.block, b.block""",
        {"ratio": threshold / (2 - threshold)},
    ).fetchall()


def _join(
    connection: DuckDBPyConnection,
    threshold: float,
    blocks: tuple[int, int],
    of_one: tuple[list[int], list[str]],
    guard: Guard,
) -> None:
    """Join two blocks, of which the first one is read already, or one with itself, and commit the pairs."""
    one, other = blocks
    ids, texts = of_one
    first = None
    if one != other:
        first = len(ids)
        more_ids, more_texts = texts_of(connection, other)
        ids, texts = ids + more_ids, texts + more_texts
    found = zip(*(column.tolist() for column in near_pairs(texts, threshold, budget=BUDGET, first=first)), strict=True)
    rows = [(ids[i], ids[j], score, guard(texts[i], texts[j]), guard(texts[j], texts[i])) for i, j, score in found]
    with transaction(connection):
        with incoming(connection, _PAIR_COLUMNS, rows):
            connection.execute("insert into pairs select * from incoming")
        connection.execute("insert into joined values (?, ?)", [one, other])


def texts_of(connection: DuckDBPyConnection, block: int) -> tuple[list[int], list[str]]:
    """Return the texts of a block and their numbers, in the order of these."""
    rows = connection.execute("select id, normal from normals where block = ? order by id", [block]).fetchall()
    return [number for number, _ in rows], [decoded(data) for _, data in rows]
