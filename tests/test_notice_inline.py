"""Notices inside a line: what is left of the line is a sentence still."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext import Document, Pipeline, Rule
from cleantext.filters.notices import DropNotices
from cleantext.filters.notices.inline import well_cut, whole_brackets
from cleantext.lines import Span

MARK = Rule(
    id="test-mark",
    category="inline_ad",
    reason="a test",
    part="span",
    pattern="来自某某网",
    examples=(("甲来自某某网乙", "甲乙"),),
    counter_examples=("甲",),
)
BRACKETED = replace(
    MARK, id="test-bracketed", pattern=r"\(来自某某网\)|\[来自某某网\]", examples=(("甲(来自某某网)乙", "甲乙"),)
)
ALL = Pipeline((DropNotices(),))
OURS = Pipeline((DropNotices((BRACKETED, MARK), builtin=False),))
PAIRS = ("()", "（）", "[]", "【】", "《》", "“”", "「」")
PIECES = ("他走了", "第二天下雨", "路上没有人", "3 里路", "A 座")
NOTICES = (
    "来自某某网",
    "（来自某某网）",
    "[来自某某网]",
    "（本文来自豆芽文库www.douya.com）",
    "（责任编辑：小满）",
    "本文由网友自行上传分享，版权归原作者所有，如有侵权请及时联系豆芽客服删除。",
    "更多精彩内容请关注豆芽文库微信公众号。",
)


def is_balanced(text):
    open_ = []
    closers = {pair[1]: pair[0] for pair in PAIRS}
    for character in text:
        if character in closers.values():
            open_.append(character)
        elif character in closers and (not open_ or open_.pop() != closers[character]):
            return False
    return not open_


@st.composite
def sentences(draw):
    """A line of sentences, some in brackets, with notices between them; all brackets have their other half."""
    parts = []
    for _ in range(draw(st.integers(1, 8))):
        piece = draw(st.sampled_from((*PIECES, *NOTICES)))
        if draw(st.integers(0, 3)) == 0:
            opener, closer = draw(st.sampled_from(PAIRS))
            piece = f"{opener}{draw(st.sampled_from(PIECES))}{draw(st.sampled_from('，。'))}{piece}{closer}"
        parts.append(piece + draw(st.sampled_from(("，", "。", "！", ""))))
    return "".join(parts)


@given(st.lists(sentences(), min_size=1, max_size=5).map("\n".join), st.sampled_from((ALL, OURS)))
def test_no_bracket_is_left_without_its_other_half(text, pipeline):
    assert is_balanced(text)
    assert is_balanced(pipeline(text).text)


@given(st.lists(sentences(), min_size=1, max_size=5).map("\n".join), st.sampled_from((ALL, OURS)))
def test_no_mark_meets_a_mark_and_no_bracket_is_left_empty_that_was_not(text, pipeline):
    stray = re.compile("[，、；][，、；。！？]|。。|！！|[(（] *[)）]|[\\[【] *[\\]】]|“ *”|「 *」")
    if not stray.search(text):
        assert not stray.search(pipeline(text).text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("他来了（来自某某网），又走了。", "他来了，又走了。"),
        ("他来了，（来自某某网），又走了。", "他来了，又走了。"),
        ("他来了，来自某某网。", "他来了。"),
        ("他来了。来自某某网。", "他来了。"),
        ("他来了【来自某某网】又走了。", "他来了又走了。"),
        ("他来了（ 来自某某网 ）又走了。", "他来了又走了。"),
        ("他来了 来自某某网 又走了。", "他来了 又走了。"),
        ("来自某某网 他来了。", "他来了。"),
        ("他来了。 来自某某网", "他来了。"),
        ("他说：“来自某某网他来了。”", "他说：“他来了。”"),
        ("他说：“走”来自某某网。", "他说：“走”。"),
    ],
)
def test_what_a_cut_would_leave_over_goes_with_it(before, after):
    assert OURS(before).text == after


def cut(text):
    """Narrow the stretch between the bars."""
    start, end = text.index("|"), text.rindex("|") - 1
    span = whole_brackets(text.replace("|", ""), Span(start, end))
    return span and text.replace("|", "")[span.start : span.end]


@pytest.mark.parametrize(
    ("stretch", "left"),
    [
        ("走了。|责任编辑：小满|", "责任编辑：小满"),
        ("（走了。|责任编辑：小满）|", "责任编辑：小满"),
        ("（走了。|责任编辑：小满）。|", "责任编辑：小满"),
        ("走了。|（责任编辑：小满|）", "责任编辑：小满"),
        ("走了。|（责任编辑：小满）|", "（责任编辑：小满）"),
        ("走了。|责任编辑）小满|", None),
        ("走了。|责任编辑（小满|）", None),
        ("（|）|", None),
    ],
)
def test_a_stretch_is_narrowed_to_whole_brackets(stretch, left):
    assert cut(stretch) == left


@given(st.text("甲，。（）“” ", max_size=12), st.data())
def test_a_widened_span_holds_the_span_and_stays_in_its_line(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = well_cut(text, Span(start, end), Span(0, len(text)))
    assert 0 <= found.start <= start <= end <= found.end <= len(text)


@given(st.lists(sentences(), min_size=1, max_size=4).map("\n".join))
def test_a_second_pass_finds_nothing_more(text):
    once = ALL(text)
    assert ALL(once.text).text == once.text
    assert Document(once.text).text == once.text
