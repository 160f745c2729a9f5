"""Templates: what is the same in pieces of several documents, and what varies between."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from cleantext.learn.pieces import DIGITS, NAME, Kind, Piece

SHARES: Final = (0.8, 0.5, 0.3, 0.0)
"""What is fixed in a template stands in so large a share of the documents: looked for from the most constant down."""

FIXED: Final = 0.5
"""Share of a piece that must be fixed, digits and titles not counted."""

LONGEST_VALUE: Final = 30
"""Behind a label with a colon, so many characters may vary whatever the share."""

LONGEST_NAME: Final = 6
"""A value that texts have too, a name for the most part, is not longer, in code points."""

GLUED: Final = 6
"""What is glued to a text has so many letters at the least."""

SHORT: Final = 6
"""What varies at an end of a line is no text if it is not longer than this, in code points."""

GAP: Final = "\ufff1"
"""Stands for what varies."""

_FIRST, _LAST = "\ufff2", "\ufff3"
_WORD = re.compile(r"[^\W\d_]")
_LABEL = re.compile(r"[^:\W][^:]{1,12}: ?")
_PARTS = re.compile(f"([{DIGITS}{NAME}])")
_AFTER_LABEL = (":", "|", "/", ">", "-", "<", "(", "[")
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
    """Return the mask with a gap for every stretch that is not in enough documents.

    A short stretch that is in enough of them, but not next to what it is next to here, is a value too: a name that the
    texts have as well.
    """
    framed = _FIRST + mask + _LAST
    joined = [False] * len(framed)
    for i, triple in enumerate(_triples(mask)):
        if count[triple] >= bound:
            joined[i] = joined[i + 1] = True
    stretches = _stretches(joined)
    key = [GAP] * len(framed)
    for number, (start, end) in enumerate(stretches):
        neighbours = stretches[max(number - 1, 0) : number + 2]
        touches = any(other_end == start or other_start == end for other_start, other_end in neighbours)
        at_end = start == 0 or end == len(framed)
        if touches and not at_end and end - start <= LONGEST_NAME and ":" not in framed[start:end]:
            continue
        key[start:end] = framed[start:end]
    return _merged("".join(key[1:-1]))


def _stretches(joined: Sequence[bool]) -> list[tuple[int, int]]:
    """Return the stretches of places that are joined, each with the one behind it."""
    found: list[tuple[int, int]] = []
    for i, is_joined in enumerate(joined):
        if not is_joined:
            continue
        if found and found[-1][1] == i + 1:
            found[-1] = (found[-1][0], i + 2)
        else:
            found.append((i, i + 2))
    return found


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


def without_text(template: Template) -> Template:
    """Return a template of lines without the text that it is glued to; the same one where there is none.

    A gap at the start of a line, or one at its end that is not behind a label, holds text of the document if it is
    long.
    """
    key = template.key
    first, last = key.startswith(GAP), key.endswith(GAP)
    if first == last or template.pieces[0].kind != "line":
        return template
    rest = key.strip(GAP).lstrip("。!?,; ") if first else key.strip(GAP)
    if len(_WORD.findall(rest)) < GLUED or GAP in rest or (last and rest.rstrip().endswith(_AFTER_LABEL)):
        return template
    kind: Kind = "ending" if first else "beginning"
    pieces: list[Piece] = []
    for piece in template.pieces:
        part = re.compile(("" if last else ".*?") + f"({_grouped_masks(rest)})" + ("" if first else ".*"), re.DOTALL)
        match = part.fullmatch(piece.words)
        if not match or len(piece.words) - len(match[1]) <= SHORT:
            return template
        pieces.append(replace(piece, kind=kind, words=match[1], mask=rest))
    return Template(rest, tuple(pieces))


def _grouped_masks(key: str) -> str:
    return "".join({DIGITS: r"\d+", NAME: ".{1,80}?"}.get(one) or re.escape(one) for one in _PARTS.split(key) if one)


def values_of(template: Template, pattern: re.Pattern[str]) -> Sequence[tuple[str, ...]]:
    """Return what stands in the gaps of each piece; `pattern` is the key with a group for each gap."""
    return [match.groups() for piece in template.pieces if (match := pattern.fullmatch(piece.words))]
