"""report and stats: from the ledgers that clean writes to a page and to numbers."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from cleantext.__main__ import cli


def run(*arguments, **options):
    return CliRunner().invoke(cli, [str(one) for one in arguments], **options)


@pytest.fixture
def ledgers(tmp_path):
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_text("布臵工作。", "utf-8")
    (tmp_path / "in" / "sub" / "b.txt").write_text("正文。" * 20 + "\n下载需要20积分", "utf-8")
    (tmp_path / "in" / "c.txt").write_bytes("干部教育培训工作的基础是摸清底数。".encode() * 3 + b"\xff")
    assert run("clean", tmp_path / "in", "-o", tmp_path / "out", "--edits", tmp_path / "ledgers").exit_code == 0
    return tmp_path / "ledgers"


def test_report_writes_a_page_from_what_clean_wrote(ledgers, tmp_path):
    result = run("report", ledgers, "-o", tmp_path / "pages" / "r.html")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"{tmp_path / 'pages' / 'r.html'}: 3 documents, 2 changes\n"
    page = (tmp_path / "pages" / "r.html").read_text("utf-8")
    data = json.loads(page.split('id="data">')[1].split("</script>")[0])
    assert [view["source"].rsplit("/", 1)[1] for view in data["documents"]] == ["c.txt", "b.txt", "a.txt"]
    assert {rule["category"] for rule in data["rules"]} >= {"repair"}


def test_a_page_goes_to_report_html_if_nothing_else_is_said(ledgers, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("report", ledgers).exit_code == 0
    assert (tmp_path / "report.html").is_file()


def test_how_much_can_be_looked_at_is_for_the_caller_to_say(ledgers, tmp_path):
    run("report", ledgers, "-o", tmp_path / "r.html", "--documents", 1, "--samples", 0)
    data = json.loads((tmp_path / "r.html").read_text("utf-8").split('id="data">')[1].split("</script>")[0])
    assert len(data["documents"]) == 1
    assert not any(rule["samples"] for rule in data["rules"])
    assert dict(data["totals"])["documents"] == 3


def test_stats_shows_totals_kinds_rules_shares_and_warnings(ledgers):
    shown = run("stats", ledgers).stdout
    for words in (["documents", "3"], ["repair", "1", "1"], ["damaged", "1"], ["nothing", "2"]):
        assert any(line.split()[: len(words)] == words for line in shown.splitlines()), words
    assert "\x1b" not in shown


def test_stats_as_json_are_the_same_numbers(ledgers):
    found = json.loads(run("stats", "--json", ledgers).stdout)
    assert found["totals"]["documents"] == 3
    assert {one["name"]: one["repaired"] for one in found["categories"]}["repair"] == 1
    assert ["damaged", 1] in found["warnings"]


@pytest.mark.parametrize("command", ["report", "stats"])
def test_a_ledger_that_cannot_be_read_is_named_and_the_others_count(ledgers, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    (ledgers / "z.jsonl").write_text("no ledger\n" * 30, "utf-8")
    result = run(command, ledgers)
    assert result.exit_code == 1
    assert f"{ledgers / 'z.jsonl'}, line 1: no ledger" in result.stderr
    assert "line 21" not in result.stderr
    assert "and 10 more" in result.stderr


@pytest.mark.parametrize("command", ["report", "stats"])
def test_without_any_ledger_a_person_is_told_how_to_write_one(tmp_path, command):
    result = run(command, tmp_path)
    assert result.exit_code == 2
    assert "--edits LEDGER" in result.stderr


def test_clean_writes_the_page_itself_if_it_is_asked_to(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "布臵工作。"}\n{"text": "甲"}\n', "utf-8")
    page, ledgers = tmp_path / "r.html", tmp_path / "ledgers"
    result = run("clean", tmp_path / "a.jsonl", "-o", tmp_path / "out", "--edits", ledgers, "--report", page)
    assert result.exit_code == 0
    assert f"{page}: 2 documents, 1 change\n" in result.stderr
    without = run("clean", tmp_path / "a.jsonl", "-o", tmp_path / "out", "--report", page)
    assert without.exit_code == 2
    assert "--edits" in without.stderr
