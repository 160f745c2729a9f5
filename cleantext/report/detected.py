"""How files are encoded, for a person and for a program."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Final

from cleantext.decoded import Decoded
from cleantext.errors import DecodeError

HEADER: Final = ("file", "encoding", "confidence", "damage", "parts", "how")
FIRST: Final = 3
"""How many places of damage, and how many parts, are shown to a person."""


def damage(decoded: Decoded) -> str:
    """Say how many places of the bytes are invalid, and where the first ones are."""
    places = ", ".join(f"{one.byte_start}-{one.byte_end}" for one in decoded.damage[:FIRST])
    more = ", ..." if len(decoded.damage) > FIRST else ""
    return f"{len(decoded.damage):,} at bytes {places}{more}" if decoded.damage else "none"


def parts(decoded: Decoded) -> str:
    """Say which parts of the bytes are in which encoding; `one` where all are in the same."""
    if len(decoded.parts) < 2:
        return "one"
    places = ", ".join(f"{one.encoding} {one.byte_start}-{one.byte_end}" for one in decoded.parts[:FIRST])
    return f"{len(decoded.parts):,}: {places}{', ...' if len(decoded.parts) > FIRST else ''}"


def row(name: str, decoded: Decoded) -> tuple[str, ...]:
    """Return the cells below `HEADER`."""
    return name, decoded.encoding, f"{decoded.confidence:.2f}", damage(decoded), parts(decoded), decoded.how


def json_line(name: str, decoded: Decoded) -> str:
    """Return everything but the text as one line of JSON, in ASCII."""
    about = {key: value for key, value in asdict(decoded).items() if key != "text"}
    return json.dumps({"file": name, **about})


def refused_line(name: str, error: DecodeError) -> str:
    """Return as one line of JSON that a file is no text, and what it seems to be."""
    return json.dumps({"file": name, "refused": error.kind, "reason": error.reason})
