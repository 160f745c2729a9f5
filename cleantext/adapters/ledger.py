"""The ledger of a document in one string, as tables and metadata can hold it."""

from __future__ import annotations

import json

from cleantext.document import Document


def ledger_of(document: Document) -> str:
    """Return the ledger as JSON in ASCII; `Document.from_dict(json.loads(...))` makes an equal document of it."""
    return json.dumps(document.to_dict(), separators=(",", ":"))
