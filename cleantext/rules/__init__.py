"""Rules: what a notice looks like, as data that carries its own tests."""

from cleantext.rules.load import builtin_rules, load_rules, parse_rules, unique_ids
from cleantext.rules.match import Found, RuleSet
from cleantext.rules.model import Rule
from cleantext.rules.write import to_toml

__all__ = ["Found", "Rule", "RuleSet", "builtin_rules", "load_rules", "parse_rules", "to_toml", "unique_ids"]
