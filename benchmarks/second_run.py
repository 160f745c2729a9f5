"""Whether a second run changes anything, on documents put together from pieces that notices and damage are made of.

Usage: python benchmarks/second_run.py [--documents 10000] [--seed 1]
Pieces: the lines of the seeds, of every rule's examples and counter-examples, of the golden cases, and noise.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from cleantext import default_pipeline
from cleantext.rules import builtin_rules

ROOT = Path(__file__).parent.parent
NOISE = [
    "", "- 3 -", "4", "第5页 共9页", "\f", "\u200b", " ", "12", "1、", "工作布臵", "〞", "“甲", "3\n难", "⼀",
    "讲", "话",
]  # fmt: skip
PIPELINES = {
    "safe": default_pipeline(safety="safe"),
    "default": default_pipeline(),
    "everything": default_pipeline(safety="suggest", profile="page", script="t2s", assume_rewritten=True),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    settings = parser.parse_args()
    chance = random.Random(settings.seed)  # noqa: S311 - a seeded draw, not a secret
    pieces = _pieces()
    changed = dict.fromkeys(PIPELINES, 0)
    for _ in range(settings.documents):
        rows = [chance.choice(NOISE if chance.random() < 0.3 else pieces) for _ in range(chance.randint(1, 45))]
        for name, pipeline in PIPELINES.items():
            once = pipeline("\n".join(rows)).text
            again = pipeline(once)
            if again.changes:
                changed[name] += 1
                print(f"{name}: {again.changes[0].edits[0].rule} in {once!r}")
    for name, count in changed.items():
        print(f"{name}: {count} of {settings.documents:,} documents changed by a second run")


def _pieces() -> list[str]:
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    texts += [path.read_text("utf-8") for path in sorted((ROOT / "tests" / "cases").glob("*.toml"))]
    for rule in builtin_rules():
        texts += [text for pair in rule.examples for text in pair]
        texts += rule.counter_examples
    return [line[:200] for text in texts for line in text.split("\n")]


if __name__ == "__main__":
    main()
