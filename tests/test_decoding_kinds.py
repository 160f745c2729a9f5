"""Byte order marks, marks that Python's codecs get wrong, other languages, markup, and what is no text."""

from __future__ import annotations

import random
import struct
import time
import tomllib
import zlib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.decoding import bom, candidates, confidence, decode, escaped, front, languages, parts, taiwan, wide
from cleantext.errors import DecodeError, InputError

SENTENCE = "加强党的建设，提高干部素质，是做好各项工作的保证。"
TRADITIONAL = "加強組織的建設，提高幹部素質，是做好各項工作的保證。"
SEED = Path("seeds/000_5dd17c4972aed980.txt").read_text(encoding="utf-8")
SIGNATURES = tomllib.loads(files("cleantext").joinpath("data/signatures.toml").read_text("utf-8"))["signature"]
CHINESE = {"gb18030", "cp950", "big5hkscs", "hz", "utf-16-le", "utf-16-be"}
FOREIGN = {
    "cp932": "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。",
    "euc_jp": "国境の長いトンネルを抜けると雪国であった。夜の底が白くなった。",
    "cp949": "모든 국민은 법 앞에 평등하다. 누구든지 차별을 받지 아니한다.",
    "cp1251": "Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива по-своему.",
    "koi8-r": "Все люди рождаются свободными и равными в своём достоинстве и правах.",
    "cp1252": "Tous les êtres humains naissent libres et égaux en dignité et en droits. Déjà vu, à côté.",
    "cp1253": "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα.",
}


def test_no_bytes_are_empty_utf_8():
    decoded = decode(b"")
    assert (decoded.text, decoded.encoding, decoded.confidence, decoded.damage) == ("", "utf-8", 1.0, ())


def test_ascii_is_utf_8_for_certain():
    decoded = decode(b"GB 2312-1980\r\n")
    assert (decoded.text, decoded.encoding, decoded.confidence) == ("GB 2312-1980\r\n", "utf-8", 1.0)


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_everything_like_bytes_is_taken(kind):
    assert decode(kind(SENTENCE.encode("gb18030"))).text == SENTENCE


@pytest.mark.parametrize(
    ("wrong", "advice"),
    [("text", "clean()"), (Path("a.txt"), "read_bytes()"), (None, "bytes"), ([1, 2], "bytes"), (3, "bytes")],
)
def test_what_is_not_bytes_is_an_error_that_says_what_to_do(wrong, advice):
    with pytest.raises(InputError, match=advice.replace("(", r"\(").replace(")", r"\)")):
        decode(wrong)


@pytest.mark.parametrize(("mark", "about"), bom.MARKS)
def test_a_byte_order_mark_tells_the_encoding_and_is_not_in_the_text(mark, about):
    data = mark + SENTENCE.encode(about.encoding)
    decoded = decode(data)
    assert decoded.text == SENTENCE
    assert decoded.encoding == about.codec
    assert (decoded.parts[0].byte_start, decoded.parts[-1].byte_end) == (0, len(data))
    assert data.decode(about.codec).removeprefix("\ufeff") == decoded.text
    assert decode(mark).text == ""


def test_damage_behind_a_byte_order_mark_counts_from_the_first_byte():
    whole = SENTENCE.encode()
    (damage,) = decode(b"\xef\xbb\xbf" + whole[:30] + b"\xff" + whole[30:]).damage
    assert (damage.byte_start, damage.byte_end, damage.start) == (33, 34, 10)


def test_a_mark_of_utf_8_before_gb18030_is_not_believed():
    decoded = decode(b"\xef\xbb\xbf" + SENTENCE.encode("gb18030"))
    assert decoded.text == SENTENCE
    assert decoded.encoding == "gb18030"


def test_gb2312_is_read_as_gb18030_and_so_its_dot_and_dash_come_back():
    data = b"\xc2\xed\xbf\xcb\xa1\xa4\xcd\xc2\xce\xc2\xa1\xaa\xa1\xaa\xc3\xc0\xb9\xfa\xd7\xf7\xbc\xd2"
    assert decode(data).text == "马克·吐温——美国作家"


def test_the_dot_in_names_is_that_of_cp950():
    data = "馬克‧吐溫、聖﹑保羅～美國作家".encode("cp950")
    assert decode(data).text == "馬克‧吐溫、聖﹑保羅～美國作家"


def test_hong_kong_characters_are_read_and_the_dot_in_names_stays_that_of_cp950():
    decoded = decode("佢哋喺香港嘅".encode("big5hkscs") + "馬克‧吐溫，我們嘅作家".encode("big5hkscs", "ignore"))
    assert decoded.text.startswith("佢哋喺香港嘅")
    assert decoded.encoding == "big5hkscs"
    assert decode("佢哋嘅作家馬克".encode("big5hkscs") + b"\xa1\x45" + "吐溫".encode("cp950")).text == (
        "佢哋嘅作家馬克‧吐溫"
    )


