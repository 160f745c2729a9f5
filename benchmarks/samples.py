"""What the score of notices is trained on: labelled documents and pages, clean text, documents made from templates.

Every sample belongs to a group, the hand that wrote its notices; groups are never split when the model is checked.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import numpy as np
from labelled import HALF_WIDTH, Labelled, read, traditional
from slots import DATA, Filler, filler

from cleantext.categories import NOTICES
from cleantext.rules import builtin_rules

if TYPE_CHECKING:
    from numpy.typing import NDArray

AUTHORS = ("news", "social", "leisure", "formal", "trad", "general", "web")
PAGES = "pages"
"""The group of everything that comes from real pages."""

CONTENT, UNKNOWN = 0, -1
LABELS = tuple(sorted(NOTICES))
OTHER = LABELS.index("other") + 1
ANYWHERE = ("head", "middle", "tail")
SENTENCE_END = re.compile("[。！？!?，,；;]")
REPEAT = re.compile(r"(\d+)-(\d+) ")
CLAUSE = re.compile("[\u4e00-\u9fff]{6,22}")


@dataclass(frozen=True, slots=True)
class Sample:
    """A document for training.

    Attributes:
        text: the document.
        marks: for each character `CONTENT`, `UNKNOWN`, or the number of its label in `LABELS`, counted from 1.
        group: whose notices these are.
        weight: how much its segments count.
        kind: what it was made from.
    """

    text: str
    marks: NDArray[np.int8]
    group: str
    weight: float
    kind: str


@dataclass(frozen=True, slots=True)
class Template:
    """One row of `templates.tsv`."""

    site: str
    category: str
    where: str
    part: str
    words: str


@dataclass(frozen=True, slots=True)
class Author:
    """The notices of one hand, and texts to put them around."""

    name: str
    templates: tuple[Template, ...]
    bodies: tuple[tuple[str, ...], ...]


Piece = tuple[str, int]

LEAST_OF_TEXT = 15
"""A line of content with fewer characters does not tell where the text of a page is."""

LONGEST_TITLE = 32

INFORMAL = ("replies", "thread", "chat", "dialogue", "board-post", "review-list", "verse", "lyrics")
"""Forms of content in short lines, as in forums and diaries."""

INVENTED = 0.4
"""Share of frames that are no real page's."""

MOST = 150
"""Files of one kind of clean text."""

TRAINED, CALIBRATED, TESTED = slice(0, None, 2), slice(1, None, 4), slice(3, None, 4)
"""Which files of a folder of clean text are for what."""


@cache
def families() -> dict[str, re.Pattern[str]]:
    """Return the families of kinds of sites."""
    found = tomllib.loads((DATA / "kinds.toml").read_text("utf-8"))
    return {name: re.compile(pattern) for name, pattern in found.items()}


def family_of(kind: str) -> str:
    """Return the family of a kind of site; nothing for general forms."""
    return next((name for name, pattern in families().items() if pattern.search(kind)), "")


def labelled_samples(name: str, without: str = "") -> Iterator[Sample]:
    """Yield the labelled documents and false friends of one hand, those of one family of sites left out."""
    for one in read(DATA / name):
        if without and family_of(one.kind) == without:
            continue
        yield Sample(one.text, marks_of(one), name, 3.0, "labelled" if one.label_of else "friend")


def common_friends() -> Iterator[Sample]:
    """Yield the false friends that belong to no hand: documents, and the counter-examples of the rules."""
    yield from labelled_samples("friends")
    for rule in builtin_rules():
        for text in rule.counter_examples:
            yield Sample(text, np.zeros(len(text), np.int8), "friends", 2.0, "friend")


def marks_of(one: Labelled) -> NDArray[np.int8]:
    """Return what each character is."""
    marks = np.zeros(len(one.text), np.int8)
    for at, label in one.label_of.items():
        marks[at] = mark_of(label)
    return marks


def mark_of(label: str) -> int:
    """Return the mark of a label; page marks are not for the filter of notices to take, and are no content either."""
    return LABELS.index(label) + 1 if label in NOTICES else UNKNOWN


