"""The notices filter: what it takes, where, and what it leaves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext import Document, Pipeline, Rule, RuleError
from cleantext.filters.notices import DropNotices

PROSE = [f"这是正文的第{i}段,说的是村里修路的事情,一共花了三个月。" for i in range(90)]

LINE = Rule(
    id="test-line",
    category="share_header",
    reason="a test",
    pattern="本站文件,?欢迎下载",
    examples=(("本站文件,欢迎下载\n甲", "甲"),),
    counter_examples=("甲",),
)
SPAN = replace(LINE, id="test-span", part="span", pattern=r"\(来自某某网\)")
BLOCK = replace(LINE, id="test-block", part="block", pattern="下载说明:", items=r"\d\..*本站.*", least=2)


def dropped(text, *rules):
    return Pipeline((DropNotices(rules, builtin=False),))(text)


def test_a_line_goes_whole_and_its_ledger_says_why():
    document = dropped("题目\n  本站文件，歡迎下載 \n正文。", LINE)
    assert document.text == "题目\n正文。"
    (change,) = document.changes
    (edit,) = change.edits
    assert (edit.rule, edit.category, edit.safety) == ("test-line", "share_header", "safe")
    assert edit.evidence == {"grade": "rule", "part": "line", "where": "anywhere"}
    assert document.original[change.start : change.end] == "  本站文件，歡迎下載 \n"


def test_a_line_of_which_the_notice_is_only_a_part_stays():
    text = "他写道:本站文件,欢迎下载"
    assert dropped(text, LINE).text == text


def test_a_span_goes_out_of_a_sentence_and_a_line_that_is_nothing_else_goes_whole():
    assert dropped("他来了(来自某某网),又走了。", SPAN).text == "他来了,又走了。"
    assert dropped("甲\n(来自某某网)\n乙", SPAN).text == "甲\n乙"


def test_a_block_takes_its_items_and_not_the_line_behind_them():
    text = "下载说明:\n1.本站文件免费。\n\n2.请从本站下载。\n3.正文从这里开始。"
    assert dropped(text, BLOCK).text == "3.正文从这里开始。"


def test_a_heading_without_enough_items_stays():
    text = "下载说明:\n1.本站文件免费。\n正文。"
    assert dropped(text, BLOCK).text == text


def test_a_block_may_want_one_of_its_items_to_hold_something():
    rule = replace(BLOCK, items=r"\d\..*", holds="本站", least=1)
    assert dropped("下载说明:\n1.请用浏览器。\n2.本站不退款。\n正文。", rule).text == "正文。"
    assert dropped("下载说明:\n1.请用浏览器。\n2.文件很大。\n正文。", rule).changes == ()


def test_head_and_tail_are_counted_in_lines_that_stay():
    head, tail = replace(LINE, where="head"), replace(LINE, id="test-tail", where="tail")
    notice = "本站文件,欢迎下载"
    early = "\n".join([notice] * 30 + PROSE[:23] + [notice] + PROSE[23:])
    assert dropped(early, head).text == "\n".join(PROSE)
    late = "\n".join([*PROSE[:24], notice, *PROSE[24:]])
    assert dropped(late, head).text == late
    assert dropped("\n".join([*PROSE[:67], notice, *PROSE[67:], notice]), tail).text == "\n".join(PROSE)
    assert dropped("\n".join([*PROSE[:66], notice, *PROSE[66:]]), tail).changes == ()


def test_a_short_document_has_a_short_head_and_a_short_tail():
    notice = "本站文件,欢迎下载"
    for rule in (replace(LINE, where="head"), replace(LINE, where="tail")):
        middle = "\n".join([*PROSE[:6], notice, *PROSE[6:12]])
        assert dropped(middle, rule).changes == ()
    assert dropped("\n".join([*PROSE[:3], notice, *PROSE[3:12]]), replace(LINE, where="head")).changes


@pytest.mark.parametrize(
    "text",
    [
        "网站上常写着:\n本站文件,欢迎下载\n读者早就看惯了。",
        "本站文件,欢迎下载\n这句话写在门口的牌子上。",
        "例如\n\n本站文件,欢迎下载",
    ],
)
def test_a_notice_that_the_text_shows_or_speaks_of_stays(text):
    assert dropped(text, LINE).changes == ()


def test_a_notice_behind_another_notice_is_shown_by_nothing():
    own = replace(LINE, id="test-own", pattern="版权声明:|以上内容来自网络")
    text = "正文。\n版权声明:\n本站文件,欢迎下载\n以上内容来自网络"
    assert dropped(text, LINE, own).text == "正文。"


def test_the_time_of_a_meeting_is_not_the_time_of_a_page():
    stamp = "时间:2021-03-05 19:30:00"
    assert Pipeline((DropNotices(),))(f"题目\n{stamp}\n正文开始了。").text == "题目\n正文开始了。"
    for text in (f"{stamp}\n地点:社区活动室", f"询问笔录\n{stamp}\n\n询问人:李丽", f"收件人:王芳\n{stamp}\n你好。"):
        assert Pipeline((DropNotices(),))(text).changes == ()


def test_what_a_rule_for_a_single_notice_finds_twice_is_a_record():
    rule = replace(LINE, once=True, pattern=r"2\d{3}-\d\d-\d\d 到站", items="")
    assert dropped("2019-03-02 到站\n正文。", rule).text == "正文。"
    assert dropped("2019-03-02 到站\n2019-03-03 到站\n正文。", rule).changes == ()


def test_a_span_at_the_end_of_a_line_takes_the_blank_before_it():
    assert dropped("3. (来自某某网)\n他来了 (来自某某网)\n(来自某某网) 又走了", SPAN).text == "3.\n他来了\n又走了"


def test_the_page_profile_reaches_further():
    late = "\n".join([*PROSE[:40], "本站文件,欢迎下载", *PROSE[40:]])
    rules = (replace(LINE, where="head"),)
    assert Pipeline((DropNotices(rules, profile="page", builtin=False),))(late).text == "\n".join(PROSE)


def test_rules_of_the_callers_own_come_first_and_must_not_reuse_an_id():
    own = replace(LINE, id="my-own", pattern="版权声明:|本文档由用户上传,如有侵权请联系删除")
    document = Pipeline((DropNotices((own,)),))("正文。\n本文档由用户上传,如有侵权请联系删除")
    assert document.changes[0].edits[0].rule == "my-own"
    with pytest.raises(RuleError, match="'share-header' is the id of two rules"):
        DropNotices((replace(LINE, id="share-header"),))


def test_an_abstract_that_is_the_beginning_of_the_text_goes_and_a_real_one_stays():
    body = "當前,全國上下正在掀起學習的熱潮。我们作為一個經濟欠發達地區,站在發展的新起點上。"
    assert dropped(f"题目\n摘要: {body[:30]}\n{body}").text == f"题目\n{body}"
    real = "题目\n摘要: 本文研究了三个地区的经济发展情况,提出了若干建议。\n一、引言\n经济发展很快。"
    assert dropped(real).text == real


@pytest.mark.parametrize(
    "name", ["老屋的梁_散文随笔_草垛论坛", "老屋的梁.doc", "老屋的梁(第2/3页)", "老屋的梁（第 2 页）", "老屋的梁_第6页"]
)
def test_a_title_with_the_names_of_a_site_or_a_file_goes_where_the_title_itself_stands(name):
    body = "去年春天,村里开始修路,一共花了三个月,大家都说好。"
    document = dropped(f"{name}\n老屋的梁\n{body}")
    assert document.text == f"老屋的梁\n{body}"
    assert document.changes[0].edits[0].rule == "page-name"
    assert document.original[slice(*(document.changes[0].edits[0].evidence[f"kept_{end}"] for end in ("start", "end")))]
    assert dropped(f"{name}\n{body}").text == f"{name}\n{body}"


@pytest.mark.parametrize(
    "text",
    [
        "snake\nsnake_case 是一种写法\n正文。",
        "附件.doc\n正文。",
        "清单\n工作总结\n工作总结.docx",
        "甲乙丙丁_\n甲乙丙丁\n正文。",
    ],
)
def test_what_only_looks_like_the_name_of_a_page_stays(text):
    assert dropped(text).text == text


def test_a_title_that_stands_twice_stands_once():
    body = "去年春天,村里开始修路,一共花了三个月,大家都说好。"
    document = dropped(f"村里修路的故事\n\n村里修路的故事\n{body}")
    assert document.text == f"村里修路的故事\n{body}"
    assert document.changes[0].edits[0].evidence["kept_start"] == 9
    verse = "归去来兮又一年\n归去来兮又一年\n田园将芜胡不归"
    assert dropped(verse).text == verse


def test_a_title_cut_into_words_goes_and_a_vocabulary_list_stays():
    text = "春季\n森林\n防火\n工作\n方案\n春季森林防火工作实施方案\n为了做好防火工作,制定本方案。"
    document = dropped(text)
    assert document.text == "春季森林防火工作实施方案\n为了做好防火工作,制定本方案。"
    assert {edit.category for change in document.changes for edit in change.edits} == {"tag_list"}
    words = "苹果\n香蕉\n橘子\n西瓜\n请用上面的四个词各造一个句子"
    assert dropped(words).text == words


def test_notices_that_frame_a_text_leave_no_blank_lines():
    notice = "本站文件,欢迎下载"
    assert dropped(f"{notice}\n\n甲\n\n{notice}\n\n乙\n\n{notice}\n\n{notice}\n", LINE).text == "甲\n\n乙\n"


def test_one_line_without_end_costs_no_more_than_its_length():
    long = "正文很长很长," * 200_000
    assert dropped(f"本站文件,欢迎下载\n{long}(来自某某网)", LINE, SPAN).text == long


PIECES = st.sampled_from([
    "", "正文一句。", "本站文件,欢迎下载", "下载说明:", "1.本站文件免费。", "2.请从本站下载。", "甲(来自某某网)乙",
    "(来自某某网)", "春季", "防火", "春季森林防火工作实施方案", "摘要: 正文一句。",
])  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("\n".join), st.sampled_from(["head", "tail", "anywhere"]))
def test_a_second_run_changes_nothing(text, where):
    rules = (replace(LINE, where=where), replace(SPAN, where="anywhere"), replace(BLOCK, where=where))
    pipeline = Pipeline((DropNotices(rules, builtin=False),))
    assert pipeline(pipeline(text).text).changes == ()


def test_the_filter_is_pure():
    document = Document("题目\n本站文件,欢迎下载\n正文。")
    one = DropNotices((LINE,), builtin=False)
    assert (
        list(one(document)) == list(one(Document(document.text))) == list(DropNotices((LINE,), builtin=False)(document))
    )
