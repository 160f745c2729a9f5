"""A function over a `Series` of pandas."""

from __future__ import annotations

from typing import Any

import pandas as pd

from cleantext.api import default_pipeline
from cleantext.document import Document
from cleantext.pipeline import Pipeline


def clean_series(series: pd.Series[Any], pipeline: Pipeline | None = None) -> pd.Series[Any]:
    """Return the clean texts of a series, with the same index, name and type; missing values stay what they are.

    Raises:
        InputError: a value is neither text, nor bytes, nor missing.
        DecodeError: bytes are not text.
    """
    documents = _documents(series, pipeline)
    texts = [value if one is None else one.text for one, value in zip(documents, series, strict=True)]
    kind = "category" if isinstance(series.dtype, pd.CategoricalDtype) else series.dtype
    return pd.Series(texts, index=series.index, name=series.name, dtype=kind)


def document_series(series: pd.Series[Any], pipeline: Pipeline | None = None) -> pd.Series[Any]:
    """Return the documents of a series, each with its text and its ledger; None for missing values."""
    return pd.Series(_documents(series, pipeline), index=series.index, name=series.name, dtype=object)


def _documents(series: pd.Series[Any], pipeline: Pipeline | None) -> list[Document | None]:
    clean = default_pipeline() if pipeline is None else pipeline
    return [None if pd.api.types.is_scalar(value) and pd.isna(value) else clean(value) for value in series]
