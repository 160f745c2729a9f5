"""Totals are complete and samples are small, however many documents there are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext import Document, DocumentWarning, Edit, Pipeline
from cleantext.report.page import page, page_data, totals
from cleantext.report.passage import LONGEST, passages
from cleantext.report.smallest import Smallest, hash_of
from cleantext.report.tally import SHARES, Tally
from cleantext.report.view import MOST_CHANGES, WHOLE, view_of
from cleantext.rules import Keep


def edits(document):
    """Takes 广 away, repairs 臵, and suggests to take 劳 away."""
    for word, new, rule, category, safety in (
        ("广", "", "drop", "ad_line", "safe"),
        ("臵", "置", "mend", "repair", "likely"),
        ("劳", "", "maybe", "other", "suggest"),
    ):
        for at, character in enumerate(document.text):
            if character == word:
                yield Edit(at, at + 1, new, rule, category, f"reason of {rule}", safety)


PIPELINE = Pipeline((edits,), much=2)


def tally_of(texts, **limits):
    tally = Tally(**limits)
    for i, text in enumerate(texts):
        tally.add(PIPELINE(Document(text, source=f"{i}.txt")))
    return tally


def test_changes_that_touch_a_passage_to_keep_are_counted():
    tally = tally_of(
        ["甲广戊", "甲广", "乙广臵"], keeps=(Keep("广戊"), Keep("乙广", "another-rule"), Keep("臵", "mend"))
    )
    assert (tally.kept, tally.total.changes) == (2, 4)
    assert dict(totals(tally))["changes that touch a passage to keep"] == 2


@given(st.lists(st.text("广臵劳甲乙\n", max_size=30), min_size=1, max_size=8))
def test_totals_count_every_character_of_every_document(texts):
    tally = tally_of(texts, documents_shown=2, samples_of_rule=1)
    joined = "".join(text for text in texts if text.strip())
    assert tally.documents == len(texts)
    assert tally.characters == sum(map(len, texts))
    assert (tally.total.removed, tally.total.repaired) == (joined.count("广"), joined.count("臵"))
    assert tally.total.suggestions == joined.count("劳")
    for counts in ([rule.count for rule in tally.rules.values()], tally.categories.values()):
        assert sum(one.removed for one in counts) == tally.total.removed
        assert sum(one.repaired for one in counts) == tally.total.repaired
        assert sum(one.changes for one in counts) == tally.total.changes
    assert sum(tally.share_classes) == len(texts)


def test_a_document_is_counted_in_the_class_of_its_share():
    tally = tally_of(["甲" * 10, "广" + "甲" * 9, "广" * 9 + "甲"])
    found = dict(zip(SHARES, tally.share_classes, strict=True))
    assert (found[0.0], found[0.1], found[1.0]) == (1, 1, 1)


def test_samples_and_documents_do_not_grow_with_the_number_of_documents():
    texts = [f"第{i}段广第{i}段臵第{i}段劳" for i in range(2000)]
    few, many = (len(page(tally_of(part, documents_shown=20, samples_of_rule=5))) for part in (texts[:200], texts))
    assert abs(many - few) < 2000
    tally = tally_of(texts, documents_shown=20, samples_of_rule=5)
    assert len(tally.shown()) == 20
    assert {len(rule.samples.sorted()) for rule in tally.rules.values()} == {5}


def test_documents_with_warnings_come_first_then_those_of_which_most_was_removed():
    tally = Tally()
    warned = Document("甲", source="warned").warn([DocumentWarning("damaged", "some bytes")])
    for document in (PIPELINE("广甲甲"), PIPELINE("广广甲"), PIPELINE(" "), warned, PIPELINE("甲")):
        tally.add(document)
    assert [view["source"] for view in tally.shown()] == ["document 3", "warned", "document 2", "document 1"]
    assert tally.warned == 2
    assert page_data(tally)["warnings"] == [("damaged", 1), ("left as it was: empty", 1)]


def test_half_of_the_documents_shown_have_no_warning_where_there_are_enough():
    tally = Tally(documents_shown=10)
    for i in range(100):
        document = PIPELINE(Document(f"广{i}", source=str(i)))
        tally.add(document.warn([DocumentWarning("damaged", "x")]) if i % 2 else document)
    assert sum(view["warned"] for view in tally.shown()) >= 5
    assert len(tally.shown()) == 10
    assert any(not view["warned"] for view in tally.shown())


def test_the_same_passage_is_one_sample():
    tally = tally_of(["甲乙丙丁广戊己庚辛"] * 50 + ["子丑寅卯广辰巳午未"])
    assert len(tally.rules["drop"].samples.sorted()) == 2
    assert tally.rules["drop"].count.changes == 51
    assert tally.rules["drop"].documents == 51


@given(st.lists(st.integers(0, 50)), st.integers(0, 8))
def test_the_smallest_are_kept_in_whatever_order_they_come(keys, most):
    smallest = Smallest(most)
    for key in keys:
        smallest.offer(key, lambda key=key: str(key))
    assert smallest.sorted() == [str(key) for key in sorted(set(keys))[:most]]


def test_what_is_not_kept_is_not_made():
    smallest = Smallest(1)
    smallest.offer(1, lambda: "a")
    smallest.offer(2, pytest.fail)
    smallest.offer(1, pytest.fail)
    assert smallest.sorted() == ["a"]


def test_a_hash_is_the_same_in_every_process_and_takes_any_text():
    assert hash_of("甲", "\ud800") == 1566864181
    assert hash_of("甲", "乙") != hash_of("甲乙")


def shown_text(view, *, clean):
    """Return the text that a view shows, before or after its changes."""
    parts = []
    for part in view["parts"]:
        if isinstance(part, dict):
            as_it_was = not clean or part["suggested"]
            parts.append(part["removed"] if as_it_was else part["replacement"])
        else:
            parts.append(part)
    return "".join(parts)


@given(st.text("广臵劳甲乙\n", max_size=60))
def test_a_view_shows_the_whole_original_and_the_whole_clean_text(text):
    document = PIPELINE(text)
    view = view_of(document, 1, 0.0, warned=False)
    assert shown_text(view, clean=False) == document.original
    assert shown_text(view, clean=True) == document.text


def test_suggestions_that_lie_across_a_change_do_not_hide_it():
    document = Document("甲乙丙丁").apply(
        [
            Edit(0, 3, "", "wide", "other", "a reason", "suggest"),
            Edit(1, 2, "", "narrow", "other", "a reason"),
            Edit(1, 4, "", "late", "other", "a reason", "suggest"),
        ]
    )
    view = view_of(document, 1, 0.0, warned=False)
    assert [part["edits"][0][0] for part in view["parts"] if isinstance(part, dict)] == ["narrow"]


def test_of_a_long_document_only_the_neighbourhood_of_changes_is_shown():
    text = "甲" * WHOLE + "广" + "乙" * WHOLE + "臵" + "丙" * WHOLE
    view = view_of(PIPELINE(text), 1, 0.0, warned=False)
    assert sum(part for part in view["parts"] if isinstance(part, int)) > 2.9 * WHOLE
    lengths = (part if isinstance(part, int) else len(part) for part in view["parts"] if not isinstance(part, dict))
    assert sum(lengths) + 2 == len(text)


def test_of_a_document_full_of_changes_the_first_are_shown():
    view = view_of(PIPELINE("甲广" * 1000), 1, 0.5, warned=False)
    assert sum(isinstance(part, dict) for part in view["parts"]) == MOST_CHANGES
    assert view["changes"] == 1000


def test_a_change_of_several_rules_counts_for_the_oldest():
    document = Document("甲乙丙").apply([Edit(0, 2, "子", "first", "repair", "a reason")])
    tally = Tally()
    tally.add(document.apply([Edit(0, 2, "", "second", "ad_line", "a reason")]))
    assert {name: rule.count.removed for name, rule in tally.rules.items()} == {"first": 3}


def test_the_totals_name_the_version_that_made_the_ledgers():
    assert dict(totals(tally_of(["广"])))["made by"].startswith("cleantext-zh ")
    assert dict(totals(Tally()))["share removed"] == "0.00%"


@given(st.text("广臵甲乙", max_size=40))
def test_what_is_kept_by_its_passage_is_changed_neither_in_the_next_run_nor_in_the_one_after(text):
    document = PIPELINE(text)
    for change, passage in zip(document.changes, passages(text, document.changes), strict=True):
        if not passage:
            continue
        rule = change.edits[0].rule
        pipeline = Pipeline((edits,), much=2, keeps=(Keep(passage, rule),))
        again = pipeline(text)
        assert all(one.start != change.start for one in again.changes)
        assert passage in again.text
        assert pipeline(again.text).text.count(passage) == again.text.count(passage)


def test_a_passage_is_as_long_as_needed_and_holds_no_other_change():
    text = "一二三四五六七八九广十甲乙臵丙丁" + "\n" + "广" * 200
    document = Document(text).apply(
        [
            Edit(9, 10, "", "a", "other", "r"),
            Edit(13, 14, "置", "a", "other", "r"),
            Edit(16, len(text), "", "a", "other", "r"),
        ]
    )
    short, next_to_it, long = passages(text, document.changes)
    assert short == "二三四五六七八九广十甲乙"
    assert next_to_it == "十甲乙臵丙丁"
    assert long == "广" * LONGEST


def test_the_passage_of_a_suggestion_holds_no_change_either():
    text = "一二三四臵六七劳九十臵广劳"
    document = PIPELINE(text)
    found = list(passages(text, document.changes, document.suggestions))
    assert found[-2:] == ["六七劳九十", "劳"]
