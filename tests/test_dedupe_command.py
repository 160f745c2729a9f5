"""`cleantext dedupe` as a person uses it: what is written, what is said, and what is refused."""

from __future__ import annotations

import json
from base64 import b64decode

import pytest
from click.testing import CliRunner

from cleantext import Document
from cleantext.__main__ import cli

LONG = (
    "去年以来,全市各级党组织认真学习贯彻会议精神,扎实推进基层组织建设,取得了明显成效,群众满意度得到提高,"
    "为全市经济社会发展提供了坚强的组织保证。"
)
OTHER = "会后,与会人员还实地参观了新建成的党员活动中心,并且同社区居民进行了座谈。"
NEAR = LONG.replace("明显", "朋显").replace(",", "，")


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Runs the command inside `tmp_path`."""

    def call(*arguments):
        result = CliRunner().invoke(cli, ["dedupe", *map(str, arguments)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    (tmp_path / "in").mkdir()
    return call


def fill(folder, **texts):
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")


def rows(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_copies_go_from_files_and_rows_of_every_shape(run, tmp_path):
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    fill(tmp_path / "in", a=f"{LONG}\n{OTHER}\n", b=f"标题\n{NEAR}\n")
    data = [{"id": 7, "text": f"{OTHER}\n收尾"}, {"id": 8, "text": None}, {"id": 9, "text": "另一件事。"}]
    (tmp_path / "in/c.jsonl").write_text("\n".join(json.dumps(one) for one in data), "utf-8")
    pq.write_table(pa.table({"text": [NEAR, "别的", None], "n": [1, 2, 3]}), tmp_path / "in/d.parquet")
    result = run("in", "-o", "out")
    assert result.exit_code == 0
    assert (tmp_path / "out/a.txt").read_text("utf-8") == f"{LONG}\n{OTHER}\n"
    assert (tmp_path / "out/b.txt").read_text("utf-8") == "标题\n"
    assert rows(tmp_path / "out/c.jsonl") == [{"id": 7, "text": "收尾"}, *data[1:]]
    assert pq.read_table(tmp_path / "out/d.parquet").to_pydict() == {"text": ["", "别的", None], "n": [1, 2, 3]}
    assert "6 documents, 0 failed; 3 paragraphs dropped" in result.stderr


def test_the_ledger_gives_the_document_and_names_what_stays(run, tmp_path):
    fill(tmp_path / "in", a=LONG, b=f"标题\n{NEAR}")
    (tmp_path / "in/c.jsonl").write_text(json.dumps({"text": OTHER + "\n" + LONG}) + "\n", "utf-8")
    assert run("in", "-o", "out", "--edits", "ledgers").exit_code == 0
    document = Document.from_dict(json.loads((tmp_path / "ledgers/b.txt.json").read_text("utf-8")))
    assert document.original == f"标题\n{NEAR}"
    assert document.text == (tmp_path / "out/b.txt").read_text("utf-8")
    assert document.changes[0].edits[0].evidence["kept_document"] == "in/a.txt"
    (line,) = rows(tmp_path / "ledgers/c.jsonl")
    assert Document.from_dict(line).source == "in/c.jsonl#1"


def test_clusters_are_shown_with_the_differing_characters_marked(run, tmp_path):
    fill(tmp_path / "in", a=LONG, b=LONG.replace("明显", "朋显"), c=f"2019年{LONG}", d=f"2018年{LONG}")
    result = run("in/a.txt", "in/b.txt", "-o", "out", "--show", "3", "--decisions", "decisions.jsonl")
    assert "kept      in/a.txt" in result.stdout
    assert "dropped   in/b.txt" in result.stdout
    assert "[-明-]{+朋+}显成效" in result.stdout
    (line,) = rows(tmp_path / "decisions.jsonl")
    assert (line["dropped"]["document"], line["kept"]["document"], line["reason"]) == ("in/b.txt", "in/a.txt", "near")
    result = run("in/c.txt", "in/d.txt", "-o", "out", "--show", "3", "--decisions", "decisions.jsonl")
    assert "both stay" in result.stdout
    assert "another date" in result.stdout
    assert rows(tmp_path / "decisions.jsonl")[0]["stay"][0]["document"] == "in/c.txt"


def test_hostile_text_reaches_the_terminal_escaped(run, tmp_path):
    fill(tmp_path / "in", a=f"{LONG}\x1b[31m", b=NEAR)
    result = run("in", "-o", "out", "--show", "1")
    assert "\x1b" not in result.stdout


def test_documents_most_of_which_stand_elsewhere_are_left_out_if_asked(run, tmp_path):
    data = [{"text": f"{LONG}\n{OTHER}"}, {"text": f"{OTHER}\n{NEAR}"}, {"text": "别的内容"}]
    (tmp_path / "in/a.jsonl").write_text("\n".join(map(json.dumps, data)), "utf-8")
    result = run("in", "-o", "out", "--documents", "0.9")
    assert rows(tmp_path / "out/a.jsonl") == [data[0], data[2]]
    assert "in/a.jsonl#2: 100.0% stand in other documents, most in in/a.jsonl#1; it is left out" in result.stderr


def test_an_index_remembers_earlier_runs(run, tmp_path):
    pytest.importorskip("duckdb")
    fill(tmp_path / "in", a=NEAR.replace("推进", "推3进"), b=OTHER)
    assert run("in", "-o", "out", "--index", "index").exit_code == 0
    (tmp_path / "new").mkdir()
    fill(tmp_path / "new", c=f"{LONG}\n{OTHER}\n新的内容")
    result = run("new", "-o", "out", "--index", "index", "--show", "1")
    assert (tmp_path / "out/c.txt").read_text("utf-8") == "新的内容"
    assert "(not read in this run)" in result.stdout
    run("new", "-o", "out", "--index", "index", "--redecide")
    assert (tmp_path / "out/c.txt").read_text("utf-8") == f"{LONG}\n新的内容"
    fill(tmp_path / "new", c="换了一篇文章")
    result = run("new", "-o", "out", "--index", "index")
    assert (result.exit_code, (tmp_path / "out/c.txt").read_text("utf-8")) == (1, "换了一篇文章")
    assert "in/c.txt" not in result.stderr
    assert "new/c.txt: the index knows it with another text" in result.stderr


def test_an_index_finds_what_stands_inside_another_paragraph(run, tmp_path):
    pytest.importorskip("duckdb")
    fill(tmp_path / "in", a=f"{OTHER}{LONG}", b=f"标题\n{LONG}")
    assert run("in", "-o", "out", "--index", "index").exit_code == 0
    assert (tmp_path / "out/b.txt").read_text("utf-8") == f"标题\n{LONG}"
    decided = run("in", "-o", "out", "--index", "index", "--contained", "--redecide", "--memory", "400", "--show", "1")
    assert (tmp_path / "out/b.txt").read_text("utf-8") == "标题"
    assert "contained, 1.0000" in decided.stdout


def test_an_index_gives_the_results_and_the_decisions_of_a_run_in_memory(run, tmp_path, corpus):
    pytest.importorskip("duckdb")
    texts = corpus(1, 40)
    fill(tmp_path / "in", **dict(list(texts.items())[:20]))
    rest = [json.dumps({"text": text}) for text in list(texts.values())[20:]]
    (tmp_path / "in/z.jsonl").write_text("\n".join(rest), "utf-8")
    for out, options in (("memory", []), ("disk", ["--index", "index"])):
        assert run("in", "-o", out, "--decisions", f"{out}.json", "--documents", "0.9", *options).exit_code == 0
    names = sorted(one.name for one in (tmp_path / "memory").glob("[!.]*"))
    assert [(tmp_path / "disk" / name).read_bytes() for name in names] == [
        (tmp_path / "memory" / name).read_bytes() for name in names
    ]
    assert sorted(rows(tmp_path / "disk.json"), key=str) == sorted(rows(tmp_path / "memory.json"), key=str)


def test_a_file_whose_name_is_no_unicode_is_a_document(run, tmp_path):
    pytest.importorskip("duckdb")
    try:
        (tmp_path / "in" / "caf\udce9.txt").write_text(LONG, "utf-8")
    except OSError:
        pytest.skip("no such names on this disk")
    fill(tmp_path / "in", a=LONG)
    assert run("in", "-o", "out", "--index", "index", "--show", "1").exit_code == 0
    assert (tmp_path / "out" / "caf\udce9.txt").read_text("utf-8") == ""


def test_an_index_with_other_settings_is_wrong_use(run, tmp_path):
    pytest.importorskip("duckdb")
    fill(tmp_path / "in", a=LONG)
    assert run("in", "-o", "out", "--index", "index").exit_code == 0
    before = (tmp_path / "index/index.duckdb").read_bytes()
    result = run("in", "-o", "out", "--index", "index", "--threshold", "0.8")
    assert result.exit_code == 2
    assert "threshold 0.9, not 0.8" in result.stderr
    assert (tmp_path / "index/index.duckdb").read_bytes() == before


def test_what_cannot_be_read_is_reported_and_the_rest_goes_on(run, tmp_path):
    (tmp_path / "in/a.bin").write_bytes(b"PK\x03\x04" + bytes(40))
    (tmp_path / "in/b.jsonl").write_text('{"text": "甲"}\nno json\n', "utf-8")
    fill(tmp_path / "in", c=LONG, d=LONG)
    result = run("in", "-o", "out")
    assert result.exit_code == 1
    assert "in/a.bin: not text" in result.stderr
    assert "in/b.jsonl#2: not JSON" in result.stderr
    assert (tmp_path / "out/d.txt").read_text("utf-8") == ""
    assert rows(tmp_path / "out/b.jsonl") == [{"text": "甲"}]
    assert not (tmp_path / "out/a.bin").exists()
    assert "3 documents, 2 failed" in result.stderr


def test_what_is_left_out_is_in_quarantine_with_its_place_its_reason_and_its_bytes(run, tmp_path):
    (tmp_path / "in/a.bin").write_bytes(b"PK\x03\x04" + b"\xff" * 40)
    (tmp_path / "in/b.jsonl").write_bytes(b'{"text": "1"}\nno json\n{"n": 1}\n')
    (tmp_path / "in/c.parquet").write_bytes(b"no table")
    result = run("in", "-o", "out")
    assert (result.exit_code, "1 documents, 4 failed" in result.stderr) == (1, True)
    assert "Documents without a result are in out/.cleantext/quarantine.jsonl" in result.stderr
    found = rows(tmp_path / "out/.cleantext/quarantine.jsonl")
    assert [(one["source"], one.get("row"), one.get("text")) for one in found] == [
        ("in/a.bin", None, None),
        ("in/b.jsonl", 2, "no json\n"),
        ("in/b.jsonl", 3, '{"n": 1}\n'),
        ("in/c.parquet", None, None),
    ]
    assert b64decode(found[0]["base64"]) == (tmp_path / "in/a.bin").read_bytes()
    assert [one["reason"].split(":")[0] for one in found[:2]] == ["not text", "not JSON"]


def test_the_quarantine_keeps_what_other_runs_left_out_and_forgets_what_is_read_again(run, tmp_path):
    (tmp_path / "in/a.jsonl").write_text("no json\n", "utf-8")
    (tmp_path / "in/b.jsonl").write_text("none either\n", "utf-8")
    run("in/a.jsonl", "-o", "out")
    run("in/b.jsonl", "-o", "out")
    path = tmp_path / "out/.cleantext/quarantine.jsonl"
    assert [one["source"] for one in rows(path)] == ["in/a.jsonl", "in/b.jsonl"]
    (tmp_path / "in/a.jsonl").write_text('{"text": "1"}\n', "utf-8")
    assert run("in/a.jsonl", "-o", "out").exit_code == 0
    assert [one["source"] for one in rows(path)] == ["in/b.jsonl"]


def test_results_of_cleaning_are_not_mixed_with_those_of_dedupe(run, tmp_path):
    fill(tmp_path / "in", a=LONG)
    assert CliRunner().invoke(cli, ["clean", "in", "-o", "out"]).exit_code == 0
    result = run("in", "-o", "out")
    assert result.exit_code == 2
    assert "choose another folder" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-", "-o", "out"], "can be read only once"),
        (["in", "-o", "in"], "choose another folder"),
        (["in", "-o", "out", "--threshold", "90"], "between 0.6 and 1"),
        (["in", "-o", "out", "--redecide"], "--redecide goes with --index"),
        (["in", "-o", "out", "--memory", "400"], "--memory goes with --index"),
        (["in", "-o", "out", "--index", "in"], "choose another folder"),
        (["in"], "Missing option"),
    ],
)
def test_wrong_use_is_said_and_nothing_is_written(arguments, said, run, tmp_path):
    fill(tmp_path / "in", a=LONG)
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert (tmp_path / "in/a.txt").read_text("utf-8") == LONG
    assert not list(tmp_path.glob("out/*"))


def test_two_rows_of_one_name_are_reported(run, tmp_path):
    (tmp_path / "in/a.jsonl").write_text('{"id": "x", "text": "甲"}\n{"id": "x", "text": "乙"}\n', "utf-8")
    result = run("in", "-o", "out", "--id-key", "id")
    assert result.exit_code == 1
    assert "another document has the same name" in result.stderr
    assert [one["text"] for one in rows(tmp_path / "out/a.jsonl")] == ["甲", "乙"]


@pytest.mark.parametrize("step", ["search", "duplicates", "vetoes"])
def test_a_database_that_fails_ends_the_command_with_one_line(run, tmp_path, monkeypatch, step):
    duckdb = pytest.importorskip("duckdb")
    store = pytest.importorskip("cleantext.dedupe.store")

    def fails(*_, **__):
        raise duckdb.IOException("No space left on device\nmore of it")
        yield

    monkeypatch.setattr(store.Index, step, fails)
    fill(tmp_path / "in", a=LONG, b=NEAR)
    result = run("in", "-o", "out", "--index", "index", "--show", "1")
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr.splitlines()[-1]
