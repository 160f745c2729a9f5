"""Templates: what is the same in pieces of several documents, and what varies between."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cleantext.learn.pieces import DIGITS, NAME, Piece

SHARES: Final = (0.8, 0.5, 0.3, 0.0)
"""What is fixed in a template stands in so large a share of the documents: looked for from the most constant down."""

FIXED: Final = 0.5
"""Share of a piece that must be fixed, digits and titles not counted."""

LONGEST_VALUE: Final = 30
"""Behind a label with a colon, so many characters may vary whatever the share."""

GAP: Final = "\ufff1"
"""Stands for what varies."""

_FIRST, _LAST = "\ufff2", "\ufff3"
_WORD = re.compile(r"[^\W\d_]")
_LABEL = re.compile(r"[^:\W][^:]{1,12}: ?")
_MASKS = re.compile(f"[{DIGITS}{NAME}{GAP}]")


@dataclass(frozen=True, slots=True)
class Template:
    """Pieces of several documents that are the same but for what varies.

    Attributes:
        key: their masks with `GAP` for what varies.
        pieces: all of them.
    """

    key: str
    pieces: tuple[Piece, ...]

    @property
    def pages(self) -> set[int]:
        """The numbers of the documents that have one."""
        return {piece.page for piece in self.pieces}

    @property
    def fixed(self) -> list[str]:
        """The stretches that never vary."""
        return [one for one in _MASKS.split(self.key) if one]


def templates_of(pieces: Iterable[Piece], pages: int, need: int) -> list[Template]:
    """Find the templates of pieces of one kind that stand in at least `need` of the documents.

    A character is fixed where one of the three triples of characters that hold it stands in enough documents. Pieces
    whose fixed stretches are the same make a template.
    """
    waiting = list(pieces)
    seen: dict[str, set[int]] = defaultdict(set)
    for piece in waiting:
        for triple in _triples(piece.mask):
            seen[triple].add(piece.page)
    count = Counter({triple: len(where) for triple, where in seen.items() if len(where) >= need})
    found: list[Template] = []
    for bound in dict.fromkeys(max(need, round(share * pages)) for share in SHARES):
        groups: dict[str, list[Piece]] = defaultdict(list)
        for piece in waiting:
            groups[_key(piece.mask, count, bound)].append(piece)
        taken: set[int] = set()
        for key, group in groups.items():
            template = Template(key, tuple(group))
            if len(template.pages) >= need and _says_enough(template):
                found.append(template)
                taken |= set(map(id, group))
        waiting = [piece for piece in waiting if id(piece) not in taken]
    return found


def _triples(mask: str) -> Iterator[str]:
    framed = _FIRST + mask + _LAST
    return (framed[i : i + 3] for i in range(len(framed) - 2))


def _key(mask: str, count: Counter[str], bound: int) -> str:
    """Return the mask with a gap for every stretch that is not in enough documents."""
    fixed = [False] * (len(mask) + 2)
    for i, triple in enumerate(_triples(mask)):
        if count[triple] >= bound:
            fixed[i : i + 3] = [True] * 3
    key = "".join(one if keep else GAP for one, keep in zip(mask, fixed[1:-1], strict=True))
    return _merged(key)


def _merged(key: str) -> str:
    """Make one gap of neighbouring ones, and of what stands between two without a word."""
    key = re.sub(f"{GAP}[^\\w{NAME}]{{1,2}}(?={GAP})", GAP, key)
    return re.sub(f"{GAP}+", GAP, key)


def _says_enough(template: Template) -> bool:
    fixed = "".join(template.fixed)
    if len(_WORD.findall(fixed)) < 2:
        return False
    lengths = [len(_MASKS.sub("", piece.mask)) for piece in template.pieces]
    if len(fixed) >= FIXED * sum(lengths) / len(lengths):
        return True
    label = _LABEL.match(template.key)
    return bool(label) and template.key[label.end() :] == GAP and max(lengths) - len(fixed) <= LONGEST_VALUE  # type: ignore[union-attr] # bool(None) is false


def values_of(template: Template, pattern: re.Pattern[str]) -> Sequence[tuple[str, ...]]:
    """Return what stands in the gaps of each piece; `pattern` is the key with a group for each gap."""
    return [match.groups() for piece in template.pieces if (match := pattern.fullmatch(piece.words))]