def author(name: str, clean: Sequence[tuple[str, ...]], without: str = "") -> Author:
    """Read the templates of one hand; its texts are the content of its own documents, and `clean`.

    A family of sites may be left out; general forms go with it.
    """
    rows = (line.split("\t") for line in (DATA / name / "templates.tsv").read_text("utf-8").splitlines())
    templates = tuple(
        Template(row[0], row[1], row[2], row[3], row[4].replace("\\n", "\n"))
        for row in rows
        if len(row) == 5 and not (without and family_of(row[0]) in ("", without))
    )
    read_here = [one for one in read(DATA / name) if not without or family_of(one.kind) != without]
    own = tuple(lines for one in read_here if len(lines := _content_lines(one)) > 2)
    return Author(name, templates, own or tuple(clean))


def _content_lines(one: Labelled) -> tuple[str, ...]:
    shown = "".join("\0" if at in one.label_of else character for at, character in enumerate(one.text))
    return tuple(line for line in shown.split("\n") if line.strip() and "\0" not in line)


def made_samples(one: Author, clean: Sequence[tuple[str, ...]], count: int, seed: int) -> Iterator[Sample]:
    """Yield documents with notices of one hand around its own texts and clean ones."""
    chance = Random(f"{seed} {one.name}")  # noqa: S311 - a seeded draw, not a secret
    forms = content_forms()
    titles = [match for body in clean for line in body[:3] for match in CLAUSE.findall(line)]
    for _ in range(count):
        fill = filler(chance, titles)
        pieces = _pieces(one, fill, list(_body(one, clean, forms, fill)))
        yield _sample(pieces, one.name, chance)


def form_samples(
    authors: Iterable[Author], clean: Sequence[tuple[str, ...]], count: int, seed: int
) -> Iterator[Sample]:
    """Yield documents that are nothing but content and look like notices."""
    forms = content_forms()
    titles = [match for body in clean for line in body[:3] for match in CLAUSE.findall(line)]
    for one in authors:
        chance = Random(f"{seed} {one.name} forms")  # noqa: S311 - a seeded draw, not a secret
        for _ in range(count):
            fill = filler(chance, titles)
            lines = [line for _ in range(chance.choice([1, 1, 1, 2])) for line in _form(one, clean, forms, fill)]
            sample = _sample([[(line, CONTENT)] for line in lines], one.name, chance)
            yield replace(sample, weight=2.0, kind="form")


def clean_samples(texts: Sequence[tuple[str, ...]], groups: Sequence[str], count: int, seed: int) -> Iterator[Sample]:
    """Yield stretches of clean text: beginnings, ends, and middles that then are beginning and end."""
    chance = Random(f"{seed} clean")  # noqa: S311 - a seeded draw, not a secret
    for i in range(count):
        lines = chance.choice(texts)
        size = chance.choice([6, 12, 30, 60])
        start = chance.choice([0, 0, max(len(lines) - size, 0), chance.randint(0, max(len(lines) - size, 0))])
        text = chance.choice(["\n", "\n\n"]).join(lines[start : start + size])
        yield Sample(text, np.zeros(len(text), np.int8), groups[i % len(groups)], 1.0, "clean")


def page_samples(path: Path, without: str = "") -> list[Sample]:
    """Return the labelled real pages that are for training: what `page_labels.py join` writes."""
    entries = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    trained = {entry["id"] for entry in entries if entry["split"] == "train"}
    return [
        Sample(one.text, marks_of(one), PAGES, 1.0, "page")
        for one in read(path)
        if one.name in trained and not (without and family_of(one.kind) == without)
    ]


