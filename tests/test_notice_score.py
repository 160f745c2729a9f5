"""The learned score of notices: what is scored, what follows from it, and on what evidence."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext import Document, Pipeline, default_pipeline
from cleantext.arrays import BLOCK, codes
from cleantext.categories import NOTICES
from cleantext.filters.notices import DropNotices, _with_a_title
from cleantext.filters.notices.score.blocks import block_features
from cleantext.filters.notices.score.characters import folded, kinds, text_of
from cleantext.filters.notices.score.counts import FEW, times
from cleantext.filters.notices.score.decide import judge
from cleantext.filters.notices.score.features import GROUPS
from cleantext.filters.notices.score.grams import pair_hashes
from cleantext.filters.notices.score.judged import RULE, WEIGHTS, Judged
from cleantext.filters.notices.score.model import load, shipped
from cleantext.filters.notices.score.scored import GROUPS_OF_PAGES, rate_page, segment_scores
from cleantext.filters.notices.score.segments import _FIRST_PAIRS, _WORDS, segments
from cleantext.fold import fold
from cleantext.lines import Span

BODY = """\
修表人
钟楼后面那条巷子只有四十来步长，修表的葛师傅在里头坐了三十九年。铺面窄得转不开身，墙上却挂着十一只走得一样准的钟。
葛师傅修得最多的是老上海表。年轻人如今不戴表，送来的多半是父亲留下的。他没有说话，花了三天配零件，最后只收了十块钱。
今年冬天巷子要改造，铺子得搬到商场四楼。葛师傅把钟一只一只取下来，用旧报纸包好，在每只上面写了编号。
“表停了，人的那段日子也就停在那儿。”葛师傅说，“能让它再走几步，总是好的。”"""
UNSEEN = "豆芽文库提醒您：本文由网友自行上传分享，版权归原作者所有，如有侵权请及时联系豆芽客服删除"
ALL = Pipeline((DropNotices(),))

any_text = st.text(
    st.one_of(st.sampled_from("版权转载下载来源小编网站。！ \n\u3000|(【】）：1a"), st.characters()), max_size=120
)


def cut(text):
    view = folded(codes(text))
    return segments(text_of(view), view, kinds(view), pair_hashes(view))


def edits(document):
    return [edit for change in document.changes for edit in change.edits]


@given(any_text)
def test_codes_stand_for_the_characters_of_the_fold_one_for_one(text):
    view = folded(codes(text))
    assert len(view) == len(text)
    plain = fold(text).replace("\t", " ").replace("\r", " ")
    same = [one == other for one, other in zip(text_of(view), plain, strict=True) if other < "\ud800"]
    assert all(same)


@given(any_text)
def test_segments_are_in_order_and_together_hold_everything_that_is_not_blank(text):
    found = cut(text)
    spans = list(zip(found.starts.tolist(), found.ends.tolist(), strict=True))
    assert all(start < end for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    inside = {at for start, end in spans for at in range(start, end)}
    view = text_of(folded(codes(text)))
    assert all(at in inside for at, character in enumerate(view) if character not in " \n")
    assert all("\n" not in view[start:end] for start, end in spans)


def test_a_short_line_is_one_segment_and_a_long_one_is_cut_behind_its_sentences():
    text = f"短的一行。还是它。\n{BODY.split(chr(10))[1]}[责任编辑：小满]"
    found = cut(text)
    shown = [text[start:end] for start, end in zip(found.starts, found.ends, strict=True)]
    assert shown[0] == "短的一行。还是它。"
    assert shown[1].endswith("三十九年。")
    assert shown[-1] == "[责任编辑：小满]"


def test_the_weights_are_small_and_fit_the_features():
    assert len(files("cleantext").joinpath(WEIGHTS).read_bytes()) < 400_000
    model = shipped()
    assert len(model.first.mean) == len(model.second.mean) == sum(GROUPS.values())
    assert len(model.page.mean) == sum(GROUPS_OF_PAGES.values())
    assert 0 < model.limits["suggest"] < min(model.limits["page"], model.limits["document"]) <= 1


def test_a_model_comes_back_as_it_was_written(tmp_path):
    shipped().save(tmp_path / "weights.npz")
    again = load(tmp_path / "weights.npz")
    assert np.array_equal(again.runs.values, shipped().runs.values)
    assert np.array_equal(again.second.hidden, shipped().second.hidden)
    assert again.limits == shipped().limits


def test_a_notice_in_words_that_no_rule_knows_goes_with_its_evidence():
    text = f"{BODY}\n{UNSEEN}"
    assert Pipeline((DropNotices(scored=False),))(text).changes == ()
    document = ALL(text)
    assert document.text == BODY
    (edit,) = edits(document)
    assert (edit.rule, edit.safety) == (RULE, "likely")
    assert edit.category in NOTICES
    assert edit.evidence["grade"] == "score"
    assert edit.evidence["score"] >= shipped().limits["document"]
    assert edit.evidence["reasons"]
    assert all(cue in text for cue in edit.evidence["cues"])
    json.dumps(edit.evidence)


def test_a_notice_is_found_in_both_widths_and_scripts():
    traditional = "豆芽文庫提醒您:本文由網友自行上傳分享,版權歸原作者所有,如有侵權請及時聯繫豆芽客服刪除"
    assert ALL(f"{BODY}\n{traditional}").text == BODY


def test_what_is_sure_enough_only_to_be_suggested_is_not_taken():
    text = f"{BODY}\n{UNSEEN}"
    scores = {one.score for one in segment_scores(Document(text))}
    assert max(scores) > 0.9 > min(scores)
    assert Pipeline((DropNotices(),), safety="safe")(text).suggestions


def test_a_text_without_a_notice_stays_and_a_document_that_is_one_only_gets_suggestions():
    assert ALL(BODY).changes == ()
    assert ALL(UNSEEN).text == UNSEEN


def test_of_the_scored_lines_above_a_text_the_least_sure_one_stays_as_its_title():
    prose = BODY.split("\n", 1)[1]
    scores = {"豆芽文库 > 文章": 0.99, "修表人和他的钟": 0.91, "分享到朋友圈": 0.95}
    text = "\n".join([*scores, prose])
    judged = [
        Judged(
            Span(text.index(line), text.index(line) + len(line)),
            whole=True,
            safety="likely",
            score=score,
        )
        for line, score in scores.items()
    ]
    safeties = [one.safety for one in _with_a_title(text, judged, set())]
    assert safeties == ["likely", "suggest", "likely"]
    moved = [replace(one, span=Span(one.span.start + 3, one.span.end + 3)) for one in judged]
    assert [one.safety for one in _with_a_title("书名\n" + text, moved, set())] == ["likely"] * 3


@pytest.mark.parametrize(
    "line",
    ["| 来源 | 编辑 | 转载请注明 |", "37", "- 1 -", "int a = 1;", "&nbsp;&nbsp;"],
)
@pytest.mark.parametrize("profile", ["document", "page"])
def test_numbers_code_and_rows_of_tables_are_not_scored(line, profile):
    text = f"{BODY}\n{line}\n{line}\n{UNSEEN}"
    assert all(line not in text[one.span.start : one.span.end] for one in judge(text, (), profile))


MENU = "首页\n新闻\n国内\n国际\n财经\n体育\n娱乐\n汽车\n房产\n教育\n登录\n注册"
LINKS = "热门推荐\n老街的早晨\n1204\n巷子里的钟\n987\n秋天的第一场雨\n下载客户端\n关于我们\n联系我们\n版权所有 豆芽网"


def test_of_a_page_the_menus_and_lists_of_links_go_and_the_text_stays():
    document = Pipeline((DropNotices(profile="page"),))(f"{MENU}\n{BODY}\n{LINKS}")
    assert document.text == BODY
    reasons = {reason for edit in edits(document) if edit.rule == RULE for reason in edit.evidence["reasons"]}
    assert "how far from the text of the page it stands" in reasons


@given(any_text)
def test_every_segment_of_a_page_has_a_score_and_features_that_are_numbers(text):
    rated = rate_page(text, (), shipped())
    if rated is None:
        assert not text.strip()
        return
    assert len(rated.chance) == len(rated.looked.view.cut) == len(block_features(rated.looked.view))
    assert np.isfinite(rated.rows).all()
    assert ((rated.chance >= 0) & (rated.chance <= 1)).all()


def test_prose_is_told_from_menus_by_how_near_it_is():
    rated = rate_page(f"{MENU}\n{BODY}\n{LINKS}", (), shipped())
    chance = {rated.looked.view.words(i): one for i, one in enumerate(rated.chance)}
    assert max(chance[line] for line in ("国际", "娱乐", "联系我们")) > 0.9
    assert max(one for words, one in chance.items() if len(words) > 12 and words in BODY) < 0.5


def test_scores_are_those_of_the_segments_in_order():
    text = f"{BODY}\n\n{UNSEEN}"
    scored = segment_scores(Document(text))
    assert [one.start for one in scored] == sorted(one.start for one in scored)
    assert text[scored[-1].start : scored[-1].end] in UNSEEN
    assert all(0 <= one.score <= 1 for one in scored)
    assert segment_scores(Document("")) == segment_scores(Document(" \n")) == []


@given(any_text)
def test_any_text_can_be_scored_and_nothing_outside_it_is_taken(text):
    last = 0
    for one in judge(text, (), "page"):
        assert last <= one.span.start < one.span.end <= len(text)
        last = one.span.end
    assert list(DropNotices()(Document(text))) == list(DropNotices()(Document(text)))


@given(
    st.lists(st.sampled_from([*BODY.split("\n"), UNSEEN, "", "返回首页", "上一篇：老屋"]), max_size=12).map("\n".join)
)
def test_what_is_left_has_no_double_blank_lines_that_were_not_there(text):
    if "\n\n\n" not in text:
        assert "\n\n\n" not in ALL(text).text


def test_the_words_before_which_a_long_line_is_cut_are_found_by_their_first_pairs():
    pairs = {_FIRST_PAIRS[i : i + 2] for i in range(0, len(_FIRST_PAIRS), 2)}
    words = set(re.findall("[\u4e00-\u9fff]{2,}", _WORDS.pattern))
    assert {word[:2] for word in words} == pairs


def test_chances_without_a_group_are_those_of_rows_that_hold_its_mean():
    nets = shipped().second
    bounds = [0, *np.cumsum(list(GROUPS.values())).tolist()]
    rows = np.random.default_rng(3).normal(nets.mean, nets.spread, (50, len(nets.mean))).astype(np.float32)
    found = nets.chance_without(rows, bounds)
    for i, (low, high) in enumerate(pairwise(bounds)):
        without = rows.copy()
        without[:, low:high] = nets.mean[low:high]
        assert np.allclose(found[:, i], nets.chance(without), atol=1e-5)


def test_a_score_does_not_depend_on_how_many_rows_are_scored_with_it():
    nets = shipped().second
    rows = np.random.default_rng(4).normal(nets.mean, nets.spread, (200, len(nets.mean))).astype(np.float32)
    assert np.allclose(nets.chance(rows)[150:], nets.chance(rows[150:]), atol=1e-6)


def test_without_the_library_there_is_no_score_and_the_weights_are_part_of_the_digest():
    assert Pipeline((DropNotices(builtin=False),))(f"{BODY}\n{UNSEEN}").changes == ()
    assert DropNotices().facts != DropNotices(scored=False).facts


def test_a_pipeline_can_be_made_without_loading_numpy():
    code = "import sys, cleantext; cleantext.default_pipeline(); sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert default_pipeline()("").text == ""


@given(st.text("甲乙丙\n", max_size=400), st.integers(1, 3), st.integers(1, 5))
def test_words_are_counted_as_one_by_one_they_would_be(text, repeats, most):
    """More than `FEW` words of a length are looked for together, across the ends of blocks too."""
    text = text * repeats + "丁" * (BLOCK - 7) * (repeats > 1) + text
    words = [*map("".join, product("甲乙丙", repeat=4)), "甲", "甲乙", "", "丙丁", text[:30], "没有"]
    assert len(words) > FEW
    assert times(text, words, most) == {word: min(text.count(word), most) for word in words}
