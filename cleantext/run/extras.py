"""Libraries that `pip install cleantext-zh` alone does not bring."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cleantext.errors import MissingExtraError


def need_pyarrow() -> Any:  # noqa: ANN401 - a module
    """Return the module `pyarrow`.

    Raises:
        MissingExtraError: it is not installed.
    """
    return _needed("pyarrow", "Parquet", "parquet")


def need_parquet() -> Any:  # noqa: ANN401 - a module
    """Return the module `pyarrow.parquet`.

    Raises:
        MissingExtraError: it is not installed.
    """
    return _needed("pyarrow.parquet", "Parquet", "parquet")


def need_zstandard() -> Any:  # noqa: ANN401 - a module
    """Return the module `zstandard`.

    Raises:
        MissingExtraError: it is not installed.
    """
    return _needed("zstandard", "A file in zst", "zst")


def _needed(name: str, kind: str, extra: str) -> Any:  # noqa: ANN401 - a module
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingExtraError(f"{kind} needs an extra: pip install 'cleantext-zh[{extra}]'") from error
