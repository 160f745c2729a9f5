"""Rules for a person to look at."""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.text import Text

from cleantext.report.printable import printable
from cleantext.rules import Rule

HEADER: Final = ("id", "category", "part", "where", "safety", "reason")


def row(rule: Rule) -> tuple[str, ...]:
    """Return the cells below `HEADER`."""
    return rule.id, rule.category, rule.part, rule.where, rule.safety, rule.reason


def show(rule: Rule, target: Console) -> None:
    """Print everything that a rule says; line ends in examples are shown as escapes."""
    for name in (*HEADER, "seen", "pattern", "items", "holds", "unless"):
        if getattr(rule, name):
            _print(target, name, getattr(rule, name))
    if rule.items:
        _print(target, "least", str(rule.least))
    for before, after in rule.examples:
        _print(target, "example", before)
        _print(target, "  becomes", after or "(nothing)")
    for text in rule.counter_examples:
        _print(target, "unchanged", text)


def _print(target: Console, name: str, value: str) -> None:
    target.print(Text.assemble((f"{name:<11}", "dim"), printable(value)), soft_wrap=True)
