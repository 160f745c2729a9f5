"""Writing rules as a rule file, which `load_rules` reads back as the same rules."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import MISSING, fields

from cleantext.rules.model import Rule

_UNSAFE = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")
_LITERAL = re.compile(r"[^'\x00-\x08\x0a-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]*")
_FIRST = ("id", "category", "reason", "part", "where", "pattern", "items", "least", "holds", "unless", "once", "safety")
_LAST = ("seen", "examples", "counter_examples")


def to_toml(rules: Iterable[Rule]) -> str:
    """Return the text of a rule file with these rules; what has its default value is left out.

    >>> from cleantext.rules import builtin_rules, parse_rules
    >>> parse_rules(to_toml(builtin_rules()).encode(), "a file") == builtin_rules()
    True
    """
    return "\n".join(map(_entry, rules))


def _entry(rule: Rule) -> str:
    defaults = {one.name: one.default for one in fields(Rule) if one.default is not MISSING}
    lines = ["[[rule]]"]
    for name in (*_FIRST, *_LAST):
        value = getattr(rule, name)
        if name in defaults and name != "safety" and value == defaults[name]:
            continue
        lines.append(f"{name:<8} = {_written(name, value)}")
    return "\n".join(lines) + "\n"


def _written(name: str, value: object) -> str:
    if isinstance(value, tuple):
        return "[\n" + "".join(f"    {_quoted_all(one)},\n" for one in value) + "]"
    if isinstance(value, bool | int):
        return str(value).lower()
    text = str(value)
    return (
        f"'{text}'" if name in ("pattern", "items", "holds", "unless") and _LITERAL.fullmatch(text) else _quoted(text)
    )


def _quoted_all(value: object) -> str:
    return f"[{', '.join(map(_quoted, value))}]" if isinstance(value, tuple) else _quoted(str(value))


def _quoted(text: str) -> str:
    """Quote a text as TOML does, with escapes for what a terminal could obey or an editor would not show.

    A surrogate, which TOML cannot hold, becomes U+FFFD.
    """
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNSAFE.sub(lambda match: _escape(ord(match[0])), quoted)


def _escape(code: int) -> str:
    return "\ufffd" if 0xD800 <= code < 0xE000 else f"\\u{code:04x}"
