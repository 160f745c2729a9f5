"""Measures the join of near copies against comparing all with all by rapidfuzz: speed, recall, precision.

Usage: python benchmarks/similar.py [--count 3000] [--seed 1] [--threshold 0.8 0.85 0.9 0.95]

Paragraphs are clauses of the seeds in random order with one character of sixteen edited; a quarter are copies of others
with up to twelve edits. Both sides find pairs of distinct normal forms on one core, in the same run. `--count 0` leaves
brute force out and prints the growth of the join alone.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from cleantext.similar.join import similar_pairs
from cleantext.similar.normal import normal

SEEDS = Path(__file__).parent.parent / "seeds"
GROWTH = (10_000, 20_000, 40_000, 80_000)


def main() -> None:
    arguments = _arguments()
    print("| paragraphs | threshold | pairs | join, paragraphs/s | brute force, paragraphs/s | recall | precision |")
    print("|---|---|---|---|---|---|---|")
    for count in [arguments.count] if arguments.count else GROWTH:
        texts = paragraphs(count, random.Random(arguments.seed))  # noqa: S311 - a seeded draw, not a secret
        for threshold in arguments.threshold:
            start = time.perf_counter()
            found = {(i, j) for i, j, _ in similar_pairs(texts, threshold)}
            seconds = time.perf_counter() - start
            row = f"| {len(texts)} | {threshold} | {len(found)} | {len(texts) / seconds:.0f} "
            print(row + (_against_brute_force(texts, threshold, found) if arguments.count else "| | | |"), flush=True)


def paragraphs(count: int, chance: random.Random) -> list[str]:
    """Make distinct normal forms of 30 to 300 characters, fewer than `count` only by copies that came out equal."""
    source = "".join(path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt")))
    clauses = [clause for clause in re.findall(r"\w+[，。；！？,;!?]", source) if 4 <= len(clause) <= 30]
    alphabet = "".join(clauses)
    made: list[str] = []
    while len(made) < count:
        if made and chance.random() < 0.25:
            characters = list(chance.choice(made))
            edits = chance.randrange(13)
        else:
            length = chance.randrange(30, 300)
            characters = list("".join(chance.choices(clauses, k=length // 8))[:length])
            edits = len(characters) // 16
        for _ in range(edits):
            _edit(characters, chance, alphabet)
        made.append("".join(characters))
    return list(dict.fromkeys(map(normal, made)))


def _edit(characters: list[str], chance: random.Random, alphabet: str) -> None:
    place = chance.randrange(len(characters))
    kind = chance.random()
    if kind < 0.6:
        characters[place] = chance.choice(alphabet)
    elif kind < 0.8:
        characters.insert(place, chance.choice(alphabet))
    elif len(characters) > 1:
        del characters[place]


def _against_brute_force(texts: list[str], threshold: float, found: set[tuple[int, int]]) -> str:
    start = time.perf_counter()
    true: set[tuple[int, int]] = set()
    for first in range(0, len(texts), 500):
        scores = process.cdist(
            texts[first : first + 500], texts, scorer=fuzz.ratio, score_cutoff=100 * threshold, dtype=np.float64
        )
        rows, columns = np.nonzero(scores >= 100 * threshold)
        true.update((i, j) for i, j in zip((rows + first).tolist(), columns.tolist(), strict=True) if i < j)
    seconds = time.perf_counter() - start
    both = len(true & found)
    return f"| {len(texts) / seconds:.0f} | {both / len(true):.6f} | {both / len(found):.6f} |"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=3000, help="paragraphs to make; 0: the growth of the join alone")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threshold", type=float, nargs="+", default=[0.8, 0.85, 0.9, 0.95])
    return parser.parse_args()


if __name__ == "__main__":
    main()
