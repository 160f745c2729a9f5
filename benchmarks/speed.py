"""Speed beside peers in one process and one run: MB of UTF-8 a second, and the ratio to decoding that UTF-8.

Usage: PYTHONPATH=. python benchmarks/speed.py [FOLDER...] [--rounds 5]
Without a folder the seeds are measured: `clean` is their cleaned text, `damaged` the seeds as they are. With folders,
each is one corpus of text files in UTF-8. Peers are measured where they are installed: see `peers.py`. The path in
front lets this package be found before `clean-text`, which uses its name. All works take turns in each round.
"""

from __future__ import annotations

import argparse
import gc
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from corpora import corpora
from peers import installed_peers

from cleantext import Pipeline, default_pipeline
from cleantext.pipeline import name_of
from cleantext.rules import builtin_rules

SIZE = 1_000_000
_WIDTHS = {0xFF01 + i: 0x21 + i for i in range(94)}
_ALTERNATION = re.compile("|".join(sorted({re.escape(word) for rule in builtin_rules() for word in rule.anchors})))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    settings = parser.parse_args()
    for name, texts in corpora(settings.folders).items():
        _report(name, _filled(texts), settings.rounds)


def _filled(texts: list[str]) -> list[str]:
    """Repeat the documents until there is enough to measure."""
    bytes_each = sum(len(text.encode()) for text in texts)
    return texts * max(1, SIZE // bytes_each)


def _report(name: str, texts: list[str], rounds: int) -> None:
    data = [text.encode() for text in texts]
    megabytes = sum(map(len, data)) / 1e6
    works: dict[str, Callable[[], object]] = {
        "decode UTF-8": lambda: [one.decode() for one in data],
        "text.count": lambda: [text.count("。") for text in texts],
        "str.translate": _over(lambda text: text.translate(_WIDTHS), texts),
        "one re alternation": _over(_ALTERNATION.findall, texts),
        **{label: _over(work, texts) for label, work in _ours().items()},
        **{label: _over(work, texts) for label, work in installed_peers().items()},
    }
    for work in works.values():
        work()
    times: dict[str, list[float]] = {label: [] for label in works}
    for _ in range(rounds):
        for label, work in works.items():
            gc.collect()
            start = time.process_time()
            work()
            times[label].append(time.process_time() - start)
    medians = {label: statistics.median(taken) for label, taken in times.items()}
    print(f"\n{name}: {len(texts)} documents, {megabytes:.1f} MB, median of {rounds} rounds")
    for label, taken in medians.items():
        print(f"{label:28} {megabytes / taken:9.1f} MB/s   {medians['decode UTF-8'] / taken:8.4f} of decoding")


def _over(work: Callable[[str], object], texts: list[str]) -> Callable[[], object]:
    return lambda: [work(text) for text in texts]


def _ours() -> dict[str, Callable[[str], object]]:
    whole = default_pipeline()
    alone = {f"  {name_of(one)} alone": Pipeline((one,)) for one in whole}
    return {"cleantext, default pipeline": whole, **alone}


if __name__ == "__main__":
    main()
