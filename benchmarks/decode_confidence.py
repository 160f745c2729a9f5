"""How often decoding is right where it says that it is sure to so many percent; and the curves that make it so.

Usage: python benchmarks/decode_confidence.py FOLDER [--make]

FOLDER is `held` of what `decode_texts.py` makes. With `--make` it is `tune`, and `cleantext/data/confidence.toml` is
written: for each way in which an encoding is found, the share of right answers by the confidence before, made monotone.
The cases: every encoding of the accuracy table and every foreign one, 6 to 64 bytes, as many of each.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from decode_cases import ENCODINGS, Texts
from decode_peers import ours, same

from cleantext.decoding import confidence, decode
from cleantext.errors import DecodeError

TARGET: Final = Path(__file__).parent.parent / "cleantext" / "data" / "confidence.toml"
SIZES: Final = (6, 8, 12, 16, 32, 64)
LEAST: Final = 60
"""So many answers are put together at least."""
CERTAIN: Final = ("byte order mark", "strict utf-8")
"""What is right by its form; its confidence stays as it is."""
HEAD: Final = """\
# How often answers are right that are found in this way: points of confidence before and after, with lines between
# them. Made by benchmarks/decode_confidence.py; no text is in it.

[curves]
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """How sure an answer is, how it was found, and whether it is right."""

    sure: float
    how: str
    right: bool


def answers(texts: Texts, count: int) -> Iterator[Answer]:
    for size in SIZES:
        chinese = (case for one in ENCODINGS for case in texts.cut(*one, size, count))
        for case in (*chinese, *texts.foreign(size, count)):
            if case.data.isascii():
                continue
            try:
                decoded = decode(case.data)
            except DecodeError:
                continue
            right = any(same(case.text, text) for text in ours(case.data))
            yield Answer(decoded.confidence, decoded.how.split(";")[0], right)


def curve(found: list[Answer]) -> list[list[float]]:
    """Return the shares of right answers, which never fall; the pool-adjacent-violators algorithm."""
    found = sorted(found, key=lambda one: one.sure)
    bins = max(1, min(12, len(found) // LEAST))
    pools: list[list[Answer]] = []
    for at in range(bins):
        pools.append(found[at * len(found) // bins : (at + 1) * len(found) // bins])
        while len(pools) > 1 and _belong_together(pools[-2], pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    return [[round(sum(one.sure for one in pool) / len(pool), 4), round(share(pool), 4)] for pool in pools]


def _belong_together(one: list[Answer], other: list[Answer]) -> bool:
    return one[-1].sure == other[0].sure or share(one) >= share(other)


def share(pool: list[Answer]) -> float:
    """Return the share of right answers, never quite 0 or 1."""
    return (sum(one.right for one in pool) + 1) / (len(pool) + 2)


def make(found: list[Answer]) -> None:
    by_how: dict[str, list[Answer]] = defaultdict(list)
    for one in found:
        by_how[one.how].append(one)
    kinds = [how for how, pool in sorted(by_how.items()) if len(pool) >= LEAST and how not in CERTAIN]
    lines = [f'"{how}" = {curve(by_how[how])}\n' for how in kinds]
    TARGET.write_text(HEAD + "".join(lines), encoding="utf-8")


def table(found: list[Answer]) -> None:
    edges = (0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.0001)
    print("confidence      answers   said   right")
    error = 0.0
    for low, high in pairwise(edges):
        pool = [one for one in found if low <= one.sure < high]
        if pool:
            said, right = sum(one.sure for one in pool) / len(pool), sum(one.right for one in pool) / len(pool)
            error += abs(said - right) * len(pool) / len(found)
            print(f"{low:.2f} to {min(high, 1):.2f} {len(pool):10} {100 * said:6.1f} {100 * right:7.1f}")
    print(f"expected calibration error {100 * error:.2f} points")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="texts made by decode_texts.py")
    parser.add_argument("--count", type=int, default=60, help="cases for each encoding and length")
    parser.add_argument("--make", action="store_true", help="write the curves")
    arguments = parser.parse_args()
    if arguments.make:
        vars(confidence)["curves"] = dict
    found = list(answers(Texts(arguments.folder), arguments.count))
    if arguments.make:
        make(found)
    else:
        table(found)


if __name__ == "__main__":
    main()
