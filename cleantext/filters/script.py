"""Script: Traditional to Simplified and the reverse, with OpenCC, only where the document is in the other script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import ClassVar

from cleantext.document import Document
from cleantext.edits import Edit

_STRETCH = re.compile("[^\n\ud800-\udfff]+")
_HAN = re.compile("[㐀-鿿\U00020000-\U0003ffff]+")


@dataclass(frozen=True)
class ConvertScript:
    """Converts the script of a document with an OpenCC configuration.

    A document that is not in the script that the configuration converts from is not touched: `t2s` and `tw2s` leave a
    Simplified document alone, also its 著 and 乾, and `s2t` a Traditional one. The edits are safe: the caller asked
    for them by name.

    Attributes:
        config: name of an OpenCC configuration: `t2s`, `tw2s`, `tw2sp`, `hk2s`, `s2t`, `s2twp` ...

    Raises:
        ValueError: OpenCC has no such configuration.
    """

    name: ClassVar[str] = "script"
    config: str

    def __post_init__(self) -> None:
        _converter(self.config)

    def __call__(self, document: Document) -> Iterator[Edit]:
        """Propose to convert what differs in the other script."""
        text = document.text
        if is_traditional(text) == self.config.startswith("s"):
            return
        convert = _converter(self.config)
        for stretch in _STRETCH.finditer(text):
            for start, end, new in _differences(stretch[0], convert):
                yield Edit(
                    stretch.start() + start,
                    stretch.start() + end,
                    new,
                    f"opencc-{self.config}",
                    "script",
                    f"converted with OpenCC {self.config}",
                )


def is_traditional(text: str) -> bool:
    """Tell whether more of the text's characters are Traditional only than Simplified only.

    >>> is_traditional("學習貫徹全會精神"), is_traditional("学习贯彻全会精神"), is_traditional("皇后")
    (True, False, False)
    """
    traditional, simplified = _tell_apart()
    return len(traditional.findall(text)) > len(simplified.findall(text))


@cache
def _tell_apart() -> tuple[re.Pattern[str], re.Pattern[str]]:
    lines = files("cleantext").joinpath("data/script.txt").read_text("utf-8").split()
    return re.compile(f"[{lines[0]}]"), re.compile(f"[{lines[1]}]")


@cache
def _converter(config: str) -> Callable[[str], str]:
    import opencc  # noqa: PLC0415 - loaded with its first use

    try:
        converter = opencc.OpenCC(config)
    except Exception as error:
        # opencc raises what its C++ side throws, of no common type
        raise ValueError(
            f"OpenCC has no configuration {config!r}; t2s, tw2s, tw2sp, hk2s, s2t, s2tw are some"
        ) from error
    convert: Callable[[str], str] = converter.convert
    return convert


def _differences(text: str, convert: Callable[[str], str]) -> Iterator[tuple[int, int, str]]:
    """Yield the spans of a line that a conversion changes, and what they become."""
    converted = convert(text)
    if converted == text:
        return
    if len(converted) == len(text):
        yield from _differing_runs(text, converted)
        return
    for run in _HAN.finditer(text):
        new = convert(run[0])
        if len(new) == len(run[0]):
            yield from ((run.start() + a, run.start() + b, part) for a, b, part in _differing_runs(run[0], new))
        else:
            start, end = _common_ends(run[0], new)
            yield run.start() + start, run.end() - end, new[start : len(new) - end]


def _differing_runs(text: str, converted: str) -> Iterator[tuple[int, int, str]]:
    """Yield the runs of characters in which two texts of the same length differ."""
    start = None
    for i, (one, other) in enumerate(zip(text, converted, strict=True)):
        if one != other and start is None:
            start = i
        elif one == other and start is not None:
            yield start, i, converted[start:i]
            start = None
    if start is not None:
        yield start, len(text), converted[start:]


def _common_ends(one: str, other: str) -> tuple[int, int]:
    """Return how many characters two texts share at their starts and, behind those, at their ends."""
    shortest = min(len(one), len(other))
    start = next((i for i in range(shortest) if one[i] != other[i]), shortest)
    rest = shortest - start
    end = next((i for i in range(rest) if one[-1 - i] != other[-1 - i]), rest)
    return start, end
