"""Puts back what was taken off the front of the bytes: a byte order mark, or the rest of a cut character."""

from __future__ import annotations

from dataclasses import replace

from cleantext.decoded import Damage, Decoded
from cleantext.decoding.reading import MARK, shifted


def behind_mark(decoded: Decoded, size: int) -> Decoded:
    """Let the offsets in bytes count from a byte order mark of `size` bytes, which leaves nothing in the text."""
    return _moved(decoded, size, 0) if size else decoded


def behind_cut(decoded: Decoded, size: int) -> Decoded:
    """Put one U+FFFD in front of the text, for the `size` bytes that are left of a character."""
    if not size:
        return decoded
    if decoded.damage and decoded.damage[0].byte_start == 0:
        first, *others = _moved(decoded, size, 0).damage
        return replace(_moved(decoded, size, 0), damage=(replace(first, byte_start=0), *others))
    moved = _moved(decoded, size, 1)
    return replace(moved, text=MARK + decoded.text, damage=(Damage(0, size, 0, 1), *moved.damage))


def _moved(decoded: Decoded, by_bytes: int, by_characters: int) -> Decoded:
    """Let all offsets count from further in front; the first part begins there."""
    first, *others = [
        replace(
            part,
            byte_start=part.byte_start + by_bytes,
            byte_end=part.byte_end + by_bytes,
            start=part.start + by_characters,
            end=part.end + by_characters,
        )
        for part in decoded.parts
    ]
    parts = (replace(first, byte_start=0, start=0), *others)
    return replace(decoded, damage=shifted(decoded.damage, by_bytes, by_characters), parts=parts)