def test_damage_does_not_change_how_the_rest_of_a_line_is_read():
    dots = "馬克‧吐溫﹑我們的作家".encode("cp950")
    assert decode(TRADITIONAL.encode("cp950") + dots + b"\xff" + dots).text.endswith("馬克‧吐溫﹑我們的作家")
    rare = "㐂𠮷两个字很少见".encode("gb18030")
    assert decode(SENTENCE.encode("gb18030") + rare + b"\xff" + rare).text == (
        f"{SENTENCE}㐂𠮷两个字很少见\ufffd㐂𠮷两个字很少见"
    )


@pytest.mark.parametrize("end", [None, -1])
def test_a_shift_that_is_valid_by_chance_is_seen_through(end):
    data = "干部教育培训，我们的工作".encode("gb18030")[1:end]
    assert decode(data).text.startswith("\ufffd部教育培训，我们的工")


def test_a_lone_0x80_in_gbk_is_the_euro_sign():
    decoded = decode("这本书的价格是".encode("gb18030") + b"\x80" + "25元左右，不算贵。".encode("gb18030"))
    assert decoded.text == "这本书的价格是€25元左右，不算贵。"
    assert decoded.damage == ()


def test_characters_of_four_bytes_are_read():
    text = "加强党的建设，㐂𠮷两个字很少见，我们的工作"
    assert decode(text.encode("gb18030")).text == text


def test_hz_is_read_with_the_marks_of_gb18030():
    data = b"~{TjKjAV!$MBNB!*!*Nq9z~}~~ok~{5DVPND~}"
    decoded = decode(data)
    assert decoded.encoding == "hz"
    assert "·" in decoded.text
    assert "——" in decoded.text
    assert decoded.text.endswith("~ok的中文")
    (damage,) = decode(data + b"~").damage
    assert (damage.byte_start, damage.byte_end) == (len(data), len(data) + 1)


@pytest.mark.parametrize(
    "source", [b"if (~{a}) { return ~{b}; }", b"x ~{ y", b"~~ ~{ab~} ~{cd~}", b"\x1b[31mred\x1b[0m"]
)
def test_program_text_is_not_hz_or_iso_2022(source):
    assert decode(source).text == source.decode()


@pytest.mark.parametrize("encoding", ["iso2022_jp", "iso2022_kr"])
def test_the_iso_2022_family_is_read(encoding):
    text = FOREIGN["cp932" if encoding == "iso2022_jp" else "cp949"]
    assert decode(text.encode(encoding)).text == text


def test_iso_2022_cn_is_read_with_its_three_sets():
    data = b"ok \x1b$)A\x0eVPND\x0f!\n\x1b$)G\x1b$*H\x0eGiE<\x1bN!!\x0f\nend"
    decoded = decode(data)
    assert decoded.encoding == "iso-2022-cn"
    first, second, third = decoded.text.split("\n")
    assert (first, third) == ("ok 中文!", "end")
    assert second == "".join([taiwan.character(1, b"Gi"), taiwan.character(1, b"E<"), "乂"])
    assert decoded.damage == ()


def test_a_cut_or_wrong_code_of_iso_2022_cn_is_damage():
    (damage,) = decode(b"\x1b$)A\x0eVPN").damage
    assert (damage.byte_start, damage.byte_end) == (7, 8)


def test_iso_2022_cn_ext_is_refused_by_name():
    with pytest.raises(DecodeError) as caught:
        decode(b"\x1b$)E\x0eVPND\x0f")
    assert caught.value.kind == "iso-2022-cn-ext"
    assert "ISO-2022-CN-EXT" in str(caught.value)


def test_euc_tw_is_read():
    data = euc_tw(TRADITIONAL * 2)
    decoded = decode(data)
    assert decoded.encoding == "euc-tw"
    assert decoded.text == TRADITIONAL * 2
    cut = decode(data[1:-1])
    assert cut.encoding == "euc-tw"
    assert cut.text.strip("\ufffd") == (TRADITIONAL * 2)[1:-1]


def euc_tw(text):
    """Encode by looking each character up in the planes."""
    codes = {}
    for plane in (2, 1):
        for row in range(0x21, 0x7F):
            for cell in range(0x21, 0x7F):
                character = taiwan.character(plane, bytes((row, cell)))
                code = bytes((row | 0x80, cell | 0x80))
                codes[character] = code if plane == 1 else b"\x8e\xa2" + code
    return b"".join(codes[character] for character in text)


