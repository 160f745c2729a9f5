"""Learning a source: what a site writes on its pages becomes rules, what its documents have in common does not."""

from __future__ import annotations

import random

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from cleantext import Pipeline, default_pipeline, learn_notices, load_rules
from cleantext.__main__ import cli
from cleantext.checking import check_rule
from cleantext.filters.notices import DropNotices
from cleantext.learn.notices import needed
from cleantext.rules import Rule, builtin_rules, parse_rules, to_toml

PEOPLE = ["王芳", "李小明", "欧阳修文", "赵四", "钱多多", "孙膑", "周舟", "吴用"]
PLACES = ["渡口", "灯塔", "桥头", "菜场", "码头", "学堂", "晒谷场", "老井"]
DEEDS = ["修了一条路", "种下三棵树", "写完一本账", "等一艘晚到的船", "补好了屋顶", "学会了打铁", "送走了客人"]


def body(number, length=8):
    chance = random.Random(number)  # noqa: S311 - the same text each time
    lines = [
        f"{chance.choice(PEOPLE)}在{chance.choice(PLACES)}{chance.choice(DEEDS)},前后一共用了{chance.randint(2, 90)}天,"
        f"{chance.choice(PEOPLE)}后来说起{chance.choice(PLACES)}的事,总要先笑上一阵。"
        for _ in range(length)
    ]
    return f"{chance.choice(PLACES)}边上的{chance.choice(PEOPLE)}\n" + "\n".join(lines)


def pages(form, count=5):
    return [
        form.format(body=body(i), n=1000 + 37 * i, name=PEOPLE[i % 8], other=f"{PLACES[-i % 8]}的{PEOPLE[i * 3 % 8]}")
        for i in range(count)
    ]


HEAD = "云岭书屋 >> 乡土 >> 第{n}号藏品\n{body}"
TAIL = "{body}\n本篇由云岭书屋管家{name}录入,藏品号{n},请勿带走\n接着逛:{other}"
INLINE = "{body}(云岭书屋 yunling.example 首发)"
CONTENT = "第一章 总则\n尊敬的各位领导:\n{body}\n一、指导思想\n明月几时有,把酒问青天\n此致\n敬礼\n申请人:{name}"


@pytest.mark.parametrize("form", [HEAD, TAIL], ids=["head", "tail"])
@pytest.mark.parametrize("count", [3, 5, 12])
def test_lines_of_a_site_are_learned_and_removed_from_other_pages_too(form, count):
    rules = learn_notices(pages(form, count))
    assert rules
    new = form.format(body=body(99), n=424242, name="程咬金", other="灯塔的程咬金")
    cleaned = Pipeline((DropNotices(rules),))(new).text
    assert "云岭书屋" not in cleaned
    assert cleaned.startswith(body(99))


def test_a_rule_brings_its_evidence_examples_and_counter_examples():
    with_content = [f"{page}\n{body(50 + i)}" for i, page in enumerate(pages(HEAD))]
    with_content[2] += "\n他从云岭书屋回来,带着两本旧书。"
    rule = next(rule for rule in learn_notices(with_content) if "云岭书屋" in rule.pattern)
    assert rule.seen.startswith("5 of 5 documents, 5 times, in the head")
    assert rule.where == "head"
    assert rule.examples[0][0].startswith("云岭书屋 >> 乡土 >> 第1000号藏品\n")
    assert rule.counter_examples == ("他从云岭书屋回来,带着两本旧书。",)


def test_a_bracket_in_a_line_is_learned():
    rules = learn_notices(pages(INLINE))
    assert {rule.part for rule in rules} == {"span"}
    new = INLINE.format(body=body(99), n=0, name="", other="")
    assert Pipeline((DropNotices(rules, builtin=False),))(new).text == body(99)


@pytest.mark.parametrize("count", [3, 5, 12, 30])
def test_what_documents_have_in_common_is_left_alone(count):
    documents = pages(CONTENT, count)
    rules = learn_notices(documents)
    assert [rule.pattern for rule in rules if rule.safety != "suggest"] == []
    assert all(Pipeline((DropNotices(rules, scored=False),))(one).text == one for one in documents)


def test_formulas_between_notices_are_left_alone():
    documents = pages(CONTENT + "\n本篇由云岭书屋管家录入,藏品号{n},请勿带走\n责任编辑:{name}")
    rules = learn_notices(documents)
    for one in documents:
        cleaned = Pipeline((DropNotices(rules, scored=False),))(one).text
        assert all(line in cleaned for line in ("第一章 总则", "尊敬的各位领导:", "一、指导思想", "此致", "敬礼"))


