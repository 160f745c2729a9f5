"""A document's changes for a person at a terminal: before and after, with the reason of each."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from cleantext.document import Document
from cleantext.edits import Change, Edit
from cleantext.report.detected import damage
from cleantext.report.printable import printable
from cleantext.report.terminal import is_coloured

CONTEXT: Final = 20
"""How much unchanged text is shown on either side of a change, in code points."""

LONGEST: Final = 120
"""What is longer, in code points, is shown by its beginning and its end."""

_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


def explain(document: Document, target: Console) -> None:
    """Print what is known of a document: how it was decoded, what it is, and every change and suggestion.

    Text of the document is escaped: nothing in it reaches the terminal as a control character.
    """
    for line in _report(document, coloured=is_coloured(target)):
        target.print(line, soft_wrap=True)


def _report(document: Document, *, coloured: bool) -> Iterator[Text]:
    yield from _head(document)
    starts = [0, *(match.end() for match in _LINE_END.finditer(document.original))]
    suggestions = sorted(document.suggestions, key=lambda one: (one.start, one.end))
    for title, changes in (("changes", document.changes), ("suggestions, not made", suggestions)):
        yield Text()
        yield Text(f"{title}: {len(changes):,}", "bold")
        for row in _rows(changes):
            yield Text()
            yield from _entry(document.original, row, starts, coloured=coloured)


def _head(document: Document) -> Iterator[Text]:
    if document.source is not None:
        yield Text(printable(document.source), "bold")
    if document.decoded is not None:
        decoded = document.decoded
        yield _field("decoded", f"{decoded.encoding}, confidence {decoded.confidence:.2f}, by {decoded.how}")
        yield _field("damage", damage(decoded))
    yield _field("verdict", f"{document.verdict} {document.verdict.reason}")
    for one in document.warnings:
        yield _field("warning", f"{one.code}: {one.message}")


def _field(name: str, value: str) -> Text:
    return Text.assemble((f"{name:<9}", "dim"), printable(value.strip()))


def _rows(changes: Iterable[Change]) -> Iterator[list[Change]]:
    """Yield changes that touch and have the same reasons, such as the lines of one block, together."""
    row: list[Change] = []
    for change in changes:
        if row and not (row[-1].end == change.start and _reasons(row[-1]) == _reasons(change)):
            yield row
            row = []
        row.append(change)
    if row:
        yield row


def _reasons(change: Change) -> list[Edit]:
    return [replace(edit, start=0, end=0, replacement="") for edit in change.edits]


def _entry(original: str, row: Sequence[Change], starts: Sequence[int], *, coloured: bool) -> Iterator[Text]:
    start, end = row[0].start, row[-1].end
    several = f", {len(row)} changes in a row" if len(row) > 1 else ""
    yield Text(f"line {bisect_right(starts, start)}, characters {start}-{end}{several}", "cyan")
    yield _before_and_after(original, start, end, "".join(one.replacement for one in row), coloured=coloured)
    for edit in row[0].edits:
        yield Text.assemble(
            "  ", (printable(edit.rule), "bold"), f"  {edit.category}, {edit.safety}: {printable(edit.reason)}"
        )
        if edit.evidence:
            yield Text(f"    {_evidence(edit.evidence)}", "dim")


def _before_and_after(original: str, start: int, end: int, replacement: str, *, coloured: bool) -> Text:
    low, high = max(start - CONTEXT, 0), min(end + CONTEXT, len(original))
    removed, added = _clipped(original[start:end]), _clipped(replacement)
    line = Text("  " + "…" * (low > 0))
    line.append(printable(original[low:start]))
    if removed:
        line.append(removed if coloured else f"[-{removed}-]", "white on dark_red")
    if added:
        line.append(added if coloured else f"{{+{added}+}}", "white on dark_green")
    line.append(printable(original[end:high]) + "…" * (high < len(original)))
    return line


def _clipped(text: str) -> str:
    if len(text) <= LONGEST:
        return printable(text)
    half = LONGEST // 2
    return f"{printable(text[:half])} … {len(text) - 2 * half:,} characters … {printable(text[-half:])}"


def _evidence(evidence: Mapping[str, Any]) -> str:
    return ", ".join(f"{printable(str(key))} {_clipped(_told(value))}" for key, value in evidence.items())


def _told(value: Any) -> str:  # noqa: ANN401 - evidence is any JSON-ready value
    """Return a value of the evidence in words; a list of words is told one behind the other."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return "; ".join(value)
    return json.dumps(value, ensure_ascii=False)
