"""Files in and files out: what is read, where it goes, and what can never be lost on the way."""

from __future__ import annotations

import json
import os
import stat
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import Mock, patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleantext import Document, Edit, Pipeline
from cleantext.run.clean import clean_one, failure, read_document
from cleantext.run.outcome import Outcome, Total, outcome_of
from cleantext.run.plan import Folders, Job, PlanError, check_outputs, one_case, plan
from cleantext.run.records import to_json
from cleantext.run.sources import LeftOut, Source, find, read, source_of
from cleantext.run.write import write

STRANGE = ["换\n行.txt", "空 格　.txt", "😀.txt", "-o", "--", "a\x1b[31m.txt", os.fsdecode(b"\xff\xfe.txt"), "无后缀"]

NOBODY = 65534
"""A user without rights; root, who may read everything, becomes this one for a while."""


def drop_notice(document):
    """Takes 下载 away and repairs 布臵."""
    for word, new in (("下载", ""), ("布臵", "布置")):
        at = document.text.find(word)
        while at >= 0:
            yield Edit(at, at + len(word), new, "a-rule", "other", "a reason")
            at = document.text.find(word, at + 1)


PIPELINE = Pipeline((drop_notice,))


def fill(folder, names, text="正文下载"):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def names_in(folder):
    return [path.name for path in folder.iterdir()]


def sources_in(*paths, outputs=()):
    return [one for one in find(map(str, paths), outputs) if isinstance(one, Source)]


def places(*paths, outputs=()):
    return [str(one.place) for one in sources_in(*paths, outputs=outputs)]


def left_out(*paths, outputs=()):
    return [one for one in find(map(str, paths), outputs) if isinstance(one, LeftOut)]


@contextmanager
def not_permitted(path):
    mode = path.stat().st_mode
    path.chmod(0)
    privileged = os.geteuid() == 0
    if privileged:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if privileged:
            os.seteuid(0)
        path.chmod(mode)


def test_the_files_of_a_folder_are_found_in_the_order_of_their_names(tmp_path):
    fill(tmp_path, ["b/2.txt", "b/10.txt", "a.txt", "c/d/e.txt", "B.txt"])
    assert places(tmp_path) == ["B.txt", "a.txt", "b/10.txt", "b/2.txt", "c/d/e.txt"]


def test_a_file_that_is_named_goes_to_its_bare_name(tmp_path):
    fill(tmp_path, ["deep/down/a.txt"])
    assert places(tmp_path / "deep" / "down" / "a.txt") == ["a.txt"]


def test_hidden_files_are_passed_over_in_a_folder_and_taken_when_named(tmp_path):
    fill(tmp_path, [".hidden", ".git/config", "a.txt"])
    assert places(tmp_path) == ["a.txt"]
    assert places(tmp_path / ".hidden") == [".hidden"]


def test_every_name_that_a_file_can_have_is_found(tmp_path):
    fill(tmp_path, STRANGE)
    assert places(tmp_path) == sorted(STRANGE)


def test_a_link_to_a_file_is_followed_and_a_link_to_a_folder_is_reported(tmp_path):
    fill(tmp_path, ["a.txt", "sub/b.txt"])
    (tmp_path / "link.txt").symlink_to("a.txt")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path)
    assert places(tmp_path) == ["a.txt", "link.txt", "sub/b.txt"]
    [loop] = left_out(tmp_path)
    assert loop.path == tmp_path / "sub" / "loop"
    assert not loop.failed


def test_a_link_to_a_folder_that_is_named_is_followed(tmp_path):
    fill(tmp_path, ["real/a.txt"])
    (tmp_path / "link").symlink_to("real")
    assert places(tmp_path / "link") == ["a.txt"]


def test_what_is_no_file_is_reported_and_the_rest_is_found(tmp_path):
    fill(tmp_path, ["a.txt"])
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "circle").symlink_to("circle")
    assert places(tmp_path) == ["a.txt"]
    assert {one.path.name for one in left_out(tmp_path) if one.failed} == {"pipe", "dangling", "circle"}
    assert "device" in left_out("/dev/null")[0].reason
    assert "No such file" in left_out(tmp_path / "missing")[0].reason


