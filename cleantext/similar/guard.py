"""Why two near copies are two statements: a template filled in twice, a parallel clause, a denial.

A copy differs from its original by damage: marks, a spliced page number, a missing piece, misread characters. Damage is
scattered and means nothing. Two statements of one shape differ by what they are about, and by little else. So every
place where two texts differ is looked at, and what speaks for two statements is weighed against the places that do not.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from cleantext.similar.facts import facts
from cleantext.similar.places import Place, places

BY_CHANCE: Final = 0.05
"""So many pairs of damaged characters side by side, expected in a text, are few enough to call one no chance."""

PHRASE: Final = 4
"""So many characters side by side are not damaged by chance."""

LONGEST_NUMBER: Final = 4
"""A longer number is one by which something is called: a digit lost in it is damage."""

LONGEST_LEAD: Final = 4
"""A copy may have so many characters more than the kept text at its beginning; a piece like 本报讯 or 原标题."""

LONGEST_PIECE: Final = 4
"""A copy may have pieces of so many Han characters that the kept text lacks."""

_NUMERAL: Final = "0-9〇零一二三四五六七八九十百千万亿两廿卅\u00b2\u00b3\u00b9\u2150-\u218b\u2460-\u249b"
_NUMBER = re.compile(f"[{_NUMERAL}]+")
_ARABIC = re.compile("[.]?[0-9][0-9.]*")
_CHINESE = re.compile("[〇零一二三四五六七八九十百千万亿两廿卅]+")
_CHINESE_DIGITS = re.compile("[〇零一二三四五六七八九]+")
_ARABIC_DIGIT = re.compile("[0-9]")
_YEAR = re.compile("[12][0-9]{3}")
_DIGIT_OF = str.maketrans("〇零一二三四五六七八九两", "001234567892")
_DATE_UNITS = "年月日号"
_LATIN = re.compile("[a-z]+")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_WORD = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]{2,}")


def difference(one: str, other: str) -> str | None:
    """Say why two similar texts are not copies of each other; None if nothing speaks against it.

    A number or a date stands in the place of another one, or has a digit more; a negation was added or dropped; another
    word stands in the place of a word, which may be a name or a place; a character became its counterpart (男, 女) or
    part of another name before or behind a word such as 同志 or 市; another word in Latin script.

    Each of these counts only if it is a large enough share of all differences (`_CHECKS`): scattered misread characters
    hit a number or a negation, too, now and then. Damage hardly ever puts the same word in the place of the same word
    twice, so that always counts.

    No difference: a number that only one of the texts has (a spliced page number), a year that lacks a digit, a Chinese
    digit among Arabic ones, and the words that word replacers put in the place of others
    (`cleantext/data/confusions.toml`), each for itself: a word that no replacer is known for is another word beside
    them, too.

    Args:
        one: a normal form, see `cleantext.similar.normal`.
        other: another one.

    Returns:
        One phrase for a person.
    """
    if one == other:
        return None
    differing = [place for place in places(one, other) if not _is_no_difference(place)]
    for check, most in _CHECKS:
        reasons = [reason for place in differing if (reason := check(place))]
        if reasons and len(differing) <= most * len(reasons):
            return reasons[0]
    return _other_word(differing, min(len(one), len(other)))


def holds_more(later: str, kept: str) -> bool:
    """Tell whether a text says something that a similar one lacks: dropping it would lose that.

    Args:
        later: the normal form of what would be dropped.
        kept: that of what would stay.
    """
    for place in places(kept, later):
        if not place.one and len(_HAN.findall(place.other)) > (LONGEST_LEAD if place.begins else LONGEST_PIECE):
            return True
    return False


def _is_no_difference(place: Place) -> bool:
    """Tell whether a word replacer put one word in the place of the other."""
    return frozenset((place.one, place.other)) in _replaced_words()


def _is_misread_digit(place: Place) -> bool:
    """Tell whether a Chinese digit stands among Arabic ones: 19一8 is no number of anything."""
    beside = place.before[-1:] + place.after[0][:1]
    pieces = [piece for piece in (place.one, place.other) if piece]
    return any(map(_CHINESE_DIGITS.fullmatch, pieces)) and _ARABIC_DIGIT.search(beside) is not None


def _number(place: Place) -> str | None:
    """A number in the place of another one; not 一 in a word such as 进一步."""
    ones, others = _NUMBER.findall(place.one), _NUMBER.findall(place.other)
    if (
        _is_misread_digit(place)
        or not ones
        or not others
        or [n.translate(_DIGIT_OF) for n in ones] == [n.translate(_DIGIT_OF) for n in others]
    ):
        return None
    words = [
        place.before[-1:] + piece + after[:1]
        for piece, after in zip((place.one, place.other), place.after, strict=True)
    ]
    return (
        None if any(bound in word for word in words for bound in facts()["bound_numerals"]) else _another_number(place)
    )


def _grown_number(place: Place) -> str | None:
    """A number with a digit more: 12 and 2, 十 and 十一.

    Not so the number of a list item in front of all, a year that lacks a digit, and a number so long that it is a name.
    """
    piece = place.one or place.other
    kind = _ARABIC if _ARABIC.fullmatch(piece) else _CHINESE
    if (place.one and place.other) or place.begins or _is_misread_digit(place) or not kind.fullmatch(piece):
        return None
    before, after = _last(kind, place.before), _first(kind, place.after[0])
    whole = before + piece + after
    if len(whole) == len(piece) or len(whole) > LONGEST_NUMBER or _YEAR.fullmatch(whole):
        return None
    return _another_number(place)


def _another_number(place: Place) -> str:
    unit = place.after[0].lstrip("0123456789")[:1]
    return "another date" if unit and unit in _DATE_UNITS else "another number"


def _negation(place: Place) -> str | None:
    """A negation more.

    Not one that is part of a word such as 不断, nor one that came in the place of something, nor one at the end of all.
    """
    piece = place.one or place.other
    if (place.one and place.other) or place.ends or piece not in facts()["negations"]:
        return None
    word = place.before[-1:] + piece + place.after[0][:1]
    return None if any(bound in word for bound in facts()["bound_negations"]) else "a negation"


def _latin_word(place: Place) -> str | None:
    one, other = _LATIN.findall(place.one), _LATIN.findall(place.other)
    return "another word in Latin script" if one and other and one != other else None


def _counterpart(place: Place) -> str | None:
    pair = {place.one, place.other}
    if not any(pair <= group for group in _contrasts()):
        return None
    return "a counterpart" if pair.isdisjoint(facts()["negations"]) else "a negation"


def _name(place: Place) -> str | None:
    """Another name, two characters of it at least."""
    return _part_of_name(place) if _WORD.search(place.one) and _WORD.search(place.other) else None


def _part_of_name(place: Place) -> str | None:
    """A character or more of a name."""
    if not (_HAN.search(place.one) and _HAN.search(place.other)):
        return None
    if any(character in facts()["no_name"] for character in place.one + place.other):
        return None
    behind, ahead = _slots()
    if behind.search(place.before) or any(ahead.match(after) for after in place.after):
        return "another name or place"
    return None


_CHECKS: Final[tuple[tuple[Callable[[Place], str | None], int], ...]] = (
    (_number, 4),
    (_grown_number, 1),
    (_negation, 2),
    (_latin_word, 3),
    (_counterpart, 3),
    (_name, 3),
    (_part_of_name, 1),
)
"""What speaks for two statements, and how many places may differ for each such place."""


def _other_word(differing: Sequence[Place], length: int) -> str | None:
    """Another word in the place of a word.

    Scattered damage hits two characters side by side now and then. With `hits` characters damaged out of `length`, that
    happens about `hits * (hits - 1) / length` times. It is no damage where that is unlikely, where all the places that
    differ are such words, where the same is replaced by the same twice, or where a phrase stands in the place of a
    word: damage changes characters, and hardly their number.
    """
    words = [place for place in differing if _WORD.search(place.one) and _WORD.search(place.other)]
    hits = sum(max(len(place.one), len(place.other)) for place in differing)
    if _most_of_one(words) > 1 or _is_most(_most_of_one(filter(_is_qualified, differing)), len(differing)):
        return "another name or word, twice"
    if any(max(len(place.one), len(place.other)) >= PHRASE for place in words) and len(differing) <= 6 * len(words):
        return "another name or word"
    if words and (len(words) == len(differing) or hits * (hits - 1) <= BY_CHANCE * length):
        return "another name or word"
    return None


def _most_of_one(differing: Iterable[Place]) -> int:
    """Return how often the most frequent difference comes."""
    return max(Counter((place.one, place.other) for place in differing).values(), default=0)


def _is_most(same: int, all_places: int) -> bool:
    return same > 1 and all_places <= 3 * same


def _is_qualified(place: Place) -> bool:
    """Tell whether a character or a word was put in: 重要 became 较重要. Single characters misread may be so twice."""
    piece = place.one or place.other
    is_more = not (place.one and place.other) and all(map(_HAN.match, piece))
    return is_more and not any(character in facts()["no_name"] for character in piece)


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.match(text)
    return match[0] if match else ""


def _last(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.findall(text)
    return found[-1] if found and text.endswith(found[-1]) else ""


@cache
def _contrasts() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(group) for group in facts()["contrasts"])


@cache
def _replaced_words() -> frozenset[frozenset[str]]:
    """The pairs of words that word replacers swap."""
    entries = tomllib.loads(files("cleantext").joinpath("data/confusions.toml").read_text("utf-8"))["confusion"]
    return frozenset(frozenset((entry["wrong"], entry["right"])) for entry in entries)


@cache
def _slots() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The words that a name stands behind and those that it stands before.

    A place that differs in its first character leaves one more before the word (杭州市, 广州市).
    """
    slots = facts()["slots"]
    behind = "|".join(slots["before"])
    one_more = f"[^{facts()['no_name']}]?[{''.join(slots['units'])}]"
    return re.compile(f"(?:{behind})$"), re.compile(f"{'|'.join(slots['after'])}|{one_more}")
