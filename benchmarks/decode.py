"""How often bytes are decoded to exactly the text that they were made from, beside every detector that is installed.

Usage: python benchmarks/decode.py FOLDER [--count N] [--only TABLE ...] [--alone]

FOLDER is `held` of what `decode_texts.py` makes (or `tune`, while thresholds are set). Tables: `cut` to so many bytes,
`chinese` (GBK and Big5 families alone), `damaged` (one byte in 1024 wrong), `shifted` (the first byte is missing),
`joined` (two encodings, joined at a line end), `foreign` (other languages; also how many are called Chinese).
"""

from __future__ import annotations

import argparse
import codecs
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from decode_cases import BY_ICONV, ENCODINGS, Case, Texts, damage
from decode_peers import FAMILIES, Label, Reader, family, labels, reader, same

from cleantext.decoding import decode
from cleantext.errors import DecodeError

CHINESE: Final = [one for one in ENCODINGS if family(one[0]) in ("gb", "big5")]


def percent(cases: Iterable[Case], read: Reader) -> str:
    found = [any(same(case.text, text) for text in read(case.data)) for case in cases]
    return f"{100 * sum(found) / len(found):.1f}"


def row(name: str, cells: Iterable[object], width: int = 26) -> None:
    print(f"{name:{width}}" + "".join(f"{cell:>8}" for cell in cells), flush=True)


def title(text: str, columns: Iterable[object]) -> None:
    print(f"\n{text}")
    row("", columns)


def cut(texts: Texts, found: dict[str, Label], count: int) -> None:
    sizes = (8, 16, 32, 64, 256, 1024)
    made = {
        (one[0], one[1], size): list(texts.cut(*one, size, count)) for one in ENCODINGS for size in sizes
    }  # fmt: skip
    title("cut: % exact, mean of all encodings, by bytes", sizes)
    for name, label in found.items():
        shares = [
            [float(percent(made[one[0], one[1], size], reader(name, label))) for one in ENCODINGS] for size in sizes
        ]
        row(name, [f"{sum(one) / len(one):.1f}" for one in shares])
        if name == "cleantext":
            for at, one in enumerate(ENCODINGS):
                row(f"  {one[0]}, {one[1]}", [share[at] for share in shares])
            for converted in BY_ICONV:
                cases = [list(texts.converted(converted, size, min(count, 50))) for size in sizes]
                row(f"  {converted}", [percent(one, reader(name, label)) for one in cases])


def chinese(texts: Texts, found: dict[str, Label], count: int) -> None:
    sizes = (4, 6, 8, 12, 16, 32, 64)
    title("chinese: % exact, mean of the GBK and Big5 families; GBK of Simplified text alone", sizes)
    for name, label in found.items():
        read = reader(name, label)
        shares = [[float(percent(texts.cut(*one, size, count), read)) for one in CHINESE] for size in sizes]
        row(name, [f"{sum(one) / len(one):.1f}" for one in shares])
        row("  GBK alone", [percent(texts.cut("gbk", "simplified", "", size, count), read) for size in sizes])


