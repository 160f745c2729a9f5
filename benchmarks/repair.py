"""How well words of a replacer are put back, and what is done to text that nobody re-wrote.

Usage: python benchmarks/repair.py rewritten FOLDER... [--share 0.5] [--half 1] [--pairs] [--wrong N] [--most N]
       python benchmarks/repair.py grades FOLDER... --half 0 --whole FOLDER...
       python benchmarks/repair.py clean FOLDER... [--wrong N] [--most N] [--lines]
       python benchmarks/repair.py sentences FOLDER... [--wrong N]
       python benchmarks/repair.py forms
A FOLDER holds text files in UTF-8 (.txt), a document each. `rewritten` re-writes each as a blind replacer does: all
originals of the pairs of `confusions.toml`, or those of a random share of the pairs, become their replacements. An edit
is right if it brings back what stood there; `--assume` takes every document for re-written. `grades` re-writes too, and
says for each pair from which score on its model is right often enough to act, and how often its `document` contexts
are; `--half 0` takes the documents whose name has an even checksum, `--half 1` the others: what is chosen on the one is
measured on the other; `--whole` names folders of which it takes all. `clean` counts edits, and documents that are taken
for re-written; with `--lines` each line is a document. `sentences` draws 150 single sentences with an original,
re-writes them, and 150 in which the author wrote a replacement, and takes all for re-written. `forms` reads
tests/cases/hard_forms.txt: single sentences with forms that are never valid or listed, and sentences that use the same
words rightly.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

from cleantext import Document, Pipeline
from cleantext.filters.repair import RepairConfusions
from cleantext.filters.repair.table import builtin_table

REGION = "县"
"""What the replacer of regions writes; it is another one, and not played here."""

SHORTEST = 300
"""Characters of a document that is worth a judgement."""

DRAWN = 150
"""Sentences of each kind that are drawn."""

FORMS = Path(__file__).parent.parent / "tests" / "cases" / "hard_forms.txt"

THRESHOLDS = (3.0, 3.5, 4.0, 4.5, 5.0, 5.5, 6.0)
"""Scores that `grades` tries."""

OFTEN = 0.997
"""Share of the edits of a model that must be right from its threshold on."""

ENOUGH = 25
"""Edits below which nothing can be said about a model."""

GOAL = 0.995
"""Share of edits that listed contexts must be able to reach: the upper end of the interval counts."""

NORMAL = 1.96
"""Standard deviations on either side of the mean that hold 95 % of a normal distribution."""

_MARKED = re.compile(r"\{([^|}]+)\|([^}]+)\}")

PIPELINE = Pipeline((RepairConfusions(),))
ASSUME = Pipeline((RepairConfusions(assume_rewritten=True),))


@dataclass
class Counts:
    """What was done to re-written texts, by pair."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("rewritten", "grades", "clean", "sentences", "forms"))
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--share", type=float, default=1.0, help="of the pairs that a text was re-written with")
    parser.add_argument("--pairs", action="store_true", help="precision and recall of each pair")
    parser.add_argument("--wrong", type=int, default=0, metavar="N", help="show the first N wrong edits")
    parser.add_argument("--most", type=int, default=0, metavar="N", help="documents of a folder, drawn evenly")
    parser.add_argument("--half", type=int, choices=(0, 1), help="of the documents, by the checksum of their names")
    parser.add_argument("--whole", nargs="*", type=Path, default=[], help="folders that are not halved")
    parser.add_argument("--lines", action="store_true", help="take each line for a document")
    parser.add_argument("--assume", action="store_true", help="take every document for re-written")
    settings = parser.parse_args()
    ASSUME("优质效劳，推动开展。")  # reads the tables, which no speed should count
    if settings.what == "forms":
        _forms(settings.wrong)
    elif settings.what == "sentences":
        _sentences(settings.folders, settings.wrong)
    elif settings.what == "grades":
        _grades(settings)
    elif settings.what == "clean":
        for folder in settings.folders:
            _clean(folder.name, _texts(folder, settings.most, lines=settings.lines), PIPELINE, settings.wrong)
    else:
        _all_rewritten(settings)


def _all_rewritten(settings: argparse.Namespace) -> None:
    total = Counts()
    for folder in settings.folders:
        texts = _texts(folder, settings.most, half=settings.half)
        _rewritten(folder.name, texts, ASSUME if settings.assume else PIPELINE, settings.share, total)
    print(_line("all", total))
    if settings.pairs:
        _by_pair(total)
    print("\n".join(total.shown[: settings.wrong]))


