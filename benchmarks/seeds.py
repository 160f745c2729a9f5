"""Quality on the seeds: what was marked by hand and found, and what was lost that nobody marked.

Usage: python benchmarks/seeds.py [--json]
Gold: tests/seeds/gold.toml, and the changes that were read and agreed, tests/seeds/*.json.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cleantext import Document, default_pipeline
from cleantext.lines import lines

ROOT = Path(__file__).parent.parent
AGREED = ROOT / "tests" / "seeds"


def main() -> None:
    figures = measure()
    if "--json" in sys.argv:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:28} {value}")


def measure() -> dict[str, int]:
    """Return how many marks of each kind there are, how many were found, and what else was taken."""
    total = dict.fromkeys(
        ("notices_marked", "notices_found", "page_marks_marked", "page_marks_found", "damage_marked", "damage_mended",
         "content_lost", "changes_not_agreed"), 0,
    )  # fmt: skip
    pipeline = default_pipeline()
    for name, gold in tomllib.loads((AGREED / "gold.toml").read_text("utf-8")).items():
        document = pipeline((ROOT / "seeds" / f"{name}.txt").read_bytes())
        for key, value in _figures(document, gold, AGREED / f"{name}.json").items():
            total[key] += value
    return total


def changes_of(document: Document) -> list[list[str]]:
    """Return the changes of a document in the form in which they were read and agreed: rules, removed, replacement."""
    return [
        [" ".join(edit.rule for edit in change.edits), document.original[change.start : change.end], change.replacement]
        for change in document.changes
    ]


def _figures(document: Document, gold: dict[str, Any], agreed: Path) -> dict[str, int]:
    text = document.original
    gone = {i for change in document.changes for i in range(change.start, change.end)}
    rows = lines(text)
    notices = [range(rows[number - 1].start, rows[number - 1].end) for number in gold["notices"]]
    marks = _page_marks(text, gold.get("page_marks"), rows)
    allowed = {i for span in (*notices, *marks) for i in span}
    damaged = gold.get("damaged", {})
    known = json.loads(agreed.read_text("utf-8"))
    return {
        "notices_marked": len(notices),
        "notices_found": sum(gone.issuperset(span) for span in notices),
        "page_marks_marked": len(marks),
        "page_marks_found": sum(gone.issuperset(span) for span in marks),
        "damage_marked": sum(damaged.values()),
        "damage_mended": sum(count - document.text.count(word) for word, count in damaged.items()),
        "content_lost": sum(_lost(document, allowed)),
        "changes_not_agreed": sum(change not in known for change in changes_of(document)),
    }


def _lost(document: Document, allowed: set[int]) -> Iterator[int]:
    """Yield how many characters each change takes away that nobody marked; what is replaced is not lost."""
    for change in document.changes:
        if not change.replacement:
            taken = range(change.start, change.end)
            yield sum(i not in allowed and not document.original[i].isspace() for i in taken)


def _page_marks(text: str, gold: dict[str, Any] | None, rows: list[Any]) -> list[range]:
    if gold is None:
        return []
    start = rows[gold.get("from_line", 1) - 1].start
    found = [range(match.start(), match.end()) for match in re.compile(gold["pattern"]).finditer(text, start)]
    if len(found) != gold["count"]:
        raise ValueError(f"{gold['pattern']} marks {len(found)} places and not {gold['count']}")
    return found


if __name__ == "__main__":
    main()
