"""Files of many documents: what is read of them, and that everything but the text stays as it was."""

from __future__ import annotations

import gzip
import json
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from cleantext.run import piece as pieces_of
from cleantext.run import split
from cleantext.run.jsonl import members, quoted
from cleantext.run.layouts import layout_of, rewrite, rows_of
from cleantext.run.parquet import TableError
from cleantext.run.piece import NO_TEXT, TOO_LONG
from cleantext.run.shape import KINDS, Shape, ledger_name, shape_of
from cleantext.run.stream import DamagedFileError

KEPT = "kept"
BAD = "bad"


def again(path, shape, target, change=lambda text: text):
    """Write a file again; rows that cannot be read are left out."""

    def texts(rows):
        return [None if row.problem else change(row.text or "") for row in rows]

    rewrite(path, shape, target, texts)
    return target.read_bytes()


def rows_in(tmp_path, data, name="a.jsonl", **about):
    path = tmp_path / name
    path.write_bytes(data)
    return list(rows_of(path, shape_of(name, **about)))


def outcome(row):
    return KEPT if row.kept else BAD if row.problem else row.text


def decompressed(path):
    data = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(data)
    return zstandard.ZstdDecompressor().decompressobj().decompress(data) if path.suffix == ".zst" else data


def compressed(path, data):
    made = {".gz": gzip.compress, ".zst": zstandard.ZstdCompressor(write_checksum=True).compress}.get(
        path.suffix, bytes
    )(data)
    path.write_bytes(made)


@pytest.mark.parametrize(
    ("name", "kind", "compression"),
    [
        ("a.txt", "text", ""),
        ("a", "text", ""),
        ("a.JSONL", "jsonl", ""),
        ("a.ndjson", "jsonl", ""),
        ("a.jsonl.gz", "jsonl", "gz"),
        ("a.jsonl.zst", "jsonl", "zst"),
        ("a.parquet", "parquet", ""),
        ("a.txt.gz", "text", ""),
        ("a.json", "text", ""),
    ],
)
def test_the_shape_of_a_file_is_told_by_its_name(name, kind, compression):
    shape = shape_of(name)
    assert (shape.kind, shape.compression) == (kind, compression)


def test_a_format_that_is_asked_for_comes_before_the_name():
    assert shape_of("a.jsonl", "lines").kind == "lines"
    assert shape_of("a.txt.gz", "lines").compression == "gz"
    assert shape_of("a.jsonl.gz", "text").compression == ""


@pytest.mark.parametrize(
    ("name", "kind", "ledger"),
    [("a.jsonl", None, "a.jsonl"), ("a.txt", "lines", "a.txt.jsonl"), ("a.txt.gz", "lines", "a.txt.jsonl.gz")],
)
def test_a_ledger_is_called_like_the_file_that_it_is_of(name, kind, ledger):
    assert ledger_name(name, shape_of(name, kind)) == ledger


LINES = {
    '{"text": "甲"}': "甲",
    ' {"id": 1, "text": "乙" } ': "乙",
    '{"text": "\\u4e59\\n"}': "乙\n",
    '{"text": ""}': "",
    '{"text": "\\ud83d\\ude00"}': "😀",
    '{"text": "\\ud800"}': "\ud800",
    '{"text": null}': KEPT,
    '{"text": 5}': BAD,
    '{"text": true}': BAD,
    '{"text": ["甲"]}': BAD,
    '{"text": {"a": 1}}': BAD,
    '{"Text": "甲"}': BAD,
    "{}": BAD,
    "[]": BAD,
    '"甲"': BAD,
    "{": BAD,
    '{"text": "甲"': BAD,
    '{"text": "甲"} {}': BAD,
    '{"text": "甲",}': BAD,
    '{"text" "甲"}': BAD,
    '{text: "甲"}': BAD,
    '{"text": "a\tb"}': BAD,
    '{"a": ' + "[" * 100_000 + "]" * 100_000 + ', "text": "甲"}': BAD,
    '{"n": ' + "9" * 10_000 + ', "text": "甲"}': "甲",
    '{"n": [NaN, 1e999, -Infinity], "text": "甲"}': "甲",
}


@pytest.mark.parametrize(("line", "expected"), LINES.items(), ids=range(len(LINES)))
def test_every_line_has_a_clear_outcome(tmp_path, line, expected):
    [row] = rows_in(tmp_path, line.encode())
    assert outcome(row) == expected
    assert row.raw == line.encode()


def test_bytes_that_are_no_utf_8_are_told_with_their_place(tmp_path):
    first, second = rows_in(tmp_path, b'{"text": "\xff"}\n{"text": "a"}\n')
    assert "byte 10 of the line" in first.problem
    assert (second.text, second.number) == ("a", 2)


