"""Makes the bytes that decoding is measured on: texts of a folder, encoded, cut, damaged, shifted and joined."""

from __future__ import annotations

import codecs
import random
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

ENCODINGS: Final = (
    ("utf-8", "simplified", ""), ("utf-8", "traditional", ""), ("utf-8-sig", "simplified", ""),
    ("gbk", "simplified", ""), ("gbk", "traditional", ""),
    ("gb18030", "simplified", "㐂㑇㒥㓥㔢㕮㗎㙍䀹䁖䂮𠀀𠮷𡃁𪚥㭎㳇㵐䅟䓖"),
    ("cp950", "traditional", "‧﹑～"), ("big5hkscs", "traditional", "嘅咗喺啲嚟嗰冇嘢諗佢哋唔乜攞嚿"),
    ("utf-16-le", "simplified", ""), ("utf-16-be", "simplified", ""), ("utf-16-le", "traditional", ""),
    ("utf-32-le", "simplified", ""), ("utf-32-be", "simplified", ""), ("hz", "simplified", ""),
)  # fmt: skip
"""Encoding, script, and characters that are put in here and there."""
BY_ICONV: Final = {"euc-tw": ("EUC-TW", "traditional"), "iso-2022-cn": ("ISO-2022-CN", "simplified")}
FOREIGN: Final = {
    "ja": ("cp932", "euc_jp"), "ko": ("cp949",), "ru": ("cp1251", "koi8-r"), "uk": ("cp1251",), "el": ("cp1253",),
    "th": ("cp874",), "ar": ("cp1256",), "he": ("cp1255",), "fr": ("cp1252",), "de": ("cp1252",), "es": ("cp1252",),
    "pl": ("cp1250",), "tr": ("cp1254",), "pt": ("cp1252",),
}  # fmt: skip
LATIN: Final = {"fr", "de", "es", "pl", "tr", "pt"}
"""Languages in which most letters are ASCII."""
DISPUTED: Final = {"hz": dict.fromkeys(map(ord, "·・—―～~")), "big5hkscs": dict.fromkeys(map(ord, "•､‾∼♁☉¥¢£￭‧﹑～"))}
"""Marks that Python's codecs disagree about."""


@dataclass(frozen=True, slots=True)
class Case:
    """Bytes, what they say, and the encoding that they are in."""

    data: bytes
    text: str
    encoding: str


class Texts:
    """The texts of a folder that `decode_texts.py` made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cache  # noqa: B019 - lives as long as the run
    def read(self, script: str) -> str:
        """Return all texts of a script."""
        return "\n".join(path.read_text("utf-8") for path in sorted((self.folder / script).glob("*.txt")))

    @cache  # noqa: B019 - lives as long as the run
    def prepared(self, encoding: str, script: str, more: str = "") -> str:
        """Return what the encoding holds of the texts of a script, with some characters put in."""
        chance = random.Random(0)  # noqa: S311 - the same text for everybody
        text = self.read(script).translate(DISPUTED.get(encoding, {}))
        if more:
            text = "".join(
                [one + (chance.choice(more) if one >= "\u4e00" and chance.random() < 0.03 else "") for one in text]
            )
        return text.encode(encoding, "ignore").decode(encoding)

    def pieces(self, text: str, size: int, count: int) -> Iterator[str]:
        """Yield pieces of a text, a quarter of each Han at least."""
        chance = random.Random(size)  # noqa: S311 - the same pieces for everybody
        while count:
            start = chance.randrange(len(text) - size)
            piece = text[start : start + size].lstrip("\n")
            if 4 * sum(one >= "\u4e00" for one in piece[: max(2, size // 3)]) >= max(2, size // 3):
                count -= 1
                yield piece

    def cut(self, encoding: str, script: str, more: str, size: int, count: int) -> Iterator[Case]:
        """Yield texts cut to `size` bytes, wherever that is in a character."""
        for piece in self.pieces(self.prepared(encoding, script, more), size + 10, count):
            data = piece.encode(encoding)[:size]
            text = codecs.getincrementaldecoder(encoding)().decode(data)
            yield Case(data, text, encoding)

    @cache  # noqa: B019 - lives as long as the run
    def converted_text(self, name: str) -> str:
        """Return what an encoding that Python does not know holds of the texts of a script."""
        target, script = BY_ICONV[name]
        text = self.read(script)[:400_000]
        found = sorted(set(text) - {"\n"})
        there = _iconv("\n".join(found).encode(), "UTF-8", f"{target}//IGNORE", "-c")
        back = set(_iconv(there, target, "UTF-8", "-c").decode("utf-8", "ignore"))
        return "".join(one for one in text if one in back)

    def converted(self, name: str, size: int, count: int) -> Iterator[Case]:
        """Yield texts in an encoding that Python does not know."""
        for piece in self.pieces(self.converted_text(name), max(2, size // 2), count):
            yield Case(_iconv(piece.encode(), "UTF-8", BY_ICONV[name][0]), piece, name)

    def foreign(self, size: int, count: int) -> Iterator[Case]:
        """Yield texts in other languages, of `size` bytes, with letters beyond ASCII in them."""
        for language, encodings in FOREIGN.items():
            source = (self.folder / "foreign" / f"{language}.txt").read_text("utf-8")
            for encoding in encodings:
                text = source.encode(encoding, "ignore").decode(encoding)
                chance = random.Random(size)  # noqa: S311 - the same pieces for everybody
                least = 2 if language in LATIN else max(2, size // 4)
                found = 0
                while found < count:
                    start = chance.randrange(max(1, len(text) - size))
                    data = text[start : start + size].encode(encoding)[:size]
                    if sum(byte > 0x7F for byte in data) >= least:
                        found += 1
                        yield Case(data, codecs.getincrementaldecoder(encoding)().decode(data), encoding)


def damage(data: bytes, chance: random.Random, every: int = 1024) -> bytes:
    """Return the bytes with one in `every` changed, one at least."""
    broken = bytearray(data)
    for _ in range(max(1, len(broken) // every)):
        broken[chance.randrange(len(broken))] = chance.choice([0xFF, 0x80, 0xFE, 0xC0, 0x00, chance.randrange(256)])
    return bytes(broken)


def _iconv(data: bytes, source: str, target: str, *options: str) -> bytes:
    command = ["iconv", *options, "-f", source, "-t", target]
    return subprocess.run(command, input=data, capture_output=True, check=False).stdout
