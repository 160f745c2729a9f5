"""The command as a person or a script uses it: what comes out where, and with which exit code."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

import cleantext
from cleantext import Document, Edit, Pipeline
from cleantext.__main__ import cli

SHARED = "正文第一段。\n\u2f2f作完毕。\n"
CLEAN = "正文第一段。\n工作完毕。\n"


def drop_notice(document):
    """Takes 下载 away and repairs 布臵; a document with 崩 in it breaks, one with 停 is interrupted."""
    if "崩" in document.text:
        raise ZeroDivisionError("a bug \x1b[31m")
    if "停" in document.text:
        raise KeyboardInterrupt
    for word, new in (("下载", ""), ("布臵", "布置")):
        at = document.text.find(word)
        while at >= 0:
            yield Edit(at, at + len(word), new, "a-rule", "other", "a reason")
            at = document.text.find(word, at + 1)


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Runs the command inside `tmp_path` with a pipeline of one small filter."""

    def call(*arguments, **options):
        result = CliRunner().invoke(cli, [str(one) for one in arguments], **options)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    monkeypatch.setattr(cleantext, "default_pipeline", lambda **_: Pipeline((drop_notice,)), raising=False)
    monkeypatch.chdir(tmp_path)
    return call


def real(*arguments, **options):
    """Run the real command with the real pipeline, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "cleantext", *arguments], capture_output=True, check=False, timeout=60, **options
    )


def fill(folder, **texts):
    for name, text in texts.items():
        path = Path(folder, name.replace("__", "/") + ".txt")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def files_in(folder):
    """Return the files below a folder, but for what is known of the run that made them."""
    return {
        str(path.relative_to(folder)): path.read_bytes().decode()
        for path in Path(folder).rglob("*")
        if path.is_file() and ".cleantext" not in path.parts
    }


def test_a_folder_is_cleaned_into_another_one_file_by_file(tmp_path):
    fill(tmp_path / "in", a=SHARED, deep__down__b="\ufeff" + SHARED, c="")
    done = real("clean", "in", "-o", "out", "--edits", "ledgers", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, b"")
    assert files_in(tmp_path / "out") == {"a.txt": CLEAN, "deep/down/b.txt": CLEAN, "c.txt": ""}
    assert set(files_in(tmp_path / "ledgers")) == {"a.txt.json", "deep/down/b.txt.json", "c.txt.json"}
    document = Document.from_dict(json.loads((tmp_path / "ledgers" / "a.txt.json").read_bytes()))
    assert (document.original, document.text, document.source) == (SHARED, CLEAN, "in/a.txt")
    assert done.stderr.decode().splitlines()[-1] == "3 documents, 2 changed, 0 failed; 0 characters removed, 2 repaired"


def test_one_file_or_standard_input_goes_to_standard_output(tmp_path):
    fill(tmp_path, a=SHARED)
    from_file = real("clean", "a.txt", cwd=tmp_path)
    from_input = real("clean", "-", "--quiet", input=SHARED.encode())
    assert (from_file.returncode, from_file.stdout.decode()) == (0, CLEAN)
    assert (from_input.returncode, from_input.stdout.decode(), from_input.stderr) == (0, CLEAN, b"")


def test_the_result_is_the_text_of_the_document_whatever_the_terminal_is_set_to():
    text = "甲\r\n乙\u0301😀\n"
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = real("clean", "-", input=text.encode(), env=environment)
    assert done.stdout.decode() == cleantext.clean(text)


def test_the_entry_point_and_the_module_are_the_same_command():
    script = Path(sys.executable).with_name("cleantext")
    if not script.exists():
        pytest.skip("the package is not installed")
    there = subprocess.run([str(script), "clean", "--help"], capture_output=True, check=True)
    assert there.stdout == real("clean", "--help").stdout


def test_help_says_what_to_type(run):
    for command in ([], ["clean"], ["explain"], ["detect"], ["rules", "list"], ["rules", "show"], ["rules", "check"]):
        result = run(*command, "--help")
        assert result.exit_code == 0
        assert "Example" in result.stdout
        assert " ".join(["cleantext", *command]) in result.stdout


@pytest.mark.parametrize("command", [[], ["rules"]])
def test_a_command_without_its_second_word_is_explained(command):
    assert "Commands:\n" in real(*command, text=True).stderr


def test_help_loads_nothing_that_it_does_not_need():
    code = """
