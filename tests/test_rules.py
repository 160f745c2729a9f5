"""Rule files: every mistake is found at load, and the message says what to write."""

from __future__ import annotations

import pytest

from cleantext import InputError, RuleError, default_pipeline, load_rules
from cleantext.rules import builtin_rules, parse_rules
from cleantext.rules.pattern import analyse
from cleantext.rules.slow import slow_text

GOOD = """
[[rule]]
id       = "my-site"
category = "share_header"
reason   = "a test"
pattern  = '本站文件,?欢迎下载'
examples = [["本站文件,欢迎下载\\n甲", "甲"]]
counter_examples = ["甲"]
"""


def load(text):
    return parse_rules(text.encode(), "my.toml")


def test_a_good_file_loads(tmp_path):
    file = tmp_path / "my.toml"
    file.write_text(GOOD, encoding="utf-8-sig")
    (rule,) = load_rules(file)
    assert (rule.id, rule.part, rule.where, rule.safety) == ("my-site", "line", "anywhere", "safe")
    assert rule.anchors == {"本站文件欢迎下载", "本站文件,欢迎下载"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("reason ", "reasons ", "unknown key 'reasons'; write 'reason'"),
        ('id       = "my-site"\n', "", r"rule 1 has no id; write id = '\.\.\.'"),
        ('"my-site"', '"My Site"', "id that is not kebab-case"),
        ('"share_header"', '"share_haeder"', r'write category = "share_header"'),
        ("reason ", 'part = "lines"\nreason ', r'write part = "line"'),
        ("reason ", 'where = "top"\nreason ', "head, tail, anywhere"),
        ("reason ", 'safety = "sure"\nreason ', "safe, likely, suggest"),
        ("reason ", 'part = "block"\nreason ', "only together"),
        ("reason ", "items = '甲乙'\nreason ", "only together"),
        ("'本站文件,?欢迎下载'", "'本站文件('", "no regular expression"),
        ("'本站文件,?欢迎下载'", "'本站文件，歡迎下載'", "write '欢' for '歡', '载' for '載'"),
        ("'本站文件,?欢迎下载'", "'(本站文件)?'", "matches the empty text"),
        ("'本站文件,?欢迎下载'", r"'.+\\d+.\\d+'", "two fixed characters in a row"),
        ('[["本站文件,欢迎下载\\n甲", "甲"]]', "[]", "no example that changes; write examples ="),
        ('[["本站文件,欢迎下载\\n甲", "甲"]]', '["甲"]', "no example that changes"),
        ('["甲"]\n', "[]\n", "no counter-example; write counter_examples ="),
        ("[[rule]]", "[[rules]]", r"\[\[rule\]\] and \[\[keep\]\] entries and nothing else"),
    ],
)
def test_a_mistake_is_named_with_file_rule_and_what_to_write(old, new, message):
    with pytest.raises(RuleError, match=message) as error:
        load(GOOD.replace(old, new, 1))
    assert str(error.value).startswith("my.toml: ")


def test_two_rules_of_one_id_are_refused():
    with pytest.raises(RuleError, match=r"my\.toml: 'my-site' is the id of two rules"):
        load(GOOD + GOOD)


@pytest.mark.parametrize("data", [b"\xff\xfe", b"[[rule]\n", b"rule = 3", b""])
def test_a_file_that_is_no_rule_file_is_refused(data):
    with pytest.raises(RuleError, match=r"my\.toml: "):
        parse_rules(data, "my.toml")


def test_the_rules_that_come_with_the_library_load():
    assert {"share-header", "download-tips-block", "copyright-block"} <= {rule.id for rule in builtin_rules()}


@pytest.mark.parametrize(
    ("pattern", "anchors"),
    [
        ("上一篇:.*", {"上一篇:"}),
        ("(上|下)(一|1)篇:", {"上一篇:", "上1篇:", "下一篇:", "下1篇:"}),
        ("(发布)?时间:.*", {"时间:"}),
        ("(扫一扫|关注)本站", {"扫一扫本站", "关注本站"}),
        ("[甲乙丙]{2}本站", {"本站"}),
        ("(?:本站)+", {"本站"}),
        ("(本站)*", set()),
        ("本.站", set()),
        ("(本站|.)文", set()),
    ],
)
def test_the_words_that_a_pattern_needs(pattern, anchors):
    assert analyse(pattern).anchors == anchors


@pytest.mark.parametrize(
    ("setting", "message"),
    [({"rules": "my.toml"}, "rules is a list"), ({"rules": [5]}, "Rule and Keep and paths, not 5"),
     ({"confusions": [5]}, "Confusion and paths, not 5")],
)  # fmt: skip
def test_settings_take_lists_of_entries_and_paths(setting, message):
    with pytest.raises(InputError, match=message):
        default_pipeline(**setting)


def test_every_bad_rule_of_a_file_is_named():
    bad = GOOD.replace('"share_header"', '"share_haeder"') + GOOD + GOOD.replace("'本站文件,?欢迎下载'", "'本站文件('")
    with pytest.raises(RuleError) as error:
        load(bad.replace('"my-site"', '"my-first"', 1))
    first, second = str(error.value).split("\n")
    assert first.startswith("my.toml: rule 'my-first' has category")
    assert second.startswith("my.toml: rule 'my-site' has a pattern")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('["甲"]\n', '"甲"\n', "write counter_examples = "),
        ('["甲"]\n', "[3]\n", "write counter_examples = "),
        ("reason ", "least = true\nreason ", "write least = 1"),
        ("reason ", 'once = "yes"\nreason ', "write once = true"),
        ("reason ", "seen = 3\nreason ", "write seen = '...'"),
        ("reason ", "holds = '甲乙'\nreason ", 'holds without part = "block"'),
        ('[["本站文件,欢迎下载\\n甲", "甲"]]', "3", "write examples = "),
        ('[["本站文件,欢迎下载\\n甲", "甲"]]', "[[1, 2]]", "no example that changes"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named_with_what_to_write(old, new, message):
    with pytest.raises(RuleError, match=message):
        load(GOOD.replace(old, new, 1))


@pytest.mark.parametrize("data", [b"rule = [3]", b"rule = [[]]"])
def test_an_entry_that_is_no_table_is_refused(data):
    with pytest.raises(RuleError, match=r"my\.toml: rule 1 is .*write \[\[rule\]\]"):
        parse_rules(data, "my.toml")


@pytest.mark.parametrize(
    "pattern",
    [
        r"本站(\w+)+下载",
        "(本站|本站)+下载x",
        "本站.*.*.*.*下载",
        "本站(.*,)*下载!",
        r"(\d+)*本站下载",
        "本站文件(.+)+欢迎下载",
    ],
)
def test_a_pattern_that_some_line_makes_slow_is_found(pattern):
    long = GOOD.replace("欢迎下载\\n甲", "为了大家的方便,一律欢迎下载\\n甲")
    (rule,) = load(long.replace("本站文件,?欢迎下载", pattern))
    assert slow_text(rule)


def test_a_sound_pattern_is_not_slow():
    (rule,) = load(GOOD)
    assert slow_text(rule) == ""
