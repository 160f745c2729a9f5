"""What the score decides. Loads no numpy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from cleantext.edits import Safety
from cleantext.lines import Span

if TYPE_CHECKING:
    from cleantext.filters.notices.score.scored import Rated

RULE: Final = "notice-score"
"""Stands in the place of a rule's id."""

REASON: Final = "scored as a notice"

OF_WORDS: Final = "its words"
"""Among the reasons of what would not be taken without its words."""

WEIGHTS: Final = "data/notice_weights.npz"
"""The file of the weights, inside the package."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A line, or a stretch of one, that the score takes for a notice.

    Attributes:
        span: the line without its line end, or the stretch.
        whole: whether it is a line.
        safety: `likely` where the score is sure, `suggest` where it is not.
        score: how likely it is a notice, between 0 and 1.
        rated: what the score was worked out from, of the whole document.
        row: which row of that speaks most for a notice.
    """

    span: Span
    whole: bool
    safety: Safety
    score: float
    rated: Rated | None = field(default=None, compare=False, repr=False)
    row: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a stretch that the score takes for a notice.

    Attributes:
        span: what goes.
        whole: whether it is a line.
        category: a label of the notice taxonomy.
        safety: see `Judged`.
        evidence: see `reasons.evidence`.
    """

    span: Span
    whole: bool
    category: str
    safety: Safety
    evidence: Mapping[str, Any] = field(hash=False)
