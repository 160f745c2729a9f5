"""What the repair filter does with whole texts."""

import re
import tomllib
from pathlib import Path

import pytest

from cleantext.document import Document, DocumentWarning
from cleantext.edits import Edit
from cleantext.filters.repair import RepairConfusions
from cleantext.pipeline import Pipeline

CASES = tomllib.loads((Path(__file__).parent / "cases/repair.toml").read_text("utf-8"))["case"]
FORMS = (Path(__file__).parent / "cases/hard_forms.txt").read_text("utf-8").splitlines()
FORMS = [line for line in FORMS if line and not line.startswith("#")]
SEEDS = Path(__file__).parent.parent / "seeds"
REPAIR = Pipeline((RepairConfusions(),))
ASSUME = Pipeline((RepairConfusions(assume_rewritten=True),))
REPORT = "效劳群众、效劳基层，在此根底上推动开展，稳固扩大成果。郑书记屡次强调。"


def _proposed(text: str, *, assume: bool = False) -> tuple[list[Edit], list[DocumentWarning]]:
    found = list(RepairConfusions(assume_rewritten=assume)(Document(text)))
    return [one for one in found if isinstance(one, Edit)], [one for one in found if isinstance(one, DocumentWarning)]


def _report_of_seed_004() -> str:
    """Return the author's part, with the page numbers taken out of the sentences that they split."""
    text = next(SEEDS.glob("004*")).read_text("utf-8")
    return re.sub(r"[0-9]\n", "", text[text.index("同志们") :])


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_golden_case_comes_out_as_written(case: dict[str, str]) -> None:
    done = REPAIR(case["before"])
    assert done.text == case.get("after", case["before"])
    assert bool(done.warnings) == bool(case.get("rewritten"))
    assert REPAIR(done.text).text == done.text


def test_single_sentences_with_a_listed_form_are_repaired() -> None:
    for line in FORMS:
        if "{" in line:
            wrong, right = (re.sub(r"\{(.+?)\|(.+?)\}", rf"\{group}", line) for group in (1, 2))
            assert REPAIR(wrong).text == right


def test_single_sentences_that_use_such_words_rightly_stay() -> None:
    for line in FORMS:
        if "{" not in line:
            assert REPAIR(line).changes == ()


def test_what_a_text_about_errors_shows_is_suggested() -> None:
    done = REPAIR("常见错字：布臵、位臵。")
    assert done.changes == ()
    assert [one.replacement for one in done.suggestions] == ["置", "置"]


def test_a_rewritten_text_about_errors_gets_its_warning_and_only_suggestions() -> None:
    done = REPAIR(f"{_report_of_seed_004()}\n请改正错别字。")
    assert [one.code for one in done.warnings] == ["rewritten"]
    assert {one.replacement for one in done.changes} == {"”"}
    assert {"置", "服务", "基础", "发展", "多次", "动员"} <= {one.replacement for one in done.suggestions}


@pytest.mark.parametrize("seed", ["000", "001", "002", "003"])
def test_a_seed_that_nobody_rewrote_is_left_alone(seed: str) -> None:
    text = next(SEEDS.glob(f"{seed}*")).read_text("utf-8")
    assert _proposed(text) == ([], [])


def test_all_scanner_marks_of_seed_004_are_repaired() -> None:
    done = REPAIR(_report_of_seed_004())
    made = [change.replacement for change in done.changes]
    assert [made.count(one) for one in "置”"] == [3, 57]
    assert [made.count(one) for one in ("服务", "基础")] == [12, 3]
    assert not {"臵", "〞"} & set(done.text)
    assert "效劳" not in done.text
    assert "根底" not in done.text


def test_what_a_careful_reader_finds_in_seed_004_is_repaired() -> None:
    text = REPAIR(_report_of_seed_004()).text
    for right in (
        "帮助发展致富",
        "广泛进行动员部署",
        "(一)动员部署阶段",
        "层层召开动员会",
        "工作项目化、项目责任化",
        "实行项目推进",
        "探索和规范“两新”组织",
        "管理进一步规范",
        "区域性、综合性",
        "打破区域限制",
        "组织1000名机关干部",
        "要达到100%",
        "5个党建示范乡镇街、10个优质服务部门、100个先进红旗组织、1000名星级模范党员",
        "经济社会发展紧密",
        "郑书记也多次强调",
        "推动发展、服务群众",
        "巩固扩大",
        "巩固成果",
        "很大一部分精力",
        "打开思路",
        "经济开发区",
        "消除城市基层党建工作“盲区”",
    ):
        assert right in text, right


def test_what_only_a_person_can_decide_in_seed_004_is_suggested() -> None:
    done = REPAIR(_report_of_seed_004())
    suggested = [(done.original[one.start : one.end], one.replacement) for one in done.suggestions]
    for pair, count in {
        ("发动", "动员"): 3,
        ("鼓励", "激励"): 2,
        ("标准", "规范"): 1,
        ("方法", "办法"): 1,
        ("参考", "参观"): 1,
        ("工程", "项目"): 1,
    }.items():
        assert suggested.count(pair) == count, pair


def test_good_words_of_seed_004_stay() -> None:
    text = REPAIR(_report_of_seed_004()).text
    for good in (
        "三联工程",
        "县县组织部",
        "活动场所标准化",
        "我们是有标准的",
        "方法步骤",
        "党建活动有序开展",
        "开展基层组织建设年",
    ):
        assert good in text, good


