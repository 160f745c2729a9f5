"""Cleaning and de-duplication of the columns of Spark's DataFrames.

Everything runs in Arrow batches on the workers, which need this package installed; the decision which copy stays is
made on the driver. The pairs are found by the library's own join, block against block, so the answer is that of
`cleantext.dedupe.match.find_duplicates`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, TypeAlias

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as sql
from pyspark.sql.types import DoubleType, StringType, StructField, StructType

from cleantext.api import default_pipeline
from cleantext.dedupe.drop import DropDuplicates
from cleantext.dedupe.found import Duplicate, Found, Passage
from cleantext.dedupe.match import BUDGET, THRESHOLD, Candidate, Guard, NumberRank, checked_rank, veto
from cleantext.dedupe.sketch import MIN_LENGTH, Paragraph, digest, sketch
from cleantext.document import Document
from cleantext.pipeline import Pipeline
from cleantext.similar.join import near_pairs
from cleantext.similar.keep import star
from cleantext.similar.limits import LONGEST, check_threshold

CHARACTERS: Final = 8_000_000
"""How many characters a block of texts has, about. Two blocks and their join take some 400 MB of a worker."""

Batches: TypeAlias = Iterable[pa.RecordBatch]

_PARAGRAPHS: Final = (
    "document string, start long, stop long, damage int, key string, length int, near boolean, normal string, "
    "rank double"
)
_PAIRS: Final = "one string, other string, score double, one_stays string, other_stays string"


def clean_column(
    frame: DataFrame, column: str, pipeline: Pipeline | None = None, *, ledger: str | None = None
) -> DataFrame:
    """Return the frame with a column of texts cleaned; missing values stay missing.

    Args:
        frame: with a column of strings, or of bytes in any encoding.
        column: its name; it comes back as strings.
        pipeline: None for the default pipeline.
        ledger: the name of a new column for what `Document.to_dict` returns, as JSON; None for none.

    Raises:
        DecodeError: bytes are not text; raised by the job that computes the column.
    """
    clean = default_pipeline() if pipeline is None else pipeline

    def work(batches: Batches) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            documents = [None if value is None else clean(value) for value in batch.column(column).to_pylist()]
            yield _with_texts(batch, column, documents, ledger)

    return frame.mapInArrow(work, _schema(frame, column, ledger))


def duplicates(  # noqa: PLR0913 - keyword-only settings, each with a default
    frame: DataFrame,
    *,
    document: str,
    text: str,
    threshold: float = THRESHOLD,
    min_length: int = MIN_LENGTH,
    short: bool = False,
    rank: NumberRank | None = None,
    guard: Guard = veto,
    characters: int = CHARACTERS,
) -> DataFrame:
    """Find the paragraphs of a column of texts that are copies of others; see `find_duplicates` for the rules.

    Args:
        frame: with a row for each document.
        document: the column that names each document; no two rows have the same name.
        text: the column of the texts; rows without one take no part.
        threshold: see `find_duplicates`.
        min_length: see `sketch`.
        short: see `sketch`.
        rank: returns a number for each paragraph that may stay; the least one stays, of equal ones the best by the rule
            of `find_duplicates`. It runs on the workers. None for the rule alone.
        guard: see `find_duplicates`. It runs on the workers.
        characters: the size of a block; smaller ones take less memory of a worker and more shuffling.

    Returns:
        A row for each paragraph that goes: `document`, `start`, `stop`, `kept_document`, `kept_start`, `kept_stop`,
        `score`, `reason`. The search is done when this returns, and what it needed is released; the frame that is
        returned is persisted: call `unpersist` on it when it is not wanted any more. Similar pairs of which both stay
        are not in it: `find_duplicates` and an index tell those.

    Raises:
        ValueError: the threshold is out of range, or two rows have the same name.
        PythonException: a worker failed: a text has more near copies than `find_duplicates` takes, or `rank` or `guard`
            raised; the message holds the error.
    """
    check_threshold(threshold)
    named = frame.where(sql.col(text).isNotNull()).select(
        sql.col(document).cast("string").alias("document"), sql.col(text).alias("text")
    )
    twice = named.groupBy("document").count().where("count > 1").first()
    if twice is not None:
        raise ValueError(f"two documents are called {twice['document']!r}")
    paragraphs = named.mapInArrow(_sketcher(min_length, rank, short=short), _PARAGRAPHS).persist()
    try:
        return _decided(paragraphs, threshold, guard, characters)
    finally:
        paragraphs.unpersist()


def _decided(paragraphs: DataFrame, threshold: float, guard: Guard, characters: int) -> DataFrame:
    """Return a row for each paragraph that goes, computed and persisted."""
    best = paragraphs.groupBy("key").agg(
        sql.min(sql.struct("rank", "damage", "document", "start", "stop")).alias("best"),
        sql.first("length").alias("length"),
    )
    pairs = _pairs(paragraphs, threshold, guard, characters).persist()
    try:
        decided = _stars(pairs, best)
    finally:
        pairs.unpersist()
    stars = paragraphs.sparkSession.createDataFrame(
        decided,
        StructType(
            [
                StructField("key", StringType()),
                StructField("kept", StringType()),
                StructField("similarity", DoubleType()),
            ]
        ),
    )
    instead = paragraphs.join(stars, "key", "left").withColumn("stays", sql.coalesce("kept", "key"))
    stays = best.select(sql.col("key").alias("stays"), "best")
    found = (
        instead.join(stays, "stays")
        .where("document != best.document or start != best.start")
        .select(
            "document",
            "start",
            "stop",
            sql.col("best.document").alias("kept_document"),
            sql.col("best.start").alias("kept_start"),
            sql.col("best.stop").alias("kept_stop"),
            sql.coalesce("similarity", sql.lit(1.0)).alias("score"),
            sql.when(sql.col("kept").isNull(), "equal").otherwise("near").alias("reason"),
        )
        .persist()
    )
    found.count()
    return found


def without_duplicates(
    frame: DataFrame, found: DataFrame, *, document: str, text: str, ledger: str | None = None
) -> DataFrame:
    """Return the frame without the paragraphs that go.

    Args:
        frame: the one that was searched.
        found: what `duplicates` returned.
        document: see `duplicates`.
        text: see `duplicates`.
        ledger: see `clean_column`.
    """
    found_of = found.groupBy("document").agg(sql.collect_list(sql.struct(*found.columns)).alias(_FOUND))
    joined = frame.join(found_of, frame[document].cast("string") == found_of["document"], "left")
    joined = joined.select(*(frame[name] for name in frame.columns), _FOUND)

    def work(batches: Batches) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            columns = (batch.column(name).to_pylist() for name in (document, text, _FOUND))
            documents = [
                None if value is None else _dropped(str(name), value, rows or [])
                for name, value, rows in zip(*columns, strict=True)
            ]
            yield _with_texts(batch.drop_columns([_FOUND]), text, documents, ledger)

    return joined.mapInArrow(work, _schema(frame, text, ledger))


_FOUND: Final = "__cleantext_found"


def _dropped(name: str, text: str, rows: Sequence[dict[str, Any]]) -> Document:
    """Return a document without what goes."""
    gone = [
        Duplicate(
            Passage(name, row["start"], row["stop"]),
            Passage(row["kept_document"], row["kept_start"], row["kept_stop"]),
            row["score"],
            row["reason"],
        )
        for row in sorted(rows, key=lambda row: int(row["start"]))
    ]
    drop = DropDuplicates(Found(tuple(gone), digests=((name, digest(text)),)))
    return Pipeline((drop,))(Document(text, source=name))


def _with_texts(
    batch: pa.RecordBatch, column: str, documents: Sequence[Document | None], ledger: str | None
) -> pa.RecordBatch:
    texts = pa.array([one and one.text for one in documents], pa.string())
    batch = batch.set_column(batch.schema.get_field_index(column), pa.field(column, pa.string()), texts)
    if ledger is None:
        return batch
    lines = [one and json.dumps(one.to_dict(), ensure_ascii=False) for one in documents]
    return batch.append_column(pa.field(ledger, pa.string()), pa.array(lines, pa.string()))


def _schema(frame: DataFrame, column: str, ledger: str | None) -> StructType:
    fields = [StructField(column, StringType()) if one.name == column else one for one in frame.schema.fields]
    return StructType([*fields, *([StructField(ledger, StringType())] if ledger else [])])


def _sketcher(
    min_length: int, rank: NumberRank | None, *, short: bool
) -> Callable[[Batches], Iterator[pa.RecordBatch]]:
    """Return what makes paragraphs of documents."""

    def work(batches: Batches) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            rows = [
                (*_facts(name, one), 0.0 if rank is None else _number(rank, name, one))
                for name, text in zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True)
                for one in sketch(text, name, min_length=min_length, short=short).paragraphs
            ]
            yield _batch(rows, _PARAGRAPH_TYPES)

    return work


def _facts(name: str, one: Paragraph) -> tuple[Any, ...]:
    return name, one.start, one.end, one.damage, _key(one.normal), len(one.normal), one.near, one.normal


def _number(rank: NumberRank, name: str, one: Paragraph) -> float:
    """Return what a caller's rank says."""
    return checked_rank(rank(Candidate(Passage(name, one.start, one.end), one.damage, len(one.normal))))


