"""The totals of a corpus for a person at a terminal, and for a program."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cleantext.report.page import page_data, shares, totals
from cleantext.report.printable import printable
from cleantext.report.tally import Count, Tally

WIDTH: Final = 24
"""How many columns the longest bar takes."""

_COLUMNS: Final = ("changes", "removed", "repaired", "suggested")


def show(tally: Tally, target: Console) -> None:
    """Print the totals, one table for each way to count. Numbers are right-aligned, bars are characters."""
    target.print(_table(("total", ""), ((name, _number(value)) for name, value in totals(tally))))
    by_category = sorted(tally.categories.items(), key=lambda one: (-one[1].changes, one[0]))
    by_rule = sorted(tally.rules.items(), key=lambda one: (-one[1].count.changes, one[0]))
    for title, counts in (("kind", by_category), ("rule", [(name, rule.count) for name, rule in by_rule])):
        if counts:
            target.print()
            target.print(_table((title, *_COLUMNS), ((name, *_cells(count)) for name, count in counts)))
    target.print()
    target.print(_bars("share removed", shares(tally)))
    if tally.warnings:
        target.print()
        target.print(_table(("warning", "documents"), ((name, f"{n:,}") for name, n in tally.warnings.most_common())))


def as_numbers(tally: Tally) -> str:
    """Return the totals as one JSON object, in ASCII."""
    data = page_data(tally)
    for rule in data["rules"]:
        del rule["samples"]
    chosen = {name: data[name] for name in ("categories", "rules", "shares", "warnings")}
    return json.dumps({"totals": dict(data["totals"]), **chosen}, indent=1)


def _number(value: int | str) -> str:
    return f"{value:,}" if isinstance(value, int) else value


def _cells(count: Count) -> tuple[str, ...]:
    numbers = (count.changes, count.removed, count.repaired, count.suggestions)
    return tuple(f"{number:,}" if number else "" for number in numbers)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for i, name in enumerate(header):
        table.add_column(name, justify="right" if i else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    return table


def _bars(title: str, rows: Sequence[tuple[str, int]]) -> Table:
    most = max(1, *(number for _, number in rows))
    table = _table((title, "documents"), ())
    table.add_column("")
    for name, number in rows:
        table.add_row(name, f"{number:,}", "█" * -(-number * WIDTH // most))
    return table
