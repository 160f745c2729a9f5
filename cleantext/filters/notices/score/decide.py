"""Decisions by score: what goes, what is only suggested, and on what evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from cleantext.categories import NOTICES
from cleantext.edits import Safety
from cleantext.filters.notices.score.grams import labels, packed
from cleantext.filters.notices.score.judged import Judged
from cleantext.filters.notices.score.model import Model, shipped
from cleantext.filters.notices.score.reasons import evidence
from cleantext.filters.notices.score.scored import Rated, rate, rate_page
from cleantext.lines import Span, line_at

LABELS: Final = tuple(sorted(NOTICES))
"""The labels in the order of the model's columns."""


def judge(text: str, ruled: Iterable[Span], profile: str) -> list[Judged]:
    """Return what the score takes for notices in a text, in order; no two overlap.

    Args:
        text: the document's text.
        ruled: what rules describe in it, wherever that stands.
        profile: whose limit to use.
    """
    model = shipped()
    rated = rate_page(text, ruled, model) if profile == "page" else rate(text, ruled, model)
    if rated is None:
        return []
    found: list[tuple[list[int], Safety]] = []
    taken: set[int] = set()
    for safety, limit in _limits(model, profile):
        stretches = list(_stretches(rated, limit, taken))
        taken.update(row for rows in stretches for row in rows)
        found.extend((rows, safety) for rows in stretches)
    return _judged(text, rated, sorted(found))


def described(judged: Sequence[Judged]) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the category and the evidence of each of some decisions about one document."""
    rated = judged[0].rated if judged else None
    if rated is None:
        return []
    model, rows = shipped(), [one.row for one in judged]
    pack = packed(rated.looked.view.codes, rated.looked.view.cut, rated.segments[rows])
    categories = [LABELS[number] for number in labels(pack, model.labels, model.label_bias).tolist()]
    return list(zip(categories, evidence(rated, model, rows, pack), strict=True))


def _limits(model: Model, profile: str) -> tuple[tuple[Safety, float], ...]:
    return ("likely", model.limits[profile]), ("suggest", model.limits["suggest"])


def _stretches(rated: Rated, limit: float, taken: set[int]) -> Iterator[list[int]]:
    """Yield the rows of segments that reach the limit, neighbours of one line together."""
    cut, chosen = rated.looked.view.cut, rated.segments
    stretch: list[int] = []
    for row in np.flatnonzero(rated.chance >= limit).tolist():
        if row in taken:
            continue
        at = chosen[row]
        if stretch and (chosen[stretch[-1]] != at - 1 or cut.line[at] != cut.line[at - 1]):
            yield stretch
            stretch = []
        stretch.append(row)
    if stretch:
        yield stretch


def _judged(text: str, rated: Rated, stretches: list[tuple[list[int], Safety]]) -> list[Judged]:
    """Judge stretches of segments, each of one line, by the one that speaks most for a notice."""
    cut = rated.looked.view.cut
    found: list[Judged] = []
    for rows, safety in stretches:
        first, last = rated.segments[rows[0]], rated.segments[rows[-1]]
        whole = bool(cut.first[first] and cut.last[last])
        span = line_at(text, int(cut.starts[first])) if whole else Span(int(cut.starts[first]), int(cut.ends[last]))
        best = max(rows, key=rated.chance.__getitem__)
        found.append(Judged(span, whole, safety, round(float(rated.chance[best]), 4), rated, best))
    return found
