"""What a document is: what is no text gets its verdict, and every kind of text stays a text."""

from __future__ import annotations

import random

import pytest

from cleantext import Pipeline, default_pipeline
from cleantext.frequency import cost
from cleantext.verdict import judge

PROSE = "去年春天村里开始修路一共花了三个月大家都说好老人们坐在桥头看着新铺的石板想起从前走过的泥路" * 12
LINKS = [
    f"{title} 2021-0{i % 9 + 1}-1{i % 9}" for i, title in enumerate(["桥上的人", "渡口", "灯塔", "修路的故事"] * 8)
]
MENU = ["首页", "登录", "注册", "更多>>", "上一页", "下一页", "尾页", "网站地图"]
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def exchanged(text):
    """Write every character as another, rare one, always the same."""
    rare = sorted(one for one, nats in cost().items() if nats > 11 and "\u4e00" <= one <= "\u9fff")
    chosen = random.Random(1)  # noqa: S311 - the same text each time
    other = {one: chosen.choice(rare) for one in sorted(set(text))}
    return "".join(other[one] for one in text)


def test_text_in_exchanged_characters_is_obfuscated():
    verdict = judge(exchanged(PROSE))
    assert verdict == "obfuscated"
    assert f"{len(PROSE)} Han characters" in verdict.reason
    assert judge(exchanged(PROSE)[:190]) == "text"


def test_a_page_of_links_is_a_link_list():
    verdict = judge("\n".join([*MENU[:4], *LINKS, *MENU[4:]]))
    assert verdict == "link_list"
    assert "40 entries" in verdict.reason
    assert judge(" | ".join([*MENU, *LINKS])) == "link_list"


def test_a_text_among_links_makes_the_page_a_text():
    assert (
        judge(
            "\n".join(
                [*MENU, *LINKS[:20], "去年春天,村里开始修路,一共花了三个月。大家都说好,老人们坐在桥头。", *LINKS[20:]]
            )
        )
        == "text"
    )


@pytest.mark.parametrize("encoding", ["gb18030", "latin-1", "utf-8"])
def test_a_word_file_read_as_text_is_binary(encoding):
    bytes_behind = random.Random(2).randbytes(3_000)  # noqa: S311 - the same bytes each time
    text = (OLE + bytes_behind).decode(encoding, "replace")
    assert judge(text) == "binary"
    without_controls = "".join(one for one in text if one >= " ")
    assert judge(without_controls) == "binary"
    assert judge(without_controls).reason


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"第{i}章 桥上的人 {i * 7}" for i in range(1, 40)),
        "\n".join(["床前明月光", "疑是地上霜", "举头望明月", "低头思故乡"] * 10),
        "\n".join(f"{name}{other}" for name in "赵钱孙李周吴郑王冯陈" for other in ["伟", "芳", "秀英", "敏", "静"]),
        "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎" * 5,
        "".join(sorted(one for one in cost() if "\u4e00" <= one <= "\u9fff")[:3000]),
        "\n".join(f"《桥上的人》 第{i}版 {i + 20}.00元" for i in range(40)),
        "\n".join(f"{i}. 张三. 论桥[J]. 桥梁, 2019({i}): 3-9." for i in range(1, 40)),
        "\n".join(f"2019-03-{i:02} 第{i}号船到港" for i in range(1, 30)),
        "\n".join(f"https://example.org/{i}" for i in range(40)),
        "首页\n登录\n注册\n搜索\n下载\n论坛\n新闻\n专题",
        PROSE,
        PROSE.encode().decode("gb18030", "ignore"),
        "邢唷是一个没有意义的词。" * 30,
        "PK赛的规则很简单。" * 30,
    ],
    ids=lambda text: text[:12],
)
def test_every_kind_of_text_stays_a_text(text):
    assert judge(text) == "text"


@pytest.mark.parametrize("text", ["\n".join([*MENU, *LINKS]), exchanged(PROSE)])
def test_a_verdict_changes_nothing(text):
    document = default_pipeline()(text)
    assert document.text == document.original == text
    assert document.changes == ()
    assert document.verdict.reason


def test_a_verdict_costs_little_on_one_long_line():
    assert Pipeline(())("邢" * 300_000).verdict == "text"
    assert Pipeline(())("首页|" * 300_000).verdict != "binary"
