"""One document from its file through a pipeline to its result."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from typing import TypeAlias

from cleantext.decoding import decode
from cleantext.document import Document
from cleantext.errors import DecodeError
from cleantext.run.outcome import Outcome, outcome_of
from cleantext.run.plan import Job
from cleantext.run.sources import Source, read, why
from cleantext.run.write import write

Cleaner: TypeAlias = Callable[[Document], Document]
"""A `Pipeline`, or anything else that cleans a document."""

_ESCAPED = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")


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

    The ledger is written first: where the text is, its ledger is too.

    Raises:
        BrokenPipeError: nobody reads standard output any more.
    """
    try:
        document = pipeline(read_document(job.source))
        data = document.text.encode()
        if job.ledger:
            write(job.ledger, to_json(document))
        if job.output:
            write(job.output, data)
        else:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - one bad document must not end a run over many
        return Outcome(job.source.path, failed=failure(error))
    return outcome_of(document, job.source.path)


def to_json(document: Document) -> bytes:
    """Return the ledger of a document as JSON in UTF-8, from which `Document.from_dict` makes an equal one.

    What a terminal could obey, and bytes of a file's name that are no UTF-8, are written as JSON's escapes.
    """
    text = json.dumps(document.to_dict(), ensure_ascii=False, indent=1)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text).encode() + b"\n"


def failure(error: Exception) -> str:
    """Return why a document has no result, in one phrase."""
    if isinstance(error, DecodeError):
        return f"not text: {error}"
    if isinstance(error, OSError):
        return why(error)
    return f"{type(error).__name__}: {error}"
