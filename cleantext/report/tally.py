"""What the ledgers of a corpus add up to: complete totals, and samples small enough to keep and to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

from cleantext.document import Document
from cleantext.edits import Change, Edit, removed_and_repaired
from cleantext.report.samples import Sample, sample_of, with_passages
from cleantext.report.smallest import Smallest, hash_of
from cleantext.report.view import view_of
from cleantext.rules import Keep, Kept

SHARES: Final = (0.0, 0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0)
"""Upper bounds, inclusive, of the classes in which documents are counted by the share removed."""

VERSIONS: Final = 20
"""So many versions that made the ledgers are told apart."""


@dataclass(slots=True)
class Count:
    """Changes of one kind, and the code points that they took away or made others."""

    changes: int = 0
    removed: int = 0
    repaired: int = 0
    suggestions: int = 0

    def add(self, change: Change, *, suggested: bool) -> None:
        """Count one change or one suggestion."""
        if suggested:
            self.suggestions += 1
            return
        removed, repaired = removed_and_repaired(change)
        self.changes += 1
        self.removed += removed
        self.repaired += repaired


@dataclass(slots=True)
class RuleCount:
    """What one rule did, and samples of it."""

    category: str
    safety: str
    reason: str
    samples: Smallest[Sample]
    count: Count = field(default_factory=Count)
    documents: int = 0


@dataclass(slots=True)
class Tally:
    """Totals over documents. Memory does not grow with their number.

    A change counts for the rule of its oldest edit, so that sums over rules are the totals.

    Attributes:
        samples_of_rule: how many changes of each rule are kept to be looked at.
        documents_shown: how many documents are kept to be looked at: half of them with warnings, a quarter those of
            which most was removed, the others taken at random.
        keeps: passages in which a next run will change nothing.
        kept: how many of the changes touch one of them, and so will not be made again.
        share_classes: how many documents there are in each class of `SHARES`.
    """

    samples_of_rule: int = 8
    documents_shown: int = 100
    keeps: tuple[Keep, ...] = ()
    kept: int = 0
    documents: int = 0
    changed: int = 0
    characters: int = 0
    warned: int = 0
    unread: int = 0
    total: Count = field(default_factory=Count)
    rules: dict[str, RuleCount] = field(default_factory=dict)
    categories: dict[str, Count] = field(default_factory=dict)
    verdicts: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    made_by: Counter[str] = field(default_factory=Counter)
    share_classes: list[int] = field(default_factory=lambda: [0] * len(SHARES))
    _warned: Smallest[dict[str, Any]] = field(init=False)
    _most_removed: Smallest[dict[str, Any]] = field(init=False)
    _any: Smallest[dict[str, Any]] = field(init=False)

    def __post_init__(self) -> None:
        self._warned, self._most_removed, self._any = (Smallest(self.documents_shown) for _ in range(3))

    def add(self, document: Document) -> None:
        """Count one document."""
        self.documents += 1
        self.changed += bool(document.changes)
        self.characters += len(document.original)
        self.verdicts[str(document.verdict)] += 1
        self.warnings.update({one.code for one in document.warnings})
        if document.made_by in self.made_by or len(self.made_by) < VERSIONS:
            self.made_by[document.made_by] += 1
        removed = self._add_changes(document)
        self.kept += _kept(document, self.keeps)
        share = removed / max(len(document.original), 1)
        self.share_classes[next(i for i, bound in enumerate(SHARES) if share <= bound or bound == SHARES[-1])] += 1
        self._keep(document, share)

    def shown(self) -> list[dict[str, Any]]:
        """Return the views of the documents to look at: those with warnings first, then by the share removed."""
        most = self.documents_shown
        chosen: dict[int, dict[str, Any]] = {}
        for views, limit in ((self._warned, most // 2), (self._most_removed, most * 3 // 4), (self._any, most)):
            for view in views.sorted():
                if len(chosen) < max(limit, 1):
                    chosen.setdefault(view["number"], view)
        for view in (*self._warned.sorted(), *self._most_removed.sorted()):
            if len(chosen) < most:
                chosen.setdefault(view["number"], view)
        return sorted(chosen.values(), key=lambda view: (not view["warned"], -view["share"], view["number"]))

    def samples(self) -> Iterator[Sample]:
        """Yield the samples of all rules, rule by rule."""
        for _, rule in sorted(self.rules.items()):
            yield from rule.samples.sorted()

    def _add_changes(self, document: Document) -> int:
        """Count the changes and suggestions of a document; return how many code points are gone."""
        seen: set[str] = set()
        before = self.total.removed
        for change, keep, suggested in with_passages(document):
            first = change.edits[0]
            rule = self.rules.get(first.rule)
            if rule is None:
                samples: Smallest[Sample] = Smallest(self.samples_of_rule)
                rule = self.rules[first.rule] = RuleCount(first.category, first.safety, first.reason, samples)
            for count in (self.total, rule.count, self.categories.setdefault(first.category, Count())):
                count.add(change, suggested=suggested)
            rule.documents += first.rule not in seen
            seen.add(first.rule)
            make = partial(sample_of, document, change, keep, suggested=suggested)
            rule.samples.offer(hash_of(keep, change.replacement), make)
        return self.total.removed - before

    def _keep(self, document: Document, share: float) -> None:
        """Keep the view of a document, if it is one to look at."""
        key = hash_of(document.source or "", str(self.documents))
        warned = bool(document.warnings) or document.verdict != "text"
        self.warned += warned
        make = partial(view_of, document, self.documents, share, warned=warned)
        if warned:
            self._warned.offer(key, make)
        if document.changes:
            self._most_removed.offer(-share - key / 2**62, make)
        if document.changes or document.suggestions:
            self._any.offer(key, make)


def _kept(document: Document, keeps: tuple[Keep, ...]) -> int:
    """Return how many changes of a document touch a passage to keep."""
    if not keeps:
        return 0
    bare, kept = Document(document.original), Kept(document.original, keeps)
    edits = (_as_edit(change) for change in document.changes)
    return sum(not kept.rest([edit], bare) for edit in edits)


def _as_edit(change: Change) -> Edit:
    """Return a change as one edit of the original."""
    return replace(change.edits[0], start=change.start, end=change.end, replacement=change.replacement)