def framed_samples(
    pages: Sequence[Sample], authors: Sequence[Author], clean: Sequence[tuple[str, ...]], count: int, seed: int
) -> Iterator[Sample]:
    """Yield other texts in the frames of pages, real and invented ones: what stands above a text and below it."""
    chance = Random(f"{seed} frames")  # noqa: S311 - a seeded draw, not a secret
    forms = content_forms()
    informal = {name: forms[name] for name in INFORMAL}
    frames = [frame for page in pages if (frame := _frame(page)) is not None]
    lines = [line for head, tail in frames for line, _ in (*head, *tail)]
    titles = [line for line in lines if LEAST_OF_TEXT <= len(line) <= LONGEST_TITLE]
    for _ in range(count if frames else 0):
        fill = filler(chance, titles)
        one = chance.choice(authors)
        head, tail = chance.choice(frames)
        if chance.random() < INVENTED:
            head, tail = _invented(fill, authors)
        whole = chance.random() < 0.6
        if not whole:
            head = head[max(0, len(head) - chance.randint(0, 12)) :]
            tail = tail[: chance.randint(0, 20)]
        said = chance.random()
        drawn = informal if said < 0.25 else forms
        body = list(_form(one, clean, drawn, fill) if said < 0.45 else _body(one, clean, forms, fill))
        half = chance.random() < 0.5
        rows = [*head, *((line.translate(HALF_WIDTH) if half else line, CONTENT) for line in body), *tail]
        sample = _sample([[row] for row in rows], PAGES, chance)
        yield replace(sample, kind="dump" if whole else "framed")


def _invented(fill: Filler, authors: Sequence[Author]) -> tuple[list[Piece], list[Piece]]:
    """Return what may stand above and below the text of a page: menus, lists of titles, and notices of all hands."""
    chance = fill.chance

    def menu() -> list[str]:
        slot = chance.choice(["{c}", "{c}", "{b}", "{city}", "{site}", "{c}{b}"])
        return [fill.fill(slot) for _ in range(chance.choice([4, 8, 15, 30]))]

    def titles() -> list[str]:
        dated = chance.choice(["{t}", "{t}", "{t} {d}", "{d} {t}", "{t}\n{d}", "[{c}] {t}", "{p}\n{t}"])
        heading = chance.choice(["{c}", "{c}{b}", "更多{c}", "热门{c}", "最新{c}", "{c}排行"])
        rows = [heading, *[dated] * chance.choice([4, 8, 12, 20])]
        return [line for row in rows for line in fill.fill(row).split("\n")]

    def notices(where: str, most: int) -> list[str]:
        drawn = [chance.choice(chance.choice(authors).templates) for _ in range(chance.randint(1, most))]
        kept = [one.words for one in drawn if one.where == where and one.part in ("line", "block")]
        return [line for words in kept for line in fill.fill(words).split("\n")]

    above = [line for _ in range(chance.choice([1, 1, 2, 3])) for line in menu()] + notices("head", 12)
    parts = [titles() for _ in range(chance.choice([0, 1, 2, 4]))] + [menu() for _ in range(chance.choice([0, 1, 2]))]
    chance.shuffle(parts)
    below = [*notices("tail", 16), *(line for part in parts for line in part), *notices("tail", 12)]
    return [(line, OTHER) for line in above if line.strip()], [(line, OTHER) for line in below if line.strip()]


def _frame(page: Sample) -> tuple[list[Piece], list[Piece]] | None:
    """Return the lines above the text of a page and those below it; None if it has no text."""
    rows: list[Piece] = []
    start = 0
    for line in page.text.split("\n"):
        marks = page.marks[start : start + len(line)]
        if line.strip():
            known = marks[marks != UNKNOWN]
            rows.append((line, int(np.bincount(known).argmax()) if len(known) else UNKNOWN))
        start += len(line) + 1
    text = [i for i, (line, mark) in enumerate(rows) if mark == CONTENT and len(line) >= LEAST_OF_TEXT]
    if not text:
        return None
    above, below = rows[: text[0]], rows[text[-1] + 1 :]
    return [row for row in above if row[1] > CONTENT], [row for row in below if row[1] > CONTENT]


def content_forms() -> dict[str, list[str]]:
    """Return the forms of content that looks like notices: their lines, by their kinds."""
    blocks = (DATA / "content_forms.txt").read_text("utf-8").split("@@ ")[1:]
    return {block.split("\n", 1)[0]: block.split("\n", 1)[1].strip("\n").split("\n") for block in blocks}


