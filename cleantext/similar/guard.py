"""Why two near copies are two statements: a template filled in twice, a parallel clause, a denial.

A copy differs from its original by damage: marks, a spliced page number, a missing piece, a misread character. Two
statements of one shape differ by what they are about. Where that is not certain, both stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

from cleantext.similar.facts import facts
from cleantext.similar.places import Place, places

MISREAD: Final = 0.03
"""Share of single characters that may be misread or lost in a copy."""

MISREAD_ALWAYS: Final = 2
"""How many may be in a short one."""

LONGEST_LEAD: Final = 4
"""How many characters a copy may lack at its beginning."""

_NUMBER = re.compile(
    "[0-9]+(?:[.,:/-][0-9]+)*[%‰]?"
    "|[〇零一二三四五六七八九十百千万亿两廿卅]+"
    "|[\u00b2\u00b3\u00b9\u2150-\u218b\u2460-\u249b]"  # superscripts, Roman and circled numerals
)
_DATE_UNITS = "年月日号"
_LATIN = re.compile("[a-z]+")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+")


def difference(one: str, other: str) -> str | None:
    """Say why two similar texts are not copies of each other; None if nothing speaks against it.

    A number or a date replaced by another one; a negation added, dropped or replaced; a word in Latin script replaced;
    a character replaced by its counterpart (男 by 女) or a surname by another; another name or place before or behind a
    word such as 同志, 市 or 记者. A number that only one of them has is a spliced page number and no difference.

    Names count where they are at least half of all differences: misread characters are scattered, two statements of one
    shape differ by little else. Words that stand in the place of others are not looked at: see `is_noise`.

    Args:
        one: a normal form, see `cleantext.similar.normal`.
        other: another one.

    Returns:
        One phrase for a person.
    """
    if one == other:
        return None
    number = _other_number(one, other)
    if number:
        return number
    differing = list(places(one, other))
    return next((reason for place in differing for check in _CHECKS if (reason := check(place))), None) or (
        "another name or place" if _are_most(differing, _is_name) else None
    )


def is_noise(one: str, other: str) -> bool:
    """Tell whether two similar texts differ by nothing but what damage does.

    Damage is digits and Latin letters that one of them lacks, a piece missing at an end, and a few single characters
    misread or lost, none of them twice in the same way. Another word in the middle is not damage.

    Args:
        one: a normal form, see `cleantext.similar.normal`.
        other: another one.
    """
    one, other = sorted((one, other), key=lambda text: (len(text), text))
    han = [place for place in places(one, other) if _HAN.search(place.one + place.other)]
    inside = [place for place in han if not _is_cut_off(place)]
    misread = {(place.one, place.other) for place in inside if max(len(place.one), len(place.other)) == 1}
    most = max(MISREAD_ALWAYS, MISREAD * min(len(one), len(other)))
    return len(misread) == len(inside) <= most


def _is_cut_off(place: Place) -> bool:
    """Tell whether one text lacks its end, or a word like 本报讯 at its beginning."""
    missing = place.one or place.other
    return not (place.one and place.other) and (place.ends or (place.begins and len(missing) <= LONGEST_LEAD))


def _other_number(one: str, other: str) -> str | None:
    """Compare the numbers in their order: one text may have more of them, but none that stands in another's place."""
    few, many = sorted((list(_NUMBER.finditer(one)), list(_NUMBER.finditer(other))), key=len)
    rest = iter(many)
    for number in few:
        if not any(number[0] == candidate[0] for candidate in rest):
            unit = number.string[number.end() : number.end() + 1]
            return "another date" if unit and unit in _DATE_UNITS else "another number"
    return None


def _negation(place: Place) -> str | None:
    negations = facts()["negations"]
    one, other = ([c for c in side if c in negations] for side in (place.one, place.other))
    return "a negation" if one != other else None


def _latin_word(place: Place) -> str | None:
    one, other = _LATIN.findall(place.one), _LATIN.findall(place.other)
    inside_a_word = _LATIN.search(place.before[-1:]) or any(_LATIN.match(after) for after in place.after)
    if one != other and ((one and other) or inside_a_word):
        return "another word in Latin script"
    return None


def _counterpart(place: Place) -> str | None:
    if len(place.one) == len(place.other) == 1:
        pair = {place.one, place.other}
        if any(pair <= group for group in _contrasts()):
            return "a counterpart"
    return None


_CHECKS = (_negation, _latin_word, _counterpart)


def _is_name(place: Place) -> bool:
    """Tell whether a piece of Han was replaced where names stand."""
    if not (_HAN.search(place.one) and _HAN.search(place.other)):
        return False
    behind, ahead = _slots()
    return bool(behind.search(place.before)) or any(ahead.match(after) for after in place.after)


def _are_most(places: Sequence[Place], kind: Callable[[Place], bool]) -> bool:
    """Tell whether places of a kind are at least half of those where Han differ."""
    found = sum(map(kind, places))
    return found > 0 and 2 * found >= sum(bool(_HAN.search(place.one + place.other)) for place in places)


@cache
def _contrasts() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(group) for group in (*facts()["contrasts"], facts()["surnames"]))


@cache
def _slots() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The words that a name stands behind and those that it stands before, with what may stand between of the name.

    A place replaced in its first character leaves one more before the word (杭州市, 广州市), a person up to two.
    """
    han = "[\u3400-\u9fff]"
    slots = facts()["slots"]
    long = "|".join(word for word in slots["after"] if len(word) > 1)
    short = "".join(word for word in slots["after"] if len(word) == 1)
    behind = f"(?:{'|'.join(slots['before'])}){han}?$"
    return re.compile(behind), re.compile(f"{han}{{0,2}}(?:{long})|{han}?[{short}]")
