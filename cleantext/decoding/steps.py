"""The steps of decoding, one after the other; the first that knows the bytes decodes them."""

from __future__ import annotations

import re
from typing import Final

from cleantext.decoded import Decoded, Part
from cleantext.decoding import escaped, escapes, front, magic, markup, nuls, parts, taiwan, wide
from cleantext.decoding.choose import Choice, choose, choose_over_utf_8, choose_wide
from cleantext.decoding.confidence import calibrated
from cleantext.decoding.reading import Reading
from cleantext.errors import DecodeError

CONTROLS: Final = 0.03
"""Valid UTF-8 with a larger share of control characters may be UTF-16."""
FEW: Final = 12
"""So many bytes at most may be valid UTF-8 by accident."""
ACCIDENT: Final = re.compile("[\x00-\u07ff]*")
"""Characters of one byte or two in UTF-8; those of three are in it by accident too rarely."""
GARBAGE: Final = 0.3
"""A larger share of invalid bytes is no text, whatever else speaks for it."""
MIXED: Final = 0.9
"""How sure a file in several encodings can be at most."""


def decode(data: bytes, marked: str = "") -> Decoded:
    """Decode bytes behind a byte order mark, which stands for the encoding `marked`, or without one.

    Raises:
        DecodeError: they are not text.
    """
    if marked in wide.UNIT:
        return _as_chosen(data, Choice(marked, 1.0, "byte order mark"))
    choice = nuls.choose(data)
    if choice:
        return _as_chosen(data, choice)
    reading = escapes.read(data)
    if reading:
        return whole(data, reading, Choice(reading.encoding, 0.98, "escapes in seven bits"))
    return _as_utf8(data, marked) or _as_chosen(data, choose(data, marked or markup.look(data).declared))


def _as_utf8(data: bytes, marked: str) -> Decoded | None:
    """Decode valid UTF-8; behind its mark the last character may be cut.

    ASCII is certain; else each byte more than there are characters is evidence.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        cut_off = marked == "utf-8" and error.reason == "unexpected end of data"
        return whole(data, escaped.read(data, "utf-8"), Choice("utf-8", 1.0, "byte order mark")) if cut_off else None
    if marked == "utf-8":
        choice = Choice("utf-8", 1.0, "byte order mark")
    else:
        two_bytes = choose_wide(data) if _many_controls(data) else None
        if not two_bytes and ACCIDENT.fullmatch(text) and not data.isascii() and len(data) <= FEW:
            two_bytes = choose_over_utf_8(data)
        if two_bytes:
            return _as_chosen(data, two_bytes)
        sure = 1.0 if data.isascii() else 1 - 0.3 ** min(30, 1 + (len(data) - len(text)) / 2)
        choice = Choice("utf-8", sure, "strict utf-8")
    return whole(data, Reading("utf-8", text), choice)


def _many_controls(data: bytes) -> bool:
    return magic.controls(data[: magic.HEAD]) > CONTROLS * len(data[: magic.HEAD])


def _as_chosen(data: bytes, choice: Choice) -> Decoded:
    """Decode what stands behind a cut character in the encoding that was chosen.

    Raises:
        DecodeError: too much of it is invalid.
    """
    rest = data[choice.skip :]
    decoded = front.behind_cut(body(rest, choice), choice.skip)
    lost = sum(one.byte_end - one.byte_start for one in decoded.damage)
    if lost > max(GARBAGE * len(data), 4):
        raise DecodeError("binary", f"{lost} of {len(data)} bytes are invalid even in {choice.encoding}")
    return decoded


def body(data: bytes, choice: Choice, sampled: int = 1) -> Decoded:
    """Decode bytes that begin with a character, in the encoding that was chosen or, line by line, in several.

    Args:
        data: the bytes.
        choice: the encoding.
        sampled: one in so many stretches of a long text is looked at for signs of another encoding.
    """
    if choice.encoding in wide.UNIT:
        return whole(data, wide.read(data, choice.encoding), choice)
    if choice.encoding == taiwan.NAME:
        return whole(data, taiwan.read(data), choice)
    if choice.encoding not in parts.ENCODINGS:
        return whole(data, escaped.read(data, choice.encoding), choice)
    intact = parts.read_intact(data, choice.encoding)
    if intact and _is_simple(intact, len(data)) and not _looks_mixed(intact, choice.encoding, sampled):
        return whole(data, intact, choice)
    mixed = parts.read(data, choice.encoding)
    longest = max(mixed.parts, key=lambda part: part.byte_end - part.byte_start)
    reading = Reading(longest.encoding, mixed.text, mixed.damage)
    if len(mixed.parts) == 1:
        return whole(data, reading, choice)
    choice = Choice(choice.encoding, min(choice.confidence, MIXED), "line by line, in several encodings")
    return _described(reading, choice, mixed.parts)


def _is_simple(reading: Reading, size: int) -> bool:
    """Tell whether no byte is invalid but those of a last character that is cut."""
    return not reading.damage or reading.damage[0].byte_end == size


def _looks_mixed(reading: Reading, encoding: str, sampled: int) -> bool:
    return encoding != "utf-8" and parts.look_mixed(reading.text, encoding, sampled)


def whole(data: bytes, reading: Reading, choice: Choice) -> Decoded:
    """Return what was read in one encoding."""
    return _described(reading, choice, (Part(reading.encoding, 0, len(data), 0, len(reading.text)),))


def _lost_inside(reading: Reading) -> int:
    """Count the invalid bytes, but for a last character that is cut."""
    return sum(one.byte_end - one.byte_start for one in reading.damage if one.end < len(reading.text))


def _described(reading: Reading, choice: Choice, found: tuple[Part, ...]) -> Decoded:
    """Return what was read, with a confidence that damage lowers, and how it was found in words."""
    about = markup.look(reading.text)
    notes = [choice.how]
    if reading.damage:
        notes.append("some bytes are invalid")
    if about.kind:
        notes.append(f"{about.kind} that declares {about.declared}" if about.declared else about.kind)
    sure = calibrated(choice.how, choice.confidence) * (1 - _lost_inside(reading) / max(found[-1].byte_end, 1))
    return Decoded(reading.text, reading.encoding, sure, "; ".join(notes), reading.damage, found)
