"""Measures rules learned from the documents of one site: what they find and what they take, on sites made of templates.

Usage: python benchmarks/learn.py FOLDER... [--bodies FOLDER...] [--documents 3 5 10 20] [--sites 40] [--show N]

A FOLDER holds `templates.tsv`, as the forms of notices of many kinds of sites: kind of site, category, place, part,
template with slots (`{site}`, `{d}` ...) and choices (`<one|other|>`). A site is made of some of the templates of one
kind: its name, addresses and choices are drawn once, titles, names, numbers and dates for each document. Bodies are the
content of the labelled documents of all folders, and of the files of --bodies; every site has other ones. The rules are
learned from N documents, and measured on those N ("learned from") and on 10 further documents of the same site ("new").
"""

from __future__ import annotations

import argparse
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import notices
from notices import Labelled, Score, add

from cleantext import Pipeline, learn_notices
from cleantext.filters.notices import DropNotices

NEW = 10
CHOICE = re.compile(r"<([^<>|]*(?:\|[^<>|]*)+)>")
SLOT = re.compile(r"\{([a-z]+)\}")
OF_THE_SITE = {"site", "url", "icp", "org", "media", "tel", "qq", "email", "city"}
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀英霞平刚桂兰松柏舟帆溪"
PLACES = ["临江", "青禾", "南渡", "云岭", "长汀", "白石", "清河", "北津", "望海", "东篱"]
THINGS = ["文库", "资讯", "之家", "论坛", "书屋", "在线", "新闻网", "范文网", "社区", "小站"]


@dataclass(frozen=True, slots=True)
class Notice:
    label: str
    where: str
    part: str
    template: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--bodies", nargs="*", type=Path, default=[], metavar="FOLDER")
    parser.add_argument("--documents", nargs="*", type=int, default=[3, 5, 10, 20], metavar="N")
    parser.add_argument("--sites", type=int, default=40)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="the first N errors of each kind")
    settings = parser.parse_args()
    bodies = list(all_bodies(settings.folders, settings.bodies))
    kinds = all_kinds(settings.folders)
    print(f"{len(kinds)} kinds of sites, {len(bodies)} bodies")
    print("what         texts precision  recall      f1     loss   lost of friends' characters")
    for count in settings.documents:
        measure(count, kinds, bodies, settings.sites, settings.show)


def measure(count: int, kinds: dict[str, list[Notice]], bodies: list[list[str]], sites: int, show: int) -> None:
    scores = {name: Score() for name in ("library", "learned", "safe+learn", "new")}
    for number in range(sites):
        chance = random.Random(number)
        documents = site(chance, kinds, bodies, count + NEW)
        known, new = documents[:count], documents[count:]
        rules = learn_notices([one.text for one in known])
        library = Pipeline((DropNotices(),))
        both = Pipeline((DropNotices(rules),))
        alone = Pipeline((DropNotices(rules, builtin=False),))
        for one in known:
            add(scores["library"], one, library(one.text))
            add(scores["learned"], one, alone(one.text))
            add(scores["safe+learn"], one, both(one.text))
        for one in new:
            add(scores["new"], one, both(one.text))
    for name, score in scores.items():
        print(score.row(f"{name} {count}"), flush=True)
    for kind in ("LOST", "MISSED"):
        for error in [one for one in scores["safe+learn"].errors if one.startswith(kind)][:show]:
            print("   ", error)


def all_kinds(folders: Sequence[Path]) -> dict[str, list[Notice]]:
    """Return the templates of every kind of site that has enough of them."""
    kinds: dict[str, list[Notice]] = defaultdict(list)
    for folder in folders:
        for line in (folder / "templates.tsv").read_text("utf-8").splitlines():
            kind, label, where, part, template = line.split("\t")
            kinds[f"{folder.name} {kind}"].append(Notice(label, where, part, template.replace("\\n", "\n")))
    return {kind: listed for kind, listed in kinds.items() if len(listed) >= 6}


def all_bodies(folders: Sequence[Path], more: Sequence[Path]) -> Iterator[list[str]]:
    for folder in folders:
        for one in notices.read(folder):
            text = "".join(c for i, c in enumerate(one.text) if i not in one.label_of)
            lines = [line for line in text.split("\n") if line.strip()]
            if len(lines) >= 4:
                yield lines
    for folder in more:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".txt", ".md") and path.is_file():
                lines = [line for line in path.read_text("utf-8", "replace").split("\n") if line.strip()]
                if len(lines) >= 4:
                    yield lines[:60]


