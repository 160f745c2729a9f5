"""Measures what the filter of notices finds, and what it takes that is no notice.

Usage: python benchmarks/notices.py PATH... [--labels] [--show N] [--profile document|page]

A PATH is a JSON Lines file of labelled documents or a folder of them; see `labelled.py`. Blanks are not counted, and
neither are labels that are not notices, such as page numbers. `notice_curve.py` draws the curve over all limits.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from labelled import Labelled, read

from cleantext import Document, Pipeline
from cleantext.categories import NOTICES
from cleantext.filters.notices import DropNotices

BLANK = re.compile(r"\s")


@dataclass(slots=True)
class Score:
    """Characters of documents, blanks aside."""

    documents: int = 0
    content: int = 0
    friends: int = 0
    friends_lost: int = 0
    lost: int = 0
    notice: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def row(self, name: str) -> str:
        """Return one line of the table."""
        found, notice = self.found.total(), self.notice.total()
        precision = found / max(found + self.lost, 1)
        recall = found / max(notice, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        loss = self.lost / max(self.content, 1)
        return (
            f"{name:12} {self.documents:5} {precision:9.4f} {recall:7.4f} {f1:7.4f} {loss:8.3%}"
            f" {self.friends_lost:6} of {self.friends}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--labels", action="store_true", help="recall for each label")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="the first N errors of each kind")
    parser.add_argument("--profile", choices=("document", "page"), default="document")
    parser.add_argument("--rules-alone", action="store_true", help="without the learned score")
    options = parser.parse_args()
    pipeline = Pipeline((DropNotices(profile=options.profile, scored=not options.rules_alone),))
    print("what         texts precision  recall      f1     loss   lost of friends' characters")
    for path in options.paths:
        score = Score()
        for one in read(path):
            add(score, one, pipeline(one.text))
        print(score.row(path.stem))
        if options.labels:
            print_labels(score)
        for kind in ("LOST", "MISSED"):
            for error in [one for one in score.errors if one.startswith(kind)][: options.show]:
                print(error)


def add(score: Score, labelled: Labelled, document: Document) -> None:
    """Count one document, and remember its errors."""
    text = labelled.text
    ink = {at for at in range(len(text)) if not BLANK.match(text, at)}
    ink -= {at for at, label in labelled.label_of.items() if label not in NOTICES}
    notice = ink & labelled.label_of.keys()
    removed = ink & {at for change in document.changes for at in range(change.start, change.end)}
    lost = removed - notice
    score.documents += 1
    score.content += len(ink - notice)
    score.lost += len(lost)
    if not labelled.label_of:
        score.friends += len(ink)
        score.friends_lost += len(lost)
    score.notice.update(labelled.label_of[at] for at in notice)
    score.found.update(labelled.label_of[at] for at in notice & removed)
    for change in document.changes:
        wrong = lost & set(range(change.start, change.end))
        if wrong:
            rules = "+".join(edit.rule for edit in change.edits)
            score.errors.append(f"LOST {labelled.name} {rules} {text[min(wrong) : max(wrong) + 1]!r}")
    for at, end in runs(notice - removed, text):
        score.errors.append(f"MISSED {labelled.name} {labelled.label_of[at]} {text[at:end]!r}")


def runs(positions: set[int], text: str) -> Iterator[tuple[int, int]]:
    """Yield `positions` as stretches of one line each, half-open; blanks do not end one."""
    start = end = -1
    for at in sorted(positions):
        if start >= 0 and not text[end:at].strip(" \t\u3000") and "\n" not in text[end:at]:
            end = at + 1
            continue
        if start >= 0:
            yield start, end
        start, end = at, at + 1
    if start >= 0:
        yield start, end


def print_labels(score: Score) -> None:
    for label, count in score.notice.most_common():
        print(f"    {label:22} {count:6} {score.found[label] / count:7.3f}")


if __name__ == "__main__":
    main()
