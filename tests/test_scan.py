"""The scan finds what a search word by word finds, before and after edits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext import Document, Edit
from cleantext.arrays import BLOCK
from cleantext.edits import render, select
from cleantext.fold import fold, is_folded, unfold
from cleantext.scan import SHORT, Scanner, hits, scanner_of

WORDS = st.frozensets(st.text(alphabet="版权声明本a:", min_size=2, max_size=4), min_size=1, max_size=8)
TEXTS = st.text(alphabet="版权權声聲明本aＡ:：甲\n", max_size=60)
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 5), st.text(alphabet="版權声a", max_size=3)), max_size=6)


def everywhere(words, text):
    """Each word's starts, looked for one by one on the folded text."""
    view = fold(text)
    found = {word: [i for i in range(len(view)) if view.startswith(word, i)] for word in words}
    return {word: starts for word, starts in found.items() if starts}


def edits_of(text, proposals):
    made = []
    for place, length, replacement in proposals:
        start = round(place * len(text))
        made.append(Edit(start, min(start + length, len(text)), replacement, "r", "other", "why"))
    return select(made)[0]


@given(WORDS, TEXTS)
def test_the_scan_finds_every_word_also_where_words_overlap(words, text):
    assert dict(Scanner(words).scan(text).starts) == everywhere(words, text)


@given(WORDS, st.lists(TEXTS, min_size=1, max_size=4))
def test_the_scan_of_a_long_text_finds_every_word_too(words, parts):
    text = "".join(parts) * (SHORT // max(len("".join(parts)), 1) + 1)
    assert dict(Scanner(words).scan(text).starts) == everywhere(words, text)


@given(WORDS, st.lists(TEXTS, min_size=1, max_size=4), EDITS)
def test_a_scan_follows_a_long_text_too(words, parts, proposals):
    text = "".join(parts) * (SHORT // max(len("".join(parts)), 1) + 1)
    edits = edits_of(text, [(place, length, new * 30) for place, length, new in proposals])
    edited = render(text, edits)
    scan = Scanner(words).scan(text)
    assert dict(scan.starts) == everywhere(words, text)
    assert dict(scan.after(edits, edited).starts) == everywhere(words, edited)


@given(WORDS, TEXTS, EDITS)
def test_a_scan_follows_its_text_when_it_is_edited(words, text, proposals):
    edits = edits_of(text, proposals)
    edited = render(text, edits)
    scanner = Scanner(words)
    scan = scanner.scan(text)
    assert dict(scan.after(edits, edited).starts) == everywhere(words, edited)
    assert dict(scan.starts) == everywhere(words, text)
    assert dict(scan.after(edits, edited).starts) == everywhere(words, edited)


@given(WORDS, WORDS, TEXTS, EDITS)
def test_a_document_carries_the_scan_of_its_pipeline(words, others, text, proposals):
    document = Document(text, scanner=scanner_of(words | others))
    assert hits(document, words) == everywhere(words, text)
    edited = document.apply(edits_of(text, proposals))
    assert hits(edited, others) == everywhere(others, edited.text)
    assert hits(Document(text), words) == everywhere(words, text)


@pytest.mark.parametrize("word", ["一", "版權", "ＡＢ", "a\U00020000"])
def test_a_word_that_can_never_be_found_is_refused(word):
    with pytest.raises(ValueError, match="cannot be scanned for"):
        Scanner(frozenset({word}))


@given(st.text())
def test_the_fold_keeps_the_length_and_folds_once(text):
    folded = fold(text)
    assert len(folded) == len(text)
    assert is_folded(folded)


@given(st.characters(exclude_categories=["Cs"]))
def test_unfold_names_every_character_that_folds_to_one(character):
    assert all(fold(one) == character for one in unfold(character)) or fold(character) != character
    assert character in unfold(fold(character))


def test_the_fold_leaves_line_ends_and_sentence_marks_alone():
    assert fold("甲。\r\n乙，丙、丁") == "甲。\r\n乙,丙、丁"


@given(st.lists(st.one_of(st.text(max_size=40), st.sampled_from(["版權聲明", "\U00020000", "\ud800"])), max_size=5))
def test_a_long_text_folds_as_its_characters_do(parts):
    text = "".join(parts) * 40
    assert fold(text) == "".join(map(fold, text))


@pytest.mark.parametrize("blocks", [1, 2])
@pytest.mark.parametrize("before", [-3, -2, -1, 0, 1])
def test_a_word_is_found_across_the_bound_of_two_blocks(blocks, before):
    start = blocks * BLOCK + before
    text = "甲" * start + "版权声明" + "乙" * 10
    assert scanner_of(frozenset({"版权声明"})).scan(text).starts == {"版权声明": [start]}
