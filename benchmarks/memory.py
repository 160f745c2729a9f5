"""Memory: what a pipeline, a document and a change cost, and the peak while a document is cleaned.

Usage: python benchmarks/memory.py [FILE...]
Without a file the seeds are measured, joined and repeated to a megabyte: `clean` is their cleaned text, `damaged` the
seeds as they are. Figures are those of tracemalloc: what Python objects hold, rules and compiled patterns included.
"""

from __future__ import annotations

import argparse
import gc
import tracemalloc
from pathlib import Path

from cleantext import Pipeline, default_pipeline
from cleantext.rules import builtin_rules

SEEDS = Path(__file__).parent.parent / "seeds"
SIZE = 1_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    files: list[Path] = parser.parse_args().files
    tracemalloc.start()
    pipeline = default_pipeline()
    pipeline("第一次使用。")
    ready, _ = tracemalloc.get_traced_memory()
    print(f"a pipeline, ready for use: {ready / 1e6:.1f} MB, with {len(builtin_rules())} rules")
    for name, text in ({one.name: one.read_text("utf-8") for one in files} or _seeds(pipeline)).items():
        _report(name, text, pipeline)


def _seeds(pipeline: Pipeline) -> dict[str, str]:
    damaged = [path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    clean = [pipeline(text).text for text in damaged]
    return {"clean": _filled(clean), "damaged": _filled(damaged)}


def _filled(texts: list[str]) -> str:
    """Join the documents, and repeat that until there is enough to measure."""
    joined = "\n".join(texts)
    return joined * max(1, SIZE // len(joined.encode()))


def _report(name: str, text: str, pipeline: Pipeline) -> None:
    size = len(text.encode())
    gc.collect()
    before, _ = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    document = pipeline(text)
    gc.collect()
    after, peak = tracemalloc.get_traced_memory()
    changes = len(document.changes) + len(document.suggestions)
    print(f"\n{name}: {size / 1e6:.2f} MB of UTF-8, {changes:,} changes and suggestions")
    print(f"  peak while it is cleaned   {(peak - before) / size:6.2f} times the size")
    print(f"  the document that is kept  {(after - before) / size:6.2f} times the size")
    if changes:
        print(f"  for each change            {(after - before - len(document.text) * 2) / changes:6.0f} bytes at most")


if __name__ == "__main__":
    main()
