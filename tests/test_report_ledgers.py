"""Ledgers read back: whatever a run wrote is read, and whatever else stands there is reported."""

from __future__ import annotations

import gzip
import io
import json
import sys
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext import Document, Edit
from cleantext.run.clean import to_json
from cleantext.run.ledgers import Unread, read_ledgers
from cleantext.run.stream import compress_file

DOCUMENT = Document("正文下载", source="a.txt").apply([Edit(2, 4, "", "a-rule", "other", "a reason", "safe", {"n": 1})])


def line(document=DOCUMENT):
    return json.dumps(document.to_dict()).encode() + b"\n"


def read(*paths):
    return list(read_ledgers([str(path) for path in paths]))


def test_a_folder_of_ledgers_is_read_in_the_order_of_the_names(tmp_path):
    (tmp_path / "sub").mkdir()
    for name in ("b.txt", "a.txt", "sub/c.txt"):
        document = Document("甲", source=name)
        (tmp_path / f"{name}.json").write_bytes(to_json(document))
    (tmp_path / "clean.txt").write_text("no ledger", "utf-8")
    assert [one.source for one in read(tmp_path)] == ["a.txt", "b.txt", "sub/c.txt"]


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.json"])
def test_rows_are_read_one_document_a_line(tmp_path, name):
    data = line() + b"\n" + line()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    assert read(tmp_path) == [DOCUMENT, DOCUMENT]


def test_a_file_that_is_named_is_read_whatever_it_is_called(tmp_path):
    (tmp_path / "ledger").write_bytes(line())
    assert read(tmp_path / "ledger") == [DOCUMENT]
    assert read(tmp_path) == []


@pytest.mark.parametrize("data", [line(), to_json(DOCUMENT)])
def test_standard_input_is_read(monkeypatch, data):
    monkeypatch.setattr(sys, "stdin", Mock(buffer=io.BytesIO(data)))
    assert read("-") == [DOCUMENT]


def changed(**values):
    data = DOCUMENT.to_dict()
    data["changes"][0].update(values)
    return data


def edited(**values):
    data = DOCUMENT.to_dict()
    data["changes"][0]["edits"][0].update(values)
    return data


@pytest.mark.parametrize(
    "data",
    [
        None,
        3,
        [],
        {},
        {"format": 2},
        {"format": 1},
        {**DOCUMENT.to_dict(), "original": 3},
        {**DOCUMENT.to_dict(), "changes": 3},
        {**DOCUMENT.to_dict(), "source": [3]},
        {**DOCUMENT.to_dict(), "overlapped": "3"},
        {**DOCUMENT.to_dict(), "warnings": [{"code": 1, "message": "", "evidence": {}}]},
        changed(start=-1),
        changed(end=99),
        changed(start=4, end=2),
        changed(start="2"),
        changed(replacement=None),
        changed(edits=[]),
        edited(rule=3),
        edited(evidence=[3]),
        edited(unknown=3),
        {**DOCUMENT.to_dict(), "changes": DOCUMENT.to_dict()["changes"] * 2},
    ],
)
def test_what_is_no_ledger_is_named_with_its_line_and_the_others_are_read(tmp_path, data):
    path = tmp_path / "a.jsonl"
    path.write_bytes(line() + json.dumps(data).encode() + b"\n" + line())
    first, bad, last = read(path)
    assert first == last == DOCUMENT
    assert isinstance(bad, Unread)
    assert bad.place == f"{path}, line 2"


@given(st.binary(max_size=60))
def test_no_bytes_end_a_run(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("ledgers") / "a.jsonl"
    path.write_bytes(line() + data + b"\n" + line())
    found = read(path)
    assert found[0] == DOCUMENT
    assert all(isinstance(one, Unread) for one in found[1:-1])


def test_rows_in_zst_are_read(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(line() * 3)
    with (tmp_path / "b.jsonl.zst").open("wb") as file:
        compress_file(tmp_path / "a.jsonl", file)
    assert read(tmp_path) == [DOCUMENT] * 6


@pytest.mark.parametrize("name", ["missing.jsonl", "broken.jsonl.gz"])
def test_a_file_that_cannot_be_read_is_reported(tmp_path, name):
    (tmp_path / "broken.jsonl.gz").write_bytes(gzip.compress(line() * 100)[:-20])
    assert isinstance(read(tmp_path / name)[-1], Unread)
