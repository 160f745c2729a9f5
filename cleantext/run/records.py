"""What is written down about a document beside its text: its ledger, its suggestions, and why it failed."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from cleantext.document import Document

_ESCAPED = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")


def to_json(document: Document) -> bytes:
    """Return the ledger of a document as JSON in UTF-8, from which `Document.from_dict` makes an equal one."""
    return _written(document.to_dict(), indent=1)


def ledger_line(document: Document) -> bytes:
    """Return the ledger of a document as `to_json` does, but in one line."""
    return _written(document.to_dict())


def suggestions_line(document: Document) -> bytes:
    """Return what a person should decide about a document, in one line."""
    found = document.to_dict()
    return _written({key: found[key] for key in ("source", "suggestions")})


def quarantine_line(source: str, row: int | None, reason: str, raw: bytes | None) -> bytes:
    """Return a document that has no result, in one line: where it is, why, and its bytes.

    The bytes are under `text` where they are UTF-8, and under `base64` where they are not. They are left out where
    they could not be read.
    """
    found: dict[str, Any] = {"source": source, "reason": reason}
    if row is not None:
        found["row"] = row
    if raw is not None:
        try:
            found["text"] = raw.decode()
        except UnicodeDecodeError:
            found["base64"] = b64encode(raw).decode()
    return _written(found)


def _written(found: Mapping[str, Any], indent: int | None = None) -> bytes:
    """Return JSON in UTF-8; what a terminal could obey, and what is no UTF-8, is written as JSON's escapes."""
    text = json.dumps(found, ensure_ascii=False, indent=indent, separators=None if indent else (",", ":"))
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text).encode() + b"\n"
