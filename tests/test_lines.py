"""Lines, and what stays when some of them are taken out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleantext.lines import Span, line_at, lines, stripped, without_lines

TEXTS = st.text(alphabet="甲 \n", max_size=30)


@given(TEXTS)
def test_lines_are_what_split_gives(text):
    assert [text[line.start : line.end] for line in lines(text)] == text.split("\n")


@given(TEXTS, st.integers(0, 30))
def test_the_line_of_a_position_is_one_of_the_lines_and_holds_it(text, position):
    position = min(position, len(text))
    line = line_at(text, position)
    assert line in lines(text)
    assert line.start <= position <= line.end


@given(TEXTS)
def test_stripped_takes_blanks_from_both_ends_of_a_line(text):
    for line in lines(text):
        words = stripped(text, line)
        assert text[words.start : words.end] == text[line.start : line.end].strip(" ")


def without(text, *numbers):
    removed = [lines(text)[number] for number in numbers]
    for span in reversed(without_lines(text, removed)):
        text = text[: span.start] + text[span.end :]
    return text


def test_a_line_goes_with_its_line_end():
    assert without("甲\n乙\n丙", 1) == "甲\n丙"
    assert without("甲\n乙\n丙", 0) == "乙\n丙"
    assert without("甲\n乙\n丙", 2) == "甲\n乙"
    assert without("甲\n乙\n丙\n", 2) == "甲\n乙\n"


def test_no_two_blank_lines_meet_and_none_is_left_at_the_ends():
    assert without("甲\n\n乙\n\n丙", 2) == "甲\n\n丙"
    assert without("甲\n\n乙\n丙\n\n丁", 2, 3) == "甲\n\n丁"
    assert without("甲\n\n乙", 0) == "乙"
    assert without("甲\n\n乙", 2) == "甲"
    assert without("甲\n\n乙\n", 2) == "甲\n"
    assert without("甲\n\n乙\n\n丙", 2, 4) == "甲"
    assert without("甲\n乙", 0, 1) == ""


@given(st.lists(st.sampled_from(["", "甲乙", "丙"]), min_size=1, max_size=8), st.data())
def test_what_stays_is_the_other_lines(rows, data):
    text = "\n".join(rows)
    filled = [number for number, row in enumerate(rows) if row]
    numbers = sorted(data.draw(st.sets(st.sampled_from(filled)))) if filled else []
    rest = without(text, *numbers)
    kept = [row for number, row in enumerate(rows) if row and number not in numbers]
    assert [row for row in rest.split("\n") if row] == kept
    if numbers and "\n\n\n" not in text and rows[0] and rows[-1]:
        assert "\n\n\n" not in rest
        assert not rest.startswith("\n")


def test_spans_are_values():
    assert Span(1, 2) == Span(1, 2)