def test_copies_of_one_document_have_nothing_in_common_that_counts():
    assert learn_notices([HEAD.format(body=body(1), n=i) for i in range(9)]) == ()


@pytest.mark.parametrize("documents", [[], ["甲"], ["", "", ""], ["甲", "乙", "丙"], pages(HEAD, 2)])
def test_too_few_or_empty_documents_give_no_rule(documents):
    assert learn_notices(documents) == ()


@pytest.mark.parametrize("form", [HEAD, TAIL, INLINE, HEAD + "\n" + TAIL])
def test_learned_rules_pass_their_own_check_and_come_back_from_their_file(form):
    rules = learn_notices(pages(form))
    assert [check_rule(rule) for rule in rules] == [[]] * len(rules)
    assert parse_rules(to_toml(rules).encode(), "learned") == rules
    assert not {rule.id for rule in rules} & {rule.id for rule in builtin_rules()}


def test_the_same_documents_give_the_same_rules():
    assert learn_notices(pages(TAIL)) == learn_notices(iter(pages(TAIL)))


def test_so_many_documents_have_to_have_a_template():
    assert [needed(count) for count in (3, 5, 10, 20, 1000)] == [2, 2, 3, 6, 20]


LINES = st.sampled_from(
    [
        "",
        "正文一句。",
        "(a|b)*",
        "责任编辑:王芳",
        "3/5",
        "《甲》",
        "[乙](http://a.cn)",
        "\\d+",
        "页 12",
        "\ud800",
        "０１２",
    ]
)


@settings(max_examples=25)
@given(st.lists(st.lists(LINES, max_size=6).map("\n".join), max_size=6))
def test_any_documents_can_be_learned_from(documents):
    rules = learn_notices(documents)
    assert [check_rule(rule) for rule in rules] == [[]] * len(rules)


def written(rule):
    return parse_rules(to_toml([rule]).encode(), "a file")[0]


@given(st.text(), st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_rule_with_any_text_in_it_comes_back_from_its_file(reason, text):
    rule = Rule(
        id="my-site",
        category="other",
        reason="a " + reason.encode("utf-8", "ignore").decode(),
        pattern=r"本站'\d+\.",
        examples=((text + "\n本站'1.", text),),
        counter_examples=(text,),
        unless='"x',
        once=True,
    )
    assert written(rule) == rule


def run(*arguments):
    return CliRunner().invoke(cli, [*map(str, arguments)])


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "site"
    folder.mkdir()
    for i, page in enumerate(pages(TAIL)):
        (folder / f"{i}.txt").write_text(page, "utf-8")
    return folder


def test_learn_writes_a_rule_file_that_check_accepts(site, tmp_path):
    result = run("learn", site, "-o", tmp_path / "my.toml")
    assert (result.exit_code, result.stdout) == (0, "")
    rules = load_rules(tmp_path / "my.toml")
    assert result.stderr.startswith(f"{len(rules)} rule")
    assert run("rules", "check", tmp_path / "my.toml").exit_code == 0
    assert run("learn", site).stdout == (tmp_path / "my.toml").read_text("utf-8")
    cleaned = default_pipeline(rules=[tmp_path / "my.toml"])((site / "1.txt").read_bytes()).text
    assert "云岭书屋" not in cleaned


def test_clean_learns_first_if_asked_to(site, tmp_path):
    result = run("clean", site, "-o", tmp_path / "out", "--learn")
    assert result.exit_code == 0
    assert "learned, see" in result.stderr
    assert load_rules(tmp_path / "out/.cleantext/learned-rules.toml")
    assert "云岭书屋" not in (tmp_path / "out/1.txt").read_text("utf-8")


def test_what_cannot_be_learned_from_is_said(site, tmp_path):
    (site / "bad.txt").write_bytes(b"PK\x03\x04\x00\x00")
    result = run("learn", site, "-o", tmp_path / "my.toml")
    assert result.exit_code == 1
    assert "bad.txt: not text" in result.stderr
    one = run("learn", site / "1.txt", "-o", tmp_path / "one.toml")
    assert one.exit_code == 0
    assert "Learning needs 3 documents of a site; there are 1." in one.stderr
    assert not (tmp_path / "one.toml").exists()
    assert run("clean", site / "1.txt", "--learn").exit_code == 2
    assert run("clean", site / "1.txt", "-o", tmp_path / "out", "--learn").exit_code == 0
