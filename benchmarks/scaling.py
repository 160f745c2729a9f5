"""How the time grows: with the length of one document, and with the number of rules.

Usage: python benchmarks/scaling.py [--megabytes 1 10 100] [--rules 300 1000 3000] [--rounds 3]
Documents are made of the sentences of the cleaned seeds in a random order, ten a paragraph; rules are invented notices
made of words that occur there, so that their anchors are hit as often as real ones are.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import time
from pathlib import Path

from cleantext import Pipeline, Rule, default_pipeline
from cleantext.fold import fold
from cleantext.rules import builtin_rules

SEEDS = Path(__file__).parent.parent / "seeds"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", nargs="*", type=int, default=[1, 10, 100])
    parser.add_argument("--rules", nargs="*", type=int, default=[300, 1000, 3000])
    parser.add_argument("--rounds", type=int, default=3)
    settings = parser.parse_args()
    pipeline = default_pipeline()
    seeds = [pipeline(path.read_text("utf-8")).text for path in sorted(SEEDS.glob("*.txt"))]
    sentences = re.findall(r"[^。\n]{10,}。", "\n".join(seeds))
    for megabytes in settings.megabytes:
        text = _document(sentences, megabytes)
        speed = _speed(pipeline, [text], settings.rounds if megabytes < 50 else 1)
        print(f"one document of {len(text.encode()) / 1e6:6.1f} MB: {speed:6.1f} MB/s")
    words = re.findall(r"[\u4e00-\u9fff]{2}", "".join(seeds))
    for number in settings.rules:
        rules = [_rule(words, i) for i in range(number - len(builtin_rules()))]
        print(f"{number:6,} rules: {_speed(default_pipeline(rules=rules), seeds, settings.rounds):6.1f} MB/s")


def _document(sentences: list[str], megabytes: int) -> str:
    """Make a document of that many megabytes of UTF-8."""
    chosen = random.Random(megabytes)  # noqa: S311 - a document, not a secret
    paragraphs: list[str] = []
    size = 0
    while size < megabytes * 1_000_000:
        paragraphs.append("".join(chosen.choices(sentences, k=10)))
        size += len(paragraphs[-1].encode()) + 1
    return "\n".join(paragraphs)


def _rule(words: list[str], number: int) -> Rule:
    notice = fold("".join(random.Random(number).sample(words, 4)))  # noqa: S311 - a rule, not a secret
    return Rule(
        id=f"invented-{number}",
        category="share_header",
        reason="an invented notice",
        pattern=f"{notice}[0-9]+",
        examples=((f"{notice}12\n甲", "甲"),),
        counter_examples=("甲",),
    )


def _speed(pipeline: Pipeline, texts: list[str], rounds: int) -> float:
    """Return megabytes of UTF-8 a second, the median of some rounds."""
    pipeline(texts[0][:1000])
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        for text in texts:
            pipeline(text)
        taken.append(time.process_time() - start)
    return sum(len(text.encode()) for text in texts) / 1e6 / statistics.median(taken)


if __name__ == "__main__":
    main()
