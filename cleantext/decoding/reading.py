"""Bytes that have been read: the text, and where bytes were invalid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from cleantext.decoded import Damage

MARK: Final = "\ufffd"
"""Stands in the text for a run of invalid bytes."""

Piece: TypeAlias = tuple[int, str | None]
"""How many bytes, and their text; None where they are invalid."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Bytes read in one encoding, with offsets that count from their beginning."""

    encoding: str
    text: str
    damage: tuple[Damage, ...] = ()

    @property
    def lost(self) -> int:
        """How many bytes are invalid."""
        return sum(one.byte_end - one.byte_start for one in self.damage)


def assemble(encoding: str, pieces: Iterable[Piece]) -> Reading:
    """Put pieces together; neighbouring invalid ones become one U+FFFD, empty ones nothing.

    >>> assemble("utf-8", [(1, "a"), (2, None), (1, None), (3, "文")]).damage
    (Damage(byte_start=1, byte_end=4, start=1, end=2),)
    """
    texts: list[str] = []
    damage: list[Damage] = []
    at = position = 0
    for size, text in pieces:
        if text is not None:
            if size:
                texts.append(text)
                position += len(text)
        elif damage and damage[-1].byte_end == at:
            damage[-1] = replace(damage[-1], byte_end=at + size)
        elif size:
            texts.append(MARK)
            damage.append(Damage(at, at + size, position, position + 1))
            position += 1
        at += size
    return Reading(encoding, "".join(texts), tuple(damage))


def shifted(damage: Sequence[Damage], by_bytes: int, by_characters: int) -> tuple[Damage, ...]:
    """Return the same places where so many bytes and characters stand before them."""
    if not by_bytes and not by_characters:
        return tuple(damage)
    return tuple(
        Damage(one.byte_start + by_bytes, one.byte_end + by_bytes, one.start + by_characters, one.end + by_characters)
        for one in damage
    )
