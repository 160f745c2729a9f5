"""A person's own rule file, to which passages are added."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from cleantext.byhand import read_by_hand
from cleantext.rules import Keep, RuleFile, parse_rule_file
from cleantext.run.write import write

_HEAD = """\
# Rules and passages of your own; used by: cleantext clean --rules THIS-FILE ...
# [[keep]]: nothing that touches `text` is changed; with rule = "..." only that rule leaves it alone. A shorter text is
# found in more places.
"""
_ESCAPED = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def add_keeps(path: Path, keeps: Iterable[Keep]) -> int:
    """Add passages to a rule file, which is made if there is none; what stands there already is not touched.

    Returns:
        How many were new. Passages with a surrogate, which no UTF-8 file can hold, are not added.

    Raises:
        RuleError: the file that is there has a mistake; it stays as it is.
        OSError: it cannot be read or written.
    """
    old = read_by_hand(path) if path.exists() else b""
    present = parse_rule_file(old, str(path)) if old.strip() else RuleFile(())
    known = {(one.text, one.rule) for one in present.keeps}
    new: dict[tuple[str, str], Keep] = {}
    for keep in keeps:
        if (keep.text, keep.rule) not in known and not _SURROGATE.search(keep.text + keep.rule):
            new.setdefault((keep.text, keep.rule), keep)
    if new:
        end = b"" if not old or old.endswith(b"\n") else b"\n"
        data = (old or _HEAD.encode()) + end + "".join(map(_entry, new.values())).encode()
        parse_rule_file(data, str(path))
        write(path, data)
    return len(new)


def _entry(keep: Keep) -> str:
    values = {"rule": keep.rule, "text": keep.text, "seen": _SURROGATE.sub("\ufffd", keep.seen)}
    lines = (f"{name} = {_quoted(value)}\n" for name, value in values.items() if value)
    return "\n[[keep]]\n" + "".join(lines)


def _quoted(text: str) -> str:
    """Return a text as TOML has it; what cannot be seen is written as an escape."""
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))