def _form(one: Author, clean: Sequence[tuple[str, ...]], forms: dict[str, list[str]], fill: Filler) -> Iterator[str]:
    for line in forms[fill.chance.choice(sorted(forms))]:
        repeat = REPEAT.match(line)
        times = fill.chance.randint(int(repeat[1]), int(repeat[2])) if repeat else 1
        for _ in range(times):
            template = line[repeat.end() :] if repeat else line
            shown = fill.fill(template).replace("\\n", "\n")
            shown = re.sub(r"\{body\}", lambda _: _paragraph(clean, fill), shown)
            shown = re.sub(r"\{clause\}", lambda _: _clause(clean, fill), shown)
            shown = re.sub(r"\{q\}", lambda _: _quoted(one, fill), shown)
            yield from (row for row in shown.split("\n") if row.strip())


def _paragraph(clean: Sequence[tuple[str, ...]], fill: Filler) -> str:
    return fill.chance.choice(fill.chance.choice(clean))[:400]


def _clause(clean: Sequence[tuple[str, ...]], fill: Filler) -> str:
    found = CLAUSE.findall(_paragraph(clean, fill))
    return fill.chance.choice(found) if found else "事情就这样定了"


def _quoted(one: Author, fill: Filler) -> str:
    lines = [template for template in one.templates if template.part == "line"]
    return fill.fill(fill.chance.choice(lines).words).strip("“”")


def _body(one: Author, clean: Sequence[tuple[str, ...]], forms: dict[str, list[str]], fill: Filler) -> Iterator[str]:
    """Yield the author's lines of a document: a text, with content between that looks like notices."""
    chance = fill.chance
    own = chance.random() < 0.35
    lines = list(chance.choice(one.bodies if own else clean))[: chance.choice([6, 12, 25, 50])]
    if chance.random() < 0.3:
        at = chance.choice([0, len(lines), chance.randint(0, len(lines))])
        lines[at:at] = list(_form(one, clean, forms, fill))[:20]
    if not own and chance.random() < 0.6:
        lines.insert(0, fill.fill("{t}"))
    yield from lines


