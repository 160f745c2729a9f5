"""Quotation marks that face the wrong way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext import Pipeline
from cleantext.filters.punctuation import MendPunctuation

PIPELINE = Pipeline((MendPunctuation(),))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他说“好“,走了。", "他说“好”,走了。"),
        ("他说”好”,走了。", "他说“好”,走了。"),
        ("“一企一策“和“双报到”制", "“一企一策”和“双报到”制"),
    ],
)
def test_turned(text, expected):
    assert PIPELINE(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "“甲”和“乙”",
        "他说:“她喊“好”就走了。”",
        "“第一段没有完。\n“第二段完了。”",
        "“他讲了一半,\n停了一下,又讲完了。”他说,“走吧。”",
        "5”和6”的管子",
        "<port name=”甲” number=”乙” />",
        "“一个主题〞就是“强组织〞,“三个重点〞",
        "甲“乙",
        "”他说。“走吧,”她说。”",
        'Chinese “text” in "ASCII" quotes, and , . ; : ! ?',
        "他来了,又走了.真的!",
    ],
)
def test_left_alone(text):
    assert PIPELINE(text).text == text


def test_marks_between_han_are_widened_only_if_asked_for():
    wide = Pipeline((MendPunctuation(widen=True),))
    assert (
        wide("他来了,又走了;时间:上午!真的 a,b 3,000 12:30").text == "他来了，又走了；时间：上午！真的 a,b 3,000 12:30"
    )


@given(st.text(alphabet="“”甲,。\n", max_size=30))
def test_a_second_run_changes_nothing_and_only_quotation_marks_change(text):
    once = PIPELINE(text).text
    assert PIPELINE(once).changes == ()
    assert once.replace("“", "”") == text.replace("“", "”")
