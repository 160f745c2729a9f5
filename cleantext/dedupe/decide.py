"""The decision of an index: the same stars as in memory, over the pairs that were found."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from cleantext.dedupe.found import Duplicate, Passage, Veto
from cleantext.dedupe.tables import incoming_columns, transaction

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BEST = """
create or replace temp view best_paragraphs as
    select distinct on (text) text, document, start, stop, damage, stayed from (
        select p.*, p.settled and d.document is null as stayed
        from paragraphs p left join decisions d on d.document = p.document and d.start = p.start
    ) order by text, stayed desc, damage, document, start, stop"""
"""The best paragraph of each text: one that stayed by an earlier decision, or the best by the rule."""

_BEST_OF_VETOED = _BEST.replace(
    "from paragraphs p",
    """from (
        select * from paragraphs where text in (
            select unnest([one, other]) from pairs where one_stays is not null or other_stays is not null
        )
    ) p""",
)
"""The same for the few texts that a reason keeps apart from others, so that memory does not grow with the corpus."""


def decide(connection: DuckDBPyConnection, *, redecide: bool) -> None:
    """Write down what goes, and what stays for it, in one transaction."""
    with transaction(connection):
        if redecide:
            connection.execute("delete from decisions; update paragraphs set settled = false")
        connection.execute(_BEST)
        connection.execute("create temp table best as select * from best_paragraphs")
        with incoming_columns(connection, _STARS, _stars(connection)):
            connection.execute("""
                create temp table decided as
                select p.document, p.start, p.stop, p.text, b.document as kept_document, b.start as kept_start,
                    b.stop as kept_stop, coalesce(d.score, 1) as score, if(d.text is null, 'equal', 'near') as reason
                from paragraphs p left join incoming d on d.text = p.text
                    join best b on b.text = coalesce(d.kept, p.text)
                where (p.document, p.start) is distinct from (b.document, b.start)""")
        connection.execute("delete from decisions; insert into decisions select * from decided")
        connection.execute("update paragraphs set settled = true where not settled")
        connection.execute("drop table decided; drop table best")


_RANKED = """
create or replace temp table ranked as
    select b.text, row_number() over (
        order by b.stayed desc, b.damage, t.length desc, b.document, b.start, b.stop
    ) - 1 as rank
    from best b join texts t on t.id = b.text
    where b.text in (select one from pairs union all select other from pairs)"""

_IN_ORDER = """
select greatest(a.rank, b.rank) as later, least(a.rank, b.rank) as first,
    if(a.rank > b.rank, one, other) as goes, if(a.rank > b.rank, other, one) as stays, score
from pairs join ranked a on a.text = one join ranked b on b.text = other
where if(a.rank < b.rank, one_stays, other_stays) is null
order by later, first"""


_STARS: Final = {"text": "int64", "kept": "int64", "score": "float64"}


def _stars(connection: DuckDBPyConnection) -> tuple[array[int], array[int], array[float]]:
    """Return each text that goes, the one that stays for it, and their similarity: `similar.keep.star`, in a stream.

    The pairs come in the order of what is most worth keeping, so that whether the first of a pair goes is known when
    the pair is looked at. In memory are a byte for each text that has a pair, and 24 for each that goes.
    """
    connection.execute(_RANKED)
    (count,) = connection.execute("select count(*) from ranked").fetchall()[0]
    gone = bytearray(count)
    texts, kept, scores = array("q"), array("q"), array("d")
    rows = connection.execute(_IN_ORDER)
    while batch := rows.fetchmany(10_000):
        for later, first, goes, stays, score in batch:
            if not gone[later] and not gone[first]:
                gone[later] = 1
                texts.append(goes)
                kept.append(stays)
                scores.append(score)
    connection.execute("drop table ranked")
    return texts, kept, scores


def decided(connection: DuckDBPyConnection, documents: set[str] | None) -> Iterator[Duplicate]:
    """Yield the last decision, in the order of documents and places; None for all documents."""
    rows = connection.execute("""
        select document, start, stop, kept_document, kept_start, kept_stop, score, reason
        from decisions order by document, start""")
    while batch := rows.fetchmany(10_000):
        for document, start, stop, kept, kept_start, kept_stop, score, reason in batch:
            if documents is None or document in documents:
                yield Duplicate(
                    Passage(document, start, stop), Passage(kept, kept_start, kept_stop), float(score), reason
                )


def decided_vetoes(connection: DuckDBPyConnection) -> Iterator[Veto]:
    """Yield the similar pairs of which both stay, with the reason."""
    connection.execute(_BEST_OF_VETOED)
    rows = connection.execute("""
        with stay as (
            select * from best_paragraphs b where not exists (
                select 1 from decisions d where d.document = b.document and d.start = b.start
            )
        )
        select a.document, a.start, a.stop, b.document, b.start, b.stop, score, one_stays, other_stays, a.damage,
            b.damage, s.length, t.length
        from pairs join stay a on a.text = one join stay b on b.text = other
            join texts s on s.id = one join texts t on t.id = other
        where one_stays is not null or other_stays is not null
        order by a.document, a.start, b.document, b.start""").fetchall()
    for row in rows:
        one, other = Passage(*row[:3]), Passage(*row[3:6])
        score, one_stays, other_stays, damage, other_damage, length, other_length = row[6:]
        is_first = (damage, -length, one) < (other_damage, -other_length, other)
        reason = one_stays if is_first else other_stays
        if reason:
            yield Veto(one, other, score, reason) if is_first else Veto(other, one, score, reason)
