"""Whether a rule does what its own examples say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Final

from cleantext.document import Document
from cleantext.filters.notices import DropNotices
from cleantext.filters.repair.table import builtin_table
from cleantext.pipeline import Pipeline
from cleantext.rules import Keep, Rule, builtin_rules
from cleantext.rules.slow import slow_text

_NEAR: Final = 0.85
"""How much of a name has to be that of another one for it to be a slip of the pen."""

_CURE: Final = (
    "a repetition inside a repetition, or several of .* one behind the other, takes too long:"
    " write what stands between, and how many characters at the most, like .{0,40}"
)


def check_rule(rule: Rule) -> list[str]:
    """Run a rule alone over its own examples and counter-examples.

    Returns:
        What is wrong, one sentence each; empty where the rule is right: no text makes its patterns slow, it turns each
        example's text into what should stay, under its own id, finds nothing more in a second run, and leaves the
        counter-examples alone.
    """
    slow = slow_text(rule)
    if slow:
        return [f"is slow for a line like {slow!r}; {_CURE}"]
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


def check_keep(keep: Keep, rules: Iterable[Rule]) -> list[str]:
    """Look at a passage to keep, beside a person's own rules.

    Returns:
        What is wrong, one sentence each: the rule that it names is nearly that of another rule of notices or repair,
        and so a slip of the pen. Names of other filters' rules are not looked at.
    """
    known = {rule.id for rule in (*builtin_rules(), *rules)} | {one.id for one in builtin_table().confusions}
    near = get_close_matches(keep.rule, known, 1, cutoff=_NEAR) if keep.rule and keep.rule not in known else []
    return [f"no rule is called {keep.rule!r}; did you mean {one!r}?" for one in near]


def reused_ids(rules: Iterable[Rule]) -> list[str]:
    """Return what is wrong with rules of a person's own that have the id of a rule of the library or of one another."""
    taken = {rule.id: "a rule of the library" for rule in builtin_rules()}
    problems: list[str] = []
    for rule in rules:
        if rule.id in taken:
            problems.append(f"{rule.id!r} is also the id of {taken[rule.id]}; give yours another")
        taken.setdefault(rule.id, "another of these rules")
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
