"""The decision of an index: the same stars as in memory, over the pairs that were found, in a stream."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from cleantext.dedupe.found import Duplicate, Passage, Veto
from cleantext.dedupe.match import Candidate, NumberRank, checked_rank
from cleantext.dedupe.tables import decoded, incoming, need_duckdb, transaction

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TABLES: Final = """
create table decisions (number bigint, document blob, start bigint, stop bigint, text bigint,
    kept_document blob, kept_start bigint, kept_stop bigint, score double, reason varchar);
create table vetoes (number bigint, document blob, start bigint, stop bigint, other_document blob,
    other_start bigint, other_stop bigint, score double, reason varchar);
"""
"""`number` is the place in the order of documents and of where paragraphs stand, so that they are read in pages."""

_ROWS_AT_ONCE: Final = 50_000
_TEXTS_AT_ONCE: Final = 50_000
"""So many texts are looked at together, so that no step needs more memory in a larger corpus."""

_SEVERAL: Final = """
create or replace temp table several as
select one as text from pairs union select other from pairs
union select shorter from inside union select longer from inside"""
"""The texts that have pairs; to these come, range by range, those that stand several times."""

_BEST: Final = """
insert into best
select distinct on (text) text, document, start, stop, damage, stayed, rank, length from (
    select p.*, t.length, p.added < (select before from settled) and d.document is null as stayed, {rank} as rank
    from paragraphs p join texts t on t.id = p.text
        left join decisions d on d.document = p.document and d.start = p.start
    where p.text >= $first and p.text < $behind and t.id >= $first and t.id < $behind and (
        p.text in (select text from several where text >= $first and text < $behind)
        or p.text in (
            select text from paragraphs where text >= $first and text < $behind group by text having count(*) > 1
        )
    )
) order by text, stayed desc, rank, damage, document, start, stop"""
"""The best paragraph of each text: one that stayed by an earlier decision, or the best by the rule."""

_NEAR_PAIRS: Final = """
create or replace temp table ordered as
with ranked as (
    select text, row_number() over (order by stayed desc, rank, damage, length desc, document, start, stop) - 1 as rank
    from best where text in (select one from pairs union all select other from pairs)
), directed as (
    select greatest(a.rank, b.rank) as later, least(a.rank, b.rank) as first,
        if(a.rank > b.rank, one, other) as goes, if(a.rank > b.rank, other, one) as stays, score,
        if(a.rank < b.rank, one_stays, other_stays) as veto
    from pairs join ranked a on a.text = one join ranked b on b.text = other
)
select *, row_number() over (order by later, first) - 1 as number from directed order by number"""
"""The pairs in the order of what is most worth keeping, so that whether the first of a pair goes is known by then."""

_CONTAINED_PAIRS: Final = """
create or replace temp table ordered as
with standing as (
    select inside.* from inside join best on best.text = shorter
    where not best.stayed and shorter not in (select text from stars union all select kept from stars)
        and longer not in (select text from stars)
), ranked as (
    select text, row_number() over (order by length desc, normal) - 1 as rank
    from best join normals on normals.id = text
    where text in (select shorter from standing union all select longer from standing)
), directed as (
    select a.rank as later, b.rank as first, shorter as goes, longer as stays, 1.0 as score, null as veto
    from standing join ranked a on a.text = shorter join ranked b on b.text = longer
)
select *, row_number() over (order by later, first) - 1 as number from directed order by number"""
"""What stands whole inside another one, both of which stay so far; what stays for others, or stayed before, stays."""

_STARS: Final = {"text": "int64", "kept": "int64", "score": "float64"}

_KEPT: Final = """
create or replace temp table instead as
select s.text, s.score, s.reason, document, start, stop
from stars s join best b on b.text = s.kept order by s.text"""

_DECIDED: Final = """
insert into decided
select p.document, p.start, p.stop, p.text, coalesce(i.document, b.document) as kept_document,
    coalesce(i.start, b.start) as kept_start, coalesce(i.stop, b.stop) as kept_stop, coalesce(i.score, 1) as score,
    coalesce(i.reason, 'equal') as reason
from paragraphs p join best b on b.text = p.text left join instead i on i.text = p.text
where p.text >= $first and p.text < $behind and b.text >= $first and b.text < $behind
    and (p.document, p.start) is distinct from (coalesce(i.document, b.document), coalesce(i.start, b.start))"""

_WRITTEN: Final = """
delete from decisions;
insert into decisions
select row_number() over (order by document, start) - 1 as number, * from decided order by number;
delete from vetoes"""

_APART: Final = """
insert into vetoes
select row_number() over (order by a.document, a.start, b.document, b.start) - 1 as number,
    a.document, a.start, a.stop, b.document, b.start, b.stop, score, veto
