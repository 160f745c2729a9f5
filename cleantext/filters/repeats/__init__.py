"""Repeats: a paragraph that stands in the document twice, the same or nearly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from cleantext.document import Document, DocumentWarning
from cleantext.edits import Edit
from cleantext.filters.repeats.proof import Proof, Proofs, safety_of
from cleantext.filters.repeats.rows import Row, lines_with_shared_phrases, rows_of
from cleantext.lines import Span, without_lines
from cleantext.similar.keep import best_first, star
from cleantext.similar.limits import TooManyPairsError, check_threshold
from cleantext.similar.prose import is_formula, repeats_on_purpose

BUDGET: Final = 30
"""How many candidates for near copies a paragraph may have, on the average: above, most are one template, filled in."""


@dataclass(frozen=True)
class DropRepeats:
    """Drops paragraphs that repeat another one of the same document, and keeps the best copy of each.

    A paragraph is a line. Paragraphs are compared in their normal form, without punctuation, white space, case, width
    and script. Near copies differ by damage: scattered characters misread, a spliced page number, a piece missing. The
    least damaged copy stays, of those the longest, of those the first. A paragraph is dropped only for one that stays
    and is within the threshold of it.

    That the same words stand twice does not prove that they stand twice by mistake: a repeat is dropped where something
    proves it (see `cleantext.filters.repeats.proof`), and suggested otherwise. Not even suggested are headings, verse,
    dialogue, labels, rows, items of lists, formulas of contracts and examinations (see `cleantext.similar.prose`), and
    paragraphs that differ by a number, a date, a name, a place, a negation or a word (see `cleantext.similar.guard`).
    Where paragraphs have more than `BUDGET` similar ones each, only equal ones are looked at, and the warning
    `many_similar` says so.

    Attributes:
        threshold: the least similarity of near copies, from 0.6 to 1; 1 is for equal normal forms only.
        min_length: the least number of normal characters of a repeat.

    Raises:
        ValueError: the threshold is out of range.
    """

    name: ClassVar[str] = "repeats"
    threshold: float = 0.9
    min_length: int = 16

    def __post_init__(self) -> None:
        check_threshold(self.threshold)

    def __call__(self, document: Document) -> Iterator[Edit | DocumentWarning]:
        """Propose to drop each repeat together with its line end."""
        text = document.text
        sharing = lines_with_shared_phrases(text, self.min_length)
        if len(sharing) < 2:
            return
        paragraphs = self._paragraphs(text, rows_of(text, sharing))
        try:
            repeats = _repeats(text, paragraphs, self.threshold)
        except TooManyPairsError as error:
            yield DocumentWarning("many_similar", f"only equal paragraphs were looked at: {error}")
            repeats = _repeats(text, paragraphs, 1)
        if not repeats:
            return
        proofs = Proofs(text, rows_of(text), {repeat.dropped.span.start for repeat in repeats})
        proved = [(repeat, proofs.of(repeat.dropped, repeat.kept)) for repeat in repeats]
        for chosen in ([one for one in proved if one[1]], [one for one in proved if not one[1]]):
            gone = without_lines(text, [repeat.dropped.span for repeat, _ in chosen])
            for span, (repeat, proof) in zip(gone, chosen, strict=True):
                yield _edit(document, span, repeat, proof)

    def _paragraphs(self, text: str, rows: Sequence[Row]) -> list[Row]:
        """Return the lines that may be repeats."""
        return [
            row
            for row in rows
            if len(row.normal) >= self.min_length
            and not repeats_on_purpose(text[row.span.start : row.span.end], row.normal)
        ]


@dataclass(frozen=True, slots=True)
class _Repeat:
    """A paragraph to drop, the one that stays for it, and their similarity."""

    dropped: Row
    kept: Row
    similarity: float


def _repeats(text: str, paragraphs: Sequence[Row], threshold: float) -> list[_Repeat]:
    """Choose what to drop, in the order of the text.

    Raises:
        TooManyPairsError: too many paragraphs are similar.
    """
    equal: defaultdict[str, list[Row]] = defaultdict(list)
    for row in paragraphs:
        equal[row.normal].append(row)
    best = {normal: copies[_order(text, copies)[0]] for normal, copies in equal.items()}
    near = _near(text, list(best.values()), threshold) if threshold < 1 else {}
    repeats: list[_Repeat] = []
    for row in paragraphs:
        same = best[row.normal]
        kept, similarity = near.get(same, (same, 1.0))
        if kept is not row and not is_formula(row.normal):
            repeats.append(_Repeat(row, kept, similarity))
    return repeats


def _near(text: str, paragraphs: Sequence[Row], threshold: float) -> dict[Row, tuple[Row, float]]:
    """Return which of the paragraphs, all distinct, are near copies of one that stays, with it and their similarity.

    Raises:
        TooManyPairsError: too many of them are similar.
    """
    if len(paragraphs) < 2:
        return {}
    from cleantext.similar.guard import difference, holds_more  # noqa: PLC0415 - rapidfuzz comes with first use
    from cleantext.similar.join import similar_pairs  # noqa: PLC0415 - numpy comes with first use

    normals = [row.normal for row in paragraphs]
    pairs = similar_pairs(normals, threshold, budget=BUDGET)
    if not pairs:
        return {}

    def is_copy(kept: int, later: int) -> bool:
        one, other = normals[kept], normals[later]
        return not is_formula(other) and difference(one, other) is None and not holds_more(other, one)

    dropped = star(_order(text, paragraphs), pairs, is_copy)
    return {paragraphs[i]: (paragraphs[kept], similarity) for i, (kept, similarity) in dropped.items()}


def _order(text: str, rows: Sequence[Row]) -> list[int]:
    """Order paragraphs by what is most worth keeping."""
    if len(rows) == 1:
        return [0]
    return best_first([text[row.span.start : row.span.end] for row in rows], [len(row.normal) for row in rows])


def _edit(document: Document, gone: Span, repeat: _Repeat, proof: Proof | None) -> Edit:
    equal = repeat.dropped.normal == repeat.kept.normal
    kept = repeat.kept.span
    return Edit(
        start=gone.start,
        end=gone.end,
        replacement="",
        rule="repeats",
        category="duplicate",
        reason=f"{'repeats' if equal else 'nearly repeats'} a paragraph that stays",
        safety=safety_of(proof, repeat.dropped, repeat.kept),
        evidence={
            "kept_start": document.to_original(kept.start),
            "kept_end": document.to_original(kept.end - 1) + 1,
            "score": round(repeat.similarity, 4),
            "proof": proof,
        },
    )
