"""Layout: page marks go, cut sentences are whole again, and what an author may have written so stays."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleantext.document import Document
from cleantext.edits import Edit
from cleantext.filters.layout import JOINS, STAGES, JoinBrokenLines
from cleantext.pipeline import Pipeline

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "cases" / "layout.toml").read_text("utf-8"))["case"]
SEEDS = {path.name[:3]: path.read_text("utf-8") for path in sorted((HERE.parent / "seeds").glob("*.txt"))}
LAYOUT = Pipeline((JoinBrokenLines(),))

NUMBER_STYLES = {
    "dash": "- {page} -",
    "long dash": "— {page} —",
    "tight dash": "-{page}-",
    "page": "第{page}页",
    "Traditional page": "第 {page} 頁",
    "total": "第{page}页 共{pages}页",
    "total behind a bar": "第{page}页/共{pages}页",
    "total first": "共{pages}页，第{page}页",
    "bar": "{page} / {pages}",
    "English": "Page {page} of {pages}",
    "bare": "{page}",
}

SENTENCES = (
    "今年春天雨水很多，河堤上的柳树发芽比往年早了半个月，水利站的同志每天都要到河堤上走一遍。",
    "水利站的同志说，堤防最怕的是蚁穴，蚁穴藏在草根下面，不拨开草根就看不见，看不见就会误大事。",
    "为了找蚁穴，大家把河堤分成十二段，每段由两个人负责，拨开草根一寸一寸地看，看完了还要做记号。",
    "做记号用的是小红旗，红旗插在哪里，哪里就要灌浆，灌浆的活儿最累人，一天下来胳膊都抬不起来。",
    "村里的老人送来姜汤，说当年修堤的时候也是这样，白天黑夜地干，渴了喝一口姜汤，累了靠着柳树打个盹。",
    "到了汛期，洪水一天比一天高，河堤却稳稳当当，小红旗在风里飘着，水利站的同志终于可以睡个好觉。",
    "后来县里在河堤上立了一块碑，碑上没有写谁的名字，只写着修堤的年月和用去的土方。",
    "孩子们放学以后喜欢到碑前写作业，写完作业就在柳树下捉迷藏，一直玩到天黑才回家。",
)
"""Each stands in a text several times, as the words of a real document do."""

ALL = "".join(SENTENCES)

paragraphs = st.lists(st.sampled_from(SENTENCES), min_size=5, max_size=8).map("".join)
prose = st.lists(paragraphs, min_size=4, max_size=6).map(lambda parts: "\n".join((ALL, *parts, ALL)))


def run(text):
    return LAYOUT(text).text


def cuts_of(text, every, shift):
    """Places inside sentences, about `every` code points apart and not at the beginning of a paragraph."""
    places = []
    position = every + shift
    while position < len(text) - 60:
        around = text[position - 2 : position + 2]
        inside = re.fullmatch("[\u4e00-\u9fff]{4}|[\u4e00-\u9fff]，[\u4e00-\u9fff]{2}", around)
        if inside and "\n" not in text[position - 20 : position]:
            places.append(position)
            position += every + shift
        else:
            position += 1
    return places


def with_marks(text, places, mark):
    parts = [text[start:end] for start, end in zip([0, *places], [*places, len(text)], strict=True)]
    return parts[0] + "".join(mark(i, len(places)) + part for i, part in enumerate(parts[1:], 1))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_golden_case_comes_out_as_its_author_wrote_it(case):
    assert run(case["before"]) == case.get("after", case["before"])


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_second_run_changes_nothing_in_a_golden_case(case):
    once = run(case["before"])
    assert run(once) == once


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_a_golden_case_becomes_is_not_damaged(case):
    expected = case.get("after", case["before"])
    assert not list(JoinBrokenLines()(Document(expected)))


@pytest.mark.parametrize("case", [case for case in CASES if "after" in case], ids=lambda case: case["name"])
def test_windows_line_ends_change_nothing_about_a_case(case):
    assert run(case["before"].replace("\n", "\r\n")).replace("\r\n", "\n") == case["after"]


def test_there_are_at_least_as_many_traps_as_damaged_texts():
    traps = [case for case in CASES if "after" not in case]
    assert len(traps) * 2 >= len(CASES)


@pytest.mark.parametrize("style", NUMBER_STYLES.values(), ids=NUMBER_STYLES.keys())
@settings(max_examples=25)
@given(text=prose, every=st.integers(140, 260), shift=st.integers(0, 60), first=st.integers(1, 12))
def test_page_numbers_put_into_prose_come_out_exactly(style, text, every, shift, first):
    places = cuts_of(text, every, shift)

    def mark(i, count):
        return "\n" + style.format(page=first + i - 1, pages=first + count - 1) + "\n"

    assert run(with_marks(text, places, mark)) == text


@settings(max_examples=50)
@given(text=prose, every=st.integers(140, 260), shift=st.integers(0, 60), first=st.integers(1, 30))
def test_digits_spliced_into_prose_come_out_exactly(text, every, shift, first):
    damaged = with_marks(text, cuts_of(text, every, shift), lambda i, _: f"{first + i - 1}\n")
    assert run(damaged) == text


@settings(max_examples=50)
@given(text=prose, size=st.integers(150, 320))
def test_a_text_cut_into_numbered_chunks_comes_out_exactly(text, size):
    flat = text.replace("\n", "")
    places = cuts_of(flat, size, 0)
    damaged = "1、" + with_marks(flat, places, lambda i, _: f"\n{i + 1}、")
    assert run(damaged) == flat


@settings(max_examples=50)
@given(text=prose, every=st.integers(140, 260), shift=st.integers(0, 60))
def test_form_feeds_put_into_prose_come_out_exactly(text, every, shift):
    assert run(with_marks(text, cuts_of(text, every, shift), lambda *_: "\n\f")) == text


@given(text=prose)
def test_prose_is_not_touched(text):
    assert not list(JoinBrokenLines()(Document(text)))


AUTHORS_FORMS = st.sampled_from((
    "一、总体要求", "1、加强领导", "2、落实责任", "3、严格考核", "附件1", "附件2", "附件3", "3/5", "4/5", "12", "13",
    "14", "2021", "2022", "第三章", "白日依山尽，黄河入海流",
    "欲穷千里目", "更上一层楼", "他说：“走吧。”", "天", "地", "人",
    "电话：12345", "讲话", "表1", "姓名\t年龄", "张三   18", "x = 1", "①", "[1]", "", *SENTENCES,
))  # fmt: skip
"""Lines as authors write them."""


@given(st.lists(AUTHORS_FORMS, max_size=30))
def test_lists_verse_scores_and_tables_in_any_order_are_not_touched(parts):
    assert run("\n".join(parts)) == "\n".join(parts)


NOISE = st.text(alphabet="甲乙困难，。、123４\n\f -—第页共/“”\u3000一二", max_size=60)
FRAGMENTS = st.lists(
    st.one_of(NOISE, st.sampled_from((*SENTENCES, *(sentence[:31] for sentence in SENTENCES))), AUTHORS_FORMS),
    max_size=12,
).map("\n".join)
KEPT = re.compile(r"[\s0-9０-９、，,/／|（()）\-—第页頁共]")
"""What page marks are made of."""


@settings(max_examples=200)
@given(FRAGMENTS)
def test_nothing_is_removed_but_white_space_and_what_page_marks_are_made_of(text):
    after = LAYOUT(text)
    for change in after.changes:
        assert not change.replacement.strip()
        removed = KEPT.sub("", text[change.start : change.end])
        if change.edits[0].rule in ("running-head", "page-duplicate"):
            assert KEPT.sub("", text).count(removed) >= 2
        else:
            assert not removed


@settings(max_examples=200)
@given(FRAGMENTS)
def test_a_second_run_changes_nothing(text):
    once = run(text)
    assert run(once) == once


@settings(max_examples=100)
@given(FRAGMENTS)
def test_line_numbers_stay_where_the_caller_wants_them(text):
    kept = Pipeline((JoinBrokenLines(),), keep_lines=True)(text)
    assert kept.text.count("\n") >= text.count("\n")


@settings(max_examples=100)
@given(FRAGMENTS)
def test_edits_do_not_overlap_and_carry_evidence(text):
    last = 0
    edits = [one for one in JoinBrokenLines()(Document(text)) if isinstance(one, Edit)]
    for edit in sorted(edits, key=lambda edit: edit.start):
        assert last <= edit.start < edit.end <= len(text)
        assert edit.evidence
        assert edit.category in ("page_mark", "line_join")
        last = edit.end


def test_seed_001_loses_its_35_chunk_heads_and_nothing_else():
    text = SEEDS["001"].split("\n", 1)[1]
    after = LAYOUT(text)
    assert [change.edits[0].rule for change in after.changes] == ["chunk-head"] * 35
    removed = [text[change.start : change.end] for change in after.changes]
    expected = ["1、", *(f"\n{n}、" for n in range(2, 36))]
    expected[11] = "12、"
    assert removed == expected
    assert {change.edits[0].safety for change in after.changes} == {"safe"}
    assert after.text.count("\n") == 1
    for joined in ("拓进取、成效明显", "探索集体经济收益分配机制,培育一批", "“凡提必核”等机制", "干部队伍。要旗帜鲜明"):
        assert joined in after.text


@pytest.mark.parametrize("first_line", [0, 14], ids=["raw", "without notices"])
def test_seed_004_is_whole_again(first_line):
    text = "\n".join(SEEDS["004"].split("\n")[first_line:])
    after = LAYOUT(text)
    changes = [(c.edits[0].rule, text[c.start : c.end], c.edits[0].safety) for c in after.changes]
    assert changes == [
        ("vertical-run", "\n", "likely"),
        ("broken-line", "\n", "likely"),
        ("broken-line", "\n", "likely"),
        *(("page-splice", f"{n}\n", "safe") for n in range(3, 9)),
    ]
    for joined in (
        "讲话\n讲话\n县委常委",
        "一、总体要求和主要目标\n",
        "创先争优迎接党的十八大〞这一主题",
        "不是凭自己",
        "认真对待。",
        "生活困难、",
        "最方便",
        "龙头企业",
        "出去参考学习,应",
    ):
        assert joined in after.text


@pytest.mark.parametrize("seed", ["000", "002", "003"])
def test_the_other_seeds_are_not_touched(seed):
    assert not LAYOUT(SEEDS[seed]).changes


def test_evidence_says_what_proved_a_number():
    text = SEEDS["004"]
    splice = next(edit for edit in JoinBrokenLines()(Document(text)) if edit.evidence.get("number") == 5)
    assert splice.evidence == {"number": 5, "chain": 6, "cut": True}


def test_one_spliced_digit_is_only_suggested():
    text = "会议要求，各村要摸清困难群众的底数，建立台账，逐户走访，帮助他们解决生活困5\n难，并把走访的情况及时上报。\n"
    document = LAYOUT(text)
    assert document.text == text
    assert [change.edits[0].rule for change in document.suggestions] == ["page-splice"]


@pytest.mark.parametrize(
    "text", ["", "\n", "\f", "1", "1、", "\n2、", "- 1 -", "第1页 共1页", "\f\n\f", "讲\n话", "“\n”"]
)
def test_next_to_nothing_is_no_error(text):
    assert isinstance(run(text), str)


def test_a_text_of_nothing_but_numbers_is_done_in_time():
    for kind in (kind for stage in STAGES + JOINS for kind in stage):
        assert list(kind("\n".join(str(n % 997) for n in range(20_000)))) == []


SAID = "老周站在碑前看了半天，摸着碑上的字说不出话来，过了好一会儿才回头一笑"


def numbered(pieces):
    return "".join(f"{piece}{number}\n" for number, piece in enumerate(pieces[:-1], 1)) + pieces[-1]


def test_a_page_number_before_the_words_that_end_in_a_colon_goes_with_its_line_end():
    pieces = [ALL[:100], ALL[100:220] + SAID, "道：“好碑。”" + ALL[:110], ALL[110:230], ALL[230:300], ALL[300:]]
    assert run(numbered(pieces)) == "".join(pieces)


def test_a_refrain_in_verse_is_no_header():
    lines = ("难忘的英雄，难忘的枯树，难忘的山水，", "难忘的生日，难忘的浴室，难忘的皇帝，")
    poem = "".join(f"{line}\n难忘的谁？\n" for line in lines) + "难忘的声音，难忘的夜晚，难忘的秋天，\n"
    assert Pipeline((JoinBrokenLines(),))(poem).text == poem


def test_a_label_behind_a_short_heading_with_a_page_number_stays_on_its_line():
    heading = ALL[100:230] + "\n修堤的年月"
    pieces = [ALL[:100], heading, "说明：" + ALL[:110], ALL[110:230], ALL[230:300], ALL[300:]]
    assert run(numbered(pieces)) == pieces[0] + heading + "\n" + "".join(pieces[2:])