def test_the_planes_hold_what_the_standard_says():
    assert taiwan.character(1, b"\x44\x21") == "一"
    assert taiwan.character(1, b"\x21\x23") == "、"
    assert taiwan.character(2, b"\x21\x21") == "乂"
    assert taiwan.character(2, b"\x72\x44") == "龘"
    assert taiwan.character(1, b"\x7e\x7e") is None
    assert taiwan.character(3, b"\x21\x21") is None


@pytest.mark.parametrize("encoding", FOREIGN)
@pytest.mark.parametrize("times", [1, 100])
def test_other_languages_are_not_called_chinese(encoding, times):
    text = (FOREIGN[encoding] + "\n") * times
    decoded = decode(text.encode(encoding))
    assert decoded.encoding not in CHINESE
    assert decoded.text == text


def test_a_byte_that_is_cut_off_does_not_decide():
    assert decode(b"\n" * 10_000 + b"\xe9").confidence < 0.7
    assert decode(b"\n" * 10_000 + b"\xe9").encoding not in CHINESE


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["plain ASCII text\n", "Привет, мир! Как дела?\n", "加强党的建设，\n提高素质。", "a"])
def test_wide_encodings_are_told_by_their_nuls(encoding, text):
    decoded = decode((text * 3).encode(encoding))
    assert (decoded.encoding, decoded.text) == (encoding, text * 3)


def test_a_stray_nul_stays_in_the_text():
    assert decode(f"{SENTENCE}\0{SENTENCE * 3}".encode()).text == f"{SENTENCE}\0{SENTENCE * 3}"
    assert decode(f"{SENTENCE}\0{SENTENCE * 3}".encode("gb18030")).text == f"{SENTENCE}\0{SENTENCE * 3}"


def test_html_that_declares_its_encoding_is_read_and_named():
    page = f'<html><head><meta charset="gb2312"><title>{SENTENCE}</title></head></html>'
    decoded = decode(page.encode("gb18030"))
    assert decoded.text == page
    assert "HTML" in decoded.how
    assert "gb18030" in decoded.how


def test_a_declared_encoding_decides_where_the_bytes_do_not():
    disputed = "條 申請".encode("cp950")
    assert decode(b"<meta><p>" + disputed).encoding == "gb18030"
    assert decode(b'<meta charset="big5"><p>' + disputed).text.endswith("條 申請")
    assert decode(b'<meta charset="windows-1251"><p>' + "Привет".encode("cp1251")).text.endswith("Привет")


def test_a_wrong_declaration_does_not_make_text_wrong():
    page = f'<html><head><meta charset="iso-8859-1"></head><body>{SENTENCE * 3}</body></html>'
    assert decode(page.encode("gb18030")).text == page
    assert decode(page.encode("utf-8")).text == page


def test_xml_and_rtf_are_read_and_named():
    xml = f'<?xml version="1.0" encoding="big5"?><p>{TRADITIONAL}</p>'
    assert decode(xml.encode("cp950")).text == xml
    assert "XML that declares cp950" in decode(xml.encode("cp950")).how
    assert "RTF that declares gb18030" in decode(rb"{\rtf1\ansi\ansicpg936 \'d6\'d0}").how


@pytest.mark.parametrize("one", SIGNATURES, ids=lambda one: f"{one['kind']}-{one['start'][:5]}")
def test_files_of_known_kinds_are_refused_by_name(one):
    data = bytearray(bytes.fromhex(one["start"]) + bytes(range(256)) * 8)
    more = bytes.fromhex(one.get("more", ""))
    data[one.get("at", 0) : one.get("at", 0) + len(more)] = more
    with pytest.raises(DecodeError) as caught:
        decode(bytes(data))
    assert caught.value.kind == one["kind"]
    assert one["name"] in str(caught.value)


@pytest.mark.parametrize("start", ["BM", "MZ", "GIF89a", "ID3", "RIFF", "PAR1", "OggS"])
def test_a_text_may_begin_like_a_file(start):
    assert decode(f"{start}是什么文件的开头？{SENTENCE}".encode("gb18030")).text.startswith(start)
    assert decode(f"{start} is a signature".encode()).text == f"{start} is a signature"