import sys
from cleantext.__main__ import main
for sys.argv in (["cleantext", "--help"], ["cleantext", "clean", "--help"], ["cleantext", "--version"]):
    try:
        main()
    except SystemExit as end:
        assert not end.code
print([name for name in sys.modules if name.split(".")[0] in ("rich", "numpy", "chardet", "opencc", "rapidfuzz")])
print([name for name in sys.modules if name.startswith(("cleantext.filters", "cleantext.rules", "cleantext.pipeline"))])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-2:] == ["[]", "[]"]


def test_the_version_is_told(run):
    assert run("--version").stdout == f"cleantext-zh {cleantext.__version__}\n"


def test_every_option_reaches_the_pipeline(run, monkeypatch):
    asked = []

    def pipeline(**options):
        asked.append(options)
        return Pipeline(())

    monkeypatch.setattr(cleantext, "default_pipeline", pipeline)
    fill(".", a="甲")
    run("clean", "a.txt")
    assert asked[-1] == {
        "profile": "document",
        "safety": "likely",
        "script": None,
        "rules": (),
        "keep_lines": False,
        "assume_rewritten": False,
        "confusions": (),
        "keep_words": (),
        "guards": (),
        "suggest_repairs": False,
    }
    choices = ["--profile", "page", "--safety", "safe", "--script", "t2s", "--rules", "x", "--rules", "y"]
    choices += ["--confusions", "own", "--keep-word", "平安大厦", "--guard", "~大会", "--suggest-repairs"]
    for command in ("clean", "explain"):
        run(command, "a.txt", *choices, "--keep-lines", "--assume-rewritten")
        assert asked[-1] == {
            "profile": "page",
            "safety": "safe",
            "script": "t2s",
            "rules": ("x", "y"),
            "keep_lines": True,
            "assume_rewritten": True,
            "confusions": ("own",),
            "keep_words": ("平安大厦",),
            "guards": ("~大会",),
            "suggest_repairs": True,
        }


def test_a_document_that_fails_is_reported_and_the_rest_goes_on(run):
    fill("in", a="下载甲", b="崩", c="布臵")
    Path("in/d.bin").write_bytes(b"PK\x03\x04" + bytes(range(256)) * 8)
    os.mkfifo("in/pipe")
    result = run("clean", "in", "missing", "-o", "out")
    assert result.exit_code == 1
    assert files_in("out") == {"a.txt": "甲", "c.txt": "布置"}
    messages = result.stderr.splitlines()
    assert "in/b.txt: ZeroDivisionError: a bug \\x1b[31m" in messages
    assert "missing: No such file or directory" in messages
    assert any(line.startswith("in/d.bin: not text: ") for line in messages)
    assert any(line.startswith("in/pipe: a pipe, not a file") for line in messages)
    assert messages[-1] == "6 documents, 2 changed, 4 failed; 2 characters removed, 2 repaired"
    assert result.stdout == ""


def test_quiet_says_nothing_but_what_failed(run):
    fill("in", a="下载", b="崩")
    Path("in/link").symlink_to("..")
    assert run("clean", "in", "-o", "out", "--quiet").stderr == "in/b.txt: ZeroDivisionError: a bug \\x1b[31m\n"


