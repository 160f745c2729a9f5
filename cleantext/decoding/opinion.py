"""Asks chardet, for bytes that are not Chinese."""

from __future__ import annotations

from typing import Final

from cleantext.decoding.candidates import superset

LONGEST: Final = 65_536
"""How many bytes it is shown."""
NO_MATCH: Final = 0.1
"""Its confidence in the answer for bytes that it knows nothing of."""


def ask(data: bytes) -> tuple[str, float]:
    """Return Python's name of the encoding and chardet's confidence; an empty name where it has no opinion.

    Source: chardet 7.7. Its answer without a match is cp1252 at 0.10; None means bytes that are no text.
    """
    import chardet  # noqa: PLC0415 - it takes 60 ms to import, and few inputs need it

    found = chardet.detect(data[:LONGEST], prefer_superset=True, compat_names=False)
    name, confidence = found["encoding"], found["confidence"]
    known = superset(name) if name else ""
    return (known, float(confidence)) if known and confidence != NO_MATCH else ("", 0.0)
