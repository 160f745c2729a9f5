"""The index on disk gives the answer of the search in memory, however its documents came and whatever broke off."""

from __future__ import annotations

import pickle
import random
import signal
import subprocess
import sys
import textwrap
from contextlib import suppress

import pytest

from cleantext.dedupe.found import Passage
from cleantext.dedupe.match import find_duplicates
from cleantext.dedupe.sketch import sketch
from cleantext.dedupe.store import FILE, IndexUseError, open_index

LONG = "去年以来,全市各级党组织认真学习贯彻会议精神,扎实推进基层组织建设,取得了明显成效,群众满意度得到提高。"
OTHER = "会后,与会人员还实地参观了新建成的党员活动中心,并且同社区居民进行了座谈。"

MEMORY = 1
"""Megabytes: blocks of a few thousand characters, so that there are many of them."""


@pytest.fixture
def sketches(corpus):
    return [sketch(text, name) for name, text in corpus(1, 120).items()]


def searched(index):
    for _ in index.search():
        pass
    index.decide()
    return index.found()


def pairs_of(index):
    rows = index._connection.execute("""
        select a.normal, b.normal, score
        from pairs join texts a on a.id = one join texts b on b.id = other""").fetchall()
    return {(min(one, other), max(one, other), score) for one, other, score in rows}


def test_the_answer_is_that_of_the_search_in_memory(sketches, tmp_path):
    with open_index(tmp_path / "index", memory=MEMORY) as index:
        assert index.add(sketches) == []
        on_disk = searched(index)
        assert index._connection.execute("select count(distinct block) from texts").fetchone()[0] > 2
    in_memory = find_duplicates(sketches)
    assert on_disk.duplicates == in_memory.duplicates
    assert set(on_disk.vetoes) == set(in_memory.vetoes)
    assert on_disk.digests == in_memory.digests


def test_a_growing_corpus_has_the_pairs_of_one_run_and_what_stayed_stays(sketches, tmp_path):
    with open_index(tmp_path / "once", memory=MEMORY) as index:
        index.add(sketches)
        searched(index)
        at_once = pairs_of(index)
    shuffled = random.Random(2).sample(sketches, len(sketches))  # noqa: S311 - a seeded draw, not a secret
    stayed = set()
    for start in range(0, len(shuffled), 40):
        with open_index(tmp_path / "grown", memory=MEMORY) as index:
            index.add(shuffled[start : start + 40])
            found = searched(index)
            gone = {one.dropped for one in found.duplicates}
            assert not stayed & gone
            assert not gone & {one.kept for one in found.duplicates}
            rows = index._connection.execute("select document, start, stop from paragraphs").fetchall()
            stayed |= {Passage(*row) for row in rows} - gone
    with open_index(tmp_path / "grown", memory=MEMORY) as index:
        assert pairs_of(index) == at_once
        assert index.found().duplicates != find_duplicates(sketches).duplicates
        index.decide(redecide=True)
        assert index.found().duplicates == find_duplicates(sketches).duplicates


@pytest.mark.parametrize(
    "statement",
    [
        "drop table pairs",
        "drop table decisions",
        "alter table texts drop column near",
        "update texts set normal = '\\xFF'::blob",
        "insert into pairs values (0, 99, 0.95, null, 'a')",
    ],
)
def test_an_index_that_something_else_has_written_to_is_refused_or_used(sketches, tmp_path, statement):
    with open_index(tmp_path) as index:
        index.add(sketches[:6])
        searched(index)
        index._connection.execute(statement)
    with suppress(IndexUseError):
        add_and_search(tmp_path, sketches[6:12])


