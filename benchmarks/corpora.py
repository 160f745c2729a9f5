"""The texts that speed and costs are measured on."""

from __future__ import annotations

from pathlib import Path

from cleantext import default_pipeline

SEEDS = Path(__file__).parent.parent / "seeds"


def corpora(folders: list[Path]) -> dict[str, list[str]]:
    """Return the text files of each folder; without a folder the seeds as they are, and cleaned."""
    if folders:
        return {one.name: [path.read_text("utf-8") for path in sorted(one.rglob("*.txt"))] for one in folders}
    damaged = [path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    pipeline = default_pipeline()
    return {"clean": [pipeline(text).text for text in damaged], "damaged": damaged}
