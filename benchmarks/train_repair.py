"""Makes the table of the repair model from clean text: what stands around a word that was written, and around one made.

Usage: python benchmarks/train_repair.py FOLDER... [--table FILE]
Each FOLDER is one source of text files in UTF-8 (.txt). Nothing is fetched; the same folders give the same table.

Every text is re-written as a blind replacer does it: all originals become their replacements. A place is right to
repair where the original stood, wrong where the author's own word did. For each pair a logistic regression weighs the
clues. No source counts more than `MOST` places of each kind, so that one long source does not decide alone. Only pairs
with a threshold, `certain`, are weighed: `repair.py grades` finds it.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cleantext.filters.repair.clues import clues, rewritten_view
from cleantext.filters.repair.model import View, view_of
from cleantext.filters.repair.table import builtin_table
from cleantext.filters.repair.weights import FILE, UNIT, Weights, write_weights
from cleantext.fold import fold

Floats: TypeAlias = NDArray[np.float64]

MOST = 8000
"""Places of one pair, one source and one kind that are looked at."""

LEAST = 25
"""Places of each kind below which a pair gets no model."""

SEEN = 3
"""Places in which a clue must stand to be weighed."""

PENALTY = 0.4
"""Strength of the quadratic penalty on weights."""

SMALL = 0.36
"""Weights below this are left out of the table."""


MEMORY = 10
"""Steps that the descent remembers."""

ROUNDS = 150
"""Steps of the descent at the most."""

SHORTEST = 1e-8
"""Length of a step below which the descent tries no shorter one."""

CLOSE = 1e-7
"""Share of the loss by which a step must lower it for the descent to go on."""


@dataclass
class Sample:
    """Places of one pair from one source: views where the original stood (`made`), and where it did not (`own`)."""

    made: list[View] = field(default_factory=list)
    own: list[View] = field(default_factory=list)
    seen: Counter[bool] = field(default_factory=Counter)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--table", type=Path, default=Path(__file__).parent.parent / "cleantext" / FILE)
    settings = parser.parse_args()
    replacer = builtin_table().replacer
    sources = [_sampled(folder, replacer) for folder in sorted(settings.folders)]
    models = {}
    asked = {one.wrong for one in builtin_table().confusions if one.certain is not None}
    for right, wrong in sorted(replacer.items()):
        if wrong not in asked:
            continue
        samples = [source[wrong] for source in sources if wrong in source]
        made = [view for sample in samples for view in sample.made]
        own = [view for sample in samples for view in sample.own]
        if min(len(made), len(own)) < LEAST:
            print(f"{wrong}/{right}: {len(made)} made, {len(own)} own: no model")
            continue
        models[wrong] = _fitted(made, own)
        print(f"{wrong}/{right}: {len(made)} made, {len(own)} own, {len(models[wrong].clues)} clues", flush=True)
    settings.table.write_text(write_weights(models), encoding="utf-8")


def _sampled(folder: Path, replacer: dict[str, str]) -> dict[str, Sample]:
    """Return places of each replacement in a source, drawn evenly from all of it."""
    chance = random.Random(0)  # noqa: S311 - a sample, not a secret
    samples: dict[str, Sample] = {}
    pattern = re.compile("|".join(map(re.escape, sorted({*replacer, *replacer.values()}, key=len, reverse=True))))
    for path in sorted(folder.rglob("*.txt")):
        text = path.read_text("utf-8")
        for wrong, start, made, written in _rewritten(text, pattern, replacer):
            sample = samples.setdefault(wrong, Sample())
            sample.seen[made] += 1
            kept = sample.made if made else sample.own
            at = len(kept) if len(kept) < MOST else chance.randrange(sample.seen[made])
            if at < MOST:
                view = rewritten_view(view_of(written, start, start + len(wrong)), {}, ())
                kept[at : at + 1] = [view]
    return samples


def _rewritten(text: str, pattern: re.Pattern[str], replacer: dict[str, str]) -> Iterator[tuple[str, int, bool, str]]:
    """Yield for each place of a replacement: the word, where it starts, whether it was made, and the folded text."""
    parts: list[str] = []
    places: list[tuple[str, int, bool]] = []
    position = length = 0
    for match in pattern.finditer(text):
        before, word = text[position : match.start()], match[0]
        wrong = replacer.get(word, word)
        places.append((wrong, length + len(before), word in replacer))
        parts += [before, wrong]
        length += len(before) + len(wrong)
        position = match.end()
    written = fold("".join([*parts, text[position:]]))
    for wrong, start, made in places:
        yield wrong, start, made, written


def _fitted(made: list[View], own: list[View]) -> Weights:
    """Weigh the clues of a pair."""
    rows = [set(clues(view)) for view in (*made, *own)]
    counts = Counter(clue for row in rows for clue in row)
    known = {clue: i for i, clue in enumerate(sorted(clue for clue, count in counts.items() if count >= SEEN), 1)}
    columns = [[0, *sorted(known[clue] for clue in row if clue in known)] for row in rows]
    found = _minimum(columns, np.concatenate([np.ones(len(made)), -np.ones(len(own))]), len(known) + 1)
    units = {clue: round(float(found[i]) / UNIT) for clue, i in known.items() if abs(found[i]) >= SMALL}
    return Weights(round(float(found[0]) / UNIT), units)


def _minimum(columns: list[list[int]], signs: Floats, size: int) -> Floats:
    """Return the weights with the least penalised logistic loss; column 0, in every row, is not penalised."""
    lengths = np.array([len(row) for row in columns])
    starts = np.cumsum(lengths) - lengths
    indices = np.fromiter((column for row in columns for column in row), dtype=np.intp, count=int(lengths.sum()))
    free = np.full(size, PENALTY)
    free[0] = 0.0

    def loss(weights: Floats) -> tuple[float, Floats]:
        margins = signs * np.add.reduceat(weights[indices], starts)
        pull = -signs / (1 + np.exp(np.clip(margins, -500, 500)))
        slope = np.bincount(indices, np.repeat(pull, lengths), size) + free * weights
        return float(np.logaddexp(0, -margins).sum() + free @ weights**2 / 2), slope

    return _descended(loss, np.zeros(size))


def _descended(loss: Callable[[Floats], tuple[float, Floats]], weights: Floats) -> Floats:
    """Minimise by the limited-memory method of Broyden, Fletcher, Goldfarb and Shanno."""
    steps: deque[tuple[Floats, Floats]] = deque(maxlen=MEMORY)
    value, slope = loss(weights)
    for _ in range(ROUNDS):
        direction = -_turned(slope, steps)
        length = 1.0 if steps else 1 / max(1.0, float(np.abs(slope).sum()))
        downhill = float(slope @ direction)
        while True:
            moved = weights + length * direction
            new_value, new_slope = loss(moved)
            if new_value <= value + 1e-4 * length * downhill or length < SHORTEST:
                break
            length /= 2
        if value - new_value <= CLOSE * abs(value):
            break
        if float((moved - weights) @ (new_slope - slope)) > 0:
            steps.append((moved - weights, new_slope - slope))
        weights, value, slope = moved, new_value, new_slope
    return weights


def _turned(slope: Floats, steps: deque[tuple[Floats, Floats]]) -> Floats:
    """Multiply a slope by what the last steps tell of the inverse of the curvature."""
    shares = []
    turned = slope.copy()
    for step, change in reversed(steps):
        shares.append(float(step @ turned) / float(step @ change))
        turned -= shares[-1] * change
    if steps:
        step, change = steps[-1]
        turned *= float(step @ change) / float(change @ change)
    for (step, change), share in zip(steps, reversed(shares), strict=True):
        turned += (share - float(change @ turned) / float(step @ change)) * step
    return turned


if __name__ == "__main__":
    main()
