"""What a text costs in a language, in nats: the less it looks like that language, the more."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from cleantext import frequency

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOREIGN: Final = re.compile("[^\x00-\x7f]+")
EAST_ASIAN: Final = ("chinese", "japanese", "korean")
LATIN: Final = ("western", "central", "turkish")
MEMORY: Final = 65_536
"""Of how many characters a language remembers the cost that was worked out for them."""


def cost(text: str, language: str) -> float:
    """Return the cost of `text`, the sum of -log P(character)."""
    return sum(map(_costs(language).__getitem__, text))


def highest_cost(text: str, language: str) -> float:
    """Return what the character costs that costs most; 0 where there are none."""
    return max(map(_costs(language).__getitem__, text), default=0.0)


def mean_cost(text: str, language: str) -> float:
    """Return the mean cost of the characters that are not ASCII; 0 where there are none."""
    foreign = beyond_ascii(text)
    return cost(foreign, language) / len(foreign) if foreign else 0.0


def mean_costs(texts: Sequence[str], language: str) -> list[float]:
    """Return the mean cost of each of some texts that are not empty, worked out together; see `mean_cost`."""
    from cleantext.arrays import means_of  # noqa: PLC0415 - numpy comes with first use

    return means_of(texts, _costs(language), _array_of(language))


@cache
def _array_of(language: str) -> NDArray[np.float64]:  # noqa: ARG001 - one array for each language
    from cleantext.arrays import unknown_numbers  # noqa: PLC0415 - numpy comes with first use

    return unknown_numbers()


def beyond_ascii(text: str) -> str:
    """Return the characters of `text` that are not ASCII.

    >>> beyond_ascii("GB 2312-1980，汉字")
    '，汉字'
    """
    return "".join(FOREIGN.findall(text))


@cache
def facts() -> dict[str, Any]:
    """Return the file of facts on languages and encodings."""
    loaded: dict[str, Any] = tomllib.loads(files("cleantext").joinpath("data/encodings.toml").read_text("utf-8"))
    return loaded


class _Costs(dict[str, float]):
    """Costs by character, worked out when first asked for."""

    def __init__(self, known: dict[str, float], work_out: Callable[[str], float]) -> None:
        super().__init__(known)
        self._work_out = work_out

    def __missing__(self, character: str) -> float:
        value = self._work_out(character)
        if len(self) < MEMORY:
            self[character] = value
        return value


@cache
def _costs(language: str) -> _Costs:
    about = facts()["language"][language]
    known = _from_chinese(**about["chinese"]) if "chinese" in about else {}
    known.update({character: value for characters, value in about.get("characters", ()) for character in characters})
    ranges = [*about.get("ranges", ()), *facts()["ranges"]]
    charset, outside = about.get("charset", ("", 0.0))

    def work_out(character: str) -> float:
        if charset and not _encodes(character, charset):
            return float(outside)
        code = ord(character)
        return next(float(value) for first, last, value in ranges if first <= code <= last)

    return _Costs(known, work_out)


def _from_chinese(plus: float, least: float) -> dict[str, float]:
    """Return the costs of Chinese for a language that writes some Han characters, too."""
    return {character: max(value + plus, least) for character, value in frequency.cost().items()}


def _encodes(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
