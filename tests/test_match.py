"""Looking for all rules together finds what trying every rule on every line finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext import Document
from cleantext.fold import fold
from cleantext.lines import BLANK, lines
from cleantext.rules import RuleSet, builtin_rules
from cleantext.rules.model import compiled
from cleantext.rules.pattern import ANYTHING, analyse

RULES = builtin_rules()
LINE_RULES = [rule for rule in RULES if rule.part == "line"]
SET = RuleSet(RULES)
PIECES = sorted({line for rule in RULES for before, _ in rule.examples for line in before.split("\n")})


def one_by_one(text):
    """Every rule for lines on every line, by its pattern alone."""
    return {
        (rule.id, line.start)
        for line in lines(text)
        for rule in LINE_RULES
        if compiled(rule.pattern).fullmatch(view := fold(text[line.start : line.end].strip(BLANK)))
        and not (rule.unless and compiled(rule.unless).search(view))
    }


def together(text):
    return {(one.rule.id, one.lines[0].start) for one in SET.find(Document(text)) if one.rule.part == "line"}


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("\n".join))
def test_together_and_one_by_one_find_the_same(text):
    assert together(text) == one_by_one(text)


@given(st.lists(st.sampled_from(PIECES), max_size=4).map("\n".join), st.sampled_from(["　　", "  ", "▲ ", "* "]))
def test_what_stands_before_the_words_makes_no_difference(text, mark):
    marked = "\n".join(mark + line for line in text.split("\n"))
    assert together(marked) == one_by_one(marked)


@pytest.mark.parametrize(
    ("pattern", "openings"),
    [
        ("责任编辑:.+", {"责任"}),
        (r"[\[(]?(责任)?编辑:.+", {"责任", "编辑"}),
        (r"\d+", {f"{a}{b}" for a in "0123456789" for b in "0123456789"} | set("0123456789")),
        ("本.{0,4}站", {"本站", "本" + ANYTHING}),
        ("上?(一|下)篇", {"上一", "上下", "一篇", "下篇"}),
        ("-+ *完 *-+", {"完"}),
        (".{0,4}编辑", set()),
        ("[^。]编辑", set()),
        ("-{4,}", set()),
        ("(编辑)*-", set()),
    ],
)
def test_how_a_match_begins(pattern, openings):
    assert analyse(pattern).openings == openings


@pytest.mark.parametrize(
    ("pattern", "width"), [("责任编辑", 4), ("(a|bcd)ef?", 5), ("a{2,7}", 7), ("ab*", 13), ("a(?=bcd)", 1)]
)
def test_about_how_wide_a_match_is(pattern, width):
    assert analyse(pattern).width == width