def damaged(texts: Texts, found: dict[str, Label], count: int) -> None:
    sizes = (256, 1024, 4096, 65536)
    chance = random.Random(5)  # noqa: S311 - the same damage for everybody
    title("damaged: % of the right family, one byte in 1024 wrong, by bytes", sizes)
    for encoding, script in (("utf-8", "simplified"), ("gbk", "simplified"), ("cp950", "traditional")):
        made = [
            [
                damage(case.data, chance)
                for case in texts.cut(encoding, script, "", size, max(3, count // (1 + size // 512)))
            ]
            for size in sizes
        ]
        print(encoding)
        for name, label in found.items():
            right = [[family(label(data)) == family(encoding) for data in one] for one in made]
            row(f"  {name}", [f"{100 * sum(one) / len(one):.1f}" for one in right])


def shifted(texts: Texts, found: dict[str, Label], count: int) -> None:
    sizes = (64, 256, 1024)
    title("shifted: % of the right family, first byte missing; ours also % with all the rest exact", sizes)
    for encoding, script in (("utf-8", "simplified"), ("gbk", "simplified"), ("cp950", "traditional")):
        made = [list(_shifted(texts, encoding, script, size, count)) for size in sizes]
        print(encoding)
        for name, label in found.items():
            right = [[family(label(case.data)) == family(encoding) for case in one] for one in made]
            row(f"  {name}", [f"{100 * sum(one) / len(one):.1f}" for one in right])
        row("  cleantext, rest exact", [f"{100 * sum(map(_ends_right, one)) / len(one):.1f}" for one in made])


def _shifted(texts: Texts, encoding: str, script: str, size: int, count: int) -> Iterator[Case]:
    """Yield texts that begin with a Han character of which the first byte is missing."""
    for case in texts.cut(encoding, script, "", size + 8, count):
        start = next(at for at, one in enumerate(case.text) if one >= "\u4e00")
        data = case.text[start:].encode(encoding)
        yield Case(data[1:size], codecs.getincrementaldecoder(encoding)().decode(data[:size])[1:], encoding)


def _ends_right(case: Case) -> bool:
    try:
        text = decode(case.data).text.removesuffix("\ufffd")
    except DecodeError:
        return False
    return text.endswith(case.text) and len(text) - len(case.text) <= 2


def joined(texts: Texts, found: dict[str, Label], count: int) -> None:
    kinds = ("utf-8", "simplified"), ("gbk", "simplified"), ("cp950", "traditional")
    sizes = (128, 512, 4096)
    title("joined: % exact, two encodings joined at a line end, by bytes of each", sizes)
    for name, label in found.items():
        for one in kinds if name == "cleantext" else ():
            for other in kinds:
                if one != other:
                    cells = [percent(_joined(texts, one, other, size, count), reader(name, label)) for size in sizes]
                    row(f"  {one[0]} + {other[0]}", cells)
        every = [
            [
                float(percent(_joined(texts, one, other, size, max(5, count // 5)), reader(name, label)))
                for one in kinds
                for other in kinds
                if one != other
            ]
            for size in sizes
        ]
        row(name, [f"{sum(one) / len(one):.1f}" for one in every])


def _joined(texts: Texts, one: tuple[str, str], other: tuple[str, str], size: int, count: int) -> Iterator[Case]:
    firsts = texts.cut(*one, "", size, count)
    seconds = list(texts.cut(*other, "", size + 6, count))
    random.Random(1).shuffle(seconds)  # noqa: S311 - the same pairs for everybody
    for first, second in zip(firsts, seconds, strict=True):
        text = f"{first.text}\n{second.text}\n"
        data = f"{first.text}\n".encode(first.encoding) + f"{second.text}\n".encode(second.encoding)
        yield Case(data, text, "mixed")


def foreign(texts: Texts, found: dict[str, Label], count: int) -> None:
    sizes = (8, 16, 32, 64, 128, 256, 1024)
    made = [list(texts.foreign(size, count)) for size in sizes]
    title("foreign: % exact, and % called Chinese, by bytes", sizes)
    for name, label in found.items():
        row(name, [percent(one, reader(name, label)) for one in made])
        called = [[family(label(case.data)) in set(FAMILIES.values()) for case in one] for one in made]
        row("  called Chinese", [f"{100 * sum(one) / len(one):.2f}" for one in called])


TABLES: Final = {
    "cut": cut,
    "chinese": chinese,
    "damaged": damaged,
    "shifted": shifted,
    "joined": joined,
    "foreign": foreign,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="texts made by decode_texts.py")
    parser.add_argument("--count", type=int, default=100, help="cases for each encoding and length")
    parser.add_argument("--only", nargs="+", choices=TABLES, default=list(TABLES), help="make these tables alone")
    parser.add_argument("--alone", action="store_true", help="leave the peers out")
    arguments = parser.parse_args()
    texts = Texts(arguments.folder)
    found = labels()
    if arguments.alone:
        found = {"cleantext": found["cleantext"]}
    for name in arguments.only:
        TABLES[name](texts, found, arguments.count)


if __name__ == "__main__":
    main()
