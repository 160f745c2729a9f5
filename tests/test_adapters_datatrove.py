"""datatrove: a step between its readers and its writers."""

from __future__ import annotations

import json
import warnings
from importlib import import_module

import pytest

import cleantext
from cleantext import Document

pytest.importorskip("datatrove")
CleanDocuments = import_module("cleantext.adapters.datatrove").CleanDocuments
LocalPipelineExecutor = import_module("datatrove.executor").LocalPipelineExecutor
JsonlReader = import_module("datatrove.pipeline.readers").JsonlReader
JsonlWriter = import_module("datatrove.pipeline.writers").JsonlWriter

TEXTS = ["我们布臵任务。", "正文。\n" * 9 + "下载需要20积分", "", "　\n", "Latin only", "甲\u200b乙", "没有什么可改。"]


@pytest.fixture
def troves(tmp_path):
    (tmp_path / "in").mkdir()
    for shard in range(2):
        lines = [json.dumps({"id": f"{shard}-{i}", "text": text, "site": i}) for i, text in enumerate(TEXTS[:5])]
        (tmp_path / "in" / f"{shard}.jsonl").write_text("\n".join(lines), "utf-8")
    return tmp_path


def run(folder, step, workers=1):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        executor = LocalPipelineExecutor(
            [JsonlReader(str(folder / "in")), step, JsonlWriter(str(folder / "out"), compression=None)],
            tasks=2,
            workers=workers,
            logging_dir=str(folder / "log"),
        )
        executor.run()
    lines = [line for path in sorted((folder / "out").iterdir()) for line in path.read_text("utf-8").splitlines()]
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("workers", [1, 2])
def test_jsonl_in_and_jsonl_out_with_the_ledger_in_the_metadata(troves, workers):
    rows = run(troves, CleanDocuments(), workers)
    assert [row["id"] for row in rows] == [f"{shard}-{i}" for shard in "01" for i in (0, 1, 3, 4)]
    for row in rows:
        text = TEXTS[int(row["id"][2:])]
        assert row["text"] == cleantext.clean(text)
        assert row["metadata"]["site"] == int(row["id"][2:])
        document = Document.from_dict(json.loads(row["metadata"]["cleantext"]))
        assert document == cleantext.default_pipeline()(text)


def test_what_is_left_too_short_is_dropped_and_counted(troves):
    step = CleanDocuments(cleantext.default_pipeline().without("repair"), ledger=None, shortest=8)
    rows = run(troves, step)
    assert {row["text"] for row in rows} == {cleantext.clean(TEXTS[1]), "Latin only"}
    assert all("cleantext" not in row["metadata"] for row in rows)
    stats = json.loads((troves / "log" / "stats.json").read_text("utf-8"))
    [found] = [one["stats"] for one in stats if "cleantext" in one["name"]]
    assert (found["total"], found["dropped"], found["forwarded"]) == (8, 4, 4)


def test_a_step_without_input_gives_nothing():
    assert list(CleanDocuments().run(None)) == []
