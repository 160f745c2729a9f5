"""Rule files: TOML, one `[[rule]]` or `[[keep]]` an entry."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from cleantext.errors import RuleError
from cleantext.rules.keep import Keep
from cleantext.rules.keys import check_keys
from cleantext.rules.model import Rule

_KEYS = [one.name for one in fields(Rule) if one.init]
_KEEP_KEYS = [one.name for one in fields(Keep)]
_ENTRIES = {"rule", "keep"}
_REQUIRED = ("id", "category", "reason", "pattern")


@dataclass(frozen=True, slots=True)
class RuleFile:
    """What a rule file holds: rules of one's own, and passages that must stay whatever another rule says."""

    rules: tuple[Rule, ...]
    keeps: tuple[Keep, ...] = ()


def load_rules(path: str | PathLike[str]) -> tuple[Rule, ...]:
    """Read the rules of one file.

    Raises:
        RuleError: the file is no TOML, or a rule has a mistake: the message names file and rule and says what to write.
        OSError: the file cannot be read.
    """
    return load_rule_file(path).rules


def load_rule_file(path: str | PathLike[str]) -> RuleFile:
    """Read one file whole: its rules, and the passages to keep.

    Raises:
        RuleError: see `load_rules`.
        OSError: the file cannot be read.
    """
    return parse_rule_file(Path(path).read_bytes(), fspath(path))


def parse_rules(data: bytes, name: str) -> tuple[Rule, ...]:
    """Read the rules of a file that has been read already; `name` is what messages call it.

    Raises:
        RuleError: see `load_rules`.
    """
    return parse_rule_file(data, name).rules


def parse_rule_file(data: bytes, name: str) -> RuleFile:
    """Read everything in a file that has been read already; `name` is what messages call it.

    Raises:
        RuleError: see `load_rules`.
    """
    try:
        entries = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(f"{name}: not a TOML file in UTF-8: {error}") from error
    if not entries or entries.keys() - _ENTRIES or not all(map(_is_table_list, entries.values())):
        raise RuleError(f"{name}: a rule file holds [[rule]] and [[keep]] entries and nothing else")
    try:
        keeps = tuple(_keeps(entries.get("keep", [])))
    except RuleError as error:
        raise RuleError(f"{name}: {error}") from error
    rules: dict[str, Rule] = {}
    for number, entry in enumerate(entries.get("rule", []), 1):
        try:
            rule = _rule(entry, number)
        except RuleError as error:
            raise RuleError(f"{name}: {error}") from error
        if rule.id in rules:
            raise RuleError(f"{name}: {rule.id!r} is the id of two rules; give one of them another")
        rules[rule.id] = rule
    return RuleFile(tuple(rules.values()), keeps)


@cache
def builtin_rules() -> tuple[Rule, ...]:
    """Return the rules that come with the library, in the order of their files' names.

    Raises:
        RuleError: two files use the same id.
    """
    folder = files("cleantext").joinpath("data/notices")
    found = sorted((one for one in folder.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name)
    rules = tuple(rule for one in found for rule in parse_rules(one.read_bytes(), one.name))
    unique_ids(rules)
    return rules


def unique_ids(rules: tuple[Rule, ...]) -> None:
    """Check that no two rules share an id.

    Raises:
        RuleError: two do.
    """
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise RuleError(f"{rule.id!r} is the id of two rules; give one of them another")
        seen.add(rule.id)


def _rule(entry: dict[str, Any], number: int) -> Rule:
    name = repr(entry.get("id", number))
    check_keys(entry, _KEYS, f"rule {name}")
    for key in _REQUIRED:
        if key not in entry:
            raise RuleError(f"rule {name} has no {key}; write {key} = '...'")
    return Rule(**{
        **entry,
        "examples": _pairs(entry.get("examples", [])),
        "counter_examples": tuple(entry.get("counter_examples", ())),
    })  # fmt: skip


def _is_table_list(listed: object) -> bool:
    return isinstance(listed, list) and all(isinstance(one, dict) for one in listed)


def _keeps(listed: list[dict[str, Any]]) -> Iterator[Keep]:
    for number, entry in enumerate(listed, 1):
        check_keys(entry, _KEEP_KEYS, f"keep {number}")
        yield Keep(**{"text": "", **entry})


def _pairs(listed: list[Any]) -> tuple[tuple[str, str], ...]:
    return tuple((one[0], one[1]) if isinstance(one, list) and len(one) == 2 else ("", "") for one in listed)
