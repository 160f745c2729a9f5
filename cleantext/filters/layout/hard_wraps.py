"""Hard wraps: lines broken at a fixed width, as PDF, mail and old text files have them, made paragraphs again.

A break can be a wrap only if the next word would not have fitted into the line. The text itself must prove that it
was broken so (see `measure`); indentation, where it is consistent, says alone where paragraphs begin.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from cleantext.edits import Edit, Safety
from cleantext.filters.layout.code import is_code, is_table_row
from cleantext.filters.layout.going_on import LIKELY, SURE, Place, score, short_share
from cleantext.filters.layout.measure import NARROWEST, Measure, measure
from cleantext.filters.layout.page_numbers import number_of
from cleantext.filters.layout.rows import Row, rows
from cleantext.filters.layout.sentences import BLANKS, HAN

FEWEST_ROWS: Final = 4
"""A text of fewer rows proves no measure."""

INDENTED: Final = (1.0, 4.5)
"""An indentation between these widths, in ems, begins a paragraph."""

WIDE: Final = 26.0
"""A first row that is so wide, in ems, and has no comma is a title more often than not."""

LONGEST_NUMBER: Final = 20
"""A line that is nothing but a page number is shorter than this, in code points."""

LONGEST_NAME: Final = 6
"""A name or a label that recurs on lines of its own is no longer, in code points."""

LOST: Final = 2.0
"""Chinese paragraphs are indented by two ems."""

CENTRED: Final = 6.0
"""A row further in, in ems, is a title or a signature."""

_OPEN = re.compile(
    f"\n(?<=[{HAN}A-Za-z0-9{BLANKS}]\n)(?=[{BLANKS}\n]*[{HAN}A-Za-z0-9“‘「『《（(])"
    f"(?![{BLANKS}\n]*(?:[一二三四五六七八九十]{{1,3}}、|第|[（(]?[0-9一二三四五六七八九十]{{1,3}}[.、)．）]))"
)
_INSIDE = re.compile("[，。、；：！？,;]")
_MARK = re.compile(
    r"[一二三四五六七八九十百零〇]{1,4}[、．.]|[（(][一二三四五六七八九十\d]{1,3}[)）]|"
    r"第[一二三四五六七八九十百千零〇\d]{1,6}[条條章节節篇部分编編讲講课課回卷单單元步]|"
    r"\d{1,2}(?:\.\d{1,2}){0,3}[、．.)）:：](?!\d)|\d{1,2}(?:\.\d{1,2}){1,3}\s|[①-⑳⑴-⒇❶-❿]|"
    r"[-*+•●○◆■□▪·◇★☆※✓√→►]\s?(?!\d)|#{1,6}\s|>|\|[^|]|[A-Ha-h][.．、)）]\s*|[〔\[【]|注[：:]|附[：:件]|[答问問][：:]|"
    r"[^\s，。；！？]{1,6}[：:]“?|[“「]|——"
)
"""What begins paragraphs, and nothing inside a sentence that is set on its line by chance."""

_SOFT_MARK = re.compile(r"[“「（(〔\[【]|\d{3}|\d{1,2}(?![、．.)）])|[^\s，。；！？A-Za-z]{1,6}：|——|-(?![ -])")
"""What begins paragraphs, but also stands inside sentences."""

_NUMBERED = re.compile(
    r"[一二三四五六七八九十百零〇]{1,4}[、．.]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}(?:\.\d{1,2}){0,3}[、．.)）]?(?=\D)|"
    r"第[一二三四五六七八九十百千零〇\d]{1,6}[章节節篇部编編讲講课課回卷单單]"
)
_DIGITS = re.compile(r"[一二三四五六七八九十百千零〇\d]+")
_COMMA = re.compile("[，。；,;]")
_NUMBER = re.compile("[0-9０-９]{1,4}")
_LATIN = re.compile("[A-Za-z0-9]")
_ADDRESS = re.compile(r"https?://\S*\Z")
_FENCE = "```"


@dataclass(frozen=True, slots=True)
class _Text:
    """A text that was broken at a measure.

    Attributes:
        rows: its rows.
        measure: the width.
        margin: how far in its rows begin, in ems.
        indented: whether indentation alone says where paragraphs begin.
        lost: by how many ems first lines are short, since their indentation was lost; 0 if they are not.
        spaced: whether a blank line stands between all rows.
        recurring: short rows that stand in the text more than once: names, not pieces of a sentence.
        headed: forms of numbers, as `number_form` gives them, that stand before headings.
        least: score from which on a full line that ends a sentence goes on.
        short_share: share of rows that end well before the measure.
    """

    rows: Sequence[Row]
    measure: Measure
    margin: float
    indented: bool
    lost: float
    spaced: bool
    recurring: frozenset[str]
    headed: frozenset[str]
    least: float
    short_share: float


def hard_wraps(text: str, *, paged: bool, printed: bool) -> Iterator[Edit]:
    """Propose to join the lines of a text that was broken at a fixed width.

    Args:
        text: without page marks.
        paged: whether page marks were taken out of it.
        printed: whether the caller says that it was read from a printed page.
    """
    if not may_be_wrapped(text, paged=paged):
        return
    width = measure(text, paged=paged)
    if width and len(found := rows(text)) >= FEWEST_ROWS:
        yield from _joins(text, _described(found, width, printed=printed))


def may_be_wrapped(text: str, *, paged: bool) -> bool:
    """Tell, in one pass, whether enough long lines end in mid-sentence for the text to have a measure."""
    count = 0
    for match in _OPEN.finditer(text):
        end = match.start()
        start = text.rfind("\n", 0, end)
        if end - start > NARROWEST and _INSIDE.search(text, start + 1, end):
            count += 1
    return count >= 2 and count >= (0.009 if paged else 0.045) * (text.count("\n") - text.count("\n\n") + 1)


def begins_paragraph(words: str) -> bool:
    """Tell whether a row begins with a list mark, a heading's number, a label or a quotation."""
    return bool(_MARK.match(words))


