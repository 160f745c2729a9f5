"""Decodes the bytes of a whole document, or refuses them with a reason."""

from __future__ import annotations

from os import PathLike

from cleantext.decoded import Decoded
from cleantext.decoding import bom, front, magic, steps
from cleantext.errors import InputError


def decode(data: bytes | bytearray | memoryview) -> Decoded:
    """Decode the bytes of a document.

    Valid UTF-8 is read as that, unless it is full of control characters and reads as Chinese in UTF-16, or is at most
    twelve bytes that are frequent Chinese characters in another encoding and odd letters in UTF-8. GB2312 and GBK are
    read as GB18030, Big5 as CP950 or, for what that lacks, Big5-HKSCS. Characters are taken as they are: line ends,
    control characters and a stray NUL stay.

    Args:
        data: a whole document, or a piece of one; the first and the last character may be cut.

    Returns:
        The text without byte order mark, in which each run of invalid bytes is one U+FFFD, and how it was found.

    Raises:
        DecodeError: the bytes are not text; its `kind` says what they seem to be.
        InputError: `data` is not bytes.

    >>> decode("干部教育培训".encode("gb18030")).text
    '干部教育培训'
    """
    whole = _bytes(data)
    mark = bom.find(whole)
    if not mark.size:
        magic.refuse(whole)
    decoded = front.behind_mark(steps.decode(whole[mark.size :], mark.encoding), mark.size)
    return bom.named(decoded, mark)


def _bytes(data: object) -> bytes:
    if isinstance(data, bytes):
        return data
    if isinstance(data, bytearray | memoryview):
        return bytes(data)
    if isinstance(data, str):
        raise InputError("a str is text already; pass it to clean() or to a pipeline as it is")
    if isinstance(data, PathLike):
        raise InputError(f"a path is not bytes; read it first: decode(Path({str(data)!r}).read_bytes())")
    raise InputError(f"decode() takes bytes, not {type(data).__name__}")
