"""Copies over many documents: one decision that does not depend on order, and a ledger that names what stays."""

from __future__ import annotations

import pickle
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from cleantext import Document, Pipeline
from cleantext.dedupe.drop import DropDuplicates
from cleantext.dedupe.found import Passage
from cleantext.dedupe.match import SAYS_MORE, cleanest, find_duplicates, veto
from cleantext.dedupe.sketch import sketch
from cleantext.dedupe.whole import copied_documents
from cleantext.document import DocumentWarning
from cleantext.similar.contained import contained_pairs, stands_in
from cleantext.similar.limits import LONGEST, TooManyPairsError
from cleantext.similar.normal import normal

LONG = (
    "去年以来,全市各级党组织认真学习贯彻会议精神,扎实推进基层组织建设,取得了明显成效,群众满意度得到提高,"
    "为全市经济社会发展提供了坚强的组织保证。"
)
OTHER = "会后,与会人员还实地参观了新建成的党员活动中心,并且同社区居民进行了座谈。"
THIRD = "会议由市委副书记主持,各县区负责人和市直有关部门的主要负责同志在主会场参加。"


def found_in(texts, **settings):
    return find_duplicates([sketch(text, name) for name, text in texts.items()], **settings)


def dropped_in(texts, **settings):
    found = found_in(texts, **settings)
    return {name: Pipeline((DropDuplicates(found),))(Document(text, source=name)).text for name, text in texts.items()}


def test_a_copy_goes_and_its_ledger_names_the_paragraph_that_stays():
    copy = LONG.replace("明显", "朋显").replace(",", "，")
    texts = {"b.txt": f"{OTHER}\n{copy}\n{THIRD}", "a.txt": LONG}
    found = found_in(texts)
    document = Pipeline((DropDuplicates(found),))(Document(texts["b.txt"], source="b.txt"))
    assert document.text == f"{OTHER}\n{THIRD}"
    (change,) = document.changes
    (edit,) = change.edits
    assert (edit.rule, edit.category, edit.safety) == ("duplicates", "duplicate", "likely")
    assert edit.evidence["kept_document"] == "a.txt"
    assert texts["a.txt"][edit.evidence["kept_start"] : edit.evidence["kept_end"]] == LONG
    assert edit.evidence["score"] == round(fuzz.ratio(normal(LONG), normal(copy)) / 100, 4)
    assert document.revert(change).text == texts["b.txt"]
    assert Document.from_dict(document.to_dict()) == document


def test_the_cleanest_then_the_longest_then_the_first_document_stays():
    assert dropped_in({"a": LONG.replace("推进", "推3进"), "b": LONG}) == {"a": "", "b": LONG}
    assert dropped_in({"a": LONG, "b": "本报讯 " + LONG}) == {"a": "", "b": "本报讯 " + LONG}
    assert dropped_in({"b": LONG, "a": LONG}) == {"b": "", "a": LONG}
    found = found_in({"a": LONG, "b": LONG}, rank=lambda one: one.passage.document != "b")
    assert [one.dropped.document for one in found.duplicates] == ["a"]


def test_two_statements_stay_and_are_reported():
    found = found_in({"a": f"2019年,{LONG}", "b": f"2020年,{LONG}"})
    assert found.duplicates == ()
    (one,) = found.vetoes
    assert one.reason == "another date"
    assert {one.one.document, one.other.document} == {"a", "b"}


def test_what_says_more_is_not_dropped_for_a_cleaner_copy():
    longer = LONG.replace("会议精神", "会议精神,深入开展调查研究,推3进")
    found = found_in({"a": LONG * 2, "b": longer + LONG})
    assert found.duplicates == ()
    assert [one.reason for one in found.vetoes] == [SAYS_MORE]


@pytest.mark.parametrize(
    "line",
    [
        "第二章 工作目标和主要任务以及保障措施的落实",
        "长亭外,古道边,芳草碧连天。晚风拂柳笛声残,夕阳山外山。",
        "一、总则",
    ],
)
def test_headings_verse_and_short_lines_go_only_where_asked_and_only_equal(line):
    texts = {"a": f"{line}\n{OTHER}", "b": f"{line}\n{THIRD}"}
    assert dropped_in(texts) == texts
    sketches = [sketch(text, name, short=True) for name, text in texts.items()]
    assert [one.reason for one in find_duplicates(sketches).duplicates] == ["equal"]
    near = {"a": line, "b": line.replace("一", "二").replace("第", "弟").replace("长", "常")}
    assert find_duplicates([sketch(text, name, short=True) for name, text in near.items()]).duplicates == ()


