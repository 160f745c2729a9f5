"""Pages that are nothing but links and titles: search pages, tag pages, the front page of a site."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

from cleantext.fold import fold

SAMPLE: Final = 40_000
"""How many code points are looked at."""

HEAD: Final = 4_000
"""A look at so many code points settles it for most texts."""

FULL_STOPS: Final = 0.005
"""Share of full stops in the head from which on it is a text."""

FEWEST: Final = 15
"""So many entries a list has at the least."""

LONGEST: Final = 60
"""A longer entry is no link, in code points."""

PROSE: Final = 0.03
"""Share of the characters, in entries that are sentences, from which on there is a text in the page."""

WORDS: Final = 4
"""So many different words of the navigation of a site there must be."""

SHARE: Final = 0.6
"""Share of the entries that must carry a mark of a link, unless there are many words of navigation."""

_BETWEEN = re.compile(r"\n|\||\t| {3,}")
_SENTENCE = re.compile(r"[。!?;…]|,.*,|,$")
_LINK = re.compile(
    r"https?:|www\.|[(\[]?(19|20)?\d\d[-/.年]\d{1,2}([-/.月]\d{1,2}日?)?[)\]]?( \d\d?:\d\d)?$"
    r"|>>?$|^[·>»★☆▪●◆■] ?|更多$|^\[.{1,8}\] ?.|第\d+页$"
)
_ORNAMENT = re.compile(r"^[\[\]<>·» ]+|[\[\]<>·» ]+$")


def link_list(text: str) -> str:
    """Return why a page is nothing but links; empty where it is not.

    A list of titles alone does not prove it: a table of contents, a catalogue or a poem is one too. The words with
    which sites lead their readers on must stand in it, as entries of their own, and entries must look like links.
    """
    head = text[:HEAD]
    if head.count("。") > FULL_STOPS * len(head):
        return ""
    entries = [one for one in map(str.strip, _BETWEEN.split(fold(text[:SAMPLE]))) if one]
    if len(entries) < FEWEST:
        return ""
    size = sum(map(len, entries))
    prose = sum(len(one) for one in entries if len(one) > LONGEST or _SENTENCE.search(one))
    if prose > PROSE * size:
        return ""
    bare = [_ORNAMENT.sub("", entry) for entry in entries]
    words = _words().intersection(bare)
    links = sum(bool(_LINK.search(entry)) or word in words for entry, word in zip(entries, bare, strict=True))
    if len(words) < WORDS or links < (SHARE if len(words) < 2 * WORDS else SHARE / 4) * len(entries):
        return ""
    return (
        f"{len(entries)} entries and no text: {links} look like links, and {len(words)} words of a site's navigation"
        f" stand alone ({', '.join(sorted(words)[:WORDS])} ...)"
    )


@cache
def _words() -> frozenset[str]:
    """Return the words of a site's navigation that stand alone, folded."""
    table = tomllib.loads(files("cleantext").joinpath("data/verdict.toml").read_text("utf-8"))
    return frozenset(table["navigation"])
