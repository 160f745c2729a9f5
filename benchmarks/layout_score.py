"""How close a text is to the paragraphs that it should have. Used by `layout.py`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields

from rapidfuzz.distance import Levenshtein


@dataclass(slots=True)
class Score:
    """Counts over any number of documents.

    Attributes:
        documents: how many.
        exact: how many came out exactly, blanks not counted.
        wraps: line breaks that should go.
        joined: those that went.
        wrong: true breaks that went too.
        breaks: true breaks.
        paragraphs: true paragraphs.
        whole: those that came out exactly.
        furniture: characters that should go.
        left: those that stayed.
        lost: characters that went and should not have; what the input lacks already is not counted.
    """

    documents: int = 0
    exact: int = 0
    wraps: int = 0
    joined: int = 0
    wrong: int = 0
    breaks: int = 0
    paragraphs: int = 0
    whole: int = 0
    furniture: int = 0
    left: int = 0
    lost: int = 0

    def add(self, other: Score) -> None:
        """Add the counts of another score."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))

    @property
    def precision(self) -> float:
        """Share of the joins that are right."""
        return self.joined / max(self.joined + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Share of the wraps that were joined."""
        return self.joined / max(self.wraps, 1)


def score(damaged: str, cleaned: str, paragraphs: Sequence[str]) -> Score:
    """Compare what became of a damaged text with the paragraphs that it was made of."""
    true = [flat for one in paragraphs if (flat := _flat(one))]
    wanted = "\n".join(true)
    before, after = _compared(damaged.replace("\f", "\n"), wanted), _compared(cleaned.replace("\f", "\n"), wanted)
    have = Counter(_flat(line) for line in cleaned.split("\n"))
    return Score(
        documents=1,
        exact=_flat(cleaned) == _flat(wanted) and not after.missed and not after.wrong,
        wraps=before.missed,
        joined=before.missed - after.missed,
        wrong=after.wrong - before.wrong,
        breaks=len(true) - 1,
        paragraphs=len(true),
        whole=sum((have & Counter(true)).values()),
        furniture=before.extra,
        left=after.extra,
        lost=after.lost - before.lost,
    )


@dataclass(frozen=True, slots=True)
class _Compared:
    """Breaks missing (`wrong`) or still there (`missed`), characters lacking (`lost`) or too many (`extra`)."""

    wrong: int
    missed: int
    lost: int
    extra: int


def _compared(text: str, wanted: str) -> _Compared:
    have, have_breaks = _stream(text)
    want, want_breaks = _stream(wanted)
    lost = extra = 0
    places = list(range(len(have) + 1))
    if have != want:
        places = [-1] * (len(have) + 1)
        for block in Levenshtein.opcodes(have, want):
            if block.tag == "equal":
                for i in range(block.src_end - block.src_start + 1):
                    if i or places[block.src_start] < 0:
                        places[block.src_start + i] = block.dest_start + i
            else:
                lost += block.dest_end - block.dest_start
                extra += block.src_end - block.src_start
    edges = {0, len(want), -1}
    found = {places[at] for at in have_breaks} - edges
    true = want_breaks - edges
    return _Compared(len(true - found), len(found - true), lost, extra)


def _stream(text: str) -> tuple[str, set[int]]:
    """Return the characters without white space, and where among them a line ends."""
    characters: list[str] = []
    breaks: set[int] = set()
    for character in text:
        if character == "\n":
            breaks.add(len(characters))
        elif not character.isspace():
            characters.append(character)
    return "".join(characters), breaks


def _flat(text: str) -> str:
    return "".join(text.split())