def numbers():
    chance = random.Random(1)  # noqa: S311 - the same numbers every time
    yield "500 NULs", b"\0" * 500
    yield "one NUL", b"\0"
    yield "int32 from 0", struct.pack("<200i", *range(200))
    yield "int32", struct.pack(">500i", *(chance.randrange(100_000) for _ in range(500)))
    yield "int32, negative", struct.pack("<500i", *(chance.randrange(-1000, 1000) for _ in range(500)))
    yield "int16", struct.pack("<500h", *(chance.randrange(-999, 999) for _ in range(500)))
    yield "uint16", struct.pack("<500H", *(chance.randrange(65536) for _ in range(500)))
    yield "int8", bytes(chance.randrange(60) for _ in range(400))
    yield "float64", struct.pack("<200d", *(chance.random() for _ in range(200)))
    yield "float32", struct.pack("<200f", *(chance.random() for _ in range(200)))
    yield "random", chance.randbytes(5000)
    yield "300 random", chance.randbytes(300)
    yield "half surrogates behind a byte order mark", b"\xff\xfe" + b"\x00\xd8a\x00" * 50
    yield "compressed", zlib.compress(SEED.encode())
    yield "a part of something compressed", zlib.compress(SEED.encode())[1000:4000]


@pytest.mark.parametrize("data", [pytest.param(data, id=name) for name, data in numbers()])
def test_what_is_no_text_is_refused(data):
    with pytest.raises(DecodeError) as caught:
        decode(data)
    assert caught.value.kind == "binary"


def test_confidence_orders_what_is_surer():
    sure = decode((SENTENCE * 4).encode()).confidence
    cut = decode((SENTENCE * 4).encode()[1:-1]).confidence
    short = decode("部".encode("gb18030")).confidence
    long = decode((SENTENCE * 4).encode("gb18030")).confidence
    assert short < long <= 1
    assert cut < sure <= 1


def test_calibration_never_turns_the_order_of_confidence_round():
    for how, curve in confidence.curves().items():
        befores, afters = zip(*curve, strict=True)
        assert list(befores) == sorted(befores), how
        assert list(afters) == sorted(afters), how
        assert all(0 <= share <= 1 for share in afters), how
        steps = [confidence.calibrated(how, at / 100) for at in range(101)]
        assert steps == sorted(steps), how
    assert confidence.calibrated("byte order mark", 1.0) == 1.0


def test_time_grows_no_faster_than_the_bytes():
    chance = random.Random(2)  # noqa: S311 - the same damage every time
    for encoding in ("utf-8", "gb18030"):
        for text in (SEED, SEED.replace("\n", "")):
            data = bytearray((text * 20).encode(encoding))
            for _ in range(len(data) // 100):
                data[chance.randrange(len(data))] = 0xFF
            start = time.perf_counter()
            assert decode(bytes(data)).damage
            assert time.perf_counter() - start < 3


@pytest.mark.parametrize("encoding", languages.facts()["others"])
def test_ascii_stands_for_itself_in_every_encoding_that_may_be_named(encoding):
    ascii_bytes = bytes(range(0x80))
    assert ascii_bytes.decode(encoding) == ascii_bytes.decode("ascii")
    assert candidates.superset(encoding) == encoding


@pytest.mark.parametrize("name", ["utf-7", "rot13", "hex", "idna", "unicode_escape", "utf-16", "no-such-name"])
def test_a_declared_name_that_is_none_of_these_is_passed_over(name):
    page = f'<meta charset="{name}">{SENTENCE}'
    assert decode(page.encode("gb18030")).text == page


@pytest.mark.parametrize("encoding", sorted(one.encoding for one in candidates.candidates() if not one.wide))
def test_every_character_has_as_many_bytes_as_it_was_read_from(encoding):
    for lead in range(0x80, 0x100):
        for tail in (b"", *(bytes([trail]) for trail in range(0x40, 0x100))):
            code = bytes([lead]) + tail
            try:
                text = code.decode(encoding)
            except UnicodeDecodeError:
                continue
            assert len(text.encode(encoding)) == len(code)


@given(st.lists(st.sampled_from(["加", "强", "a", "\n", b"\xff", b"\xfe\xff"]), max_size=20), st.integers(1, 3))
def test_what_was_taken_off_the_front_is_put_back(pieces, size):
    data = b"".join(one if isinstance(one, bytes) else one.encode() for one in pieces)
    reading = escaped.read(data, "utf-8")
    mixed = parts.read(data, "utf-8")
    assert mixed.text == reading.text
    whole = decode(data) if data and not reading.damage else None
    if whole:
        put = front.behind_cut(whole, size)
        assert put.text == f"\ufffd{whole.text}"
        assert put.damage[0].byte_end == size
        assert put.parts[-1].byte_end == len(data) + size


@given(st.binary(max_size=40), st.sampled_from(sorted(wide.UNIT)))
def test_whatever_is_wide_is_read_with_exact_spans(data, encoding):
    reading = wide.read(data, encoding)
    at = position = 0
    for one in reading.damage:
        assert data[at : one.byte_start].decode(encoding) == reading.text[position : one.start]
        at, position = one.byte_end, one.end
    assert data[at:].decode(encoding) == reading.text[position:]
