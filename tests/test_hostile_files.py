"""Files that are not what they should be, and places that cannot be written: the command has an outcome for each."""

from __future__ import annotations

import gzip
import json
import os
import resource
import socket
import stat
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
import zstandard
from click.testing import CliRunner

from cleantext import default_pipeline
from cleantext.__main__ import cli
from cleantext.run import stream
from cleantext.run.clean import clean_one
from cleantext.run.piece import SIZE
from cleantext.run.plan import Job
from cleantext.run.shape import LONGEST, shape_of
from cleantext.run.sources import open_file, read, source_of
from cleantext.run.split import bytes_of, line_pieces
from cleantext.run.write import part_of

SHARED, CLEAN = "正文第一段。\n\u2f2f作完毕。\n", "正文第一段。\n工作完毕。\n"
ROW = '{"text": "\u2f2f作完毕。"}\n'
STRANGE = ["换\n行.txt", "空 格　.txt", "😀.txt", "-o", "--", "a\x1b[31m.txt", os.fsdecode(b"\xff\xfe.txt"), "无后缀"]
RULE = """\
[[rule]]
id = "my-site"
category = "share_header"
reason = "why"
pattern = '本站文件欢迎下载'
examples = [["本站文件欢迎下载", ""]]
counter_examples = ["甲"]
"""


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Runs the command inside `tmp_path`; whatever it meets, it ends in its own words."""

    def call(*arguments):
        result = CliRunner().invoke(cli, [str(one) for one in arguments])
        assert result.exception is None or isinstance(result.exception, (SystemExit, OSError)), result.exception
        return result

    monkeypatch.chdir(tmp_path)
    return call


def real(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "cleantext", *arguments], capture_output=True, check=False, timeout=60, **options
    )


def fill(*names, text=SHARED):
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(text.encode())


def files_below(folder):
    return {str(one.relative_to(folder)) for one in Path(folder).rglob("*") if not one.is_dir()}


def test_any_name_is_read_and_written_and_every_other_file_goes_on(run):
    fill(*(f"in/{name}" for name in STRANGE))
    Path("in/loop").symlink_to(".")
    Path("in/circle").symlink_to("circle")
    os.mkfifo("in/pipe")
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind("in/plug")
        result = run("clean", "in", "-o", "out", "--edits", "ledgers")
    assert result.exit_code == 1
    assert f"{len(STRANGE) + 3} documents, {len(STRANGE)} changed, 3 failed" in result.output
    assert "\x1b" not in result.output
    assert {name for name in files_below("out") if not name.startswith(".")} == set(STRANGE)
    assert all(Path("out", name).read_bytes().decode() == CLEAN for name in STRANGE)


@pytest.mark.parametrize("command", ["clean", "explain", "detect", "stats"])
@pytest.mark.parametrize("name", ["/dev/zero", "/dev/full", "pipe"])
def test_a_device_and_a_pipe_are_not_read(run, command, name):
    os.mkfifo("pipe")
    result = run(command, name)
    assert result.exit_code
    assert "not a file" in result.output


@pytest.mark.parametrize(
    "command",
    [
        ("rules", "check", "/dev/zero"),
        *(("clean", "a.txt", option, "/dev/zero") for option in ("--rules", "--config", "--confusions")),
        ("review", "--apply", "/dev/zero", "-o", "rules.toml"),
        ("review", "--apply", "marks.json", "-o", "/dev/zero"),
    ],
)
def test_a_file_that_a_person_should_have_written_and_that_has_no_end_is_refused(run, command):
    fill("a.txt")
    mark = {"mark": "wrong", "rules": [], "keep": "甲", "removed": "", "replacement": "", "source": "a"}
    Path("marks.json").write_text(json.dumps({"format": 1, "marks": [mark]}))
    result = run(*command)
    assert result.exit_code
    assert "/dev/zero: more than 16 MB, which is no file that was written by hand" in result.output


@pytest.mark.parametrize(
    "value",
    [
        "[" * 100_000,
        "{a = " * 100_000,
        "1" * 5000,
        "1\na" + ".a" * 100_000 + " = 1",
        "1\n['a'" + ".'a'" * 100_000 + "]",
        "2024-13-99",
        "\ud800",
    ],
)
@pytest.mark.parametrize("option", ["--rules", "--config", "--confusions"])
def test_toml_that_its_reader_chokes_on_is_refused(run, option, value):
    fill("a.txt")
    Path("bad.toml").write_bytes(f"x = {value}\n".encode("utf-8", "surrogatepass"))
    result = run("clean", "a.txt", option, "bad.toml")
    assert (result.exit_code, result.output.count("\n")) == (2, 1)
    assert "bad.toml: not a TOML file" in result.output


@pytest.mark.parametrize("pattern", ["(" * 5000, "(?:" * 5000 + "本站" + ")" * 5000, "本站a{99999999999}", "["])
def test_a_pattern_that_the_library_of_regular_expressions_chokes_on_is_refused(run, pattern):
    Path("my.toml").write_text(RULE.replace("'本站文件欢迎下载'", f"'{pattern}'"), "utf-8")
    result = run("rules", "check", "my.toml")
    assert result.exit_code == 1
    assert "has a pattern that is no regular expression" in result.output


@pytest.mark.parametrize("place", ["pipe", "/dev/null", "/dev/stdout", "link"])
def test_a_device_or_a_pipe_in_the_place_of_a_result_is_left_alone(run, place):
    fill("a.txt")
    os.mkfifo("pipe")
    Path("link").symlink_to("/dev/null")
    before = os.lstat(place)
    run("clean", "a.txt", "-o", "out", "--edits", "ledgers")
    for command in (
        ("report", "ledgers", "-o", place),
        ("clean", "a.txt", "-o", "out2", "--edits", "ledgers2", "--report", place),
        ("dedupe", "a.txt", "-o", "out3", "--decisions", place),
    ):
        result = run(*command)
        assert isinstance(result.exception, OSError)
        assert "left alone" in str(result.exception)
    after = os.lstat(place)
    assert (stat.S_IFMT(after.st_mode), after.st_ino) == (stat.S_IFMT(before.st_mode), before.st_ino)


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.jsonl.zst"])
def test_a_pipe_inside_the_results_fails_its_document_only(run, name):
    fill("in/b.txt", "in/a.txt")
    fill("in/a.jsonl", text=ROW)
    Path("in/a.jsonl.zst").write_bytes(zstandard.compress(ROW.encode()))
    Path("out").mkdir()
    os.mkfifo(f"out/{name}")
    result = run("clean", "in", "-o", "out")
    assert result.exit_code == 1
    assert "4 documents, 3 changed, 1 failed" in result.output
    assert stat.S_ISFIFO(Path("out", name).stat().st_mode)


def test_nothing_is_written_through_a_link_that_leads_out_of_the_results(run):
    fill("in/sub/a.txt")
    Path("elsewhere").mkdir()
    Path("out").mkdir()
    Path("out/sub").symlink_to(Path("elsewhere").resolve())
    for command in ("clean", "dedupe"):
        assert run(command, "in", "-o", "out").exit_code == 2
    Path("out/sub").unlink()
    Path("out/.cleantext").symlink_to(Path("elsewhere").resolve())
    assert run("clean", "in", "-o", "out").exit_code == 2
    assert not list(Path("elsewhere").iterdir())


@pytest.mark.parametrize("name", ["journal.jsonl", "quarantine.jsonl", "lock"])
def test_a_link_in_the_place_of_what_a_run_notes_is_not_followed(run, name):
    fill("a.txt")
    fill("precious", text="precious")
    assert run("clean", "a.txt", "-o", "out").exit_code == 0
    Path("out/.cleantext", name).unlink()
    Path("out/.cleantext", name).symlink_to(Path("precious").resolve())
    assert isinstance(run("clean", "a.txt", "-o", "out").exception, OSError)
    assert Path("precious").read_bytes() == b"precious"


def test_a_link_in_the_place_of_a_result_that_grows_is_not_followed(run):
    fill("a.jsonl", text=ROW)
    fill("precious", text="precious")
    Path("out").mkdir()
    part_of(Path("out/a.jsonl").resolve()).symlink_to(Path("precious").resolve())
    assert run("clean", "a.jsonl", "-o", "out").exit_code == 1
    assert Path("precious").read_bytes() == b"precious"


def test_what_a_document_says_of_itself_names_no_file(run):
    rows = [
        {"id": name, "text": "\u2f2f作", "path": name} for name in ("../../evil", "/evil", "a/../b", "", "\x00", ".")
    ]
    fill("in/a.jsonl", text="".join(json.dumps(row) + "\n" for row in rows))
    result = run("clean", "in", "-o", "out", "--edits", "ledgers", "--suggestions", "more", "--id-key", "id")
    assert result.exit_code == 0
    known = {"in/a.jsonl", "out/a.jsonl", "ledgers/a.jsonl", "more/a.jsonl"}
    assert {name for name in files_below(".") if ".cleantext" not in name} == known


@pytest.mark.parametrize(
    "names",
    [("a.txt", "./a.txt"), ("a.txt", "link.txt/../a.txt"), ("in", "in/../in/a.txt"), ("in", "link")],
)
def test_the_same_file_twice_is_refused_however_it_is_spelt(run, names):
    fill("a.txt", "in/a.txt", "link.txt/b")
    Path("link").symlink_to("in")
    result = run("clean", *names, "-o", "out")
    assert result.exit_code == 2
    assert "would both be written to" in result.output
    assert not Path("out").exists()


def test_a_place_that_is_read_only_is_told_before_anything_is_done(run, monkeypatch):
    fill("in/a.txt")
    Path("out").mkdir()
    real_open, real_mkdir = os.open, Path.mkdir

    def refuse(path, flags, *more, **options):
        if flags & (os.O_CREAT | os.O_WRONLY) and "out" in Path(os.fsdecode(path)).parts:
            raise OSError(30, "Read-only file system", str(path))
        return real_open(path, flags, *more, **options)

    monkeypatch.setattr(os, "open", refuse)
    result = run("clean", "in", "-o", "out")
    assert isinstance(result.exception, OSError)
    assert result.exception.strerror == "Read-only file system"
    monkeypatch.setattr(Path, "mkdir", lambda *_, **__: refuse("out/x", os.O_CREAT))
    result = run("clean", "in", "-o", "out/deep")
    assert (result.exit_code, "Read-only file system" in result.output) == (2, True)
    monkeypatch.setattr(Path, "mkdir", real_mkdir)


@pytest.mark.parametrize("names", [("a.txt", "b.txt"), ("a.jsonl",)])
def test_results_that_outgrow_what_may_be_written_leave_no_half_file_and_the_next_run_goes_on(tmp_path, names):
    for name in names:
        row = '{"text": "今天,我们召开会议。"}\n'
        (tmp_path / name).write_text(row * 3000 if name.endswith("l") else "今天,我们召开会议。\n" * 3000, "utf-8")

    def little():
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    command = ["clean", *names, "-o", "out", "--workers", "1"]
    first = real(*command, cwd=tmp_path, preexec_fn=little)
    assert first.returncode == 1
    assert b"File too large" in first.stderr
    assert b"Traceback" not in first.stderr
    assert {one for one in files_below(tmp_path / "out") if not one.startswith(".")} == set()
    assert real(*command, cwd=tmp_path).returncode == 0
    assert all((tmp_path / "out" / name).read_bytes() == (tmp_path / name).read_bytes() for name in names)


@pytest.mark.parametrize("name", ["a.jsonl", "a.txt"])
def test_a_file_that_grows_while_it_is_read_is_read_as_far_as_it_was(tmp_path, monkeypatch, name):
    path = tmp_path / name
    path.write_bytes(b"x\n" * SIZE)

    def grow():
        with path.open("ab") as file:
            file.write(b"y\n" * SIZE)

    if name == "a.txt":
        with open_file(path) as file:
            grow()
            assert file.read() == b"x\n" * SIZE + b"y\n" * SIZE
        monkeypatch.setattr("cleantext.run.sources.size_at_start", lambda _: 2 * SIZE)
        assert read(source_of(str(path))) == b"x\n" * SIZE
        return
    found = b""
    for piece in line_pieces(path, shape_of(name)):
        found += bytes_of(piece)
        grow()
    assert found == b"x\n" * SIZE


def test_a_document_that_is_too_long_and_grows_is_passed_on_as_far_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 3000)
    monkeypatch.setattr("cleantext.run.clean.size_at_start", lambda _: 2000)
    job = Job(source_of(str(path)), tmp_path / "out", shape=shape_of(path.name, longest=1000))
    assert clean_one(job, default_pipeline()).kept
    assert (tmp_path / "out").read_bytes() == b"x" * 2000


def test_a_file_that_shrinks_or_goes_away_while_it_is_read_is_told(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"x\n" * SIZE)
    first, *_ = line_pieces(path, shape_of(path.name))
    with pytest.raises(OSError, match="shorter than it was"):
        next(line_pieces(path, shape_of(path.name), type(first.begin)(3 * SIZE, 3)))
    path.write_bytes(b"x\n")
    with pytest.raises(OSError, match="became shorter"):
        bytes_of(first)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(OSError, match="not a file"):
        bytes_of(first)


def test_a_pipe_that_took_the_place_of_a_file_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    told = []

    def wait():
        try:
            read(source_of(str(tmp_path / "a.txt")))
        except OSError as error:
            told.append(str(error))

    waiting = Thread(target=wait, daemon=True)
    waiting.start()
    waiting.join(10)
    assert "not a file" in told[0]


def packed(name, pieces):
    if name.endswith("gz"):
        return gzip.compress(b"".join(pieces))
    return b"".join(zstandard.compress(one) for one in pieces)


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst"])
@pytest.mark.parametrize("line", [b" " * 1000, b'{"text": "a"}\n' * 50, b"\n" * 1000])
def test_a_compressed_file_without_end_is_refused_and_the_rest_goes_on(run, monkeypatch, name, line):
    monkeypatch.setattr(stream, "UNPACKED", SIZE // 2)
    Path("in").mkdir()
    Path("in", name).write_bytes(packed(name, [line * (2 * SIZE // len(line))]))
    fill("in/b.txt")
    result = run("clean", "in", "-o", "out")
    assert result.exit_code == 1
    assert "times its size" in result.output
    assert {one for one in files_below("out") if not one.startswith(".cleantext/")} == {"b.txt"}
    assert run("stats", f"in/{name}").exit_code


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst"])
def test_a_compressed_file_that_is_packed_as_text_is_may_be_of_any_size(run, monkeypatch, name):
    monkeypatch.setattr(stream, "UNPACKED", 1000)
    rows = [json.dumps({"text": f"{number**9} \u2f2f作"}) + "\n" for number in range(500)]
    Path(name).write_bytes(packed(name, ["".join(rows).encode()]))
    assert run("clean", name, "-o", "out").exit_code == 0


def test_a_line_that_is_far_too_long_and_one_nested_far_too_deeply_do_not_hinder_the_others(run):
    deep = "[" * 100_000 + "]" * 100_000
    lines = [
        ROW,
        '{"text": "' + "字" * (LONGEST // 2) + '"}\n',
        f'{{"text": "a", "x": {deep}}}\n',
        '{"a":' * 100_000 + "\n",
        ROW,
    ]
    fill("a.jsonl", text="".join(lines))
    result = run("clean", "a.jsonl", "-o", "out")
    assert result.exit_code == 1
    assert "5 documents, 2 changed, 2 failed" in result.output
    assert "1 left as they were" in result.output
    assert result.output.count("nested too deeply") == 2


def test_a_ledger_that_is_far_too_long_or_nested_far_too_deeply_is_told(run):
    Path("a.jsonl").write_bytes(b'{"a":' * 100_000 + b"\n" + b'{"original": "' + b"a" * 30_000_000 + b'"}\n')
    result = run("stats", "a.jsonl")
    assert result.exit_code
    assert result.output.count("no ledger of a document") == 2