def test_a_folder_without_permission_is_reported_and_the_rest_is_found():
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        fill(folder, ["a.txt", "closed/b.txt"])
        with not_permitted(folder / "closed"):
            assert places(folder) == ["a.txt"]
            assert "ermission" in left_out(folder)[0].reason


def test_a_folder_that_cannot_be_listed_is_reported_and_the_rest_is_found(tmp_path):
    fill(tmp_path, ["a.txt", "closed/b.txt"])
    real = os.listdir

    def refuse(path):
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    with patch.object(os, "listdir", refuse):
        assert places(tmp_path) == ["a.txt"]
        assert left_out(tmp_path)[0].reason == "Permission denied"


def test_a_folder_for_results_inside_the_input_is_never_read(tmp_path):
    fill(tmp_path, ["a.txt", "out/a.txt", "out/deep/b.txt"])
    assert places(tmp_path, outputs=[tmp_path / "sub" / ".." / "out"]) == ["a.txt", "out/a.txt", "out/deep/b.txt"]
    assert places(tmp_path, outputs=[tmp_path / "out"]) == ["a.txt"]


def test_a_very_deep_folder_is_no_problem(tmp_path):
    folders = [tmp_path]
    for _ in range(sys.getrecursionlimit() + 100):
        folders.append(folders[-1] / "d")
        folders[-1].mkdir()
    try:
        assert (places(tmp_path), left_out(tmp_path)) == ([], [])
        (folders[-1] / "f").touch()
        assert places(tmp_path) == [str((folders[-1] / "f").relative_to(tmp_path))]
    finally:
        (folders[-1] / "f").unlink()
        for folder in reversed(folders[1:]):
            folder.rmdir()


