"""explain, detect and rules: what a person sees of a document, its bytes and the rules."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

import cleantext
from cleantext import Damage, Decoded, Document, DocumentWarning, Edit, Pipeline
from cleantext.__main__ import cli
from cleantext.checking import check_rule
from cleantext.report.detected import damage, json_line
from cleantext.report.explain import explain
from cleantext.report.printable import printable
from cleantext.rules import builtin_rules, parse_rules


def shown(document):
    file = io.StringIO()
    explain(document, Console(file=file, highlight=False, markup=False, color_system=None))
    return file.getvalue()


def change(text, start, end, replacement="", **about):
    return Document(text).apply([Edit(start, end, replacement, "a-rule", "repair", "a reason", **about)])


def run(*arguments, **options):
    return CliRunner().invoke(cli, [str(one) for one in arguments], **options)


def on_a_terminal(*arguments, **variables):
    """Return what the real command writes to a terminal."""
    ours, its = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}
    with subprocess.Popen(
        [sys.executable, "-m", "cleantext", *arguments],
        stdin=its,
        stdout=its,
        stderr=its,
        env={**environment, "TERM": "xterm-256color", "COLUMNS": "100", **variables},
    ):
        os.close(its)
        parts = []
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            parts.append(part)
        os.close(ours)
    return b"".join(parts).decode()


def test_a_change_is_shown_with_where_what_and_why():
    text = "一" * 30 + "\n" + "二" * 30 + "布臵" + "三" * 30
    lines = shown(change(text, 61, 63, "布置", evidence={"grade": "A", "seen": 3})).splitlines()
    assert "line 2, characters 61-63" in lines
    assert "  …" + "二" * 20 + "[-布臵-]{+布置+}" + "三" * 20 + "…" in lines
    assert "  a-rule  repair, safe: a reason" in lines
    assert "    grade A, seen 3" in lines


def test_the_lines_of_a_block_are_shown_together_and_what_merely_touches_is_not():
    edits = [Edit(i, i + 2, "", "a-block", "other", "a block") for i in (0, 2, 4)]
    document = Document("一\n二\n三\n四").apply([*edits, Edit(6, 7, "肆", "a-rule", "repair", "a reason")])
    report = shown(document)
    assert "changes: 4" in report
    assert "line 1, characters 0-6, 3 changes in a row\n  [-一\\n二\\n三\\n-]四\n" in report
    assert "line 4, characters 6-7\n  一\\n二\\n三\\n[-四-]{+肆+}\n" in report


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_lines_are_counted_whatever_ends_them(end):
    text = end.join(["一", "二", "三"])
    assert f"line 3, characters {len(text) - 1}-{len(text)}" in shown(change(text, len(text) - 1, len(text)))


def test_a_suggestion_is_told_apart_from_a_change():
    before, after = shown(change("效劳", 0, 2, "服务", safety="suggest")).split("suggestions, not made: 1")
    assert "changes: 0" in before
    assert "[-效劳-]{+服务+}" in after


def test_suggestions_are_shown_in_the_order_of_the_text():
    edits = [Edit(at, at + 1, "", f"rule-{at}", "other", "a reason", "suggest") for at in (5, 1, 3)]
    report = shown(Document("一二三四五六七").apply(edits))
    assert [line.split()[0] for line in report.splitlines() if "a reason" in line] == ["rule-1", "rule-3", "rule-5"]


def test_long_stretches_are_shown_by_their_ends():
    report = shown(change("始" + "长" * 5000 + "终", 0, 5002))
    assert len(report) < 500
    assert "[-始长" in report
    assert "长终-]" in report
    assert "4,882 characters" in report


def test_the_head_tells_decoding_verdict_and_warnings():
    decoded = Decoded("正\ufffd", "gb18030", 0.876, "chardet", (Damage(2, 4, 1, 2),))
    document = Document("正\ufffd", source="in/a.txt", decoded=decoded).warn(
        [DocumentWarning("much_removed", "half of it")]
    )
    head = shown(document).splitlines()
    assert head[:5] == [
        "in/a.txt",
        "decoded  gb18030, confidence 0.88, by chardet",
        "damage   1 at bytes 2-4",
        "verdict  text",
        "warning  much_removed: half of it",
    ]
    assert "verdict  empty nothing but white space" in shown(Pipeline(())(" ")).splitlines()


@settings(deadline=None, max_examples=60)
@given(
    text=st.text(alphabet=st.characters(), max_size=60),
    source=st.text(alphabet=st.characters(), max_size=5),
    data=st.data(),
)
def test_nothing_of_a_document_reaches_the_terminal_as_a_control_character(text, source, data):
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    edit = Edit(start, end, text[::-1], source or "r", "other", text, "safe", {text: source, "n": [text]})
    document = Document(text, source=source).apply([edit]).warn([DocumentWarning(text, source)])
    report = shown(document)
    assert not {unicodedata.category(one) for one in report if one != "\n"} & {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}


@given(st.text(alphabet=st.characters()))
def test_printable_text_stands_in_one_line_and_can_be_encoded(text):
    assert len(printable(text).splitlines()) <= 1
    printable(text).encode()
    assert printable(printable(text)) == printable(text)


def test_what_a_person_can_read_is_not_escaped():
    assert printable("正文　a b，。“”①😀é") == "正文　a b，。“”①😀é"


def test_explain_prints_json_that_makes_the_document_again(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("\u2f2f作\x9b完毕".encode())
    result = run("explain", "--json", path)
    assert result.exit_code == 0
    assert Document.from_dict(json.loads(result.stdout)).text == cleantext.clean("\u2f2f作\x9b完毕")
    assert "\x9b" not in result.stdout


def test_explain_reads_standard_input_and_writes_no_escapes_into_a_pipe():
    result = run("explain", "-", input="\u2f2f作完毕")
    assert result.exit_code == 0
    assert "[-\u2f2f-]{+工+}作完毕" in result.stdout
    assert "\x1b" not in result.stdout


def test_explain_is_coloured_on_a_terminal_and_only_there(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("\u2f2f作\x1b[31m完毕".encode())
    coloured = on_a_terminal("explain", str(path))
    assert "\x1b[" in coloured
    assert "{+" not in coloured
    assert "\x1b[31m" not in coloured
    plain = on_a_terminal("explain", str(path), NO_COLOR="1")
    assert "\x1b" not in plain
    assert "{+" in plain


def test_a_progress_bar_stands_on_a_terminal_only(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_bytes("正文。".encode())
    (tmp_path / "in" / "b.bin").write_bytes(bytes(range(256)) * 8)
    there = on_a_terminal("clean", str(tmp_path / "in"), "-o", str(tmp_path / "out"))
    assert "2 documents" in there
    assert "kB" in there
    assert "b.bin: not text" in there
    assert "kB" not in on_a_terminal("clean", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--quiet")
    assert "\x1b" not in run("clean", tmp_path / "in", "-o", tmp_path / "out").output


@pytest.mark.parametrize("command", ["explain", "detect"])
def test_what_cannot_be_read_is_reported(tmp_path, command):
    (tmp_path / "zip").write_bytes(b"PK\x03\x04" + bytes(range(256)) * 8)
    for name in ("missing", "zip"):
        result = run(command, tmp_path / name)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith(f"{tmp_path / name}: ")


def test_detect_tells_the_encoding_of_each_file_a_line(tmp_path):
    text = "干部教育培训工作的基础是摸清底数，分类施策。" * 5
    (tmp_path / "a.txt").write_bytes(text.encode("gb18030"))
    (tmp_path / "b.txt").write_bytes(text.encode())
    (tmp_path / "c.bin").write_bytes(b"PK\x03\x04" + bytes(range(256)) * 8)
    result = run("detect", tmp_path)
    assert result.exit_code == 1
    rows = [line.split("\t") for line in result.stdout.splitlines()]
    assert [row[:2] for row in rows] == [[str(tmp_path / "a.txt"), "gb18030"], [str(tmp_path / "b.txt"), "utf-8"]]
    assert {row[3] for row in rows} == {"none"}
    assert "c.bin" in result.stderr


def test_detect_prints_json_with_every_place_of_damage(tmp_path):
    data = "干部教育培训工作的基础是摸清底数。".encode() * 5
    (tmp_path / "a.txt").write_bytes(data[:45] + b"\xff" + data[45:])
    row = json.loads(run("detect", "--json", tmp_path / "a.txt").stdout)
    assert row["file"] == str(tmp_path / "a.txt")
    assert [(one["byte_start"], one["byte_end"]) for one in row["damage"]] == [(45, 46)]
    assert "text" not in row


def test_the_json_of_detect_keeps_its_keys_and_is_the_same_every_time(tmp_path):
    lines = "加强党的建设，提高干部素质，是做好各项工作的保证。\n"
    (tmp_path / "a.txt").write_bytes(lines.encode("gb18030") + lines.encode() + b"\xff" + lines.encode())
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.5\n\x00")
    first, second = (run("detect", "--json", tmp_path) for _ in range(2))
    assert first.stdout == second.stdout
    text, refused = map(json.loads, first.stdout.splitlines())
    assert list(text) == ["file", "encoding", "confidence", "how", "damage", "parts"]
    assert [list(one) for one in text["damage"]] == [["byte_start", "byte_end", "start", "end"]]
    assert [list(one) for one in text["parts"]] == [["encoding", "byte_start", "byte_end", "start", "end"]] * 2
    assert isinstance(text["confidence"], float)
    assert list(refused) == ["file", "refused", "reason"]
    assert refused["refused"] == "pdf"


def test_only_the_first_places_of_damage_are_shown_to_a_person():
    places = tuple(Damage(i, i + 1, i, i + 1) for i in range(1000))
    assert damage(Decoded("", "utf-8", 1, "")) == "none"
    assert damage(Decoded("", "utf-8", 1, "", places[:2])) == "2 at bytes 0-1, 1-2"
    assert damage(Decoded("", "utf-8", 1, "", places)) == "1,000 at bytes 0-1, 1-2, 2-3, ..."


@given(st.text(alphabet=st.characters()))
def test_a_line_of_json_is_one_line_whatever_the_name(name):
    line = json_line(name, Decoded("正文", "utf-8", 1, "strict utf-8"))
    assert line.isascii()
    assert len(line.splitlines()) == 1


def test_rules_are_listed_by_category():
    rows = [line.split("\t") for line in run("rules", "list").stdout.splitlines()]
    assert [row[0] for row in rows] == [rule.id for rule in builtin_rules()]
    chosen = [line.split("\t")[1] for line in run("rules", "list", "--category", "share_header").stdout.splitlines()]
    assert set(chosen) == {"share_header"}


def test_a_rule_is_shown_with_everything_it_says():
    rule = builtin_rules()[0]
    report = run("rules", "show", rule.id).stdout
    for value in (rule.id, rule.category, rule.pattern, rule.reason, *rule.examples[0], *rule.counter_examples):
        assert printable(value) in report


def test_a_list_is_a_table_on_a_terminal():
    table = on_a_terminal("rules", "list", NO_COLOR="1").splitlines()
    assert table[0].split() == ["id", "category", "part", "where", "safety", "reason"]


def check(tmp_path, text):
    Path(tmp_path, "rules.toml").write_text(text, "utf-8")
    return run("rules", "check", tmp_path / "rules.toml")


def test_a_rule_that_is_right_is_ok(tmp_path, site_rule):
    result = check(tmp_path, site_rule)
    assert (result.exit_code, result.stdout) == (0, "ok    a-site\n")
    assert result.stderr == "1 rule, 0 wrong\n"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('下载100篇\\n正文。", "正文。"', '下载100篇\\n正文。", "正"', "example 1 becomes '正文。', not '正'"),
        ("某某文库下载100篇", "某某书库下载100篇", "example 1 is not found"),
        ("他说某某文库", "某某文库", "counter-example 1 should stay"),
        ('正文。", "正文。"', '正文。", "某某文库下载", "正文。"', "has no example that changes"),
        ('pattern = "某某文库下载.*"', 'pattern = "某某文库下载.*("', "no regular expression"),
        ("[[rule]]", "[rule", "not a TOML file"),
        ("share_header", "share_heder", 'write category = "share_header"'),
        ("a-site", "share-header", "'share-header' is also the id of a rule of the library"),
        ("某某文库下载.*", "某某文库(.+,)*下载.*", "is slow for a line like"),
    ],
)
def test_a_rule_with_a_mistake_is_named_with_the_mistake(tmp_path, old, new, problem, site_rule):
    assert old in site_rule
    result = check(tmp_path, site_rule.replace(old, new))
    assert result.exit_code == 1
    assert problem in result.output


def test_a_rule_file_that_cannot_be_read_is_reported(tmp_path, site_rule):
    Path(tmp_path, "rules.toml").write_text(site_rule, "utf-8")
    result = run("rules", "check", tmp_path / "missing.toml", tmp_path / "rules.toml")
    assert (result.exit_code, result.stdout) == (1, "ok    a-site\n")
    assert result.stderr.splitlines() == [
        f"{tmp_path / 'missing.toml'}: No such file or directory",
        "1 rule, 0 wrong, 1 file not read",
    ]


def test_passages_to_keep_are_shown_and_a_slip_in_the_name_of_a_rule_is_wrong(tmp_path, site_rule):
    keep = '[[keep]]\ntext = "甘愿效劳\\u202e一生"\nrule = "%s"\n'
    result = check(tmp_path, site_rule + keep % "xiaolao-for-fuwu")
    assert (result.exit_code, result.stderr) == (0, "1 rule, 1 passage to keep, 0 wrong\n")
    assert "\u202e" not in result.stdout
    assert check(tmp_path, keep % "a-rule-of-another-filter").exit_code == 0
    result = check(tmp_path, keep % "xiaolao-for-fuwv")
    assert result.exit_code == 1
    assert "did you mean 'xiaolao-for-fuwu'?" in result.stdout


def test_a_rule_that_is_found_again_in_what_should_stay_is_wrong(site_rule):
    [rule] = parse_rules(site_rule.replace('"正文。"]', '"某某文库下载\\n正文。"]').encode(), "a file")
    assert any("second run" in problem for problem in check_rule(rule))