def _described(found: Sequence[Row], width: Measure, *, printed: bool) -> _Text:
    margin = sorted(row.indent for row in found)[int(0.02 * len(found))]
    indented = _is_indented(found, margin, width.ems)
    return _Text(
        rows=found,
        measure=width,
        margin=margin,
        indented=indented,
        lost=0.0 if indented else lost_indent(found, width.ems),
        spaced=_is_spaced(found, width),
        recurring=_recurring(found),
        headed=_headed(found, width.ems),
        least=LIKELY if printed else SURE,
        short_share=short_share(found, width.ems),
    )


def _is_indented(found: Sequence[Row], margin: float, width: float) -> bool:
    """Tell whether the rows that are indented follow, four of five, one that ends a paragraph."""
    indents = Counter(round((row.indent - margin) * 2) / 2 for row in found)
    is_used = any(INDENTED[0] <= indent <= INDENTED[1] and count >= 2 for indent, count in indents.items())
    flush = sum(count for indent, count in indents.items() if indent < INDENTED[0])
    if not is_used or flush < 0.2 * len(found):
        return False
    begun = [row for row, behind in pairwise(found) if _begins(behind, margin)]
    ends = sum(not row.is_open or row.width < width - 3 for row in begun)
    return bool(begun) and ends >= 0.8 * len(begun)


def _begins(row: Row, margin: float) -> bool:
    return INDENTED[0] <= row.indent - margin <= INDENTED[1]


def lost_indent(found: Sequence[Row], width: float) -> float:
    """Return by how many ems the first lines of paragraphs are short: a reader left their indentation out.

    Told by the rows that begin a paragraph for certain, behind a short row that ends one, and stop in mid-sentence.
    """
    firsts = [
        width - row.width
        for before, row, behind in zip(found, found[1:], found[2:], strict=False)
        if not before.is_open and before.width < width - 3 and row.is_open and width - row.width < behind.first + 2.5
    ]
    short = sum(1.5 <= room <= 3.5 for room in firsts)
    return LOST if short >= 3 and short >= 0.85 * len(firsts) else 0.0


def number_form(words: str) -> str:
    """Return the form of the number that a row begins with, its digits left out (`（#）`, `#、`); empty without one."""
    number = _NUMBERED.match(words)
    return _DIGITS.sub("#", number[0]) if number else ""


