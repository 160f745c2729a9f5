"""Spark gives the library's own answer: the same clean texts, the same pairs, the same copies that stay."""

from __future__ import annotations

import json
import shutil
import sys

import pytest

from cleantext import Document, Pipeline, clean, default_pipeline
from cleantext.dedupe.drop import DropDuplicates
from cleantext.dedupe.found import Duplicate, Passage
from cleantext.dedupe.match import find_duplicates
from cleantext.dedupe.sketch import sketch

sessions = pytest.importorskip("pyspark.sql")
adapter = pytest.importorskip("cleantext.adapters.spark")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java", allow_module_level=True)

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def spark():
    session = (
        sessions.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.pyspark.python", sys.executable)
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def test_a_column_is_cleaned_as_the_library_cleans_it(spark):
    texts = ["工作布臵", None, "正文。"]
    frame = spark.createDataFrame([(i, text) for i, text in enumerate(texts)], "n int, text string")
    rows = adapter.clean_column(frame, "text", ledger="ledger").orderBy("n").collect()
    assert [row["text"] for row in rows] == [None if text is None else clean(text) for text in texts]
    assert Document.from_dict(json.loads(rows[0]["ledger"])) == default_pipeline()(texts[0])
    assert rows[1]["ledger"] is None
    data = spark.createDataFrame([("工作布臵".encode("gb18030"),)], "text binary")
    assert [row["text"] for row in adapter.clean_column(data, "text").collect()] == ["工作布置"]


def test_copies_are_those_of_the_local_engine(spark, corpus):
    texts = corpus(3, 60) | {"none": None, "empty": ""}
    frame = spark.createDataFrame(list(texts.items()), "name string, text string")
    texts = {name: text for name, text in texts.items() if text is not None}
    local = find_duplicates([sketch(text, name) for name, text in texts.items()])
    found = adapter.duplicates(frame, document="name", text="text", characters=3000)
    rows = [
        Duplicate(Passage(r[0], r[1], r[2]), Passage(r[3], r[4], r[5]), r[6], r[7])
        for r in found.orderBy("document", "start").collect()
    ]
    assert rows == list(local.duplicates)
    assert len(rows) > 50
    persisted = spark.sparkContext._jsc.getPersistentRDDs
    assert persisted().size() == 1
    cleaned = adapter.without_duplicates(frame, found, document="name", text="text", ledger="ledger")
    drop = Pipeline((DropDuplicates(local),))
    for row in cleaned.collect():
        if row["name"] == "none":
            assert (row["text"], row["ledger"]) == (None, None)
            continue
        document = drop(Document(texts[row["name"]], source=row["name"]))
        assert row["text"] == document.text
        assert Document.from_dict(json.loads(row["ledger"])).text == document.text
    found.unpersist(blocking=True)
    assert persisted().size() == 0


def _place(passage):
    return passage.document, passage.start, passage.end


def test_which_copy_stays_and_what_is_a_copy_are_the_callers_to_say(spark, corpus):
    texts = corpus(5, 20)
    frame = spark.createDataFrame(list(texts.items()), "name string, text string")

    def last(candidate):
        return -int(candidate.passage.document)

    def far_apart(kept, later):
        return "too short" if abs(len(kept) - len(later)) > 1 else None

    local = find_duplicates(
        [sketch(text, name) for name, text in texts.items()],
        rank=lambda one: (last(one), one.damage, -one.size, one.passage),
        guard=far_apart,
    )
    found = adapter.duplicates(frame, document="name", text="text", rank=last, guard=far_apart)
    rows = [tuple(row) for row in found.orderBy("document", "start").collect()]
    found.unpersist(blocking=True)
    assert rows == [(*_place(one.dropped), *_place(one.kept), one.score, one.reason) for one in local.duplicates]
    with pytest.raises(Exception, match="a rank returns a number, not 'best'"):
        adapter.duplicates(frame, document="name", text="text", rank=lambda _: "best")


def test_two_rows_of_one_name_and_a_wrong_threshold_are_refused(spark):
    frame = spark.createDataFrame([("a", "甲"), ("a", "乙")], "name string, text string")
    with pytest.raises(ValueError, match="two documents are called 'a'"):
        adapter.duplicates(frame, document="name", text="text")
    with pytest.raises(ValueError, match="between"):
        adapter.duplicates(frame, document="name", text="text", threshold=90)
