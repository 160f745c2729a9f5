"""Layout: how many broken lines are joined, how many true ones stay, and what happens to texts that need nothing.

Usage: python benchmarks/layout.py FOLDER... [--parts pdf,wraps,sites,labelled,harm,speed,show] [--each 5] [--pdf DIR]
A FOLDER holds text files in UTF-8 of one genre, a paragraph a line. All damage is made here, from every fifth file; the
parts `wraps` and `sites` leave out texts that are broken already (see `layout_texts.is_broken`). The part `harm` takes
every file as it is, and `--harm FOLDER` names folders for that part alone. The part `pdf` needs LibreOffice, Chromium
and pdftotext (see `layout_pdf.py`) and is left out where they are missing.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import layout_damage
import layout_pdf
import layout_show
import layout_texts
from layout_peers import Clean, peers
from layout_score import Score, score

from cleantext import Document, Pipeline, default_pipeline
from cleantext.filters.characters import CleanCharacters
from cleantext.filters.layout import JoinBrokenLines

LABELLED = Path(__file__).parent.parent / "tests" / "cases" / "layout_documents.jsonl"
OURS = Pipeline((CleanCharacters(), JoinBrokenLines()))
PRINTED = Pipeline((CleanCharacters(), JoinBrokenLines(printed=True)))
CHARACTERS = Pipeline((CleanCharacters(),))
SIZE = 2_000_000

Genres = Mapping[str, Sequence[Sequence[str]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--parts", default="pdf,wraps,sites,labelled,harm,speed,show")
    parser.add_argument("--each", type=int, default=5, help="PDF documents a folder")
    parser.add_argument("--texts", type=int, default=30, help="texts a folder for the parts wraps and sites")
    parser.add_argument("--pdf", type=Path, default=Path("layout-pdf"), help="where PDF files are kept")
    parser.add_argument("--harm", nargs="*", type=Path, default=[], help="folders of texts that need nothing")
    parser.add_argument("--show", type=int, default=3, help="changes shown of each folder that should have none")
    settings = parser.parse_args()
    parts = settings.parts.split(",")
    genres = {folder.name: _texts(folder, max(settings.texts, 80)) for folder in settings.folders}
    if "pdf" in parts:
        _pdf(genres, settings.each, settings.pdf)
    whole = {name: [text for text in texts if not layout_texts.is_broken(text)] for name, texts in genres.items()}
    if "wraps" in parts:
        _wraps(whole, settings.texts)
    if "sites" in parts:
        _sites(whole, settings.texts)
    if "labelled" in parts:
        _labelled()
    if "harm" in parts:
        _harm([*settings.folders, *settings.harm], settings.show)
    if "speed" in parts:
        _speed(genres)
    if "show" in parts and layout_pdf.is_possible():
        before = layout_show.shown(settings.pdf)
        document = OURS(before)
        print("\n## A document before and after\n")
        print("```\n" + before.replace("\f", "\u240c") + "\n```\n\n```\n" + document.text + "\n```")
        print("\n".join(f"Warning `{one.code}`: {one.message}." for one in document.warnings))


def _texts(folder: Path, most: int) -> list[list[str]]:
    return [
        found for path in layout_texts.paths(folder, held_out=True)[:most] if (found := layout_texts.paragraphs(path))
    ]


def _ways() -> dict[str, Clean]:
    """Return the peers and the library's own ways, by name."""
    ours: dict[str, Clean] = {
        "cleantext": lambda text: OURS(text).text,
        "cleantext, profile book": lambda text: PRINTED(text).text,
    }
    return {**peers(), **ours}


def _heading(title: str) -> None:
    print(f"\n## {title}\n")
    print("| what | documents | exact | wraps | precision | recall | wrong of breaks | whole | left | lost |")
    print("|---|---|---|---|---|---|---|---|---|---|", flush=True)


def _row(name: str, total: Score) -> None:
    print(
        f"| {name} | {total.documents} | {total.exact} | {total.wraps:,} | {total.precision:.4f} | {total.recall:.3f} "
        f"| {total.wrong} of {total.breaks:,} | {total.whole / max(total.paragraphs, 1):.3f} "
        f"| {total.left:,} of {total.furniture:,} | {total.lost} |",
        flush=True,
    )


