"""Where the time of the default pipeline goes: each filter in each round, and the parts that filters share.

Usage: python benchmarks/costs.py [FOLDER...] [--rounds 15]
Without a folder the seeds are measured, as they are and cleaned; each folder is one corpus of text files in UTF-8. Of
every part and document the fastest of some rounds counts; parts lie inside the filters that use them.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from corpora import corpora

from cleantext import Pipeline, default_pipeline
from cleantext.pipeline import name_of

FILTER = ("cleantext.pipeline", "Pipeline._filtered")
PARTS = {
    "the verdict": ("cleantext.pipeline", "judge"),
    "the scan": ("cleantext.scan", "_found"),
    "finding rules, with the scan": ("cleantext.rules", "RuleSet.find"),
    "the score": ("cleantext.filters.notices.score.decide", "judge"),
    "what is said of scored lines": ("cleantext.filters.notices.score.decide", "described"),
    "applying edits": ("cleantext.document", "Document.apply"),
}
"""What lies inside filters or beside them: the module, and the name in it."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=15)
    settings = parser.parse_args()
    for name, texts in corpora(settings.folders).items():
        _report(name, texts, settings.rounds)


def _report(name: str, texts: list[str], rounds: int) -> None:
    pipeline = default_pipeline()
    best: dict[tuple[int, str], float] = {}
    for _ in range(rounds):
        for number, text in enumerate(texts):
            for part, taken in _times(pipeline, text).items():
                best[number, part] = min(best.get((number, part), taken), taken)
    sums: defaultdict[str, float] = defaultdict(float)
    for (_, part), taken in best.items():
        sums[part] += taken
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    print(f"\n{name}: {len(texts)} documents, {megabytes:.2f} MB, {megabytes / sums['all']:.1f} MB/s")
    for part, taken in sorted(sums.items(), key=lambda item: -item[1]):
        print(f"{part:34} {taken / len(texts) * 1e6:8.0f} us a document {100 * taken / sums['all']:5.1f} %")


def _times(pipeline: Pipeline, text: str) -> dict[str, float]:
    """Return how many seconds each part takes in cleaning one text."""
    taken: defaultdict[str, float] = defaultdict(float)
    calls: Counter[str] = Counter()

    def filter_in_round(_: object, one: Any, *_rest: object) -> str:  # noqa: ANN401 - a filter
        calls[name_of(one)] += 1
        return f"  {name_of(one)}, round {calls[name_of(one)]}"

    with ExitStack() as measured:
        measured.enter_context(_measured(*FILTER, filter_in_round, taken))
        for part, place in PARTS.items():
            measured.enter_context(_measured(*place, lambda *_, part=part: f"    {part}", taken))
        start = time.process_time()
        pipeline(text)
        taken["all"] += time.process_time() - start
    return dict(taken)


@contextmanager
def _measured(module: str, name: str, label: Callable[..., str], taken: defaultdict[str, float]) -> Iterator[None]:
    """Add up, while the context lasts, the time of a function or a method by what `label` makes of its arguments."""
    owner: Any = import_module(module)
    *classes, name = name.split(".")
    for each in classes:
        owner = getattr(owner, each)
    original = getattr(owner, name)

    def measured(*args: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the function takes and returns
        shown = label(*args)
        start = time.process_time()
        result = original(*args, **named)
        taken[shown] += time.process_time() - start
        return result

    setattr(owner, name, measured)
    try:
        yield
    finally:
        setattr(owner, name, original)


if __name__ == "__main__":
    main()
