"""What a rule is, and everything that can be wrong with one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Final, Literal, TypeAlias, get_args

from cleantext.categories import NOTICES
from cleantext.edits import SAFETIES, Safety
from cleantext.errors import RuleError
from cleantext.rules.pattern import analyse

SHORT: Final = 240
"""Rules for lines of about this width, in code points, are known by how the line begins."""

Part: TypeAlias = Literal["line", "block", "span"]
Where: TypeAlias = Literal["head", "tail", "anywhere"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One notice: how to know it, and what proves the rule right.

    `pattern`, `items`, `holds` and `unless` are regular expressions over the fold (`cleantext.fold`): ASCII
    punctuation, small letters, Simplified characters. They are never matched across a line end.

    Attributes:
        id: kebab-case and stable for ever: it stands in people's ledgers.
        category: a label of the notice taxonomy.
        reason: one phrase for a person.
        pattern: `line`: the whole line without the blanks at its ends; `block`: the line that heads it; `span`: any
            stretch of a line.
        examples: pairs of a text and what the rule alone makes of it.
        counter_examples: content that uses the same words and must stay.
        part: what is removed: the line, the block, or the stretch that matched.
        where: `head` and `tail` are counted in lines that stay; see `cleantext.filters.notices`.
        safety: `safe` only where nothing is lost on clean text.
        seen: where a person can look at one.
        items: for a block, the whole of each line that belongs to it, behind its heading.
        least: for a block, how many such lines there must be.
        holds: for a block, what must be found in at least one of those lines.
        unless: where this is found in the line, the rule does not fire.
        once: whether a document that has more than one such place has them as content: a record, not a notice.

    Raises:
        RuleError: something of the above does not hold; the message says what to write.
    """

    id: str
    category: str
    reason: str
    pattern: str
    examples: tuple[tuple[str, str], ...]
    counter_examples: tuple[str, ...]
    part: Part = "line"
    where: Where = "anywhere"
    safety: Safety = "safe"
    seen: str = ""
    items: str = ""
    least: int = 1
    holds: str = ""
    unless: str = ""
    once: bool = False
    anchors: frozenset[str] = field(init=False, compare=False, repr=False)
    openings: frozenset[str] = field(init=False, compare=False, repr=False)
    width: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        for name in ("id", "category", "reason", "pattern"):
            value = getattr(self, name)
            if not isinstance(value, str) or not value:
                raise self.error(f"has no {name}; write {name} = '...'")
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", self.id):
            raise self.error('has an id that is not kebab-case; write it like id = "share-header"')
        self._check_choice("category", self.category, sorted(NOTICES))
        self._check_choice("part", self.part, get_args(Part))
        self._check_choice("where", self.where, get_args(Where))
        self._check_choice("safety", self.safety, SAFETIES)
        self._check_examples()
        if (self.part == "block") != bool(self.items):
            raise self.error("has part = \"block\" and items = '...' only together; write both, or neither")
        if self.holds and self.part != "block":
            raise self.error('has holds without part = "block"; write what must be found into the pattern')
        for name in ("pattern", "items", "holds", "unless"):
            if getattr(self, name):
                self._check_pattern(name, getattr(self, name))
        found = analyse(self.pattern)
        if not found.anchors and not (self.part != "span" and found.openings and found.width <= SHORT):
            raise self.error(
                "has a pattern without two fixed characters in a row, so it would be tried at every line;"
                " write into it the words that the notice always has"
            )
        for name in ("anchors", "openings", "width"):
            object.__setattr__(self, name, getattr(found, name))

    def __reduce__(self) -> tuple[type[Rule], tuple[Any, ...]]:
        """Pickle what was written, not what follows from it: the same bytes in every process."""
        return Rule, tuple(getattr(self, one.name) for one in fields(self) if one.init)

    def error(self, what: str) -> RuleError:
        """Return the error that says `what` is wrong with this rule."""
        return RuleError(f"rule {self.id!r} {what}")

    def _check_choice(self, name: str, value: str, choices: tuple[str, ...] | list[str]) -> None:
        if value not in choices:
            near = get_close_matches(str(value), choices, 1) or list(choices)
            raise self.error(f'has {name} = {value!r}; write {name} = "{near[0]}" or another of: {", ".join(choices)}')

    def _check_examples(self) -> None:
        if not self.examples or any(len(one) != 2 or one[0] == one[1] for one in self.examples):
            raise self.error(
                'has no example that changes; write examples = [["the notice\\nthe text", "the text"]],'
                " what comes in and what stays"
            )
        if not self.counter_examples:
            raise self.error(
                'has no counter-example; write counter_examples = ["a sentence of content that uses the same words"]'
            )

    def _check_pattern(self, name: str, pattern: str) -> None:
        try:
            found = analyse(pattern)
        except (re.error, RecursionError, OverflowError) as error:
            raise self.error(f"has a {name} that is no regular expression: {error}") from error
        if found.unfolded:
            plain = ", ".join(f"{folded!r} for {one!r}" for one, folded in found.unfolded)
            raise self.error(f"has a {name} that can never match, since rules match the folded text; write {plain}")
        if found.matches_empty:
            raise self.error(f"has a {name} that matches the empty text; make some part of it obligatory")


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a rule's pattern, once."""
    return re.compile(pattern)