def site(chance: random.Random, kinds: dict[str, list[Notice]], bodies: list[list[str]], count: int) -> list[Labelled]:
    """Make the documents of one site."""
    listed = kinds[chance.choice(sorted(kinds))]
    chosen = chance.sample(listed, min(len(listed), chance.randint(5, 12)))
    fixed = {slot: value(slot, chance) for slot in OF_THE_SITE}
    always = [
        Notice(one.label, one.where, one.part, CHOICE.sub(lambda m: chance.choice(m[1].split("|")), one.template))
        if chance.random() < 0.7
        else one
        for one in chosen
    ]
    titles = [
        f"{chance.choice(PLACES)}{chance.choice(GIVEN)}的{chance.choice(THINGS)}与{value('name', chance)}"
        for _ in range(99)
    ]
    return [document(chance, always, fixed, titles, body) for body in chance.sample(bodies, count)]


def document(
    chance: random.Random, always: list[Notice], fixed: dict[str, str], titles: list[str], body: list[str]
) -> Labelled:
    """Make one document: its body, and each notice of the site nine times of ten."""
    head: list[tuple[str, str]] = []
    tail: list[tuple[str, str]] = []
    lines = [[("", line)] for line in body]
    own = {"t": body[0][:40]}

    def fill(template: str) -> str:
        one = CHOICE.sub(lambda m: chance.choice(m[1].split("|")), template)
        return SLOT.sub(lambda m: slot(m[1]), one)

    def slot(name: str) -> str:
        if name == "t":
            return own["t"] if chance.random() < 0.5 else chance.choice(titles)
        return fixed.get(name) or value(name, chance)

    for one in always:
        if chance.random() < 0.1:
            continue
        words = fill(one.template)
        if one.part in ("line", "block"):
            if one.where == "head":
                head.append((one.label, words))
            elif one.where == "tail":
                tail.append((one.label, words))
            else:
                lines.insert(chance.randint(1, len(lines)), [(one.label, words)])
        else:
            target = chance.choice(lines[1:] or lines)
            at = 0 if one.part == "prefix" else len(target)
            if one.part == "span" and len(target) == 1 and not target[0][0]:
                middle = target[0][1].find("，") + 1 or len(target[0][1])
                target[:] = [("", target[0][1][:middle]), (one.label, words), ("", target[0][1][middle:])]
            else:
                target.insert(at, (one.label, words))
    rows = [[one] for one in head] + lines + [[one] for one in tail]
    text, label_of = "", {}
    for row in rows:
        for label, words in row:
            if label:
                label_of.update(dict.fromkeys(range(len(text), len(text) + len(words)), label))
            text += words
        text += "\n"
    return Labelled(body[0][:20], text, label_of)


def value(slot: str, chance: random.Random) -> str:
    number = chance.randint(1, 10 ** chance.randint(1, 6))
    name = chance.choice(SURNAMES) + "".join(chance.choice(GIVEN) for _ in range(chance.randint(1, 2)))
    letters = "".join(chance.choice("abcdefghikmnoprstuwxyz") for _ in range(chance.randint(4, 9)))
    place, thing = chance.choice(PLACES), chance.choice(THINGS)
    made: dict[str, Callable[[], str]] = {
        "site": lambda: place + thing,
        "t": lambda: f"{place}{name}的{thing}",
        "c": lambda: chance.choice(["教育", "财经", "本地", "散文", "读书", "社会", "美食", "法规", "生活"]),
        "n": lambda: str(number),
        "p": lambda: str(chance.randint(1, 60)),
        "name": lambda: name,
        "user": lambda: chance.choice([letters, f"{place}{chance.choice(GIVEN)}", letters + str(number % 100)]),
        "d": lambda: f"20{chance.randint(10, 24)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
        "time": lambda: f"{chance.randint(0, 23):02}:{chance.randint(0, 59):02}",
        "qq": lambda: str(chance.randint(10**7, 10**9)),
        "tel": lambda: f"0{chance.randint(10, 99)}-{chance.randint(10**6, 10**8)}",
        "url": lambda: f"www.{letters}.com",
        "icp": lambda: f"{place[0]}ICP备{chance.randint(10**7, 10**8)}号",
        "org": lambda: f"{place}市教育局",
        "media": lambda: f"{place}日报",
        "city": lambda: place,
        "email": lambda: f"{letters}@163.com",
    }
    return made[slot]()


if __name__ == "__main__":
    main()
