"""What an index takes in: documents, the distinct normal forms of their paragraphs, and where each stands."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from cleantext.dedupe.tables import NAMES, decoded, encoded, incoming, transaction
from cleantext.similar.limits import LONGEST

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from cleantext.dedupe.sketch import Sketch

TABLES: Final = """
create table documents (name blob, digest varchar, size bigint);
create table texts (id bigint, key uuid, length integer, near boolean);
create table waiting (id bigint, length integer, normal blob);
create table paragraphs (document blob, start bigint, stop bigint, damage integer, text bigint, added integer);
create table settled (before integer);
insert into settled values (0);
"""
"""`waiting` holds the normal forms that are in no block yet, see `cleantext.dedupe.blocks`. Paragraphs have the number
of the batch with which they were added; those of the batches before `settled` were there at the last decision."""

_PARAGRAPHS_AT_ONCE: Final = 10_000
_CHARACTERS_AT_ONCE: Final = 2_000_000

_DOCUMENT_COLUMNS: Final = {"name": "binary", "digest": "string", "size": "int64"}
_TEXT_COLUMNS: Final = {"number": "int64", "key": "string", "length": "int32", "near": "uint8", "normal": "binary"}
_PARAGRAPH_COLUMNS: Final = {
    "document": "binary",
    "start": "int64",
    "stop": "int64",
    "damage": "int32",
    "number": "int64",
}
_INSERT_TEXTS: Final = (
    """
    create or replace temp table known as
    select number, id, texts.near from incoming join texts on texts.key = incoming.key::uuid""",
    """
    create or replace temp table batch as
    select number, coalesce(known.id, (select coalesce(max(id) + 1, 0) from texts) + number) as id,
        known.id is null as is_new, incoming.near::bool and not coalesce(known.near, false) as comes_near
    from incoming left join known using (number)""",
    """
    insert into waiting select id, length, normal from incoming join batch using (number)
    where comes_near and normal is not null""",
    "update texts set near = true where id in (select id from batch where comes_near and not is_new)",
    """
    insert into texts select id, key::uuid, length, near::bool from incoming join batch using (number) where is_new""",
)
_INSERT_PARAGRAPHS: Final = """
    insert into paragraphs
    select document, start, stop, damage, id, (select coalesce(max(added) + 1, 0) from paragraphs)
    from incoming join batch using (number)"""

_One = TypeVar("_One")


def digests(connection: DuckDBPyConnection, names: Sequence[str]) -> dict[str, str]:
    """Return the digests of those of the documents that the index has."""
    with incoming(connection, NAMES, [(name,) for name in names]):
        rows = connection.execute("select name, digest from documents join incoming using (name)").fetchall()
    return {decoded(name): found for name, found in rows}


def insert(connection: DuckDBPyConnection, sketches: Sequence[Sketch]) -> None:
    """Add documents that the index does not have, with their paragraphs, in one transaction."""
    if not sketches:
        return
    documents = [(one.document, one.digest, one.size) for one in sketches]
    number: dict[str, int] = {}
    paragraphs = [
        (one.document, p.start, p.end, p.damage, number.setdefault(p.normal, len(number)))
        for one in sketches
        for p in one.paragraphs
    ]
    near = {p.normal for one in sketches for p in one.paragraphs if p.near}
    texts = [
        (i, _key(text), len(text), text in near, encoded(text) if 0 < len(text) <= LONGEST else None)
        for text, i in number.items()
    ]
    with transaction(connection):
        with incoming(connection, _DOCUMENT_COLUMNS, documents):
            connection.execute("insert into documents select * from incoming")
        with incoming(connection, _TEXT_COLUMNS, texts):
            for statement in _INSERT_TEXTS:
                connection.execute(statement)
        with incoming(connection, _PARAGRAPH_COLUMNS, paragraphs):
            connection.execute(_INSERT_PARAGRAPHS)


def batches(documents: Iterable[tuple[_One, int, int]]) -> Iterator[list[_One]]:
    """Yield documents together that are worth a transaction; each comes with its characters and its paragraphs."""
    batch: list[_One] = []
    paragraphs = characters = 0
    for one, size, count in documents:
        batch.append(one)
        paragraphs += count + 1
        characters += size
        if paragraphs >= _PARAGRAPHS_AT_ONCE or characters >= _CHARACTERS_AT_ONCE:
            yield batch
            batch, paragraphs, characters = [], 0, 0
    if batch:
        yield batch


def _key(text: str) -> str:
    """Return 128 bits of a hash: equal for equal texts, and for no others."""
    return hashlib.sha256(encoded(text)).hexdigest()[:32]