def test_a_missing_key_is_told_with_the_one_that_was_probably_meant(tmp_path):
    [row] = rows_in(tmp_path, b'{"texts": "a", "id": 1}')
    assert row.problem == "no key is called 'text'; did you mean 'texts'?"


def test_empty_lines_are_no_rows_and_are_counted_as_lines(tmp_path):
    rows = rows_in(tmp_path, '\ufeff\n{"text": "甲"}\r\n \n\n{"text": "乙"}'.encode())
    assert [(row.number, row.text) for row in rows] == [(2, "甲"), (5, "乙")]


def test_rows_are_named_by_their_id(tmp_path):
    data = b'{"text": "a", "id": "x"}\n{"text": "b", "id": 1.50}\n{"text": "c"}\n'
    assert [row.name for row in rows_in(tmp_path, data, id_key="id")] == ["x", "1.50", "3"]


def test_of_two_keys_of_the_same_name_the_last_is_the_text_as_json_has_it(tmp_path):
    (tmp_path / "a.jsonl").write_bytes('{"text": "甲", "text": "乙"}\n'.encode())
    data = again(tmp_path / "a.jsonl", shape_of("a.jsonl"), tmp_path / "b", lambda text: text + "丙")
    assert data.decode() == '{"text": "甲", "text": "乙丙"}\n'


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda one: st.lists(one) | st.dictionaries(st.text(), one),
    max_leaves=5,
)


