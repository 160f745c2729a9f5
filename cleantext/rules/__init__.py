"""Rules: what a notice looks like, as data that carries its own tests."""

from cleantext.rules.keep import Keep, Kept
from cleantext.rules.load import (
    RuleFile,
    builtin_rules,
    load_rule_file,
    load_rules,
    parse_rule_file,
    parse_rules,
    unique_ids,
)
from cleantext.rules.match import Found, RuleSet
from cleantext.rules.model import Rule
from cleantext.rules.write import to_toml

__all__ = [
    "Found",
    "Keep",
    "Kept",
    "Rule",
    "RuleFile",
    "RuleSet",
    "builtin_rules",
    "load_rule_file",
    "load_rules",
    "parse_rule_file",
    "parse_rules",
    "to_toml",
    "unique_ids",
]
