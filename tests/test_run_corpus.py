"""A whole run: the same results however it is shared and however often it breaks off; nothing twice, nothing lost."""

from __future__ import annotations

import base64
import errno
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import deque
from contextlib import contextmanager, suppress
from itertools import count, islice
from pathlib import Path
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

import cleantext
from cleantext import Document, Edit, Pipeline
from cleantext.run import corpus, shard, split
from cleantext.run.corpus import clean_all
from cleantext.run.journal import Journal, opened
from cleantext.run.outcome import NOTHING, Outcome, Total
from cleantext.run.plan import Folders, PlanError, plan
from cleantext.run.shape import shape_of
from cleantext.run.sources import STATE, Source, find
from cleantext.run.write import part_of

FAILS = "崩"
SOURCE = "a.jsonl"


def drop_notice(document):
    """Takes 下载 away, suggests to repair 布臵, and puts a line end behind 断; a document with 崩 breaks."""
    if FAILS in document.text:
        raise ZeroDivisionError("a bug")
    for word, new, safety in (("下载", "", "safe"), ("布臵", "布置", "suggest"), ("断", "断\n", "safe")):
        at = document.text.find(word)
        while at >= 0 and not (word == "断" and document.text.startswith("断\n", at)):
            yield Edit(at, at + len(word), new, "a-rule", "other", "a reason", safety)
            at = document.text.find(word, at + 1)


PIPELINE = Pipeline((drop_notice,))


def shape_for(source):
    return shape_of(source.place.name, "lines" if source.place.suffix == ".lines" else None, longest=400)


def fill(folder):
    """Make a folder with every kind of file, and with documents that fail and that are too long."""
    (folder / "deep").mkdir(parents=True)
    texts = [f"第{number}篇下载布臵。" + FAILS * (number == 7) + "长" * 200 * (number == 11) for number in range(30)]
    for number, text in enumerate(texts[:12]):
        (folder / f"{number:02}.txt").write_text(text, "utf-8")
    lines = [json.dumps({"n": 1.50, "text": text}, ensure_ascii=False) for text in texts]
    data = ("\n".join([*lines, "{", '{"text": null}', '{"text": "' + "x" * 3000 + '"}', lines[0]]) + "\n").encode()
    (folder / "a.jsonl").write_bytes(data)
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(data))
    (folder / "deep" / "c.jsonl.zst").write_bytes(zstandard.compress(data))
    (folder / "d.lines").write_text("\n".join([*texts, "断"]), "utf-8")
    pq.write_table(pa.table({"text": [*texts, None]}), folder / "e.parquet", row_group_size=9)
    (folder / "f.jsonl.gz").write_bytes(gzip.compress(data)[:-20])
    (folder / "g.bin").write_bytes(b"PK\x03\x04" + bytes(range(256)) * 1)


def jobs_for(folder, out):
    sources = [one for one in find([str(folder)]) if isinstance(one, Source)]
    return plan(sources, Folders(out / "out", out / "ledgers", out / "suggestions"), shape_for)


def run(folder, out, workers=1, stop_after=None):
    """Clean a folder, and break off after some steps; return the last step."""
    with reopened(out / "out") as journal:
        steps = clean_all(jobs_for(folder, out), (PIPELINE,), workers, journal)
        last = deque(islice(steps, stop_after), 1).pop()
        steps.close()
    return last


def reopened(out):
    return opened(out, {"a": "b"}, restart=False)


