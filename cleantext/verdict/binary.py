"""Raw bytes that somebody read as text: a Word file, a picture, an archive."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from cleantext.decoding.magic import starts
from cleantext.frequency import cost

MUCH_CONTROL: Final = 0.3
"""Share of control and replacement characters from which on a text is raw binary."""

SOME: Final = 0.1
"""Share of characters that no text holds, behind the first characters of a known kind of file."""

DISTINCT: Final = 12
"""So many different ones of them there must be."""

HEAD: Final = 2_000
"""How many code points are looked at behind the first characters of a known kind of file."""

RARE: Final = 11.0
"""A character that costs more than this many nats is hardly ever written."""

PAIR: Final = re.compile("[\u00c0-\u00ff]+")
"""Two letters of Latin-1 alone may as well be a Chinese character that was read in it."""

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_ODD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00a1-\u00ff\ue000-\uf8ff\ufffd]")
_LETTERS = re.compile(r"[^\W\d_]+")


def binary(text: str, characters: str) -> str:
    """Return why a text, whose alphabet is `characters`, is raw binary; empty where it is not."""
    if _CONTROL.search(characters):
        count = len(_CONTROL.findall(text))
        if count > MUCH_CONTROL * len(text):
            return f"{count} of {len(text)} characters are control or replacement characters"
    return _file_read_as_text(text[:HEAD])


def _file_read_as_text(head: str) -> str:
    letters = "".join(_LETTERS.findall(head[:40]))
    known = next((start for start in _beginnings() if letters.startswith(start)), "")
    if not known:
        return ""
    odd = _ODD.findall(head)
    odd += [one for one in head if "\u3400" <= one <= "\u9fff" and cost().get(one, RARE + 1) > RARE]
    if len(odd) < SOME * len(head) or len(set(odd)) < DISTINCT:
        return ""
    beginning = f"it begins with {known}, as {_beginnings()[known]} read as text does"
    return f"{beginning}; {len(odd)} of {len(head)} characters are odd"


@cache
def _beginnings() -> dict[str, str]:
    """Return what letters are left of the first bytes of a file that is read as text, with the name of its kind."""
    found: dict[str, str] = {}
    for start, name in starts():
        for encoding in ("gb18030", "latin-1", "utf-8"):
            letters = "".join(_LETTERS.findall(start.decode(encoding, "ignore")))
            if len(letters) > (2 if PAIR.fullmatch(letters) else 1):
                found.setdefault(letters, name)
    return found
