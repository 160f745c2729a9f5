"""What a person probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def named(wrong: str, known: Iterable[str]) -> str:
    """Return a name that is not known, and the one that was probably meant.

    >>> named("txt", ["id", "text"])
    "'txt'; did you mean 'text'?"
    """
    names = sorted(known)
    near = get_close_matches(wrong, names, 1, cutoff=0)
    return f"{wrong!r}" + (f"; did you mean {near[0]!r}?" if near else "")