def _pdf(genres: Genres, each: int, folder: Path) -> None:
    if not layout_pdf.is_possible():
        print(f"\n## PDF: left out; one of {', '.join(layout_pdf.TOOLS)} is missing")
        return
    documents = layout_pdf.printed(list(layout_pdf.jobs(genres, each)), folder)
    _heading("Printed and read again")
    for name, way in _ways().items():
        groups: dict[str, Score] = defaultdict(Score)
        for document in documents:
            for mode, text in document.readings.items():
                one = score(text, way(text), document.job.paragraphs)
                for group in ("all", mode, document.job.genre) if name.startswith("cleantext") else ("all",):
                    groups[group].add(one)
        for group, total in groups.items():
            _row(name if group == "all" else f"{name}: {group}", total)
    _columns(genres, folder, documents)


def _columns(genres: Genres, folder: Path, others: Sequence[layout_pdf.Printed]) -> None:
    """Print how many texts of two columns side by side are reported, and how many others are."""
    wanted = list(layout_pdf.in_columns(dict(list(genres.items())[:2]), 6))
    found = [OURS(one.readings["layout"]) for one in layout_pdf.printed(wanted, folder)]
    reported = sum(_is_reported(one) for one in found)
    touched = sum(any(change.edits[0].category != "characters" for change in one.changes) for one in found)
    false = sum(_is_reported(OURS(text)) for one in others for text in one.readings.values())
    print(f"\nTwo columns: {reported} of {len(found)} reported, {touched} touched; {false} other texts reported.")


def _is_reported(document: Document) -> bool:
    return any(warning.code == "two_columns" for warning in document.warnings)


def _wraps(genres: Genres, most: int) -> None:
    for kind in ("fold", "kinsoku", "indented", "kinsoku, numbers", "kinsoku, numbers and headers"):
        _heading(f"Wrapped by program: {kind}")
        for name, way in _ways().items():
            groups: dict[str, Score] = defaultdict(Score)
            for genre, wrapped, paragraphs in _wrapped(genres, most, kind):
                one = score(wrapped, way(wrapped), paragraphs)
                groups["all"].add(one)
                if name == "cleantext":
                    groups[genre].add(one)
            for group, total in groups.items():
                _row(name if group == "all" else f"{name}: {group}", total)


def _wrapped(genres: Genres, most: int, kind: str) -> Iterator[tuple[str, str, Sequence[str]]]:
    """Yield texts wrapped at widths drawn by chance, the same ones each time."""
    chance = random.Random(23)  # noqa: S311 - a seeded draw, not a secret
    for genre, texts in genres.items():
        for text in [text for text in texts if sum(map(len, text)) >= 400][:most]:
            paragraphs = _first(text, 5000)
            lines = layout_damage.wrapped(paragraphs, kind.partition(",")[0], chance.randint(20, 45))
            if "numbers" in kind:
                header = chance.choice(layout_damage.HEADERS) if "headers" in kind else ""
                lines = layout_damage.paged(lines, 24, chance.choice(layout_damage.PAGE_STYLES), header)
            yield genre, "\n".join(lines), paragraphs


def _first(paragraphs: Sequence[str], size: int) -> list[str]:
    kept: list[str] = []
    for paragraph in paragraphs:
        if kept and sum(map(len, kept)) > size:
            break
        kept.append(paragraph)
    return kept


def _sites(genres: Genres, most: int) -> None:
    """Print how many texts that a site cutter cut come out exactly."""
    chance = random.Random(29)  # noqa: S311 - a seeded draw, not a secret
    splices, heads = Counter[str](), Counter[str]()
    for texts in genres.values():
        for text in [one for one in texts if sum(map(len, one)) >= 1500][:most]:
            paragraphs = _first(text, 6000)
            whole = "\n".join(paragraphs)
            damaged, _ = layout_damage.spliced(whole, chance)
            _count(splices, damaged, whole)
            damaged, flat = layout_damage.headed(whole, chance)
            _count(heads, damaged, flat, flat=True)
    print("\n## Cut by a site\n\n| damage | documents | exact | lost | left |\n|---|---|---|---|---|")
    for name, counts in (("digits in sentences", splices), ("chunk heads", heads)):
        print(f"| {name} | {counts['all']} | {counts['exact']} | {counts['lost']} | {counts['left']} |", flush=True)


def _count(counts: Counter[str], damaged: str, whole: str, *, flat: bool = False) -> None:
    """Count one document; chunks that end with a sentence keep their line end: nothing tells it from the author's."""
    whole = CHARACTERS(whole).text
    cleaned = OURS(damaged).text
    if flat:
        cleaned = cleaned.replace("\n", "")
    one = score(damaged, cleaned, [whole])
    counts.update({"all": 1, "exact": cleaned == whole, "lost": one.lost, "left": one.left})


