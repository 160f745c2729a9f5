"""clean over files of many documents, as a person or a script types it."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from cleantext.__main__ import cli

ROW = {"id": "x1", "content": "\u2f2f作完毕。", "n": [1, 2.50]}
CLEAN = {**ROW, "content": "工作完毕。"}


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Runs the command inside `tmp_path`."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments, **options: CliRunner().invoke(cli, [str(one) for one in arguments], **options)


def lines(*rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def test_standard_input_and_output_take_rows(run):
    result = run("clean", "-", "--format", "jsonl", "--text-key", "content", input=lines(ROW, ROW))
    assert (result.exit_code, result.stdout) == (0, lines(CLEAN, CLEAN))
    assert run("clean", "-", "--format", "lines", input="\u2f2f作\n\n\u2f2f作").stdout == "工作\n\n工作"
    assert run("clean", "-", "--format", "jsonl", input="").stdout == ""


def test_a_single_shard_goes_to_standard_output_in_its_own_shape(run):
    Path("a.jsonl").write_text(lines(ROW), "utf-8")
    assert run("clean", "a.jsonl", "--text-key", "content").stdout == lines(CLEAN)
    Path("a.jsonl.gz").write_bytes(gzip.compress(lines(ROW).encode()))
    assert gzip.decompress(run("clean", "a.jsonl.gz", "--text-key", "content").stdout_bytes).decode() == lines(CLEAN)


def test_rows_are_named_by_their_id_in_the_ledger_and_by_their_line_in_quarantine(run):
    Path("a.jsonl").write_text(lines(ROW, {"id": "x2", "content": 5}), "utf-8")
    result = run("clean", "a.jsonl", "-o", "out", "--edits", "led", "--text-key", "content", "--id-key", "id")
    assert result.exit_code == 1
    assert json.loads(Path("led/a.jsonl").read_bytes())["source"] == "a.jsonl:x1"
    assert json.loads(Path("out/.cleantext/quarantine.jsonl").read_bytes())["row"] == 2
    assert result.stderr.splitlines() == [
        "a.jsonl:x2: the value of 'content' is a number, not a string",
        "Documents without a result are in out/.cleantext/quarantine.jsonl",
        "2 documents, 1 changed, 1 failed; 0 characters removed, 1 repaired",
    ]
    assert run("clean", "a.jsonl", "-o", "o", "--text-key", "content", "--quiet").stderr.count("\n") == 1


def test_the_wrong_key_is_noticed_before_anything_is_written(run):
    Path("a.jsonl").write_text(lines(ROW) * 20, "utf-8")
    pq.write_table(pa.table({"content": ["a"]}), "a.parquet")
    for name in ("a.jsonl", "a.parquet"):
        result = run("clean", name, "-o", "out", "--text-key", "contents")
        assert result.exit_code == 2
        message = " ".join(result.stderr.split())
        assert "'contents'; did you mean 'content'?" in message
        assert "--text-key" in message
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a.parquet"], "give a file, and -o FOLDER"),
        (["-", "--format", "parquet", "-o", "new"], "give a file, and -o FOLDER"),
        (["a.jsonl.zst"], "needs a folder: -o FOLDER"),
        (["a.jsonl", "-o", "new", "--max-document", "much"], "'much' is no size"),
        (["a.jsonl", "-o", "new", "--workers", "0"], "0 is not in the range"),
        (["a.jsonl", "-o", "new", "--preset", "wbe"], "did you mean 'web'?"),
        (["a.jsonl", "-o", "new", "--suggestions", "a.jsonl"], "is read"),
    ],
)
def test_what_cannot_be_done_is_refused_before_anything_is_written(run, arguments, message):
    for name in ("a.jsonl", "a.parquet", "a.jsonl.zst"):
        Path(name).write_text(lines({"text": "a"}), "utf-8")
    result = run("clean", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in " ".join(result.stderr.split())
    assert not Path("new").exists()


def test_another_configuration_is_refused_until_a_restart(run):
    Path("a.txt").write_text("\u2f2f作。", "utf-8")
    assert run("clean", "a.txt", "-o", "out").exit_code == 0
    other = run("clean", "a.txt", "-o", "out", "--safety", "safe")
    assert other.exit_code == 2
    assert "another safety (likely, now safe)" in " ".join(other.stderr.split())
    assert run("clean", "a.txt", "-o", "out", "--safety", "safe", "--restart").exit_code == 0
    again = run("clean", "a.txt", "-o", "out", "--safety", "safe")
    assert "Done before: 1 document; --restart cleans them again." in again.stderr


def test_a_document_that_is_too_large_is_passed_on_as_it_is_and_told(run):
    data = ("\u2f2f作。" * 100).encode("gb18030", "replace")
    Path("a.txt").write_bytes(data)
    Path("b.jsonl").write_text(lines({"text": "\u2f2f作。" * 100}, {"text": "\u2f2f作。"}), "utf-8")
    result = run("clean", "a.txt", "b.jsonl", "-o", "out", "--edits", "led", "--max-document", 200)
    assert Path("out/a.txt").read_bytes() == data
    assert Path("out/b.jsonl").read_text("utf-8") == lines({"text": "\u2f2f作。" * 100}, {"text": "工作。"})
    assert "a.txt: note: left as it was: longer than --max-document" in result.stderr
    assert result.stderr.endswith("; 2 left as they were\n")
    verdicts = [json.loads(one)["verdict"]["kind"] for one in Path("led/b.jsonl").read_bytes().splitlines()]
    assert verdicts == ["kept", "text"]


def test_a_library_of_an_extra_that_is_missing_is_named(tmp_path):
    (tmp_path / "a.parquet").touch()
    (tmp_path / "a.jsonl.zst").touch()
    code = """
import sys
for name in ("pyarrow", "zstandard"):
    sys.modules[name] = None
from cleantext.__main__ import main
sys.argv[0] = "cleantext"
main()
"""
    for name, extra in (("a.parquet", "cleantext-zh[parquet]"), ("a.jsonl.zst", "cleantext-zh[zst]")):
        command = [sys.executable, "-c", code, "clean", name, "-o", "out"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert extra in done.stderr
        assert not (tmp_path / "out").exists()


def test_many_rows_that_fail_are_not_all_said(run):
    Path("a.jsonl").write_text(lines({"text": "a"}) + "{\n" * 1000, "utf-8")
    result = run("clean", "a.jsonl", "-o", "out")
    assert len(result.stderr.splitlines()) < 20
    assert "1,001 documents, 0 changed, 1,000 failed" in result.stderr
    assert Path("out/.cleantext/quarantine.jsonl").read_bytes().count(b"\n") == 1000
