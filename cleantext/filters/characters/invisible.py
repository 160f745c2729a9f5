"""Line ends other than a line feed, control characters, zero-width characters, soft hyphens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from cleantext.document import DocumentWarning
from cleantext.edits import Edit

_SUSPECT = re.compile(
    "[\x00-\x08\x0b\x0d-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\u206a-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_LINE_ENDS = "\r\x0b\x85\u2028\u2029"
_JOINERS = "\u200c\u200d"
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")


def invisible(text: str, characters: str) -> Iterator[Edit]:
    """Yield an edit for each run of characters that are not seen, or end a line in another way than a line feed.

    Args:
        text: the document's text.
        characters: its alphabet.
    """
    if not _SUSPECT.search(characters):
        return
    for match in _SUSPECT.finditer(text):
        start, character = match.start(), match[0]
        if character in _LINE_ENDS:
            yield _line_end(text, start, character)
        elif character not in _JOINERS or not _joins(text, start):
            reason = f"{_name_of(character)}, which no reader sees"
            yield Edit(start, start + 1, "", "invisible-character", "characters", reason)


def private_use(text: str, characters: str) -> Iterator[DocumentWarning]:
    """Warn of glyphs whose meaning went with their font; `characters` is the alphabet of the text."""
    if _PRIVATE_USE.search(characters):
        count = len(_PRIVATE_USE.findall(text))
        yield DocumentWarning("private_use", "private-use glyphs, whose meaning went with their font", {"count": count})


def _line_end(text: str, start: int, character: str) -> Edit:
    """Make a line feed of a line end; a carriage return before a line feed goes."""
    if character == "\r" and text.startswith("\n", start + 1):
        return Edit(start, start + 1, "", "line-end", "characters", "carriage return before a line feed")
    return Edit(start, start + 1, "\n", "line-end", "characters", f"line end written as U+{ord(character):04X}")


def _joins(text: str, position: int) -> bool:
    """Tell whether a joiner stands where scripts and emoji need one: beside anything but Han, kana, ASCII and marks."""
    beside = (text[max(position - 1, 0) : position] + text[position + 1 : position + 2]).replace("\n", "")
    return len(beside) == 2 and any(_needs_joiners(character) for character in beside)


def _needs_joiners(character: str) -> bool:
    kind = unicodedata.category(character)
    if kind in ("So", "Sk", "Mn", "Mc", "Cs"):
        return True
    return (
        kind.startswith("L") and character > "\u024f" and not "\u2e80" <= character <= "\ud7ff" and character < "\uf900"
    )


def _name_of(character: str) -> str:
    return unicodedata.name(character, f"U+{ord(character):04X}").lower()
