"""Mojibake: text that was decoded with a wrong encoding is read anew, where that loses nothing."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, ClassVar, Final

from cleantext.alphabet import alphabet_of
from cleantext.decoding import languages
from cleantext.document import Document, DocumentWarning
from cleantext.edits import Edit

READS_WELL: Final = 7.8
"""A line whose characters cost no more on average reads as Chinese and is left alone, in nats."""
GOOD_MEAN: Final = 9.3
"""What a character of the text that was read anew costs at most on average."""
FALL: Final = 0.3
"""How much less the text must cost for each of its characters, beside what the path asks for."""
ROUNDED: Final = 1e-6
"""By so much a cost that is worked out for many lines together may differ from the same line's alone."""
ROUNDS: Final = 4
"""How many wrong readings may lie one above the other."""
LOST_SHARE: Final = 0.3
"""Of characters read anew, so many may be lost in text that is called mojibake all the same."""
LETTERS: Final = 3
"""So many Latin letters for each Han character at most are left over when pairs of Western letters are read as Han."""
HAN_SHARE: Final = 0.3
"""The least share of Han among characters that are Chinese read as other Chinese; the rest is symbols and kana."""
ENOUGH: Final = 6
"""So many characters at least say that a line is mojibake with bytes missing."""

COMMON: Final = re.compile("[，。、的]")
"""One of these is in nearly every line of Chinese, and in hardly any that was decoded wrongly."""
FOREIGN: Final = re.compile("[^\x00-\x7f]+")
HAN: Final = re.compile("[㐀-鿿]")
NEVER: Final = re.compile("[\x80-\x9f\ue000-\uf8ff\ufffd]")
"""What does not come out of a right reading: C1 controls, private-use characters, U+FFFD."""
_HIGH: Final = "".join(bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xA0))
_BYTES: Final = {ord(one): one.encode("cp1252")[0] for one in _HIGH}
LATIN: Final = re.compile(f"[\x20-\x7e\x80-\xff{_HIGH}]+")
LATIN_PAIR: Final = re.compile(f"[\x80-\xff][@-~]?[\x80-\xff{_HIGH}]|[{_HIGH}][@-~]?[\x80-\xff]")
HIGH: Final = re.compile("[\x80-\xff]")
"""One of these is in every pair."""
LETTER: Final = re.compile("[A-Za-z]")


@dataclass(frozen=True)
class RepairMojibake:
    """Reads text anew that was decoded with a wrong encoding, a line or a part of one at a time.

    Mended: UTF-8 read as Latin-1, Windows-1252 or GB18030; GB18030 and Big5 read as Latin-1 or Windows-1252; GB18030
    read as Big5. The bytes behind the text must be all there, be valid in the other encoding, and read as Chinese much
    better than before. Nothing is guessed: runs in which bytes are lost (锟斤拷 and the like) are warned of and stay. A
    line that reads as Chinese is not touched.
    """

    name: ClassVar[str] = "mojibake"

    def __call__(self, document: Document) -> Iterator[Edit | DocumentWarning]:
        """Propose to read each such stretch anew, and warn of what cannot be read again."""
        text = document.text
        latin = bool(HIGH.search(alphabet_of(document))) and _has_latin_pair(text)
        for position, line in sorted(_suspicious(text, latin=latin).items()):
            yield from _line_edits(line, position)
        yield from _lost(document.original)


@dataclass(frozen=True, slots=True)
class Path:
    """Bytes of `true` were read as `wrong`; see `cleantext/data/mojibake.toml`."""

    true: str
    wrong: str
    unit: str
    least: int
    fall: float

    @property
    def rule(self) -> str:
        """The stable id of the edits."""
        return f"{self.true}-read-as-{self.wrong}"


def _has_latin_pair(text: str) -> bool:
    """Tell whether there is a pair of Western letters: looked for around letters only, and most texts have no two."""
    from cleantext.arrays import places_between  # noqa: PLC0415 - numpy comes with first use

    return any(LATIN_PAIR.search(text, max(at - 2, 0), at + 3) for at in places_between(text, "\x80", "\xff"))


def _suspicious(text: str, *, latin: bool) -> dict[int, str]:
    """Return the lines that may be mojibake, by where they start; `latin`: whether there may be Latin letters."""
    plain: dict[int, str] = {}
    found: dict[int, str] = {}
    position = 0
    for line in text.split("\n"):
        if latin and LATIN_PAIR.search(line):
            found[position] = line
        elif not COMMON.search(line) and not line.isascii():
            plain[position] = line
        position += len(line) + 1
    if plain:
        costs = languages.mean_costs(list(plain.values()), "chinese")
        strange = zip(plain.items(), costs, strict=True)
        found.update(item for item, cost in strange if cost > READS_WELL - ROUNDED)
    return found


def _line_edits(line: str, position: int) -> Iterator[Edit]:
    """Yield one edit for a line that can be read anew."""
    mended, rules = line, []
    for _ in range(ROUNDS):
        better, path = _read_anew(mended)
        if path is None:
            break
        mended = better
        rules.append(path.rule)
    if rules:
        start, end, new = _difference(line, mended)
        reason = "text that was decoded with a wrong encoding"
        evidence = {"paths": rules}
        yield Edit(position + start, position + end, new, rules[0], "mojibake", reason, "likely", evidence)


