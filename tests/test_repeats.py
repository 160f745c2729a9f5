"""Paragraphs that stand in a document twice: the best copy stays, and what repeats on purpose stays too."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext import Document, Edit, Pipeline
from cleantext.document import DocumentWarning
from cleantext.filters.repeats import DropRepeats
from cleantext.filters.repeats.rows import lines_with_shared_phrases
from cleantext.lines import lines
from cleantext.similar.normal import normal

DROP = DropRepeats()
PIPELINE = Pipeline((DROP,))

LONG = (
    "去年以来,全市各级党组织认真学习贯彻会议精神,扎实推进基层组织建设,取得了明显成效,群众满意度得到提高,"
    "为全市经济社会发展提供了坚强的组织保证。"
)
SHORT = "各级领导干部要带头深入基层开展调查研究。"
OTHER = "会后,与会人员还实地参观了新建成的党员活动中心,并且同社区居民进行了座谈。"
THIRD = "会议由市委副书记主持,各县区负责人和市直有关部门的主要负责同志在主会场参加。"


def kept(*paragraphs):
    return PIPELINE("\n".join(paragraphs)).text.split("\n")


def test_an_equal_paragraph_is_dropped_and_the_kept_one_is_named():
    text = f"{LONG}\n{OTHER}\n{LONG}\n{THIRD}"
    (edit,) = DROP(Document(text))
    assert (edit.rule, edit.category, edit.safety, edit.replacement) == ("repeats", "duplicate", "likely", "")
    assert text[edit.start : edit.end] == LONG + "\n"
    assert text[: edit.start].count("\n") == 2
    assert text[edit.evidence["kept_start"] : edit.evidence["kept_end"]] == LONG
    assert edit.evidence["score"] == 1
    assert edit.reason == "repeats a paragraph that stays"


def test_the_kept_paragraph_is_named_in_offsets_of_the_original():
    text = f"xx{OTHER}\n{LONG}\n{THIRD}\n{LONG}"

    def cut(document):
        if document.text.startswith("xx"):
            yield Edit(0, 2, "", "cut", "other", "a test")

    document = Pipeline((cut, DROP))(text)
    evidence = document.changes[-1].edits[-1].evidence
    assert text[evidence["kept_start"] : evidence["kept_end"]] == LONG


@pytest.mark.parametrize(
    "copy",
    [
        LONG.replace(",", ",").replace("。", "."),
        "  " + LONG.replace("全市", " 全 市 "),
        LONG.replace("认真学习", "認真學習").replace("组织", "組織"),
        LONG.replace("明显", "朋显"),
        LONG.replace("推进", "推3进"),
        LONG.replace("取得了", "取得"),
        LONG[:-8],
        "本报讯 " + LONG,
    ],
    ids=["punctuation", "blanks", "script", "misread", "page number", "missing", "cut off", "prefix"],
)
def test_a_damaged_copy_is_dropped_wherever_it_stands(copy):
    longer = copy if copy.startswith("本报讯") else LONG
    assert kept(LONG, OTHER, copy) == [longer, OTHER] if longer is LONG else [OTHER, copy]
    assert len(kept(copy, OTHER, LONG)) == 2


def test_the_better_copy_stays_even_if_it_comes_later():
    damaged = LONG.replace("推进", "推3进").replace("成效", "成臵")
    assert kept(damaged, OTHER, LONG) == [OTHER, LONG]
    assert kept(LONG[:-8], OTHER, LONG) == [OTHER, LONG]


def test_safety_and_score_say_how_sure_it_is():
    near = LONG.replace("明显", "朋显")
    (edit,) = DROP(Document(f"{LONG}\n{near}"))
    assert (edit.safety, edit.reason) == ("likely", "nearly repeats a paragraph that stays")
    assert 0.9 < edit.evidence["score"] < 1
    (edit,) = DROP(Document(f"{SHORT}\n{SHORT}\n{OTHER}"))
    assert (edit.safety, edit.evidence["proof"]) == ("likely", "adjacent")
    (edit,) = DROP(Document(f"{SHORT}\n{OTHER}\n{SHORT}"))
    assert (edit.safety, edit.evidence["proof"]) == ("suggest", None)
    piece = f"{SHORT}\n{OTHER}\n{THIRD}"
    assert [edit.evidence["proof"] for edit in DROP(Document(f"{piece}\n{LONG}\n{piece}"))] == ["run"] * 3
    (edit,) = DROP(Document(f"{LONG}\n{OTHER}\n{LONG}"))
    assert edit.evidence["proof"] == "alone"
    (edit,) = DROP(Document(f"{LONG}\n{LONG}\n{OTHER}"))
    assert edit.safety == "safe"
    (edit,) = DROP(Document(f"{LONG}\n{OTHER}\n他又读了一遍那封信:\n{LONG}"))
    assert edit.safety == "suggest"


def test_a_statute_says_the_same_of_two_things():
    articles = [f"第{number}条 监事会的议事方式和表决程序由章程规定。" for number in "一二三四"]
    text = "\n".join([articles[0], LONG, articles[1], articles[2], LONG, articles[3]])
    assert PIPELINE(text).changes == ()
    assert len(PIPELINE(text).suggestions) == 1


SPEECH = LONG + OTHER
PIECE = [THIRD, LONG[:-1] + ":", OTHER]
QUESTION = "运用政治生活的知识,说明“四会管村”实现村民自治的机制及其意义。"
OFFICE = "提举司,秩正五品,达鲁花赤一员,提举一员,同提举、副提举各一员,首领官一员,司吏四人,部役二人。"
OFFICES = ["丰裕仓,秩从七品,掌收贮糯米,设提领等官。", "备物库,秩从七品,掌造作颜料等物。", "典制局,秩从七品,大使二员。"]
LETTER = ["男百拜拜覆母亲尊前妻父母:离膝下到都,一举成名身挂绿。", "家眷临京往任所。", "草草不恭儿拜覆。"]
EXAMINATION = "14.(12分)阅读材料,完成下列要求。"


@pytest.mark.parametrize(
    ("on_purpose", "by_mistake"),
    [
        (
            ["苏:" + SPEECH, "克:等等。", "苏:哈哈。", "克:刚才没看清楚。", "苏:" + SPEECH, "克:吃饭了没?"],
            ["苏州讯:" + SPEECH, THIRD, "克:刚才没看清楚。", "苏州讯:" + SPEECH, "克:吃饭了没?"],
        ),
        ([THIRD, QUESTION, QUESTION, OTHER], [THIRD, SHORT, SHORT, OTHER]),
        (
            [THIRD, "为什么基层干部要经常深入到群众当中去?", "为什么基层干部要经常深入到群众当中去?"],
            [THIRD, "为什么呢?" + LONG, "为什么呢?" + LONG],
        ),
        (
            [EXAMINATION, OTHER, SHORT, THIRD, LONG, OTHER, SHORT, THIRD],
            [OTHER, SHORT, THIRD, LONG, OTHER, SHORT, THIRD],
        ),
        (
            [*OFFICES, "管领大都怯怜口诸色人匠" + OFFICE, "管领上都怯紞口诸色人匠" + OFFICE],
            [*OFFICES, "管领大都怯怜口诸色人匠" + OFFICE, "管领大都怯怜口诸色人匠" + OFFICE.replace("司吏", "司史")],
        ),
        (
            [PIECE[1], "- 甲库有两个表。", "- 乙库有两个表。", SHORT, PIECE[1], "- 甲库有两个表。", "- 乙库有两个表。"],
            [*PIECE, SHORT, *PIECE],
        ),
        ([*LETTER, LONG, *LETTER, OTHER], [LETTER[0], THIRD, "王某", LONG, LETTER[0], THIRD, "王某", OTHER]),
    ],
    ids=["speech", "task", "question", "quoted in an answer", "entries", "announces what stays", "verse around it"],
)
def test_what_an_author_says_twice_is_only_suggested_and_what_a_copier_did_goes(on_purpose, by_mistake):
    document = PIPELINE("\n".join(on_purpose))
    assert document.changes == ()
    assert document.suggestions
    assert len(kept(*by_mistake)) < len(by_mistake)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"2019年,{LONG}", f"2020年,{LONG}"),
        (LONG.replace("全市", "广州市"), LONG.replace("全市", "杭州市")),
        (f"王建国同志指出,{LONG}", f"李志强同志指出,{LONG}"),
        (LONG.replace("得到提高", "提高"), LONG.replace("得到提高", "未提高")),
        (LONG.replace("组织建设", "党员教育"), LONG.replace("组织建设", "文化工作")),
        (f"一是{LONG}", f"二是{LONG}"),
    ],
    ids=["date", "place", "name", "negation", "word", "numeral"],
)
def test_two_statements_of_one_shape_stay(one, other):
    assert kept(one, THIRD, other) == [one, THIRD, other]


@pytest.mark.parametrize(
    "line",
    [
        "二、方法步骤",
        "第二章 工作目标和主要任务以及保障措施的落实",
        "啊,我的故乡!",
        "长亭外,古道边,芳草碧连天。晚风拂柳笛声残,夕阳山外山。",
        "我愿做一条奔流的小河 永远流淌在你的身旁",
        "“你为什么不早一点告诉我们大家这件重要的事情呢?”",
        "乙方应当在本合同生效之日起十日内交付全部货物,甲方应当在验收合格之日起三十日内付清货款,逾期按日支付违约金。",
        "| 张三 | 男 | 汉族 | 大学本科学历 | 财政局副局长 |",
        "责任单位:市委组织部、市委宣传部、市委统战部、市直机关工委、市教育局、市人力资源和社会保障局、市国资委、各县区",
        "请将每小题的正确答案填涂在答题卡的相应位置上,不要写在试卷上。",
        "# 设置排序的键值对的临时存放地址,目标路径必须是一个空目录,目录空间须大于待导入数据集的大小。否则导入会失败。",
        "- [三节点混合部署的最佳实践](/best-practices/three-nodes.md)：把三个组件部署在同样的三台机器上时怎么做。",
        "- 积极推动机关干部深入基层联系服务群众的各项工作。",
        "    // 工厂函数会在收到组件所接收的原始属性之后被调用,它的返回值是默认值。这里必须返回一个新的对象。",
    ],
)
def test_what_repeats_on_purpose_stays(line):
    assert kept(line, LONG, line, OTHER, line) == [line, LONG, line, OTHER, line]


def test_a_chain_of_copies_is_not_drawn_together():
    """Each is near its neighbour; the last is not near the first, and stays unless a kept one is near it."""
    chance = random.Random(2)  # noqa: S311 - a seeded draw, not a secret
    alphabet = [chr(code) for code in range(0x5F00, 0x6000)]
    paragraph = list(LONG * 2)
    chain = []
    for _ in range(8):
        chain.append("".join(paragraph))
        for place in chance.sample(range(len(paragraph)), 3):
            if paragraph[place] not in ",。":
                paragraph[place] = chance.choice(alphabet)
    document = PIPELINE("\n".join(chain))
    for change in document.changes:
        for edit in change.edits:
            assert edit.evidence["score"] >= 0.9
    stays = document.text.split("\n")
    assert 1 < len(stays) < 8


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{LONG}\n\n{OTHER}\n\n{LONG}\n\n{THIRD}\n", f"{LONG}\n\n{OTHER}\n\n{THIRD}\n"),
        (f"{LONG}\n\n{OTHER}\n\n{LONG}\n", f"{LONG}\n\n{OTHER}\n"),
        (f"{LONG}\n\n{OTHER}\n\n{LONG}", f"{LONG}\n\n{OTHER}"),
        (f"{LONG}\n{OTHER}\n{LONG}\n{OTHER}", f"{LONG}\n{OTHER}"),
        (f"{LONG}\n\n{OTHER}\n\n{LONG}\n\n{OTHER}\n", f"{LONG}\n\n{OTHER}\n"),
        (f"{LONG[:-8]}\n\n{OTHER}\n\n{LONG}", f"{OTHER}\n\n{LONG}"),
    ],
)
def test_no_blank_line_too_many_stays_behind(text, expected):
    assert PIPELINE(text).text == expected


@pytest.mark.parametrize("text", ["", "\n", "\n\n\n", LONG, f"{LONG}\n", "甲\n甲\n甲", "\ud800\n\ud800", "\x00" * 40])
def test_texts_without_two_paragraphs_are_left_alone(text):
    assert list(DROP(Document(text))) == []


PARAGRAPHS = [
    LONG,
    LONG[:-8],
    LONG.replace("明显", "朋显"),
    SHORT,
    SHORT[:-2] + "。",
    OTHER,
    "二、方法步骤",
    "",
    "",
    "臵" * 60,
]


@given(st.lists(st.sampled_from(PARAGRAPHS), max_size=14))
def test_a_second_run_changes_nothing_and_nothing_is_lost(paragraphs):
    text = "\n".join(paragraphs)
    once = PIPELINE(text)
    assert PIPELINE(once.text).changes == ()
    stays = once.text.split("\n")
    assert set(map(normal, stays)) <= {*map(normal, paragraphs), ""}
    for paragraph in filter(None, paragraphs):
        if paragraph not in stays:
            assert any(one[:15] == paragraph[:15] for one in stays)
    if not once.changes:
        assert once.text == text


@given(st.lists(st.text("甲乙。,\n", max_size=40), max_size=10), st.sampled_from([0.6, 0.8, 0.9, 1]))
def test_a_second_run_changes_nothing_at_any_setting(pieces, threshold):
    drop = DropRepeats(threshold=threshold, min_length=4)
    once = Document("\n".join(pieces)).apply(drop(Document("\n".join(pieces))))
    assert list(drop(Document(once.text))) == []


def test_lines_that_share_next_to_nothing_are_not_looked_at_and_copies_are():
    common = "加强基层组织建设"
    apart = [
        ",".join([common, *("".join(map(chr, range(start, start + 10))) for start in range(first, first + 200, 10))])
        for first in (0x5000, 0x6000, 0x7000)
    ]
    assert lines_with_shared_phrases("\n".join(apart), 16) == []
    assert lines_with_shared_phrases(LONG, 16) == []
    both = f"{LONG}\n{LONG}"
    assert lines_with_shared_phrases(both, 16) == lines(both)
    assert lines_with_shared_phrases(both, len(LONG) + 1) == []
    assert len(lines_with_shared_phrases("\n".join([LONG] * 40), 16)) == 40
    chance = random.Random(4)  # noqa: S311 - a seeded draw, not a secret
    misread = list(LONG * 3)
    for place in chance.sample(range(len(misread)), len(misread) // 10):
        misread[place] = "臵"
    assert len(lines_with_shared_phrases(f"{LONG * 3}\n{OTHER}\n{''.join(misread)}", 16)) == 2


def test_very_many_similar_paragraphs_are_one_template_and_only_equal_ones_go():
    houses = [
        f"{stem}{branch}" for stem in "甲乙丙丁戊己庚辛壬癸" for branch in "子丑寅卯辰巳午未申酉戌亥楼房栋院巷里弄厦"
    ]
    rows = [
        f"{house}的居民在今年的统计调查当中表示对本社区的服务感到满意,并提出了意见和建议。{LONG * 4}"
        for house in houses
    ]
    found = list(DROP(Document("\n".join([*rows, rows[0]]))))
    (warning,) = [one for one in found if isinstance(one, DocumentWarning)]
    assert warning.code == "many_similar"
    assert len(found) == 2


def test_settings_are_honoured_and_wrong_ones_refused():
    near = LONG.replace("明显", "朋显")
    assert list(DropRepeats(threshold=1)(Document(f"{LONG}\n{near}"))) == []
    assert list(DropRepeats(min_length=500)(Document(f"{LONG}\n{LONG}"))) == []
    with pytest.raises(ValueError, match="90"):
        DropRepeats(threshold=90)


def test_the_filter_is_a_value_with_a_name():
    assert DropRepeats() == DROP
    assert hash(DropRepeats()) == hash(DROP)
    assert DROP.name == "repeats"
