"""Trains `cleantext/data/going_on.tsv`: whether a paragraph goes on behind a full line that ends a sentence.

Usage: python benchmarks/make_going_on.py FOLDER... [--documents 1200] [--widths 3] [--passes 6]
A FOLDER holds texts of one genre in UTF-8, a paragraph a line; take only text that is free. They are wrapped at widths
drawn by chance; a tenth of each folder is kept for the figures that are printed. What `layout.py` measures on is never
trained on, and texts whose paragraphs are broken are left out. Logistic regression by stochastic gradient descent
(AdaGrad). No sentence is in the result: its features are one to three characters, and the shape of the text.
"""

from __future__ import annotations

import argparse
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import layout_damage
import layout_texts

from cleantext.filters.layout.going_on import Place, features, short_share
from cleantext.filters.layout.hard_wraps import begins_paragraph
from cleantext.filters.layout.measure import is_full
from cleantext.filters.layout.rows import rows

OUT = Path(__file__).parent.parent / "cleantext" / "data" / "going_on.tsv"
RATE, DECAY, LEAST = 0.15, 1e-4, 0.05

Example = tuple[tuple[str, ...], bool]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--documents", type=int, default=1200, help="the most of each folder")
    parser.add_argument("--widths", type=int, default=3, help="how often each text is wrapped")
    parser.add_argument("--passes", type=int, default=6)
    settings = parser.parse_args()
    chance = random.Random(11)  # noqa: S311 - a seeded draw, not a secret
    training: list[Example] = []
    kept: list[Example] = []
    for folder in settings.folders:
        paths = layout_texts.paths(folder, held_out=False)
        chance.shuffle(paths)
        paths = paths[: settings.documents]
        for i, path in enumerate(paths):
            examples = kept if i >= 0.9 * len(paths) else training
            text = path.read_text("utf-8", errors="replace")
            if not layout_texts.is_broken(text.split("\n")):
                examples += (one for _ in range(settings.widths) for one in _examples(text, chance))
    weights = _trained(training, settings.passes, chance)
    _report(training, kept, weights)
    head = "# Weights of the model in cleantext/filters/layout/going_on.py. Made by benchmarks/make_going_on.py.\n"
    rows_ = (f"{name}\t{weight:.2f}\n" for name, weight in sorted(weights.items()))
    OUT.write_text(head + "".join(rows_), "utf-8")


def _examples(text: str, chance: random.Random) -> Iterator[Example]:
    """Yield the full lines that end a sentence, of the text wrapped once, with whether their paragraph goes on."""
    width, indent = chance.randint(20, 45), chance.choice((0, 2))
    wrapped = [
        layout_damage.wrap(line.strip(), width, indent if len(line) > 20 else 0)
        for line in text[:12_000].split("\n")
        if line.strip()
    ]
    lasts: list[bool] = []
    for lines in wrapped:
        lasts += [False] * (len(lines) - 1) + [True] * bool(lines)
    found = rows("\n".join(line for lines in wrapped for line in lines))
    share = short_share(found, width)
    count = 1
    for (row, behind), last in zip(pairwise(found), lasts, strict=False):
        is_speech = behind.words[0] in "“「"
        candidate = not row.is_open and is_full(row, behind, width)
        if candidate and (is_speech or not begins_paragraph(behind.words)):
            yield tuple(features(Place(row, behind, width, count, share))), not last
        count = 1 if last else count + 1


def _trained(examples: Sequence[Example], passes: int, chance: random.Random) -> dict[str, float]:
    weights: dict[str, float] = defaultdict(float)
    squares: dict[str, float] = defaultdict(lambda: 1e-2)
    order = list(examples)
    for _ in range(passes):
        chance.shuffle(order)
        for names, goes_on in order:
            logit = max(-30.0, min(30.0, sum(weights[name] for name in names)))
            error = 1 / (1 + math.exp(-logit)) - goes_on
            for name in names:
                slope = error + DECAY * weights[name]
                squares[name] += slope * slope
                weights[name] -= RATE * slope / math.sqrt(squares[name])
    counts = Counter(name for names, _ in examples for name in names)
    return {name: weight for name, weight in weights.items() if abs(weight) > LEAST and counts[name] >= 3}


def _report(training: Sequence[Example], kept: Sequence[Example], weights: dict[str, float]) -> None:
    scored = sorted(((sum(weights.get(name, 0) for name in names), goes_on) for names, goes_on in kept), reverse=True)
    positive = sum(goes_on for _, goes_on in scored)
    share = positive / max(len(kept), 1)
    print(f"{len(training):,} examples, {len(kept):,} kept, {share:.3f} go on, {len(weights):,} weights")
    right = 0
    for i, (logit, goes_on) in enumerate(scored, 1):
        right += goes_on
        if i % max(1, len(scored) // 12) == 0:
            print(f"score {logit:6.2f}: precision {right / i:.3f}, recall {right / positive:.3f}")


if __name__ == "__main__":
    main()