def _texts(folder: Path, most: int, *, half: int | None = None, lines: bool = False) -> list[str]:
    paths = sorted(folder.rglob("*.txt")) if folder.is_dir() else [folder]
    paths = [path for path in paths if half is None or crc32(path.name.encode()) % 2 == half]
    step = max(1, len(paths) // most) if most else 1
    texts = (path.read_text("utf-8") for path in paths[::step])
    if lines:
        return [line for text in texts for line in text.splitlines() if line.strip()]
    return [text for text in texts if len(text) >= SHORTEST]


def _grades(settings: argparse.Namespace) -> None:
    """Say what a pair's model and its listed contexts are worth."""
    scores: dict[str, list[tuple[float, bool]]] = {}
    listed: dict[str, Counter[bool]] = {}
    for folder in (*settings.folders, *settings.whole):
        chance = random.Random(folder.name)  # noqa: S311 - a draw, not a secret
        for text in _texts(folder, settings.most, half=settings.half if folder in settings.folders else None):
            written, places = rewritten(text, 1.0, chance)
            originals = {start: right for start, _, right in places}
            document = PIPELINE(written)
            made = {change.start for change in document.changes}
            for change in (*document.changes, *document.suggestions):
                evidence = change.edits[0].evidence
                right = originals.get(change.start) == change.replacement
                if evidence.get("grade") == "document" and change.start in made:
                    listed.setdefault(evidence["pair"], Counter())[right] += 1
                elif "score" in evidence:
                    scores.setdefault(evidence["pair"], []).append((evidence["score"], right))
    for pair in sorted({*scores, *listed}):
        print(f"{pair:12} {_threshold(scores.get(pair, []))}; {_interval(listed.get(pair, Counter()))}")


def _threshold(scored: list[tuple[float, bool]]) -> str:
    """Name the least score from which on a model is right often enough."""
    for certain in THRESHOLDS:
        done = [right for score, right in scored if score >= certain]
        if len(done) >= ENOUGH and sum(done) >= OFTEN * len(done):
            return f"certain = {certain} ({len(done)} edits, {len(done) - sum(done)} wrong)"
    return "no model"


def _interval(counts: Counter[bool]) -> str:
    """Give the 95 % interval (Wilson's) of how often the contexts of a pair are right."""
    right, all_ = counts[True], counts.total()
    if not all_:
        return "no contexts"
    share, spread = right / all_, NORMAL**2 / all_
    middle = share + spread / 2
    half = (spread * (share * (1 - share) + spread / 4)) ** 0.5
    low, high = ((middle + sign * half) / (1 + spread) for sign in (-1, 1))
    return (
        f"contexts {right} right, {all_ - right} wrong, {low:.4f} to {high:.4f}{'' if high >= GOAL else ': only weak'}"
    )


def forms() -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Return sentences with forms of the lists, whether each is repaired; and right uses, whether each stays."""
    lines = [line for line in FORMS.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    made = [line for line in lines if "{" in line]
    return (
        [(line, PIPELINE(_MARKED.sub(r"\1", line)).text == _MARKED.sub(r"\2", line)) for line in made],
        [(line, PIPELINE(line).text == line) for line in lines if "{" not in line],
    )


def _forms(show: int) -> None:
    """Repair single sentences with forms of the lists, and leave their right uses alone."""
    made, used = forms()
    print(f"{len(made)} sentences with a form: {sum(right for _, right in made)} repaired")
    print(f"{len(used)} sentences with right uses: {sum(not right for _, right in used)} changed")
    print("\n".join([line for line, right in (*made, *used) if not right][:show]))


def _sentences(folders: list[Path], show: int) -> None:
    """Repair single sentences that are known to be re-written."""
    chance = random.Random(0)  # noqa: S311 - a draw, not a secret
    lines = [
        sentence
        for folder in folders
        for text in _texts(folder, 0)
        for sentence in re.findall(r"[^。！？\n]{12,80}[。！？]", text)
    ]
    chance.shuffle(lines)
    made, own = [], []
    for line in lines:
        written, places = rewritten(line, 1.0, chance)
        if any(right for *_, right in places):
            made.append((line, written))
        elif places:
            own.append(line)
    repaired = [(line, written, ASSUME(written).text) for line, written in made[:DRAWN]]
    damaged = [(line, ASSUME(line).text) for line in own[:DRAWN] if ASSUME(line).text != line]
    print(f"{len(repaired)} sentences re-written: {sum(line == done for line, _, done in repaired)} wholly repaired")
    print(f"{min(len(own), DRAWN)} sentences with right uses: {len(damaged)} changed")
    print("\n".join([*(f"  {line} -> {done}" for line, done in damaged)][:show]))


def _clean(name: str, texts: list[str], pipeline: Pipeline, show: int) -> None:
    edits = gated = 0
    shown: list[str] = []
    start = time.process_time()
    for text in texts:
        document = pipeline(text)
        gated += bool(document.warnings)
        edits += len(document.changes)
        shown += [f"  GATED {one.message} {one.evidence}" for one in document.warnings]
        shown += [f"  {_around(document, one.start, one.end)} -> {one.replacement}" for one in document.changes]
    taken = time.process_time() - start
    characters = sum(map(len, texts))
    speed = sum(len(text.encode()) for text in texts) / 1e6 / taken
    print(
        f"{name}: {len(texts)} documents, {characters:,} characters: {edits} edits "
        f"({100_000 * edits / max(characters, 1):.3f} of 100,000), {gated} taken for re-written, {speed:.1f} MB/s"
    )
    print("\n".join(shown[:show]))


def _rewritten(name: str, texts: list[str], pipeline: Pipeline, share: float, total: Counts) -> None:
    chance = random.Random(name)  # noqa: S311 - a draw, not a secret
    counts = Counts()
    known = documents = characters = 0
    taken = 0.0
    for text in texts:
        written, places = rewritten(text, share, chance)
        if not any(right for _, _, right in places):
            continue
        start = time.process_time()
        document = pipeline(written)
        taken += time.process_time() - start
        documents += 1
        characters += len(written.encode())
        known += bool(document.warnings)
        _count(document, places, counts)
    print(f"{_line(name, counts)}  {known} of {documents} taken for re-written, {characters / 1e6 / taken:.1f} MB/s")
    for mine, theirs in ((total.right, counts.right), (total.wrong, counts.wrong), (total.missed, counts.missed)):
        mine.update(theirs)
    total.shown += counts.shown


def rewritten(text: str, share: float, chance: random.Random) -> tuple[str, list[tuple[int, str, str]]]:
    """Re-write a text.

    Returns:
        The text, and for each place of a replacement where it starts, the word, and the original: empty where the
        author wrote the word.
    """
    pairs = {
        one.right: one.wrong for one in builtin_table().confusions if one.family == "office" and REGION not in one.wrong
    }
    active = {right: wrong for right, wrong in pairs.items() if chance.random() < share}
    parts: list[str] = []
    made: dict[int, tuple[str, str]] = {}
    position = length = 0
    for match in re.finditer(_any_of(active), text):
        before, right = text[position : match.start()], match[0]
        made[length + len(before)] = active[right], right
        parts += [before, active[right]]
        length += len(before) + len(active[right])
        position = match.end()
    written = "".join([*parts, text[position:]])
    places = [(start, wrong, right) for start, (wrong, right) in made.items()]
    taken = {at for start, (wrong, _) in made.items() for at in range(start, start + len(wrong))}
    places += [
        (match.start(), match[0], "")
        for match in re.finditer(_any_of(pairs.values()), written)
        if taken.isdisjoint(range(*match.span()))
    ]
    return written, sorted(places)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)"


def _count(document: Document, places: list[tuple[int, str, str]], counts: Counts) -> None:
    starts = [start for start, *_ in places]
    done: set[int] = set()
    for change in document.changes:
        inside = places[bisect_left(starts, change.start) : bisect_left(starts, change.end)]
        written = document.original[change.start : change.end]
        pair = f"{written}/{change.replacement}"
        if _undone(written, change.start, inside) == change.replacement:
            counts.right[pair] += 1
            done.update(start for start, *_ in inside)
        else:
            counts.wrong[pair] += 1
            counts.shown.append(f"  {_around(document, change.start, change.end)} -> {change.replacement}")
    counts.missed.update(f"{word}/{right}" for start, word, right in places if right and start not in done)


def _undone(written: str, start: int, places: list[tuple[int, str, str]]) -> str:
    """Return what stood in a piece of a text, which begins at `start`, before the places in it were re-written."""
    for at, word, right in reversed(places):
        if right:
            written = written[: at - start] + right + written[at - start + len(word) :]
    return written


def _around(document: Document, start: int, end: int) -> str:
    text = document.original
    return repr(f"{text[max(start - 15, 0) : start]}[{text[start:end]}]{text[end : end + 15]}")


def _line(name: str, counts: Counts) -> str:
    right, wrong, missed = (sum(one.values()) for one in (counts.right, counts.wrong, counts.missed))
    return f"{name:14} {right + missed:8,} words: precision {_share(right, wrong)}, recall {_share(right, missed)}"


def _share(part: int, rest: int) -> str:
    return f"{part / (part + rest):.4f}" if part + rest else "   -  "


def _by_pair(counts: Counts) -> None:
    pairs = sorted({*counts.right, *counts.wrong, *counts.missed})
    for pair in sorted(pairs, key=lambda pair: -(counts.right[pair] + counts.missed[pair])):
        right, wrong, missed = counts.right[pair], counts.wrong[pair], counts.missed[pair]
        print(f"{pair:12} {right + missed:7} words  precision {_share(right, wrong)}  recall {_share(right, missed)}")


if __name__ == "__main__":
    main()
