"""Keeps what was read on real pages without the pages: address, hash of each line, label; and joins them again.

Usage: python benchmarks/page_labels.py references MARKED... [--out benchmarks/data/pages/labels.jsonl]
       python benchmarks/page_labels.py join PAGES... --out JOINED.jsonl [--labels FILE] [--split train]

A MARKED folder holds one `.txt` a page: `# key: value` lines (`url`, or `repo`, `commit` and `path`; `site`, `kind`,
`script`, `whole`), then the page's lines, each behind its mark: `+` content, `-` not content, `?` careful readers would
differ, `~` both, with what is not content in `⟦⟧`. A PAGES folder holds such files, with or without marks, or the
repositories themselves (`OWNER/NAME/...`) at the commit that `labels.jsonl` names, whose saved pages are made into
lines by `page_text.py`; `path#3` is the fourth document of a file as DuReader has them. `join` writes documents as
`labelled.py` reads them: what is not content has the label `other`, what readers would differ on has `unsure`, which
counts for nothing, and so has a line that was never read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import unicodedata
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypedDict

from page_text import lines_of, lines_of_entry

LABELS: Final = Path(__file__).parent / "data" / "pages" / "labels.jsonl"
MARKS: Final = frozenset("+-?~")
OPEN, CLOSE = "⟦", "⟧"
HASH: Final = 8
"""How many hexadecimal digits of a hash name a line."""

TEST_BELOW, CALIBRATION_BELOW = 128, 166
"""A site whose first hash byte is below the first is for tests (50 %), below the second for limits (15 %), else for
training."""

SECOND_LEVELS: Final = frozenset({"ac", "co", "com", "edu", "gov", "net", "org"})
HOSTS: Final = frozenset({"blogspot.com", "blogsome.com", "github.io", "3322.org"})
"""Domains whose sites belong to different people."""


class Record(TypedDict, total=False):
    """What is kept of a page: its head, eight hexadecimal digits a line, a mark a line, and spans of `~` lines."""

    url: str
    repo: str
    commit: str
    path: str
    site: str
    kind: str
    script: str
    whole: bool
    split: str
    hashes: str
    marks: str
    spans: dict[str, list[list[int]]]


class LabelledSpan(TypedDict):
    """A stretch of a document, in code points, half-open."""

    start: int
    end: int
    label: str


class Joined(TypedDict):
    """A labelled document, as `labelled.py` reads it."""

    id: str
    kind: str
    site: str
    script: str
    split: str
    text: str
    spans: list[LabelledSpan]


@dataclass(frozen=True, slots=True)
class Page:
    """The head of a page file, its lines, and their marks where it has any."""

    head: dict[str, str]
    lines: Sequence[str]
    marks: Sequence[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("references", "join"))
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--split", choices=("train", "calibration", "test"))
    settings = parser.parse_args()
    if settings.what == "references":
        pages = [page for folder in settings.folders for page in read_pages(folder) if page.marks]
        write(settings.out or LABELS, (reference(page) for page in pages))
        print(f"{len(pages)} pages of {len({registered(page.head['site']) for page in pages})} sites")
        return
    records = [json.loads(line) for line in settings.labels.read_text(encoding="utf-8").splitlines()]
    records = [one for one in records if settings.split in (None, one["split"])]
    write(settings.out, joined(records, settings.folders))


def write(path: Path, entries: Iterable[object]) -> None:
    """Write entries as JSON Lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)


def read_pages(folder: Path) -> Iterator[Page]:
    """Yield the page files right inside a folder, by name."""
    for path in sorted(folder.glob("*.txt")):
        page = read_page(path.read_text(encoding="utf-8"))
        if name_of(page.head):
            yield page


def read_page(source: str) -> Page:
    """Return a page file's head, lines and marks; it has marks where every line that is not blank begins with one."""
    head: dict[str, str] = {}
    lines = source.removesuffix("\n").split("\n")
    while lines and lines[0].startswith("# ") and ": " in lines[0]:
        key, _, value = lines.pop(0)[2:].partition(": ")
        head[key] = value.strip()
    written = [line for line in lines if line.strip()]
    if not written or any(line[0] not in MARKS or line[1:2] not in ("", " ") for line in written):
        return Page(head, lines, ())
    return Page(head, [line[2:] for line in lines], [line[:1] for line in lines])


def plain(page: Page) -> list[str]:
    """Return the lines of a page without the brackets that mark parts of them."""
    marks = page.marks or [""] * len(page.lines)
    pairs = zip(page.lines, marks, strict=True)
    return [line.replace(OPEN, "").replace(CLOSE, "") if mark == "~" else line for line, mark in pairs]


def name_of(head: dict[str, str] | Record) -> str:
    """Return what names a page: its address, or repository and path; nothing where the head has neither."""
    return str(head.get("url", "")) or " ".join(str(head[key]) for key in ("repo", "path") if key in head)


