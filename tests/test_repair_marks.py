"""Readings behind characters, stray marks and lost ones."""

import pytest

from cleantext.filters.repair import RepairConfusions
from cleantext.pipeline import Pipeline

REPAIR = Pipeline((RepairConfusions(),))
ASSUME = Pipeline((RepairConfusions(assume_rewritten=True),))


def test_readings_behind_common_characters_are_taken_out_where_there_are_several() -> None:
    assert REPAIR("共青團(tuán)的工(gōng)作要抓好（hǎo）。").text == "共青團的工作要抓好。"


def test_one_reading_is_only_suggested() -> None:
    done = REPAIR("共青團(tuán)的工作。")
    assert done.changes == ()
    assert [done.original[one.start : one.end] for one in done.suggestions] == ["(tuán)"]


@pytest.mark.parametrize(
    "text",
    [
        "饕(tāo)餮(tiè)是古代的怪兽，魑(chī)魅(mèi)也是。",
        "生字：工(gōng)，大(dà)，天(tiān)。",
        "请读出拼音：好(hǎo)人(rén)天(tiān)。",
        "函数 f(x)，常数 (a)，（见下）。",
    ],
)
def test_readings_that_teach_stay(text: str) -> None:
    done = REPAIR(text)
    assert (done.changes, done.suggestions) == ((), ())


def test_a_backtick_that_belongs_to_nothing_is_taken_out() -> None:
    assert REPAIR("发展的`道路\n群众`，基层。").text == "发展的道路\n群众，基层。"


@pytest.mark.parametrize("text", ["命令`ls`列出文件。", "`推动开展`", "```\n代码\n```", "a`b", "`"])
def test_code_keeps_its_backticks(text: str) -> None:
    assert REPAIR(text).changes == ()


def test_titles_whose_marks_became_question_marks_get_them_back_where_there_are_several() -> None:
    done = REPAIR("学习?党章?和?廉政准则?，贯彻?干部任用条例?、?党内监督条例?。")
    assert done.text == "学习?党章?和《廉政准则》，贯彻《干部任用条例》、《党内监督条例》。"


def test_one_such_title_is_only_suggested() -> None:
    done = REPAIR("学习?党内监督条例?的体会。")
    assert done.changes == ()
    assert [one.replacement for one in done.suggestions] == ["《", "》"]


@pytest.mark.parametrize("text", ["什么?你说什么?我不知道。", "你去吗?他去。真的?是真的?", "?"])
def test_questions_keep_their_marks(text: str) -> None:
    done = REPAIR(text)
    assert (done.changes, done.suggestions) == ((), ())


def test_square_brackets_become_round_ones_in_a_rewritten_text_that_has_no_round_ones() -> None:
    text = "推动开展，〔一〕加强领导〔二〕国发〔2023〕5号"
    assert REPAIR(text).text == text
    assert ASSUME(text).text == "推动发展，（一）加强领导（二）国发〔2023〕5号"
    assert "〔一〕" in ASSUME(f"{text}（完）").text


def test_a_lost_closing_mark_is_suggested_in_a_text_whose_quotes_are_damaged() -> None:
    done = REPAIR("开展“三联〞活动。\n推进“四进工程，落实责任。")
    assert done.text == "开展“三联”活动。\n推进“四进工程，落实责任。"
    assert [(one.start, one.end, one.replacement) for one in done.suggestions] == [(16, 17, "程”")]


def test_a_lost_closing_mark_is_put_behind_a_term_that_such_a_text_quotes_elsewhere() -> None:
    done = REPAIR("开展“三联〞活动。\n推进“三联工程，落实责任。")
    assert done.text == "开展“三联”活动。\n推进“三联”工程，落实责任。"


def test_somebodys_words_are_no_quoted_term() -> None:
    done = REPAIR("开展“三联〞活动。\n他说：“三联工程很好。")
    assert done.text == "开展“三联”活动。\n他说：“三联工程很好。"
    assert [one.replacement for one in done.suggestions] == ["好”"]


@pytest.mark.parametrize(
    "text",
    [
        "推进“四进工程，落实责任。",
        "“三联”活动。\n推进“三联工程，落实责任。",
        "他说：“好。\n“我去。\n“我也去。”",
        "〝三联〞工程“四进活动。",
    ],
)
def test_half_a_pair_stays_where_nothing_else_shows_damage(text: str) -> None:
    done = REPAIR(text)
    assert (done.changes, done.suggestions) == ((), ())


@pytest.mark.parametrize(
    "text",
    [
        "他说：“先去这里。\n“再去那里。”",
        "推进“四进“工程。",
        "他说：“" + "先去这里再去那里" * 3 + "。",
        "他说：“先去这里\n再去那里。”",
    ],
)
def test_what_is_no_lost_mark_stays_in_a_text_whose_quotes_are_damaged(text: str) -> None:
    done = REPAIR(f"开展“三联〞活动。\n{text}")
    assert [one.replacement for one in done.changes] == ["”"]
    assert done.suggestions == ()
