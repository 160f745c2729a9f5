"""What a pipeline promises, shown with small filters of its own."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest

from cleantext import (
    DecodeError,
    Document,
    DocumentWarning,
    Edit,
    EditError,
    InputError,
    Pipeline,
    default_pipeline,
)
from cleantext.scan import hits


@dataclass(frozen=True)
class Drop:
    """Removes every occurrence of a word that the shared scan finds."""

    name: ClassVar[str] = "drop"
    word: str
    safety: str = "safe"

    @property
    def words(self):
        return frozenset({self.word})

    def __call__(self, document):
        for start in hits(document, self.words).get(self.word, ()):
            yield Edit(start, start + len(self.word), "", "drop", "other", "a test", self.safety)


def shout(document):
    """A plain function is a filter too."""
    for i, character in enumerate(document.text):
        if character == "a":
            yield Edit(i, i + 1, "A", "shout", "other", "a test")


def lines_away(document):
    for i, character in enumerate(document.text):
        if character == "\n":
            yield Edit(i, i + 1, "", "join", "line_join", "a test")


def warns(document):
    yield DocumentWarning("seen", "this document was seen")


def test_filters_run_in_their_order_each_on_what_the_one_before_left():
    document = Pipeline((Drop("版权"), shout))("a版权b")
    assert document.text == "Ab"
    assert [change.edits[0].rule for change in document.changes] == ["shout", "drop"]
    assert [(change.start, change.end) for change in document.changes] == [(0, 1), (1, 3)]


def test_text_bytes_and_a_document_give_the_same():
    pipeline = Pipeline((Drop("版权"),))
    data = "a版权b".encode()
    assert pipeline(data).text == pipeline("a版权b").text == pipeline(Document("a版权b")).text == "ab"
    assert pipeline(data).decoded.encoding == "utf-8"
    assert pipeline("a版权b").decoded is None


def test_a_document_that_was_changed_before_keeps_those_changes():
    before = Pipeline((shout,))("a版权b")
    after = Pipeline((Drop("版权"),))(before)
    assert after.original == "a版权b"
    assert after.text == "Ab"
    assert len(after.changes) == 2


def test_the_safety_decides_what_is_applied_and_what_is_suggested():
    for safety, applied in (("safe", False), ("likely", False), ("suggest", True)):
        document = Pipeline((Drop("版权", "suggest"),), safety=safety)("a版权b")
        assert (document.text == "ab") is applied
        assert bool(document.suggestions) is not applied
    (suggestion,) = Pipeline((shout, Drop("版权", "likely")), safety="safe")("a版权b").suggestions
    assert (suggestion.start, suggestion.end, suggestion.edits[0].rule) == (1, 3, "drop")


def test_a_filter_is_asked_until_it_has_nothing_to_add():
    document = Pipeline((Drop("版权"),))("a版版权权b")
    assert document.text == "ab"
    (change,) = document.changes
    assert (change.start, change.end, len(change.edits)) == (1, 5, 2)


def test_keep_lines_keeps_every_line_end():
    document = Pipeline((lines_away, Drop("版权")), keep_lines=True)("甲\n版权\n乙")
    assert document.text == "甲\n\n乙"


def test_a_filter_can_warn_and_a_warning_is_given_once():
    (warning,) = Pipeline((warns, warns))("甲").warnings
    assert (warning.code, warning.message) == ("seen", "this document was seen")


def test_much_removed_is_never_silent():
    (warning,) = Pipeline((Drop("版权"),))("版权版权版权甲").warnings
    assert (warning.code, warning.message) == ("much_removed", "86% of the document was removed")
    assert Pipeline((Drop("版权"),))("版权甲乙丙").warnings == ()


@pytest.mark.parametrize(("text", "kind"), [("", "empty"), (" \n\u3000", "empty"), ("\x00\x01\x02\x03PK", "binary")])
def test_what_is_no_text_gets_a_verdict_and_is_left_as_it_is(text, kind):
    document = Pipeline((shout,))(text)
    assert document.verdict == kind
    assert document.verdict.reason
    assert document.text == text
    assert pickle.loads(pickle.dumps(document)).verdict.reason == document.verdict.reason


def test_a_filter_with_a_bug_raises():
    def wrong(document):
        yield Edit(0, 99, "", "wrong", "other", "a test")

    with pytest.raises(EditError, match="'wrong' proposed an edit of"):
        Pipeline((wrong,))("甲")


def test_a_filter_that_returns_something_else_raises():
    def wrong(document):
        return [(0, 1, "")]

    with pytest.raises(EditError, match="returned a tuple; it returns Edit"):
        Pipeline((wrong,))("甲")


def test_damaged_bytes_are_warned_of():
    data = "干部教育培训工作".encode() + b"\xff\xfe" + "第二行也是中文".encode()
    (warning,) = Pipeline(())(data).warnings
    assert (warning.code, warning.evidence) == ("damaged", {"places": 1, "bytes": 2})


def test_rules_are_a_list():
    with pytest.raises(InputError, match=r"write rules=\['my.toml'\]"):
        default_pipeline(rules="my.toml")


@pytest.mark.parametrize(
    ("source", "message"),
    [(Path("seeds"), r"Path\('seeds'\)\.read_bytes\(\)"), (3, "not int"), (None, "not NoneType"), (["甲"], "not list")],
)
def test_wrong_input_says_what_to_call_instead(source, message):
    with pytest.raises(InputError, match=message):
        Pipeline(())(source)


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(DecodeError):
        Pipeline(())(b"PK\x03\x04" + bytes(range(256)) * 8)


def test_a_pipeline_is_a_tuple_of_filters_that_prints_itself():
    pipeline = Pipeline((Drop("版权"), shout))
    assert str(pipeline) == (
        "Pipeline([Drop(word='版权', safety='safe'), shout], safety='likely', keep_lines=False, much=0.5)"
    )
    assert list(pipeline) == [Drop("版权"), shout]
    assert len(pipeline) == 2
    assert pipeline[0] == Drop("版权")
    assert pipeline[1:] == Pipeline((shout,))
    more = (warns,)
    assert pipeline + more == Pipeline((Drop("版权"), shout, warns))
    assert pipeline.replace("drop", Drop("甲乙")) == Pipeline((Drop("甲乙"), shout))
    assert pipeline.without("shout") == Pipeline((Drop("版权"),))
    with pytest.raises(KeyError, match="no filter is called 'nothing'; there are: drop, shout"):
        pipeline.without("nothing")


def test_pipelines_pickle_copy_and_have_a_hash_that_is_the_same_in_every_process():
    pipeline = Pipeline((shout,), safety="safe")
    pipeline("a")
    assert pickle.loads(pickle.dumps(pipeline)) == copy.copy(pipeline) == pipeline
    code = "from cleantext import default_pipeline; print(default_pipeline().fingerprint, hash(default_pipeline()))"
    runs = {subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout for _ in range(2)}
    assert len(runs) == 1


def test_one_pipeline_serves_many_threads():
    pipeline = Pipeline((Drop("版权"), shout))
    results = []

    def work():
        results.extend(pipeline(f"a{i}版权").text for i in range(50))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == sorted([f"A{i}" for i in range(50)] * 4)


def test_importing_the_library_loads_nothing_heavy():
    heavy = ("numpy", "chardet", "opencc", "rapidfuzz", "rich", "click", "cleantext.rules")
    code = f"import cleantext, sys; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
