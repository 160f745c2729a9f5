"""One document from its file through a pipeline to its result."""

from __future__ import annotations

import errno
import shutil
import sys
from collections.abc import Callable
from typing import Final, TypeAlias

from cleantext.decoding import decode
from cleantext.document import Document, Verdict
from cleantext.errors import CleantextError, DecodeError
from cleantext.run.outcome import Outcome, outcome_of
from cleantext.run.piece import TOO_LONG
from cleantext.run.plan import Job
from cleantext.run.records import suggestions_line, to_json
from cleantext.run.sources import AsItWas, Source, open_file, read, size_at_start, why
from cleantext.run.write import write, written

Cleaner: TypeAlias = Callable[[Document], Document]
"""A `Pipeline`, or anything else that cleans a document."""

FULL: Final = (errno.ENOSPC, errno.EDQUOT)
"""Errors that every document to come would meet too."""


def read_document(source: Source) -> Document:
    """Read and decode one document; its `source` is the path.

    Raises:
        OSError: it cannot be read.
        DecodeError: it is not text.
    """
    decoded = decode(read(source))
    return Document(decoded.text, source=str(source.path), decoded=decoded)


def clean_one(job: Job, pipeline: Cleaner) -> Outcome:
    """Clean one document and write what is wanted of it; whatever goes wrong with it is in the outcome.

    The ledger is written first: where the text is, its ledger is too. A document that is too long is copied.

    Raises:
        BrokenPipeError: nobody reads standard output any more.
        OSError: the disk is full.
    """
    try:
        if not job.source.is_input and job.source.path.stat().st_size > job.shape.longest:
            return _copied(job)
        document = pipeline(read_document(job.source))
        data = document.text.encode()
        _write_records(job, document)
        if job.output:
            write(job.output, data)
        else:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno in FULL:
            raise
        return Outcome(job.source.path, failed=failure(error), again=isinstance(error, OSError))
    return outcome_of(document, job.source.path)


def left(reason: str, source: str) -> Document:
    """Return what stands in the ledger for a document that went on as it is; its text is not repeated there."""
    return Document("", source=source).judged(Verdict("kept", reason))


def failure(error: Exception) -> str:
    """Return why a document has no result, in one phrase."""
    if isinstance(error, DecodeError):
        return f"not text: {error}"
    if isinstance(error, OSError):
        return why(error)
    if isinstance(error, CleantextError):
        return str(error)
    return f"{type(error).__name__}: {error}"


def _copied(job: Job) -> Outcome:
    _write_records(job, left(TOO_LONG, str(job.source.path)))
    with open_file(job.source.path) as file:
        content = AsItWas(file, size_at_start(file))
        if job.output:
            with written(job.output) as target:
                shutil.copyfileobj(content, target)
        else:
            shutil.copyfileobj(content, sys.stdout.buffer)
            sys.stdout.buffer.flush()
    return Outcome(job.source.path, notes=(f"left as it was: {TOO_LONG}",), kept=True)


def _write_records(job: Job, document: Document) -> None:
    if job.ledger:
        write(job.ledger, to_json(document))
    if job.suggestions:
        write(job.suggestions, suggestions_line(document))
