"""The join of an index, block by block.

Texts that came together are cut into blocks by their length. Two blocks have pairs only if their lengths admit it; each
such pair of blocks is joined in memory and committed with all that was found. So memory is bounded by two blocks, and
what was done before a kill stays done. New texts make blocks of their own, which are joined with the old ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from cleantext.dedupe.match import BUDGET, veto
from cleantext.dedupe.tables import decoded, incoming, transaction
from cleantext.similar.join import LONGEST, near_pairs

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_PAIR_COLUMNS: Final = {
    "one": "int64",
    "other": "int64",
    "score": "float64",
    "one_stays": "string",
    "other_stays": "string",
}

CHARACTERS_A_MEGABYTE: Final = 3_500
"""Characters of a block for each megabyte that a search may take."""


def join_blocks(connection: DuckDBPyConnection, threshold: float, memory: int) -> Iterator[tuple[int, int]]:
    """Join what was not joined yet; yield how many pairs of blocks are done, and how many there are.

    Raises:
        TooManyPairsError: the texts of two blocks have too many pairs.
    """
    _cut(connection, memory * CHARACTERS_A_MEGABYTE)
    waiting = _waiting(connection, threshold)
    yield 0, len(waiting)
    done = 0
    for one, pairs in groupby(waiting, itemgetter(0)):
        texts = _texts(connection, one)
        for _, other in pairs:
            _join(connection, threshold, one, other, texts)
            done += 1
            yield done, len(waiting)


def _cut(connection: DuckDBPyConnection, size: int) -> None:
    """Put every text that may have near copies and is in no block yet into one."""
    connection.execute(
        """
        update texts set block = numbered.block from (
            select id, (select coalesce(max(block) + 1, 0) from texts)
                + (sum(length) over (order by length, id rows unbounded preceding) - length) // $size as block
            from texts where near and block is null and length between 1 and $longest
        ) as numbered where texts.id = numbered.id""",
        {"size": size, "longest": LONGEST},
    )


def _waiting(connection: DuckDBPyConnection, threshold: float) -> list[tuple[int, int]]:
    """Return the pairs of blocks that are to be joined."""
    return connection.execute(
        """
        with blocks as (
            select block, min(length) as shortest, max(length) as longest
            from texts where block is not null group by block
        )
        select a.block, b.block from blocks a join blocks b on a.block <= b.block
        where a.longest >= b.shortest * $ratio - 1 and b.longest >= a.shortest * $ratio - 1
            and not exists (select 1 from joined where joined.one = a.block and joined.other = b.block)
        order by a.block, b.block""",
        {"ratio": threshold / (2 - threshold)},
    ).fetchall()


def _join(
    connection: DuckDBPyConnection, threshold: float, one: int, other: int, of_one: tuple[list[int], list[str]]
) -> None:
    """Join two blocks, of which the first one is read already, or one with itself, and commit the pairs."""
    ids, texts = of_one
    first = None
    if one != other:
        first = len(ids)
        more_ids, more_texts = _texts(connection, other)
        ids, texts = ids + more_ids, texts + more_texts
    found = zip(*(column.tolist() for column in near_pairs(texts, threshold, budget=BUDGET, first=first)), strict=True)
    rows = [(ids[i], ids[j], score, veto(texts[i], texts[j]), veto(texts[j], texts[i])) for i, j, score in found]
    with transaction(connection):
        with incoming(connection, _PAIR_COLUMNS, rows):
            connection.execute("insert into pairs select * from incoming")
        connection.execute("insert into joined values (?, ?)", [one, other])


def _texts(connection: DuckDBPyConnection, block: int) -> tuple[list[int], list[str]]:
    rows = connection.execute("select id, normal from texts where block = ? order by id", [block]).fetchall()
    return [number for number, _ in rows], [decoded(data) for _, data in rows]