def _recurring(found: Sequence[Row]) -> frozenset[str]:
    counts = Counter(row.words for row in found if 2 <= len(row.words) <= LONGEST_NAME and row.is_open)
    return frozenset(words for words, count in counts.items() if count > 1)


def _headed(found: Sequence[Row], width: float) -> frozenset[str]:
    """Return the forms of numbers whose short rows are headings: they end without a mark."""
    headings, items = Counter[str](), Counter[str]()
    for row in found:
        if row.width < width - 3 and (form := number_form(row.words)):
            (headings if row.is_open and row.words[-1] not in "，、,;" else items)[form] += 1
    return frozenset(form for form, count in headings.items() if count >= 2 and count > 2 * items[form])


def _is_spaced(found: Sequence[Row], width: Measure) -> bool:
    """Tell whether a blank line stands between nearly all rows, also where a sentence goes on."""
    spaced = [row for row, behind in pairwise(found) if behind.spaced]
    if len(spaced) <= 0.7 * len(found) or width.cut <= 0.6 * width.full:
        return False
    return sum(row.is_open for row in spaced) > 0.4 * len(spaced)


def _joins(text: str, wrapped: _Text) -> Iterator[Edit]:
    lines = 1
    fenced = False
    alone = [_stands_alone(row) for row in wrapped.rows]
    for i, (row, behind, after) in enumerate(
        zip(wrapped.rows, wrapped.rows[1:], [*wrapped.rows[2:], None], strict=False)
    ):
        fenced ^= row.words.startswith(_FENCE)
        is_apart = fenced or alone[i] or alone[i + 1] or (lines == 1 and _may_be_title(wrapped, row))
        why = None if is_apart else _join(wrapped, row, behind, after, lines)
        if why is not None:
            yield _edit(wrapped, row, behind, why)
            lines += 1
            continue
        if wrapped.spaced and behind.spaced and text.count("\n", row.end, behind.start) > 1:
            yield _unspaced(text, row, behind)
        lines = 1


def _may_be_title(wrapped: _Text, row: Row) -> bool:
    """Tell whether a row that reaches the measure may be a title by chance: of the text, or of a numbered part."""
    if row is wrapped.rows[0] and wrapped.measure.ems >= WIDE:
        return not _COMMA.search(row.words)
    return row.is_open and number_form(row.words) in wrapped.headed and "。" not in row.words


def _join(wrapped: _Text, row: Row, behind: Row, after: Row | None, lines: int) -> str | None:
    """Return why the break between two rows is a wrap; None where it may be the author's.

    Args:
        wrapped: the text.
        row: the row before the break.
        behind: the row behind it.
        after: the next one.
        lines: how many rows the paragraph has had so far.
    """
    if not _may_join(wrapped, row, behind, is_begun=lines == 1):
        return None
    if begins_paragraph(behind.words) and not _goes_through(wrapped, row, behind):
        is_speech = behind.words[0] in "“「" and not row.is_open and not wrapped.indented
        return _ended(wrapped, row, behind, after, lines) if is_speech else None
    if wrapped.indented:
        return "indentation"
    if row.is_open:
        return "width" if row.is_cut else "open"
    return _ended(wrapped, row, behind, after, lines)


def _may_join(wrapped: _Text, row: Row, behind: Row, *, is_begun: bool) -> bool:
    """Tell whether the shape of the two rows allows that one goes on in the other."""
    if behind.words.startswith(_FENCE):
        return False
    if row.words in wrapped.recurring or behind.words in wrapped.recurring:
        return False
    is_full = _is_near(wrapped, row, behind) and _reaches(wrapped, row, behind, is_begun=is_begun)
    return is_full and not _begins_by_indent(wrapped, row, behind)


def _stands_alone(row: Row) -> bool:
    """Tell whether a row is a number, code or a table row."""
    if len(row.words) < LONGEST_NUMBER and (_NUMBER.fullmatch(row.words) or number_of(row.words)):
        return True
    return is_code(row.words) or is_table_row(row.words)


