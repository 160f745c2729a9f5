"""Numbers of a replacer that writes a year for 10, and so 20230 for 100 and 202300 for 1000."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from cleantext.edits import Edit, Safety
from cleantext.filters.repair.propose import around

_SENTENCE_ENDS: Final = re.compile(r"[。!?！？;；\n]")


def year_numbers(text: str, counted: Sequence[str], measured: Sequence[str]) -> Iterator[Edit]:
    """Yield an edit for each number of a re-written text in which a year stands for 10.

    A year with zeros behind it, other than 2000 or 2010, and a unit of counting is hardly ever a count; with a unit of
    measuring it may be one, and is only suggested. A bare year before a unit is only suggested too, unless its sentence
    counts on with the same year and more zeros.

    Args:
        text: re-written by a replacer.
        counted: units of counting.
        measured: units of measuring.
    """
    found = list(_pattern((*counted, *measured)).finditer(text))
    ends = [end.start() for end in _SENTENCE_ENDS.finditer(text)] if found else []
    counting = {(bisect_left(ends, match.start()), match["year"]) for match in found if match["zeros"]}
    for match in found:
        counts_on = (bisect_left(ends, match.start()), match["year"]) in counting
        yield _edit(text, match, "likely" if counts_on and match["unit"] in counted else "suggest")


@lru_cache(maxsize=8)
def _pattern(units: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(units, key=len, reverse=True)
    listed = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?P<year>20(?<![0-9.．,，]20)[12][1-9])(?P<zeros>0{{0,4}})(?P<unit>{listed})")


def _edit(text: str, match: re.Match[str], safety: Safety) -> Edit:
    end, year = match.end("zeros"), match["year"]
    return Edit(
        match.start(),
        end,
        f"10{match['zeros']}",
        rule="year-for-ten",
        category="repair",
        reason=f"10 re-written as {year} by a word replacer",
        safety=safety,
        evidence={
            "pair": f"{year}/10",
            "unit": match["unit"],
            "context": around(text, match.start(), end),
            "grade": "document" if safety == "likely" else "weak",
        },
    )
