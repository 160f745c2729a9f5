"""How much mojibake is repaired, and how many clean lines are changed, beside ftfy where it is installed.

Usage: python benchmarks/mojibake.py FOLDER [--count N]

FOLDER is `held` of what `decode_texts.py` makes. Lines are encoded in one encoding and read in another; `lossless` is
the share of them that still holds every byte, which is all that can be repaired.
"""

from __future__ import annotations

import argparse
import codecs
import random
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Final

from decode_cases import Texts

from cleantext.document import Document
from cleantext.filters.mojibake import RepairMojibake
from cleantext.pipeline import Pipeline

KINDS: Final = (
    ("utf-8", "latin-1", "simplified"), ("utf-8", "cp1252", "simplified"), ("utf-8", "gbk", "simplified"),
    ("utf-8", "gb18030", "simplified"), ("gbk", "latin-1", "simplified"), ("gbk", "cp1252", "simplified"),
    ("cp950", "latin-1", "traditional"), ("cp950", "cp1252", "traditional"), ("gbk", "cp950", "simplified"),
)  # fmt: skip
REPAIR: Final = Pipeline((RepairMojibake(),))


def ours(text: str) -> str:
    return REPAIR(Document(text)).text


def readers() -> dict[str, Callable[[str], str]]:
    found: dict[str, Callable[[str], str]] = {"cleantext": ours}
    try:
        ftfy = import_module("ftfy")
    except ImportError:
        return found
    return found | {"ftfy.fix_encoding": ftfy.fix_encoding, "ftfy.fix_text": ftfy.fix_text}


def c1(error: UnicodeError) -> tuple[str, int]:
    """Read a byte that Windows-1252 has no character for as a browser does."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return chr(error.object[error.start]), error.start + 1


def repaired(texts: Texts, size: int, count: int) -> None:
    found = readers()
    print(f"\n{size} characters a line: % lossless; % of those exact, and % of those changed into something wrong")
    for true, wrong, script in KINDS:
        pieces = [one.replace("\n", "，") for one in texts.pieces(texts.prepared(true, script), size, count)]
        spoilt = [one.encode(true).decode(wrong, "browser" if wrong == "cp1252" else "replace") for one in pieces]
        lossless = [at for at, one in enumerate(spoilt) if "\ufffd" not in one]
        cells = []
        for name, read in found.items():
            mended = [read(one) for one in spoilt]
            exact = sum(mended[at] == pieces[at] for at in lossless)
            wrong_ones = sum(mended[at] not in (pieces[at], spoilt[at]) for at in lossless)
            share = 100 * exact / len(lossless) if lossless else float("nan")
            cells.append(f"{name} {share:.1f}, {100 * wrong_ones / max(1, len(lossless)):.1f}")
        print(f"{true + ' read as ' + wrong:26}{100 * len(lossless) / len(pieces):6.1f}   " + "; ".join(cells))


def clean(texts: Texts, count: int) -> None:
    chance = random.Random(2)  # noqa: S311 - the same lines for everybody
    lines = [line for script in ("simplified", "traditional") for line in texts.read(script).split("\n") if line]
    for path in sorted((texts.folder / "foreign").glob("*.txt")):
        text = path.read_text("utf-8")
        lines += [text[at : at + 80] for at in range(0, len(text), 80)]
    chance.shuffle(lines)
    shortened = [line[: chance.choice([6, 12, 30, 80, 400])] for line in lines[:count]]
    print(f"\nclean lines changed, of {len(shortened):,}")
    for name, read in readers().items():
        changed = [line for line in shortened if read(line) != line]
        print(f"{name:20}{len(changed):>8}  {[one[:30] for one in changed[:5]]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="texts made by decode_texts.py")
    parser.add_argument("--count", type=int, default=150, help="lines for each kind and length")
    parser.add_argument("--clean", type=int, default=40_000, help="clean lines")
    arguments = parser.parse_args()
    codecs.register_error("browser", c1)
    texts = Texts(arguments.folder)
    for size in (8, 30):
        repaired(texts, size, arguments.count)
    clean(texts, arguments.clean)


if __name__ == "__main__":
    main()