def _read_anew(line: str) -> tuple[str, Path | None]:
    """Return a line read anew and the path that it was read by; the line itself and None where it is not mojibake."""
    latin = LATIN_PAIR.search(line) is not None
    strange = not COMMON.search(line) and languages.mean_cost(line, "chinese") > READS_WELL
    best, found = line, None
    for path in _paths():
        if latin if path.wrong == "latin" else strange:
            candidate = _by(path, line)
            if candidate != line and languages.cost(candidate, "chinese") < languages.cost(best, "chinese"):
                best, found = candidate, path
    return best, found


def _by(path: Path, line: str) -> str:
    """Return the line with everything read anew that can be, by one path."""
    if path.unit == "line":
        return _better(path, line)
    pattern = LATIN if path.wrong == "latin" else FOREIGN
    return pattern.sub(lambda run: _better(path, run[0]), line)


def _better(path: Path, unit: str) -> str:
    """Return a unit read anew if its bytes are all there and it reads much better; the unit itself otherwise."""
    if unit.isascii() or (path.wrong != "latin" and not _is_han(unit)):
        return unit
    try:
        read = _encoder(path.wrong)(unit).decode(path.true)
    except UnicodeError:
        return unit
    if (path.true, path.wrong) == ("utf-8", "latin"):
        read = _better(path, read)  # one wrong reading may lie above another
    if NEVER.search(read) or len(HAN.findall(read)) < path.least or _is_western(path, unit, read):
        return unit
    fall = languages.cost(unit, "chinese") - languages.cost(read, "chinese")
    foreign = languages.beyond_ascii(read)
    if fall < path.fall + FALL * len(foreign) or languages.mean_cost(read, "chinese") > GOOD_MEAN:
        return unit
    return read


def _is_western(path: Path, unit: str, read: str) -> bool:
    """Tell whether a run may be letters of a Western language, or a row of the same mark, that only look like pairs."""
    if path.wrong != "latin" or path.true == "utf-8":
        return False
    high = languages.beyond_ascii(unit)
    return len(set(high)) < 3 or len(LETTER.findall(read)) > LETTERS * len(HAN.findall(read))


def _is_han(unit: str) -> bool:
    """Tell whether a unit holds enough Han to be Chinese that was read as other Chinese."""
    return len(HAN.findall(unit)) >= HAN_SHARE * len(languages.beyond_ascii(unit))


def _encoder(wrong: str) -> Callable[[str], bytes]:
    return _latin_bytes if wrong == "latin" else lambda text: text.encode(wrong)


def _latin_bytes(text: str) -> bytes:
    return text.translate(_BYTES).encode("latin-1")


def _difference(one: str, other: str) -> tuple[int, int, str]:
    """Return the span of `one` that differs, and what stands there in `other`."""
    shortest = min(len(one), len(other))
    start = next((at for at in range(shortest) if one[at] != other[at]), shortest)
    most = shortest - start
    tail = next((at for at in range(most) if one[-1 - at] != other[-1 - at]), most)
    return start, len(one) - tail, other[start : len(other) - tail]


def _lost(text: str) -> Iterator[DocumentWarning]:
    """Yield a warning for each kind of run in which bytes are lost, in offsets of the original."""
    for kind, sign, pattern in _lost_kinds():
        first = pattern.search(text) if sign in text else None
        if first:
            places = sum(1 for _ in pattern.finditer(text))
            yield _warning(kind, places, first.start())
    if "\ufffd" not in text and "?" not in text:
        return
    spoilt: Counter[str] = Counter()
    firsts: dict[str, int] = {}
    position = 0
    for line in text.split("\n"):
        kind = _spoilt(line)
        if kind:
            spoilt[kind] += 1
            firsts.setdefault(kind, position)
        position += len(line) + 1
    for kind, places in spoilt.items():
        yield _warning(kind, places, firsts[kind])


def _warning(kind: str, places: int, first: int) -> DocumentWarning:
    message = f"text whose bytes are lost ({kind}), in places: {places}; it cannot be read again"
    return DocumentWarning("unrecoverable", message, {"kind": kind, "places": places, "first": first})


def _spoilt(line: str) -> str:
    """Return by which path a line is mojibake of which some bytes are lost; nothing where it is not."""
    if "\ufffd" not in line and "?" not in line:
        return ""
    foreign = languages.beyond_ascii(line).replace("\ufffd", "")
    if len(foreign) < ENOUGH or COMMON.search(line) or languages.mean_cost(foreign, "chinese") <= GOOD_MEAN:
        return ""
    read = line.encode("gb18030", "ignore").decode("utf-8", "replace")
    good = languages.beyond_ascii(read).replace("\ufffd", "")
    if not HAN.search(good) or languages.mean_cost(good, "chinese") > READS_WELL + 1:
        return ""
    return "UTF-8 read as GB18030" if read.count("\ufffd") <= LOST_SHARE * len(read) else ""


@cache
def _facts() -> dict[str, Any]:
    return tomllib.loads(files("cleantext").joinpath("data/mojibake.toml").read_text("utf-8"))


@cache
def _paths() -> tuple[Path, ...]:
    return tuple(Path(**one) for one in _facts()["path"])


@cache
def _lost_kinds() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple((one["kind"], one["sign"], re.compile(one["pattern"])) for one in _facts()["lost"])
