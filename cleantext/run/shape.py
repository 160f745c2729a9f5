"""The shape of a file: how documents lie in it, and how it is compressed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from os.path import splitext
from typing import Final, Literal, TypeAlias, get_args

Kind: TypeAlias = Literal["text", "lines", "jsonl", "parquet"]
"""`text`: a file is a document. `lines`: a line is one. `jsonl`: a line is a JSON object that holds one. `parquet`."""

Compression: TypeAlias = Literal["", "gz", "zst"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

LONGEST: Final = 16_000_000
"""The bytes of a document above which it is passed through as it is."""

_ENDINGS: Final[dict[str, Kind]] = {".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}
_COMPRESSIONS: Final[dict[str, Compression]] = {".gz": "gz", ".zst": "zst"}


@dataclass(frozen=True, slots=True)
class Shape:
    """How documents lie in a file.

    Attributes:
        kind: what a document is in it.
        compression: how its bytes are compressed; only `jsonl` and `lines` can be.
        text_key: the key or the column that holds the text.
        id_key: the key or the column that names a document; None: its number in the file names it.
        longest: a document with more bytes than that is passed through as it is.
    """

    kind: Kind
    compression: Compression = ""
    text_key: str = "text"
    id_key: str | None = None
    longest: int = LONGEST

    @property
    def is_whole(self) -> bool:
        """Whether the file is one document."""
        return self.kind == "text"


WHOLE: Final = Shape("text")
"""A file that is one document."""


def shape_of(
    name: str, kind: Kind | None = None, *, text_key: str = "text", id_key: str | None = None, longest: int = LONGEST
) -> Shape:
    """Return the shape of a file by its name; `kind` says it where the name does not.

    >>> shape_of("a.jsonl.gz").kind, shape_of("a.jsonl.gz").compression, shape_of("a.txt").kind
    ('jsonl', 'gz', 'text')
    """
    bare, ending = splitext(name.lower())  # noqa: PTH122 - strings, for speed: there may be millions
    compression = _COMPRESSIONS.get(ending, "")
    inner = splitext(bare)[1] if compression else ending  # noqa: PTH122 - see above
    found: Kind = kind or _ENDINGS.get(inner, "text")
    return _shape(found, compression if found in ("jsonl", "lines") else "", text_key, id_key, longest)


_shape = cache(Shape)


def ledger_name(name: str, shape: Shape) -> str:
    """Return the name of the file for what is known of the documents of another file.

    >>> [ledger_name(one, shape_of(one)) for one in ("a.txt", "a.jsonl.gz", "a.parquet")]
    ['a.txt.json', 'a.jsonl.gz', 'a.parquet.jsonl']
    """
    if shape.is_whole:
        return name + ".json"
    ending = f".{shape.compression}" if shape.compression else ""
    bare = name[: len(name) - len(ending)] if name.lower().endswith(ending) else name
    return (bare if bare.lower().endswith(".jsonl") else bare + ".jsonl") + ending
