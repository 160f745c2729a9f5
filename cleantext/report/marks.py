"""What a person found right or wrong, as the page of the report gives it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from cleantext.errors import CleantextError
from cleantext.report.samples import Sample
from cleantext.rules import Keep

FORMAT: Final = 1
"""Version of the form of marks."""


class MarksError(CleantextError, ValueError):
    """A file of marks is none; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a person said of one change.

    Attributes:
        wrong: whether it should not have been made.
        rules: the rules that made it, each once.
        keep: the passage by which it is known again; empty where there is none.
        removed: what it took away.
        replacement: what it put there.
        source: the document.
    """

    wrong: bool
    rules: tuple[str, ...]
    keep: str
    removed: str = ""
    replacement: str = ""
    source: str = ""


def mark_of(sample: Sample, *, wrong: bool) -> Mark:
    """Mark a change."""
    rules = tuple(dict.fromkeys(edit.rule for edit in sample.edits))
    return Mark(wrong, rules, sample.keep, sample.removed, sample.replacement, sample.source)


def parse_marks(data: bytes) -> list[Mark]:
    """Read the file that the page of the report gives for download.

    Raises:
        MarksError: it is none.
    """
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise MarksError(f"no JSON: {error}") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT or not isinstance(found.get("marks"), list):
        raise MarksError(f"no marks in format {FORMAT}; download them from the page that cleantext report wrote")
    return [_mark(one, number) for number, one in enumerate(found["marks"], 1)]


def keeps_of(marks: Iterable[Mark]) -> Iterator[Keep]:
    """Yield what must stay in the next run: the passage of each change that is wrong, from whatever rule.

    Often a second rule would take what the first one leaves.
    """
    for mark in marks:
        if mark.wrong and mark.keep:
            yield Keep(mark.keep, seen=f"{mark.source}: {', '.join(mark.rules)}")


def verdicts(marks: Iterable[Mark]) -> list[tuple[str, int, int]]:
    """Return, for each rule, how many of its changes are right and how many wrong."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for mark in marks:
        (wrong if mark.wrong else right).update(mark.rules)
    return [(rule, right[rule], wrong[rule]) for rule in sorted(right | wrong)]


def _mark(one: Any, number: int) -> Mark:  # noqa: ANN401 - JSON of any shape
    texts = ("keep", "removed", "replacement", "source")
    if (
        not isinstance(one, dict)
        or one.get("mark") not in ("right", "wrong")
        or not isinstance(one.get("rules"), list)
        or not all(isinstance(text, str) for text in (*one["rules"], *(one.get(name) for name in texts)))
    ):
        raise MarksError(f"mark {number} has not the form that the page of the report writes")
    return Mark(one["mark"] == "wrong", tuple(one["rules"]), *(one[name] for name in texts))