def reference(page: Page) -> Record:
    """Return what is kept of a marked page: none of its text."""
    record = Record()
    for key in ("url", "repo", "commit", "path", "site", "kind", "script"):
        if key in page.head:
            record[key] = page.head[key]
    record["whole"] = page.head.get("whole") != "no"
    record["split"] = split_of(page.head["site"])
    record["hashes"] = "".join(line_hash(line) for line, mark in zip(plain(page), page.marks, strict=True) if mark)
    record["marks"] = "".join(page.marks)
    read = [line for line, mark in zip(page.lines, page.marks, strict=True) if mark]
    spans = {str(i): spans_of(line) for i, line in enumerate(read) if record["marks"][i] == "~"}
    if spans:
        record["spans"] = spans
    return record


def split_of(site: str) -> str:
    """Return what a site's pages are for; all pages of a registered domain are for the same."""
    byte = hashlib.sha256(registered(site).encode()).digest()[0]
    return "test" if byte < TEST_BELOW else "calibration" if byte < CALIBRATION_BELOW else "train"


def registered(site: str) -> str:
    """Return the part of a host name that someone registered.

    >>> registered("news.sina.com.cn"), registered("a.github.io"), registered("m.qq.com")
    ('sina.com.cn', 'a.github.io', 'qq.com')
    """
    parts = site.lower().split(".")
    ends_twice = len(parts) > 2 and len(parts[-1]) == 2 and parts[-2] in SECOND_LEVELS
    return ".".join(parts[-3 if ends_twice or ".".join(parts[-2:]) in HOSTS else -2 :])


def line_hash(line: str) -> str:
    """Return what names a line: width and blanks make no difference."""
    return hashlib.sha256("".join(unicodedata.normalize("NFKC", line).split()).encode()).hexdigest()[:HASH]


def spans_of(line: str) -> list[list[int]]:
    """Return the stretches between `⟦` and `⟧`, counted in characters that are not blank."""
    spans: list[list[int]] = []
    at = 0
    for character in line:
        if character == OPEN:
            spans.append([at, at])
        elif character == CLOSE:
            spans[-1][1] = at
        else:
            at += not character.isspace()
    return spans


def joined(records: Sequence[Record], folders: Sequence[Path]) -> Iterator[Joined]:
    """Yield the labelled documents of the pages that are at hand, and print how many pages and lines are not."""
    at_hand = {name_of(page.head): plain(page) for folder in folders for page in read_pages(folder)}
    pages = missing = unread = lines = 0
    for record in records:
        found = at_hand.get(name_of(record)) or saved_lines(record, folders)
        if not found:
            continue
        document, here, there = join(record, found)
        pages, missing, unread, lines = pages + 1, missing + here, unread + there, lines + len(record["marks"])
        yield document
    print(
        f"{pages} of {len(records)} pages, {len(records) - pages} missing; {missing} of {lines} lines that were read "
        f"are not there, {unread} that are there were not read"
    )


def saved_lines(record: Record, folders: Iterable[Path]) -> list[str]:
    """Return the lines of the page as its repository has it, in the first folder that holds it."""
    if "repo" in record:
        inside, _, number = record["path"].partition("#")
        for folder in folders:
            path = folder / record["repo"] / inside
            if path.is_file() and not number:
                return lines_of(path.name, path.read_bytes())
            if path.is_file() and path.suffix == ".json":
                return lines_of_entry(path.read_bytes(), int(number))
    return []


def join(record: Record, lines: Sequence[str]) -> tuple[Joined, int, int]:
    """Return the labelled document, how many lines that were read are missing, and how many were never read.

    Of equal lines, the first has the first label.
    """
    marks: dict[str, deque[int]] = defaultdict(deque)
    for i in range(len(record["marks"])):
        marks[record["hashes"][HASH * i : HASH * (i + 1)]].append(i)
    spans: list[LabelledSpan] = []
    start = unread = 0
    for line in lines:
        waiting = marks[line_hash(line)]
        if line.strip() and not waiting and record["whole"]:
            unread += 1
        if line.strip():
            spans.extend(line_spans(record, waiting.popleft() if waiting else None, line, start))
        start += len(line) + 1
    document = Joined(
        id=name_of(record),
        kind=record["kind"],
        site=record["site"],
        script=record["script"],
        split=record["split"],
        text="\n".join(lines),
        spans=spans,
    )
    return document, sum(map(len, marks.values())), unread


def line_spans(record: Record, i: int | None, line: str, start: int) -> Iterator[LabelledSpan]:
    """Yield what a line is: nothing for content."""
    mark = "?" if i is None else record["marks"][i]
    if mark == "~":
        ink = [start + at for at, character in enumerate(line) if not character.isspace()]
        for low, high in record["spans"][str(i)]:
            yield LabelledSpan(start=ink[low], end=ink[high - 1] + 1, label="other")
    elif mark != "+":
        yield LabelledSpan(start=start, end=start + len(line), label="other" if mark == "-" else "unsure")


if __name__ == "__main__":
    main()