from apart join best a on a.text = stays join best b on b.text = goes
where stays not in (select text from stars) and goes not in (select text from stars) order by number"""

_PAGE: Final = "select * from {table} where number >= ? and number < ? and ({where}) order by number"


def decide(connection: DuckDBPyConnection, *, redecide: bool, contained: bool, rank: NumberRank | None) -> None:
    """Write down what goes, what stays for it, and which similar pairs both stay, in one transaction.

    In memory are a byte for each text that has a pair, and what the database keeps within its limit.

    Raises:
        TypeError: `rank` returned no number. What else it raises passes, too; nothing is decided then.
    """
    with _asked(connection, rank) as asked, transaction(connection):
        if redecide:
            connection.execute("delete from decisions; update settled set before = 0")
        _find_best(connection, asked)
        connection.execute(
            "create or replace temp table stars (text bigint, kept bigint, score double, reason varchar)"
        )
        connection.execute(_NEAR_PAIRS)
        connection.execute("create or replace temp table apart as select * from ordered where veto is not null")
        _add_stars(connection, "near")
        if contained:
            connection.execute(_CONTAINED_PAIRS)
            _add_stars(connection, "contained")
        connection.execute(_KEPT)
        connection.execute("create or replace temp table decided as select * exclude (number) from decisions limit 0")
        _in_ranges(connection, _DECIDED)
        connection.execute(_WRITTEN)
        connection.execute(_APART)
        connection.execute("update settled set before = (select coalesce(max(added) + 1, 0) from paragraphs)")
        for table in ("several", "best", "stars", "ordered", "apart", "instead", "decided"):
            connection.execute(f"drop table {table}")


def _find_best(connection: DuckDBPyConnection, asked: str) -> None:
    """Find the best paragraph of each text that has a copy, by what ranks them before the rule does."""
    connection.execute(_SEVERAL)
    connection.execute("""
        create or replace temp table best (text bigint, document blob, start bigint, stop bigint, damage integer,
            stayed boolean, rank double, length integer)""")
    _in_ranges(connection, _BEST.format(rank=asked))


@contextmanager
def _asked(connection: DuckDBPyConnection, rank: NumberRank | None) -> Iterator[str]:
    """Let the database ask a caller's rank; give the words for it.

    Raises:
        TypeError: `rank` returned no number.
    """
    if rank is None:
        yield "0"
        return
    failed: list[Exception] = []

    def number_of(document: bytes, start: int, stop: int, damage: int, length: int) -> float:
        try:
            return checked_rank(rank(Candidate(Passage(decoded(document), start, stop), damage, length)))
        except Exception as error:
            failed.append(error)
            raise

    connection.create_function("rank_of", number_of, side_effects=True)
    try:
        yield "rank_of(p.document, p.start, p.stop, p.damage, t.length)"
    except need_duckdb().Error:
        if failed:
            raise failed[0] from None
        raise
    finally:
        connection.remove_function("rank_of")


def _in_ranges(connection: DuckDBPyConnection, statement: str) -> None:
    """Execute a statement for one range of texts after the other."""
    ((count,),) = connection.execute("select coalesce(max(id) + 1, 0) from texts").fetchall()
    for first in range(0, count, _TEXTS_AT_ONCE):
        connection.execute(statement, {"first": first, "behind": first + _TEXTS_AT_ONCE})


def _add_stars(connection: DuckDBPyConnection, reason: str) -> None:
    """Choose what goes of the ordered pairs: `similar.keep.star`, in a stream."""
    ((count, most),) = connection.execute("select count(*), max(later) from ordered").fetchall()
    gone = bytearray((most or 0) + 1)
    for start in range(0, count, _ROWS_AT_ONCE):
        rows = connection.execute(
            """select later, first, goes, stays, score from ordered
            where number >= ? and number < ? and veto is null order by number""",
            [start, start + _ROWS_AT_ONCE],
        ).fetchall()
        stars: list[tuple[int, int, float]] = []
        for later, first, goes, stays, score in rows:
            if not gone[later] and not gone[first]:
                gone[later] = 1
                stars.append((goes, stays, score))
        with incoming(connection, _STARS, stars):
            connection.execute("insert into stars select *, ? from incoming", [reason])


def duplicates(connection: DuckDBPyConnection, names: str = "") -> Iterator[Duplicate]:
    """Yield what goes by the last decision, in the order of documents and places.

    Args:
        connection: the index; other statements may run between two results.
        names: a query for the names of the documents that are asked for; empty for all documents.
    """
    where = f"document in ({names})" if names else "true"
    for row in _pages(connection, "decisions", where):
        document, start, stop, _, kept, kept_start, kept_stop, score, reason = row
        dropped, stays = Passage(decoded(document), start, stop), Passage(decoded(kept), kept_start, kept_stop)
        yield Duplicate(dropped, stays, float(score), reason)


def vetoes(connection: DuckDBPyConnection, names: str = "") -> Iterator[Veto]:
    """Yield the similar pairs of which both stay by the last decision, with the reason; see `duplicates`."""
    where = f"document in ({names}) or other_document in ({names})" if names else "true"
    for row in _pages(connection, "vetoes", where):
        one, other = Passage(decoded(row[0]), *row[1:3]), Passage(decoded(row[3]), *row[4:6])
        yield Veto(one, other, float(row[6]), row[7])


def _pages(connection: DuckDBPyConnection, table: str, where: str) -> Iterator[Sequence[Any]]:
    """Yield the rows of a table by their numbers, without these."""
    (count,) = connection.table(table).max("number").fetchall()[0]
    for start in range(0, 0 if count is None else count + 1, _ROWS_AT_ONCE):
        query = _PAGE.format(table=table, where=where)
        for row in connection.execute(query, [start, start + _ROWS_AT_ONCE]).fetchall():
            yield row[1:]
