"""Fills the slots of templates: `{site}`, `{name}`, `{d}` (a date) ..., and alternatives `<one|other|>`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

DATA = Path(__file__).parent / "data" / "notices"
CHOICE = re.compile(r"<([^<>|]*\|[^<>]*)>")
SLOT = re.compile(r"\{(\w+)\}")
DATES = ("{}-{:02d}-{:02d}", "{}-{}-{}", "{}/{}/{}", "{}年{}月{}日", "{}年{:02d}月{:02d}日", "{}.{}.{}")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Filler:
    """Fills templates for one site.

    Attributes:
        chance: what every choice is drawn from.
        site: the name of the site.
        titles: what other documents of the site are called.
    """

    chance: Random
    site: str
    titles: Sequence[str]

    def fill(self, template: str) -> str:
        """Choose among alternatives and fill the slots; what no slot is called stays."""
        chosen = CHOICE.sub(lambda match: self.chance.choice(match[1].split("|")), template)
        return SLOT.sub(lambda match: self._value(match[1]), chosen)

    def _value(self, slot: str) -> str:
        make = getattr(self, f"_{slot}", None)
        return str(make()) if make else "{" + slot + "}"

    def _site(self) -> str:
        return self.site

    def _t(self) -> str:
        if self.titles and self.chance.random() < 0.75:
            return self.chance.choice(self.titles)
        return self._topic()

    def _topic(self) -> str:
        return self._one("topic") + str(self.chance.choice(words()["topic_last"]))

    def _c(self) -> str:
        return self._one("column")

    def _n(self) -> str:
        low, high = self.chance.choice([(1, 9), (10, 99), (10, 99), (100, 99_999)])
        return str(self.chance.randint(low, high))

    def _p(self) -> str:
        return str(self.chance.randint(1, 40))

    def _name(self) -> str:
        given = self.chance.choices(words()["given"], k=self.chance.choice([1, 2, 2]))
        return str(self.chance.choice(words()["surname"])) + "".join(given)

    def _user(self) -> str:
        return self.chance.choice([self._name(), f"user{self._n()}", self._one("user"), self._one("user") + self._p()])

    def _d(self) -> str:
        date = (self.chance.randint(2003, 2025), self.chance.randint(1, 12), self.chance.randint(1, 28))
        shown = self.chance.choice(DATES).format(*date)
        return f"{shown} {self._time()}" if self.chance.random() < 0.4 else shown

    def _time(self) -> str:
        seconds = f":{self.chance.randint(0, 59):02d}" if self.chance.random() < 0.3 else ""
        return f"{self.chance.randint(0, 23):02d}:{self.chance.randint(0, 59):02d}{seconds}"

    def _qq(self) -> str:
        return str(self.chance.randint(10**6, 10**9))

    def _tel(self) -> str:
        draw = self.chance.randint
        return self.chance.choice([
            f"0{draw(10, 999)}-{draw(10**6, 10**8 - 1)}", f"400-{draw(0, 999):03d}-{draw(0, 9999):04d}",
            f"1{draw(3 * 10**9, 9 * 10**9)}",
        ])  # fmt: skip

    def _host(self) -> str:
        name = "".join(self.chance.choices(LETTERS, k=self.chance.randint(3, 9)))
        return name + self.chance.choice([".com", ".cn", ".net", ".com.cn", ".org", ".gov.cn", ".com.tw", ".hk"])

    def _url(self) -> str:
        path = self.chance.choice(["", "", f"/{self._n()}.html", f"/a/{self._n()}.htm"])
        return self.chance.choice(["http://www.", "https://", "www.", "http://m."]) + self._host() + path

    def _email(self) -> str:
        return self.chance.choice(["service", "tougao", "kf", "editor", "news", "info"]) + "@" + self._host()

    def _icp(self) -> str:
        return f"{self.chance.choice('京沪粤苏浙鲁豫川鄂湘皖')}ICP备{self.chance.randint(5 * 10**6, 2 * 10**7)}号"

    def _org(self) -> str:
        return self._one("place") + self.chance.choice("市县区镇") + self._one("body")

    def _media(self) -> str:
        return self.chance.choice([self._one("media"), self._one("media"), self.site])

    def _city(self) -> str:
        return self._one("city")

    def _goods(self) -> str:
        return self._one("goods")

    def _unit(self) -> str:
        return self._one("unit")

    def _b(self) -> str:
        return self._one("button")

    def _one(self, kind: str) -> str:
        return str(self.chance.choice(words()[kind]))


def filler(chance: Random, titles: Sequence[str]) -> Filler:
    """Return what fills templates for a site with an invented name."""
    return Filler(chance, chance.choice(words()["site_first"]) + chance.choice(words()["site_last"]), titles)


@cache
def words() -> dict[str, Any]:
    """Return the word lists."""
    lists = tomllib.loads((DATA / "slots.toml").read_text("utf-8"))
    single = ("surname", "given")
    return {
        key: value if isinstance(value, list) or key in single else str(value).split() for key, value in lists.items()
    }
