"""Lines split at quotation marks and commas, as PDF readers do that go by runs of glyphs.

No author begins a line with a mark that closes something. Where several lines of a text begin so, the lines were split,
also where the next piece begins with a quotation mark. The pieces are put together again up to the width of a line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from cleantext.edits import Edit, render
from cleantext.filters.layout.measure import measure
from cleantext.filters.layout.rows import Row, rows

FEWEST: Final = 3
"""So many lines must begin with a closing mark."""

SHARE: Final = 0.03
"""Share of the lines of which that is true."""

LONGEST_NAME: Final = 6
"""A name that recurs on lines of its own is no longer, in code points: a remark in brackets behind it is a new line."""

_CLOSED = re.compile("\n(?:(?<=[^。！？；：，、\n]\n)[，。、；：！？]|(?<=[^\n]\n)[”’）》」』〉】])")
_CLOSING = frozenset("，。、；：！？”’）》」』〉】")
_OPENED = re.compile("[“‘「『《]|（(?![一二三四五六七八九十0-9])")
_BEFORE_OPENED = re.compile("[\u4e00-\u9fff，、：]$")


def split_runs(text: str) -> Iterator[Edit]:
    """Propose to put the pieces of split lines together, if what comes out is a text broken at a fixed width."""
    if len(_CLOSED.findall(text)) < FEWEST:
        return
    found = rows(text)
    closed = sum(_is_closed(row, behind) for row, behind in pairwise(found))
    if closed < max(FEWEST, SHARE * len(found)):
        return
    edits = list(_joins(found, closed))
    if measure(render(text, edits), paged=True):
        yield from edits


def _joins(found: Sequence[Row], closed: int) -> Iterator[Edit]:
    width = sorted(row.width for row in found)[int(0.98 * (len(found) - 1))]
    reach = found[0].width
    times = Counter(row.words for row in found if len(row.words) <= LONGEST_NAME)
    for row, behind in pairwise(found):
        is_name = times[row.words] > 1 and behind.words.startswith("（")
        is_opened = not is_name and bool(_OPENED.match(behind.words)) and bool(_BEFORE_OPENED.search(row.words))
        fits = not behind.spaced and reach + behind.width <= width + 1
        if not fits or not (is_opened or _is_closed(row, behind)):
            reach = behind.width
            continue
        reach += behind.width
        reason = "line that begins with what only goes on"
        yield Edit(row.end, behind.start, "", "split-run", "line_join", reason, "likely", {"lines": closed})


def _is_closed(row: Row, behind: Row) -> bool:
    """Tell whether a row begins with a mark that only goes on what the row before it says."""
    return (
        behind.words[0] in _CLOSING
        and not behind.spaced
        and bool(_CLOSED.search(f"{row.words[-1]}\n{behind.words[0]}"))
    )