def _labelled() -> None:
    """Print how many of the labelled documents come out exactly; a trap is one that needs nothing."""
    rows: list[dict[str, str]] = [json.loads(line) for line in LABELLED.read_text("utf-8").splitlines()]
    print("\n## Labelled documents\n\n| what | damaged, exact | traps, kept |\n|---|---|---|")
    pipeline = default_pipeline()
    ways: dict[str, Clean] = {**_ways(), "default pipeline": lambda text: pipeline(text).text}
    for name, way in ways.items():
        exact = Counter(row["text"] == row["expected"] for row in rows if way(row["text"]) == row["expected"])
        whole = Counter(row["text"] == row["expected"] for row in rows)
        print(f"| {name} | {exact[False]} of {whole[False]} | {exact[True]} of {whole[True]} |", flush=True)


def _harm(folders: Sequence[Path], show: int) -> None:
    print("\n## Texts that need nothing\n\n| text | documents | characters | changed |\n|---|---|---|---|")
    shown: list[str] = []
    total = Counter[str]()
    for folder in folders:
        counts = Counter[str]()
        for path in sorted(path for path in folder.rglob("*") if path.suffix in (".txt", ".md")):
            text = CHARACTERS(path.read_text("utf-8", errors="replace")).text
            document = Pipeline((JoinBrokenLines(),))(text)
            counts.update(documents=1, characters=len(text), changed=bool(document.changes))
            if document.changes:
                shown += [f"{folder.name}/{path.name}: {_shown(document)}"] * (counts["changed"] <= show)
        total.update(counts)
        print(
            f"| {folder.name} | {counts['documents']:,} | {counts['characters']:,} | {counts['changed']} |", flush=True
        )
    print(f"| all | {total['documents']:,} | {total['characters']:,} | {total['changed']} |\n")
    print("\n".join(shown))


def _shown(document: Document) -> str:
    change = document.changes[0]
    before = document.original[max(change.start - 20, 0) : change.start]
    removed, behind = document.original[change.start : change.end], document.original[change.end : change.end + 20]
    return f"{change.edits[0].rule} {f'{before}[-{removed}-]{behind}'!r}"


def _speed(genres: Genres) -> None:
    """Print the speed of the filter and of a pipeline of it, on texts that need nothing and on the same texts damaged.

    The filter proposes edits; the pipeline also judges the text and applies the edits to it.
    """
    clean = _filled(["\n".join(text) for texts in genres.values() for text in texts])
    damaged = _filled(["\n".join(_paged_lines(text)) for texts in genres.values() for text in texts])
    join = JoinBrokenLines()
    pipeline = Pipeline((join,))
    print("\n## Speed of the filter alone, MB of UTF-8 a second\n")
    print("| texts | the filter | a pipeline of it | decoding UTF-8 | filter to decoding |\n|---|---|---|---|---|")
    alone_each = {f"clean: {name}": _filled(["\n".join(text) for text in texts]) for name, texts in genres.items()}
    for name, texts in {"clean": clean, "damaged": damaged, **alone_each}.items():
        ours, whole = _seconds(lambda text: list(join(Document(text))), texts), _seconds(pipeline, texts)
        decoding = _seconds(bytes.decode, [text.encode() for text in texts])
        size = sum(len(text.encode()) for text in texts) / 1e6
        rates = f"{size / ours:.1f} | {size / whole:.1f} | {size / decoding:.0f}"
        print(f"| {name} | {rates} | {decoding / ours:.4f} |", flush=True)


def _paged_lines(paragraphs: Sequence[str]) -> list[str]:
    return layout_damage.paged(layout_damage.wrapped(paragraphs, "indented", 34), 30, "- {} -")


def _filled(texts: Sequence[str]) -> list[str]:
    kept: list[str] = []
    size = 0
    for text in random.Random(3).sample(texts, len(texts)):  # noqa: S311 - a seeded draw, not a secret
        if size > SIZE:
            break
        kept.append(text)
        size += len(text.encode())
    return kept


def _seconds(work: Callable[[Any], object], values: Sequence[Any]) -> float:
    """Return the median of five rounds, in seconds of processor time."""
    taken: list[float] = []
    for _ in range(5):
        gc.collect()
        start = time.process_time()
        for value in values:
            work(value)
        taken.append(time.process_time() - start)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
