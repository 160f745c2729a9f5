"""Turns what a step of decoding thinks of its own answer into how often such answers are right."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TypeAlias

Curve: TypeAlias = Sequence[Sequence[float]]
"""Points of confidence before and after, the lowest first."""


def calibrated(how: str, confidence: float) -> float:
    """Return the share of answers found in this way, with this confidence, that are right.

    Source: `benchmarks/decode_confidence.py`, on texts of its own; see `cleantext/data/confidence.toml`.
    """
    curve = curves().get(how, ())
    if not curve:
        return confidence
    if confidence <= curve[0][0]:
        return curve[0][1]
    for (low, low_share), (high, high_share) in pairwise(curve):
        if confidence <= high:
            return low_share + (high_share - low_share) * (confidence - low) / (high - low)
    return curve[-1][1]


@cache
def curves() -> dict[str, Curve]:
    """Return the curve for each way in which an encoding is found."""
    facts = tomllib.loads(files("cleantext").joinpath("data/confidence.toml").read_text("utf-8"))
    found: dict[str, Curve] = facts["curves"]
    return found
