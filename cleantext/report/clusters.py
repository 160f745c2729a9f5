"""Paragraphs and their copies for a person at a terminal: the one that stays, those that go, and where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from rich.console import Console
from rich.text import Text

from cleantext.dedupe.found import Duplicate, Passage, Veto
from cleantext.report.printable import printable
from cleantext.report.terminal import is_coloured
from cleantext.similar.places import differing

CONTEXT: Final = 12
"""How much of what is the same is shown on either side of a difference, in code points."""

LONGEST: Final = 120
"""What is longer, in code points, is shown by its beginning and its end, and compared only so far as it is read."""

COMPARED: Final = 5000
"""Longer paragraphs, in code points, are not compared character by character for show."""


def clusters(duplicates: Iterable[Duplicate], most: int) -> list[list[Duplicate]]:
    """Return the first clusters: what goes for the same paragraph, near copies before equal ones."""
    groups: dict[Passage, list[Duplicate]] = {}
    for one in duplicates:
        groups.setdefault(one.kept, []).append(one)
    ordered = sorted(groups.values(), key=lambda group: (all(one.score == 1 for one in group), group[0].kept))
    return ordered[:most]


def show_clusters(
    groups: Sequence[Sequence[Duplicate]], vetoes: Sequence[Veto], texts: Mapping[Passage, str], target: Console
) -> None:
    """Print clusters, and pairs that are similar and both stay.

    Args:
        groups: from `clusters`.
        vetoes: pairs of which both stay.
        texts: the text of each passage; one that was not read in this run is only named.
        target: where to.
    """
    for line in _lines(groups, vetoes, texts, coloured=is_coloured(target)):
        target.print(line, soft_wrap=True)


def _lines(
    groups: Sequence[Sequence[Duplicate]],
    vetoes: Sequence[Veto],
    texts: Mapping[Passage, str],
    *,
    coloured: bool,
) -> Iterator[Text]:
    for group in groups:
        kept = texts.get(group[0].kept)
        yield Text()
        yield _head("kept", group[0].kept, "")
        yield Text("  " + (_clipped(kept) if kept is not None else "(not read in this run)"))
        for one in group:
            yield _head("dropped", one.dropped, f"{one.reason}, {one.score:.4f}")
            yield _difference(kept, texts.get(one.dropped), coloured=coloured)
    for veto in vetoes:
        yield Text()
        yield _head("both stay", veto.one, f"{veto.reason}, {veto.score:.4f}")
        yield _head("", veto.other, "")
        yield _difference(texts.get(veto.one), texts.get(veto.other), coloured=coloured)


def _head(what: str, passage: Passage, why: str) -> Text:
    place = f"{printable(passage.document)} [{passage.start}, {passage.end})"
    return Text.assemble((f"{what:<10}", "bold"), (place, "cyan"), f"  {why}" if why else "")


def _difference(kept: str | None, dropped: str | None, *, coloured: bool) -> Text:
    """Return the dropped text with what it has and what it lacks marked."""
    line = Text("  ")
    if kept is None or dropped is None or kept == dropped or max(len(kept), len(dropped)) > COMPARED:
        return line.append("(the same)" if kept == dropped else _clipped(dropped or ""))
    position = 0
    for (start, end), (other_start, other_end) in differing(kept, dropped):
        line.append(_same(dropped[position:other_start], at_start=position == 0))
        if end > start:
            lacks = _clipped(kept[start:end])
            line.append(lacks if coloured else f"[-{lacks}-]", "white on dark_red")
        if other_end > other_start:
            has = _clipped(dropped[other_start:other_end])
            line.append(has if coloured else f"{{+{has}+}}", "white on dark_green")
        position = other_end
    rest = dropped[position:]
    return line.append(printable(rest[:CONTEXT]) + "…" * (len(rest) > CONTEXT))


def _same(text: str, *, at_start: bool) -> str:
    """Return a stretch that both texts have; of a long one the ends."""
    if len(text) <= 2 * CONTEXT:
        return printable(text)
    return ("" if at_start else printable(text[:CONTEXT])) + "…" + printable(text[-CONTEXT:])


def _clipped(text: str) -> str:
    if len(text) <= LONGEST:
        return printable(text)
    half = LONGEST // 2
    return f"{printable(text[:half])} … {len(text) - 2 * half:,} characters … {printable(text[-half:])}"
