"""Hard wraps, page furniture, spacing: lines that a machine broke are joined, lines that an author ended stay."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleantext import default_pipeline
from cleantext.document import Document
from cleantext.filters.characters import CleanCharacters
from cleantext.filters.layout import MARKED, JoinBrokenLines
from cleantext.filters.layout.ems import ems
from cleantext.filters.layout.gate import may_be_marked
from cleantext.filters.layout.going_on import Place, score
from cleantext.filters.layout.measure import measure
from cleantext.filters.layout.pages import may_have_pages
from cleantext.filters.layout.rows import first, rows
from cleantext.pipeline import Pipeline

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "cases" / "layout_wraps.toml").read_text("utf-8"))["case"]
LABELLED = [json.loads(line) for line in (HERE / "cases" / "layout_documents.jsonl").read_text("utf-8").splitlines()]
LAYOUT = Pipeline((JoinBrokenLines(),))
BOTH = Pipeline((CleanCharacters(), JoinBrokenLines()))

UNSOLVED = {"d02", "d12"}
"""Four chunks that nothing but sense shows to be cut, and a line tabulation in mid-word."""

SENTENCES = (
    "今年春天雨水很多，河堤上的柳树发芽比往年早了半个月，水利站的同志每天都要到河堤上走一遍。",
    "堤防最怕的是蚁穴，蚁穴藏在草根下面，不拨开草根就看不见，看不见就会误大事，谁也不敢大意。",
    "为了找蚁穴，大家把河堤分成十二段，每段由两个人负责，拨开草根一寸一寸地看，看完了做记号。",
    "红旗插在哪里，哪里就要灌浆，灌浆的活儿最累人，一天下来胳膊都抬不起来，饭也不想吃一口。",
    "到了汛期，洪水一天比一天高，河堤却稳稳当当，小红旗在风里飘着，大家终于可以睡个好觉了。",
)
paragraphs = st.lists(st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=4).map("".join), min_size=4, max_size=8)

varied = st.lists(
    st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=4, unique=True).map("".join), min_size=4, max_size=8
)
"""Of a paragraph that says a sentence twice, nothing tells whether a printer did where a page ends between the two."""


def run(text):
    return BOTH(text).text


def broken(paragraph, width, indent):
    """Break a paragraph as a typesetter does, no mark at the beginning of a line."""
    lines, line, reach = [], "", indent
    for i, character in enumerate(paragraph):
        token = ems(character) + (ems(paragraph[i + 1]) if paragraph[i + 1 : i + 2] in tuple("，。") else 0)
        if line and reach + token > width and character not in "，。":
            lines.append(line)
            line, reach = "", 0
        line += character
        reach += ems(character)
    return [*lines, line]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_golden_case_comes_out_as_its_author_wrote_it(case):
    before = case["before"]
    document = LAYOUT(before)
    assert document.text == case.get("after", before)
    assert [warning.code for warning in document.warnings] == case.get("warnings", [])


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_second_run_changes_nothing_in_a_golden_case(case):
    once = LAYOUT(case["before"]).text
    assert LAYOUT(once).changes == ()


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_where_line_numbers_are_wanted_no_line_end_goes(case):
    kept = Pipeline((JoinBrokenLines(keep_lines=True),), keep_lines=True)(case["before"])
    assert kept.text.count("\n") >= case["before"].count("\n")


def test_a_hyphen_stays_where_its_line_end_stays():
    case = next(case for case in CASES if "hyphens" in case["name"])
    assert default_pipeline(keep_lines=True)(case["before"]).text == case["before"]


def test_the_profile_of_books_asks_for_less_proof():
    layout = next(one for one in default_pipeline(profile="book") if one.name == "layout")
    assert layout == JoinBrokenLines(printed=True)
    with pytest.raises(ValueError, match="document, page, book"):
        default_pipeline(profile="leaflet")


@pytest.mark.parametrize("row", LABELLED, ids=lambda row: f"{row['id']} {row['genre']} {row['damage']}")
def test_a_labelled_document_comes_out_exactly(row):
    assert (default_pipeline()(row["text"]).text == row["expected"]) is (row["id"] not in UNSOLVED)


@pytest.mark.parametrize(
    "row", [row for row in LABELLED if row["text"] == row["expected"]], ids=lambda row: row["genre"]
)
def test_a_text_that_needs_nothing_is_left_as_it_is_even_as_a_book(row):
    assert not [edit for edit in JoinBrokenLines(printed=True)(Document(row["text"])) if hasattr(edit, "start")]


@settings(max_examples=60)
@given(text=paragraphs, width=st.integers(20, 40))
def test_wrapped_prose_with_indentation_comes_out_exactly(text, width):
    lines = []
    for paragraph in text:
        begin, *rest = broken(paragraph, width, 2)
        lines += [f"\u3000\u3000{begin}", *rest]
    assert run("\n".join(lines)) == "\n".join(f"\u3000\u3000{paragraph}" for paragraph in text)


@settings(max_examples=60)
@given(text=paragraphs, width=st.integers(20, 40))
def test_wrapped_prose_without_indentation_loses_nothing_and_joins_only_what_was_one_paragraph(text, width):
    lines = [line for paragraph in text for line in broken(paragraph, width, 0)]
    cleaned = run("\n".join(lines))
    assert cleaned.replace("\n", "") == "".join(text)
    assert cleaned.count("\n") < len(lines) - 1


@settings(max_examples=60)
@given(text=varied, width=st.integers(20, 40), each=st.integers(12, 20))
def test_headers_numbers_and_form_feeds_around_wrapped_prose_come_out(text, width, each):
    lines = []
    for paragraph in text:
        begin, *rest = broken(paragraph, width, 2)
        lines += [f"\u3000\u3000{begin}", *rest]
    pages = [lines[start : start + each] for start in range(0, len(lines), each)]
    damaged = "\f".join("\n".join(["水利月报", *page, f"- {number} -", ""]) for number, page in enumerate(pages, 1))
    cleaned = run(damaged)
    assert "- 2 -" not in cleaned
    assert "水利月报" not in cleaned or len(pages) < 3
    assert cleaned.replace("水利月报", "").replace("- 1 -", "").replace("\n", "").replace("\u3000", "") == "".join(text)


@settings(max_examples=60)
@given(text=paragraphs, width=st.integers(20, 40))
def test_a_second_run_changes_nothing_in_wrapped_prose(text, width):
    once = run("\n".join(line for paragraph in text for line in broken(paragraph, width, 0)))
    assert BOTH(once).changes == ()


@given(text=paragraphs)
def test_whole_paragraphs_are_not_touched(text):
    assert list(JoinBrokenLines()(Document("\n".join(text)))) == []


VERSE = st.text(alphabet="春花秋月何时了往事知多少", min_size=5, max_size=7)


@given(st.lists(st.tuples(VERSE, VERSE).map("，".join), min_size=2, max_size=20), st.sampled_from(["", "。"]))
def test_verse_is_not_touched(couplets, stop):
    text = "\n".join(couplet + stop for couplet in couplets)
    assert run(text) == text


def test_a_number_spliced_into_a_rewritten_word_goes_before_the_word_is_mended():
    body = "全村的理论根底教育抓得很实，立足效劳群众、效劳企业，村里的路修好了，水也通了，大家都说干部没有白忙，"
    text = (
        body
        + "工作布3\n臵得很早，人人都有任务。"
        + body
        + "工作布4\n臵得很细，事事都有着落。"
        + body
        + "工作布5\n臵得很实。"
    )
    cleaned = default_pipeline()(text).text
    assert cleaned.count("工作布置得很") == 3


def test_the_ledger_of_a_join_says_how_wide_the_text_and_the_line_are():
    document = LAYOUT(CASES[0]["before"])
    edit = document.changes[0].edits[0]
    assert (edit.rule, edit.category, edit.safety) == ("hard-wrap", "line_join", "safe")
    assert edit.evidence == {"measure": 26.0, "width": 26.0, "why": "indentation"}
    assert document.revert(document.changes[0]).text.count("\n") == document.text.count("\n") + 1


def test_footnotes_at_the_foot_of_a_page_stay_and_are_reported():
    page = (
        "此桥始建于明代①，初为木桥，后来毁于山洪，清初由\n乡绅捐资改建为石桥，至今桥头仍存捐资碑一通，碑文\n"
        "漫漶，能够辨认的只有四十余字，\n①见县志卷三。\n\f"
    )
    document = LAYOUT(page + "字迹出自何人之手，已经不可考，只知道是个老秀才。\n")
    assert "①见县志卷三。" in document.text
    warning = document.warnings[0]
    assert (warning.code, warning.evidence["blocks"]) == ("footnotes", 1)
    assert page[warning.evidence["starts"][0] :].startswith("①见县志")


def test_a_sentence_that_stands_at_the_top_of_every_page_is_no_header():
    pages = [
        "今年春天雨水很多，河堤上的柳树发芽比\n往年早了半个月，水利站的同志每天都要到河\n"
        f"堤上走{times}遍，谁也没有抱怨。\n- {number} -\n"
        for number, times in enumerate("一二三四五", 1)
    ]
    text = "\f".join(pages)
    assert LAYOUT(text).text.count("今年春天雨水很多") == 5


def test_a_paragraph_that_stands_on_both_sides_of_a_page_break_is_not_taken_for_lines_printed_again():
    lines = "".join(f"\u3000\u3000{one}\n" for one in SENTENCES)
    again = f"\u3000\u3000{SENTENCES[-1][:22]}\n{SENTENCES[-1][22:]}\n"
    text = f"{lines}{again}- 1 -\n\f{again}- 2 -\n"
    assert run(text).count(SENTENCES[-1][-9:]) == 3
    assert "- 2 -" not in run(text)
    torn = f"{lines}{again}- 1 -\n\f{SENTENCES[-1][22:]}\n{lines}- 2 -\n"
    assert run(torn).count(SENTENCES[-1][-9:]) == 3


def test_a_name_that_recurs_above_remarks_in_brackets_is_not_joined_with_them():
    split = next(case["before"] for case in CASES if "split at quotation marks" in case["name"])
    assert "孫宗閔\n（上缺）物有方。" in run(f"{split}\n孫宗閔\n（上缺）物有方。\n\n孫宗閔\n（上缺）陽。")
    assert "他也來幫忙（上面缺了" in run(f"{split}\n他也來幫忙\n（上面缺了一頁）。")


def test_numbers_of_footnotes_on_lines_of_their_own_are_no_page_numbers():
    page = (
        "撑船的人都会唱这支歌，歌词传了几代人，唱到后来连意思也说不清了，只有调子没有变，老人{0}，说这是\n"
        "{0}\n第{1}个注。\n\f"
    )
    text = "".join(page.format(number, "一二三四"[number - 1]) for number in range(1, 5)) + "都记得，孩子也跟着唱。\n"
    document = LAYOUT(text)
    assert [line for line in document.text.split("\n") if line.isdigit()] == ["1", "2", "3", "4"]
    assert [warning.evidence["blocks"] for warning in document.warnings] == [4]


def test_a_line_is_as_wide_as_it_is_set():
    assert ems("汉字AB，1") == 4.5
    assert ems("在 1988 年") == 4
    assert first("firmware.bin，放") == 7
    assert first("汉字") == 1
    assert first("字。”又") == 3


def test_the_measure_of_a_text_is_found_and_a_poem_has_none():
    text = CASES[0]["before"]
    found = measure(text, paged=False)
    assert found is not None
    assert found.ems == 26
    assert measure("春眠不觉晓\n处处闻啼鸟\n夜来风雨声\n花落知多少", paged=False) is None


def test_the_model_takes_but_for_going_on_and_a_meeting_for_a_beginning():
    row, goes_on, begins = rows(
        "河堤上的柳树发芽比往年早了半个月，真好看。\n但是水利站的同志不敢大意\n会议指出，要抓好当前各项工作"
    )
    assert score(Place(row, goes_on, 21.0, 3, 0.2)) > score(Place(row, begins, 21.0, 3, 0.2))


@pytest.mark.parametrize(
    "text", ["\f" * 3000, "甲，乙\n" * 3000, "“\n" * 3000, "1\n" * 3000, "每 个 字 ， " * 3000, "a-\nb" * 3000]
)
def test_heaps_are_done_in_time(text):
    assert isinstance(run(text), str)


LINES = st.text("中文，。；“”（）—a1 \t\u3000\n\r\u00a0𠀀é、", max_size=80)


@given(LINES)
def test_rows_measured_together_are_the_lines_measured_one_by_one(text):
    found = rows(text)
    words = [words for line in text.split("\n") if (words := line.strip(" \t\u3000\u00a0\r"))]
    assert [row.words for row in found] == words
    assert [text[row.start : row.end] for row in found] == words
    assert [row.width - row.indent for row in found] == [ems(one) for one in words]
    assert [row.first for row in found] == [first(one) for one in words]


MARKED_LINES = st.text("中文，。”-—第共页12/\u3000 \n\f", max_size=60)


@given(MARKED_LINES)
def test_a_text_that_passes_the_gate_has_no_marks_at_its_line_ends(text):
    if not may_be_marked(text):
        assert not may_have_pages(text)
        assert not [edit for kind in MARKED for edit in kind(text)]
