"""Trains the score of notices and writes the weights that the library ships.

Usage: python benchmarks/train_notices.py CLEAN... [--pages JOINED.jsonl] [--out FILE] [--leave-out HAND] [--samples N]
Each CLEAN is a folder of clean text of one kind (.txt, .md); every other file of it is used. JOINED.jsonl is what
`page_labels.py join` writes: real pages, of which those of the training split are used. `--leave-out` trains
without all templates and texts of one hand, to test on them (see `notices.py --weights`). Needs scipy. The same seed,
folders and versions of numpy and scipy give the same weights.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import samples as made
from fit import fit_labels, fit_nets, fit_runs, pair_weights
from samples import AUTHORS, CONTENT, PAGES, UNKNOWN, Sample
from scipy import sparse

from cleantext import Document
from cleantext.filters.notices.score import grams
from cleantext.filters.notices.score.grams import Table
from cleantext.filters.notices.score.judged import WEIGHTS
from cleantext.filters.notices.score.looked_at import Looked, look_at
from cleantext.filters.notices.score.model import Model, Nets
from cleantext.filters.notices.score.scored import FLOOR, log_odds
from cleantext.filters.notices.score.whereabouts import block_features
from cleantext.lines import Span
from cleantext.rules import RuleSet, builtin_rules

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHIPPED = Path(__file__).parent.parent / "cleantext" / WEIGHTS
GROUPS: Final = (*AUTHORS, PAGES)
FIGURES: Final = 8
FIRST: Final = 3
SECOND: Final = 6
PAGE: Final = 6
"""How many nets there are of each stage."""

WHOLE: Final = frozenset({"labelled", "friend"})
"""The kinds of samples that the nets of whole pages are trained on besides what comes from real pages."""

OTHER: Final = made.mark_of("other")
LIMITS: Final = {"document": 0.97, "page": 0.9, "suggest": 0.6}


@dataclass(frozen=True, slots=True)
class Rows:
    """The segments of all samples that passed the gate: one row each.

    Attributes:
        looked: the documents; `bounds[i]:bounds[i + 1]` are the rows of the i-th.
        bounds: see `looked`.
        runs: how often each hashed run stands in a segment, over the root of the number of its runs.
        mark: what it is; see `Sample.marks`.
        weight: how much each counts.
        group: number of the hand in `GROUPS`.
    """

    looked: Sequence[Looked]
    bounds: NDArray[np.int64]
    runs: sparse.csr_matrix
    mark: NDArray[np.int8]
    weight: NDArray[np.float64]
    group: NDArray[np.int64]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clean", nargs="+", type=Path)
    parser.add_argument("--pages", type=Path, help="labelled real pages")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    parser.add_argument("--samples", type=int, default=250, help="documents made from the templates of each hand")
    parser.add_argument("--leave-out", default="", choices=AUTHORS, help="train without one hand")
    parser.add_argument("--leave-out-kind", default="", choices=made.families(), help="train without a family of sites")
    parser.add_argument("--seed", type=int, default=1)
    settings = parser.parse_args()
    started = time.monotonic()
    without = settings.leave_out, settings.leave_out_kind
    samples = list(all_samples(settings.clean, settings.pages, settings.samples, settings.seed, without))
    print(f"{len(samples)} documents, {time.monotonic() - started:.0f} s")
    documents = [one for one in samples if one.group != PAGES]
    pairs = Table(pair_weights(documents))
    rows = rows_of(documents, pairs)
    whole = rows_of((one for one in samples if one.group == PAGES or one.kind in WHOLE), pairs, gated=False)
    print(
        f"{len(rows.mark)} segments, {(rows.mark > CONTENT).sum()} of them notices, {time.monotonic() - started:.0f} s"
    )
    model = train(rows, whole, pairs, settings.seed)
    model.save(settings.out)
    print(f"{settings.out}: {settings.out.stat().st_size} bytes, {time.monotonic() - started:.0f} s")


def all_samples(
    clean: Iterable[Path], pages: Path | None, count: int, seed: int, left_out: tuple[str, str] = ("", "")
) -> Iterable[Sample]:
    """Yield everything that is trained on, without one hand and one family of sites."""
    hand, without = left_out
    texts = made.clean_texts(clean)
    authors = [made.author(name, texts, without) for name in AUTHORS if name != hand]
    authors = [one for one in authors if one.templates]
    real = made.page_samples(pages, without) if pages else []
    return chain(
        *(made.labelled_samples(one.name, without) for one in authors),
        (replace(one, group=GROUPS[i % len(GROUPS)]) for i, one in enumerate(made.common_friends())),
        *(made.made_samples(one, texts, count, seed) for one in authors),
        made.form_samples(authors, texts, count // 2, seed),
        made.clean_samples(texts, [one.name for one in authors], 4 * count, seed),
        real,
        made.framed_samples(real, authors, texts, 2 * count, seed),
    )


def rows_of(samples: Iterable[Sample], pairs: Table, *, gated: bool = True) -> Rows:
    """Look at all samples."""
    rules = RuleSet(builtin_rules())
    looked: list[Looked] = []
    bounds = [0]
    columns: list[NDArray[np.uint32]] = []
    values: list[NDArray[np.float32]] = []
    lengths: list[NDArray[np.int64]] = []
    mark: list[int] = []
    weight: list[float] = []
    group: list[int] = []
    for sample in samples:
        one = look_at(sample.text, ruled(sample.text, rules), pairs, gated=gated)
        if one is None:
            continue
        looked.append(one)
        bounds.append(bounds[-1] + len(one.chosen))
        hashes, valid = grams.run_hashes(one.pack)
        order = np.argsort(np.nonzero(valid)[1], kind="stable")
        places = np.nonzero(valid)[1][order]
        count = np.add.reduceat(valid.sum(axis=0), one.pack.offsets)
        columns.append(hashes[valid][order])
        lengths.append(count)
        owner = np.searchsorted(one.pack.offsets, places, side="right") - 1
        values.append((grams.SCALE / np.sqrt(count))[owner].astype(np.float32))
        for start, end in zip(one.view.cut.starts[one.chosen], one.view.cut.ends[one.chosen], strict=True):
            mark.append(mark_of(sample, int(start), int(end)))
            weight.append(sample.weight * min(max(end - start, 2), 80) ** 0.5)
            group.append(GROUPS.index(sample.group))
    pointers = np.concatenate(([0], np.cumsum(np.concatenate(lengths))))
    runs = sparse.csr_matrix(
        (np.concatenate(values), np.concatenate(columns).astype(np.int32), pointers),
        shape=(len(mark), 1 << grams.BITS),
    )
    return Rows(looked, np.array(bounds), runs, np.array(mark, np.int8), np.array(weight), np.array(group))


def ruled(text: str, rules: RuleSet) -> list[Span]:
    """Return what rules describe in a text, wherever it stands."""
    return [line for one in rules.find(Document(text)) for line in one.lines]


def mark_of(sample: Sample, start: int, end: int) -> int:
    """Return what a segment is: what most of its characters are."""
    ink = np.array([not character.isspace() for character in sample.text[start:end]])
    marks = sample.marks[start:end][ink]
    if not len(marks) or (marks == UNKNOWN).mean() > 0.3:
        return UNKNOWN
    if (marks > CONTENT).mean() < 0.5:
        return CONTENT
    return int(np.bincount(marks[marks > CONTENT]).argmax())


def train(rows: Rows, whole: Rows, pairs: Table, seed: int) -> Model:
    """Train all stages; each sees what the one before it says of hands that it was not trained on."""
    known, notice = rows.mark != UNKNOWN, rows.mark > CONTENT
    figures = np.zeros((len(rows.mark), FIGURES), np.float32)
    runs_without: dict[int, tuple[Table, float]] = {}
    nets_without: dict[int, Nets] = {}
    for group in np.unique(rows.group).tolist():
        weights, bias = fit_runs(rows.runs, notice, rows.weight, known & (rows.group != group))
        runs_without[group] = Table(weights), bias
        fill_figures(figures, rows, *runs_without[group], group)
    used, values = fixed_of(rows, figures, known)
    odds = figures[:, 0].copy()
    fill_scored(values, rows, odds, used)
    first = fit_nets(values, notice[used], rows.weight[used], (seed, 1), FIRST)
    for group in runs_without:
        inside = rows.group[used] == group
        others = fit_nets(values[~inside], notice[used][~inside], rows.weight[used][~inside], (seed, 2), FIRST)
        odds[used[inside]] = log_odds(others.chance(values[inside]))
        nets_without[group] = others
    fill_scored(values, rows, odds, used)
    second = fit_nets(values, notice[used], rows.weight[used], (seed, 3), SECOND)
    weights, bias = fit_runs(rows.runs, notice, rows.weight, known)
    pages = GROUPS.index(PAGES)
    runs_without[pages], nets_without[pages] = (Table(weights), bias), first
    page = train_page(whole, runs_without, nets_without, seed)
    labels, label_bias = fit_labels(rows.runs, np.where(rows.mark == OTHER, UNKNOWN, rows.mark), rows.weight)
    return Model(
        pairs=pairs,
        runs=Table(weights),
        bias=bias,
        labels=Table(labels),
        label_bias=label_bias,
        limits=LIMITS,
        first=first,
        second=second,
        page=page,
    )


def train_page(
    whole: Rows, runs_without: Mapping[int, tuple[Table, float]], nets_without: Mapping[int, Nets], seed: int
) -> Nets:
    """Train the nets of whole pages, on what the first stage says of hands that it was not trained on."""
    known, notice = whole.mark != UNKNOWN, whole.mark > CONTENT
    figures = np.zeros((len(whole.mark), FIGURES), np.float32)
    for group, (weights, bias) in runs_without.items():
        fill_figures(figures, whole, weights, bias, group)
    values: list[NDArray[np.float32]] = []
    for one, low, high in zip(whole.looked, whole.bounds, whole.bounds[1:], strict=False):
        every = np.arange(high - low)
        odds = figures[low:high, 0].copy()
        features = one.fixed(figures[low:high], every)
        one.fill_scored(features, every, odds)
        one.fill_scored(features, every, log_odds(nets_without[int(whole.group[low])].chance(features)))
        values.append(np.hstack((features, block_features(one.view))))
    return fit_nets(np.concatenate(values)[known], notice[known], whole.weight[known], (seed, 4), PAGE)


def fill_figures(
    figures: NDArray[np.float32],
    rows: Rows,
    weights: Table,
    bias: float,
    group: int,
) -> None:
    """Put the first stage's figures in their rows, for the documents of one hand."""
    for i, one in enumerate(rows.looked):
        low, high = rows.bounds[i], rows.bounds[i + 1]
        if rows.group[low] == group:
            figures[low:high] = grams.figures(grams.weighed(one.pack, weights, bias))


def fixed_of(
    rows: Rows, figures: NDArray[np.float32], known: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the known rows that the nets look at, and their features that need no scores of others."""
    used: list[NDArray[np.int64]] = []
    values: list[NDArray[np.float32]] = []
    for one, low, high in zip(rows.looked, rows.bounds, rows.bounds[1:], strict=False):
        kept = np.flatnonzero((figures[low:high, 0] >= FLOOR) & known[low:high])
        used.append(low + kept)
        values.append(one.fixed(figures[low:high], kept))
    return np.concatenate(used), np.concatenate(values)


def fill_scored(values: NDArray[np.float32], rows: Rows, odds: NDArray[np.float32], used: NDArray[np.int64]) -> None:
    """Fill in the other features of the rows that the nets look at."""
    bounds = np.searchsorted(used, rows.bounds)
    for one, first, low, high in zip(rows.looked, rows.bounds, bounds, bounds[1:], strict=False):
        last = first + len(one.chosen)
        one.fill_scored(values[low:high], used[low:high] - first, odds[first:last])


if __name__ == "__main__":
    main()
