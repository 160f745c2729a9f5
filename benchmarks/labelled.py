"""Reads labelled documents: which characters a site added, and what kind of notice each is.

A PATH is a JSON Lines file, `{"id": ..., "text": ..., "spans": [{"start", "end", "label"}]}`, or a folder with
`labelled.txt` (`⟦label|notice⟧` inside the text) and `friends.txt` (documents without a notice, full of what looks like
one). Documents are separated by `@@ ID | kind | width` and `@@end`; a width that ends with `T` is made Traditional, one
that begins with `hw` gets half-width punctuation.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import opencc

DOCUMENT = re.compile(r"^@@ (\w+) \| (\S+) \| ([fh]wT?)\n(.*?)\n?^@@end$", re.DOTALL | re.MULTILINE)
MARK = re.compile(r"⟦([a-z_]+)\|(.*?)⟧", re.DOTALL)
HALF_WIDTH = str.maketrans("，：；（）！？", ",:;()!?")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document and what each of its characters is: a label, or nothing for content."""

    name: str
    kind: str
    text: str
    label_of: dict[int, str]


def read(path: Path) -> Iterator[Labelled]:
    """Yield the documents of a folder or of a JSON Lines file."""
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            spans = [(one["start"], one["end"], one["label"]) for one in entry["spans"]]
            yield Labelled(entry["id"], entry.get("kind", ""), entry["text"], labels(spans))
        return
    for file in (path / "labelled.txt", path / "friends.txt"):
        if file.exists():
            yield from marked(file.read_text(encoding="utf-8"))


def marked(source: str) -> Iterator[Labelled]:
    """Yield the documents of a text in which notices are marked."""
    for match in DOCUMENT.finditer(source):
        name, kind, width, body = match.groups()
        if width.endswith("T"):
            body = traditional(body)
        if width.startswith("hw"):
            body = body.translate(HALF_WIDTH)
        text, spans, position = "", [], 0
        for mark in MARK.finditer(body):
            text += body[position : mark.start()]
            spans.append((len(text), len(text) + len(mark[2]), mark[1]))
            text += mark[2]
            position = mark.end()
        yield Labelled(name, kind, text + body[position:], labels(spans))


def labels(spans: list[tuple[int, int, str]]) -> dict[int, str]:
    return {at: label for start, end, label in spans for at in range(start, end)}


def traditional(text: str) -> str:
    return str(_converter().convert(text))


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")
