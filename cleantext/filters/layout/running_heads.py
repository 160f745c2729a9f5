"""Running headers and footers: the line that a printer puts at the top or bottom of every page.

Nothing in such a line says that it is one. That it recurs at page breaks does, or that it recurs in mid-sentence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cleantext.edits import Edit, Safety
from cleantext.filters.layout.page_bounds import bound_of
from cleantext.filters.layout.pages import Line, PageBreak, key_of, may_have_pages, page_breaks, page_lines
from cleantext.filters.layout.sentences import BLANKS, may_go_on
from cleantext.filters.layout.wraps import is_wrapped

SHARE: Final = 0.45
"""Share of the page breaks at which a header stands; half of them where left and right pages differ."""

SLOT: Final = 0.8
"""Share of the page breaks at which one of several headers stands, where they change with the chapter."""

DEEPEST: Final = 2
"""So many lines of furniture stand above or below one another."""

SHORTEST_PAGE: Final = 3
"""Pages have so many lines on average; shorter pieces are slides, cards and verse."""

LONGEST: Final = 40
"""A line that recurs in mid-sentence is no longer, in code points."""

DUPLICATE: Final = 12
"""A line that is repeated behind a page break is no shorter, in code points."""

MOST_DUPLICATES: Final = 3
"""So many lines are repeated behind a page break."""

_WORDS = re.compile(r"[^#\W]")
_SENTENCE = re.compile("[。！？；，、：:]$")
_ENDED = frozenset("。！？；：!?;:…”’」』）)】》\n `-|>")
_SENTENCE_ENDS = frozenset("。！？!?…”」』")
_CLAUSE = re.compile("[，。；！？]")
_NO_HEADER = re.compile("[：:，。；！？|]|^[-*#>]|——")


@dataclass(frozen=True, slots=True)
class _Head:
    """A line of furniture: which, whether it stands at the top of a page, and what shows it."""

    at: int
    top: bool
    proof: str
    times: int
    safety: Safety


def running_heads(text: str) -> Iterator[Edit]:
    """Propose to remove running headers and footers, and lines that are repeated behind a page break."""
    if not may_have_pages(text):
        yield from _in_sentences(text)
        return
    lines = page_lines(text)
    breaks = page_breaks(lines)
    if not breaks:
        yield from _in_sentences(text)
        return
    pages = 1 + sum(one.last >= 0 and one.first < len(lines) for one in breaks)
    if len(lines) < SHORTEST_PAGE * pages:
        return
    heads = {head.at: head for head in _at_breaks(lines, breaks)}
    if not any(one.fed for one in breaks) and not _cut_sentences(text, lines, breaks, heads):
        heads = {}
    joins = bool(heads) and not is_wrapped(text)
    for at in sorted(heads):
        yield _edit(text, lines, heads, at, joins=joins)
    yield from _duplicates(text, lines, breaks, heads)


def _at_breaks(lines: Sequence[Line], breaks: Sequence[PageBreak]) -> Iterator[_Head]:
    """Yield the lines that recur at page breaks, the top of the first page and the bottom of the last one included."""
    tops = [_side(lines, one.first, 1) for one in breaks]
    bottoms = [_side(lines, one.last, -1) for one in breaks]
    for sides, edge, top in ((tops, _side(lines, 0, 1), True), (bottoms, _side(lines, len(lines) - 1, -1), False)):
        keys = [_recurring(lines, [*sides, edge], len(breaks), depth, may_change=top) for depth in range(DEEPEST)]
        for side in (*sides, edge):
            yield from _heads_of(lines, side, keys, top=top)


def _cut_sentences(text: str, lines: Sequence[Line], breaks: Sequence[PageBreak], heads: Mapping[int, _Head]) -> bool:
    """Tell whether sentences go on across some of the breaks and the furniture beside them: not so in verse."""
    cuts = 0
    inside = _inside(lines, heads)
    for one in breaks:
        last, first = inside(one)
        cuts += last >= 0 and first < len(lines) and may_go_on(text, lines[last].end, lines[first].start)
    return cuts >= max(1, 0.1 * len(breaks))


def _inside(lines: Sequence[Line], heads: Mapping[int, _Head]) -> Callable[[PageBreak], tuple[int, int]]:
    """Return what tells the last and the first line of text beside a page break."""
    furniture = [at in heads or bool(line.number) for at, line in enumerate(lines)]
    before, behind = [-1], [len(lines)]
    for at, passed in enumerate(furniture):
        before.append(before[-1] if passed else at)
    for at in range(len(lines) - 1, -1, -1):
        behind.append(behind[-1] if furniture[at] else at)
    behind.reverse()
    return lambda one: (before[one.last + 1], behind[min(one.first, len(lines))])


def _side(lines: Sequence[Line], at: int, step: int) -> list[int]:
    """Return the first lines of a page, or the last ones, from the break inwards; numbers are passed over."""
    found: list[int] = []
    while 0 <= at < len(lines) and len(found) < DEEPEST:
        if lines[at].number is None:
            found.append(at)
        at += step
    return found


def _recurring(
    lines: Sequence[Line], sides: Sequence[Sequence[int]], breaks: int, depth: int, *, may_change: bool
) -> Mapping[str, tuple[str, int]]:
    """Return the keys of the lines that are furniture at a depth, with what shows it and how often they stand there."""
    places: dict[str, set[int]] = defaultdict(set)
    for side in sides:
        if depth < len(side) and _is_possible(lines[side[depth]], breaks):
            places[key_of(lines[side[depth]])].add(side[depth])
    counts = {key: len(where) for key, where in places.items()}
    found = {key: ("page breaks", count) for key, count in counts.items() if _is_frequent(key, count, breaks)}
    if not may_change or depth or breaks < 3 or max(counts.values(), default=0) < 2:
        return found
    again = Counter(map(key_of, lines))
    varying = [key for key, count in counts.items() if count >= 2 or again[key] >= 2]
    if sum(counts[key] for key in varying) >= SLOT * len(sides):
        found.update({key: ("page breaks, changing", counts[key]) for key in varying if key not in found})
    return found


def _is_possible(line: Line, breaks: int) -> bool:
    key = key_of(line)
    if not _WORDS.search(key) or _SENTENCE.search(key) or _CLAUSE.search(key):
        return False
    return breaks > 2 or not _NO_HEADER.search(line.words)


def _is_frequent(key: str, count: int, breaks: int) -> bool:
    if breaks >= 3:
        return count >= max(3, SHARE * breaks)
    return count >= 2 and count >= breaks and len(key) >= 4


def _heads_of(
    lines: Sequence[Line], side: Sequence[int], keys: Sequence[Mapping[str, tuple[str, int]]], *, top: bool
) -> Iterator[_Head]:
    """Yield the furniture at one end of a page, from the edge inwards; the same line a second time is a heading."""
    seen: set[str] = set()
    for at, known in zip(side, keys, strict=False):
        key = key_of(lines[at])
        if key not in known or key in seen:
            return
        seen.add(key)
        proof, times = known[key]
        yield _Head(at, top, proof, times, "safe" if times >= 3 and proof == "page breaks" else "likely")


def _in_sentences(text: str) -> Iterator[Edit]:
    """Propose to remove short lines that recur in mid-sentence, in a text without page breaks."""
    lines = text.split("\n")
    if len(set(lines)) + max(lines.count("") - 1, 0) == len(lines):
        return
    repeated = [line for line, count in Counter(lines).items() if count > 1 and 4 <= len(line) <= LONGEST]
    joins: bool | None = None
    for line in repeated:
        if _NO_HEADER.search(line) or not _is_behind_open(text, line):
            continue
        places = [match.start() + 1 for match in re.finditer(rf"\n{re.escape(line)}(?=\n)", text)]
        bounds = [bound_of(text, start, start + len(line)) for start in places]
        cuts = sum(bound.cut and may_go_on(text, bound.before, bound.after) for bound in bounds)
        proofs = sum(bound.proved for bound in bounds)
        if cuts < max(2, 0.6 * len(places)) or proofs < (2 if len(places) == 2 else 1):
            continue
        joins = not is_wrapped(text) if joins is None else joins
        for start, bound in zip(places, bounds, strict=True):
            end = start + len(line) + 1
            if joins and bound.cut:
                start, end = bound.before, bound.after  # noqa: PLW2901 - the break goes with the line
            evidence = {"times": len(places), "proof": "cut sentences"}
            reason = "line that recurs in mid-sentence"
            yield Edit(start, end, "", "running-head", "page_mark", reason, "likely", evidence)


def _is_behind_open(text: str, line: str) -> bool:
    """Tell, from the first two places of a line that recurs, whether it stands behind a sentence that is not over."""
    first = text.find(f"\n{line}\n")
    second = text.find(f"\n{line}\n", first + 1)
    return any(at > 0 and text[at - 1] not in _ENDED for at in (first, second))


def _edit(text: str, lines: Sequence[Line], heads: Mapping[int, _Head], at: int, *, joins: bool) -> Edit:
    head, line = heads[at], lines[at]
    evidence = {"times": head.times, "proof": head.proof}
    span = _cut_sentence(text, lines, heads, at) if joins else None
    start, end = span or (_with_blanks_behind(text, line) if head.top else _with_blanks_before(text, line))
    reason = "line that recurs on every page"
    return Edit(start, end, "", "running-head", "page_mark", reason, head.safety, evidence)


def _cut_sentence(text: str, lines: Sequence[Line], heads: Mapping[int, _Head], at: int) -> tuple[int, int] | None:
    """Return the whole break around a header that alone stands between the two halves of a sentence."""
    if at - 1 in heads or at + 1 in heads or not 0 < at < len(lines) - 1:
        return None
    if lines[at].fed or lines[at + 1].fed or lines[at - 1].number or lines[at + 1].number:
        return None
    bound = bound_of(text, lines[at].start, lines[at].end)
    return (bound.before, bound.after) if bound.cut else None


def _with_blanks_behind(text: str, line: Line) -> tuple[int, int]:
    """Return the line with the blank lines behind it; a form feed before or behind it stays."""
    start = max(text.rfind("\n", 0, line.start), text.rfind("\f", 0, line.start)) + 1
    end = line.end
    while end < len(text) and text[end] in " \t\u3000\u00a0\r\n":
        end += 1
    last = text.rfind("\n", line.end, end)
    return start, (last + 1 if last >= 0 and end < len(text) else end)


def _with_blanks_before(text: str, line: Line) -> tuple[int, int]:
    """Return the line with the blank lines before it and its line end."""
    start = line.start
    while start and text[start - 1] in " \t\u3000\u00a0\r\n":
        start -= 1
    first = text.find("\n", start, line.start)
    end = text.find("\n", line.end)
    return (first + 1 if first >= 0 else start), (len(text) if end < 0 or "\f" in text[line.end : end] else end + 1)


def _duplicates(
    text: str, lines: Sequence[Line], breaks: Sequence[PageBreak], heads: Mapping[int, _Head]
) -> Iterator[Edit]:
    """Propose to remove lines at the top of a page that are the last lines of the page before.

    A whole paragraph is not: that it stands twice is for the filter `repeats` to judge. Nor are lines that stand in the
    text a third time: their author repeats them.
    """
    inside = _inside(lines, heads)
    times = Counter(line.words for line in lines)
    for one in breaks:
        last, first = inside(one)
        for count in range(MOST_DUPLICATES, 0, -1):
            before, behind = lines[max(last - count + 1, 0) : last + 1], lines[first : first + count]
            if _are_the_same(before, behind, count):
                if _is_paragraph(text, behind) or any(times[line.words] > 2 for line in behind):
                    break
                for line in behind:
                    start, end = _with_blanks_behind(text, line)
                    reason = "line that ends the page before"
                    yield Edit(start, end, "", "page-duplicate", "page_mark", reason, "likely", {"lines": count})
                break


def _are_the_same(before: Sequence[Line], behind: Sequence[Line], count: int) -> bool:
    if len(before) != count or [line.words for line in before] != [line.words for line in behind]:
        return False
    return all(len(line.words) >= DUPLICATE for line in before)


def _is_paragraph(text: str, lines: Sequence[Line]) -> bool:
    """Tell whether the first of some lines is indented and the last one ends a sentence."""
    return text[lines[0].start - 1] in BLANKS and lines[-1].words[-1] in _SENTENCE_ENDS
