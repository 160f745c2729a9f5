"""Puts together the texts that decoding is tuned on and, from other sources, those that it is measured on.

Usage: python benchmarks/decode_texts.py CLONES OUT

CLONES holds a folder for each public repository named below (`git clone`), and `Django`, the unpacked wheel. OUT gets
`tune/` and `held/`, each with `simplified/`, `traditional/` and `foreign/`: texts in UTF-8. No source is in both.
"""

from __future__ import annotations

import argparse
import gettext
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

LONGEST: Final = 1_500_000
"""How many characters of a source are kept."""
LANGUAGES: Final = {
    "jpn": "ja", "kor": "ko", "rus": "ru", "ukr": "uk", "ell_monotonic": "el", "tha": "th", "arb": "ar", "heb": "he",
    "fra": "fr", "deu_1996": "de", "spa": "es", "pol": "pl", "tur": "tr", "por_PT": "pt",
}  # fmt: skip
"""The languages of the negative cases, as the Universal Declaration of Human Rights and as Django name them."""


def files(folder: Path, pattern: str) -> Iterator[str]:
    for path in sorted(folder.rglob(pattern)):
        yield path.read_text("utf-8", errors="ignore")


def examinations(folder: Path) -> Iterator[str]:
    """GAOKAO-Bench: questions of examinations."""
    for text in files(folder / "Data", "*.json"):
        yield from (str(one.get("question", "")) for one in json.loads(text)["example"])


def contexts(folder: Path) -> Iterator[str]:
    """DRCD and CMRC 2018: the paragraphs that are asked about."""
    for path in sorted(folder.rglob("*dev.json")):
        data = json.loads(path.read_text("utf-8"))
        if isinstance(data, dict):
            yield from (one["context"] for article in data["data"] for one in article["paragraphs"])
        else:
            yield from (one["context_text"] for one in data)


def declaration(path: Path) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", path.read_text("utf-8")))


def messages(folder: Path, language: str) -> str:
    found: list[str] = []
    for path in sorted(folder.rglob(f"locale/{language}/LC_MESSAGES/*.mo")):
        with path.open("rb") as file:
            catalogue = vars(gettext.GNUTranslations(file))["_catalog"]
        found += [text for key, text in catalogue.items() if key and isinstance(text, str)]
    return re.sub(r"\s+", " ", re.sub(r"%\(\w+\)\w|%\w|<[^>]+>", " ", " ".join(found)))


SOURCES: Final[dict[str, tuple[str, Callable[[Path], Iterator[str]]]]] = {
    "tune/simplified/news": ("xin-wen-lian-bo", lambda folder: files(folder / "news", "*.md")),
    "tune/simplified/examinations": ("GAOKAO-Bench", examinations),
    "tune/traditional/manual": ("progit2-zh-tw", lambda folder: files(folder / "book", "*.asc")),
    "held/simplified/statutes": ("Laws", lambda folder: files(folder, "*.md")),
    "held/simplified/weekly": ("weekly", lambda folder: files(folder / "docs", "*.md")),
    "held/simplified/encyclopedia": ("cmrc2018", contexts),
    "held/traditional/encyclopedia": ("DRCD", contexts),
}


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    print(f"{path}: {len(text):,} characters")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clones", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    for name, (folder, read) in SOURCES.items():
        write(arguments.out / f"{name}.txt", "\n".join(read(arguments.clones / folder))[:LONGEST])
    for code, language in LANGUAGES.items():
        declared = declaration(arguments.clones / "udhr" / "data" / "udhr" / f"udhr_{code}.xml")
        write(arguments.out / "held" / "foreign" / f"{language}.txt", declared)
        write(arguments.out / "tune" / "foreign" / f"{language}.txt", messages(arguments.clones / "Django", language))


if __name__ == "__main__":
    main()