@pytest.mark.parametrize("threshold", [0.8, 0.9, 0.95])
def test_the_order_of_arrival_does_not_matter_and_stars_hold(threshold, corpus):
    texts = corpus(threshold, 30)
    sketches = [sketch(text, name) for name, text in texts.items()]
    found = find_duplicates(sketches, threshold=threshold)
    random.Random(1).shuffle(sketches)  # noqa: S311 - a seeded draw, not a secret
    assert find_duplicates(sketches, threshold=threshold) == found
    gone = {one.dropped for one in found.duplicates}
    assert len(gone) == len(found.duplicates) > 20
    for one in found.duplicates:
        kept, dropped = (normal(texts[p.document][p.start : p.end]) for p in (one.kept, one.dropped))
        assert one.kept not in gone
        assert fuzz.ratio(kept, dropped) >= 100 * threshold
        assert one.score == fuzz.ratio(kept, dropped) / 100
        assert veto(kept, dropped) is None


def test_nothing_similar_stays_twice_unless_it_is_reported(corpus):
    texts = corpus(5, 30)
    found = found_in(texts)
    gone = {one.dropped for one in found.duplicates}
    reported = {frozenset((one.one, one.other)) for one in found.vetoes}
    stays = [
        (Passage(name, p.start, p.end), p.normal)
        for name, text in texts.items()
        for p in sketch(text, name).paragraphs
        if Passage(name, p.start, p.end) not in gone
    ]
    similar = [
        frozenset((one, other))
        for i, (one, text) in enumerate(stays)
        for other, other_text in stays[:i]
        if fuzz.ratio(text, other_text) >= 90
    ]
    assert set(similar) == reported


LINES = [LONG, LONG[:-1], LONG.replace("明显", "朋显"), OTHER, "一、总则", "", f"2019年{LONG}", f"2020年{LONG}"]


@given(st.lists(st.lists(st.sampled_from(LINES), max_size=5), max_size=4), st.booleans())
def test_dropping_loses_no_paragraph_and_a_second_search_finds_nothing(documents, short):
    texts = {str(number): "\n".join(lines) for number, lines in enumerate(documents)}
    found = find_duplicates([sketch(text, name, short=short) for name, text in texts.items()])
    drop = Pipeline((DropDuplicates(found),))
    after = {name: drop(Document(text, source=name)).text for name, text in texts.items()}
    again = find_duplicates([sketch(text, name, short=short) for name, text in after.items()])
    assert again.duplicates == ()
    left = {line for text in after.values() for line in text.split("\n")}
    for line in {line for lines in documents for line in lines} - left - {""}:
        assert any(fuzz.ratio(normal(line), normal(other)) >= 90 for other in left)


def test_a_document_that_was_not_sketched_or_has_changed_is_left_alone():
    drop = DropDuplicates(found_in({"a": LONG, "b": LONG}))
    for document, code in (
        (Document(LONG, source="c"), "not_sketched"),
        (Document(LONG), "not_sketched"),
        (Document(LONG + OTHER, source="b"), "changed_since_sketch"),
    ):
        (warning,) = drop(document)
        assert isinstance(warning, DocumentWarning)
        assert warning.code == code


def test_the_filter_runs_behind_others_whose_result_was_sketched():
    def shout(document):
        return ()

    text = f"{OTHER}\n{LONG}"
    clean = Pipeline((shout,))
    found = find_duplicates([sketch(clean(Document(text, source="b"))), sketch(LONG, "a")])
    document = Pipeline((shout, DropDuplicates(found)))(Document(text, source="b"))
    assert document.text == OTHER
    assert [one.code for one in document.warnings] == ["much_removed"]


def test_the_filter_pickles_and_has_a_stable_fingerprint():
    drop = Pipeline((DropDuplicates(found_in({"a": LONG, "b": LONG})),))
    again = pickle.loads(pickle.dumps(drop))
    assert again.fingerprint == drop.fingerprint
    assert again(Document(LONG, source="b")).text == ""
    assert drop.fingerprint != Pipeline((DropDuplicates(found_in({"a": LONG})),)).fingerprint


def test_two_documents_of_one_name_and_a_document_without_one_are_refused():
    with pytest.raises(ValueError, match="two documents are called 'a'"):
        find_duplicates([sketch(LONG, "a"), sketch(OTHER, "a")])
    with pytest.raises(ValueError, match="needs a name"):
        sketch(Document(LONG))
    with pytest.raises(ValueError, match="between"):
        find_duplicates([], threshold=90)


def test_sketches_are_pure_and_pickle():
    one = sketch(Document(f"{LONG}\n\n{OTHER}", source="a"))
    assert one == sketch(f"{LONG}\n\n{OTHER}", "a") == pickle.loads(pickle.dumps(one))
    assert [f"{LONG}\n\n{OTHER}"[p.start : p.end] for p in one.paragraphs] == [LONG, OTHER]


