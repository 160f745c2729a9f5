"""How often bytes are decoded to exactly the text that they were made from, beside other detectors.

Usage: python benchmarks/decode.py [FOLDER] [--count N]

The texts are the project's seeds and every *.txt of FOLDER, in UTF-8; OpenCC makes the Traditional ones. Each is cut at
random places to so many bytes, so the last character may be split; what is left of it is not compared. A peer is
given its label's superset (gb2312 as gb18030, big5 as cp950 or big5hkscs) and every benefit of the doubt.
"""

from __future__ import annotations

import argparse
import codecs
import random
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Final

import opencc

from cleantext.decoding import decode
from cleantext.errors import DecodeError

SEEDS: Final = Path(__file__).parent.parent / "seeds"
LENGTHS: Final = (8, 16, 32, 64, 256)
ENCODINGS: Final = (
    ("utf-8", "s"), ("gb18030", "s"), ("gb18030", "t"), ("cp950", "t"), ("big5hkscs", "t"), ("utf-16-le", "s"),
    ("utf-16-be", "s"), ("utf-32-le", "s"), ("hz", "s"),
)  # fmt: skip
SUPERSETS: Final = {
    "gb2312": ("gb18030",), "gbk": ("gb18030",), "big5": ("cp950", "big5hkscs"), "cp950": ("big5hkscs",),
    "big5hkscs": ("cp950",), "utf-16": ("utf-16-le", "utf-16-be"),
}  # fmt: skip
DISPUTED: Final = {"hz": dict.fromkeys(map(ord, "·・—―～~")), "big5hkscs": dict.fromkeys(map(ord, "•､‾∼♁☉¥¢£￭"))}

Reader = Callable[[bytes], Iterator[str]]


def ours(data: bytes) -> Iterator[str]:
    try:
        text = decode(data).text
    except DecodeError:
        return
    yield text
    yield text.removesuffix("\ufffd")


def by_label(label: Callable[[bytes], str | None]) -> Reader:
    def read(data: bytes) -> Iterator[str]:
        name = label(data)
        try:
            known = codecs.lookup(name or "").name
        except LookupError:
            return
        for encoding in (known, *SUPERSETS.get(known, ())):
            try:
                yield codecs.getincrementaldecoder(encoding)().decode(data)
            except UnicodeDecodeError:
                continue

    return read


def readers() -> dict[str, Reader]:
    found: dict[str, Reader] = {"cleantext": ours}
    chardet = import_module("chardet")
    found[f"chardet {chardet.__version__}"] = by_label(
        lambda data: chardet.detect(data, prefer_superset=True, compat_names=False)["encoding"]
    )
    try:
        normalizer = import_module("charset_normalizer")
    except ImportError:
        return found
    found[f"charset-normalizer {normalizer.__version__}"] = by_label(
        lambda data: getattr(normalizer.from_bytes(data).best(), "encoding", None)
    )
    return found


def texts(folder: Path | None) -> dict[str, str]:
    paths = [*sorted(SEEDS.glob("*.txt")), *(sorted(folder.glob("*.txt")) if folder else [])]
    simplified = "\n".join(path.read_text("utf-8") for path in paths)
    return {"s": simplified, "t": opencc.OpenCC("s2tw").convert(simplified)}


def encoded(text: str, encoding: str) -> bytes:
    """Return the bytes of what the encoding holds of `text`, but for marks that Python's codecs disagree about."""
    text = text.translate(DISPUTED.get(encoding, {}))
    return text.encode(encoding, "ignore")


def cases(text: str, encoding: str, length: int, count: int, chance: random.Random) -> Iterator[tuple[bytes, str]]:
    """Yield bytes and what they say."""
    found = 0
    while found < count:
        start = chance.randrange(len(text) - length)
        data = encoded(text[start : start + length], encoding)[:length]
        if len(data) < length or (data.isascii() and encoding != "hz"):
            continue
        try:
            expected = codecs.getincrementaldecoder(encoding)().decode(data)
        except UnicodeDecodeError:
            continue
        if sum(character > "\u4e00" for character in expected) * 4 >= len(expected):
            found += 1
            yield data, expected


def percent(reader: Reader, made: list[tuple[bytes, str]]) -> float:
    return 100 * sum(expected in reader(data) for data, expected in made) / len(made)


def row(name: str, cells: list[str]) -> None:
    print(f"{name:30}" + "".join(f"{cell:>8}" for cell in cells))


def clean(source: dict[str, str], count: int) -> None:
    for name, reader in readers().items():
        print(f"\n{name}: % exact")
        row("encoding, script / bytes", [str(length) for length in LENGTHS])
        sums = [0.0] * len(LENGTHS)
        for encoding, script in ENCODINGS:
            chance = random.Random(0)  # noqa: S311 - the same cases for everybody
            made = [list(cases(source[script], encoding, length, count, chance)) for length in LENGTHS]
            shares = [percent(reader, one) for one in made]
            sums = [total + share for total, share in zip(sums, shares, strict=True)]
            row(f"{encoding}, {script}", [f"{share:.1f}" for share in shares])
        row("mean", [f"{total / len(ENCODINGS):.1f}" for total in sums])


def speed(source: dict[str, str]) -> None:
    print("\nmilliseconds for 1 MB: plain decoding, cleantext, cleantext with 1 % of the bytes wrong")
    chance = random.Random(1)  # noqa: S311 - not for secrets
    for encoding, script in (("utf-8", "s"), ("gb18030", "s"), ("cp950", "t"), ("utf-16-le", "s")):
        text = source[script] * (1 + 1_000_000 // len(source[script]))
        data = encoded(text, encoding)[: 1 << 20]
        data = encoded(data.decode(encoding, "ignore"), encoding)
        damaged = bytearray(data)
        for _ in range(len(data) // 100):
            damaged[chance.randrange(len(data))] = chance.randrange(256)
        runs = (lambda: data.decode(encoding), lambda: decode(data), lambda: decode(bytes(damaged)))  # noqa: B023 - run at once
        row(encoding, [f"{_milliseconds(run):.1f}" for run in runs])


def _milliseconds(run: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        try:
            run()
        except DecodeError:
            return float("nan")
        best = min(best, time.perf_counter() - start)
    return 1000 * best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, help="a folder of *.txt in UTF-8")
    parser.add_argument("--count", type=int, default=200, help="cases for each encoding and length")
    arguments = parser.parse_args()
    source = texts(arguments.folder)
    clean(source, arguments.count)
    speed(source)


if __name__ == "__main__":
    main()
