"""How files are encoded, told to a person and to a program."""

from __future__ import annotations

import json

import pytest

from cleantext.decoding import decode
from cleantext.errors import DecodeError
from cleantext.report.detected import HEADER, json_line, parts, refused_line, row

CHINESE = "加强党的建设，提高干部素质，是做好各项工作的保证。\n"


def test_the_parts_of_a_joined_file_are_shown():
    first, second = CHINESE.encode("gb18030"), CHINESE.encode()
    decoded = decode(first + second)
    assert parts(decoded) == f"2: gb18030 0-{len(first)}, utf-8 {len(first)}-{len(first + second)}"
    assert len(row("a.txt", decoded)) == len(HEADER)
    found = json.loads(json_line("a.txt", decoded))
    assert [part["encoding"] for part in found["parts"]] == ["gb18030", "utf-8"]
    assert "text" not in found


def test_a_file_in_one_encoding_is_one_part():
    assert parts(decode(CHINESE.encode())) == "one"


def test_a_refused_file_is_a_line_for_a_program_too():
    with pytest.raises(DecodeError) as caught:
        decode(b"%PDF-1.5\n\x00")
    found = json.loads(refused_line("a.pdf", caught.value))
    assert found == {"file": "a.pdf", "refused": "pdf", "reason": caught.value.reason}
