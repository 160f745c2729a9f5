"""What the join does not do: thresholds that are too low, and more work than the caller wants. Loads no numpy."""

from __future__ import annotations

from typing import Final

from cleantext.errors import CleantextError

LOWEST: Final = 0.6
"""The lowest threshold: towards one half, two strings can be near without one common pair of characters."""

LONGEST: Final = 50_000
"""Longer strings, in code points, are compared by equality only: the work of a comparison grows with the square."""

LOOKS_A_CHECK: Final = 100
"""How many pairs may be looked at for each one that a budget lets be compared."""


class TooManyPairsError(CleantextError):
    """The strings have more near copies among them than the caller wants to pay for."""


def check_threshold(threshold: float) -> None:
    """Refuse a threshold that the join cannot serve.

    Raises:
        ValueError: it is not between `LOWEST` and 1.
    """
    if not LOWEST <= threshold <= 1:
        raise ValueError(f"a threshold of similarity is a fraction between {LOWEST} and 1, not {threshold!r}")
