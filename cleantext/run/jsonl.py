"""JSON Lines: each line an object, of which one value is the text. Everything else stays byte for byte."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from cleantext.run.lines import lines_of
from cleantext.run.nearest import named
from cleantext.run.piece import NO_TEXT, TOO_LONG, Piece, Row
from cleantext.run.shape import Shape
from cleantext.run.split import line_pieces

pieces = line_pieces

_DECODER: Final = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
_blank = re.compile(r"[ \t\r\n]*").match
_SURROGATE = re.compile("[\ud800-\udfff]")
_KINDS: Final = {"{": "an object", "[": "a list", "t": "true", "f": "false"}


def rows(piece: Piece, shape: Shape) -> Iterator[Row]:
    """Yield the rows of a piece; an empty line is no row."""
    for number, raw in lines_of(piece):
        if raw.strip(b" \t\r\n"):
            yield _row(number, raw, shape)


def render(_: Piece, found: Sequence[Row], texts: Sequence[str | None], __: Shape) -> bytes:
    """Return the lines again with other texts; None leaves a row out. A text that is the same keeps its very bytes."""
    return b"".join(
        _rendered(row, text) for row, text in zip(found, texts, strict=True) if row.kept or text is not None
    )


def _rendered(row: Row, text: str | None) -> bytes:
    raw = row.raw if row.raw.endswith(b"\n") else row.raw + b"\n"
    if row.kept or text is None or text == row.text:
        return raw
    line = raw.decode()
    start, end = row.span
    return f"{line[:start]}{quoted(text, ascii_only=line[start:end].isascii())}{line[end:]}".encode()


def quoted(text: str, *, ascii_only: bool = False) -> str:
    """Return a text as a JSON string. Lone surrogates are escaped, since no UTF-8 can hold them."""
    written = json.dumps(text, ensure_ascii=ascii_only)
    return written if ascii_only else _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


def _row(number: int, raw: bytes, shape: Shape) -> Row:
    if len(raw) > shape.longest:
        return Row(number, str(number), raw, kept=TOO_LONG)
    try:
        line = raw.decode()
        found = {key: (value, start, end) for key, value, start, end in members(line)}
    except (ValueError, RecursionError) as error:
        return Row(number, str(number), raw, problem=_why(error))
    name = str(found[shape.id_key][0]) if shape.id_key in found else str(number)
    value, start, end = found.get(shape.text_key, (None, len(line), len(line)))
    first = line[start:end][:1]
    if first == '"':
        return Row(number, name, raw, value, span=(start, end))
    if first == "n":
        return Row(number, name, raw, kept=NO_TEXT)
    if first:
        problem = f"the value of {shape.text_key!r} is {_KINDS.get(first, 'a number')}, not a string"
    else:
        problem = f"no key is called {named(shape.text_key, found)}"
    return Row(number, name, raw, problem=problem)


def _why(error: Exception) -> str:
    """Say what is wrong with a line."""
    if isinstance(error, UnicodeDecodeError):
        return f"not UTF-8: {error.reason} at byte {error.start} of the line"
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON: {error.msg} at character {error.pos} of the line"
    return "not JSON that can be read: nested too deeply"


def members(line: str) -> Iterator[tuple[str, Any, int, int]]:
    """Yield the members of a JSON object: key, value, and where the value stands. Numbers are left as they are written.

    Raises:
        JSONDecodeError: the line is no JSON object and nothing else.
    """
    at = _expect(line, 0, "{")
    if line.startswith("}", at):
        at = _expect(line, at, "}")
    else:
        while True:
            _expect(line, at, '"')
            key, at = _DECODER.raw_decode(line, at)
            start = _expect(line, at, ":")
            value, end = _DECODER.raw_decode(line, start)
            yield key, value, start, end
            at = _end(_blank(line, end))
            if not line.startswith(",", at):
                break
            at = _expect(line, at, ",")
        at = _expect(line, at, "}")
    if at < len(line):
        raise json.JSONDecodeError("more than one value", line, at)


def _expect(line: str, at: int, mark: str) -> int:
    """Return where the next thing begins behind a mark that has to stand here."""
    at = _end(_blank(line, at))
    if not line.startswith(mark, at):
        raise json.JSONDecodeError(f"expected {mark}", line, at)
    return _end(_blank(line, at + 1))


def _end(match: re.Match[str] | None) -> int:
    return match.end() if match else 0
