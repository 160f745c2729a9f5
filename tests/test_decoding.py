"""Bytes of Chinese text in any encoding, cut, damaged or joined, and what must hold of the reading."""

from __future__ import annotations

import contextlib
import itertools
import json
import re
from dataclasses import asdict
from pathlib import Path

import opencc
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from cleantext.decoding import cheapest, decode, languages, pairs, steps
from cleantext.errors import DecodeError

SEEDS = "\n".join(path.read_text(encoding="utf-8") for path in sorted(Path("seeds").glob("*.txt")))
TRADITIONAL = opencc.OpenCC("s2tw").convert(SEEDS)
TEXTS = {
    "utf-8": SEEDS,
    "gb18030": SEEDS,
    "cp950": TRADITIONAL,
    "big5hkscs": TRADITIONAL,
    "utf-16-le": SEEDS,
    "utf-16-be": SEEDS,
    "utf-32-le": SEEDS,
    "utf-32-be": SEEDS,
    "hz": SEEDS,
}
FAMILY = {"big5hkscs": "cp950"}
HAN = re.compile("[\u4e00-\u9fff]")
AMBIGUOUS = dict.fromkeys(map(ord, "•､‾∼♁☉¥¢£￭"))  # what Python's big5hkscs alone reads from the codes of other symbols
DISPUTED = {
    ord(bytes([lead, trail]).decode(codec, "replace")[0]): None
    for codec in ("cp950", "big5hkscs")
    for lead in (0xC6, 0xC7, 0xC8)
    for trail in range(0xA1, 0xFF)
}  # signs and kana that the two codecs read from one another's codes

encodings = st.sampled_from(sorted(TEXTS))
pair_encodings = st.sampled_from(["gb18030", "cp950"])


@st.composite
def chinese(draw, encoding, shortest=16, longest=400):
    """A piece of a seed that the encoding holds, at least half of it Han."""
    text = TEXTS[encoding]
    start = draw(st.integers(0, len(text) - longest))
    size = draw(st.integers(shortest, longest))
    piece = text[start : start + size].translate(AMBIGUOUS)
    if encoding == "hz":
        piece = piece.translate({ord(mark): None for mark in "·—～~"})
    piece = piece.encode(encoding, "ignore").decode(encoding)
    assume(2 * len(HAN.findall(piece)) >= len(piece) >= shortest)
    return piece


@st.composite
def damaged(draw, data):
    """The bytes with some of them changed, left out or put in."""
    broken = bytearray(data)
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, max(len(broken) - 1, 0)))
        kind = draw(st.sampled_from(["change", "drop", "add"]))
        byte = draw(st.integers(0, 255))
        if kind == "add" or not broken:
            broken.insert(at, byte)
        elif kind == "drop":
            del broken[at]
        else:
            broken[at] = byte
    return bytes(broken)


def try_decode(data):
    """Decode, or nothing where the bytes are refused; any other error is a failure."""
    with contextlib.suppress(DecodeError):
        return decode(data)
    return None


def assert_exact_spans(decoded, data):
    """Damage and parts lie where they say, and cover what they must."""
    assert 0 <= decoded.confidence <= 1
    assert decoded.how
    end = -1
    for one in decoded.damage:
        assert end < one.byte_start < one.byte_end <= len(data)
        assert decoded.text[one.start : one.end] == "\ufffd"
        end = one.byte_end
    assert [(part.byte_start, part.start) for part in decoded.parts] == [
        (0, 0),
        *((part.byte_end, part.end) for part in decoded.parts[:-1]),
    ]
    assert (decoded.parts[-1].byte_end, decoded.parts[-1].end) == (len(data), len(decoded.text))
    assert decoded.encoding in {part.encoding for part in decoded.parts}
    json.dumps(asdict(decoded))


