"""Characters: what no reader sees, and what only looks like the right character."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from cleantext.alphabet import alphabet_of
from cleantext.document import Document, DocumentWarning
from cleantext.edits import Edit
from cleantext.filters.characters.blanks import blanks
from cleantext.filters.characters.composed import decomposed
from cleantext.filters.characters.invisible import invisible, private_use
from cleantext.filters.characters.radicals import radicals


@dataclass(frozen=True)
class CleanCharacters:
    """Mends single characters: line ends, control and zero-width characters, radicals, NFC, blanks that end a line.

    Punctuation, width, spaces inside a line, indentation, form feeds (they are page marks: see the layout filter),
    joiners inside emoji and other scripts, variation selectors and private-use characters are not touched; the last
    are warned of.
    """

    name: ClassVar[str] = "characters"

    def __call__(self, document: Document) -> Iterator[Edit | DocumentWarning]:
        """Propose to mend each such character."""
        text, characters = document.text, alphabet_of(document)
        yield from invisible(text, characters)
        yield from blanks(text, characters)
        yield from radicals(text, characters)
        yield from decomposed(text, characters)
        yield from private_use(text, characters)
