"""How Hypothesis runs: the same examples each time, without deadlines (the machine may be busy).

`HYPOTHESIS_PROFILE=search` looks for new ones.
"""

from __future__ import annotations

import os
import random
import sys

import pytest
from hypothesis import settings

settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

# Spark's workers would otherwise be whatever `python3` the path has, which need not have this package.
os.environ["PYSPARK_PYTHON"] = sys.executable


def _edited(chance, text, times):
    characters = list(text)
    for _ in range(times):
        place = chance.randrange(len(characters))
        kind = chance.random()
        if kind < 0.6:
            characters[place] = chr(chance.randrange(0x5F00, 0x6000))
        elif kind < 0.8 and len(characters) > 1:
            del characters[place]
        else:
            characters.insert(place, chr(chance.randrange(0x5F00, 0x6000)))
    return "".join(characters)


def _corpus(seed, size):
    """Documents of a few paragraphs, many of them copies with a few edits."""
    chance = random.Random(seed)  # noqa: S311 - a seeded draw, not a secret
    starts = ["".join(chr(chance.randrange(0x5000, 0x5200)) for _ in range(chance.randrange(60, 90))) for _ in range(9)]
    return {
        f"{number:03}": "\n".join(_edited(chance, chance.choice(starts), chance.randrange(4)) + "。" for _ in range(3))
        for number in range(size)
    }


@pytest.fixture
def corpus():
    """Return what makes documents of a few paragraphs, many of them copies with a few edits."""
    return _corpus


@pytest.fixture
def site_rule():
    """Return a rule file that a user could have written."""
    return """
[[rule]]
id = "a-site"
category = "share_header"
reason = "header of a site"
pattern = "某某文库下载.*"
examples = [["某某文库下载100篇\\n正文。", "正文。"]]
counter_examples = ["他说某某文库下载很慢。"]
"""
