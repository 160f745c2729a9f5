"""Passages to keep: an edit that a person found wrong is not made again, by whatever filter."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleantext
from cleantext import Document, Edit, Keep, Pipeline, RuleError
from cleantext.rules import Kept, load_rule_file, parse_rule_file


def drop_word(document):
    """Takes 下载 away, and writes 布置 for 布臵."""
    for word, new, rule in (("下载", "", "drop"), ("布臵", "布置", "mend")):
        at = document.text.find(word)
        while at >= 0:
            yield Edit(at, at + len(word), new, rule, "other", "a reason")
            at = document.text.find(word, at + 1)


def cleaned(text, *keeps):
    return Pipeline((drop_word,), keeps=keeps)(text).text


def test_what_a_passage_holds_stays_and_the_same_word_elsewhere_does_not():
    assert cleaned("请下载。他下载了。") == "请。他了。"
    assert cleaned("请下载。他下载了。", Keep("他下载了", "drop")) == "请。他下载了。"


def test_a_passage_is_kept_from_the_rule_that_it_names_and_from_all_if_it_names_none():
    assert cleaned("他下载布臵了", Keep("他下载布臵了", "drop")) == "他下载布置了"
    assert cleaned("他下载布臵了", Keep("他下载布臵了")) == "他下载布臵了"


def test_a_passage_is_known_by_the_original_also_when_an_earlier_edit_changed_it():
    two = Pipeline((drop_word,), keeps=(Keep("布臵下载", "drop"),))
    assert two("布臵下载。").text == "布置下载。"


def test_what_merely_touches_a_passage_is_changed():
    assert cleaned("下载甲下载", Keep("甲", "drop")) == "甲"


def test_an_insertion_into_a_passage_or_to_its_ends_is_not_made():
    for at in (0, 1, 2):
        edits = [Edit(at, at, "!", "put", "other", "a reason")]
        assert Kept("甲乙丙", (Keep("甲乙", "put"),)).rest(edits, Document("甲乙丙")) == []
    edits = [Edit(3, 3, "!", "put", "other", "a reason")]
    assert Kept("甲乙丙", (Keep("甲乙", "put"),)).rest(edits, Document("甲乙丙")) == edits


def test_a_suggestion_in_a_passage_is_not_suggested():
    def suggest(document):
        yield Edit(0, 1, "", "s", "other", "a reason", "suggest")

    assert Pipeline((suggest,))("甲乙").suggestions
    assert not Pipeline((suggest,), keeps=(Keep("甲", "s"),))("甲乙").suggestions


@given(st.text("甲下载布臵", max_size=12), st.text("甲下载布臵", min_size=1, max_size=4), st.sampled_from(["", "drop"]))
def test_no_change_of_that_rule_touches_the_passage(text, passage, rule):
    document = Pipeline((drop_word,), keeps=(Keep(passage, rule),))(text)
    for change in document.changes:
        if rule and {edit.rule for edit in change.edits} != {rule}:
            continue
        around = text[max(change.start - len(passage) + 1, 0) : change.end + len(passage) - 1]
        assert passage not in around


@pytest.mark.parametrize("name", ["notices", "repair", "layout", "characters"])
def test_every_filter_of_the_library_can_be_told_to_leave_a_passage(name):
    texts = {
        "notices": "全文共1页，正文。\n下载需要20积分",
        "repair": "我们布臵工作。",
        "layout": "这是一句没有说完的话被换页\f切断了。",
        "characters": "\u2f2f作完毕",
    }
    document = cleantext.default_pipeline()(texts[name])
    keeps = [
        Keep(document.original[change.start : change.end], edit.rule)
        for change in document.changes
        for edit in change.edits
    ]
    assert keeps, name
    again = cleantext.default_pipeline(rules=keeps)(texts[name])
    assert again.changes == ()


def test_a_rule_file_holds_rules_and_passages(tmp_path, site_rule):
    path = tmp_path / "my.toml"
    path.write_text(site_rule + '[[keep]]\nrule = "a-site"\ntext = "某某文库下载指南"\nseen = "a.txt"\n', "utf-8")
    assert load_rule_file(path).keeps == (Keep("某某文库下载指南", "a-site", "a.txt"),)
    assert [rule.id for rule in cleantext.load_rules(path)] == ["a-site"]
    pipeline = cleantext.default_pipeline(rules=[path])
    assert pipeline("某某文库下载指南\n正文。").text == "某某文库下载指南\n正文。"
    assert pipeline("某某文库下载大全\n正文。").text == "正文。"


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("[[keep]]", "write text ="),
        ("[[keep]]\ntext = 3", "write text ="),
        ("[[keep]]\ntext = '甲'\nrules = 'a'", "unknown key 'rules'; write 'rule'"),
        ("keep = '甲'", r"\[\[rule\]\] and \[\[keep\]\] entries"),
        ("keep = ['甲']", r"keep 1 is '甲'; write \[\[keep\]\]"),
        ("rule = [3]", r"rule 1 is 3; write \[\[rule\]\]"),
        ("", r"\[\[rule\]\] and \[\[keep\]\] entries"),
    ],
)
def test_a_mistake_in_a_passage_is_named_with_what_to_write(entry, message):
    with pytest.raises(RuleError, match=message) as error:
        parse_rule_file(entry.encode(), "my.toml")
    assert str(error.value).startswith("my.toml: ")


def test_a_pipeline_with_passages_prints_them_and_has_another_fingerprint():
    plain, kept = cleantext.default_pipeline(), cleantext.default_pipeline(rules=[Keep("甲")])
    assert plain.fingerprint != kept.fingerprint
    assert "keeps" not in repr(plain)
    assert "Keep(text='甲'" in repr(kept)


def test_a_pipeline_pickles_to_the_same_bytes_before_and_after_use_and_in_every_process(tmp_path, site_rule):
    path = tmp_path / "my.toml"
    path.write_text(site_rule, "utf-8")
    pipeline = cleantext.default_pipeline(rules=[path])
    before = pickle.dumps(pipeline)
    pipeline("布臵")
    assert pickle.dumps(pipeline) == before
    assert pickle.loads(before).fingerprint == pipeline.fingerprint
    code = f"import pickle, cleantext; print(pickle.dumps(cleantext.default_pipeline(rules=[{str(path)!r}])).hex())"
    found = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in "12"
    }
    assert len(found) == 1
