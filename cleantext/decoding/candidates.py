"""Reads the same bytes under every encoding that they may be in, and ranks these by how well the text reads."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from cleantext.decoding import languages
from cleantext.decoding.reading import MARK
from cleantext.decoding.samples import Sample

CUT: Final = 11.0
"""What it costs to assume that the first character is cut, in nats."""
GLUED: Final = re.compile(r"[^\x00-\x7f]{1,4}[@-~](?=[^\x00-\x7f])")
GLUED_COST: Final = 4.0
"""What it costs at the start of Big5 that an ASCII character stands right between two others: it may be half of one."""
LETTER: Final = re.compile("[a-z]")
ALONE: Final = (
    re.compile(r"[a-z][^\x00-\x7f，。、；：](?![^\x00-\x7f])"),
    re.compile(r"(?<![^\x00-\x7f])[^\x00-\x7f，。、；：][a-z]"),
)
"""A character that stands alone before or behind a Latin letter, as accented ones do."""
BESIDE: Final = (re.compile("[a-z][\u0370-\u0e7f]"), re.compile("[\u0370-\u0e7f][a-z]"))
"""A letter of Greek, Cyrillic, Hebrew, Arabic or Thai right beside a Latin one."""
ALONE_COST: Final = 8.0
"""What each of these costs more."""
CUT_OFF: Final = 6.0
"""What it costs that the last character is cut; as a letter of a single-byte encoding its byte costs about as much."""
PROBE: Final = 512
"""So many bytes are read under every candidate, the rest under those that may still be right."""
FAR: Final = 120.0
"""How much more a candidate may cost on those bytes, in nats: a sixth of what they cost in their own encoding."""
NONE: Final[Mapping[str, float]] = {}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An encoding that bytes may be in; see `cleantext/data/encodings.toml`."""

    encoding: str
    language: str
    prior: float
    codec: str = ""
    skips: int = 0
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate, what the bytes cost under it in nats, and how they read.

    Attributes:
        skip: how many bytes at the start are the rest of a cut character.
        texts: of the samples, with one U+FFFD or more for what is invalid.
    """

    candidate: Candidate
    cost: float
    skip: int
    texts: tuple[str, ...]

    @property
    def mean(self) -> float:
        """The mean cost of a character that is not ASCII: under 8.5 for Chinese of some length."""
        return languages.mean_cost("".join(self.texts), self.candidate.language)

    @property
    def characters(self) -> int:
        """How many characters are neither ASCII nor invalid."""
        return len(languages.beyond_ascii("".join(self.texts)).replace(MARK, ""))

    @property
    def invalid(self) -> int:
        """How many U+FFFD there are."""
        return sum(text.count(MARK) for text in self.texts)


def rank(samples: Sequence[Sample], favour: Mapping[str, float] = NONE, *, wide: bool = True) -> list[Ranked]:
    """Return the candidates, the cheapest first.

    Args:
        samples: of the bytes.
        favour: nats that an encoding is spared, because the bytes say that they are in it.
        wide: whether UTF-16 is among the candidates.
    """
    possible = [one for one in candidates() if wide or not one.wide]
    first, *others = samples
    if others or len(first.data) > PROBE:
        probe = [Sample(first.data[:PROBE], first.aligned)]
        likely = _sorted(probe, possible, favour)
        possible = [one.candidate for one in likely if one.cost <= likely[0].cost + FAR]
    return _sorted(samples, possible, favour)


def _sorted(samples: Sequence[Sample], possible: Sequence[Candidate], favour: Mapping[str, float]) -> list[Ranked]:
    found = [_ranked(samples, one, favour.get(one.encoding, 0.0)) for one in possible]
    return sorted(found, key=lambda one: one.cost)


@cache
def candidates() -> tuple[Candidate, ...]:
    """Return every candidate."""
    return tuple(Candidate(**one) for one in languages.facts()["candidate"])


def superset(name: str) -> str:
    """Return Python's name of the encoding that stands for `name` here; nothing where it is not one of those read.

    >>> superset("GB2312"), superset("Big5"), superset("windows-1251"), superset("utf-16"), superset("rot13")
    ('gb18030', 'cp950', 'cp1251', '', '')
    """
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return ""
    table: dict[str, str] = languages.facts()["superset"]
    known = table.get(known, known)
    return known if known in _read_as_named() else ""


@cache
def _read_as_named() -> frozenset[str]:
    """Return the encodings in which ASCII stands for itself."""
    return frozenset(languages.facts()["others"]).union(one.encoding for one in candidates() if not one.wide)


def _ranked(samples: Sequence[Sample], candidate: Candidate, spared: float) -> Ranked:
    total = candidate.prior - spared
    texts: list[str] = []
    first_skip = 0
    for number, sample in enumerate(samples):
        skips = range(1 if sample.aligned else candidate.skips + 1)
        cost, skip, text = min(_read(sample.data, candidate, skip) for skip in skips)
        total += cost
        texts.append(text)
        first_skip = first_skip if number else skip
    return Ranked(candidate, total, first_skip, tuple(texts))


def _read(data: bytes, candidate: Candidate, skip: int) -> tuple[float, int, str]:
    """Return what the bytes after `skip` cost, `skip`, and the text; a character may be cut at the end."""
    decoder = codecs.getincrementaldecoder(candidate.codec or candidate.encoding)("replace")
    text = decoder.decode(data[skip:])
    cost = languages.cost(text, candidate.language) + (CUT if skip else 0.0)
    if candidate.encoding == "cp950" and GLUED.match(text):
        cost += GLUED_COST
    cost += CUT_OFF if decoder.getstate()[0] else 0.0
    if candidate.language not in ("any", *languages.LATIN):
        mixes = ALONE if candidate.language in languages.EAST_ASIAN else BESIDE
        cost += ALONE_COST * sum(len(mix.findall(text)) for mix in mixes) if LETTER.search(text) else 0.0
    return cost, skip, text
