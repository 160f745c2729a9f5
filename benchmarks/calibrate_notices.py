"""Sets the limits of the score of notices, on documents that took no part in training, and writes them down.

Usage: python benchmarks/calibrate_notices.py PATH... --clean FOLDER... [--pages JOINED.jsonl] [--weights FILE]

A PATH is a folder of labelled documents as in `notices.py`; each FOLDER is clean text of one kind, of which every
fourth file is used (none of those trained on). JOINED.jsonl is what `page_labels.py join` writes: real pages, of which
those of the calibration split are used. A limit is the lowest one at which no more is lost than `ALLOWED` says: of the
content of all documents, of that of pages and of false friends, and of clean text. With few documents the loss that is
met is a guess: each limit is so high that the same holds in 80 % of draws of the documents.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unittest.mock import patch

import numpy as np
import samples
from labelled import Labelled, read
from notice_curve import Measured, measure
from notices import Score, add

from cleantext import Pipeline
from cleantext.filters.notices import DropNotices
from cleantext.filters.notices.score import decide
from cleantext.filters.notices.score.judged import WEIGHTS
from cleantext.filters.notices.score.model import Model, load

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHIPPED = Path(__file__).parent.parent / "cleantext" / WEIGHTS
DRAWS: Final = 100
SURE: Final = 0.8
GRID: Final = 1 - np.geomspace(0.4, 0.001, 120)
PAGE_GRID: Final = 1 - np.geomspace(0.005, 0.1, 14)

PAGES_LOST: Final = 0.0025
"""Share of the content of pages that the profile `page` may lose with all that it does: half of what is aimed at."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """Shares of characters that may be lost: of the content of documents and pages, of false friends, of clean text."""

    content: float
    pages: float
    friends: float
    clean: float


ALLOWED: Final = {
    "document": Allowed(0.0003, 0.02, 0.0003, 0.000015),
    "suggest": Allowed(0.01, 1, 0.01, 0.0005),
}
"""Less than is aimed at: documents of a hand that was left out of training lose several times more than these."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--clean", nargs="+", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--pages", type=Path, help="labelled real pages")
    parser.add_argument("--weights", type=Path, default=SHIPPED)
    options = parser.parse_args()
    model = load(options.weights)
    pages = of_calibration(options.pages) if options.pages else []
    labelled = [one for path in options.paths for one in read(path)]
    texts = as_labelled(options.clean)
    measured = [[measure(one, model) for one in texts_of] for texts_of in (labelled, pages, texts)]
    limits = {name: limit_for(allowed, *measured) for name, allowed in ALLOWED.items()}
    limits["page"] = page_limit(replace(model, limits=limits | {"page": 1.0}), pages)
    limits["suggest"] = min(limits["suggest"], limits["document"] - 0.01, limits["page"] - 0.01)
    for name, limit in limits.items():
        print(f"{name}: {limit:.4f}")
    replace(model, limits=limits).save(options.weights)


def as_labelled(folders: Sequence[Path]) -> list[Labelled]:
    """Return the clean texts as documents without a label."""
    texts = samples.clean_texts(folders, samples.CALIBRATED)
    return [Labelled(str(number), "clean", "\n".join(lines), {}) for number, lines in enumerate(texts)]


def of_calibration(path: Path) -> list[Labelled]:
    """Return the real pages that may set limits."""
    entries = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    chosen = {entry["id"] for entry in entries if entry["split"] == "calibration"}
    return [one for one in read(path) if one.name in chosen]


def limit_for(
    allowed: Allowed, documents: Sequence[Measured], pages: Sequence[Measured], clean: Sequence[Measured]
) -> float:
    """Return the lowest limit of the grid at which no more than allowed is lost."""
    friends = [one for one in documents if not one.notice.any()]
    shares = ((documents, allowed.content), (pages, allowed.pages), (friends, allowed.friends), (clean, allowed.clean))
    found = [reached(measured, share) for measured, share in shares if measured]
    print("  ".join(f"{limit:.4f}" for limit in found))
    return max(found)


def page_limit(model: Model, pages: Sequence[Labelled]) -> float:
    """Return the lowest limit, from the top, at which the filter with its blocks loses no more than allowed."""
    best = float(PAGE_GRID[0])
    for limit in PAGE_GRID.tolist():
        limited = replace(model, limits=model.limits | {"page": limit})
        score = Score()
        with patch.object(decide, "shipped", return_value=limited):
            pipeline = Pipeline((DropNotices(profile="page"),))
            for one in pages:
                add(score, one, pipeline(one.text))
        print(f"{limit:.4f} {score.row('pages')}")
        if score.lost > PAGES_LOST * score.content:
            break
        best = limit
    return best


def reached(measured: Sequence[Measured], share: float) -> float:
    """Return the lowest limit at which at most this share of the content is lost, in most draws of the documents."""
    lost = np.array([losses(one) for one in measured])
    content = np.array([(one.counted & ~one.notice).sum() for one in measured])
    chance = np.random.default_rng(1)
    found = []
    for _ in range(DRAWS):
        drawn = chance.integers(0, len(measured), len(measured))
        over = lost[drawn].sum(axis=0) > share * content[drawn].sum()
        found.append(GRID[min(int(np.flatnonzero(over).max(initial=-1)) + 1, len(GRID) - 1)])
    return float(np.quantile(found, SURE))


def losses(one: Measured) -> NDArray[np.int64]:
    """Return how much content of a document each limit of the grid takes; what rules take is not the score's."""
    score = np.sort(one.score[one.counted & ~one.notice & (one.score <= 1)])
    return len(score) - np.searchsorted(score, GRID)


if __name__ == "__main__":
    main()
