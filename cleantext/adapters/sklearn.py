"""A transformer for scikit-learn, to stand before a vectoriser."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from sklearn.base import BaseEstimator, TransformerMixin

from cleantext.api import default_pipeline
from cleantext.errors import InputError
from cleantext.pipeline import Pipeline


class CleanText(TransformerMixin, BaseEstimator):  # type: ignore[misc] # scikit-learn has no types
    """Cleans texts. There is nothing to fit: the result of a text never depends on other texts.

    Args:
        pipeline: what cleans; None for the default pipeline.
    """

    def __init__(self, pipeline: Pipeline | None = None) -> None:
        self.pipeline = pipeline

    def fit(self, X: Iterable[str | bytes], y: object = None) -> Self:  # noqa: ARG002, N803 - scikit-learn's names
        """Do nothing.

        Raises:
            InputError: `X` is one text and not many.
        """
        _check_many(X)
        return self

    def transform(self, X: Iterable[str | bytes]) -> list[str]:  # noqa: N803 - scikit-learn's name
        """Return the clean text of each.

        Raises:
            InputError: `X` is one text and not many, or holds something that is no text.
            DecodeError: bytes are not text.
        """
        _check_many(X)
        clean = default_pipeline() if self.pipeline is None else self.pipeline
        return [clean(text).text for text in X]

    def __sklearn_tags__(self) -> Any:  # noqa: ANN401 - scikit-learn's way
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        tags.requires_fit = False
        tags.no_validation = True
        return tags


def _check_many(texts: object) -> None:
    if isinstance(texts, str | bytes):
        raise InputError("a transformer takes many texts; write [text] for one")
