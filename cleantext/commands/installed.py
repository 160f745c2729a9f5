"""Other distributions that install a package called `cleantext`, and how to be rid of them."""
# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that help is there at once

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

OTHERS: Final = ("clean-text", "cleantext")
"""Distributions of other people that install a package called `cleantext` as well."""


def others_installed() -> list[str]:
    """Return those of `OTHERS` that are installed in this environment."""
    from importlib.metadata import PackageNotFoundError, distribution

    found: list[str] = []
    for name in OTHERS:
        try:
            distribution(name)
        except PackageNotFoundError:
            continue
        found.append(name)
    return found


def cure(others: Iterable[str]) -> str:
    """Return what to type so that the right package takes the place of the others."""
    return f"""\
  python -m pip uninstall {" ".join(others)}
  python -m pip install --force-reinstall cleantext-zh"""