def test_what_was_done_to_most_of_a_document_is_noted(run):
    fill("in", a="下载下载下", b="  ")
    messages = run("clean", "in", "-o", "out").stderr.splitlines()
    assert "in/a.txt: note: 80% of the document was removed" in messages
    assert "in/b.txt: note: left as it was: empty, nothing but white space" in messages


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["clean"], "Missing argument"),
        (["clean", "in"], "need a folder: -o"),
        (["clean", "in/a.txt", "in/b.txt"], "need a folder: -o"),
        (["clean", "", "-o", "new"], "a path is empty"),
        (["clean", "-", "-", "-o", "new"], "only once"),
        (["clean", "in", "-o", "in"], "in is read"),
        (["clean", "in", "-o", "new", "--edits", "in"], "in is read"),
        (["clean", "in/a.txt", "-o", "in"], "would overwrite"),
        (["clean", "in", "-o", "in/a.txt"], "is a file"),
        (["clean", "in", "other", "-o", "new"], "would both be written"),
        (["clean", "in", "-o", "in/a.txt/new"], "no folder for the results"),
        (["clean", "in", "-o", "new", "--safety", "total"], "is not one of"),
        (["clean", "in", "-o", "new", "--rules", "missing.toml"], "missing.toml"),
        (["clean", "in", "-o", "new", "--script", "martian"], "martian"),
        (["explain", "in/a.txt", "--rules", "missing.toml"], "missing.toml"),
        (["rules", "show", "share-heder"], "did you mean 'share-header'?"),
        (["rules", "list", "--category", "share_heder"], "did you mean 'share_header'?"),
        (["rewrite"], "No such command"),
    ],
)
def test_wrong_use_is_refused_before_anything_is_written(tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    fill("in", a=SHARED, b=SHARED)
    fill("other", a=SHARED)
    before = files_in(".")
    result = CliRunner().invoke(cli, arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in " ".join(result.stderr.split())
    assert files_in(".") == before
    assert not Path("new").exists()


def test_results_inside_the_input_are_not_read_the_next_time(run):
    fill("in", a="下载甲")
    for _ in range(2):
        result = run("clean", "in", "-o", "in/out", "--edits", "in/ledgers")
        assert result.exit_code == 0
    assert set(files_in("in")) == {"a.txt", "out/a.txt", "ledgers/a.txt.json"}
    assert "in/out: this is where the results go, so it is not read" in result.stderr


def test_a_file_in_the_output_folder_that_no_document_belongs_to_is_left_alone(run):
    fill("in", a="下载甲")
    fill("out", a="old", mine="mine")
    run("clean", "in", "-o", "out")
    assert files_in("out") == {"a.txt": "甲", "mine.txt": "mine"}


def test_standard_input_among_files_becomes_a_file(run):
    fill(".", a="下载甲")
    run("clean", "a.txt", "-", "-o", "out", input="下载乙")
    assert files_in("out") == {"a.txt": "甲", "stdin.txt": "乙"}


def test_names_that_begin_with_a_dash_are_files_behind_two_dashes(run):
    fill(".", **{"-o": "下载甲", "-": "下载乙"})
    assert run("clean", "-o", "out", "--", "-o.txt", "./-.txt").exit_code == 0
    assert files_in("out") == {"-o.txt": "甲", "-.txt": "乙"}
    Path("-").write_text("下载丙", "utf-8")
    assert run("clean", "./-").stdout == "丙"


@pytest.mark.parametrize("name", ["a\nb", "a\x1b[31mb", "\u202eb", os.fsdecode(b"\xff")])
@pytest.mark.parametrize("command", [["clean", "-o", "out"], ["explain"], ["detect"]])
def test_no_file_name_is_printed_raw(run, name, command):
    for text in ("下载甲", "崩"):
        Path(name).write_text(text, "utf-8")
        result = run(*command, "--", name)
        assert name not in result.output
    result = run(*command, "--", name + "missing")
    assert name not in result.output
    assert "\\" in result.output


def test_the_shell_can_give_any_name(tmp_path):
    name = os.fsdecode(b"a\n\xff\x1b[31m.txt")
    (tmp_path / name).write_bytes(SHARED.encode())
    (tmp_path / "bad\x1b[31m").write_bytes(bytes(range(256)) * 8)
    done = real("clean", name, "bad\x1b[31m", "-o", "out", "--edits", "ledgers", cwd=tmp_path)
    assert done.returncode == 1
    assert files_in(tmp_path / "out") == {name: CLEAN}
    assert "bad\\x1b[31m: not text" in done.stderr.decode()
    assert b"\x1b" not in done.stderr
    for wrong in ([name, name, "-o", "new"], [name, "--\x1b[31m"], [name, "--profile", "\x1b[31m"]):
        done = real("clean", *wrong, cwd=tmp_path)
        assert done.returncode == 2
        assert b"\\x1b[31m" in done.stderr
        assert b"\x1b" not in done.stderr


def test_ctrl_c_says_how_many_were_done(tmp_path):
    fill(tmp_path, a=SHARED)
    with subprocess.Popen(
        [sys.executable, "-m", "cleantext", "clean", "a.txt", "-", "-o", "out"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        end = time.monotonic() + 30
        while not (tmp_path / "out" / "a.txt").exists() and time.monotonic() < end:
            time.sleep(0.02)
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, messages = process.communicate(timeout=30)
    assert process.returncode == 130
    assert messages.decode().splitlines()[-2:] == [
        "Stopped. Done so far: 1 document, 1 changed, 0 failed; 0 characters removed, 1 repaired.",
        "The same command goes on from there.",
    ]
    assert files_in(tmp_path / "out") == {"a.txt": CLEAN}


def test_ctrl_c_leaves_no_half_written_file(run):
    fill("in", a="下载甲", b="停", c="下载")
    result = run("clean", "in", "-o", "out")
    assert result.exit_code == 130
    assert files_in("out") == {"a.txt": "甲"}


@pytest.mark.parametrize("command", [["clean"], ["explain"], ["explain", "--json"]])
def test_a_reader_that_goes_away_ends_the_command_quietly(tmp_path, command):
    fill(tmp_path, a=SHARED * 20_000)
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "cleantext", *command, "a.txt"],
            cwd=tmp_path,
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("command", [["clean"], ["explain"], ["explain", "--json"], ["detect"], ["rules", "list"]])
def test_a_result_that_cannot_be_written_is_a_failure(command):
    where = [] if command[0] == "rules" else ["-"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "cleantext", *command, *where],
            input=SHARED.encode(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    assert b"No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr


def test_standard_input_that_is_closed_is_reported():
    done = subprocess.run(
        ["/bin/sh", "-c", f"exec '{sys.executable}' -m cleantext clean - <&-"], capture_output=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith(b"-: standard input is closed\n")


def with_package(folder, *, ours):
    """Return an environment in which `folder` is looked into first, and pretends that clean-text is installed."""
    about = folder / "clean_text-0.6.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: clean-text\nVersion: 0.6.0\n")
    if not ours:
        shutil.copytree(Path(cleantext.__file__).parent, folder / "cleantext")
        (folder / "cleantext" / "__init__.py").write_text("def clean(text):\n    return text.lower()\n")
    return {**os.environ, "PYTHONPATH": str(folder)}


def test_the_wrong_package_under_the_same_name_is_noticed(tmp_path):
    environment = with_package(tmp_path, ours=False)
    done = subprocess.run(
        [sys.executable, "-m", "cleantext", "clean", "-"],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"pip uninstall clean-text\n" in done.stderr
    assert b"pip install --force-reinstall cleantext-zh\n" in done.stderr


def test_another_package_of_the_same_name_beside_ours_is_a_warning(tmp_path):
    done = real("detect", "-", input="正文。".encode(), env=with_package(tmp_path, ours=True))
    assert done.returncode == 0
    assert done.stdout
    assert b"pip uninstall clean-text\n" in done.stderr
