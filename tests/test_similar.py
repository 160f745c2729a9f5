"""The join gives the answer of comparing all with all; the guard and the star rule keep what is no copy."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from cleantext.similar import join
from cleantext.similar.bounds import most_edits, shortest
from cleantext.similar.chunks import chunk_pairs
from cleantext.similar.guard import difference, holds_more
from cleantext.similar.join import similar_pairs
from cleantext.similar.keep import best_first, damage, star
from cleantext.similar.limits import LONGEST, TooManyPairsError
from cleantext.similar.normal import normal, normal_lines
from cleantext.similar.packed import pack
from cleantext.similar.parity import may_be_similar, signatures
from cleantext.similar.prose import is_formula, repeats_on_purpose
from cleantext.similar.windows import window_pairs, window_sizes

THRESHOLDS = [0.6, 0.8, 0.85, 0.9, 0.95, 0.99]
ALPHABETS = {
    "one character": "甲",
    "two characters": "ab",
    "seven characters": "甲乙丙丁戊己庚",
    "many characters": "".join(map(chr, range(0x4E00, 0x4F00))),
    "surrogates and astral": "\ud800\udc00\U00020000\U0010ffff甲",
}
TEXTS = st.lists(st.text("甲乙丙a", max_size=30), max_size=12)


def edited(chance, text, alphabet, times):
    characters = list(text)
    for _ in range(times):
        place = chance.randrange(len(characters) + 1)
        if chance.random() < 0.5:
            del characters[place : place + 1]
        else:
            characters.insert(place, chance.choice(alphabet))
    return "".join(characters)


def random_texts(chance, alphabet):
    """A few texts, many of them copies of others with a few edits."""
    texts = []
    longest = chance.choice([3, 12, 40, 90])
    for _ in range(chance.randrange(2, 13)):
        if texts and chance.random() < 0.7:
            texts.append(edited(chance, chance.choice(texts), alphabet, chance.randrange(0, 8)))
        else:
            texts.append("".join(chance.choices(alphabet, k=chance.randrange(longest + 1))))
    return texts


def brute_force(texts, threshold):
    """All pairs by comparing all with all."""
    return {
        (i, j, fuzz.ratio(texts[i], texts[j]) / 100)
        for j in range(len(texts))
        for i in range(j)
        if (texts[i] == texts[j]) or (texts[i] and texts[j] and fuzz.ratio(texts[i], texts[j]) >= 100 * threshold)
    }


def expanded(texts, pairs):
    """The pairs of all copies that the pairs of first occurrences stand for."""
    copies = {}
    for i, text in enumerate(texts):
        copies.setdefault(text, []).append(i)
    similar = {(texts[i], texts[j]): score for i, j, score in pairs if texts[i] != texts[j]}
    every = {(i, j, 1.0) for group in copies.values() for j in group for i in group if i < j}
    for (one, other), score in similar.items():
        every |= {(min(i, j), max(i, j), score) for i in copies[one] for j in copies[other]}
    return every


@pytest.mark.parametrize("threshold", THRESHOLDS)
@pytest.mark.parametrize("alphabet", ALPHABETS.values(), ids=ALPHABETS.keys())
@pytest.mark.parametrize("work", [0, 8], ids=["by chunks", "by lengths"])
def test_the_pairs_are_those_of_brute_force(threshold, alphabet, work, monkeypatch):
    monkeypatch.setattr(join, "_WINDOW_WORK_A_CHARACTER", work)
    chance = random.Random(f"{threshold} {alphabet!r}")  # noqa: S311 - a seeded draw, not a secret
    for _ in range(100):
        texts = random_texts(chance, alphabet)
        pairs = similar_pairs(texts, threshold)
        assert pairs == sorted(pairs)
        assert expanded(texts, pairs) == brute_force(texts, threshold)


@given(TEXTS, st.sampled_from(THRESHOLDS))
def test_the_pairs_are_those_of_brute_force_on_any_texts(texts, threshold):
    assert expanded(texts, similar_pairs(texts, threshold)) == brute_force(texts, threshold)


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_chunks_alone_miss_no_pair_and_leave_most_others_out(threshold):
    chance = random.Random(threshold)  # noqa: S311 - a seeded draw, not a secret
    alphabet = ALPHABETS["many characters"]
    texts = {"".join(chance.choices(alphabet, k=chance.randrange(20, 60))) for _ in range(120)}
    texts |= {edited(chance, text, alphabet, chance.randrange(1, 9)) for text in sorted(texts)}
    texts = sorted(texts, key=lambda text: (len(text), text))
    found = {pair for one, other in chunk_pairs(pack(texts), threshold) for pair in zip(one, other, strict=True)}
    true = {(i, j) for i, j, _ in brute_force(texts, threshold)}
    assert len(true) > 20 or threshold == 0.99
    assert true <= found
    if threshold >= 0.8:
        assert len(found) < len(texts) ** 2 / 20


TEXT = "".join(map(chr, range(0x5000, 0x5064)))


@pytest.mark.parametrize("moved", [TEXT[6:] + "天地玄黄宇", "天地玄黄宇" + TEXT[:-6]], ids=["left", "right"])
def test_chunks_are_found_where_everything_has_moved(moved):
    assert fuzz.ratio(moved, TEXT) >= 90
    found = {pair for one, other in chunk_pairs(pack([moved, TEXT]), 0.9) for pair in zip(one, other, strict=True)}
    assert found == {(0, 1)}


def test_chunks_of_few_characters_are_no_more_work_than_all_pairs():
    packed = pack(["甲" * length for length in range(1, 300)])
    looks = sum(len(longer) for _, longer in chunk_pairs(packed, 0.9))
    assert looks <= 2 * window_sizes(packed, 0.9).sum()


def test_a_large_set_is_joined_by_chunks_with_the_same_answer(monkeypatch):
    chance = random.Random(7)  # noqa: S311 - a seeded draw, not a secret
    alphabet = ALPHABETS["many characters"]
    texts = ["".join(chance.choices(alphabet, k=chance.randrange(90, 110))) for _ in range(2500)]
    texts += [edited(chance, text, alphabet, chance.randrange(0, 14)) for text in texts[:500]]
    by_chunks = similar_pairs(texts, 0.9)
    monkeypatch.setattr(join, "_WINDOW_WORK_A_CHARACTER", 1000)
    assert by_chunks == similar_pairs(texts, 0.9)
    assert len(by_chunks) > 250


@given(st.text("甲乙丙a", max_size=40), st.text("甲乙丙a", max_size=40), st.sampled_from(THRESHOLDS))
def test_bounds_and_signatures_never_leave_out_a_similar_pair(one, other, threshold):
    one, other = sorted((one or "甲", other or "甲"), key=len)
    if fuzz.ratio(one, other) >= 100 * threshold:
        packed = pack([one, other])
        assert Indel.distance(one, other) <= most_edits(threshold, packed.lengths.sum())
        assert len(one) >= shortest(threshold, packed.lengths[1])
        pair = (np.array([0]), np.array([1]))
        assert len(may_be_similar(signatures(packed), packed.lengths, pair, threshold)[0]) == 1
        assert len([1 for _ in window_pairs(packed, threshold, np.array([0, 1]))]) > 0


def test_the_order_of_the_texts_does_not_matter():
    chance = random.Random(3)  # noqa: S311 - a seeded draw, not a secret
    texts = list(dict.fromkeys(text for _ in range(30) for text in random_texts(chance, "甲乙丙丁戊")))
    shuffled = chance.sample(texts, len(texts))
    as_texts = [
        {(frozenset((order[i], order[j])), score) for i, j, score in similar_pairs(order, 0.8)}
        for order in (texts, shuffled)
    ]
    assert as_texts[0] == as_texts[1]
    assert as_texts[0]


def test_equal_texts_make_as_many_pairs_as_there_are_copies():
    assert similar_pairs(["甲乙丙丁"] * 20_000, 0.9) == [(0, i, 1.0) for i in range(1, 20_000)]
    assert similar_pairs(["", "甲", "", "甲"], 0.9) == [(0, 2, 1.0), (1, 3, 1.0)]


def test_no_texts_and_one_text_make_no_pair():
    assert similar_pairs([], 0.9) == []
    assert similar_pairs(["甲乙丙丁"], 0.9) == []


def test_texts_that_repeat_one_character_are_no_more_work_than_others():
    texts = ["甲" * length for length in range(1, 300)]
    assert {(i, j) for i, j, _ in similar_pairs(texts, 0.9)} == {(i, j) for i, j, _ in brute_force(texts, 0.9)}


def test_very_long_texts_are_paired_with_equal_ones_only():
    long = "甲乙丙丁" * (LONGEST // 4)
    near = [long, long[:-1] + "戊"]
    assert [pair[:2] for pair in similar_pairs(near, 0.9)] == [(0, 1)]
    longer = [text + "己" for text in near]
    assert similar_pairs([*longer, longer[0]], 0.9) == [(0, 2, 1.0)]


@pytest.mark.parametrize("threshold", [-1, 0, 0.5, 1.01, 90, float("nan")])
def test_a_threshold_out_of_range_is_refused(threshold):
    with pytest.raises(ValueError, match=r"between 0\.6 and 1"):
        similar_pairs(["甲", "乙"], threshold)


def test_a_threshold_of_one_finds_equal_texts():
    assert similar_pairs(["甲乙" * 50, "甲乙" * 50 + "丙", "甲乙" * 50], 1) == [(0, 2, 1.0)]


def test_a_budget_stops_the_join():
    texts = ["甲乙丙丁戊己庚辛" * 10 + chr(0x4E00 + i) for i in range(200)]
    assert len(similar_pairs(texts, 0.9, budget=100)) == 199 * 100
    with pytest.raises(TooManyPairsError, match="2000 pairs of 200 texts"):
        similar_pairs(texts, 0.9, budget=10)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("增長３.5％，　即「ＧＤＰ」…", "增长3.5%即gdp"),
        ("第1,234页", "第1,234页"),
        ("3 . 5和3.5", "3 5和3.5"),
        ("2019 年 3 月", "2019年3月"),
        ("——他说:“好!”\n", "他说好"),
        ("“‘（）【】《》、。·|~_#*@&", ""),
        ("数�为臵", "数为臵"),
        ("𠀀𠀁，\ud800", "𠀀𠀁\ud800"),
        ("￥5±2", "￥5±2"),
        ("", ""),
    ],
)
def test_the_normal_form(text, expected):
    assert normal(text) == expected


@given(st.text(st.characters() | st.sampled_from("甲，。 \n12.")))
def test_the_normal_form_is_its_own_and_that_of_each_line(text):
    assert normal(normal(text)) == normal(text)
    assert normal_lines(text) == [normal(line) for line in text.split("\n")]
    assert "\n" not in normal(text)


BASE = "去年以来全市各级党组织认真学习贯彻会议精神扎实推进基层组织建设取得了明显成效群众满意度稳步提高"


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("2019年全市生产总值增长", "2020年全市生产总值增长", "another date"),
        ("全市生产总值增长3.5%", "全市生产总值增长5%", "another number"),
        ("全市生产总值增长12个百分点", "全市生产总值增长2个百分点", "another number"),
        ("三月五日召开会议", "五月三日召开会议", "another date"),
        ("第三章规定的义务", "第四章规定的义务", "another number"),
        ("见附件①的表格", "见附件②的表格", "another number"),
        ("全市共有十个县", "全市共有十一个县", "another number"),
        ("这种做法符合有关规定", "这种做法不符合有关规定", "a negation"),
        ("经审查已批准该项目", "经审查未批准该项目", "a negation"),
        ("当事人没有提出异议", "当事人提出异议", "a negation"),
        ("王建国同志任中共市委委员", "李志强同志任中共市委委员", "another name or place"),
        ("王建国同志任中共市委委员", "王建军同志任中共市委委员", "another name or place"),
        ("请欧阳明认真工作", "请张三丰认真工作", "another name or word"),
        ("杭州市人民政府办公厅通知", "广州市人民政府办公厅通知", "another name or place"),
        ("海口市人民政府办公厅通知", "上海市人民政府办公厅通知", "another name or place"),
        ("本报记者欧阳明报道说", "本报记者张三丰报道说", "another name"),
        ("晨光公司与客户签订协议", "星辰公司与客户签订协议", "another name or place"),
        ("她的父亲是一位教师", "她的母亲是一位教师", "a counterpart"),
        ("申请人性别男汉族", "申请人性别女汉族", "a counterpart"),
        ("选用a型设备进行试验", "选用b型设备进行试验", "another word in Latin script"),
    ],
)
def test_two_statements_of_one_shape_differ(one, other, reason):
    for left, right in ((one, other), (other, one), (BASE + one, BASE + other), (one + BASE, other + BASE)):
        assert (difference(left, right) or "").startswith(reason)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (BASE, BASE),
        (BASE, BASE.replace("推进", "推3进")),
        (BASE, BASE.replace("推进", "推12进").replace("成效", "成13效")),
        (BASE, "原标题" + BASE),
        (BASE, BASE[:-6]),
        (BASE, BASE.replace("明显", "朋显").replace("扎实", "孔实")),
        (BASE, BASE.replace("取得", "取臵")),
        ("设置了3个岗位和5名人员", "设置了3个岗位和名人员"),
        (f"任现职满5年且考核优秀{BASE}", f"任现职满五年且考核优秀{BASE}"),
        (f"自1998年{BASE}", f"自198年{BASE}"),
        (f"自1998年{BASE}", f"自19一8年{BASE}"),
        (f"有3万名学员{BASE}", f"有3八万名学员{BASE}"),
        (BASE, BASE + "未"),
        (BASE, BASE.replace("推进", "推48进")),
        (BASE, BASE.replace("推进", "不断推进").replace("不断", "断")),
        (f"全心全意地服务{BASE}", f"全心全意地效劳{BASE}"),
        (
            BASE,
            BASE.replace("认", "臵").replace("贯", "工").replace("扎", "孔").replace("明", "朋").replace("众", "从"),
        ),
    ],
)
def test_damage_is_no_difference(one, other):
    assert difference(one, other) is None
    assert difference(other, one) is None


def test_a_name_is_a_difference_beside_one_misread_character():
    one, other = f"王建国同志指出{BASE}", f"李志强同志指出{BASE}".replace("扎实", "孔实")
    assert difference(one, other) == difference(other, one) == "another name or place"


def test_a_word_that_is_another_one_twice_is_no_damage():
    misread = "".join(map(chr, range(0x5000, 0x5008)))
    one = f"晨光{BASE}晨光{misread}".replace("推进", "推行")
    other = f"星辰{BASE}星辰{misread}".replace("认真", "认具").replace("扎实", "孔实")
    assert difference(one, other) == "another name or word, twice"


def test_a_replaced_word_excuses_no_other_word():
    one = f"全心全意地服务群众{BASE}"
    replaced = one.replace("服务", "效劳")
    assert difference(one, replaced) is None
    assert (difference(one, replaced.replace("组织", "文化")) or "").startswith("another name or word")


def test_a_number_among_much_damage_is_misread():
    clear = f"共有3名学员{BASE}"
    misread = clear.replace("3", "8")
    assert difference(clear, misread) == "another number"
    for old, new in ("学字", "市巾", "基墓", "效郊", "众从", "提堤", "彻砌"):
        misread = misread.replace(old, new, 1)
    assert difference(clear, misread) is None


@pytest.mark.parametrize(
    "longer",
    [BASE.replace("基层", "农村和城市社区基层"), "在各县区都能看到的是" + BASE, BASE + "并且按时完成了任务"],
    ids=["in the middle", "in front", "at the end"],
)
def test_what_says_more_is_not_dropped_for_less(longer):
    assert holds_more(longer, BASE)
    assert not holds_more(BASE, longer)
    assert not holds_more("本报讯" + BASE, BASE)


@given(st.text("甲王不5三a男女市", max_size=12), st.text("甲王不5三a男女市", max_size=12))
def test_the_guard_answers_for_any_two_texts(one, other):
    answer = difference(one, other)
    assert answer is None or answer
    assert (answer is None) or one != other
    assert not holds_more(one, one)
    assert not holds_more(one, one + other[:4])


@pytest.mark.parametrize(
    ("clean", "damaged"),
    [
        ("我们布置了工作。", "我们布臵了工作。"),
        ("“三大战略”的中心。", "“三大战略〞的中心。"),
        ("数据为证。", "数\ufffd为证。"),
        ("促进发展的工作。", "促进发8展的工作。"),
        ("促进发展的工作。", "促进发展的工作"),
    ],
)
def test_damage_is_counted(clean, damaged):
    assert damage(clean) == 0
    assert damage(damaged) == 1
    assert best_first([damaged, clean], [9, 9]) == [1, 0]


def test_numbers_of_the_text_are_no_damage():
    assert damage("到2019年底,第3章共有5名学员和12个班级。") == 0


def test_the_cleanest_then_the_longest_then_the_first_is_best():
    assert best_first(["甲臵。", "甲。", "甲乙。", "丙丁。"], [2, 1, 2, 2]) == [2, 3, 1, 0]


PAIRS = st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1]))


@given(st.permutations(range(10)), PAIRS, PAIRS)
def test_stars_are_dropped_for_what_stays_and_nothing_similar_stays_twice(order, similar, vetoed):
    dropped = star(order, [(i, j, 0.9) for i, j in similar], lambda i, j: (min(i, j), max(i, j)) not in vetoed)
    copies = {frozenset(pair) for pair in similar - vetoed}
    for later, (kept, similarity) in dropped.items():
        assert kept not in dropped
        assert frozenset((later, kept)) in copies
        assert order.index(kept) < order.index(later)
        assert similarity == 0.9
    assert not any(pair.isdisjoint(dropped) for pair in copies)


@pytest.mark.parametrize(
    "line",
    [
        "第三章 组织机构和人员编制的有关规定以及说明",
        "三、深化实践,积极推动机关干部深入基层联系服务群众",
        "(2)积极推动机关干部深入基层联系服务群众工作。",
        "责任单位:市委组织部、市委宣传部、市委统战部、市直机关工委、市教育局、市人力资源和社会保障局、市国资委、各县",
        "“你为什么不早一点告诉我们大家这件重要的事情呢?”",
        "——你为什么不早一点告诉我们大家这件重要的事情呢?",
        "长亭外,古道边,芳草碧连天。晚风拂柳笛声残,夕阳山外山。",
        "| 张三 | 男 | 汉族 | 大学本科学历 | 财政局副局长 |",
        "张三\t男\t汉族\t大学本科学历\t财政局副局长兼任主任",
        "财政局副局长  大学本科学历  张三李四  男  汉族人民",
        "2019-01-01 3.52 4.18 2019-01-02 3.61 4.20 上涨",
        "我愿做一条奔流的小河 永远流淌在你的身旁",
    ],
)
def test_lines_that_repeat_on_purpose(line):
    assert repeats_on_purpose(line, normal(line))


@pytest.mark.parametrize(
    "line",
    [
        "  各级党组织要充分认识加强基层组织建设的重大意义。",
        "要示范带动机关所属企事业单位和社会组织党建工作的开展,理顺体制机制,落实各级党政机关的责任,形成抓好基层党建工作的合力",
        "一是要加强领导班子和领导干部的思想政治建设和作风建设。",
        "到2019年底,全市共有各类基层党组织3000多个,党员50000余名。",
    ],
)
def test_prose_does_not(line):
    assert not repeats_on_purpose(line, normal(line))


def test_formulas_are_two_words_of_one_list():
    assert is_formula(normal("未盡事宜,由雙方另行協商,補充協議與本合同具有同等法律效力。"))
    assert not is_formula(normal("双方进行了友好的会谈,就共同关心的问题交换了意见。"))


@pytest.mark.parametrize("threshold", [0.6, 0.8, 0.9, 0.95])
@pytest.mark.parametrize("alphabet", ALPHABETS.values(), ids=ALPHABETS.keys())
@pytest.mark.parametrize("sort", [None, len], ids=["mixed", "by length"])
def test_pairs_across_two_sets_are_those_of_brute_force(threshold, alphabet, sort, monkeypatch):
    monkeypatch.setattr(join, "_WINDOW_WORK_A_CHARACTER", 0)
    chance = random.Random(f"{threshold} {alphabet!r}")  # noqa: S311 - a seeded draw, not a secret
    for _ in range(60):
        texts = list(dict.fromkeys(filter(None, random_texts(chance, alphabet))))
        texts = sorted(texts, key=sort) if sort else texts
        first = chance.randrange(len(texts) + 1)
        ones, others, scores = join.near_pairs(texts, threshold, first=first)
        found = set(zip(ones.tolist(), others.tolist(), scores.tolist(), strict=True))
        assert found == {(i, j, score) for i, j, score in brute_force(texts, threshold) if i < first <= j}