def assert_reassembles(decoded, data):
    """Between the invalid bytes, the bytes read by themselves are the text between."""
    for part in decoded.parts:
        inside = [one for one in decoded.damage if part.byte_start <= one.byte_start < part.byte_end]
        starts = [(part.byte_start, part.start), *((one.byte_end, one.end) for one in inside)]
        ends = [*((one.byte_start, one.start) for one in inside), (part.byte_end, part.end)]
        for (byte_start, start), (byte_end, end) in zip(starts, ends, strict=True):
            read = slowly(data[byte_start:byte_end], part.encoding)
            assert read.translate(DISPUTED) == decoded.text[start:end].translate(DISPUTED)


def slowly(data, encoding):
    """Read valid bytes, character by character where Python's codec is not what is meant."""
    if encoding not in {"gb18030", "cp950", "big5hkscs"}:
        return data.decode(encoding)
    texts = []
    while data:
        size = next(size for size in (1, 2, 4) if one_character(data[:size], encoding) is not None)
        texts.append(one_character(data[:size], encoding))
        data = data[size:]
    return "".join(texts)


@pytest.mark.parametrize("text", ["小时", "时", "1 时", "只要", "支援"])
def test_frequent_han_are_no_odd_letters_of_utf_8(text):
    data = text.encode("gb18030")
    assert data.decode("utf-8") != text
    assert decode(data).text == text


@pytest.mark.parametrize(
    "text", ["é", "café", "naïve", "Ñ", "20 °C", "© 2024", "до", "час", "это", "και", "שלום", "مرحبا"]
)
def test_words_of_other_languages_in_utf_8_stay_what_they_are(text):
    assert decode(text.encode()).text == text


@pytest.mark.parametrize("text", ["M$ 习", "1) 第", "== 说明"])
def test_half_a_character_at_the_end_is_damage_and_no_letter(text):
    data = text.encode("gb18030")[: len(text) if len(text) < 5 else 4]
    decoded = decode(data)
    assert (decoded.text, decoded.encoding) == (f"{text[:3]}\ufffd", "gb18030")
    assert [(one.byte_start, one.byte_end) for one in decoded.damage] == [(3, 4)]
    assert decoded.confidence < 0.7


@pytest.mark.parametrize("text", ["caf\u00e9", "le \u00e0", "fin \u00bb"])
def test_an_accented_letter_at_the_end_is_no_half_of_a_character(text):
    assert decode(text.encode("cp1252")).text == text


def one_character(code, encoding):
    if encoding == "gb18030" and code == b"\x80":
        return "€"
    for codec in ("cp950", "big5hkscs") if encoding != "gb18030" else ("gb18030",):
        try:
            text = code.decode(codec)
            return text if len(code) < 4 or len(text) == 1 else None
        except UnicodeDecodeError:
            continue
    return None


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\x1b~")))
@example("模")
@example("\ufeff")
@example("BM")
@example("a\ufffdb")
@example("\x1f")
def test_valid_utf_8_is_read_as_utf_8(text):
    data = text.encode()
    assume(len(data) > steps.FEW or not steps.ACCIDENT.fullmatch(text) or text.isascii())
    decoded = decode(data)
    assert decoded.text == data.decode("utf-8-sig")
    assert decoded.damage == ()
    assert decoded.encoding in {"utf-8", "utf-8-sig"}


@given(st.data(), encodings)
def test_undamaged_chinese_of_32_bytes_comes_back_exactly(data, encoding):
    text = data.draw(chinese(encoding))
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert FAMILY.get(decoded.encoding, decoded.encoding) == FAMILY.get(encoding, encoding)
    assert decoded.damage == ()
    assert len(decoded.parts) == 1


@given(st.data(), encodings)
def test_a_character_that_is_cut_at_the_end_is_the_only_loss(data, encoding):
    text = data.draw(chinese(encoding, shortest=32))
    last = HAN.search(text[::-1])
    kept = text[: len(text) - last.start()]
    whole = kept.encode(encoding)
    cut = data.draw(st.integers(1, len(kept[-1].encode(encoding)) - 1))
    if encoding == "hz":
        whole, cut = whole.removesuffix(b"~}"), 1
    decoded = decode(whole[:-cut])
    assert decoded.text == kept[:-1] + "\ufffd"
    (damage,) = decoded.damage
    assert damage.byte_end == len(whole) - cut


