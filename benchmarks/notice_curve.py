"""F1 of what is found against content lost, over all limits of the score, on labelled documents.

Usage: python benchmarks/notice_curve.py PATH... [--weights FOLDER | --left-out FOLDER] [--profile NAME] [--kinds]

A PATH is as in `notices.py`. With `--weights` a folder NAME is scored with FOLDER/NAME.npz, which was trained without
it (`train_notices.py --leave-out NAME --out FOLDER/NAME.npz`): the figures then are for kinds of sites never seen, by a
hand never seen. Rules decide as they do in the library; the score decides from a limit on. Intervals are those that
hold 90 % of 200 draws of documents. One pass over each document is measured, not the rounds of a pipeline.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from labelled import Labelled, read
from samples import families, family_of

from cleantext import Document
from cleantext.categories import NOTICES
from cleantext.filters.notices import DropNotices
from cleantext.filters.notices.score.model import Model, load, shipped
from cleantext.filters.notices.score.scored import rate, rate_page
from cleantext.rules import RuleSet, builtin_rules

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOSSES: Final = (0.01, 0.005, 0.002, 0.001, 0.0005)
DRAWS: Final = 200
RULES_ALONE = {"document": DropNotices(scored=False), "page": DropNotices(profile="page", scored=False)}


@dataclass(frozen=True, slots=True)
class Measured:
    """A document; characters that are blank or page marks count for nothing.

    Attributes:
        labelled: the document.
        score: of each character: above 1 where rules take it, below 0 where nothing looks at it.
        notice: for each character, whether it is one.
        counted: for each character, whether it counts.
    """

    labelled: Labelled
    score: NDArray[np.float64]
    notice: NDArray[np.bool_]
    counted: NDArray[np.bool_]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--weights", type=Path, metavar="FOLDER", help="weights trained without each PATH")
    parser.add_argument("--left-out", type=Path, metavar="FOLDER", help="weights trained without each family of sites")
    parser.add_argument("--profile", choices=("document", "page"), default="document")
    parser.add_argument("--kinds", action="store_true", help="a row for each kind of site")
    parser.add_argument("--labels", type=float, metavar="LIMIT", help="recall of each label from this limit on")
    parser.add_argument("--gallery", type=int, default=0, metavar="N", help="the N surest mistakes, and hardest finds")
    options = parser.parse_args()
    every: list[Measured] = []
    if options.left_out:
        print_left_out(options.paths, options.left_out)
        return
    print("what            texts  F1 at content lost of " + "  ".join(f"{loss:>14.2%}" for loss in LOSSES))
    for path in options.paths:
        model = load(options.weights / f"{path.stem}.npz") if options.weights else shipped()
        measured = [measure(one, model, options.profile) for one in read(path)]
        every += measured
        print(row(path.stem, measured))
    print(row("all", every))
    friends = [one for one in every if not one.notice.any()]
    if friends:
        print("false friends, characters taken of 10,000: " + friends_lost(friends))
    if options.kinds:
        for kind in sorted({one.labelled.kind.split("/")[0] for one in every}):
            print(row(kind, [one for one in every if one.labelled.kind.split("/")[0] == kind]))
    if options.labels:
        print_labels(every, options.labels)
    if options.gallery:
        print_gallery(every, options.gallery)


def print_left_out(paths: Sequence[Path], folder: Path) -> None:
    """Print a row for each family of sites, of its documents, scored by weights that were trained without it."""
    every: list[Measured] = []
    for family in families():
        if not (folder / f"{family}.npz").exists():
            continue
        model = load(folder / f"{family}.npz")
        measured = [measure(one, model) for path in paths for one in read(path) if family_of(one.kind) == family]
        every += measured
        print(row(family, measured))
    print(row("all", every))


def measure(one: Labelled, model: Model, profile: str = "document") -> Measured:
    """Score a document."""
    document = Document(one.text)
    score = np.full(len(one.text), -1.0)
    found = RuleSet(builtin_rules()).find(document)
    scored = rate_page if profile == "page" else rate
    rated = scored(one.text, (line for each in found for line in each.lines), model)
    if rated is not None:
        cut = rated.looked.view.cut
        for segment, chance in zip(rated.segments.tolist(), rated.chance.tolist(), strict=True):
            score[cut.starts[segment] : cut.ends[segment]] = chance
    for edit in RULES_ALONE[profile](document):
        if edit.safety != "suggest":
            score[edit.start : edit.end] = 2.0
    counted = np.array([not character.isspace() for character in one.text])
    counted[[at for at, label in one.label_of.items() if label not in NOTICES]] = False
    notice = np.zeros(len(one.text), np.bool_)
    notice[list(one.label_of)] = True
    return Measured(one, score, notice & counted, counted)


def row(name: str, measured: Sequence[Measured]) -> str:
    """Return one line of the table."""
    shown = "  ".join(f"{value:.3f} ({low:.2f}-{high:.2f})" for value, low, high in with_intervals(measured))
    return f"{name:15} {len(measured):5}  {'':22} {shown}"


def with_intervals(measured: Sequence[Measured]) -> list[tuple[float, float, float]]:
    """Return the best F1 at each loss, and between which values it lies in 90 % of draws of documents."""
    chance = np.random.default_rng(1)
    value = best_at(measured)
    draws = np.array([
        best_at([measured[i] for i in chance.integers(0, len(measured), len(measured))]) for _ in range(DRAWS)
    ])  # fmt: skip
    low, high = np.quantile(draws, [0.05, 0.95], axis=0)
    return list(zip(value, low.tolist(), high.tolist(), strict=True))


def best_at(measured: Iterable[Measured]) -> list[float]:
    """Return the best F1 that a limit gives without losing more content than each of `LOSSES`."""
    measured = list(measured)
    score = np.concatenate([one.score[one.counted] for one in measured])
    notice = np.concatenate([one.notice[one.counted] for one in measured])
    order = np.argsort(-score, kind="stable")
    edge = np.append(np.diff(score[order]) < 0, True) & (score[order] >= 0)
    found, lost = np.cumsum(notice[order])[edge], np.cumsum(~notice[order])[edge]
    f1 = 2 * found / np.maximum(found + lost + notice.sum(), 1)
    share = lost / max((~notice).sum(), 1)
    return [float(max(f1[share <= loss], default=0.0)) for loss in LOSSES]


def friends_lost(friends: Sequence[Measured]) -> str:
    """Return how many characters of documents without notices the limits take."""
    score = np.concatenate([one.score[one.counted] for one in friends])
    return ", ".join(f"{10_000 * (score >= limit).mean():.1f} from {limit}" for limit in (0.5, 0.7, 0.8, 0.9, 0.95))


def print_labels(measured: Iterable[Measured], limit: float) -> None:
    notice, found = Counter[str](), Counter[str]()
    for one in measured:
        for at in np.flatnonzero(one.notice).tolist():
            notice[one.labelled.label_of[at]] += 1
            found[one.labelled.label_of[at]] += bool(one.score[at] >= limit)
    for label, count in notice.most_common():
        print(f"    {label:22} {count:6} {found[label] / count:7.3f}")


def print_gallery(measured: Iterable[Measured], count: int) -> None:
    """Print the content with the highest scores, and the notices that just were found."""
    pieces: list[tuple[float, bool, str]] = []
    for one in measured:
        changes = np.flatnonzero(np.diff(one.score, prepend=-3.0, append=-3.0))
        for start, end in pairwise(changes.tolist()):
            inside = one.counted[start:end]
            if 0 <= one.score[start] <= 1 and inside.sum() > 3:
                notice = bool(one.notice[start:end][inside].mean() >= 0.5)
                words = one.labelled.text[start:end].strip()
                pieces.append((float(one.score[start]), notice, f"{one.labelled.name} {words[:80]!r}"))
    for title, wanted in (("content with the highest scores", False), ("notices with the lowest scores", True)):
        print(title)
        for score, _, shown in sorted((p for p in pieces if p[1] == wanted), reverse=not wanted)[:count]:
            print(f"    {score:.3f} {shown}")


if __name__ == "__main__":
    main()
