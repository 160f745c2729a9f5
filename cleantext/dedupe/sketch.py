"""Sketches: all that is needed of a document to find copies of its paragraphs elsewhere."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from cleantext.document import Document
from cleantext.lines import lines
from cleantext.similar.keep import damage
from cleantext.similar.normal import normal_lines
from cleantext.similar.prose import is_formula, repeats_on_purpose

MIN_LENGTH = 16
"""Shorter paragraphs, in normal characters, are no copies but by chance."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line that may be a copy of another one.

    Attributes:
        start: where it stands in the text, in code points, half-open with `end`; without its line end.
        end: see `start`.
        normal: what is compared, see `cleantext.similar.normal`.
        damage: how many marks of damage it has, see `cleantext.similar.keep`.
        near: whether near copies count, or equal ones only.
    """

    start: int
    end: int
    normal: str
    damage: int
    near: bool


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is needed of one document.

    Attributes:
        document: its name, which no other document has.
        digest: a hash of its text.
        size: the code points of all its lines, without line ends.
        paragraphs: in their order.
    """

    document: str
    digest: str
    size: int
    paragraphs: tuple[Paragraph, ...]


def sketch(
    document: Document | str, name: str | None = None, *, min_length: int = MIN_LENGTH, short: bool = False
) -> Sketch:
    """Sketch one document. Pure: equal documents give equal sketches, anywhere.

    Args:
        document: a text, or a document, whose `text` is taken.
        name: what the document is called; None for its `source`.
        min_length: the least number of normal characters of a paragraph.
        short: take shorter lines too, and those that repeat on purpose (headings, verse, items of lists, rows of
            tables, formulas of contracts). Only equal ones are copies then.

    Raises:
        ValueError: the document has no name.
    """
    text = document if isinstance(document, str) else document.text
    source = name if name is not None or isinstance(document, str) else document.source
    if source is None:
        raise ValueError("a document needs a name to be found again; give one as name=...")
    paragraphs: list[Paragraph] = []
    size, last = 0, None
    for span, normal in zip(lines(text), normal_lines(text), strict=True):
        size += span.end - span.start
        if not normal:
            continue
        line = text[span.start : span.end]
        if paragraphs and line == last:  # what stands a million times is looked at once
            paragraphs.append(replace(paragraphs[-1], start=span.start, end=span.end))
            continue
        near = len(normal) >= min_length and not (repeats_on_purpose(line, normal) or is_formula(normal))
        if near or short:
            paragraphs.append(Paragraph(span.start, span.end, normal, damage(line), near))
            last = line
    return Sketch(source, digest(text), size, tuple(paragraphs))


def digest(text: str) -> str:
    """Return a hash of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