def _pieces(one: Author, fill: Filler, body: Sequence[str]) -> list[list[Piece]]:
    """Put notices around, between and into the lines of a text; one list of pieces a line."""
    chance = fill.chance
    sites = sorted({template.site for template in one.templates})
    kinds = chance.sample(sites, min(len(sites), chance.choice([1, 2, 2])))
    drawn = [template for template in one.templates if template.site in kinds]
    drawn = chance.sample(drawn, min(len(drawn), 24))
    drawn += chance.sample(one.templates, chance.choice([0, 1, 3, 6, 10]))
    drawn = [template for template in dict.fromkeys(drawn) if chance.random() < 0.8]
    half = chance.random() < 0.5
    head: list[list[Piece]] = []
    tail: list[list[Piece]] = []
    rows: list[list[Piece]] = [[(line.translate(HALF_WIDTH) if half else line, CONTENT)] for line in body]
    for template in drawn:
        where = chance.choice(ANYWHERE) if template.where == "anywhere" else template.where
        words, mark = partial(_words, template, fill, half=half), mark_of(template.category)
        if template.part in ("prefix", "suffix", "span"):
            _glue(rows, template.part, (words(), mark), where, chance)
        elif where == "head":
            head += [[(row, mark)] for row in words().split("\n")]
        elif where == "tail":
            tail += [[(row, mark)] for row in _list_of(template, fill, words)]
        else:
            for _ in range(max(1, len(rows) // chance.randint(6, 20)) if where == "page" else 1):
                at = chance.randint(1, max(1, len(rows) - 1))
                rows[at:at] = [[(row, mark)] for row in words().split("\n")]
    if rows and head and chance.random() < 0.5:
        return [rows[0], *head, *rows[1:], *tail]
    return [*head, *rows, *tail]


def _list_of(template: Template, fill: Filler, words: partial[str]) -> list[str]:
    """Return the lines of a notice at the tail; titles of other documents stand there in lists."""
    rows = words().split("\n")
    if "{t}" in template.words and fill.chance.random() < 0.5:
        mark = fill.chance.choice(["", "", "• ", "· ", "- ", "{p}. ", "{p}、"])
        rows += [fill.fill(mark.replace("{p}", str(i)) + "{t}") for i in range(1, fill.chance.randint(2, 9))]
    return rows


def _words(template: Template, fill: Filler, *, half: bool) -> str:
    """Return the words of a notice, sometimes spaced, without punctuation, or with a character missing."""
    words = fill.fill(template.words)
    words = words.translate(HALF_WIDTH) if half else words
    kind = fill.chance.random()
    if kind < 0.02 and "\n" not in words:
        return " ".join(words)
    if kind < 0.035:
        return re.sub("[，。,:：]", "", words) or words
    if kind < 0.055 and len(words) > 4:
        at = fill.chance.randrange(len(words))
        return words[:at] + words[at + 1 :]
    return words


def _glue(rows: list[list[Piece]], part: str, notice: Piece, where: str, chance: Random) -> None:
    """Put a notice before, behind or into a few lines of content."""
    lines = [i for i, row in enumerate(rows) if len(row) == 1 and row[0][1] == CONTENT and len(row[0][0]) > 8]
    lines = lines[:2] if where == "head" else lines[-2:] if where == "tail" else lines
    words = notice[0].replace("\n", "")
    for i in chance.sample(lines, min(len(lines), chance.choice([1, 1, 2]))):
        text = rows[i][0][0]
        ends = [match.end() for match in SENTENCE_END.finditer(text)]
        at = chance.choice([*ends, len(text)]) if part == "span" else 0 if part == "prefix" else len(text)
        rows[i] = [piece for piece in ((text[:at], CONTENT), (words, notice[1]), (text[at:], CONTENT)) if piece[0]]


def _sample(rows: Sequence[list[Piece]], group: str, chance: Random) -> Sample:
    """Join lines to a document; sometimes notices share a line, or stand on a line of content."""
    between, flat = chance.choice(["\n", "\n", "\n\n", "\n　　"]), chance.random()
    pieces: list[Piece] = []
    for i, row in enumerate(rows):
        pieces += row
        if i + 1 == len(rows):
            break
        mark, following = row[-1][1], rows[i + 1][0][1]
        if CONTENT not in (mark, following) and flat < 0.25:
            pieces.append((chance.choice(["  ", " ", " ", "　"]), mark))
        elif mark == CONTENT and following != CONTENT and flat > 0.92:
            pieces.append((chance.choice(["", " ", "  "]), CONTENT))
        else:
            pieces.append((between, CONTENT))
    if chance.random() < (0.85 if group == "trad" else 0.1):
        pieces = [
            (changed if len(changed := traditional(words)) == len(words) else words, mark) for words, mark in pieces
        ]
    text = "".join(words for words, _ in pieces)
    marks = np.concatenate([np.full(len(words), mark, np.int8) for words, mark in pieces] or [np.zeros(0, np.int8)])
    return Sample(text, marks, group, 1.0, "made")


def clean_texts(folders: Iterable[Path], share: slice = TRAINED, most: int = MOST) -> list[tuple[str, ...]]:
    """Return the lines of text files (.txt, .md) of folders.

    Args:
        folders: each is one kind of text.
        share: which of the files of a folder, in order.
        most: no more files than this from one folder, taken evenly.
    """
    found: list[tuple[str, ...]] = []
    for folder in folders:
        paths = sorted(path for path in folder.rglob("*") if path.suffix in (".txt", ".md") and path.is_file())[share]
        for path in paths[:: max(1, len(paths) // most)]:
            lines = tuple(line for line in path.read_text("utf-8", errors="replace").split("\n") if line.strip())
            if len(lines) > 2:
                found.append(lines)
    return found
