"""Changes shown one by one to a person, who says of each whether it is right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from rich.console import Console
from rich.text import Text

from cleantext.report.explain import change_lines
from cleantext.report.marks import Mark, mark_of
from cleantext.report.samples import Sample

KEYS: Final = "r right   w wrong   s or Enter skip   b back   q finish"

_NEXT: Final = {"s", " ", "\r", "\n"}


def step_through(samples: Sequence[Sample], ask: Callable[[], str], target: Console) -> list[Mark]:
    """Show the changes one after the other, and return what was said of them, in their order.

    Args:
        samples: the changes.
        ask: returns the key that was pressed; raises `EOFError` or `KeyboardInterrupt` where nobody answers any more.
        target: where they are shown.
    """
    marks: dict[int, Mark] = {}
    at = 0
    while at < len(samples):
        _show(samples[at], at, len(samples), marks.get(at), target)
        try:
            key = ask().lower()
        except (EOFError, KeyboardInterrupt):
            break
        if key == "q":
            break
        if key in {"r", "w"}:
            marks[at] = mark_of(samples[at], wrong=key == "w")
        if key == "b":
            at = max(at - 1, 0)
        elif key in {"r", "w"} | _NEXT:
            at += 1
    return [mark for _, mark in sorted(marks.items())]


def _show(sample: Sample, at: int, of: int, mark: Mark | None, target: Console) -> None:
    said = f", marked {'wrong' if mark.wrong else 'right'}" if mark else ""
    target.print()
    target.print(Text(f"{at + 1:,} of {of:,}{said}", "bold"))
    for line in change_lines(sample, target):
        target.print(line, soft_wrap=True)
    target.print(Text(KEYS, "dim"))
