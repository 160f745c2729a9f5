"""Every entry of the data file carries its own tests; a wrong file says what to write."""

import re
from collections import Counter
from importlib.resources import files

import pytest

from cleantext.errors import RuleError
from cleantext.filters.repair import RepairConfusions
from cleantext.filters.repair.model import Confusion
from cleantext.filters.repair.table import builtin_table, parse_table
from cleantext.pipeline import Pipeline

TABLE = builtin_table()
REPAIR = Pipeline((RepairConfusions(),))
ASSUME = Pipeline((RepairConfusions(assume_rewritten=True),))
OTHER_KIND = "天气很好，大家都去河边散步。\n" * 25
"""Long enough to show that a text is not one as the model was made from."""

TAKE_ALL = Pipeline((RepairConfusions(assume_rewritten=True),), safety="suggest")

entries = pytest.mark.parametrize("one", TABLE.confusions, ids=[one.id for one in TABLE.confusions])


@entries
def test_the_examples_of_an_entry_are_repaired_in_any_text(one: Confusion) -> None:
    for before, after in one.examples:
        done = REPAIR(before)
        assert done.text == after
        assert {edit.rule for change in done.changes for edit in change.edits} >= {one.id}
        assert REPAIR(after).text == after


@entries
def test_the_rewritten_examples_of_an_entry_are_repaired_where_that_is_known(one: Confusion) -> None:
    for before, after in one.rewritten:
        assert ASSUME(before).text == after
        assert ASSUME(after).text == after


@entries
def test_the_suggested_examples_of_an_entry_are_suggested_and_not_repaired(one: Confusion) -> None:
    for before, after in one.suggested:
        assert ASSUME(OTHER_KIND + before).text == OTHER_KIND + before
        assert TAKE_ALL(OTHER_KIND + before).text == OTHER_KIND + after


@entries
def test_the_counter_examples_of_an_entry_stay_even_in_a_rewritten_text(one: Confusion) -> None:
    for text in one.counter_examples:
        assert ASSUME(text).text == text


@entries
def test_no_right_word_is_taken_for_a_wrong_one(one: Confusion) -> None:
    assert ASSUME(one.right).text == one.right


def test_each_entry_says_where_its_damage_was_read_and_the_page_on_data_counts_them() -> None:
    counts = Counter(re.split(r"[ :;]", one.seen)[0] for one in TABLE.confusions)
    page = files("cleantext").joinpath("data/README.md").read_text("utf-8")
    assert dict(re.findall(r"\| `(seeds/004|public|reported|knowledge)` .*\| (\d+) \|", page)) == {
        mark: str(count) for mark, count in counts.items()
    }


ENTRY = """
[[confusion]]
id = "a-for-b"
wrong = "效劳"
right = "服务"
family = "office"
seen = "knowledge"
collocations = ['~群众']
examples = [["效劳群众", "服务群众"]]
counter_examples = ["甘愿效劳"]
"""


def test_a_file_of_ones_own_can_be_read() -> None:
    (one,) = parse_table(ENTRY.encode(), "own.toml").confusions
    assert (one.wrong, one.right, one.collocations[0].source) == ("效劳", "服务", "~群众")


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        ("[[confusion]]", "[[confusions]]", "[[confusion]] entries"),
        ("[[confusion]]", "numbers = ''\n[[confusion]]", "[numbers] is a table"),
        ("[[confusion]]", "[confusion]", "[[confusion]] begins an entry"),
        ("[[confusion]]", "confusion = ['a']\n[numbers]", "[[confusion]] begins an entry"),
        ('id = "a-for-b"', "", "has no id; write id"),
        ('id = "a-for-b"', 'id = "A b"', "kebab-case"),
        ('"效劳"', '"服务"', "two different words"),
        ('"效劳"', '"发動"', "write '发动'"),
        ('"office"', '"bureau"', "write one of: ocr, office, spinner"),
        ('seen = "knowledge"', 'seen = ""', "where it was seen"),
        ("collocations = ['~群众']", "", "has no context"),
        ("collocations", "colocations", "write 'collocations'"),
        ("'~群众'", "'效劳群众'", "must hold '~' once"),
        ("'~群众'", "'~[群众'", "no regular expression"),
        ("'~群众'", "'~，'", "write ',' for '，'"),
        ("['~群众']", "'~群众'", "write collocations = ['~群众']"),
        ('examples = [["效劳群众", "服务群众"]]', "", "needs examples"),
        ('[["效劳群众", "服务群众"]]', '["效劳群众"]', "write examples = [['from', 'to']]"),
        ('["甘愿效劳"]', "[]", "has no counter-example"),
        ("[[confusion]]", "[[confusion]", "not a TOML file"),
    ],
)
def test_a_mistake_in_a_file_is_named_with_what_to_write(wrong: str, right: str, message: str) -> None:
    assert wrong in ENTRY
    with pytest.raises(RuleError) as caught:
        parse_table(ENTRY.replace(wrong, right, 1).encode(), "own.toml")
    assert str(caught.value).startswith("own.toml: ")
    assert message in str(caught.value)


def test_an_id_stands_for_one_entry() -> None:
    with pytest.raises(RuleError, match="the id of two confusions"):
        parse_table((ENTRY * 2).encode(), "own.toml")
