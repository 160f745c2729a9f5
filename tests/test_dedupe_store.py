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

from cleantext.dedupe import blocks, store
from cleantext.dedupe.found import Passage
from cleantext.dedupe.match import find_duplicates
from cleantext.dedupe.sketch import sketch
from cleantext.dedupe.store import FILE, IndexUseError, open_index
from cleantext.similar.limits import TooManyPairsError

LONG = "去年以来,全市各级党组织认真学习贯彻会议精神,扎实推进基层组织建设,取得了明显成效,群众满意度得到提高。"
OTHER = "会后,与会人员还实地参观了新建成的党员活动中心,并且同社区居民进行了座谈。"

MEMORY = 0
"""Megabytes: blocks of ten thousand characters, so that there are several."""


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
        from pairs join normals a on a.id = one join normals b on b.id = other""").fetchall()
    return {(min(one, other), max(one, other), score) for one, other, score in rows}


def test_the_answer_is_that_of_the_search_in_memory(sketches, tmp_path):
    with open_index(tmp_path / "index", memory=MEMORY) as index:
        assert index.add(sketches) == []
        on_disk = searched(index)
        assert index._connection.execute("select count(*) from blocks").fetchone()[0] > 2
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


def with_pieces(texts, seed):
    """Return documents that hold paragraphs of others with sentences before, behind or between, and parts of them."""
    chance = random.Random(seed)  # noqa: S311 - a seeded draw, not a secret
    made = dict(texts)
    for name, text in list(texts.items()):
        lines = text.split("\n")
        longer = [OTHER + one if chance.random() < 0.5 else one + LONG for one in lines if chance.random() < 0.3]
        made[f"{name} more"] = "\n".join(longer)
        made[f"{name} less"] = "\n".join(one[len(one) // 3 :] for one in lines if chance.random() < 0.2)
    return made


def test_containment_has_the_answer_of_the_search_in_memory(corpus, tmp_path):
    texts = with_pieces(corpus(3, 60), 4)
    sketches = [sketch(text, name) for name, text in texts.items()]
    in_memory = find_duplicates(sketches, contained=True)
    assert {one.reason for one in in_memory.duplicates} == {"equal", "near", "contained"}
    with open_index(tmp_path / "once", memory=MEMORY, contained=True) as index:
        index.add(sketches)
        found = searched(index)
        assert index._connection.execute("select count(*) from blocks").fetchone()[0] > 1
    assert found.duplicates == in_memory.duplicates
    assert set(found.vetoes) == set(in_memory.vetoes)
    stayed = set()
    for start in range(0, len(sketches), 60):
        with open_index(tmp_path / "grown", memory=MEMORY, contained=start > 0) as index:
            index.add(sketches[start : start + 60])
            gone = {one.dropped for one in searched(index).duplicates}
            assert not stayed & gone
            rows = index._connection.execute("select document, start, stop from paragraphs").fetchall()
            stayed |= {Passage(*row) for row in rows} - gone
    with open_index(tmp_path / "grown", memory=MEMORY, contained=True) as index:
        index.decide(redecide=True)
        assert index.found().duplicates == in_memory.duplicates
    with open_index(tmp_path / "grown", memory=MEMORY) as index:
        index.decide(redecide=True)
        assert index.found().duplicates == find_duplicates(sketches).duplicates


def test_texts_that_are_known_are_not_sketched_again(corpus, tmp_path, monkeypatch):
    texts = corpus(1, 30)
    with open_index(tmp_path / "index") as index:
        assert index.add_texts(texts.items()) == []
        found = searched(index)
    assert found == find_duplicates([sketch(text, name) for name, text in texts.items()])
    monkeypatch.setattr(store, "sketch", None)
    with open_index(tmp_path / "index") as index:
        assert index.add_texts([*texts.items(), ("000", "another text")]) == ["000"]
        assert searched(index) == found


def test_what_was_decided_can_be_read_in_a_stream_and_about_some_documents_only(corpus, tmp_path):
    texts = corpus(1, 40)
    some = dict(list(texts.items())[30:])
    with open_index(tmp_path / "index") as index:
        index.add_texts(texts.items())
        found = searched(index)
        assert tuple(index.duplicates()) == tuple(index.duplicates(given=True)) == found.duplicates
        assert tuple(index.vetoes()) == found.vetoes
    with open_index(tmp_path / "index") as index:
        index.add_texts(some.items())
        given = list(index.duplicates(given=True))
        assert given == [one for one in found.duplicates if one.dropped.document in some]
        assert index.sizes(given=True) == {name: len(text.replace("\n", "")) for name, text in some.items()}
        assert list(index.found(list(some)).duplicates) == given
        between = [(one, index.sizes(), index.decide()) for one in index.duplicates()]
        assert [one for one, *_ in between] == list(found.duplicates)


def longest_name(candidate):
    return -len(candidate.passage.document)


def never(_kept, _later):
    return "house rule"


def test_which_copy_stays_and_what_is_a_copy_are_the_callers_to_say(tmp_path):
    texts = {"a": LONG, "bbb": LONG.replace("明显", "朋显"), "cc": LONG}
    sketches = [sketch(text, name) for name, text in texts.items()]
    with open_index(tmp_path / "index") as index:
        index.add(sketches)
        list(index.search())
        index.decide(rank=longest_name)
        found = index.found()
        assert {one.kept.document for one in found.duplicates} == {"bbb"}
        assert found == find_duplicates(
            sketches, rank=lambda one: (longest_name(one), one.damage, -one.size, one.passage)
        )
        index.decide(redecide=True)
        assert {one.kept.document for one in index.found().duplicates} == {"a"}
    with open_index(tmp_path / "guarded", guard=never) as index:
        index.add(sketches)
        assert searched(index) == find_duplicates(sketches, guard=never)
        assert [one.reason for one in index.vetoes()] == ["house rule"]
    with pytest.raises(IndexUseError, match=r"other settings \(guard .*never"):
        open_index(tmp_path / "guarded")


def memory_of(index):
    return index._connection.execute("select current_setting('memory_limit')").fetchall()


@pytest.mark.parametrize(
    ("rank", "error"),
    [
        (lambda _: "best", TypeError),
        (lambda _: None, TypeError),
        (lambda _: float("nan"), TypeError),
        (lambda _: 1 / 0, ZeroDivisionError),
    ],
)
def test_a_rank_that_fails_decides_nothing(rank, error, tmp_path):
    with open_index(tmp_path / "index") as index:
        before = memory_of(index)
        index.add([sketch(LONG, name) for name in "ab"])
        found = searched(index)
        with pytest.raises(error):
            index.decide(rank=rank, redecide=True)
        assert index.found() == found
        assert memory_of(index) == before
        index.decide(rank=longest_name)


def test_a_corpus_of_one_template_is_refused_and_what_was_there_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(blocks, "BUDGET", 10)
    template = "".join(map(chr, range(0x5000, 0x5050)))
    texts = {str(i): template[: i % 70] + chr(0x6000 + i) + template[i % 70 + 1 :] for i in range(300)}
    with open_index(tmp_path / "index") as index:
        index.add_texts({"x": LONG, "y": LONG}.items())
        found = searched(index)
        index.add_texts(texts.items())
        with pytest.raises(TooManyPairsError):
            list(index.search())
        assert index.found(["x", "y"]) == found


def test_names_that_are_no_unicode_are_names(tmp_path):
    name = "caf\udce9.txt"
    with open_index(tmp_path / "index") as index:
        index.add_texts([(name, LONG), ("b", LONG)])
        found = searched(index)
        assert {one.dropped.document for one in found.duplicates} == {name}
        assert index.found([name]).digest(name)


def test_equal_lines_and_paragraphs_of_megabytes_are_stored_and_compared_by_equality(tmp_path):
    texts = {"lines": "\n".join([LONG] * 100_000), "long": LONG * 40_000, "same": LONG * 40_000, "other": LONG * 39_999}
    with open_index(tmp_path / "index", contained=True) as index:
        index.add_texts(texts.items())
        found = searched(index)
        assert index._connection.execute("select count(*) from normals").fetchone()[0] == 1
    assert len(found.duplicates) == 99_999 + 1
    assert found.duplicates[-1].dropped.document == "same"


def decide_without(table, folder):
    with open_index(folder) as index:
        index._connection.execute(f"alter table {table} rename to gone")
        index.decide()


def test_a_database_that_fails_is_told_and_what_was_committed_stays(sketches, tmp_path):
    with open_index(tmp_path / "index") as index:
        index.add(sketches)
        found = searched(index)
    with pytest.raises(IndexUseError, match=r"index.duckdb is damaged or cannot be used: .*decisions"):
        decide_without("decisions", tmp_path / "index")
    with open_index(tmp_path / "index") as index:
        index._connection.execute("alter table gone rename to decisions")
        assert index.found() == found


@pytest.mark.parametrize(
    "statement",
    [
        "drop table pairs",
        "drop table decisions",
        "alter table texts drop column near",
        "update normals set normal = '\\xFF'::blob",
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
