"""Lines that score as notices and stay by their form, and lines beside them that go."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext import Pipeline
from cleantext.filters.notices import DropNotices, _with_a_title
from cleantext.filters.notices.forms import Forms
from cleantext.filters.notices.score.judged import Judged
from cleantext.lines import Span, line_at

PROSE = "\n".join(
    f"第{i}天他们修路，从村口修到河边，石头是从{i}里外的山上背来的，夜里就睡在工棚里听雨。" for i in range(2, 12)
)
NOTICE = "豆芽文库提醒您：本文由网友自行上传分享，版权归原作者所有，如有侵权请及时联系豆芽客服删除"


def taken(text):
    return Pipeline((DropNotices(),))(text).text != text


def held(text, line):
    start = text.index(line)
    return Forms(text).hold(line_at(text, start), whole=True)


@pytest.mark.parametrize(
    "text",
    [
        "- 面试宝典\n    - Python 面试宝典\n- 机器学习数学基础",
        "   - 响应式设计\n\nPython 面试宝典\n2. Python 面试宝典\n   - 网格系统",
        "===== Python 面试宝典",
        "# Python 面试宝典",
        "| Python 面试宝典 | 分类 | 架构 |",
        "2056\tPython 面试宝典\t7800",
        "乔峰\t1500\nPython 面试宝典\t7800",
        "```\nPython 面试宝典\n```",
        "联系人：××× Python 面试宝典",
        "合同号：${number} Python 面试宝典",
        "TiDB 版本：7.1.0\n\nPython 面试宝典",
    ],
)
def test_a_line_is_held_by_its_form(text):
    position = text.rindex("Python 面试宝典")
    assert Forms(text).hold(line_at(text, position), whole=True)


@pytest.mark.parametrize(
    "text",
    [
        "前面一段。\n- Python 面试宝典\n后面一段。",
        "- 第一项\nPython 面试宝典\n- 第二项",
        "==== Python 面试宝典 ====",
        "#Python 面试宝典",
        "首页 | Python 面试宝典 | 下载",
        "Python 面试宝典\t7800\n后面一段。",
        "```\nx = 1\n```\nPython 面试宝典",
        "```\nPython 面试宝典",
        "电话：139××××7720 Python 面试宝典",
        "版本：7.1.0\nPython 面试宝典",
    ],
)
def test_a_line_without_such_a_form_is_not(text):
    position = text.rindex("Python 面试宝典")
    assert not Forms(text).hold(line_at(text, position), whole=True)


def test_the_fields_that_a_text_begins_with_are_held_and_rules_in_a_text_hold_nothing():
    fields = "title: 密码管理\ndate: 2018-01-03"
    assert held(f"---\n{fields}\n---\n{PROSE}", "title")
    assert not held(f"{PROSE}\n---\n{fields}\n---\n", "title")
    assert not held(f"---\n{NOTICE}\n---\n{PROSE}", NOTICE)


def test_an_author_by_himself_is_held_and_one_with_a_date_or_a_source_is_not():
    for line in ("作者：凯文·凯利（原文写于2014年）", "作者: 张三"):
        assert held(f"{line}\n{PROSE}", line)
    for line in ("作者：游博士 2021-01-28", "作者：张三 来源：晚报", "作者：张三 | 阅读"):
        assert not held(f"{line}\n{PROSE}", line)


def test_a_run_of_names_is_held_and_one_with_marks_is_not():
    names = "杂编程邈已下邯郸淳已下姜诩已下王羲之王慄潞州卢桓玄褚遂良"
    assert held(f"{names}\n{PROSE}", names)
    assert not held(f"{names}，\n{PROSE}", names)


def test_a_stretch_inside_an_item_is_not_held_by_the_item():
    text = "1. 水加热以后会怎样。更多题目请到豆芽文库下载。\n2. 冰呢。"
    start = text.index("更多")
    assert not Forms(text).hold(Span(start, text.index("\n")), whole=False)


def test_what_goes_by_itself_is_only_suggested_as_an_item_among_items():
    assert taken(f"{PROSE}\n- {NOTICE}")
    document = Pipeline((DropNotices(),))(f"{PROSE}\n- 甲\n- {NOTICE}")
    assert document.changes == ()
    assert document.suggestions


def test_a_line_above_a_verse_stays_as_its_title_and_one_above_a_title_goes():
    line = "李云英风送梧桐叶・仙吕/赏花时"
    judged = [Judged(Span(0, len(line)), whole=True, safety="likely", score=0.99)]
    for below, safety in (("雨泪流红翠袖斑，锦被分香凤枕闲。", "suggest"), ("赏花时", "likely")):
        assert [one.safety for one in _with_a_title(f"{line}\n{below}", judged, set())] == [safety]


@given(st.text(st.sampled_from("-*1. \t\n|=#`×甲，:"), max_size=60))
def test_any_line_of_any_text_can_be_asked_for(text):
    forms = Forms(text)
    for position in range(len(text)):
        assert forms.hold(line_at(text, position), whole=True) in (True, False)


@pytest.mark.parametrize("part", ["|", "×", "\t", "\n", "== ", "`", "- ", "甲 ", "作者:甲"])
def test_a_long_line_is_not_slow(part):
    text = part * 50_000 + "甲"
    began = time.process_time()
    Forms(text).hold(line_at(text, len(text) - 1), whole=True)
    assert time.process_time() - began < 1