def test_a_pipe_or_a_folder_is_not_read_as_a_document(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/zero")):
        with pytest.raises(OSError, match="not a file"):
            read(source_of(str(path)))


def test_a_plan_gives_each_document_the_same_place_below_both_folders(tmp_path):
    sources = [Source(Path("in/a/b.txt"), Path("a/b.txt"))]
    assert plan(sources, Folders(tmp_path / "out", tmp_path / "led")) == [
        Job(sources[0], tmp_path / "out/a/b.txt", tmp_path / "led/a/b.txt.json")
    ]
    assert plan(sources, Folders()) == [Job(sources[0])]


@pytest.mark.parametrize(
    ("first", "second"),
    [("a.txt", "a.txt"), ("a", "a/b.txt"), ("a/b/c.txt", "a"), ("a.txt", "a.txt.json")],
)
def test_two_results_that_cannot_both_be_written_are_refused(tmp_path, first, second):
    sources = [Source(Path("x", first), Path(first)), Source(Path("y", second), Path(second))]
    with pytest.raises(PlanError, match="written to"):
        plan(sources, Folders(tmp_path, tmp_path))


@pytest.mark.parametrize(("first", "second"), [("A.txt", "a.txt"), ("Deep/a.txt", "deep/A.TXT")])
def test_results_whose_names_differ_in_case_only_are_refused_where_they_would_be_one_file(
    tmp_path, monkeypatch, first, second
):
    sources = [Source(Path("x", first), Path(first)), Source(Path("y", second), Path(second))]
    monkeypatch.setattr("cleantext.run.plan.one_case", lambda _: True)
    for folders in (Folders(tmp_path / "out"), Folders(None, tmp_path / "ledgers")):
        with pytest.raises(PlanError, match=r"x/.* and y/.* differ only in capital"):
            plan(sources, folders)
    monkeypatch.setattr("cleantext.run.plan.one_case", lambda _: False)
    assert len(plan(sources, Folders(tmp_path / "out"))) == 2
    assert not list(tmp_path.iterdir())


def test_whether_a_disk_tells_capital_letters_apart_is_tried_out_and_leaves_nothing(tmp_path):
    (tmp_path / "a").touch()
    assert one_case(tmp_path / "not" / "there") == (tmp_path / "A").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_result_never_takes_the_place_of_a_document_that_is_read(tmp_path):
    fill(tmp_path, ["in/a.txt", "in/sub/b.txt", "out/c.txt"])
    for path, out in (
        ("in/a.txt", "in"),
        ("in/sub", "in/sub/../sub"),
        ("out/c.txt", "out"),
    ):
        with pytest.raises(PlanError, match="overwrite"):
            plan(sources_in(tmp_path / path), Folders(tmp_path / out))
    with pytest.raises(PlanError, match="overwrite"):
        plan(
            [Source(tmp_path / "out/c.txt.json", Path("d")), Source(tmp_path / "x", Path("c.txt"))],
            Folders(None, tmp_path / "out"),
        )


def test_a_result_never_takes_the_place_of_what_a_link_leads_to(tmp_path):
    fill(tmp_path, ["real/a.txt"])
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").symlink_to(tmp_path / "real" / "a.txt")
    (tmp_path / "out").symlink_to("real")
    with pytest.raises(PlanError, match="overwrite"):
        plan([Source(tmp_path / "in" / "a.txt", Path("a.txt"))], Folders(tmp_path / "out"))


def test_a_folder_for_results_is_not_one_that_is_read_and_no_file(tmp_path):
    fill(tmp_path, ["in/a.txt", "file"])
    (tmp_path / "link").symlink_to("in")
    for out in ("in", "link", "in/../in"):
        with pytest.raises(PlanError, match="is read"):
            check_outputs([str(tmp_path / "in")], [tmp_path / out])
    with pytest.raises(PlanError, match="is a file"):
        check_outputs([str(tmp_path / "in")], [tmp_path / "file"])
    check_outputs(["-", str(tmp_path / "in")], [tmp_path / "new", tmp_path / "in" / "new"])


@settings(deadline=None, max_examples=30)
@given(old=st.binary(max_size=50), new=st.binary(max_size=50))
def test_a_file_is_written_whole_and_nothing_else_is_left(tmp_path_factory, old, new):
    folder = tmp_path_factory.mktemp("write")
    for data in (old, new):
        write(folder / "deep" / "a.txt", data)
        assert (folder / "deep" / "a.txt").read_bytes() == data
        assert names_in(folder / "deep") == ["a.txt"]


def test_a_file_gets_the_rights_that_any_new_file_gets(tmp_path):
    (tmp_path / "plain").touch()
    write(tmp_path / "a.txt", b"")
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == stat.S_IMODE((tmp_path / "plain").stat().st_mode)


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_write_that_breaks_off_leaves_the_old_file_and_no_trace(tmp_path, error):
    write(tmp_path / "a.txt", b"old")
    with patch.object(Path, "replace", side_effect=error), pytest.raises(type(error)):
        write(tmp_path / "a.txt", b"new")
    assert names_in(tmp_path) == ["a.txt"]
    assert (tmp_path / "a.txt").read_bytes() == b"old"


def test_a_link_in_the_place_of_a_result_is_replaced_and_not_written_through(tmp_path):
    (tmp_path / "precious").write_bytes(b"precious")
    (tmp_path / "a.txt").symlink_to("precious")
    write(tmp_path / "a.txt", b"new")
    assert (tmp_path / "precious").read_bytes() == b"precious"


@pytest.mark.parametrize("name", STRANGE)
def test_a_document_of_any_name_is_cleaned(tmp_path, name):
    fill(tmp_path / "in", [name], "甲下载\r\n布臵乙\n\n")
    [source] = sources_in(tmp_path / "in")
    [job] = plan([source], Folders(tmp_path / "out", tmp_path / "led"))
    outcome = clean_one(job, PIPELINE)
    assert outcome == Outcome(tmp_path / "in" / name, changed=True, removed=2, repaired=2)
    assert (tmp_path / "out" / name).read_bytes() == "甲\r\n布置乙\n\n".encode()
    data = json.loads((tmp_path / "led" / (name + ".json")).read_bytes())
    assert Document.from_dict(data) == PIPELINE(read_document(source))
    assert data["source"] == str(tmp_path / "in" / name)


@settings(deadline=None, max_examples=60)
@given(data=st.binary(max_size=60) | st.text(max_size=30).map(lambda text: text.encode("utf-16")))
def test_whatever_bytes_a_file_holds_it_is_cleaned_or_reported(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("bytes")
    (folder / "a").write_bytes(data)
    job = Job(source_of(str(folder / "a")), folder / "out", folder / "ledger")
    outcome = clean_one(job, PIPELINE)
    assert (folder / "out").exists() == (folder / "ledger").exists() == (not outcome.failed)
    if not outcome.failed:
        document = Document.from_dict(json.loads((folder / "ledger").read_bytes()))
        assert (folder / "out").read_bytes().decode() == document.text


def test_whatever_breaks_in_one_document_is_in_its_outcome(tmp_path):
    def broken(_):
        raise ZeroDivisionError("a bug")

    fill(tmp_path, ["a.txt"])
    job = Job(source_of(str(tmp_path / "a.txt")), tmp_path / "out")
    assert clean_one(job, broken).failed == "ZeroDivisionError: a bug"
    assert not (tmp_path / "out").exists()
    (tmp_path / "out").mkdir()
    assert "directory" in clean_one(job, PIPELINE).failed
    assert clean_one(Job(source_of(str(tmp_path / "no"))), PIPELINE).failed == "No such file or directory"


def test_no_result_is_written_without_the_ledger_that_was_asked_for(tmp_path):
    fill(tmp_path, ["a.txt"])
    (tmp_path / "ledger").mkdir()
    outcome = clean_one(Job(source_of(str(tmp_path / "a.txt")), tmp_path / "out", tmp_path / "ledger"), PIPELINE)
    assert outcome.failed
    assert not (tmp_path / "out").exists()


def test_ctrl_c_is_not_taken_for_a_document_that_failed(tmp_path):
    def interrupted(_):
        raise KeyboardInterrupt

    fill(tmp_path, ["a.txt"])
    with pytest.raises(KeyboardInterrupt):
        clean_one(Job(source_of(str(tmp_path / "a.txt")), tmp_path / "out"), interrupted)


def test_a_reader_that_went_away_is_not_taken_for_a_document_that_failed(tmp_path):
    fill(tmp_path, ["a.txt"])
    gone = Mock(**{"buffer.write.side_effect": BrokenPipeError})
    with patch.object(sys, "stdout", gone), pytest.raises(BrokenPipeError):
        clean_one(Job(source_of(str(tmp_path / "a.txt"))), PIPELINE)


@given(st.text(), st.text(alphabet=st.characters(), max_size=5))
def test_a_ledger_is_lossless_and_holds_nothing_that_a_terminal_obeys(text, source):
    document = PIPELINE(Document(text + "下载", source=source))
    data = to_json(document)
    assert Document.from_dict(json.loads(data)) == document
    assert not [one for one in data.decode() if one != "\n" and (ord(one) < 32 or 0x7F <= ord(one) < 0xA0)]


def test_characters_are_counted_as_removed_or_as_repaired():
    document = Document("一二三四五六七").apply(
        [
            Edit(0, 2, "", "r", "other", "removed"),
            Edit(2, 4, "\n", "r", "other", "removed, but for a line end"),
            Edit(4, 5, "五五五", "r", "repair", "repaired"),
            Edit(6, 6, "\n", "r", "line_join", "added"),
        ]
    )
    assert outcome_of(document, Path("a")) == Outcome(Path("a"), changed=True, removed=3, repaired=1)


def test_a_total_counts_every_document_once():
    total = Total()
    for one in (
        Outcome(Path("a"), "why"),
        Outcome(Path("b")),
        Outcome(Path("c"), changed=True, removed=2000, repaired=3),
    ):
        total = total.plus(one)
    assert str(total) == "3 documents, 1 changed, 1 failed; 2,000 characters removed, 3 repaired"


def test_a_document_that_is_no_text_and_its_warnings_are_noted():
    assert outcome_of(Pipeline(())("  "), Path("a")).notes == ("left as it was: empty, nothing but white space",)
    assert outcome_of(PIPELINE("下载"), Path("a")).notes == ("100% of the document was removed",)


def test_the_reason_of_a_failure_names_no_path():
    assert failure(PermissionError(13, "Permission denied", "/x")) == "Permission denied"
    assert failure(OSError("a pipe, not a file")) == "a pipe, not a file"
