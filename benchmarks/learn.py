"""Measures rules learned from the documents of one site: what they find, and what they take that is no notice.

Usage: python benchmarks/learn.py PATH... [--bodies FOLDER...] [--documents 3 5 10 20] [--show N]

A PATH is what `benchmarks/notices.py` reads. Each labelled document is a site: its notices stay where they are, on
N + 10 bodies, which are the content of the other documents and of the files of --bodies. What varies on a site varies:
numbers, the title, names behind 作者 and 编辑, the titles of other pages; each notice is left out of one document in
ten. Rules are learned from N documents and measured on these, and on the 10 others ("new"). "library" is the filter
without them.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from labelled import Labelled, read
from notices import Score, add

from cleantext import Pipeline, learn_notices
from cleantext.filters.notices import DropNotices

NEW = 10
DIGIT = re.compile(r"\d")
NAMED = re.compile(
    r"((?:作者|编辑|責任編輯|编审|审核|校对|记者|撰稿|上传[人者]|发布[人者]|編輯|記者)[:：| ]?\s?)"
    r"([\u4e00-\u9fff]{2,4}|\w{3,10})"
)
BEHIND = re.compile(r"((?:[上下前後后]一?(?:篇|条|页|则|章|條|頁|則)(?:文章)?)[:：]\s*)(.+)")
OF_OTHERS = {"related_links", "recommendation", "tag_list"}
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀英霞平刚桂兰松柏舟帆溪"
MISSING = 0.1


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice of a site.

    Attributes:
        label: its category.
        place: `head`, `tail`, `middle`, or where in a line of content it stands: `start`, `end`, `inside`.
        words: as they stand on one page.
        title: what that page is called.
    """

    label: str
    place: str
    words: str
    title: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--bodies", nargs="*", type=Path, default=[], metavar="FOLDER")
    parser.add_argument("--documents", nargs="*", type=int, default=[3, 5, 10, 20], metavar="N")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="the first N errors of each kind")
    settings = parser.parse_args()
    labelled = [one for path in settings.paths for one in read(path)]
    bodies = [*map(content, labelled), *files(settings.bodies)]
    bodies = [body for body in bodies if len(body) >= 4]
    sites = [listed for one in labelled if len(listed := notices_of(one)) >= 3]
    print(f"{len(sites)} sites, {len(bodies)} bodies")
    print("what         texts precision  recall      f1     loss   lost of friends' characters")
    for count in settings.documents:
        measure(count, sites, bodies, settings.show)


def measure(count: int, sites: list[list[Notice]], bodies: list[list[str]], show: int) -> None:
    scores = {name: Score() for name in ("library", "learned", "both", "new")}
    for number, site in enumerate(sites):
        chance = random.Random(number)  # noqa: S311 - the same sites each time
        documents = [document(chance, site, body, bodies) for body in chance.sample(bodies, count + NEW)]
        known, new = documents[:count], documents[count:]
        rules = learn_notices([one.text for one in known])
        library = Pipeline((DropNotices(),))
        both = Pipeline((DropNotices(rules),))
        alone = Pipeline((DropNotices(rules, builtin=False),))
        for one in known:
            add(scores["library"], one, library(one.text))
            add(scores["learned"], one, alone(one.text))
            add(scores["both"], one, both(one.text))
        for one in new:
            add(scores["new"], one, both(one.text))
    for name, score in scores.items():
        print(score.row(f"{name} {count}"), flush=True)
    for kind in ("LOST", "MISSED"):
        for error in [one for one in scores["both"].errors if one.startswith(kind)][:show]:
            print("   ", error)


def content(one: Labelled) -> list[str]:
    """Return the lines of a labelled document that are content."""
    text = "".join(character for at, character in enumerate(one.text) if at not in one.label_of)
    return [line for line in text.split("\n") if line.strip()]


def files(folders: Sequence[Path]) -> Iterator[list[str]]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".txt", ".md") and path.is_file():
                yield [line for line in path.read_text("utf-8", "replace").split("\n") if line.strip()][:60]


def notices_of(one: Labelled) -> list[Notice]:
    """Return the notices of a labelled document, in order, each with its place."""
    rows: list[list[tuple[str, str]]] = []
    start = 0
    for line in one.text.split("\n"):
        row: list[tuple[str, str]] = []
        for label, group in groupby(range(start, start + len(line)), lambda at: one.label_of.get(at, "")):
            row.append((label, "".join(one.text[at] for at in group)))
        rows.append(row)
        start += len(line) + 1
    of_text = [number for number, row in enumerate(rows) if any(not label and words.strip() for label, words in row)]
    if len(of_text) < 2:
        return []
    title = next(words for label, words in rows[of_text[0]] if not label and words.strip()).strip()
    found: list[Notice] = []
    for number, row in enumerate(rows):
        whole = number not in of_text
        for at, (label, words) in enumerate(row):
            if not label or not words.strip():
                continue
            if whole:
                place = "head" if number < of_text[1] else "tail" if number > of_text[-1] else "middle"
            else:
                place = "start" if at == 0 else "end" if at == len(row) - 1 else "inside"
            found.append(Notice(label, place, words, title))
    return found


def document(chance: random.Random, site: list[Notice], body: list[str], bodies: list[list[str]]) -> Labelled:
    """Make one document of a site."""
    rows: list[list[tuple[str, str]]] = [[("", line)] for line in body]
    head: list[list[tuple[str, str]]] = []
    tail: list[list[tuple[str, str]]] = []
    for one in site:
        if chance.random() < MISSING:
            continue
        piece = (one.label, varied(chance, one, body[0], bodies))
        if one.place == "head":
            head.append([piece])
        elif one.place == "tail":
            tail.append([piece])
        elif one.place == "middle":
            rows.insert(chance.randint(1, len(rows)), [piece])
        else:
            row = chance.choice(rows[1:] or rows)
            comma = row[0][1].find("，") + 1
            if one.place == "inside" and len(row) == 1 and not row[0][0] and comma:
                row[:] = [("", row[0][1][:comma]), piece, ("", row[0][1][comma:])]
            else:
                row.insert(0 if one.place == "start" else len(row), piece)
    text, label_of = "", dict[int, str]()
    for row in [*head, *rows, *tail]:
        for label, words in row:
            if label:
                label_of.update(dict.fromkeys(range(len(text), len(text) + len(words)), label))
            text += words
        text += "\n"
    return Labelled(body[0][:20], "made", text, label_of)


def varied(chance: random.Random, one: Notice, title: str, bodies: list[list[str]]) -> str:
    """Return the words of a notice as they stand on another page."""
    words = one.words
    if len(one.title) > 3:
        words = words.replace(one.title, title)
    words = DIGIT.sub(lambda _: str(chance.randint(0, 9)), words)
    words = NAMED.sub(lambda match: match[1] + name(chance), words)
    words = BEHIND.sub(lambda match: match[1] + chance.choice(bodies)[0][:30], words)
    if one.label in OF_OTHERS and len(words) > 12 and not re.search("[:：]|相关|推荐|更多|阅读", words):
        words = chance.choice(bodies)[0][:30]
    return words


def name(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + "".join(chance.choice(GIVEN) for _ in range(chance.randint(1, 2)))


if __name__ == "__main__":
    main()
