"""The five seeds: every change was read and agreed by eye, and nothing else may happen to them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleantext import Document, clean, default_pipeline

AGREED = Path(__file__).parent / "seeds"
SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
PIPELINE = default_pipeline()


@pytest.fixture(params=SEEDS, ids=lambda path: path.name[:3])
def seed(request):
    return request.param


def changes_of(document):
    return [
        [" ".join(edit.rule for edit in change.edits), document.original[change.start : change.end], change.replacement]
        for change in document.changes
    ]


def test_there_are_five():
    assert len(SEEDS) == 5


def test_the_changes_are_the_ones_that_were_read_and_agreed(seed):
    assert changes_of(PIPELINE(seed.read_bytes())) == json.loads((AGREED / f"{seed.stem}.json").read_text("utf-8"))


def test_the_cleaned_text_is_the_one_that_was_read_and_agreed(seed):
    assert clean(seed.read_bytes()) == (AGREED / f"{seed.stem}.txt").read_text("utf-8")


def test_the_original_comes_back_exactly_from_the_ledger(seed):
    data = seed.read_bytes()
    document = PIPELINE(data)
    ledger = json.loads(json.dumps(document.to_dict(), ensure_ascii=False))
    assert Document.from_dict(ledger) == document
    text = document.text
    for change in ledger["changes"]:  # from the cleaned text and the list of changes alone
        start, end = change["start"], change["start"] + len(change["replacement"])
        assert text[start:end] == change["replacement"]
        text = text[:start] + change["removed"] + text[end:]
    assert text.encode() == data


def test_a_second_run_changes_nothing(seed):
    once = PIPELINE(seed.read_bytes()).text
    assert PIPELINE(once).changes == ()


def test_text_and_bytes_give_the_same(seed):
    data = seed.read_bytes()
    assert PIPELINE(data.decode()).text == PIPELINE(data).text == PIPELINE(data.decode().encode("gb18030")).text
