"""Decides which encoding bytes are in that carry no mark of it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from cleantext.decoding import languages, magic, opinion, parts, taiwan
from cleantext.decoding.candidates import Ranked, rank
from cleantext.decoding.reading import MARK
from cleantext.decoding.samples import WHOLE, Sample, take
from cleantext.errors import DecodeError

DECLARED: Final = 10.0
"""What an encoding is spared that the bytes say they are in, in nats."""
FITS: Final = 8.4
"""The mean cost of a character at most, in the language of the bytes; read as another one they cost 9 and more."""
SHORT: Final = 3.0
"""How much more it may be for one character; for n of them, this divided by the square root of n."""
DOUBTFUL: Final = 7.8
"""Above this mean cost, bytes that fit may be EUC-TW all the same."""
TAIWAN: Final = 8.0
"""What it costs to assume EUC-TW, in nats."""
LOST: Final = 6.0
"""What a byte costs that EUC-TW has no character for, which may be a cut one, in nats."""
MOST_DISTANCE: Final = 100.0
SLOPE: Final = 0.1
"""How fast confidence grows with the distance to the next encoding, by nats."""
FEW: Final = 8
MANY: Final = 100
"""So many characters in a row are not valid by accident."""
FEW_ACCENTS: Final = 5
FEW_BYTES: Final = 96
"""Of fewer accented letters in no more bytes, chardet thinks too often of encodings that are not candidates."""
FOREIGN: Final = {
    "western": 8.0,
    "central": 8.0,
    "turkish": 8.0,
    "cyrillic": 5.5,
    "greek": 5.5,
    "thai": 5.5,
    "arabic": 5.5,
    "hebrew": 5.5,
}
"""The mean cost of a letter of a single-byte encoding at most, in the language that it was made for."""
HOPELESS: Final = 9.6
"""Above this mean cost, bytes are in another encoding, even if chardet is not sure of it."""
RARE_HAN: Final = 12.0
"""The mean cost at most of Han that are likelier than an encoding that hardly any file is in."""
HALF: Final = re.compile(rb"(?:[\x00-\x7f]*[^0-9A-Za-z\x80-\xff])?[\xa1-\xa8\xaa\xac-\xba\xbc-\xd7]")
"""ASCII and half a frequent character; of what the last byte is in Western text, little stands alone behind a blank."""
UNLIKE_UTF_8: Final = 8.0
"""How much cheaper Chinese must be than valid UTF-8 in which every character has one byte or two, in nats."""
DAMAGED: Final = 8.6
"""The mean cost of damaged Chinese, its invalid bytes included, at most."""
ENOUGH: Final = 12
"""So many characters at least must read well before damage is thought of."""
MONOTONOUS: Final = 32
"""So many bytes of one or two kinds that are not Chinese are not text."""
WEAK: Final = 0.5
"""An opinion of less confidence is weak."""
CONTROLS: Final = 0.03
"""The largest share of control characters among the bytes of text."""
WESTERN: Final = "cp1252"


@dataclass(frozen=True, slots=True)
class Choice:
    """An encoding, how sure that is (0 to 1), how it was found, and how many bytes at the start are a cut character."""

    encoding: str
    confidence: float
    how: str
    skip: int = 0


def choose(data: bytes, declared: str = "") -> Choice:
    """Choose the encoding of bytes that are not valid UTF-8 as a whole.

    Args:
        data: not empty, not ASCII.
        declared: the encoding that they say they are in.

    Raises:
        DecodeError: they are not text.
    """
    samples = take(data)
    ranked = rank(samples, {declared: DECLARED}, wide=len(data) <= WHOLE)
    ranked = [one for one in ranked if one.characters] or ranked
    best = ranked[0]
    encoding = best.candidate.encoding
    if not declared and HALF.fullmatch(data) and not best.candidate.wide:
        return Choice("gb18030", 0.5, "a cut character")
    if encoding == "utf-8" and best.characters >= 2 * best.invalid:
        return Choice(encoding, _confidence(ranked), "byte sequences of utf-8")
    if _fits(best) and best.mean > DOUBTFUL and len(data) <= WHOLE:
        choice = _taiwan(data, best.cost - TAIWAN)
        if choice:
            return choice
    if _fits(best):
        return Choice(encoding, _confidence(ranked), "character frequencies", _skip(data, best))
    return _taiwan(data[:WHOLE]) or _damaged(samples, ranked) or _foreign(data, ranked, declared)


def choose_wide(data: bytes) -> Choice | None:
    """Choose UTF-16 for bytes that would be valid in another encoding, too, if they read well in it and in no other."""
    ranked = rank([Sample(data[:WHOLE], aligned=True)])
    best = ranked[0]
    return (
        Choice(best.candidate.encoding, _confidence(ranked), "character frequencies")
        if (best.candidate.wide and best.characters and _fits(best) and not best.invalid)
        else None
    )


def choose_over_utf_8(data: bytes) -> Choice | None:
    """Choose Chinese in two bytes a character for a few bytes that read much worse in UTF-8, valid as it is."""
    ranked = rank([Sample(data, aligned=True)])
    best = ranked[0]
    cost = next(one.cost for one in ranked if one.candidate.encoding == "utf-8")
    is_chinese = best.candidate.language == "chinese" and best.characters and not best.invalid
    if not is_chinese or best.cost + UNLIKE_UTF_8 > cost:
        return None
    return Choice(best.candidate.encoding, _confidence(ranked), "character frequencies, not certain")


def _fits(best: Ranked) -> bool:
    """Tell whether bytes read well in the East Asian encoding in which they read best."""
    limit = FITS + SHORT / math.sqrt(max(best.characters, 1))
    return best.candidate.language in languages.EAST_ASIAN and best.mean <= limit


def _taiwan(head: bytes, most: float = math.inf) -> Choice | None:
    """Return EUC-TW if the bytes read well in it and cost less than `most`; the first ones may be a cut character."""
    skip, reading = min(
        ((skip, taiwan.read(head[skip:])) for skip in range(4)), key=lambda pair: pair[1].lost + pair[0]
    )
    foreign = languages.beyond_ascii(reading.text).replace(MARK, "")
    if len(foreign) < FEW // 2 or 20 * reading.lost > len(foreign) + 20:
        return None
    cost = languages.cost(foreign, "chinese")
    if cost > FITS * len(foreign) + SHORT * math.sqrt(len(foreign)):
        return None
    ascii_cost = languages.cost(reading.text.replace(MARK, ""), "chinese") - cost
    if cost + ascii_cost + LOST * reading.lost > most:
        return None
    return Choice(taiwan.NAME, 0.9, "character frequencies", skip)


def _skip(data: bytes, best: Ranked) -> int:
    """Return how many bytes are left of a cut character, unless the first line is in another encoding."""
    if not best.skip or best.candidate.wide:
        return best.skip
    line, *_ = data[:WHOLE].splitlines(keepends=True)
    ranked = rank([Sample(line, aligned=False)], wide=False)
    own = next((one for one in ranked if one.candidate == best.candidate), None)
    return own.skip if own and own.cost <= ranked[0].cost + parts.SWITCH else 0


def _confidence(ranked: Sequence[Ranked]) -> float:
    """Turn the distance to the next encoding, in nats, and the number of characters into a raw confidence.

    `confidence.calibrated` makes a share of right answers of it.
    """
    best = ranked[0]
    distance = min(MOST_DISTANCE, ranked[1].cost - best.cost) if len(ranked) > 1 else MOST_DISTANCE
    return best.characters / (1 + best.characters) / (1 + math.exp(-SLOPE * distance))


def _damaged(samples: Sequence[Sample], ranked: Sequence[Ranked]) -> Choice | None:
    """Return the encoding in which the samples read well once damage and changes of encoding are seen to."""
    data = b"\n".join(sample.data for sample in samples)
    main = next((one.candidate.encoding for one in ranked if one.candidate.encoding in parts.ENCODINGS), None)
    if main is None:
        return None
    mixed = parts.read(data, main)
    foreign = languages.beyond_ascii(mixed.text)
    if len(foreign) < ENOUGH or 8 * len(mixed.damage) > len(foreign):
        return None
    if languages.cost(foreign.replace(MARK, ""), "chinese") > DAMAGED * len(foreign):
        return None
    return Choice(main, 0.8, "character frequencies")


def _foreign(data: bytes, ranked: Sequence[Ranked], declared: str) -> Choice:
    """Return the encoding of bytes that are not Chinese, or not certainly.

    Raises:
        DecodeError: they read badly in all encodings.
    """
    if magic.controls(data[: magic.HEAD]) > CONTROLS * len(data[: magic.HEAD]):
        raise DecodeError("binary", "the bytes hold many control characters and are in no known encoding")
    if len(data) >= MONOTONOUS and len(set(data[: magic.HEAD])) < 3 and data[0] >= 0x80:
        raise DecodeError("binary", "the bytes are the same one or two over and over")
    best = ranked[0]
    how = "letter frequencies" if best.candidate.language in FOREIGN else "character frequencies, not certain"
    if best.characters < 2:
        how = "a single letter"
    ours = Choice(best.candidate.encoding, _confidence(ranked), how, best.skip)
    if declared not in ("", WESTERN, *parts.ENCODINGS) and _reads(data, declared):
        return Choice(declared, 0.9, "declared encoding")
    other, confidence = opinion.ask(data)
    if other == ours.encoding:
        return replace(ours, how=f"{how} and chardet")
    if not other:
        return _last_resort(data, ranked, ours)
    if best.candidate.language in languages.LATIN:
        is_short = best.characters < FEW_ACCENTS and len(data) <= FEW_BYTES
        is_unlikely = other in languages.facts()["rare"] or (is_short and other not in _encodings(ranked, latin=True))
        ours_is_better = is_unlikely and best.mean <= _hopeless(best)
    else:
        compared = _encodings(ranked, latin=False)
        ours_is_better = other in compared or (best.mean <= _hopeless(best) and confidence < WEAK)
    if ours_is_better:
        return ours
    rare_han = _rare_han(ranked) if other in languages.facts()["rare"] else None
    return rare_han or Choice(other, confidence * 0.9, "a single letter" if best.characters < 2 else "chardet")


def _rare_han(ranked: Sequence[Ranked]) -> Choice | None:
    """Return GB18030 or Big5 if all bytes are Han in it, though not common ones: a few, or too many for an accident."""
    valid = [one for one in ranked if one.candidate.encoding in parts.ENCODINGS[1:] and not one.invalid]
    if not valid or FEW <= valid[0].characters < MANY or valid[0].mean > RARE_HAN:
        return None
    return Choice(valid[0].candidate.encoding, 0.5, "character frequencies, not certain", valid[0].skip)


def _encodings(ranked: Sequence[Ranked], *, latin: bool) -> set[str]:
    """Return the candidates in which most letters are Latin, or the others."""
    return {one.candidate.encoding for one in ranked if (one.candidate.language in languages.LATIN) == latin}


def _last_resort(data: bytes, ranked: Sequence[Ranked], ours: Choice) -> Choice:
    """Return an encoding in which bytes are text at least, where chardet has no opinion.

    Raises:
        DecodeError: there is none.
    """
    best = ranked[0]
    if best.mean <= HOPELESS or best.candidate.encoding == WESTERN:
        return ours
    western = next((one for one in ranked if one.candidate.encoding == WESTERN), None)
    if western and western.mean <= HOPELESS and not western.invalid and not magic.controls(data):
        return Choice(WESTERN, 0.2, "no better reading")
    if best.characters >= FEW or magic.controls(data):
        raise DecodeError("binary", "the bytes read as text in no known encoding")
    return replace(ours, confidence=0.1)


def _hopeless(best: Ranked) -> float:
    """Return the mean cost above which bytes are in another encoding than the best."""
    return FOREIGN.get(best.candidate.language, HOPELESS)


def _reads(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
