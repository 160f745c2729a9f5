"""Every rule for notices, found by itself: it does what its examples say, alone and among the others, and in time."""

from __future__ import annotations

import re
import time
import tomllib
from pathlib import Path

import pytest

from cleantext import Pipeline
from cleantext.categories import NOTICES
from cleantext.checking import check_rule
from cleantext.filters.notices import DropNotices
from cleantext.fold import fold
from cleantext.rules import builtin_rules

CASES = tomllib.loads((Path(__file__).parent / "cases" / "notices.toml").read_text(encoding="utf-8"))
RULES = builtin_rules()
ALL = Pipeline((DropNotices(),))
ALL_AND_SUGGESTED = Pipeline((DropNotices(scored=False),), safety="suggest")
EXAMPLES = [pytest.param(rule, *pair, id=f"{rule.id}-{i}") for rule in RULES for i, pair in enumerate(rule.examples)]
COUNTERS = [pytest.param(text, id=f"{rule.id}-{i}") for rule in RULES for i, text in enumerate(rule.counter_examples)]

LINE = 100_000
"""Length, in code points, of the lines that are built against a rule."""

MANY = 2_000
"""How often what a rule looks for stands in a text that is built against it."""

SLOW = 1.0
"""Seconds that no rule may need for such a text; a sound one needs some hundredths."""

every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


@every_rule
def test_a_rule_alone_does_what_its_examples_say(rule):
    assert check_rule(rule) == []


@pytest.mark.parametrize(("rule", "before", "after"), EXAMPLES)
def test_all_rules_together_do_what_the_example_of_one_says(rule, before, after):
    pipeline = ALL_AND_SUGGESTED if rule.safety == "suggest" else ALL
    document = pipeline(before)
    assert document.text == after
    assert pipeline(document.text).changes == ()


@pytest.mark.parametrize("text", COUNTERS)
def test_no_rule_takes_anything_from_a_counter_example(text):
    assert ALL(text).changes == ()


@pytest.mark.parametrize("case", CASES["page"], ids=lambda case: case["name"])
def test_a_page_becomes_the_text_of_its_author(case):
    document = ALL(case["before"].strip())
    assert document.text == case["after"].strip()
    assert {edit.category for change in document.changes for edit in change.edits} <= NOTICES
    assert ALL(document.text).changes == ()


@pytest.mark.parametrize("case", CASES["page"], ids=lambda case: case["name"])
def test_a_page_whose_lines_are_indented_loses_the_same_lines(case):
    indented = "\n".join(f"　　{line} " if line else "" for line in case["before"].strip().split("\n"))
    kept = [line.strip(" 　") for line in ALL(indented).text.split("\n")]
    assert "\n".join(kept).strip() == case["after"].strip()


@pytest.mark.parametrize("case", CASES["friend"], ids=lambda case: case["name"])
def test_a_document_that_only_looks_like_notices_stays(case):
    assert ALL(case["text"].strip()).changes == ()


@pytest.mark.parametrize("case", CASES["friend"], ids=lambda case: case["name"])
def test_a_notice_around_a_false_friend_goes_and_the_friend_stays(case):
    friend = case["text"].strip()
    assert ALL(f"全文预览已结束\n{friend}\n[责任编辑：张三]").text == friend


@every_rule
def test_a_counter_example_uses_words_of_the_notice(rule):
    notice, content = fold("\n".join([*dict(rule.examples), *rule.anchors])), fold("\n".join(rule.counter_examples))
    pairs = {notice[i : i + 2] for i in range(len(notice)) if re.fullmatch(r"\w\w", notice[i : i + 2])}
    assert any(pair in content for pair in pairs)


@every_rule
def test_a_rule_says_where_a_person_can_look_at_one(rule):
    assert rule.seen, f'write into {rule.id}: seen = "where a person can look at one"'


@every_rule
def test_no_text_is_slow_for_a_rule(rule):
    alone = Pipeline((DropNotices((rule,), builtin=False),), safety="suggest")
    for text in hard_texts(rule):
        assert seconds(alone, text) < SLOW, f"{rule.id} is slow for {text[:40]!r}..."


def seconds(call, text):
    start = time.process_time()
    call(text)
    return time.process_time() - start


def hard_texts(rule):
    """Yield texts built against a rule: its anchor and its example, over and over, in one line and in many."""
    anchor = max(sorted(rule.anchors or rule.openings), key=len)
    before = rule.examples[0][0]
    yield anchor * (LINE // len(anchor))
    yield (anchor + "\n") * MANY
    yield before[:8].replace("\n", " ") * MANY
    yield (before + "\n") * (MANY // 10)