def _is_near(wrapped: _Text, row: Row, behind: Row) -> bool:
    """Tell whether nothing stands between the rows but what the wrap of this text puts there.

    A blank line between two rows ends a paragraph, except where all rows have one between them, and where a full line
    stops in mid-sentence: there a page ended.
    """
    if not behind.spaced or wrapped.spaced:
        return True
    return row.is_open and row.has_marks and wrapped.measure.ems - row.width < behind.first + 0.5


def _reaches(wrapped: _Text, row: Row, behind: Row, *, is_begun: bool) -> bool:
    """Tell whether the row is full: the first token of the next one would not have fitted."""
    room = wrapped.measure.ems - row.width
    if room < -1.5:
        return False
    if is_begun and row.is_open:
        room -= wrapped.lost
    if room < 1.5:
        return True
    is_prose = row.is_open and row.has_marks
    allowed = behind.first + 0.5
    if is_prose and is_begun and not wrapped.indented and not wrapped.lost and row.indent - wrapped.margin < 1:
        allowed += 2.5  # a first line whose indentation may have been lost
    if is_prose and _LATIN.search(row.words):
        allowed += 1.6
    return room < allowed or (row.is_cut and room <= max(3.5, 0.12 * wrapped.measure.ems))


def _begins_by_indent(wrapped: _Text, row: Row, behind: Row) -> bool:
    indent = behind.indent - wrapped.margin
    if indent > CENTRED:
        return True
    if wrapped.indented:
        return INDENTED[0] <= indent <= INDENTED[1]
    return behind.indent - row.indent >= 1.5 and indent >= 1.5 and not row.is_cut


def _goes_through(wrapped: _Text, row: Row, behind: Row) -> bool:
    """Tell whether a sentence goes on with what may begin a paragraph: `（`, a number, a short word and a colon."""
    is_prose = (row.is_open and row.has_marks) or wrapped.indented
    return is_prose and bool(_SOFT_MARK.match(behind.words)) and row.width > wrapped.measure.ems - 1.6


def _ended(wrapped: _Text, row: Row, behind: Row, after: Row | None, lines: int) -> str | None:
    """Return why a paragraph goes on behind a full row that ends a sentence, if it does.

    Where first lines are short, the width of the next row tells: a full one does not begin a paragraph.
    """
    if wrapped.lost and behind.is_open and after:
        room = wrapped.measure.ems - behind.width
        if room < wrapped.lost - 0.5:
            return "lost indentation"
        if behind.is_cut and room >= after.first + 0.5 and room < after.first + wrapped.lost + 0.5:
            return None
    place = Place(row, behind, wrapped.measure.ems, lines, wrapped.short_share)
    return "model" if score(place) > wrapped.least else None


def _edit(wrapped: _Text, row: Row, behind: Row, why: str) -> Edit:
    start, replacement = row.end, _between(row.words, behind.words)
    if replacement is None:
        start, replacement = row.end - 1, ""
    sure = why == "indentation" or (why == "width" and not behind.spaced)
    safety: Safety = "safe" if sure else "likely"
    evidence = {"measure": wrapped.measure.ems, "width": row.width, "why": why}
    reason = "line broken for want of room"
    return Edit(start, behind.start, replacement, "hard-wrap", "line_join", reason, safety, evidence)


def _between(left: str, right: str) -> str | None:
    """Return what stands between two rows that are joined: a space between Latin words, None for a hyphen to drop."""
    last, first = left[-1], right[0]
    if last == "-" and re.search("[A-Za-z]{2}-$", left) and first.islower():
        return None
    is_latin = last.isascii() and first.isascii() and (last.isalnum() or last in ",.;:!?)%")
    if not is_latin or not (first.isalnum() or first == "("):
        return ""
    return "" if (last.isdigit() and first.isdigit()) or _ADDRESS.search(left) else " "


def _unspaced(text: str, row: Row, behind: Row) -> Edit:
    """Propose to take out the blank line between two paragraphs of a text that has one between all rows."""
    line = text.rfind("\n", row.end, behind.start)
    reason = "blank line between the lines of a text"
    return Edit(text.index("\n", row.end), line, "", "hard-wrap", "line_join", reason, "likely", {"why": "spaced"})