_PARAGRAPH_TYPES: Final = {
    "document": pa.string(),
    "start": pa.int64(),
    "stop": pa.int64(),
    "damage": pa.int32(),
    "key": pa.string(),
    "length": pa.int32(),
    "near": pa.bool_(),
    "normal": pa.string(),
    "rank": pa.float64(),
}
_PAIR_TYPES: Final = {
    "one": pa.string(),
    "other": pa.string(),
    "score": pa.float64(),
    "one_stays": pa.string(),
    "other_stays": pa.string(),
}


def _batch(rows: Sequence[tuple[Any, ...]], types: dict[str, pa.DataType]) -> pa.RecordBatch:
    columns = zip(*rows, strict=True) if rows else ([],) * len(types)
    arrays = [pa.array(column, kind) for column, kind in zip(columns, types.values(), strict=True)]
    return pa.RecordBatch.from_arrays(arrays, names=list(types))


def _key(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class _Block:
    """Texts of similar lengths, or a part of them by their hash."""

    shortest: int
    longest: int
    part: int
    parts: int

    def holds(self, key: str, length: int) -> bool:
        return self.shortest <= length <= self.longest and int(key[:8], 16) % self.parts == self.part


def _pairs(paragraphs: DataFrame, threshold: float, guard: Guard, characters: int) -> DataFrame:
    """Return the pairs of near copies, with what the guard says of each: every pair of blocks is one task."""
    near = paragraphs.where("near").where(sql.col("length") <= LONGEST)
    texts = near.select("key", "normal", "length").dropDuplicates(["key"])
    counts = {
        int(row["length"]): int(row["number"])
        for row in texts.groupBy("length").agg(sql.count("*").alias("number")).collect()
    }
    blocks = _blocks(counts, characters)
    ratio = threshold / (2 - threshold)
    meets = [
        [other for other in range(one, len(blocks)) if blocks[other].shortest * ratio - 1 <= blocks[one].longest]
        for one in range(len(blocks))
    ]

    def spread(batches: Batches) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            rows = []
            for key, normal, length in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                own = next(number for number, block in enumerate(blocks) if block.holds(key, length))
                rows += [(f"{own} {other}", True, key, normal) for other in meets[own]]
                rows += [(f"{one} {own}", False, key, normal) for one in range(own) if own in meets[one]]
            yield _batch(rows, {"pair": pa.string(), "first": pa.bool_(), "key": pa.string(), "normal": pa.string()})

    def join(table: pa.Table) -> pa.Table:
        one, other = table.column("pair")[0].as_py().split()
        rows = sorted(
            zip(*(table.column(name).to_pylist() for name in ("first", "key", "normal")), strict=True),
            key=lambda row: (not row[0], row[1]),
        )
        keys, normals = [row[1] for row in rows], [row[2] for row in rows]
        first = None if one == other else sum(row[0] for row in rows)
        found = zip(
            *(column.tolist() for column in near_pairs(normals, threshold, budget=BUDGET, first=first)), strict=True
        )
        pairs = [
            (keys[i], keys[j], score, guard(normals[i], normals[j]), guard(normals[j], normals[i]))
            for i, j, score in found
        ]
        return pa.Table.from_batches([_batch(pairs, _PAIR_TYPES)])

    spread_out = texts.mapInArrow(spread, "pair string, first boolean, key string, normal string")
    return spread_out.groupBy("pair").applyInArrow(join, _PAIRS)


def _blocks(counts: dict[int, int], characters: int) -> list[_Block]:
    """Cut the texts, of which there are so many of each length, into blocks, the shortest ones first."""
    blocks: list[_Block] = []
    shortest, size = 0, 0
    for length in sorted(counts):
        shortest = shortest or length
        size += length * counts[length]
        if size >= characters or length == max(counts):
            parts = -(-size // characters)
            blocks += [_Block(shortest, length, part, parts) for part in range(parts)]
            shortest, size = 0, 0
    return blocks


def _stars(pairs: DataFrame, best: DataFrame) -> list[tuple[str, str, float]]:
    """Decide on the driver: which text goes, which one stays for it, and their similarity."""
    rows = pairs.collect()
    no_copy = {(row["one"], row["other"]) for row in rows if row["one_stays"]}
    no_copy |= {(row["other"], row["one"]) for row in rows if row["other_stays"]}
    asked = pairs.select(sql.explode(sql.array("one", "other")).alias("key")).distinct()
    standing = best.join(asked, "key").collect()
    standing.sort(key=lambda row: (*row["best"][:2], -row["length"], *row["best"][2:]))
    number = {row["key"]: at for at, row in enumerate(standing)}
    names = list(number)
    found = star(
        range(len(names)),
        ((number[row["one"]], number[row["other"]], row["score"]) for row in rows),
        lambda kept, later: (names[kept], names[later]) not in no_copy,
    )
    return [(names[later], names[kept], score) for later, (kept, score) in found.items()]
