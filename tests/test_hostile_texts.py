"""No text makes the pipeline slow: on texts that are built for that, the time grows as the length does."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from cleantext import default_pipeline

PLACE = Path(__file__).parent.parent / "benchmarks" / "hostile.py"
SPEC = importlib.util.spec_from_file_location("hostile", PLACE)
hostile = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(hostile)

FEW, TIMES = 8_000, 4
"""So many characters, and so many times as many."""

MOST = 2.5 * TIMES
"""A square would be 16 times; what is linear stays far below, on a busy machine too, by the time of the process."""

WORTH = 0.2
"""Seconds that 32,000 characters may take whatever the ratio is."""

EVERYTHING = default_pipeline(safety="suggest", profile="page", script="t2s", assume_rewritten=True)


def holds(work, few, many):
    spent = hostile.run(work, many)
    return spent < WORTH or spent < MOST * hostile.run(work, few)


@pytest.mark.parametrize("name", hostile.shapes())
def test_the_time_of_a_text_grows_as_its_length(name):
    shape = hostile.shapes()[name]
    assert holds(EVERYTHING, shape(FEW), shape(TIMES * FEW))


@pytest.mark.parametrize("name", hostile.byte_shapes())
def test_the_time_of_bytes_grows_as_their_length(name):
    piece = hostile.byte_shapes()[name]
    few = piece * (10 * FEW // len(piece))
    assert holds(hostile.decoded, few, few * TIMES)
