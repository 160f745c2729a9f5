"""Files that a person writes by hand: rules, confusions, configurations. Whatever stands there instead, it is told."""

from __future__ import annotations

import re
import tomllib
from errno import EFBIG
from os import PathLike
from pathlib import Path
from typing import Any, Final

MOST: Final = 16_000_000
"""The bytes of a file above which nobody wrote it by hand; a device has no end at all."""

_KEY = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_DEEP_KEY = re.compile(rf"(?<![\w-]){_KEY}(?:[ \t]*+\.[ \t]*+{_KEY}){{100}}")
"""A dotted key for which the reader of TOML would take memory that grows with the square of its length."""


def read_by_hand(path: str | PathLike[str]) -> bytes:
    """Read a file that a person has written.

    Raises:
        OSError: it cannot be read, or is too large.
    """
    with Path(path).open("rb") as file:
        data = file.read(MOST + 1)
    if len(data) > MOST:
        raise OSError(EFBIG, f"more than {MOST // 1_000_000} MB, which is no file that was written by hand", str(path))
    return data


def parse_toml(data: bytes) -> dict[str, Any]:
    """Read TOML.

    Raises:
        ValueError: it is no TOML in UTF-8; the message says why and where.
    """
    too_deep = "not a TOML file that can be read: nested too deeply"
    try:
        text = data.decode("utf-8-sig")
        if not _DEEP_KEY.search(text):
            return tomllib.loads(text)
    except ValueError as error:
        raise ValueError(f"not a TOML file in UTF-8: {error}") from error
    except RecursionError as error:
        raise ValueError(too_deep) from error
    raise ValueError(too_deep)
