"""The report as one HTML page that needs nothing else: no network, no other file."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from dataclasses import asdict
from importlib.resources import files
from typing import Any, Final

from cleantext.report.tally import SHARES, Tally
from cleantext.report.view import sample_view

_ESCAPED = re.compile("[<>&\x7f-\x9f\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_PLACE = re.compile(r"\{(policy|style|data|script)\}")

RULES: Final = 500
"""So many rules are shown, those with the most changes first."""


def page(tally: Tally) -> str:
    """Return the page.

    Text of documents stands in it as JSON without one `<`, `>` or `&`, in an element that is never run, and the policy
    of the page allows its own script and style and nothing else. Surrogates, which decoded text never has, are shown as
    U+FFFD.
    """
    style, script = _asset("report.css"), _asset("report.js")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )
    parts = {"policy": policy, "style": style, "script": script, "data": _escaped(page_data(tally))}
    return _PLACE.sub(lambda match: parts[match[1]], _asset("report.html"))


def page_data(tally: Tally) -> dict[str, Any]:
    """Return everything that the page shows."""
    rules = sorted(tally.rules.items(), key=lambda one: (-one[1].count.changes, -one[1].count.suggestions, one[0]))
    categories = sorted(tally.categories.items(), key=lambda one: (-one[1].changes, -one[1].suggestions, one[0]))
    data: dict[str, Any] = {
        "totals": totals(tally),
        "all": tally.documents,
        "categories": [{"name": name, **asdict(count)} for name, count in categories],
        "rules": [
            {
                "id": name,
                "category": rule.category,
                "safety": rule.safety,
                "reason": rule.reason,
                "documents": rule.documents,
                **asdict(rule.count),
                "samples": [sample_view(one) for one in rule.samples.sorted()],
            }
            for name, rule in rules[:RULES]
        ],
        "shares": shares(tally),
        "warnings": [
            *tally.warnings.most_common(),
            *((f"left as it was: {name}", number) for name, number in not_text(tally)),
        ],
        "documents": tally.shown(),
    }
    return {**data, "id": hashlib.sha256(json.dumps(data).encode()).hexdigest()[:16]}


def totals(tally: Tally) -> list[tuple[str, int | str]]:
    """Return the names and numbers that a report begins with."""
    share = tally.total.removed / max(tally.characters, 1)
    return [
        ("documents", tally.documents),
        ("changed", tally.changed),
        ("with warnings or no text", tally.warned),
        ("characters", tally.characters),
        ("characters removed", tally.total.removed),
        ("share removed", f"{share:.2%}"),
        ("characters repaired", tally.total.repaired),
        ("changes", tally.total.changes),
        *([("changes that touch a passage to keep", tally.kept)] if tally.keeps else []),
        ("suggestions", tally.total.suggestions),
        *([("ledgers that could not be read", tally.unread)] if tally.unread else []),
        ("made by", "; ".join(name for name in sorted(tally.made_by) if name) or "unknown"),
    ]


def shares(tally: Tally) -> list[tuple[str, int]]:
    """Return the classes of the share removed, with the number of documents in each."""
    bounds = zip((0.0, *SHARES), SHARES, strict=False)
    names = ["nothing" if high == 0 else f"{low:.1%} to {high:.1%}".replace(".0%", "%") for low, high in bounds]
    return list(zip(names, tally.share_classes, strict=True))


def not_text(tally: Tally) -> list[tuple[str, int]]:
    """Return what documents are that are no text, with their number."""
    return [(name, number) for name, number in tally.verdicts.most_common() if name != "text"]


def _escaped(data: dict[str, Any]) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", _SURROGATE.sub("\ufffd", text))


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _asset(name: str) -> str:
    return files("cleantext").joinpath(f"report/assets/{name}").read_text("utf-8")
