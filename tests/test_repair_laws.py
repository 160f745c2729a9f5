"""What holds for the repair filter on any text."""

import pickle
import re
import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from cleantext.document import Document, DocumentWarning
from cleantext.edits import Edit, inverse, render
from cleantext.filters.repair import RepairConfusions
from cleantext.filters.repair.model import ending
from cleantext.filters.repair.table import builtin_table
from cleantext.pipeline import Pipeline

TABLE = builtin_table()
WRONG = sorted(one.wrong for one in TABLE.confusions)
TEXTS = sorted(
    text
    for one in TABLE.confusions
    for text in (*one.counter_examples, *(pair[0] for pair in one.examples + one.rewritten + one.suggested))
)
GLUE = [
    "，",
    "。",
    "\n",
    "“",
    "”",
    "〞",
    "〝",
    "《",
    "》",
    "的",
    "了",
    "2023个",
    "20230名",
    "202300%",
    "经济",
    "推动",
    "工作",
    "臵",
    "、",
    "`",
    "团(tuán)",
    "?党内监督条例?",
    "〔一〕",
]
dirty = st.lists(st.one_of(*(st.sampled_from(one) for one in (WRONG, TEXTS, GLUE))), max_size=12).map("".join)
modes = st.booleans().map(lambda assume: RepairConfusions(assume_rewritten=assume))


def _edits(one: RepairConfusions, text: str) -> list[Edit]:
    return [edit for edit in one(Document(text)) if not isinstance(edit, DocumentWarning)]


@settings(deadline=None, max_examples=300)
@given(dirty, modes)
def test_a_second_run_changes_nothing(text: str, mode: RepairConfusions) -> None:
    once = Pipeline((mode,))(text).text
    assert Pipeline((mode,))(once).text == once


@settings(deadline=None, max_examples=200)
@given(dirty, modes)
def test_an_edit_touches_listed_forms_only(text: str, mode: RepairConfusions) -> None:
    pairs = {(one.wrong, one.right) for one in TABLE.confusions}
    for edit in _edits(mode, text):
        removed = text[edit.start : edit.end]
        year = re.fullmatch(r"20[12][1-9](0*)", removed)
        marks = {("〞", "”"), ("`", ""), ("(tuán)", ""), ("?", "《"), ("?", "》"), ("〔", "（"), ("〕", "）")}
        half = edit.replacement == f"{removed}”" and "“" in text and "〞" in text
        assert (removed, edit.replacement) in pairs | marks or half or (year and edit.replacement == "10" + year[1])


@settings(deadline=None, max_examples=200)
@given(dirty, modes)
def test_the_original_comes_back(text: str, mode: RepairConfusions) -> None:
    done = Pipeline((mode,))(text)
    assert render(done.text, inverse(done.original, done.changes)) == text


@settings(deadline=None, max_examples=100)
@given(dirty, modes)
def test_the_same_text_gets_the_same_edits(text: str, mode: RepairConfusions) -> None:
    assert list(mode(Document(text))) == list(pickle.loads(pickle.dumps(mode))(Document(text)))


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=80))
def test_any_text_is_taken(text: str) -> None:
    for edit in _edits(RepairConfusions(assume_rewritten=True), text):
        assert 0 <= edit.start < edit.end <= len(text)


@given(
    st.sampled_from(["(?!)", "", "b", "^b", "(?<!a)b?", "(?<=a)(b|bb)", "[^a]{0,2}b", "a+b*", r"\bab?", "(a|b)c?b"]),
    st.text("abc ", max_size=8),
)
def test_an_ending_is_found_as_if_the_whole_text_were_searched(source: str, text: str) -> None:
    assert ending(source).ends(text) == bool(re.search(rf"(?:{source})\Z", text))


def test_the_data_is_read_with_the_first_text_only() -> None:
    code = (
        "from cleantext.filters.repair import RepairConfusions, filter\n"
        "from cleantext.filters.repair.table import builtin_table\n"
        "RepairConfusions()\n"
        "print(builtin_table.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout == "0\n"