@given(st.data(), st.sampled_from(["utf-8", "gb18030", "utf-16-le", "utf-16-be"]))
def test_a_character_that_is_cut_at_the_start_does_not_shift_the_rest(data, encoding):
    text = data.draw(chinese(encoding, shortest=40))
    text = text[HAN.search(text).start() :]
    assume(HAN.match(text[1:4]))
    whole = text.encode(encoding)
    size = len(text[0].encode(encoding))
    assume(whole[size - 1] >= 0x80)
    decoded = decode(whole[size - 1 :])
    assert decoded.text.endswith(text[1:][-30:])
    assert decoded.encoding == encoding
    assert_exact_spans(decoded, whole[size - 1 :])


@settings(max_examples=200)
@given(st.data(), encodings)
def test_damage_is_reported_where_it_is_and_nothing_is_lost_in_silence(data, encoding):
    broken = data.draw(damaged(data.draw(chinese(encoding)).encode(encoding)))
    decoded = try_decode(broken)
    if decoded:
        assert_exact_spans(decoded, broken)
        if decoded.encoding != "hz":
            assert_reassembles(decoded, broken)


@given(st.binary(max_size=200))
@example(b"\xe9")
@example(b"\xff\xfe\x00")
@example(b"\xef\xbb\xbf\xff")
@example(b"\x84\x31\x95\x33\xff")
@example(b"\x80\x80\x80")
@example(b"~{")
@example(b"~{VPND~")
@example(b"\x00")
def test_any_bytes_are_read_or_refused(data):
    decoded = try_decode(data)
    if decoded:
        assert_exact_spans(decoded, data)


@given(st.data(), st.sampled_from(["utf-8", "gb18030", "cp950"]))
def test_a_bad_byte_does_not_change_the_encoding(data, encoding):
    text = data.draw(chinese(encoding, shortest=100))
    whole = text.encode(encoding)
    at = len(text[: data.draw(st.integers(0, len(text) - 1))].encode(encoding))
    broken = whole[:at] + b"\xff" + whole[at:]
    decoded = decode(broken)
    assert decoded.text == whole[:at].decode(encoding) + "\ufffd" + whole[at:].decode(encoding)
    assert [(one.byte_start, one.byte_end) for one in decoded.damage] == [(at, at + 1)]
    assert decoded.encoding == encoding


@given(st.data(), pair_encodings)
def test_a_missing_byte_spoils_its_line_at_most(data, encoding):
    lines = [data.draw(chinese(encoding, shortest=40)).replace("\n", "") for _ in range(3)]
    first, spoilt, last = (line.encode(encoding) for line in lines)
    at = data.draw(st.integers(0, len(spoilt) - 1))
    decoded = decode(b"\n".join([first, spoilt[:at] + spoilt[at + 1 :], last]))
    assert decoded.text.splitlines()[0] == lines[0]
    assert decoded.text.splitlines()[-1] == lines[2]


@given(st.data())
def test_a_run_of_invalid_bytes_is_one_mark(data):
    text = data.draw(chinese("utf-8", shortest=100))
    run = bytes(data.draw(st.lists(st.integers(0xF8, 0xFF), min_size=1, max_size=6)))
    decoded = decode(text.encode() + run + text.encode())
    assert decoded.text == f"{text}\ufffd{text}"
    (damage,) = decoded.damage
    assert damage.byte_end - damage.byte_start == len(run)


@given(st.data(), st.permutations(["utf-8", "gb18030", "cp950"]))
def test_files_joined_at_a_line_end_are_read_part_by_part(data, order):
    texts = [data.draw(chinese(encoding, shortest=60)) + "\n" for encoding in order[:2]]
    pieces = [text.encode(encoding) for text, encoding in zip(texts, order, strict=False)]
    decoded = decode(b"".join(pieces))
    assert decoded.text == "".join(texts)
    first, second = decoded.parts
    assert [first.encoding, second.encoding] == order[:2]
    seam = sorted([first.byte_end, len(pieces[0])])
    assert b"".join(pieces)[slice(*seam)].isascii()
    assert_exact_spans(decoded, b"".join(pieces))


