"""Single characters: what is mended, and what is left alone."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext import Document, DocumentWarning, Pipeline
from cleantext.alphabet import BEYOND, SHORT, alphabet
from cleantext.filters.characters import CleanCharacters
from cleantext.filters.characters.composed import _MAY_CHANGE, _may_change, _second_part

PIPELINE = Pipeline((CleanCharacters(),), safety="safe")


def cleaned(text):
    return PIPELINE(text).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲\r\n乙\r丙\u2028丁\u0085戊\x0b己", "甲\n乙\n丙\n丁\n戊\n己"),
        ("发\u200b展\ufeff服\u2060务", "发展服务"),
        ("甲\u00ad乙\x07丙\u202d丁", "甲乙丙丁"),
        ("第⼀章 ⽂化建设", "第一章 文化建设"),
        ("⻋站对⾯", "车站对面"),
        ("這個⾞站對⾯", "這個車站對面"),
        ("金\uf90a", "金金"),
        ("cafe\u0301", "café"),
        ("甲  \n乙\u3000\n丙\t", "甲\n乙\n丙"),
        ("\n\n甲\n\n\n\n乙\n\n\n", "甲\n\n乙\n"),
        (" \n甲", "甲"),
        ("汉\u200d字", "汉字"),
    ],
)
def test_mended(text, expected):
    document = PIPELINE(text)
    assert document.text == expected
    assert all(edit.category == "characters" for change in document.changes for edit in change.edits)


@pytest.mark.parametrize(
    "text",
    [
        "（一）“甲”——《乙》……①㎡，。",
        "\u3000\u3000首行缩进",
        "👨\u200d👩\u200d👧 一家人",
        "می\u200cخواهم",
        "偏旁⼀、⼁、⼂各自成部",
        "⼀ ⼁ ⼂",
        "葛\U000e0100城",
        "姓名\t分数\t\n张三\t\t\n李四\t九十",
        "无名氏　三百元　",
        "版本\uf0b7项目",
        "第一页\f第二页",
        "〝台灣的引號〞",
        "甲\n\n乙",
        "Ⅳ．ｶﾀｶﾅ",
    ],
)
def test_left_alone(text):
    assert cleaned(text) == text


def test_private_use_glyphs_are_reported():
    (warning,) = PIPELINE("甲\uf0b7乙\uf0b7").warnings
    assert isinstance(warning, DocumentWarning)
    assert (warning.code, warning.evidence) == ("private_use", {"count": 2})


ANY = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("\r\n\u200b\u200d \u3000⼀甲\u0301é\u2028⻋")), max_size=30
)


@given(ANY)
def test_a_second_run_changes_nothing_and_the_result_is_composed(text):
    document = PIPELINE(text)
    assert PIPELINE(document.text).changes == ()
    if document.verdict == "text":
        assert unicodedata.is_normalized("NFC", document.text)
        assert "\r" not in document.text


@given(ANY)
def test_nothing_but_invisible_characters_and_blanks_goes(text):
    """Letters, digits and marks that are not composed differently stay, in their order."""
    kept = [one for one in text if one.isascii() and one.isalnum()]
    assert [one for one in cleaned(text) if one.isascii() and one.isalnum()] == kept


def test_a_document_without_such_characters_costs_no_edit():
    assert list(CleanCharacters()(Document("一切正常。\n第二行。"))) == []


def test_no_character_that_composition_may_touch_is_among_those_that_spare_a_text_the_look():
    seconds = {part for character in map(chr, range(sys.maxunicode + 1)) for part in _second_part(character)}
    spared = [one for one in map(chr, range(0xFFFF)) if not _MAY_CHANGE.match(one)]
    assert not [one for one in spared if _may_change(one) or one in seconds or "\u1160" <= one <= "\u11ff"]


@given(st.text(st.one_of(st.characters(), st.sampled_from("汉字，\n😀\ud800\udc00\uffff")), max_size=700))
def test_the_alphabet_of_a_text_is_every_character_of_it_once(text):
    found = alphabet(text)
    assert len(set(found)) == len(found)
    assert set(found) == {min(one, BEYOND) for one in text}
    assert set(alphabet(text * 3 + "甲" * SHORT)) == {min(one, BEYOND) for one in text} | {"甲"}
