"""A document that ends the process which cleans it fails like any other, and the run goes on."""

from __future__ import annotations

import json
import os
import signal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleantext import Edit, Pipeline, WorkerError
from cleantext.commands.clean import workers_for
from cleantext.run import rescue as rescue_module
from cleantext.run.config import load_config
from cleantext.run.corpus import clean_all
from cleantext.run.journal import opened
from cleantext.run.plan import Folders, plan
from cleantext.run.rescue import rescue
from cleantext.run.shape import shape_of
from cleantext.run.sources import STATE, Source, find
from cleantext.run.work import Task

DEADLY = "崩"
TEXTS = [f"第{number}篇下载。" + DEADLY * (number in (3, 8)) for number in range(12)]


def die_or_fail(document):
    """Takes 下载 away; a document with 崩 ends the process, or fails if there is a variable that says so."""
    if DEADLY in document.text:
        if "FAIL" in os.environ:
            raise ZeroDivisionError
        os.kill(os.getpid(), signal.SIGKILL)
    at = document.text.find("下载")
    if at >= 0:
        yield Edit(at, at + 2, "", "a-rule", "other", "a reason")


PIPELINE = Pipeline((die_or_fail,))


def fill(folder):
    folder.mkdir()
    for number, text in enumerate(TEXTS):
        (folder / f"{number:02}.txt").write_text(text, "utf-8")
    lines = [json.dumps({"text": text}, ensure_ascii=False) for text in TEXTS]
    (folder / "a.jsonl").write_text("\n".join(lines), "utf-8")
    pq.write_table(pa.table({"text": TEXTS}), folder / "b.parquet")


def jobs_for(folder, out):
    sources = [one for one in find([str(folder)]) if isinstance(one, Source)]
    return plan(sources, Folders(out / "out", out / "ledgers"), lambda source: shape_of(source.place.name))


def run(folder, out, workers):
    """Clean a folder; return the total and what is in quarantine."""
    with opened(out / "out", {}, restart=False) as journal:
        *_, last = clean_all(jobs_for(folder, out), (PIPELINE,), workers, journal)
    quarantine = (out / "out" / STATE / "quarantine.jsonl").read_text("utf-8").splitlines()
    return last.total, [json.loads(line) for line in quarantine]


def results(out):
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and STATE not in path.parts
    }


def test_documents_that_end_their_process_go_to_quarantine_and_all_others_are_cleaned(tmp_path, monkeypatch):
    fill(tmp_path / "in")
    total, quarantine = run(tmp_path / "in", tmp_path / "a", 2)
    monkeypatch.setenv("FAIL", "1")
    other_total, others = run(tmp_path / "in", tmp_path / "b", 1)
    assert total == other_total
    assert total.failed == 6
    assert results(tmp_path / "a") == results(tmp_path / "b")
    assert {one["reason"] for one in quarantine} == {
        "the process that cleaned it was ended by signal 9, twice; is there enough memory for it?"
    }
    assert [{**one, "reason": ""} for one in quarantine] == [{**one, "reason": ""} for one in others]


def test_what_ended_its_process_is_not_tried_again_by_the_next_run(tmp_path):
    fill(tmp_path / "in")
    run(tmp_path / "in", tmp_path, 2)
    total, quarantine = run(tmp_path / "in", tmp_path, 1)
    assert (total.failed, len(quarantine)) == (6, 6)


def test_a_worker_that_dies_of_something_else_than_its_documents_costs_nothing(tmp_path):
    (tmp_path / "a.txt").write_text("下载", "utf-8")
    done = rescue((PIPELINE,), Task(tuple(jobs_for(tmp_path, tmp_path / "out"))))
    assert done.total.failed == 0
    assert (tmp_path / "out" / "out" / "a.txt").read_bytes() == b""


def test_after_a_run_that_was_killed_there_are_several_processes_since_a_document_may_have_done_it(tmp_path):
    config = load_config(None, {}, {"workers": 1})
    with opened(tmp_path, {}, restart=False) as journal:
        assert workers_for([], 0, config, journal) == 1
    (tmp_path / STATE / "lock").write_text("at work", "utf-8")
    with opened(tmp_path, {}, restart=False) as journal:
        assert workers_for([], 0, config, journal) == 2


def test_the_run_ends_where_too_many_documents_end_their_process(tmp_path, monkeypatch):
    monkeypatch.setattr(rescue_module, "MOST", 1)
    fill(tmp_path / "in")
    with pytest.raises(WorkerError, match="signal 9"):
        run(tmp_path / "in", tmp_path, 2)
