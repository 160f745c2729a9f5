"""A step for datatrove: documents come in, clean ones go on, each with its ledger.

Source: datatrove 0.10, `datatrove.pipeline.base.PipelineStep`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from datatrove.data import Document
from datatrove.pipeline.base import PipelineStep

from cleantext.adapters.ledger import ledger_of
from cleantext.api import default_pipeline
from cleantext.pipeline import Pipeline

LEDGER: Final = "cleantext"
"""The key of the metadata under which the ledger stands."""


class CleanDocuments(PipelineStep):  # type: ignore[misc] # datatrove has no types
    """Cleans the text of every document.

    Args:
        pipeline: what cleans; None for the default pipeline.
        ledger: the key of the metadata under which the ledger stands, as one string of JSON; None for no ledger.
        shortest: a document of which fewer code points are left, not counting blanks at its ends, is dropped.
    """

    name = "🧹 cleantext"
    type = "✂️ - CLEAN"

    def __init__(self, pipeline: Pipeline | None = None, *, ledger: str | None = LEDGER, shortest: int = 0) -> None:
        super().__init__()
        self.pipeline = default_pipeline() if pipeline is None else pipeline
        self.ledger = ledger
        self.shortest = shortest

    def run(self, data: Iterable[Document] | None, rank: int = 0, world_size: int = 1) -> Iterator[Document]:  # noqa: ARG002 - datatrove's way
        """Clean the documents one by one.

        Raises:
            InputError: the text of a document is no string.
        """
        for document in data or ():
            self.stat_update("total")
            with self.track_time():
                kept = self._clean(document)
            if kept:
                self.update_doc_stats(document)
                yield document

    def _clean(self, document: Document) -> bool:
        """Put the clean text and the ledger into a document; tell whether enough is left of it."""
        cleaned = self.pipeline(document.text)
        if self.ledger is not None:
            document.metadata[self.ledger] = ledger_of(cleaned)
        if cleaned.changes:
            self.stat_update("changed")
        document.text = cleaned.text
        if len(cleaned.text.strip()) < self.shortest:
            self.stat_update("dropped")
            return False
        self.stat_update("forwarded")
        return True
