"""Containment in an index: which of its texts stand whole inside others, block by block."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from cleantext.dedupe.blocks import texts_of
from cleantext.dedupe.match import BUDGET
from cleantext.dedupe.tables import decoded, incoming, incoming_columns, transaction
from cleantext.similar.contained import anchors, check_budget, runs, stands_in

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TABLES: Final = """
create table anchors (block integer, id bigint, hash ubigint);
create table searched (block integer, before integer);
create table inside (shorter bigint, longer bigint);
"""
"""`searched`: in each block all that stands inside its texts is known, from the blocks before a number."""

_ANCHOR_COLUMNS: Final = {"id": "int64", "hash": "uint64"}
_RUN_COLUMNS: Final = {"longer": "int64", "hash": "uint64"}
_INSIDE_COLUMNS: Final = {"shorter": "int64", "longer": "int64"}
_PAIRS_AT_ONCE: Final = 2_000

_MEETING: Final = """
insert into meeting
select distinct anchors.id, runs.longer from incoming as runs join anchors using (hash)
    join texts s on s.id = anchors.id join texts l on l.id = runs.longer
where anchors.block >= ? and s.length < l.length"""


def search_inside(connection: DuckDBPyConnection) -> Iterator[tuple[int, int]]:
    """Find what stands inside what, as far as it was not looked for yet; yield how many blocks are done, and all.

    Raises:
        TooManyPairsError: too many texts begin or end with what stands in the texts of one block.
    """
    _anchor(connection)
    waiting = connection.execute("""
        select block, coalesce(before, 0), (select max(block) + 1 from blocks)
        from blocks left join searched using (block)
        where coalesce(before, 0) <= (select max(block) from blocks) order by block""").fetchall()
    for done, (block, first, behind) in enumerate(waiting):
        yield done, len(waiting)
        _search(connection, block, first, behind)
    yield len(waiting), len(waiting)


def _anchor(connection: DuckDBPyConnection) -> None:
    """Note the anchors of the texts of all blocks that have none yet."""
    new = connection.execute("select block from blocks where block not in (select block from anchors)").fetchall()
    for (block,) in new:
        ids, texts = texts_of(connection, block)
        number, hashed = anchors(texts)
        with (
            transaction(connection),
            incoming_columns(connection, _ANCHOR_COLUMNS, [[ids[i] for i in number.tolist()], hashed]),
        ):
            connection.execute("insert into anchors select ?, id, hash from incoming", [block])


def _search(connection: DuckDBPyConnection, block: int, first: int, behind: int) -> None:
    """Look for the anchors of the blocks from `first` to before `behind` in the texts of a block, and commit."""
    ids, texts = texts_of(connection, block)
    text_of = dict(zip(ids, texts, strict=True))
    with transaction(connection):
        connection.execute("create or replace temp table meeting (shorter bigint, longer bigint)")
        for number, hashed in runs(texts):
            with incoming_columns(connection, _RUN_COLUMNS, [[ids[i] for i in number.tolist()], hashed]):
                connection.execute(_MEETING, [first])
            ((count,),) = connection.execute("select count(*) from meeting").fetchall()
            check_budget(count, BUDGET, len(ids))
        connection.execute("""
            create or replace temp table asked as
            select row_number() over () - 1 as number, shorter, longer, normal
            from (select distinct * from meeting) join normals on normals.id = shorter""")
        ((count,),) = connection.execute("select count(*) from asked").fetchall()
        for start in range(0, count, _PAIRS_AT_ONCE):
            rows = connection.execute(
                "select shorter, longer, normal from asked where number >= ? and number < ?",
                [start, start + _PAIRS_AT_ONCE],
            ).fetchall()
            found = [(shorter, longer) for shorter, longer, data in rows if stands_in(decoded(data), text_of[longer])]
            with incoming(connection, _INSIDE_COLUMNS, found):
                connection.execute("insert into inside select * from incoming")
        connection.execute("delete from searched where block = ?", [block])
        connection.execute("insert into searched values (?, ?)", [block, behind])
        connection.execute("drop table meeting; drop table asked")
