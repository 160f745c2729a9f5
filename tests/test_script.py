"""Script conversion behind a gate that looks at the document's script."""

from __future__ import annotations

import pickle
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext import Pipeline
from cleantext.filters.script import ConvertScript, is_traditional

SEEDS = sorted(Path("seeds").glob("*.txt"))
TRADITIONAL = Path("seeds/003_6c8e2d006c8474bd.txt").read_text(encoding="utf-8")


def converted(text, config):
    return Pipeline((ConvertScript(config),))(text)


@pytest.mark.parametrize("config", ["t2s", "tw2s", "tw2sp", "hk2s", "t2tw"])
def test_the_result_is_what_opencc_gives_and_its_ledger_leads_back(config):
    document = converted(TRADITIONAL, config)
    assert document.text == opencc.OpenCC(config).convert(TRADITIONAL)
    for change in document.changes:
        document = document.revert(change)
    assert document.text == TRADITIONAL


@pytest.mark.parametrize("config", ["t2s", "tw2s", "tw2sp", "hk2s"])
@pytest.mark.parametrize("path", [path for path in SEEDS if path.name[:3] != "003"], ids=lambda path: path.name[:3])
def test_a_simplified_document_is_never_touched_on_the_way_to_simplified(config, path):
    assert converted(path.read_text(encoding="utf-8"), config).changes == ()


def test_simplified_text_is_made_traditional_and_traditional_text_is_left():
    assert converted("学习贯彻全会精神", "s2t").text == "學習貫徹全會精神"
    assert converted(TRADITIONAL, "s2t").changes == ()
    assert converted("程序员用鼠标写程序代码", "s2twp").text == "程式設計師用滑鼠寫程式程式碼"


def test_words_of_another_length_are_one_change_each():
    document = converted("他买了一个随身碟。她是程序员,喜欢编程。", "s2twp")
    assert document.text == opencc.OpenCC("s2twp").convert("他买了一个随身碟。她是程序员,喜欢编程。")
    assert all(change.end - change.start < 12 for change in document.changes)


def test_an_unknown_configuration_says_what_there_is():
    with pytest.raises(ValueError, match="no configuration 'x2y'; t2s"):
        ConvertScript("x2y")


def test_the_filter_pickles_after_use():
    one = ConvertScript("t2s")
    Pipeline((one,))(TRADITIONAL)
    assert pickle.loads(pickle.dumps(one)) == one


@given(st.text(alphabet=st.one_of(st.sampled_from("學习會这這\ud800著乾后\n,a"), st.characters()), max_size=40))
def test_any_text_goes_through_and_a_second_run_changes_nothing(text):
    once = converted(text, "t2s")
    assert not is_traditional(once.text) or once.verdict != "text" or converted(once.text, "t2s").changes == ()
