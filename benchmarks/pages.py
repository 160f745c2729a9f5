"""Measures what is kept of real pages against the content that was marked on them by hand.

Usage: python benchmarks/pages.py JOINED.jsonl [--split test] [--kinds] [--show N] [--saved FOLDER]

JOINED is what `page_labels.py join` writes. Beside the two profiles stand two ways without a model: keep every line,
keep lines of at least `LONG` characters; and with `--saved FOLDER` (repositories as `page_labels.py` finds them, and
trafilatura installed) what an extractor makes of the HTML itself. Blanks and what readers would differ on are not
counted. F1 is that of the characters kept against the content, over all pages; "each page" is its mean over pages with
content. Intervals hold 90 % of draws of sites.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
from page_labels import Joined, registered

from cleantext import Pipeline
from cleantext.filters.notices import DropNotices

LONG: Final = 20
DRAWS: Final = 1000
HEAD: Final = f"{'':19} pages sites  {'F1':20}  {'each page':20}  {'content lost':19}  rest in what is kept"

Flags: TypeAlias = np.ndarray[tuple[int], np.dtype[np.bool_]]
Keep: TypeAlias = Callable[[Joined], Flags]
"""Says of each character of a page whether it is kept."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Characters of a page: its content, what of it is kept, and what else is."""

    page: Joined
    content: int
    kept: int
    noise: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("joined", type=Path)
    parser.add_argument("--split", choices=("train", "calibration", "test", "all"), default="test")
    parser.add_argument("--kinds", action="store_true", help="the profile `page` by kind of page")
    parser.add_argument(
        "--show", type=int, default=0, metavar="N", help="the N worst pages, with the lines that are wrong"
    )
    parser.add_argument("--saved", type=Path, metavar="FOLDER", help="the saved pages, to run trafilatura on")
    settings = parser.parse_args()
    pages: list[Joined] = [json.loads(line) for line in settings.joined.read_text(encoding="utf-8").splitlines()]
    pages = [one for one in pages if settings.split in ("all", one["split"])]
    print(HEAD)
    ways: dict[str, Keep] = {"keep everything": everything, "keep long lines": long_lines}
    ways |= {f"profile {profile}": by_profile(profile) for profile in ("document", "page")}
    for name, keep in ways.items():
        print(row(name, [measured(page, keep) for page in pages]))
    if settings.saved:
        print_extracted(pages, settings.saved, ways["profile page"])
    by_page = [measured(page, ways["profile page"]) for page in pages]
    if settings.kinds:
        for kind in sorted({page["kind"] for page in pages}):
            print(row(kind, [one for one in by_page if one.page["kind"] == kind]))
    for one in sorted(by_page, key=wrong, reverse=True)[: settings.show]:
        print_wrong(one, ways["profile page"])


def everything(page: Joined) -> Flags:
    return np.ones(len(page["text"]), bool)


def long_lines(page: Joined) -> Flags:
    lines = page["text"].split("\n")
    return np.repeat([len(line) >= LONG for line in lines], [len(line) + 1 for line in lines])[:-1]


def by_profile(profile: str) -> Keep:
    """Return what the filter of notices keeps in a profile."""
    pipeline = Pipeline((DropNotices(profile="page" if profile == "page" else "document"),))

    def keep(page: Joined) -> Flags:
        kept = everything(page)
        for change in pipeline(page["text"]).changes:
            kept[change.start : change.end] = False
        return kept

    return keep


def measured(page: Joined, keep: Keep) -> Measured:
    """Count the characters of one page."""
    kept = keep(page)
    content, rest = parts(page)
    return Measured(page, int(content.sum()), int((content & kept).sum()), int((rest & kept).sum()))