def test_copied_documents_are_those_of_which_most_stands_elsewhere():
    texts = {"a": f"{LONG}\n{OTHER}", "b": f"{OTHER}\n{LONG}", "c": f"{LONG}\n{THIRD * 3}"}
    found = found_in(texts)
    sizes = {name: sketch(text, name).size for name, text in texts.items()}
    (one,) = copied_documents(sizes, found, 0.9)
    assert (one.document, one.share, one.mostly_in, one.is_needed) == ("b", 1.0, "a", False)
    assert [one.document for one in copied_documents(sizes, found, 0.2)] == ["b", "c"]


def test_a_document_that_others_need_is_marked():
    texts = {"a": f"{LONG}\n{THIRD}", "b": f"{LONG}\n{OTHER}", "c": OTHER}
    found = found_in(texts)
    sizes = {name: sketch(text, name).size for name, text in texts.items()}
    assert {one.document: one.is_needed for one in copied_documents(sizes, found, 0.5)} == {"b": True, "c": False}


def test_containment_is_a_step_of_its_own():
    texts = {"a": f"{OTHER}{LONG}{THIRD}", "b": LONG, "c": f"{OTHER}{THIRD}", "d": OTHER.replace("并且", "并不")}
    assert dropped_in(texts) == texts
    assert dropped_in(texts, contained=True) == texts | {"b": "", "c": ""}
    reasons = {one.dropped.document: one.reason for one in found_in(texts, contained=True).duplicates}
    assert reasons == {"b": "contained", "c": "contained"}


def test_a_paragraph_that_others_need_does_not_go_for_one_that_contains_it():
    near = LONG.replace("明显", "朋显")
    found = found_in({"a": LONG, "b": near, "c": f"{OTHER}{LONG}{THIRD}"}, contained=True)
    assert [(one.dropped.document, one.kept.document) for one in found.duplicates] == [("b", "a")]


@given(st.text("甲乙丙", min_size=24, max_size=60), st.integers(0, 60), st.text("丁戊", min_size=8, max_size=20))
def test_a_text_stands_in_itself_with_a_piece_more(text, place, piece):
    longer = text[:place] + piece + text[place:]
    if place >= 24 or place == 0 or len(text) - place >= 24:
        assert stands_in(text, longer) or 0 < min(place, len(text) - place) < 8
    assert not stands_in(longer, text)


def test_contained_pairs_are_those_of_looking_at_all():
    chance = random.Random(4)  # noqa: S311 - a seeded draw, not a secret
    texts = {"".join(chance.choices("甲乙丙丁", k=40)) for _ in range(40)}
    texts |= {one[:30] for one in sorted(texts)[:9]} | {one[:20] + "戊" * 9 + one[20:] for one in sorted(texts)[5:15]}
    texts = sorted(texts)
    expected = {
        (i, j)
        for i, one in enumerate(texts)
        for j, other in enumerate(texts)
        if 24 <= len(one) < len(other) and stands_in(one, other)
    }
    assert set(contained_pairs(texts)) == expected
    assert len(expected) > 10


def test_empty_documents_and_lone_surrogates_are_text():
    texts = {"a": "", "b": "\n\n \n", "c": "\ud800" + LONG, "d": "\ud800" + LONG, "e": "\udcff" * 40}
    assert dropped_in(texts) == texts | {"d": ""}


def test_a_million_equal_lines_are_one_and_its_copies():
    line = "各级领导干部要带头深入基层调查研究。"
    found = find_duplicates([sketch("\n".join([line] * 1_000_000), "a")])
    assert len(found.duplicates) == 999_999
    assert {one.kept for one in found.duplicates} == {Passage("a", 0, len(line))}


def test_a_paragraph_of_50_mb_is_compared_by_equality_only():
    huge = sketch(LONG * (50_000_000 // 3 // len(LONG)), "a")
    (paragraph,) = huge.paragraphs
    assert len(paragraph.normal) > LONGEST
    near = replace(huge, document="c", paragraphs=(replace(paragraph, normal=paragraph.normal[:-1]),))
    found = find_duplicates([huge, replace(huge, document="b"), near])
    assert [(one.dropped.document, one.reason) for one in found.duplicates] == [("b", "equal")]


def test_a_corpus_of_one_template_is_refused_and_not_worked_on_for_ever():
    rows = {str(i): f"{LONG}编号为{chr(0x4E00 + i)}的记录。" for i in range(300)}
    with pytest.raises(TooManyPairsError, match="texts may be near copies"):
        found_in(rows, budget=10)
    assert len(found_in(rows).duplicates) > 0


def test_ranks_of_candidates_are_documented_order():
    one, other = (sketch(text, "a").paragraphs[0] for text in (LONG, LONG.replace("推进", "推3进")))
    assert one.damage < other.damage
    assert cleanest.__doc__