@settings(deadline=None, max_examples=80)
@given(
    rows=st.lists(st.tuples(st.dictionaries(st.text(), JSON, max_size=3), st.text(), st.booleans()), max_size=4),
    size=st.integers(1, 50),
    added=st.text(),
)
def test_all_but_the_text_stays_byte_for_byte_however_a_file_is_cut(tmp_path_factory, rows, size, added):
    folder = tmp_path_factory.mktemp("jsonl")
    objects = [{**more, "text": text, "after": 1} for more, text, _ in rows]
    lines = [json.dumps(one, ensure_ascii=ascii_only) for one, (_, _, ascii_only) in zip(objects, rows, strict=True)]
    (folder / "a.jsonl").write_bytes("\n".join(lines).encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(split, "SIZE", size)
        same = again(folder / "a.jsonl", shape_of("a.jsonl"), folder / "b")
        other = again(folder / "a.jsonl", shape_of("a.jsonl"), folder / "c", lambda text: text + added)
    assert same == "".join(line + "\n" for line in lines).encode()
    expected = [{**one, "text": one["text"] + added} for one in objects]
    assert [json.dumps(json.loads(line)) for line in other.decode().split("\n")[:-1]] == list(map(json.dumps, expected))


def test_numbers_blanks_and_the_order_of_keys_stay_as_they_are_written(tmp_path):
    line = '{ "z":1.50, "text":"\\u7532", "big":123456789012345678901234567890, "a":[1e5,  -0.0] }'
    (tmp_path / "a.jsonl").write_bytes(line.encode())
    data = again(tmp_path / "a.jsonl", shape_of("a.jsonl"), tmp_path / "b", lambda text: text + "乙")
    assert data.decode() == line.replace("\\u7532", "\\u7532\\u4e59") + "\n"


@given(st.text(alphabet=st.characters()), st.booleans())
def test_a_quoted_text_is_that_text_and_can_be_encoded(text, ascii_only):
    written = quoted(text, ascii_only=ascii_only)
    assert json.loads(written) == json.loads(json.dumps(text))
    assert len(written.encode().split(b"\n")) == 1


@given(JSON.map(lambda one: {"a": one}))
def test_the_members_of_an_object_are_those_that_json_finds(found):
    line = json.dumps(found)
    [(key, _, start, end)] = members(line)
    assert (key, json.dumps(json.loads(line[start:end]))) == ("a", json.dumps(found["a"]))


@settings(deadline=None, max_examples=100)
@given(
    lines=st.lists(st.binary(max_size=30).map(lambda one: one.replace(b"\n", b"")), max_size=12),
    size=st.integers(1, 20),
    longest=st.integers(0, 40),
    how=st.tuples(st.booleans(), st.sampled_from(["", "gz", "zst"])),
)
def test_pieces_hold_every_byte_once_and_go_on_anywhere(tmp_path_factory, lines, size, longest, how):
    end, compression = how
    folder = tmp_path_factory.mktemp("pieces")
    path = folder / ("a." + compression if compression else "a")
    data = b"\n".join(lines) + b"\n" * end
    compressed(path, data)
    shape = Shape("lines", compression, longest=longest)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(split, "SIZE", size)
        found = list(split.line_pieces(path, shape))
        assert b"".join(map(split.bytes_of, found)) == data
        for one, following in pairwise(found):
            assert one.end == following.begin
        for number, one in enumerate(found):
            if one.long != "part":
                rest = list(split.line_pieces(path, shape, one.end))
                assert [(two.begin, two.long) for two in rest] == [(two.begin, two.long) for two in found[number + 1 :]]
            if not one.long:
                assert one.begin.number == data[: one.begin.at].count(b"\n") + 1


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst"])
def test_a_line_that_is_too_long_goes_on_as_it_is_and_never_as_a_whole(tmp_path, monkeypatch, name):
    monkeypatch.setattr(split, "SIZE", 1000)
    long = b'{"text": "' + b"x" * 50_000 + b'"}\n'
    short = '{"text": "甲"}\n'.encode()
    path = tmp_path / name
    compressed(path, short + long + short + long[:-1])
    shape = shape_of(name, longest=2000)
    rows = list(rows_of(path, shape))
    assert [(row.number, outcome(row)) for row in rows] == [(1, "甲"), (2, KEPT), (3, "甲"), (4, KEPT)]
    assert {row.kept for row in rows} == {"", TOO_LONG}
    assert max(len(split.bytes_of(one)) for one in split.line_pieces(path, shape)) <= 4000
    again(path, shape, tmp_path / ("b" + name), lambda text: text + "乙")
    changed = '{"text": "甲乙"}\n'.encode()
    assert decompressed(tmp_path / ("b" + name)) == changed + long + changed + long[:-1]


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst"])
def test_a_compressed_file_is_read_and_written_as_what_it_holds(tmp_path, monkeypatch, name):
    monkeypatch.setattr(split, "SIZE", 100)
    lines = "".join(f'{{"text": "{number}"}}\n' for number in range(100)).encode()
    compressed(tmp_path / name, lines)
    again(tmp_path / name, shape_of(name), tmp_path / "b")
    assert decompressed(Path(tmp_path, "b").rename(tmp_path / ("b" + name))) == lines


def test_a_file_in_zst_is_one_frame_since_many_readers_stop_at_the_first(tmp_path, monkeypatch):
    monkeypatch.setattr(split, "SIZE", 100)
    lines = "".join(f'{{"text": "{number}"}}\n' for number in range(100)).encode()
    compressed(tmp_path / "a.jsonl.zst", lines)
    again(tmp_path / "a.jsonl.zst", shape_of("a.jsonl.zst"), tmp_path / "b")
    with (tmp_path / "b").open("rb") as file:
        assert zstandard.ZstdDecompressor().stream_reader(file).read() == lines


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst"])
@pytest.mark.parametrize("data", [b"", b"\n"])
def test_an_empty_file_stays_a_file_of_its_kind(tmp_path, name, data):
    compressed(tmp_path / name, data)
    target = tmp_path / ("b" + name)
    again(tmp_path / name, shape_of(name), target)
    assert decompressed(target) == b""
    assert target.stat().st_size > 0


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst"])
def test_a_compressed_file_that_breaks_off_is_reported(tmp_path, name):
    path = tmp_path / name
    compressed(path, b"".join(b'{"text": "%d"}\n' % (number**9) for number in range(30_000)))
    data = path.read_bytes()
    for broken in (data[: len(data) // 2], b"x" + data, data[:100] + b"xxxx" + data[104:]):
        path.write_bytes(broken)
        with pytest.raises(DamagedFileError, match="damaged or breaks off"):
            list(rows_of(path, shape_of(name)))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(alphabet=st.characters(exclude_characters="\n", exclude_categories=["Cs"])), max_size=6))
def test_lines_stay_lines_with_their_own_ends(tmp_path_factory, lines):
    folder = tmp_path_factory.mktemp("lines")
    data = "\n".join(lines).encode()
    (folder / "a.txt").write_bytes(data)
    shape = shape_of("a.txt", "lines")
    bare = data.removeprefix("\ufeff".encode())
    assert again(folder / "a.txt", shape, folder / "b") == bare
    changed = again(folder / "a.txt", shape, folder / "c", lambda text: f"<{text}>")
    assert changed.count(b"\n") == bare.count(b"\n")


def test_a_line_that_is_no_utf_8_is_told(tmp_path):
    rows = rows_in(tmp_path, "甲\r\n".encode() + "乙\n".encode("gb18030") + b"\n", "a.txt", kind="lines")
    assert [outcome(row) for row in rows] == ["甲", BAD, ""]


def table(texts, kind=None, **more):
    return pa.table({"id": pa.array(range(len(texts))), "text": pa.array(texts, kind or pa.string()), **more})


def can_be_written(kind):
    """Tell whether this pyarrow writes a column of a kind; older ones do not write views."""
    try:
        pq.write_table(table(["a"], kind), BytesIO())
    except pa.ArrowNotImplementedError:
        return False
    return True


@pytest.mark.parametrize("kind", list(filter(can_be_written, [pa.string(), pa.large_string(), pa.string_view()])))
def test_a_table_keeps_its_schema_and_its_other_columns(tmp_path, kind):
    more = {"list": [[1, None]] * 9, "struct": [{"a": 1}] * 9, "category": pa.array(["x"] * 9).dictionary_encode()}
    before = table([*"甲乙丙丁戊己庚辛", None], kind, **more).replace_schema_metadata({"k": "v"})
    pq.write_table(before, tmp_path / "a.parquet", row_group_size=4, compression="zstd")
    again(tmp_path / "a.parquet", shape_of("a.parquet"), tmp_path / "b.parquet", lambda text: text + "!")
    after = pq.read_table(tmp_path / "b.parquet")
    assert after.schema.equals(pq.read_table(tmp_path / "a.parquet").schema, check_metadata=True)
    assert after.drop_columns("text").equals(pq.read_table(tmp_path / "a.parquet").drop_columns("text"))
    assert after["text"].to_pylist() == [*(one + "!" for one in "甲乙丙丁戊己庚辛"), None]
    about = pq.ParquetFile(tmp_path / "b.parquet").metadata
    assert [about.row_group(number).num_rows for number in range(3)] == [4, 4, 1]
    assert about.row_group(0).column(1).compression == "ZSTD"


def test_a_row_group_is_read_in_pieces_and_written_as_one(tmp_path, monkeypatch):
    monkeypatch.setattr("cleantext.run.parquet.SIZE", 2000)
    pq.write_table(table([f"{number:060}" for number in range(1000)]), tmp_path / "a.parquet")
    shape = shape_of("a.parquet")
    found = list(layout_of("parquet").pieces(tmp_path / "a.parquet", shape, pieces_of.START))
    assert len(found) > 10
    for one in found[::7]:
        rest = layout_of("parquet").pieces(tmp_path / "a.parquet", shape, one.end)
        assert [two.begin for two in rest] == [two.begin for two in found if two.begin.at >= one.end.at]
    again(tmp_path / "a.parquet", shape, tmp_path / "b.parquet")
    assert pq.ParquetFile(tmp_path / "b.parquet").num_row_groups == 1
    assert pq.read_table(tmp_path / "b.parquet").equals(pq.read_table(tmp_path / "a.parquet"))


def test_rows_of_a_table_that_cannot_be_cleaned_have_a_clear_outcome(tmp_path):
    texts = pa.array([b"a", b"\xff", None, b"x" * 100], pa.binary()).cast(pa.string(), safe=False)
    pq.write_table(pa.table({"text": texts, "id": list("wxyz")}), tmp_path / "a.parquet")
    shape = shape_of("a.parquet", id_key="id", longest=50)
    rows = list(rows_of(tmp_path / "a.parquet", shape))
    assert [(row.name, outcome(row)) for row in rows] == [("w", "a"), ("x", BAD), ("y", KEPT), ("z", KEPT)]
    assert [row.kept for row in rows[2:]] == [NO_TEXT, TOO_LONG]
    again(tmp_path / "a.parquet", shape, tmp_path / "b.parquet", lambda text: text + "!")
    assert pq.read_table(tmp_path / "b.parquet")["text"].to_pylist() == ["a!", None, "x" * 100]


def test_a_table_without_rows_stays_a_table(tmp_path):
    pq.write_table(table([]), tmp_path / "a.parquet")
    again(tmp_path / "a.parquet", shape_of("a.parquet"), tmp_path / "b.parquet")
    assert pq.read_table(tmp_path / "b.parquet").equals(table([]))


def test_a_column_whose_name_is_no_utf_8_is_told(tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": ["a"], "nnnn": [1]}), path, store_schema=False)
    path.write_bytes(path.read_bytes().replace(b"nnnn", b"n\x80nn"))
    with pytest.raises(TableError, match="not a Parquet file that can be read"):
        list(rows_of(path, shape_of("a.parquet")))


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (pa.table({"content": ["a"]}), "did you mean 'content'"),
        (pa.table({"text": [1]}), "holds int64, not strings"),
        (None, "not a Parquet file"),
    ],
)
def test_a_table_without_a_text_is_told(tmp_path, made, message):
    path = tmp_path / "a.parquet"
    if made is None:
        path.write_bytes(b"PAR1" + bytes(100))
    else:
        pq.write_table(made, path)
    with pytest.raises(TableError, match=message):
        list(rows_of(path, shape_of("a.parquet")))


def test_there_is_a_layout_for_every_kind():
    for kind in KINDS:
        assert layout_of(kind).pieces
