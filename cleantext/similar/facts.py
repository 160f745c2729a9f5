"""The word lists of this package, read once from `cleantext/data/similar.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def facts() -> dict[str, Any]:
    """Return the tables of the file."""
    return tomllib.loads(files("cleantext").joinpath("data/similar.toml").read_text("utf-8"))
