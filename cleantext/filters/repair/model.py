"""What a confusion is: a wrong word, the right one, and the contexts that decide between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

from cleantext.errors import RuleError
from cleantext.fold import fold, is_folded
from cleantext.rules.pattern import analyse, longest

Grade: TypeAlias = Literal["hard", "collocation", "document", "model", "weak"]
"""What a context says: never valid, wrong beside these words, wrong in a re-written document, perhaps wrong there.

`model`: wrong in a re-written document by the weights of the clues around it.
"""

Listed: TypeAlias = Literal["hard", "collocation", "document", "weak"]
"""A grade that listed contexts give."""

_ATTRIBUTES: Final[dict[Listed, str]] = {
    "hard": "hard",
    "collocation": "collocations",
    "document": "document",
    "weak": "weak",
}

Family: TypeAlias = Literal["ocr", "office", "spinner"]
"""What makes a confusion: a scanner or a font; the word replacer of document-sharing sites; that of article farms."""

OFFICE: Final[Family] = "office"
"""The family of replacer that is judged; the other ones have no soft pairs."""

FAMILIES: Final[tuple[Family, ...]] = get_args(Family)

REACH: Final = 24
"""How far a context looks to either side of the word, within its line, in code points."""

WORD: Final = "~"

NEVER: Final = r"(?!)"
"""A pattern that never matches."""

_STOPS = r",.。;:!?、()<>\[\]\"\s"
_BEFORE = (("…", rf"[^{_STOPS}]{{0,8}}"), ("#", rf"(?<![^{_STOPS}])"))
_AFTER = (("…", rf"[^{_STOPS}]{{0,8}}"), ("#", r"(?=[,.。;:!?、)>\]\s]|\Z|\"(?:[,.。;:!?、)]|\Z))"))


class View(NamedTuple):
    """The folded text on either side of a word, within its line."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Ending:
    """What a text ends in: a pattern, and how long a match of it can be, before which nothing needs to be tried."""

    pattern: re.Pattern[str]
    longest: int

    def ends(self, text: str) -> bool:
        """Tell whether `text` ends in a match."""
        return self.pattern.search(text, len(text) - self.longest) is not None


def ending(source: str) -> Ending:
    """Compile what a text may end in."""
    return Ending(re.compile(rf"(?:{source})\Z"), longest(source))


@dataclass(frozen=True, slots=True)
class Context:
    """Where a word may stand: `source` as the data file writes it, and the two halves of it, compiled."""

    source: str
    before: Ending
    after: re.Pattern[str]

    @property
    def is_two_sided(self) -> bool:
        """Whether something must stand on either side of the word."""
        return bool(self.after.pattern) and not self.source.startswith(WORD)

    def fits(self, view: View) -> bool:
        """Tell whether the word stands in this context."""
        return bool(self.after.match(view.after) and self.before.ends(view.before))


@dataclass(frozen=True, slots=True)
class Joined:
    """Many contexts, asked at once: whether one of them fits.

    Attributes:
        before: any half in front of the word, of the contexts that have no other half.
        after: any half behind it, of those that have no other half.
        behind: any half behind it, of the contexts that have both.
        both: the contexts that have both halves.
    """

    before: Ending
    after: re.Pattern[str]
    behind: re.Pattern[str]
    both: tuple[Context, ...]

    def fit(self, view: View) -> bool:
        """Tell whether one of the contexts fits."""
        if self.after.match(view.after) or self.before.ends(view.before):
            return True
        if self.behind.match(view.after):
            for one in self.both:
                if one.fits(view):
                    return True
        return False


def joined(contexts: Sequence[Context]) -> Joined:
    """Join contexts."""
    both = tuple(one for one in contexts if one.is_two_sided)
    before = [one.before.pattern.pattern for one in contexts if not one.after.pattern]
    after = [one.after.pattern for one in contexts if one.after.pattern and not one.is_two_sided]
    behind = [one.after.pattern for one in both]
    return Joined(ending(_any_of(before)), re.compile(_any_of(after)), re.compile(_any_of(behind)), both)


def _any_of(patterns: Sequence[str]) -> str:
    return "|".join(f"(?:{one})" for one in patterns) or NEVER


