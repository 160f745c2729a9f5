"""The data file of confusions, read once, when the first text needs it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from os import PathLike, fspath
from typing import Any, Final

from cleantext.byhand import parse_toml, read_by_hand
from cleantext.errors import RuleError
from cleantext.filters.repair.model import OFFICE, Confusion, Context, Joined, context, joined
from cleantext.filters.repair.weights import FILE as WEIGHTS
from cleantext.fold import is_folded
from cleantext.rules.keys import check_keys

FILE: Final = "data/confusions.toml"

_CONTEXTS = ("hard", "collocations", "document", "weak", "unless")
_PAIRS = ("examples", "rewritten", "suggested")
_STRINGS = ("unless_text", "counter_examples")
_WORDS = ("id", "wrong", "right", "family", "seen")
_KEYS = [one.name for one in fields(Confusion)]


@dataclass(frozen=True)
class Table:
    """All confusions, and the words that go with them.

    Attributes:
        confusions: in the order of the file.
        counted: units that follow a plain count, such as 名.
        measured: units whose numbers may be anything, such as 元.
        organisations: how names of organisations end.
        about_errors: what a document about errors of writing says, folded.
    """

    confusions: tuple[Confusion, ...]
    counted: tuple[str, ...]
    measured: tuple[str, ...]
    organisations: tuple[str, ...]
    about_errors: frozenset[str]

    @cached_property
    def words(self) -> frozenset[str]:
        """What the shared scan looks for."""
        wrong = {one.wrong for one in self.confusions if len(one.wrong) > 1}
        return frozenset({*self.about_errors, *wrong, *self.originals})

    @cached_property
    def originals(self) -> frozenset[str]:
        """The originals that the scan can find; any other one is counted by itself."""
        return frozenset(
            one.right
            for one in self.confusions
            if (one.document or one.weak) and len(one.right) > 1 and is_folded(one.right) and max(one.right) <= "\uffff"
        )

    @cached_property
    def proofs(self) -> dict[str, Joined]:
        """What proves the word of each confusion, by its id, wrong in any text."""
        return {one.id: joined(one.hard + one.collocations) for one in self.confusions}

    @cached_property
    def doubts(self) -> dict[str, Joined]:
        """What speaks against the word of each confusion, by its id, in a re-written text."""
        return {one.id: joined(one.document + one.weak) for one in self.confusions}

    @cached_property
    def guards(self) -> dict[str, Joined]:
        """What keeps the word of each confusion, by its id."""
        return {one.id: joined(one.unless) for one in self.confusions}

    @cached_property
    def witnesses(self) -> tuple[Confusion, ...]:
        """The soft pairs of the replacer that is judged."""
        return tuple(one for one in self.confusions if one.soft and one.family == OFFICE)

    @cached_property
    def replacer(self) -> dict[str, str]:
        """What the replacer of the soft pairs looks for, and what it writes."""
        return {one.right: one.wrong for one in self.witnesses}

    @cached_property
    def characters(self) -> tuple[str, ...]:
        """The wrong words of one character, which the scan cannot find."""
        return tuple(word for word in self.by_word if len(word) == 1)

    @cached_property
    def by_word(self) -> dict[str, list[Confusion]]:
        """The confusions of each wrong word, in the order of the file."""
        found: dict[str, list[Confusion]] = {}
        for one in self.confusions:
            found.setdefault(one.wrong, []).append(one)
        return found


@cache
def builtin_table() -> Table:
    """Return the confusions that come with the library.

    Raises:
        RuleError: the file has a mistake.
    """
    return parse_table(files("cleantext").joinpath(FILE).read_bytes(), FILE)


@lru_cache(maxsize=16)
def table_with(confusions: tuple[Confusion, ...], unless: tuple[str, ...]) -> Table:
    """Return the table that comes with the library, with pairs and guards of the caller's own."""
    table = builtin_table()
    if not confusions and not unless:
        return table
    entries = {one.id: one for one in (*table.confusions, *confusions)}
    guards = {one.wrong: _contexts(list(unless), one.wrong, one.id) for one in entries.values()}
    return replace(
        table,
        confusions=tuple(replace(one, unless=(*one.unless, *guards[one.wrong])) for one in entries.values()),
    )


