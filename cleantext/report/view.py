"""A document as pieces of text and changes, ready for JSON: what the page needs to show it, and no more."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Any, Final

from cleantext.document import Document
from cleantext.edits import Change
from cleantext.report.samples import Sample, clipped, sample_of, with_passages

WHOLE: Final = 20_000
"""Of a longer document, in code points, the text far from any change is left out."""

NEAR: Final = 300
"""So much text is shown around each change of a document that is not shown whole, in code points."""

MOST_CHANGES: Final = 300
"""So many changes of one document are shown."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def view_of(document: Document, number: int, share: float, *, warned: bool) -> dict[str, Any]:
    """Return a document as it is shown; `number` tells it from all others."""
    return {
        "number": number,
        "source": document.source or f"document {number}",
        "verdict": str(document.verdict),
        "reason": document.verdict.reason,
        "warned": warned,
        "warnings": [[one.code, one.message] for one in document.warnings],
        "characters": len(document.original),
        "changes": len(document.changes),
        "suggestions": len(document.suggestions),
        "share": share,
        "parts": list(_parts(document)),
    }


def sample_view(sample: Sample) -> dict[str, Any]:
    """Return one change as it is shown among others of its rule."""
    return {"source": sample.source, "before": sample.before, "after": sample.after, **_change(sample)}


def _parts(document: Document) -> Iterator[str | int | dict[str, Any]]:
    """Yield text as strings, how much is left out as numbers, and changes; suggestions only where no change is."""
    original = document.original
    whole = len(original) <= WHOLE
    starts = [change.start for change in document.changes]
    position = 0
    for change, keep, suggested in sorted(with_passages(document), key=_place)[:MOST_CHANGES]:
        following = bisect_right(starts, change.start)
        crosses = suggested and following < len(starts) and starts[following] < change.end
        if change.start < position or crosses:
            continue
        yield from _text(original[position : change.start], first=position == 0, whole=whole)
        yield _change(sample_of(document, change, keep, suggested=suggested))
        position = change.end
    rest = original[position:]
    yield rest if whole else rest[:NEAR]
    if not whole and len(rest) > NEAR:
        yield len(rest) - NEAR


def _place(one: tuple[Change, str, bool]) -> tuple[int, bool]:
    change, _, suggested = one
    return change.start, suggested


def _text(text: str, *, first: bool, whole: bool) -> Iterator[str | int]:
    """Yield a stretch of text between two changes, without its middle where it is long."""
    head = 0 if first else NEAR
    if whole or len(text) <= head + NEAR:
        yield text
        return
    yield text[:head]
    yield len(text) - head - NEAR
    yield text[-NEAR:]


def _change(sample: Sample) -> dict[str, Any]:
    return {
        "start": sample.start,
        "removed": sample.removed,
        "replacement": sample.replacement,
        "edits": [[one.rule, one.category, one.safety, one.reason, _evidence(one.evidence)] for one in sample.edits],
        "keep": "" if _SURROGATE.search(sample.keep) else sample.keep,
        "suggested": sample.suggested,
    }


def _evidence(evidence: Mapping[str, Any]) -> str:
    return clipped(", ".join(f"{key}: {_said(value)}" for key, value in evidence.items()))


def _said(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
