"""`RepairConfusions`: the filter that puts back words which a scanner misread or a word replacer re-wrote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from cleantext.document import Document, DocumentWarning
from cleantext.edits import Edit
from cleantext.filters.repair.gate import Judgement, could_be, judge
from cleantext.filters.repair.guards import covers, spans_of, zones
from cleantext.filters.repair.marks import lost_title_marks, square_brackets, stray_ticks
from cleantext.filters.repair.model import OFFICE, Confusion, context
from cleantext.filters.repair.numbers import year_numbers
from cleantext.filters.repair.pinyin import readings
from cleantext.filters.repair.places import Place, doubtful, is_familiar, proven
from cleantext.filters.repair.propose import repairs, soft_repairs
from cleantext.filters.repair.quotes import closing_quotes, lost_closing_quotes
from cleantext.filters.repair.reading import Reading, read
from cleantext.filters.repair.table import Table, digest, table_with
from cleantext.lines import Span

REWRITTEN: Final = "rewritten"
"""Code of the warning that a word replacer re-wrote a document."""

SHOWN: Final = 6
"""Forms and pairs that the message of the warning names; its evidence has all."""


@dataclass(frozen=True)
class RepairConfusions:
    """Proposes the author's words for those that were put in their place.

    Forms that are never valid and listed collocations are repaired in any text. Words that are wrong only in some
    places are repaired where the document shows that a word replacer re-wrote it, and where it never has the original
    word; otherwise they are suggested. Such a document gets a warning, `rewritten`, with the evidence, once. A text
    that speaks about a form keeps it; in a document about errors of writing every repair of a word is only suggested.

    Attributes:
        assume_rewritten: take every document for re-written; a short one also for official language, as the model is.
        confusions: pairs of your own; one with the id of a built-in pair takes its place.
        unless: guards of your own for all pairs, as `Confusion.unless` has them: `('~大会',)`.
        keep: words, each with the characters around them that matter, in which nothing is repaired.
        suggest_only: suggest every repair and make none.

    Raises:
        ValueError: a guard is not written as `Confusion` says.
    """

    name: ClassVar[str] = "repair"

    assume_rewritten: bool = False
    confusions: tuple[Confusion, ...] = ()
    unless: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    suggest_only: bool = False

    def __post_init__(self) -> None:
        for guard in self.unless:
            context(guard, "the wrong word")

    @property
    def words(self) -> frozenset[str]:
        """What the shared scan is asked to find."""
        return self._table.words

    @property
    def facts(self) -> str:
        """A digest of the confusions that come with the library."""
        return digest()

    @property
    def _table(self) -> Table:
        return table_with(self.confusions, self.unless)

    def __call__(self, document: Document) -> Iterator[Edit | DocumentWarning]:
        """Propose repairs; offsets are those of `document.text`."""
        kept = spans_of(document.text, self.keep)
        for one in self._proposed(document, kept):
            if isinstance(one, DocumentWarning):
                yield one
            elif not covers(kept, one.start, one.end):
                yield replace(one, safety="suggest") if self.suggest_only else one

    def _proposed(self, document: Document, kept: Sequence[Span]) -> Iterator[Edit | DocumentWarning]:
        """Propose repairs; words within `kept` are no evidence."""
        closing = list(closing_quotes(document.text))
        yield from closing
        if closing:
            yield from lost_closing_quotes(document.text)
        for marks in (readings, stray_ticks, lost_title_marks):
            yield from marks(document.text)
        reading = read(document, self._table, kept)
        shown = reading.about_errors and bool(reading.starts)
        known = any(one.code == REWRITTEN for one in document.warnings)
        found = self._words(reading, shown=shown, known=known)
        if shown:
            found = (replace(one, safety="suggest") if isinstance(one, Edit) else one for one in found)
        yield from found

    def _words(self, reading: Reading, *, shown: bool, known: bool) -> Iterator[Edit | DocumentWarning]:
        """Propose the author's words, and tell whether the document was re-written.

        Forms that are only `shown` say nothing about the document that shows them.
        """
        sure = proven(reading)
        yield from repairs(reading, sure)
        if known or self.assume_rewritten or _suspicious(reading, sure):
            yield from self._as_a_whole(reading, sure, shown=shown, known=known)

    def _as_a_whole(
        self, reading: Reading, sure: Sequence[Place], *, shown: bool, known: bool
    ) -> Iterator[Edit | DocumentWarning]:
        """Judge the document, and propose what is wrong only in a re-written one.

        One that is known to be re-written has had its warning and its suggestions; what is left is what its repairs
        brought to light.
        """
        text, table = reading.text, reading.table
        kept = zones(text, table.organisations)
        unsure = [
            place
            for place in doubtful(reading, sure, absent=known)
            if place.confusion.family == OFFICE and not covers(kept, place.start, place.end)
        ]
        witnesses = [] if shown else sure
        judgement = None if known else judge(reading, witnesses, unsure)
        if judgement and not (judgement.rewritten or self.assume_rewritten):
            return
        familiar = is_familiar(text, witnesses, unsure, assumed=self.assume_rewritten)
        soft = [place for one in unsure if (place := one.judged(familiar=familiar))]
        edits = [
            *soft_repairs(reading, soft),
            *year_numbers(text, table.counted, table.measured),
            *square_brackets(text),
        ]
        if judgement is None:
            yield from (edit for edit in edits if edit.safety != "suggest")
            return
        if judgement.rewritten or edits:
            yield _warning(judgement)
        yield from edits


def _suspicious(reading: Reading, sure: Sequence[Place]) -> bool:
    """Tell, at little cost, whether the document is worth a judgement."""
    return any(place.confusion.family == OFFICE for place in sure) or could_be(reading)


def _warning(judgement: Judgement) -> DocumentWarning:
    if not judgement.rewritten:
        return DocumentWarning(REWRITTEN, "taken for re-written, as asked", {**judgement.evidence(), "assumed": True})
    pairs = [
        f"{pair.partition('/')[0]} {wrong} times and {pair.partition('/')[2]} {right or 'never'}"
        for pair, (right, wrong) in sorted(judgement.pairs.items(), key=lambda item: (item[1][0], -item[1][1]))
    ]
    grounds = "; ".join([*judgement.forms, *pairs][:SHOWN])
    message = f"a word replacer re-wrote this text (confidence {judgement.confidence:.2f}): {grounds}"
    return DocumentWarning(REWRITTEN, message, judgement.evidence())