@dataclass(frozen=True, slots=True)
class Confusion:
    """A word that stands where another one belongs.

    Contexts are written as a dictionary writes them: `~` is the word. The halves before and after it are regular
    expressions over the fold, within one line. `…` is up to eight characters of the same clause, `#` its start or end.

    Attributes:
        id: kebab-case and stable for ever: it stands in people's ledgers.
        wrong: what the text has.
        right: what its author wrote.
        family: what makes the confusion. Only evidence of a family opens its pairs.
        seen: where such damage was read, or `knowledge` where it was not.
        certain: score of the model from which on the word is repaired in a re-written document; None where no model
            is asked: its edits were not right often enough, or too few to tell.
        hard: contexts in which the word is never valid.
        collocations: contexts that prove it wrong by themselves.
        document: contexts that prove it wrong in a re-written document.
        weak: contexts in which it is worth a look there.
        unless: contexts that keep the word, whatever else fits.
        unless_text: words that keep it wherever they occur in the document.
        examples: a text, and what becomes of it anywhere.
        rewritten: a text, and what becomes of it in a re-written document.
        suggested: a text, and what is suggested for it in a re-written document that is not official language.
        counter_examples: texts that stay, also in a re-written document.

    Raises:
        RuleError: something of the above does not hold; the message says what to write.
    """

    id: str
    wrong: str
    right: str
    family: Family
    seen: str
    certain: float | None = None
    hard: tuple[Context, ...] = ()
    collocations: tuple[Context, ...] = ()
    document: tuple[Context, ...] = ()
    weak: tuple[Context, ...] = ()
    unless: tuple[Context, ...] = ()
    unless_text: tuple[str, ...] = ()
    examples: tuple[tuple[str, str], ...] = ()
    rewritten: tuple[tuple[str, str], ...] = ()
    suggested: tuple[tuple[str, str], ...] = ()
    counter_examples: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", self.id):
            raise self.error('has an id that is not kebab-case; write it like id = "xiaolao-for-fuwu"')
        if not self.wrong or not self.right or self.wrong == self.right:
            raise self.error("needs two different words; write wrong = '效劳' and right = '服务'")
        if not is_folded(self.wrong):
            raise self.error(f"has a wrong word that can never be found; write {fold(self.wrong)!r}")
        if self.family not in FAMILIES:
            raise self.error(f"has family = {self.family!r}; write one of: {', '.join(FAMILIES)}")
        if not self.seen:
            raise self.error("does not say where it was seen; write seen = '...', or seen = 'knowledge'")
        self._check_proofs()

    def contexts(self, grade: Listed) -> tuple[Context, ...]:
        """Return the contexts of one grade."""
        found: tuple[Context, ...] = getattr(self, _ATTRIBUTES[grade])
        return found

    @property
    def soft(self) -> bool:
        """Whether the pair says something about a whole document."""
        return bool(self.document)

    def error(self, what: str) -> RuleError:
        """Return the error that says `what` is wrong with this entry."""
        return RuleError(f"confusion {self.id!r} {what}")

    def _check_proofs(self) -> None:
        anywhere, document, weak = self.hard + self.collocations, self.document, self.weak
        if not anywhere + document + weak:
            raise self.error("has no context; write collocations = ['优质~', '~群众'], where ~ is the wrong word")
        for name, needed, given in (
            ("examples", anywhere, self.examples),
            ("rewritten", document, self.rewritten),
            ("suggested", weak, self.suggested),
        ):
            if bool(needed) != bool(given) or any(before == after for before, after in given):
                raise self.error(f'needs {name} = [["before", "after"]] for the contexts it lists, and only then')
        if not self.counter_examples:
            raise self.error(
                "has no counter-example; write counter_examples = ['a sentence that uses the word rightly']"
            )


def context(source: str, wrong: str) -> Context:
    """Compile one context of a data file.

    Raises:
        ValueError: it is not written as `Confusion` says; the message says what is wrong.
    """
    halves = source.split(WORD)
    if len(halves) != 2:
        raise ValueError(f"{source!r} must hold {WORD!r} once, in the place of {wrong!r}")
    before, after = (_expanded(half, macros) for half, macros in zip(halves, (_BEFORE, _AFTER), strict=True))
    for half in (before, after):
        try:
            unfolded = analyse(half).unfolded
        except (re.error, RecursionError, OverflowError) as error:
            raise ValueError(f"{source!r} is no regular expression on each side of {WORD!r}: {error}") from error
        if unfolded:
            plain = ", ".join(f"{folded!r} for {one!r}" for one, folded in unfolded)
            raise ValueError(f"{source!r} can never match, since contexts match the folded text; write {plain}")
    return Context(source, ending(before), re.compile(after))


def view_of(folded: str, start: int, end: int) -> View:
    """Return what stands around `folded[start:end]`, for a text that is folded."""
    before, after = folded[max(start - REACH, 0) : start], folded[end : end + REACH]
    return View(before.rpartition("\n")[2], after.partition("\n")[0])


def _expanded(half: str, macros: tuple[tuple[str, str], ...]) -> str:
    for short, long in macros:
        half = half.replace(short, long)
    return half
