"""Every target of the long search holds its law on a few cases."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from hypothesis import given, settings

SPEC = importlib.util.spec_from_file_location("fuzz", Path(__file__).with_name("fuzz.py"))
fuzz = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(fuzz)


@pytest.mark.parametrize("target", fuzz.TARGETS)
def test_the_law_of_a_target_holds(target):
    strategy, holds = fuzz.TARGETS[target]
    settings(max_examples=20, deadline=None, derandomize=True, database=None)(given(strategy)(holds))()
