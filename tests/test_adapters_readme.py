"""The examples of the README for other people's pipelines run as they stand there."""

from __future__ import annotations

import gc
import json
import re
import shutil
import warnings
from pathlib import Path

import pytest

import cleantext
from cleantext import Document
from cleantext.rules import parse_rule_file

README = Path(__file__).parents[1] / "README.md"


def blocks(kind, heading):
    section = README.read_text("utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    return re.findall(rf"```{kind}\n(.*?)```", section, re.DOTALL)


EXAMPLES = {
    re.search(r"cleantext\.adapters\.(\w+)", one)[1]: one for one in blocks("python", "In other people's pipelines")
}


def run(framework):
    pytest.importorskip(f"cleantext.adapters.{framework}")
    namespace = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(EXAMPLES[framework], namespace)  # noqa: S102 - the README is ours
    return namespace


def test_there_is_an_example_for_every_adapter():
    folder = Path(cleantext.__file__).parent / "adapters"
    assert set(EXAMPLES) == {path.stem for path in folder.glob("*.py")} - {"__init__", "ledger"}


def test_the_example_for_datatrove(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    rows = [{"id": "1", "text": "工作布臵"}, {"id": "2", "text": "下载需要20积分"}]
    (tmp_path / "in" / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    run("datatrove")
    [written] = (tmp_path / "out").iterdir()
    [row] = map(json.loads, written.read_text("utf-8").splitlines())
    assert row["text"] == "工作布置"
    assert Document.from_dict(json.loads(row["metadata"]["cleantext"])).original == "工作布臵"


def test_the_example_for_datasets(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    dataset = run("datasets")["dataset"]
    assert dataset["text"][:] == ["工作布置", "正文"]
    assert Document.from_dict(json.loads(dataset["ledger"][0])).original == "工作布臵"


def test_the_example_for_pandas():
    frame = run("pandas")["frame"]
    assert frame["clean"][0] == "工作布置"
    assert frame["clean"].isna().tolist() == [False, True]
    assert frame["document"][0].original == "工作布臵"


def test_the_example_for_sklearn():
    found = run("sklearn")
    assert "置" in found["model"][1].vocabulary_
    assert found["features"].shape[0] == 2


@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
def test_the_example_for_spark():
    """`pyspark` 4.0.1 and 4.1.0 leave the socket to their gateway to the collector of garbage, which finds it here."""
    found = run("spark")
    try:
        rows = {row["name"]: row["text"] for row in found["unique"].collect()}
        assert rows == {"a": found["paragraph"], "b": "工作布置"}
        found["found"].unpersist()
    finally:
        found["spark"].stop()
        gc.collect()


def test_the_passage_that_the_readme_shows_can_be_read():
    [entry] = blocks("toml", "Look at what was changed, and say what is wrong")
    [keep] = parse_rule_file(entry.encode(), "README").keeps
    assert keep.text == "甘愿效劳一生"
