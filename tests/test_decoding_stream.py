"""Decoding in constant memory: what holds whatever the chunks are."""

from __future__ import annotations

import io
import itertools
import random
import tracemalloc
from pathlib import Path

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleantext
from cleantext.decoding import decode, decode_stream, stream
from cleantext.errors import DecodeError, InputError

SEEDS = "\n".join(path.read_text(encoding="utf-8") for path in sorted(Path("seeds").glob("*.txt")))
TRADITIONAL = opencc.OpenCC("s2tw").convert(SEEDS).encode("cp950", "ignore").decode("cp950")
TEXTS = {
    "utf-8": SEEDS, "gb18030": SEEDS, "cp950": TRADITIONAL, "utf-16-le": SEEDS, "utf-16-be": SEEDS, "utf-32-le": SEEDS,
    "utf-16": SEEDS, "utf-8-sig": SEEDS, "hz": SEEDS.encode("hz", "ignore").decode("hz"),
}  # fmt: skip
LONG = {encoding: (text * (1 + 900_000 // len(text)))[:450_000] for encoding, text in TEXTS.items()}


def chunks(data, sizes):
    sizes = itertools.cycle(sizes)
    at = 0
    while at < len(data):
        size = next(sizes)
        yield data[at : at + size]
        at += size


def joined(pieces):
    return "".join(piece.text for piece in pieces)


def assert_continuous(pieces, data):
    """Parts cover the bytes and the text in order; each damaged place is one U+FFFD."""
    text = joined(pieces)
    parts = [part for piece in pieces for part in piece.parts]
    assert [(part.byte_start, part.start) for part in parts] == [
        (0, 0),
        *((part.byte_end, part.end) for part in parts[:-1]),
    ]
    assert (parts[-1].byte_end, parts[-1].end) == (len(data), len(text))
    damage = [one for piece in pieces for one in piece.damage]
    assert all(text[one.start : one.end] == "\ufffd" for one in damage)
    assert all(one.byte_end <= other.byte_start for one, other in itertools.pairwise(damage))


@pytest.mark.parametrize("encoding", LONG)
@pytest.mark.parametrize("lines", [True, False])
def test_a_long_text_comes_back_exactly(encoding, lines):
    text = LONG[encoding] if lines else LONG[encoding].replace("\n", "").replace(" ", "")
    if encoding == "hz":
        text = text.replace("~", "")
    data = text.encode(encoding)
    pieces = list(decode_stream(io.BytesIO(data)))
    assert joined(pieces) == text
    assert len(pieces) > 1
    assert not any(piece.damage for piece in pieces)
    assert_continuous(pieces, data)


@settings(max_examples=15)
@given(st.lists(st.integers(1, 300_000), min_size=1, max_size=8), st.sampled_from(["utf-8", "gb18030", "utf-16-le"]))
def test_the_chunks_do_not_matter(sizes, encoding):
    data = LONG[encoding].encode(encoding)
    assert list(decode_stream(chunks(data, [max(sizes), *sizes]))) == list(decode_stream(io.BytesIO(data)))


@settings(max_examples=60)
@given(st.binary(max_size=300), st.lists(st.integers(1, 40), min_size=1))
def test_a_short_stream_is_what_decoding_it_gives(data, sizes):
    try:
        whole = decode(data)
    except DecodeError:
        with pytest.raises(DecodeError):
            list(decode_stream(chunks(data, sizes)))
        return
    assert list(decode_stream(chunks(data, sizes))) == [whole]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "cp950"])
def test_damage_is_reported_where_it_is_in_the_whole_input(encoding):
    data = bytearray(LONG[encoding].encode(encoding))
    lines = [at for at in range(len(data)) if data[at] == 0x0A]
    places = random.Random(3).sample(lines, 30)  # noqa: S311 - the same places every time
    for place in sorted(places, reverse=True):
        data[place:place] = b"\xff"
    pieces = list(decode_stream(io.BytesIO(bytes(data))))
    assert_continuous(pieces, data)
    damage = [one for piece in pieces for one in piece.damage]
    assert [data[one.byte_start : one.byte_end] for one in damage] == [b"\xff"] * 30
    assert joined(pieces).replace("\ufffd", "") == LONG[encoding]


def test_files_joined_behind_the_first_block_are_read_part_by_part():
    first, second = LONG["utf-8"][:200_000] + "\n", LONG["gb18030"][:300_000] + "\n"
    third = LONG["cp950"][:300_000] + "\n"
    data = first.encode() + second.encode("gb18030") + third.encode("cp950")
    pieces = list(decode_stream(io.BytesIO(data)))
    assert joined(pieces) == first + second + third
    assert_continuous(pieces, data)
    found = [part.encoding for piece in pieces for part in piece.parts]
    assert [encoding for encoding, _ in itertools.groupby(found)] == ["utf-8", "gb18030", "cp950"]


def test_an_encoding_is_chosen_when_the_first_byte_that_is_not_ascii_comes():
    head = "plain ASCII, line after line\n" * 20_000
    pieces = list(decode_stream(io.BytesIO(head.encode() + SEEDS.encode("gb18030"))))
    assert joined(pieces) == head + SEEDS
    assert {piece.encoding for piece in pieces} == {"utf-8", "gb18030"}


def test_iso_2022_kr_goes_on_behind_the_block_that_names_it():
    text = "모든 국민은 법 앞에 평등하다\n" * 20_000
    assert joined(decode_stream(io.BytesIO(text.encode("iso2022_kr")))) == text


def test_garbage_behind_text_is_damage_and_not_an_error():
    data = LONG["utf-8"].encode() + random.Random(4).randbytes(5000)  # noqa: S311 - the same bytes every time
    pieces = list(decode_stream(io.BytesIO(data)))
    assert joined(pieces).startswith(LONG["utf-8"])
    assert_continuous(pieces, data)


def test_what_is_no_text_is_refused_at_once():
    with pytest.raises(DecodeError) as caught:
        next(decode_stream([b"PK\x03\x04", b"\0" * 9]))
    assert caught.value.kind == "zip"


def test_an_empty_stream_is_one_empty_piece():
    assert [piece.text for piece in decode_stream([])] == [""]
    assert [piece.text for piece in decode_stream(io.BytesIO(b""))] == [""]


@pytest.mark.parametrize("wrong", [b"bytes", "text", 3, None])
def test_what_is_not_a_stream_is_an_error_that_says_so(wrong):
    with pytest.raises(InputError, match="binary file"):
        list(decode_stream(wrong))


@pytest.mark.parametrize("wrong", [["text"], io.StringIO("text"), [1]])
def test_a_stream_of_something_else_is_an_error_that_says_so(wrong):
    with pytest.raises(InputError, match="binary mode"):
        list(decode_stream(wrong))


def test_memory_does_not_grow_with_the_input():
    block = (SEEDS * 4).encode("gb18030")

    def peak(times):
        tracemalloc.start()
        length = sum(len(piece.text) for piece in cleantext.decode_stream(itertools.repeat(block, times)))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return length, most

    few, small = peak(10)
    many, large = peak(100)
    assert many == 10 * few
    assert large < 1.2 * small < 20_000_000


def test_a_line_longer_than_a_block_is_cut_between_characters():
    text = "干部教育培训" * 150_000
    pieces = list(decode_stream(io.BytesIO(text.encode("gb18030"))))
    assert joined(pieces) == text
    assert max(len(piece.text) for piece in pieces) <= stream.BLOCK