def parts(page: Joined) -> tuple[Flags, ...]:
    """Return which characters are content and which are not; blanks and unsure ones are neither."""
    ink = np.array([not character.isspace() for character in page["text"]], bool)
    rest = np.zeros(len(ink), bool)
    unsure = np.zeros(len(ink), bool)
    for span in page["spans"]:
        (unsure if span["label"] == "unsure" else rest)[span["start"] : span["end"]] = True
    return ink & ~rest & ~unsure, ink & rest


def row(name: str, pages: Sequence[Measured]) -> str:
    """Return one line of the table."""
    if not pages:
        return f"{name:19} {0:5}"
    sites = defaultdict(list)
    for one in pages:
        sites[registered(one.page["site"])].append(one)
    groups = list(sites.values())
    chance = np.random.default_rng(1)
    draws = np.array([
        figures([one for i in chance.integers(0, len(groups), len(groups)) for one in groups[i]]) for _ in range(DRAWS)
    ])  # fmt: skip
    low, high = np.quantile(draws, [0.05, 0.95], axis=0)
    f1, mean, lost, noise = figures(pages)
    return (
        f"{name:19} {len(pages):5} {len(groups):5}  {f1:.3f} ({low[0]:.3f}-{high[0]:.3f})  {mean:.3f} ({low[1]:.3f}-"
        f"{high[1]:.3f})  {lost:.2%} ({low[2]:.2%}-{high[2]:.2%})  {noise:.3f}"
    )


def figures(pages: Sequence[Measured]) -> tuple[float, float, float, float]:
    """Return F1, its mean over pages, the share of content lost, and the share of the rest in what is kept."""
    content, kept, noise = (sum(getattr(one, what) for one in pages) for what in ("content", "kept", "noise"))
    each = [f1_of(one.content, one.kept, one.noise) for one in pages if one.content]
    mean = sum(each) / max(len(each), 1)
    return f1_of(content, kept, noise), mean, (content - kept) / max(content, 1), noise / max(kept + noise, 1)


def f1_of(content: int, kept: int, noise: int) -> float:
    return 2 * kept / max(content + kept + noise, 1)


def wrong(one: Measured) -> int:
    return one.content - one.kept + one.noise


def print_wrong(one: Measured, keep: Keep) -> None:
    """Print the lines of a page that are wrongly gone or wrongly kept."""
    kept = keep(one.page)
    content, rest = parts(one.page)
    print(f"{one.page['id']}: {one.content - one.kept} of {one.content} lost, {one.noise} kept of the rest")
    start = 0
    for line in one.page["text"].split("\n"):
        inside = slice(start, start + len(line))
        if (content & ~kept)[inside].any():
            print(f"    LOST {line[:70]}")
        elif (rest & kept)[inside].any():
            print(f"    KEPT {line[:70]}")
        start += len(line) + 1


def print_extracted(pages: Iterable[Joined], folder: Path, by_page: Keep) -> None:
    """Print what trafilatura keeps where the HTML is at hand, and the profile `page` on the same pages."""
    found = list(with_html(pages, folder))
    print(row("trafilatura", [measured(page, extracted(html)) for page, html in found]))
    print(row("page, the same", [measured(page, by_page) for page, _ in found]))


def with_html(pages: Iterable[Joined], folder: Path) -> Iterator[tuple[Joined, bytes]]:
    """Yield the pages whose HTML is at hand."""
    for page in pages:
        path = folder / page["id"].replace(" ", "/", 1)
        if path.suffix in (".html", ".htm") and path.is_file():
            yield page, path.read_bytes()


def extracted(html: bytes) -> Keep:
    """Return the lines of a page that stand in what trafilatura extracts."""
    import trafilatura  # noqa: PLC0415 - a peer that need not be installed

    text = trafilatura.extract(html, include_comments=False, favor_recall=False) or ""
    folded = fold(text)

    def keep(page: Joined) -> Flags:
        lines = page["text"].split("\n")
        there = [bool(line.strip()) and fold(line) in folded for line in lines]
        return np.repeat(there, [len(line) + 1 for line in lines])[:-1]

    return keep


def fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


if __name__ == "__main__":
    main()
