"""Whether a rule does what its own examples say."""

from __future__ import annotations

from collections.abc import Iterator

from cleantext.document import Document
from cleantext.filters.notices import DropNotices
from cleantext.pipeline import Pipeline
from cleantext.rules import Rule


def check_rule(rule: Rule) -> list[str]:
    """Run a rule alone over its own examples and counter-examples.

    Returns:
        What is wrong, one sentence each; empty where the rule is right: it turns each example's text into what should
        stay, under its own id, finds nothing more in a second run, and leaves the counter-examples alone.
    """
    alone = Pipeline((DropNotices((rule,), builtin=False),), safety="suggest")
    problems: list[str] = []
    for number, (before, after) in enumerate(rule.examples, 1):
        problems += (f"example {number} {what}" for what in _wrong_with(alone(before), after, rule.id))
        if alone(after).changes:
            problems.append(f"example {number} is changed again by a second run, into {alone(after).text!r}")
    for number, text in enumerate(rule.counter_examples, 1):
        if alone(text).changes:
            problems.append(f"counter-example {number} should stay, but becomes {alone(text).text!r}")
    return problems


def _wrong_with(document: Document, after: str, rule: str) -> Iterator[str]:
    if not document.changes:
        yield (
            "is not found; a pattern is matched with small letters, ASCII punctuation and Simplified characters,"
            " where `where` says"
        )
    elif document.text != after:
        yield f"becomes {document.text!r}, not {after!r}"
    others = {edit.rule for change in document.changes for edit in change.edits} - {rule}
    if others:
        yield f"is changed by {', '.join(sorted(others))}"
