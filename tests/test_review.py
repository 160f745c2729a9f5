"""The review loop: what a person finds wrong is not done again."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
import termios
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

import cleantext
from cleantext import Document, Edit, Keep, RuleError
from cleantext.__main__ import cli
from cleantext.report.marks import Mark, MarksError, keeps_of, parse_marks, verdicts
from cleantext.report.review import step_through
from cleantext.report.samples import sample_of, with_passages
from cleantext.run.own_rules import add_keeps

MARK = {"mark": "wrong", "rules": ["a"], "keep": "甲", "removed": "", "replacement": "", "source": ""}

TEXT = "他说的甘愿布臵是对的。我们布臵任务，大家都来。"


def run(*arguments, **options):
    return CliRunner().invoke(cli, [str(one) for one in arguments], **options)


def samples(count=3):
    text = "甲" * count
    document = Document(text, source="a.txt").apply(
        [Edit(i, i + 1, "乙", f"rule-{i}", "repair", "a reason") for i in range(count)]
    )
    return [sample_of(document, change, f"passage {i}", suggested=False) for i, change in enumerate(document.changes)]


def answered(keys, count=3):
    """Return what was said of which change, and what was shown."""
    waiting = iter(keys)
    file = io.StringIO()

    def ask():
        key = next(waiting, None)
        if key is None:
            raise EOFError
        return key

    marks = step_through(samples(count), ask, Console(file=file, highlight=False, markup=False, color_system=None))
    return {mark.keep[-1]: "wrong" if mark.wrong else "right" for mark in marks}, file.getvalue()


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("rwr", {"0": "right", "1": "wrong", "2": "right"}),
        ("sw\r", {"1": "wrong"}),
        ("wbr", {"0": "right"}),
        ("bbw", {"0": "wrong"}),
        ("wq", {"0": "wrong"}),
        ("x?W", {"0": "wrong"}),
        ("w", {"0": "wrong"}),
        ("", {}),
    ],
)
def test_keys_mark_skip_go_back_and_finish(keys, said):
    assert answered(keys)[0] == said


def test_each_change_is_shown_with_its_rule_and_where_it_is():
    shown = answered("rb")[1]
    assert "1 of 3\na.txt, character 0\n  [-甲-]{+乙+}甲甲\n  rule-0  repair, safe: a reason\n" in shown
    assert "1 of 3, marked right" in shown


def test_what_is_wrong_becomes_a_passage_to_keep_and_what_is_right_does_not():
    marks = [
        Mark(wrong=True, rules=("a", "b"), keep="甲", source="x"),
        Mark(wrong=False, rules=("a",), keep="乙"),
        Mark(wrong=True, rules=("a",), keep=""),
    ]
    assert list(keeps_of(marks)) == [Keep("甲", seen="x: a, b")]
    assert verdicts(marks) == [("a", 1, 2), ("b", 0, 1)]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"[]",
        b'{"format": 2, "marks": []}',
        b'{"format": 1, "marks": {}}',
        b'{"format": 1, "marks": [3]}',
        b'{"format": 1, "marks": [{"mark": "wrong"}]}',
        json.dumps({"format": 1, "marks": [{**MARK, "mark": "maybe"}]}).encode(),
        json.dumps({"format": 1, "marks": [{**MARK, "rules": [3]}]}).encode(),
        json.dumps({"format": 1, "marks": [{**MARK, "keep": None}]}).encode(),
    ],
)
def test_what_are_no_marks_is_refused(tmp_path, data):
    with pytest.raises(MarksError):
        parse_marks(data)
    (tmp_path / "marks.json").write_bytes(data)
    result = run("review", "--apply", tmp_path / "marks.json", "-o", tmp_path / "my.toml")
    assert result.exit_code == 2
    assert "marks.json: " in result.stderr
    assert not (tmp_path / "my.toml").exists()


@given(
    st.lists(st.builds(Keep, st.text(st.characters(), min_size=1), st.text(st.characters()), st.text(st.characters())))
)
def test_any_passage_can_be_written_and_read_back(tmp_path_factory, keeps):
    path = tmp_path_factory.mktemp("rules") / "my.toml"
    added = add_keeps(path, keeps)
    wanted = {}
    for keep in keeps:
        if (keep.text + keep.rule).isascii() or not any("\ud800" <= one <= "\udfff" for one in keep.text + keep.rule):
            wanted.setdefault((keep.text, keep.rule), keep)
    assert added == len(wanted)
    if not wanted:
        assert not path.exists()
        return
    found = tomllib.loads(path.read_bytes().decode())["keep"]
    assert [(one["text"], one.get("rule", "")) for one in found] == list(wanted)
    assert add_keeps(path, keeps) == 0


def test_a_file_that_is_there_is_added_to_and_otherwise_left_as_it_is(tmp_path):
    path = tmp_path / "my.toml"
    path.write_bytes("# 我的\r\n[[keep]]\r\ntext = '甲'".encode())
    assert add_keeps(path, [Keep("甲"), Keep("乙", "a")]) == 1
    assert path.read_bytes().startswith("# 我的\r\n[[keep]]\r\ntext = '甲'\n\n[[keep]]\n".encode())
    before = path.read_bytes()
    path.write_bytes(before + b"[[rules]]\n")
    with pytest.raises(RuleError, match=r"my\.toml"):
        add_keeps(path, [Keep("丙")])
    assert path.read_bytes() == before + b"[[rules]]\n"


def test_the_whole_loop_from_marks_to_the_next_run(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    rule = cleantext.default_pipeline()(TEXT).changes[0].edits[0].rule
    mark = {
        "mark": "wrong",
        "rules": [rule],
        "keep": "甘愿布臵",
        "removed": "臵",
        "replacement": "置",
        "source": "a.txt",
    }
    right = {**mark, "mark": "right", "keep": "我们布臵"}
    (tmp_path / "marks.json").write_text(json.dumps({"format": 1, "marks": [mark, right]}), "utf-8")
    for added in ("1 new passage", "0 new passages"):
        result = run("review", "--apply", tmp_path / "marks.json", "-o", tmp_path / "my.toml")
        assert result.exit_code == 0
        assert result.stdout == f"{rule}\t1\t1\n"
        assert f"my.toml: {added} to keep" in result.stderr
    assert run("rules", "check", tmp_path / "my.toml").exit_code == 0
    cleaned = run("clean", tmp_path / "a.txt", "--rules", tmp_path / "my.toml").stdout
    assert cleaned == "他说的甘愿布臵是对的。我们布置任务，大家都来。"


def iter_until(file, words):
    """Yield the lines of a file up to the one that holds `words`."""
    for line in file:
        yield line
        if words in line:
            return


@pytest.mark.parametrize("seed", ["000", "001", "003"])
def test_any_change_of_a_seed_can_be_marked_and_is_the_only_one_not_made(seed):
    [path] = (Path(__file__).parents[1] / "seeds").glob(f"{seed}_*")
    document = cleantext.default_pipeline()(path.read_bytes())
    for change, keep, _ in with_passages(document):
        pipeline = cleantext.default_pipeline(rules=[Keep(keep)])
        again = pipeline(document.original)
        places = {(one.start, one.end) for one in document.changes} - {(change.start, change.end)}
        assert {(one.start, one.end) for one in again.changes} == places
        assert pipeline(again.text).changes == ()


def test_at_a_terminal_a_person_is_asked_about_each_change(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    run("clean", tmp_path / "a.txt", "-o", tmp_path / "out", "--edits", tmp_path / "ledgers")
    ours, its = pty.openpty()
    command = [sys.executable, "-m", "cleantext", "review", tmp_path / "ledgers", "-o", tmp_path / "my.toml"]
    with subprocess.Popen(command, stdin=its, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        os.write(ours, b"w")  # before anything is asked
        assert "1 of 2" in b"".join(iter_until(process.stdout, b"q finish")).decode()
        os.write(ours, b"w")
        _, said = process.communicate(timeout=60)
    os.close(ours)
    os.close(its)
    assert "2 new passages to keep" in said.decode()
    assert run("clean", tmp_path / "a.txt", "--rules", tmp_path / "my.toml").stdout == TEXT


def test_a_review_that_is_ended_leaves_the_terminal_as_it_was(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    run("clean", tmp_path / "a.txt", "-o", tmp_path / "out", "--edits", tmp_path / "ledgers")
    ours, its = pty.openpty()
    before = termios.tcgetattr(its)
    os.write(ours, b"wq")
    command = [sys.executable, "-m", "cleantext", "review", tmp_path / "ledgers", "-o", tmp_path / "my.toml"]
    done = subprocess.run(command, stdin=its, capture_output=True, check=False, timeout=60)
    assert termios.tcgetattr(its) == before
    os.close(ours)
    os.close(its)
    assert "1 new passage to keep" in done.stderr.decode()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "one of the two"),
        (["ledgers", "--apply", "marks.json"], "one of the two"),
        (["ledgers"], "needs a terminal"),
        (["--apply", "missing.json"], "missing.json: No such file"),
    ],
)
def test_wrong_use_is_told(tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    result = run("review", *arguments, "-o", "my.toml")
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_rule_file_with_a_mistake_is_not_written_to(tmp_path):
    (tmp_path / "marks.json").write_text('{"format": 1, "marks": []}', "utf-8")
    (tmp_path / "my.toml").write_text("[[rules]]", "utf-8")
    result = run("review", "--apply", tmp_path / "marks.json", "-o", tmp_path / "my.toml")
    assert result.exit_code == 2
    assert "my.toml: a rule file holds" in result.stderr
