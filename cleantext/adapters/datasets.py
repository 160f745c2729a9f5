"""A function for `Dataset.map` of Hugging Face datasets.

Source: datasets 5.2, `Dataset.map(batched=True)` and its fingerprints, which are hashes of the pickled function.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cleantext.adapters.ledger import ledger_of
from cleantext.api import default_pipeline
from cleantext.pipeline import Pipeline


class CleanBatch:
    """Cleans one column of a batch; give it to `dataset.map(..., batched=True)`.

    It pickles to the same bytes in every process as long as pipeline, rules and version of the library are the same, so
    that the cache of datasets is hit then and only then. A filter that is a function of your own is known by its name
    alone: give it a `facts` where its behaviour changes.

    Args:
        pipeline: what cleans; None for the default pipeline.
        column: the column with the text. Missing values stay missing.
        ledger: a new column with the ledger of each document, as one string of JSON; None for no ledger.
    """

    def __init__(self, pipeline: Pipeline | None = None, *, column: str = "text", ledger: str | None = None) -> None:
        self.pipeline = default_pipeline() if pipeline is None else pipeline
        self.column = column
        self.ledger = ledger

    def __call__(self, batch: Mapping[str, list[Any]]) -> dict[str, list[str | None]]:
        """Return the columns that are new or changed.

        Raises:
            KeyError: there is no such column.
            InputError: a value is neither text nor missing.
        """
        documents = [None if text is None else self.pipeline(text) for text in batch[self.column]]
        columns = {self.column: [None if one is None else one.text for one in documents]}
        if self.ledger is not None:
            columns[self.ledger] = [None if one is None else ledger_of(one) for one in documents]
        return columns

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "fingerprint": self.pipeline.fingerprint}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(pipeline=state["pipeline"], column=state["column"], ledger=state["ledger"])
