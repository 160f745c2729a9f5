"""The figures of quality that need nothing but the project's own data, for `check_floors.py`; a minute of work.

Usage: python benchmarks/quick.py
"""

from __future__ import annotations

import json
from pathlib import Path

from labelled import read
from notices import Score, add
from repair import forms

import seeds
from cleantext import Pipeline, default_pipeline
from cleantext.filters.notices import DropNotices

ROOT = Path(__file__).parent.parent
CALIBRATION = ROOT / "benchmarks" / "data" / "notices" / "calibration"
LAYOUT = ROOT / "tests" / "cases" / "layout_documents.jsonl"


def main() -> None:
    for group, figures in measure().items():
        for name, value in figures.items():
            print(f"{group:10} {name:28} {value}")


def measure() -> dict[str, dict[str, int]]:
    """Return figures by group; those whose names end in `lost`, `changed` or `agreed` are the better the fewer."""
    return {"seeds": seeds.measure(), "notices": _notices(), "repair": _repair(), "layout": _layout()}


def _notices() -> dict[str, int]:
    """Count characters of notices on sites that took no part in training, though they set the score's limit."""
    score = Score()
    pipeline = Pipeline((DropNotices(),))
    for folder in sorted(CALIBRATION.iterdir()):
        for one in read(folder):
            add(score, one, pipeline(one.text))
    return {
        "notices_marked": score.notice.total(),
        "notices_found": score.found.total(),
        "content_lost": score.lost,
        "false_friends_lost": score.friends_lost,
    }


def _repair() -> dict[str, int]:
    made, used = forms()
    return {
        "damaged_sentences": len(made),
        "damaged_sentences_repaired": sum(right for _, right in made),
        "right_sentences": len(used),
        "right_sentences_changed": sum(not right for _, right in used),
    }


def _layout() -> dict[str, int]:
    """Count labelled documents that come out exactly; a trap is one that needs nothing."""
    pipeline = default_pipeline()
    rows: list[dict[str, str]] = [json.loads(line) for line in LAYOUT.read_text("utf-8").splitlines()]
    exact = [pipeline(row["text"]).text == row["expected"] for row in rows]
    traps = [row["text"] == row["expected"] for row in rows]
    return {
        "documents_mended": sum(right and not trap for right, trap in zip(exact, traps, strict=True)),
        "traps_kept": sum(right and trap for right, trap in zip(exact, traps, strict=True)),
    }


if __name__ == "__main__":
    main()