def results(out):
    """Return every file of the results, hidden ones too, but for the journal."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.name not in ("journal.jsonl", "run.json", "lock")
    }


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A folder, and the results of an undisturbed run over it."""
    folder = tmp_path_factory.mktemp("whole")
    fill(folder / "in")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(split, "SIZE", 500)
        patched.setattr("cleantext.run.parquet.SIZE", 500)
        last = run(folder / "in", folder / "right")
    return folder / "in", results(folder / "right"), last


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Pieces are small, and every step is written down."""
    monkeypatch.setattr(split, "SIZE", 500)
    monkeypatch.setattr("cleantext.run.parquet.SIZE", 500)
    monkeypatch.setattr(shard, "OFTEN", 0)


def rows(data):
    return [json.loads(line) for line in data.decode().splitlines()]


def test_every_kind_of_file_is_cleaned_into_its_own_shape(whole):
    _, right, last = whole
    lines = rows(right["out/a.jsonl"])
    assert lines[0] == {"n": 1.5, "text": "第0篇布臵。"}
    assert [line["text"] for line in lines[-3:]] == [None, "x" * 3000, "第0篇布臵。"]
    assert rows(gzip.decompress(right["out/b.jsonl.gz"])) == lines
    assert rows(zstandard.decompress(right["out/deep/c.jsonl.zst"], 10**6)) == lines
    assert right["out/d.lines"].decode().split("\n")[:2] == ["第0篇布臵。", "第1篇布臵。"]
    assert right["out/d.lines"].decode().endswith("\n断")
    assert right["out/00.txt"].decode() == "第0篇布臵。"
    table = pq.read_table(pa.BufferReader(right["out/e.parquet"]))["text"].to_pylist()
    assert table[:2] == ["第0篇布臵。", "第1篇布臵。"]
    assert table[-1] is None
    assert len(table) == 30
    assert last.total.failed == 11


def test_a_file_that_breaks_off_has_no_result(whole):
    _, right, _ = whole
    assert not [name for name in right if "f.jsonl" in name]
    assert not [name for name in right if ".part" in name or ".tmp" in name]


@pytest.mark.parametrize(
    ("output", "ledger"),
    [
        ("out/a.jsonl", "ledgers/a.jsonl"),
        ("out/d.lines", "ledgers/d.lines.jsonl"),
        ("out/00.txt", "ledgers/00.txt.json"),
    ],
)
def test_the_ledger_has_the_same_rows_in_the_same_order(whole, output, ledger):
    _, right, _ = whole
    data = right[output].decode()
    texts = [json.loads(one)["text"] for one in data.splitlines()] if output.endswith(".jsonl") else data.split("\n")
    found = right[ledger].splitlines() if ledger.endswith(".jsonl") else [right[ledger]]
    documents = [Document.from_dict(json.loads(one)) for one in found]
    assert len(documents) == len(texts)
    for text, document in zip(texts, documents, strict=True):
        assert text == document.text or document.verdict == "kept"


def test_suggestions_stand_beside_the_texts(whole):
    _, right, _ = whole
    [suggested] = rows(right["suggestions/a.jsonl"])[0]["suggestions"]
    assert (suggested["removed"], suggested["replacement"]) == ("布臵", "布置")
    assert len(rows(right["suggestions/a.jsonl"])) == len(rows(right["out/a.jsonl"]))


def test_what_has_no_result_is_in_quarantine_with_its_reason_and_its_bytes(whole):
    folder, right, _ = whole
    found = rows(right[f"out/{STATE}/quarantine.jsonl"])
    lines = (folder / "a.jsonl").read_bytes().splitlines(keepends=True)
    mine = [one for one in found if one["source"].endswith("a.jsonl")]
    assert [(one["row"], one["text"].encode()) for one in mine] == [(8, lines[7]), (31, lines[30])]
    assert mine[0]["reason"] == "ZeroDivisionError: a bug"
    [binary] = [one for one in found if one["source"].endswith("g.bin")]
    assert base64.b64decode(binary["base64"]) == (folder / "g.bin").read_bytes()
    assert "not text" in binary["reason"]
    assert not [one for one in found if "f.jsonl" in one["source"]]


def test_the_results_are_the_same_with_any_number_of_workers(whole, tmp_path, monkeypatch):
    folder, right, last = whole
    monkeypatch.setattr(corpus, "ordered", shuffled)
    for batch in (1, 7):
        monkeypatch.setattr(corpus, "BATCH", batch)
        again = run(folder, tmp_path / str(batch), workers=2)
        assert results(tmp_path / str(batch)) == right
        assert again.total == last.total


def shuffled(function, tasks, *_):
    """Do tasks as several workers would: some ahead, in another order."""
    waiting = []
    for task in tasks:
        waiting.append(task)
        if len(waiting) == 3:
            done = {number: function(waiting[number]) for number in (2, 0, 1)}
            yield from (done[number] for number in range(3))
            waiting = []
    yield from map(function, waiting)


def test_real_workers_give_the_same_results(whole, tmp_path):
    folder, _, _ = whole
    for workers in (1, 3):
        jobs = jobs_for(folder, tmp_path / str(workers))
        list(clean_all(jobs, (cleantext.Pipeline(()),), workers))
    assert results(tmp_path / "1") == results(tmp_path / "3")


@pytest.mark.parametrize("stop", [2, 9, 21])
def test_a_run_that_breaks_off_again_and_again_goes_on_to_the_same_results(whole, tmp_path, stop):
    folder, right, last = whole
    for _ in range(8):
        run(folder, tmp_path, stop_after=stop)
    assert run(folder, tmp_path).total == last.total
    assert results(tmp_path) == right
    assert run(folder, tmp_path).total == last.total


class Killed(BaseException):
    """Stands for the end of a process: nothing may be put in order any more."""


@pytest.mark.parametrize("seed", range(4))
def test_a_run_that_is_killed_in_any_system_call_goes_on_to_the_same_results(whole, tmp_path, seed):
    folder, right, last = whole
    chance = random.Random(seed)  # noqa: S311 - a seeded draw, not a secret
    for _ in range(3):
        with killed_after(chance.randrange(300)), suppress(Killed):
            run(folder, tmp_path)
        add_to_parts(tmp_path, chance.randrange(50))
    assert run(folder, tmp_path).total == last.total
    assert {name: one for name, one in results(tmp_path).items() if not name.endswith(".tmp")} == right


def test_what_a_killed_run_leaves_of_files_that_it_was_writing_is_removed_by_the_next_one(whole, tmp_path):
    folder, right, _ = whole
    run(folder, tmp_path)
    left = [
        tmp_path / one / ".cleantext-0123456789abcdef.tmp" for one in ("out", "out/deep", "ledgers", f"out/{STATE}")
    ]
    others = [tmp_path / "out" / ".my.tmp", tmp_path / "out" / ".cleantext-0123456789abcdef.part"]
    for path in (*left, *others):
        path.touch()
    run(folder, tmp_path)
    assert all(path.exists() for path in left)
    (tmp_path / "out" / STATE / "lock").write_text("at work")
    run(folder, tmp_path)
    assert not any(path.exists() for path in left)
    for path in others:
        path.unlink()
    assert results(tmp_path) == right


def test_a_run_knows_whether_the_one_before_was_killed(tmp_path):
    with opened(tmp_path, {}, restart=False) as journal:
        assert not journal.broke_off
    with suppress(KeyboardInterrupt), opened(tmp_path, {}, restart=False) as journal:
        assert not journal.broke_off
        raise KeyboardInterrupt
    script = "import os, sys, pathlib; from cleantext.run.journal import opened\n"
    script += "with opened(pathlib.Path(sys.argv[1]), {}, restart=False): os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    with opened(tmp_path, {}, restart=False) as journal:
        assert journal.broke_off


def test_two_runs_never_write_ledgers_to_the_same_folder(tmp_path):
    with (
        opened(tmp_path / "a", {}, [tmp_path / "c"], restart=False),
        pytest.raises(PlanError, match=r"another run is writing to .*c;"),
    ):
        opened(tmp_path / "b", {}, [tmp_path / "c"], restart=False).__enter__()


@contextmanager
def killed_after(number):
    """Let that many calls that change the disk pass, and none after."""
    left = count(number, -1)

    def limited(real):
        def call(*arguments):
            if next(left) <= 0:
                raise Killed
            return real(*arguments)

        return call

    with pytest.MonkeyPatch.context() as patched:
        for name in ("fsync", "write", "ftruncate"):
            patched.setattr(os, name, limited(getattr(os, name)))
        patched.setattr(Path, "replace", limited(Path.replace))
        yield


def add_to_parts(out, length):
    """Put something behind the part files, as a process does that ends behind its last mark."""
    for path in out.rglob("*.part"):
        with path.open("ab") as file:
            file.write(b"x" * length)


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_a_full_disk_or_ctrl_c_ends_the_run_and_the_next_one_goes_on(whole, tmp_path, error):
    folder, right, last = whole
    for number in (5, 70, 110):
        out = tmp_path / str(number)
        calls = [0]
        real = os.fsync

        def fail(file, number=number, calls=calls, real=real):
            calls[0] += 1
            if calls[0] == number:
                raise error
            real(file)

        with patch.object(os, "fsync", fail), pytest.raises(type(error)):
            run(folder, out)
        assert not [name for name in results(out) if name.endswith(".tmp")]
        assert run(folder, out).total == last.total
        assert results(out) == right


def test_no_half_written_file_stands_under_its_name_at_any_step(whole, tmp_path):
    folder, right, _ = whole
    with opened(tmp_path / "out", {}, restart=False) as journal:
        for _ in clean_all(jobs_for(folder, tmp_path), (PIPELINE,), 1, journal):
            for name, data in results(tmp_path).items():
                if not Path(name).name.startswith(".cleantext-") and STATE not in name:
                    assert data == right[name]


def test_a_run_that_is_through_does_nothing_again(whole, tmp_path):
    folder, _, _ = whole
    run(folder, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.txt")}
    jobs = [job for job in jobs_for(folder, tmp_path) if "f.jsonl" not in job.source.path.name]
    with patch.object(corpus, "work", side_effect=AssertionError) as worked, reopened(tmp_path / "out") as journal:
        [last] = clean_all(jobs, (PIPELINE,), 1, journal)
    assert not worked.called
    assert last.before == last.total.documents
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.txt")} == before


@pytest.mark.parametrize("name", ["00.txt", "a.jsonl"])
def test_a_source_that_changed_and_a_result_that_is_gone_are_done_again(tmp_path, name):
    fill(tmp_path / "in")
    run(tmp_path / "in", tmp_path)
    before = results(tmp_path)
    (tmp_path / "out" / name).unlink()
    run(tmp_path / "in", tmp_path)
    assert results(tmp_path)[f"out/{name}"] == before[f"out/{name}"]
    (tmp_path / "in" / name).write_text('{"text": "新下载"}\n', "utf-8")
    run(tmp_path / "in", tmp_path)
    assert (tmp_path / "out" / name).read_text("utf-8") == '{"text": "新"}\n'


def test_a_file_that_could_not_be_read_is_tried_again(tmp_path):
    fill(tmp_path / "in")
    assert run(tmp_path / "in", tmp_path).total.failed == 11
    (tmp_path / "in" / "f.jsonl.gz").write_bytes(gzip.compress(b'{"text": "a"}\n'))
    assert run(tmp_path / "in", tmp_path).total.failed == 10
    assert gzip.decompress((tmp_path / "out" / "f.jsonl.gz").read_bytes()) == b'{"text": "a"}\n'


def test_a_torn_journal_is_read_up_to_its_last_whole_line(whole, tmp_path):
    folder, right, last = whole
    run(folder, tmp_path, stop_after=40)
    path = tmp_path / "out" / STATE / "journal.jsonl"
    data = path.read_bytes()
    for torn in (data[:-1], data[: len(data) // 2], data + b'{"files": {', b"", b"\xff\n"):
        path.write_bytes(torn)
        assert run(folder, tmp_path).total == last.total
        assert results(tmp_path) == right


@pytest.mark.parametrize(
    "entry",
    [
        {"quarantined": 0},
        {"quarantined": -1, "files": {}},
        {"quarantined": 0, "files": []},
        {"quarantined": 0, "files": {"a": [3, 5, "done", 0, 1, [3], {"documents": 1}]}},
        {"quarantined": 0, "files": {"a": [3, 5, "gone", 0, 1, [3], {"documents": 1}, 0]}},
        {"quarantined": 0, "files": {"a": [3, 5, "going", 0, 1, [3], {}, 0]}},
        {"quarantined": 0, "files": {"a": [3, 5, "done", 0, 1, [3], {"kinds": "x"}, 0]}},
        {"quarantined": 0, "files": {"a": [3, 5, "done", None, 1, [3], {}, 0]}},
        "[[[[",
        5,
    ],
)
def test_a_journal_that_no_run_wrote_is_read_up_to_there(whole, tmp_path, entry):
    folder, right, last = whole
    run(folder, tmp_path)
    path = tmp_path / "out" / STATE / "journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + json.dumps(entry).encode() + b"\n" + b"".join(lines[1:]))
    assert run(folder, tmp_path).total == last.total
    assert results(tmp_path) == right


def test_lines_in_quarantine_that_no_run_wrote_stay(tmp_path):
    with opened(tmp_path, {}, restart=False) as journal:
        journal.quarantine(b'"x"\n[[\n{"source": ["y"]}\n{"source": "y"}\n')
        journal.forget_sources(["y"])
    assert (tmp_path / STATE / "quarantine.jsonl").read_bytes() == b'"x"\n[[\n{"source": ["y"]}\n'


@pytest.mark.parametrize("settings_", [b"[]", b"{", b"\xff", b"[" * 100_000])
def test_settings_of_a_run_that_are_damaged_are_told(tmp_path, settings_):
    with opened(tmp_path, {}, restart=False):
        pass
    (tmp_path / STATE / "run.json").write_bytes(settings_)
    with pytest.raises(PlanError, match="damaged"), opened(tmp_path, {}, restart=False):
        pass
    with opened(tmp_path, {}, restart=True):
        pass


def test_other_settings_are_noticed_and_not_mixed(tmp_path):
    with opened(tmp_path, {"version": "1", "safety": "safe"}, restart=False):
        pass
    with pytest.raises(PlanError, match=r"another safety \(safe, now likely\)"):
        opened(tmp_path, {"version": "1", "safety": "likely"}, restart=False).__enter__()
    with opened(tmp_path, {"version": "1", "safety": "likely"}, restart=True):
        pass
    with opened(tmp_path, {"version": "1", "safety": "likely"}, restart=False):
        pass


def test_two_runs_never_write_to_the_same_folder(tmp_path):
    with opened(tmp_path, {}, restart=False), pytest.raises(PlanError, match="another run"):
        opened(tmp_path, {}, restart=True).__enter__()


def test_results_of_another_run_inside_the_input_are_not_read(tmp_path):
    fill(tmp_path / "in")
    run(tmp_path / "in", tmp_path / "in" / "older")
    paths = [one.path for one in find([str(tmp_path / "in")])]
    assert tmp_path / "in" / "older" / "out" in paths
    assert not [path for path in paths if tmp_path / "in" / "older" / "out" in path.parents]
    assert len([one for one in find([str(tmp_path / "in" / "older" / "out")]) if isinstance(one, Source)]) > 12


def test_the_journal_is_lossless(tmp_path):
    fill(tmp_path / "in")
    last = run(tmp_path / "in", tmp_path)
    journal = Journal(tmp_path / "out" / STATE)
    total = NOTHING
    for job in jobs_for(tmp_path / "in", tmp_path):
        mark = journal.mark(job)
        total += mark.total
        assert mark.stage == ("going" if "f.jsonl" in job.source.path.name else "done")
    journal.close()
    assert total + Total(1, failed=1) == last.total


def test_part_files_have_names_of_their_own_however_long_a_name_is(tmp_path):
    one, other = part_of(tmp_path / ("长" * 80)), part_of(tmp_path / ("长" * 79 + "短"))
    assert one != other
    one.touch()


def parts_in(folder):
    return list(folder.rglob("*.part"))


def test_a_killed_process_goes_on_where_it_was(tmp_path):
    (tmp_path / "in").mkdir()
    lines = [json.dumps({"text": "".join(map(chr, range(0x4E00 + n, 0x4F00 + n)))}) for n in range(1000)]
    (tmp_path / "in" / "a.jsonl").write_text("\n".join(lines), "utf-8")
    command = [sys.executable, "-m", "cleantext", "clean", "in", "--quiet", "--workers", "2", "-o"]
    subprocess.run([*command, "right"], cwd=tmp_path, check=True)
    with subprocess.Popen([*command, "out"], cwd=tmp_path) as process:
        end = time.monotonic() + 30
        while process.poll() is None and not parts_in(tmp_path / "out") and time.monotonic() < end:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    subprocess.run([*command, "out"], cwd=tmp_path, check=True)
    assert (tmp_path / "out" / "a.jsonl").read_bytes() == (tmp_path / "right" / "a.jsonl").read_bytes()


def test_outcomes_add_up():
    one = Total(2, 1, 1, 5, 6, 0, {"repair": 6})
    two = one.plus(Outcome(Path("a"), kept=True)).plus(Outcome(Path("b"), removed=3, kinds={"other": 3}))
    assert two == Total(4, 1, 1, 8, 6, 1)
    assert two.kinds == {"repair": 6, "other": 3}
    assert Total(**json.loads(json.dumps(two.to_dict()))) == two
    assert str(two).endswith("; 1 left as they were")