def load_confusions(source: str | PathLike[str]) -> tuple[Confusion, ...]:
    """Read confusions of your own from a file, written as `cleantext/data/confusions.toml` is.

    Raises:
        RuleError: the file has a mistake: the message names file and entry and says what to write.
        OSError: it cannot be read.
    """
    return parse_table(read_by_hand(source), fspath(source)).confusions


@cache
def digest() -> str:
    """Return a digest of the files that the confusions and their weights come from."""
    found = [files("cleantext").joinpath(name).read_bytes() for name in (FILE, WEIGHTS)]
    return hashlib.sha256(b"".join(found)).hexdigest()


def parse_table(data: bytes, name: str) -> Table:
    """Read a file of confusions; `name` is what messages call it.

    Raises:
        RuleError: the file is no TOML, or an entry has a mistake: the message names file and entry and says what to do.
    """
    try:
        return _table(parse_toml(data))
    except ValueError as error:
        raise RuleError(f"{name}: {error}") from error


def _table(content: dict[str, Any]) -> Table:
    numbers, entries = content.get("numbers", {}), content.get("confusion", [])
    if (
        not isinstance(numbers, dict)
        or not isinstance(entries, list)
        or not all(isinstance(one, dict) for one in entries)
    ):
        raise RuleError("[numbers] is a table and [[confusion]] begins an entry; write both in brackets")
    listed = {
        "unless": content.get("unless", []),
        "organisations": content.get("organisations", []),
        "about_errors": content.get("about_errors", []),
        "counted": numbers.get("counted", []),
        "measured": numbers.get("measured", []),
    }
    if set(content) - {"unless", "organisations", "about_errors", "numbers", "confusion"} or "confusion" not in content:
        raise RuleError(
            "write unless, organisations, about_errors, one [numbers] table, [[confusion]] entries, and nothing else"
        )
    for key, value in listed.items():
        if not _is_strings(value):
            raise RuleError(f"{key} is a list of strings; write {key} = ['...']")
    mentions = _contexts(listed["unless"], "", "for all")
    found: dict[str, Confusion] = {}
    for number, entry in enumerate(entries, 1):
        one = _confusion(entry, number, mentions)
        if one.id in found:
            raise RuleError(f"{one.id!r} is the id of two confusions; give one of them another")
        found[one.id] = one
    return Table(
        tuple(found.values()),
        tuple(listed["counted"]),
        tuple(listed["measured"]),
        tuple(listed["organisations"]),
        frozenset(listed["about_errors"]),
    )


def _confusion(entry: dict[str, Any], number: int, mentions: tuple[Context, ...]) -> Confusion:
    name = repr(entry.get("id", number))
    check_keys(entry, _KEYS, f"confusion {name}")
    for key in _WORDS:
        if not isinstance(entry.get(key), str):
            raise RuleError(f"confusion {name} has no {key}; write {key} = '...'")
    values: dict[str, Any] = {key: entry[key] for key in _WORDS}
    for key in _CONTEXTS:
        values[key] = _contexts(_checked(entry, key, name, _is_strings, "['~群众']"), entry["wrong"], name)
    for key in _STRINGS:
        values[key] = tuple(_checked(entry, key, name, _is_strings, "['...']"))
    for key in _PAIRS:
        values[key] = tuple((one[0], one[1]) for one in _checked(entry, key, name, _is_pairs, "[['from', 'to']]"))
    if "certain" in entry:
        if not isinstance(entry["certain"], int | float) or isinstance(entry["certain"], bool):
            raise RuleError(f"confusion {name} has a threshold that is no number; write certain = 3.5")
        values["certain"] = float(entry["certain"])
    values["unless"] += mentions
    return Confusion(**values)


def _checked(entry: dict[str, Any], key: str, name: str, right: Callable[[Any], bool], how: str) -> list[Any]:
    value = entry.get(key, [])
    if not right(value):
        raise RuleError(f"confusion {name} has a {key} of another shape; write {key} = {how}")
    return list(value)


def _contexts(sources: list[str], wrong: str, name: str) -> tuple[Context, ...]:
    try:
        return tuple(context(source, wrong) for source in sources)
    except ValueError as error:
        raise RuleError(f"confusion {name} has a context that is wrong: {error}") from error


def _is_strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one for one in value)


def _is_pairs(value: object) -> bool:
    return isinstance(value, list) and all(_is_strings(one) and len(one) == 2 for one in value)