def test_a_short_line_at_a_seam_goes_with_its_own_file():
    lines = "精神实质\n学\n".encode("gb18030")  # the bytes of the second line are valid UTF-8, too
    assert decode((TEXTS["gb18030"][:200] + "\n").encode("gb18030") + lines + SEEDS[:200].encode()).text == (
        f"{SEEDS[:200]}\n精神实质\n学\n{SEEDS[:200]}"
    )


@given(st.binary(min_size=1, max_size=7), pair_encodings)
def test_the_reading_of_damaged_bytes_is_the_cheapest_of_all(data, encoding):
    assume(b"\xa2\xe3" not in data)  # the euro sign in two bytes
    assume(not re.search(rb"[\x88\xc6-\xc8]", data))  # where Big5-HKSCS has two characters for a code, or others
    reading = pairs.read(data, encoding)
    if reading.damage and reading.damage[-1].byte_end < len(data):
        costs = {sizes: cost_of(data, sizes, encoding) for sizes in segmentations(len(data))}
        assert paid(reading) == pytest.approx(min(costs.values()))


def gb(text):
    return text.encode("gb18030")


@given(
    st.lists(st.binary(min_size=1, max_size=40) | st.text("天地玄黄䀹𠀀Aa0", min_size=1).map(gb), min_size=1),
    pair_encodings,
)
def test_many_stretches_read_together_are_read_as_each_alone(stretches, encoding):
    found = cheapest.best_sizes_together(stretches, encoding)
    assert found == [bytes(cheapest.best_sizes(one, encoding)) for one in stretches]


@pytest.mark.parametrize("encoding", ["gb18030", "cp950"])
def test_a_file_damaged_in_many_lines_is_read_as_its_lines_are(encoding):
    lines = [line.encode(encoding, "ignore") for line in TEXTS[encoding].splitlines() if len(HAN.findall(line)) > 20]
    broken = [line[: 7 + number % 5] + b"\xff" + line[7 + number % 5 :] for number, line in enumerate(lines)]
    assert len(broken) >= cheapest.TOGETHER
    whole = pairs.read(b"\n".join(broken) + b"\n", encoding)
    assert whole.text.splitlines() == [pairs.read(line + b"\n", encoding).text.rstrip("\n") for line in broken]
    assert len(whole.damage) >= len(broken)


@pytest.mark.parametrize("encoding", ["gb18030", "cp950"])
@pytest.mark.parametrize("at", range(20, 28))
def test_a_byte_that_became_nul_makes_no_utf_16(encoding, at):
    line = next(one for one in TEXTS[encoding].splitlines() if len(HAN.findall(one)) > 120)
    data = bytearray(line.encode(encoding, "ignore")[:256])
    data[at] = 0
    decoded = decode(bytes(data))
    assert decoded.encoding == encoding
    assert line[60:100] in decoded.text


def segmentations(size):
    for count in range(1, size + 1):
        for sizes in itertools.product((1, 2, 4), repeat=count):
            if sum(sizes) == size:
                yield sizes


def cost_of(data, sizes, encoding):
    total, at = 0.0, 0
    for size in sizes:
        code = data[at : at + size]
        character = one_character(code, encoding) if len(code) == 1 or code[0] >= 0x80 else None
        if character is None and size > 1:
            return float("inf")
        total += price(character, size)
        at += size
    return total


def price(character, size):
    if character is None:
        return cheapest.INVALID
    if size == 4:
        return cheapest.FOUR_BYTES
    return cheapest.EURO if character == "€" and size == 1 else languages.cost(character[0], "chinese")


def paid(reading):
    text = reading.text.replace("\ufffd", "")
    four = [one for one in text if reading.encoding == "gb18030" and len(one.encode("gb18030")) == 4 and one != "€"]
    rest = [one for one in text if one not in four and one != "€"]
    return (
        cheapest.INVALID * reading.lost
        + cheapest.FOUR_BYTES * len(four)
        + languages.cost("".join(rest), "chinese")
        + cheapest.EURO * text.count("€")
    )
