"""Blocks of menus, link lists and footers in the profile `page`."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext import Document, Pipeline, Rule
from cleantext.filters.notices import DropNotices
from cleantext.filters.notices.blocks import feed_lines, page_blocks, page_lines, read_page

PAGE = Pipeline((DropNotices(profile="page"),))
DOCUMENT = Pipeline((DropNotices(),))

TITLE = "河堤上的旧书摊又开张了"
TEXT = (
    "入秋以后，河堤上的旧书摊又一个接一个地摆了出来，卖书的多半是退了休的老人，也有放学路过帮忙的孩子。",
    "老周的摊子在最东头，他把小说放在左边，把课本放在右边，中间留出一条窄窄的路，好让人蹲下来慢慢翻。",
    "他说这些书大多是邻居搬家时送来的，扔了可惜，不如找个爱看的人，哪怕只换一包烟钱也好。",
    "天黑得早了，五点多钟就要点灯，灯是旧车上拆下来的，照得书脊一片发黄，远远看去像一排小小的窗户。",
)
MENU = ("首页", "新闻", "本埠风物", "音乐", "河东旧影", "体育", "登录", "注册")
LINKS = (
    "相关阅读",
    "老城墙修缮今日动工",
    "码头灯塔重新亮灯",
    "秋游路线三条",
    "热门文章",
    "鸽子市里看热闹",
    "友情链接",
    "联系我们",
)


def page(*parts: tuple[str, ...]) -> str:
    return "\n".join(line for part in parts for line in part)


def test_a_menu_above_the_text_goes_with_the_names_that_say_nothing_by_themselves() -> None:
    assert PAGE(page(MENU, (TITLE,), TEXT)).text == page((TITLE,), TEXT)


def test_headlines_of_other_pages_under_the_text_go_with_the_lists_they_stand_in() -> None:
    assert PAGE(page((TITLE,), TEXT, LINKS)).text == page((TITLE,), TEXT)


def test_in_a_document_no_block_goes() -> None:
    edits = DropNotices()(Document(page(MENU, (TITLE,), TEXT, LINKS)))
    assert not [edit for edit in edits if edit.rule in ("page-block", "feed-line")]


def test_a_page_in_traditional_script_is_read_the_same() -> None:
    menu = ("首頁", "新聞", "本地風物", "音樂", "河東舊影", "體育", "登入", "註冊")
    text = tuple(line.replace("书", "書").replace("说", "說").replace("摊", "攤") for line in TEXT)
    assert PAGE(page(menu, (TITLE,), text)).text == page((TITLE,), text)


def test_headings_between_paragraphs_stay() -> None:
    headings = [
        (f"{number}、{name}",) for number, name in zip("一二三四", ("早市", "午后", "收摊", "掌灯"), strict=True)
    ]
    text = page(*[part for heading, line in zip(headings, TEXT, strict=True) for part in (heading, (line,))])
    assert PAGE(text).text == text


def test_a_poem_under_a_paragraph_stays() -> None:
    text = page(
        TEXT, ("河上有风", "灯下有人", "一页一页", "翻到天明", "书脊旧了", "字还是新的", "你若路过", "就坐一坐")
    )
    assert PAGE(text).text == text


def test_short_messages_between_the_words_of_a_forum_stay() -> None:
    messages = (
        "我也去过，好地方",
        "同去同去！",
        "老周还在吗？",
        "在的，上周还见到，精神得很",
        "带孩子去合适吗？",
        "连环画多",
    )
    forum = [line for at, message in enumerate(messages) for line in (f"{at + 2}楼", "举报", "回复", message)]
    kept = PAGE(page(TEXT, tuple(forum), TEXT[::-1])).text.splitlines()
    assert [message for message in messages if message not in kept] == []


def test_code_sources_and_a_heading_over_them_stay_among_the_links_below() -> None:
    kept = ("int pin = 0;", "}", "参考文献", "[1] 某甲. 旧书摊的一百年[J]. 河堤研究, 2004(3): 12-15.")
    assert PAGE(page(TEXT, LINKS, kept, MENU)).text == page(TEXT, kept)


def test_a_list_of_names_under_the_text_stays_above_the_links() -> None:
    winners = ("一等奖", "2人", "张晓明", "李红", "二等奖", "3人", "王卫东", "赵丽", "孙立新")
    assert PAGE(page((TITLE,), TEXT, winners, LINKS)).text == page((TITLE,), TEXT, winners)
    signed = ("市财政局", "联系人 张晓明", "2021年9月2日", "河堤街道办事处")
    foot = ("河堤晚报", *LINKS, *MENU)
    assert PAGE(page((TITLE,), TEXT, signed, foot)).text == page((TITLE,), TEXT, signed, ("河堤晚报",))


def test_a_date_under_the_text_stays_above_the_links() -> None:
    assert PAGE(page(TEXT, ("2021年9月2日",), LINKS)).text == page(TEXT, ("2021年9月2日",))


def test_the_title_that_the_name_of_the_page_begins_with_stays() -> None:
    text = page((f"{TITLE}_河堤晚报",), MENU, (TITLE,), ("2021-09-02 10:15", "评论(3)"), TEXT)
    assert TITLE in PAGE(text).text.splitlines()


def test_the_name_of_the_page_goes_where_its_title_stands_again_and_notices_between() -> None:
    document = PAGE(page((f"{TITLE} - 河堤晚报", "2021-09-02 10:15", "登录 | 注册", TITLE), TEXT))
    assert document.text == page((TITLE,), TEXT)
    assert {"page-title-bar", "page-top"} <= {edit.rule for change in document.changes for edit in change.edits}


def test_the_authors_words_between_the_name_of_the_page_and_its_title_stay() -> None:
    words = ("作者：周明", "献给我的外祖父", "一条河有一条河的脾气")
    assert PAGE(page((f"{TITLE}_河堤晚报", *words, TITLE), TEXT)).text == page((*words, TITLE), TEXT)


def test_the_name_of_the_page_stays_where_it_is_its_only_title() -> None:
    assert PAGE(page((f"{TITLE}_河堤晚报",), TEXT)).text == page((f"{TITLE}_河堤晚报",), TEXT)


@pytest.mark.parametrize(
    "foot", ["© 2021 河堤晚报", "Powered by Hexo", "2021-09-02 10:15", "All work is licensed under CC BY 4.0"]
)
def test_a_foot_goes_outside_the_text_and_stays_inside(foot: str) -> None:
    assert PAGE(page((TITLE,), TEXT, (foot,))).text == page((TITLE,), TEXT)
    inside = page(TEXT, (foot,), TEXT[::-1])
    assert not [edit for edit in DropNotices(profile="page")(Document(inside)) if edit.rule == "page-foot"]


def test_lines_that_only_look_like_notices_make_no_block() -> None:
    text = page(TEXT, tuple("一二三四五六七"))
    like = set(range(len(page(TEXT)), len(text)))
    assert not list(page_blocks(read_page(text, like), set()))
    assert list(page_blocks(read_page(text, like), like))


def test_a_text_without_sentences_is_left_alone() -> None:
    assert not list(page_blocks(read_page("\n".join((*MENU, *LINKS)), set()), set()))


def test_addresses_and_dates_between_the_entries_of_a_feed_go() -> None:
    entries = [line for at, line in enumerate(TEXT * 2) for line in (f"http://diary.example/{at}", line)]
    dated = [line for line in entries for line in (line, "Tue, 02 Aug 2005 10:15:00 +0800")]
    assert PAGE("\n".join(dated)).text == "\n".join(TEXT * 2)


def test_lines_that_stand_the_same_in_a_feed_go_only_where_they_are_a_sites() -> None:
    dates = [f"2005-08-0{at + 1}T10:15:00Z" for at in range(len(TEXT))]
    document = PAGE(page(*((date, "哈哈", line, "false", "评论(0)") for date, line in zip(dates, TEXT, strict=True))))
    assert document.text == page(*(("哈哈", line) for line in TEXT))
    suggested = [one for one in document.suggestions if {edit.rule for edit in one.edits} == {"feed-line"}]
    assert [document.original[one.start : one.end] for one in suggested] == ["哈哈\n"] * 4


def test_addresses_in_a_list_of_sources_stay() -> None:
    text = "\n".join((*TEXT, *(f"https://archive.example/{at}" for at in range(12))))
    assert not list(feed_lines(text))


def test_what_a_block_takes_says_why() -> None:
    edits = [edit for edit in DropNotices(profile="page")(Document(page(MENU, TEXT))) if edit.rule == "page-block"]
    assert edits
    assert {(edit.category, edit.reason, edit.safety) for edit in edits} == {
        ("related_links", "line in a block of menu or link lines", "likely")
    }
    assert all(dict(edit.evidence) == {"grade": "block", "lines": 6, "known": 6} for edit in edits)
    assert len(edits) == 6


RULE = Rule(
    id="test-line",
    category="share_header",
    reason="a test",
    pattern="本站文件,?欢迎下载",
    examples=(("本站文件,欢迎下载\n甲", "甲"),),
    counter_examples=("甲",),
)


def test_a_notice_that_the_text_shows_stays_beside_a_block() -> None:
    shown = ("老周不大上网，他头一回见到网站上的页脚，觉得新鲜，用铅笔抄在书皮的背面，写的是：", "本站文件，欢迎下载")
    pipeline = Pipeline((DropNotices((RULE,), profile="page"),))
    kept = pipeline(page(TEXT, shown, MENU, TEXT[::-1])).text.splitlines()
    assert shown[1] in kept
    assert "首页" not in kept
    assert shown[1] not in pipeline(page(TEXT, shown[1:], MENU, TEXT[::-1])).text.splitlines()


@given(st.lists(st.sampled_from((*MENU, *LINKS, *TEXT, TITLE, "", "1/2", "http://a.example/1")), max_size=30))
def test_blocks_lie_on_whole_lines_that_exist(chosen: list[str]) -> None:
    text = "\n".join(chosen)
    for block in (*page_blocks(read_page(text, set()), set()), *feed_lines(text)):
        for span in block.lines:
            assert text[span.start : span.end] in chosen


@pytest.mark.parametrize("line", ["9" * 20_000 + "x", "评论" * 10_000 + "。x", "a " * 10_000, "{" * 20_000])
def test_a_line_without_end_is_read_among_others(line: str) -> None:
    kept = PAGE(page((TITLE,), TEXT, (line,), LINKS, MENU)).text.splitlines()
    assert kept[: len(TEXT) + 1] == [TITLE, *TEXT]
    assert not {*MENU, *LINKS} & {*kept}


@pytest.mark.parametrize("lines", [MENU, LINKS, TEXT, (*TEXT, *MENU), (*LINKS, TITLE), ("1/2", TITLE), (*TEXT, "哈哈")])
def test_eight_times_the_lines_take_no_more_than_nine_times_the_steps(lines: tuple[str, ...]) -> None:
    few, many = (steps(page((f"{TITLE}_河堤晚报", TITLE), TEXT, lines * times)) for times in (50, 400))
    assert many < 9 * few


def steps(text: str) -> int:
    """Count the instructions that finding the blocks of a text takes."""
    count = 0

    def follow(frame: FrameType, event: str, _: object) -> Callable[..., object]:
        nonlocal count
        count += event == "opcode"
        frame.f_trace_opcodes = True
        return follow

    before = sys.gettrace()
    sys.settrace(follow)
    try:
        found = read_page(text, set())
        for _ in (*page_blocks(found, set()), *page_lines(found), *feed_lines(text)):
            pass
    finally:
        sys.settrace(before)
    return count
