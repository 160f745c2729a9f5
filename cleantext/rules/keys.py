"""The keys of an entry in a data file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from cleantext.errors import RuleError


def check_keys(entry: Iterable[str], known: Sequence[str], name: str) -> None:
    """Check that an entry, which messages call `name`, has no key that is not known.

    Raises:
        RuleError: it has one: the message names the key that was probably meant.
    """
    for key in entry:
        if key not in known:
            near = get_close_matches(key, known, 1) or known
            raise RuleError(f"{name} has the unknown key {key!r}; write {near[0]!r} or another of: {', '.join(known)}")
