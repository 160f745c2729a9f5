"""Refuses files of known kinds by the bytes that they begin with."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from cleantext.errors import DecodeError

HEAD: Final = 4096
"""How many bytes are looked at."""
CONTROLS: Final = bytes({*range(0x20), 0x7F} - set(b"\t\n\f\r\x1b"))
"""Bytes that text does not hold."""


def refuse(data: bytes) -> None:
    """Raise an error if the bytes begin like a file that is no text.

    A signature without control characters might begin a text; it counts only where the bytes after it hold some.

    Raises:
        DecodeError: with the kind of file.
    """
    head = data[:HEAD]
    known = _signatures()
    for one in (*known.get(head[:1], ()), *known[b""]):
        if head.startswith(one.start) and head.startswith(one.more, one.at) and (one.certain or controls(head)):
            raise DecodeError(one.kind, f"the bytes begin like {one.name}")


def controls(data: bytes) -> int:
    r"""Count the bytes that text does not hold.

    >>> controls(b"text\n"), controls(b"\x00\x01\x02")
    (0, 3)
    """
    return len(data) - len(data.translate(None, CONTROLS))


def starts() -> list[tuple[bytes, str]]:
    """Return the first bytes of each kind of file that is known by them, and the name of the kind."""
    return [(one.start, one.name) for listed in _signatures().values() for one in listed if one.start]


@dataclass(frozen=True, slots=True)
class _Signature:
    """Bytes at the start of a file, and more of them at an offset."""

    kind: str
    name: str
    start: bytes
    at: int
    more: bytes
    certain: bool


@cache
def _signatures() -> dict[bytes, list[_Signature]]:
    """Return the signatures by their first byte; by no byte where any may stand first."""
    table = tomllib.loads(files("cleantext").joinpath("data/signatures.toml").read_text("utf-8"))
    found: dict[bytes, list[_Signature]] = {b"": []}
    for one in table["signature"]:
        start, more = bytes.fromhex(one["start"]), bytes.fromhex(one.get("more", ""))
        certain = one.get("certain", False) or controls(start + more) > 0
        signature = _Signature(one["kind"], one["name"], start, one.get("at", 0), more, certain)
        found.setdefault(start[:1], []).append(signature)
    return found