def test_an_index_whose_bytes_are_damaged_is_refused(sketches, tmp_path):
    with open_index(tmp_path) as index:
        index.add(sketches[:6])
        searched(index)
    whole = (tmp_path / FILE).read_bytes()
    for cut in (0, 100, 5000, len(whole) // 2):
        (tmp_path / FILE).write_bytes(whole[:cut] + b"damage" * 20 + whole[cut + 120 :])
        with pytest.raises(IndexUseError, match=r"damaged|cannot be opened"):
            add_and_search(tmp_path, sketches[6:12])


def add_and_search(folder, sketches):
    with open_index(folder) as index:
        index.add(sketches)
        searched(index)


def test_documents_that_are_known_are_passed_over_and_changed_ones_refused(sketches, tmp_path):
    with open_index(tmp_path / "index") as index:
        index.add(sketches)
        found = searched(index)
        assert index.add([*sketches, sketch(OTHER, sketches[0].document)]) == [sketches[0].document]
        assert searched(index) == found
        assert [len(index.found([one.document]).digests) for one in sketches[:2]] == [1, 1]


def test_a_search_that_is_killed_goes_on(sketches, tmp_path):
    (tmp_path / "sketches").write_bytes(pickle.dumps(sketches))
    code = textwrap.dedent(f"""
        import os, pickle, signal, sys
        from pathlib import Path
        from cleantext.dedupe.store import open_index
        index = open_index(sys.argv[1] + "/index", memory={MEMORY})
        index.add(pickle.loads(Path(sys.argv[1], "sketches").read_bytes()))
        for done, blocks in index.search():
            if done == 2:
                os.kill(os.getpid(), signal.SIGKILL)
    """)
    killed = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    with open_index(tmp_path / "index", memory=MEMORY) as index:
        assert index._connection.execute("select count(*) from joined").fetchone()[0] == 2
        assert searched(index).duplicates == find_duplicates(sketches).duplicates


@pytest.mark.parametrize("settings", [{"threshold": 0.8}, {"min_length": 20}, {"short": True}])
def test_an_index_with_other_settings_is_refused_and_left_alone(settings, tmp_path):
    with open_index(tmp_path) as index:
        index.add([sketch(LONG, "a")])
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(IndexUseError, match=r"other settings \(" + next(iter(settings))):
        open_index(tmp_path, **settings)
    assert (tmp_path / FILE).read_bytes() == before


@pytest.mark.parametrize(("name", "said"), [("format", "another version"), ("normal form", "another version")])
def test_an_index_of_another_version_is_refused(name, said, tmp_path):
    with open_index(tmp_path) as index:
        index._connection.execute("update settings set value = 'old' where name = ?", [name])
    with pytest.raises(IndexUseError, match=said):
        open_index(tmp_path)


def test_what_is_no_index_is_refused_and_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(IndexUseError, match="holds no index"):
        open_index(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["thesis.txt"]
    with pytest.raises(IndexUseError, match="is a file"):
        open_index(tmp_path / "thesis.txt")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / FILE).write_bytes(b"no database at all" * 1000)
    with pytest.raises(IndexUseError, match="cannot be opened"):
        open_index(tmp_path / "broken")
    assert (tmp_path / "broken" / FILE).read_bytes() == b"no database at all" * 1000
    with pytest.raises(ValueError, match="between"):
        open_index(tmp_path / "new", threshold=5)


def test_lone_surrogates_and_empty_documents_are_text(tmp_path):
    texts = {"a": "\ud800" + LONG, "b": "\ud800" + LONG, "c": "", "d": "\udfff" + LONG}
    sketches = [sketch(text, name) for name, text in texts.items()]
    with open_index(tmp_path / "index") as index:
        index.add(sketches)
        assert searched(index) == find_duplicates(sketches)


def test_short_lines_and_a_threshold_of_one(tmp_path):
    sketches = [sketch(f"一、总则\n{LONG}", name, short=True) for name in "ab"] + [sketch(LONG[:-1], "c", short=True)]
    with open_index(tmp_path / "index", short=True, threshold=1) as index:
        index.add(sketches)
        assert searched(index) == find_duplicates(sketches, threshold=1)
        assert len(index.found().duplicates) == 2 + 1
