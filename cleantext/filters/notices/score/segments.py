"""Segments: what is scored. A line is one, a long line is cut where a sentence ends or a notice may be glued on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from cleantext.arrays import codes
from cleantext.filters.notices.score.characters import BLANK, CLOSER, STOP
from cleantext.filters.notices.score.grams import PAIR_BITS, pair_hashes

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONG: Final = 36
"""A line of more characters than this is cut into sentences."""

_IN_BRACKETS = re.compile(
    r"[(\[](?:责|来源|本文|更多|未经|作者:|转载|图片来|原标题|文章|编辑|广告|点击|供稿|摘自|选自"
    r"|[^()\[\]\n]{0,12}(?:www|\.c|网|首发))[^()\[\]\n]{0,60}[)\]](?!\()"
)
_FIRST_PAIRS = (
    "责任责编文章本文原标未经转载更多相关版权当前您现浏览发表发布更新编辑来源作者标签关键上一下一分享返回加入"
)
"""The first two characters of each of `_WORDS`, one pair behind the other."""

_WORDS = re.compile(
    r"(?<![(\[])(?:责任编辑[:： ]|责编[:： ]|文章来源[:：]|"
    r"本文来源[:：]|原标题[:：]|未经授权|转载请|更多精彩|相关阅读|版权声明[:：])"
    r"|(?<= )(?:当前位置|您现在的位置|浏览次数|发表于|发布时间|更新时间|责任编辑|编辑|来源|作者|标签|关键词"
    r"|上一篇|下一篇|上一章|下一章|分享到|相关文章|返回首页|加入收藏)(?=[ :>])"
)


@dataclass(frozen=True, slots=True)
class Segments:
    """The segments of a text, in order; one number each.

    Attributes:
        starts: code point offsets, without the blanks at the beginning of the line.
        ends: half-open with `starts`.
        line: number of the line among those that are not blank.
        first: whether it begins its line.
        last: whether it ends its line.
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    line: NDArray[np.int64]
    first: NDArray[np.bool_]
    last: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.starts)


def segments(text: str, view: NDArray[np.uint16], kind: NDArray[np.uint8], hashes: NDArray[np.uint16]) -> Segments:
    """Cut a text into segments.

    Args:
        text: the folded text.
        view: its codes.
        kind: their kinds.
        hashes: their pairs, hashed.
    """
    starts, ends = _filled_lines(view, (kind & BLANK) > 0)
    begins = np.zeros(len(view), np.bool_)
    begins[starts] = True
    begins[_in_any(text, view, starts, ends)] = True
    begins[_in_long(text, kind, hashes, starts, ends)] = True
    all_starts = np.flatnonzero(begins)
    of_line = np.searchsorted(starts, all_starts, side="right") - 1
    first = np.ones(len(all_starts), np.bool_)
    first[1:] = of_line[1:] != of_line[:-1]
    last = np.ones(len(all_starts), np.bool_)
    last[:-1] = first[1:]
    all_ends = np.empty_like(all_starts)
    all_ends[:-1] = all_starts[1:]
    all_ends[last] = ends
    return Segments(all_starts, all_ends, of_line, first, last)


def _filled_lines(view: NDArray[np.uint16], blank: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where the lines that are not blank begin and end, without the blanks around their words."""
    line_ends = np.flatnonzero(view == ord("\n"))
    turns = np.concatenate(([0], np.flatnonzero(blank[1:] != blank[:-1]) + 1, [len(view)]))
    starts = np.concatenate(([0], line_ends + 1))
    starts = starts[starts < len(view)]
    ends = np.concatenate((line_ends, [len(view)]))[: len(starts)]
    starts = np.where(blank[starts], turns[np.searchsorted(turns, starts, side="right")], starts)
    last = np.maximum(ends - 1, 0)
    ends = np.where(blank[last], turns[np.searchsorted(turns, last, side="right") - 1], ends)
    filled = starts < ends
    return starts[filled], ends[filled]


def _in_any(
    text: str, view: NDArray[np.uint16], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return where lines of any length are cut: around notices in brackets."""
    opened = np.flatnonzero((view == ord("(")) | (view == ord("["))).tolist()
    found = [at for place in opened if (match := _IN_BRACKETS.match(text, place)) for at in match.span()]
    if not found:
        return starts[:0]
    return _inside(np.array(found, np.int64), starts, ends)


def _in_long(
    text: str,
    kind: NDArray[np.uint8],
    hashes: NDArray[np.uint16],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Return where long lines are cut: behind sentences, behind blanks, and before words of a notice."""
    long = (ends - starts) > LONG
    starts, ends = starts[long], ends[long]
    if not len(starts):
        return starts
    places = np.flatnonzero(_begins_word()[hashes]).tolist()
    words = np.array([place for place in places if _WORDS.match(text, place)], np.int64)
    return _inside(np.concatenate((_behind(kind), words)), starts, ends)


def _behind(kind: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return the places behind stops, with the closers behind them, and behind two blanks or more."""
    marks = np.flatnonzero((kind[:-1] & (STOP | CLOSER | BLANK)) > 0)
    here, next_ = kind[marks], kind[marks + 1]
    before = kind[marks - 1]
    before[marks == 0] = 0
    ended = ((here & STOP) > 0) | (((here & CLOSER) > 0) & ((before & STOP) > 0))
    apart = ((here & BLANK) > 0) & ((before & BLANK) > 0) & ((next_ & BLANK) == 0)
    found: NDArray[np.int64] = marks[(ended & ((next_ & (STOP | CLOSER)) == 0)) | apart] + 1
    return found


@cache
def _begins_word() -> NDArray[np.bool_]:
    """Return for each hash of a pair whether one of `_WORDS` may begin with it."""
    table = np.zeros(1 << PAIR_BITS, np.bool_)
    table[pair_hashes(codes(_FIRST_PAIRS))[::2]] = True
    return table


def _inside(cuts: NDArray[np.int64], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return those of `cuts` that lie inside a line."""
    line = np.searchsorted(starts, cuts, side="right") - 1
    return cuts[(line >= 0) & (cuts > starts[line]) & (cuts < ends[line])]