def test_a_rewritten_text_is_judged_with_its_evidence() -> None:
    (warning,) = REPAIR(_report_of_seed_004()).warnings
    assert warning.code == "rewritten"
    assert warning.evidence["pairs"]["开展/发展"] == {"original": 0, "replacement": 19}
    assert warning.evidence["pairs"]["效劳/服务"] == {"original": 0, "replacement": 12}
    assert warning.evidence["originals"] == ["实施", "欢迎", "结构", "进行"]
    assert 0.9 < warning.evidence["confidence"] <= 1


def test_a_repaired_text_is_not_judged_rewritten_again() -> None:
    done = REPAIR(_report_of_seed_004())
    again = REPAIR(done.text)
    assert (again.changes, again.suggestions, again.warnings) == ((), (), ())


def test_a_document_is_warned_of_once() -> None:
    done = REPAIR(REPAIR(REPORT))
    assert [one.code for one in done.warnings] == ["rewritten"]


def test_one_soft_pair_alone_never_opens_the_gate() -> None:
    assert _proposed("推动开展，促进开展，经济开展迅速，产业开展很快。" * 50) == ([], [])


def test_one_collocation_alone_is_repaired_and_proves_nothing() -> None:
    edits, warnings = _proposed("我们效劳群众。推动开展。" + "发展、安全、基本、部分、广大、计划、办法、项目。")
    assert [(one.replacement, one.safety) for one in edits] == [("服务", "likely")]
    assert warnings == []


def test_a_pair_whose_original_is_there_is_only_suggested() -> None:
    edits, _ = _proposed(REPORT + "经济发展。")
    assert {one.safety for one in edits if one.replacement == "发展"} == {"suggest"}
    assert {one.safety for one in edits if one.replacement == "服务"} == {"likely"}


def test_never_valid_forms_are_safe_and_collocations_are_likely() -> None:
    edits, _ = _proposed("工作布臵，公开的原那么，优质效劳")
    assert [
        (one.replacement, one.safety, one.evidence["grade"]) for one in sorted(edits, key=lambda one: one.start)
    ] == [
        ("置", "safe", "hard"),
        ("则", "safe", "hard"),
        ("服务", "likely", "collocation"),
    ]


def test_an_edit_says_what_it_rests_on() -> None:
    edits, _ = _proposed(REPORT)
    edit = next(one for one in edits if one.replacement == "发展")
    assert (edit.rule, edit.category) == ("kaizhan-for-fazhan", "repair")
    assert edit.evidence == {
        "pair": "开展/发展",
        "original": 0,
        "replacement": 1,
        "context": "，在此根底上推动开展，稳固扩大成果。",
        "grade": "document",
        "score": edit.evidence["score"],
    }
    assert edit.evidence["score"] > 2
    assert "发展" in edit.reason


def test_a_caller_can_say_that_a_text_was_rewritten() -> None:
    assert REPAIR("推动开展。").text == "推动开展。"
    done = ASSUME("推动开展。")
    assert done.text == "推动发展。"
    assert done.warnings[0].evidence["assumed"] is True


def test_a_good_text_taken_for_rewritten_gets_no_warning() -> None:
    assert _proposed("积极开展活动。", assume=True) == ([], [])


@pytest.mark.parametrize(
    "kept",
    ["《产业开展规划》", "中华人民共和国平安管理法", "经济开展银行", "`推动开展`", "https://example.com/推动开展"[:20]],
)
def test_titles_laws_names_and_code_are_left_alone_by_soft_pairs(kept: str) -> None:
    assert ASSUME(f"他说了{kept}。").text == f"他说了{kept}。"


def test_hard_forms_are_repaired_in_a_title_too() -> None:
    assert REPAIR("《学生行为准那么》").text == "《学生行为准则》"


def test_quoted_words_of_a_person_are_only_suggested_to_soft_pairs() -> None:
    edits, _ = _proposed("书记说：“要推动开展。”", assume=True)
    assert [one.safety for one in edits] == ["suggest"]


def test_a_bare_year_before_a_unit_is_only_suggested() -> None:
    edits, _ = _proposed("共有2023个部门。另有20230个组织。", assume=True)
    assert [(one.replacement, one.safety) for one in edits] == [("10", "suggest"), ("100", "likely")]


def test_a_sentence_that_counts_on_proves_a_bare_year() -> None:
    edits, _ = _proposed("5个乡镇、2023个部门、20230个组织。", assume=True)
    assert [(one.replacement, one.safety) for one in edits] == [("10", "likely"), ("100", "likely")]


def test_a_measured_number_is_only_suggested() -> None:
    edits, _ = _proposed("投资20230万元。2023年5月。2023.5个。", assume=True)
    assert [(one.replacement, one.safety) for one in edits] == [("100", "suggest")]


def test_no_suggestion_is_made_twice_for_an_assumed_text() -> None:
    done = ASSUME("书记亲自发动，推动开展。")
    assert [one.replacement for one in done.suggestions] == ["动员"]


@pytest.mark.parametrize("text", ["", "\n", "〞", "“", "臵", "～", "abc", "\x00\ufffd", "2023", "〞“\n\n〞"])
def test_a_scrap_of_text_is_left_alone(text: str) -> None:
    assert _proposed(text, assume=True)[0] == []
