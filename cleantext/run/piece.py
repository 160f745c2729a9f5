"""Pieces of a file, which are worked on one by one, and the rows in them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

SIZE: Final = 1_000_000
"""How many bytes of a file a piece holds, or as many as its only row has."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file a piece begins.

    Attributes:
        at: bytes from the start of what the file holds, uncompressed; rows for Parquet.
        number: the number of the row that begins there, from 1.
    """

    at: int = 0
    number: int = 1


START: Final = Place()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a file that holds whole rows, or a part of one row that is too long.

    Attributes:
        path: the file.
        begin: where it begins.
        end: where the next one begins.
        data: its bytes, where they cannot be read again from the file at little cost; for Parquet an Arrow stream.
        long: empty for whole rows; `part` for a part of a row that is too long, `end` for the last part of one.
        group: the row group, for Parquet.
        weight: about how many bytes of the file on disk it stands for.
    """

    path: Path
    begin: Place
    end: Place
    data: bytes | None = None
    long: Literal["", "part", "end"] = ""
    group: int = 0
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One document in a file of several.

    Attributes:
        number: which row of the file it is, from 1; for lines, which line.
        name: what its id key says; the number where there is none.
        raw: its bytes as they stand in the file, with their line end; those of its text for Parquet.
        text: the text; None where there is none to clean.
        problem: why it cannot be cleaned and does not go on; empty where it can be.
        kept: why it goes on as it is; empty where it need not.
        span: where the text stands in the row, half-open, in code points; its quotation marks are part of it.
    """

    number: int
    name: str
    raw: bytes
    text: str | None = None
    problem: str = ""
    kept: str = ""
    span: tuple[int, int] = (0, 0)


TOO_LONG: Final = "longer than --max-document"
"""Why a row goes on as it is."""

NO_TEXT: Final = "the text is null"
"""Why a row goes on as it is."""
