"""The laws of the ledger, held against a slow oracle that keeps one record for every character."""

from __future__ import annotations

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext import Change, Document, Edit, EditError, InputError
from cleantext.edits import inverse, render, select

TEXTS = st.text(alphabet="甲乙丙\n，a", max_size=24)
LAYERS = st.lists(
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 4), st.text(alphabet="丁x", max_size=3)), max_size=5), max_size=5
)


def edit(start, end, replacement="", rule="r", safety="safe"):
    return Edit(start, end, replacement, rule, "other", "a reason", safety)


def layer_of(text, proposals):
    for place, length, replacement in proposals:
        start = round(place * len(text))
        yield edit(start, min(start + length, len(text)), replacement)


def run(text, layers):
    """The document after all layers, with the edits that each layer applied."""
    document = Document(text)
    applied = []
    for proposals in layers:
        edits = list(layer_of(document.text, proposals))
        applied.append(select(one for one in edits if document.text[one.start : one.end] != one.replacement)[0])
        document = document.apply(edits)
    return document, applied


def oracle(text, applied):
    """(text, for each character the original offset it came from or None), by touching every character."""
    cells = [(character, i) for i, character in enumerate(text)]
    for edits in applied:
        for one in reversed(edits):
            cells[one.start : one.end] = [(character, None) for character in one.replacement]
    return "".join(character for character, _ in cells), [origin for _, origin in cells]


@given(TEXTS, LAYERS)
def test_render_gives_the_text_and_changes_are_sorted_and_disjoint(text, layers):
    document, applied = run(text, layers)
    expected, _ = oracle(text, applied)
    assert document.text == expected == render(text, document.changes)
    last = 0
    for change in document.changes:
        assert last <= change.start <= change.end <= len(text)
        assert change.edits
        assert text[change.start : change.end] != change.replacement
        last = change.end


@given(TEXTS, LAYERS)
def test_characters_that_no_edit_touched_stay_outside_the_changes(text, layers):
    """A change never covers a character that survived, unless an edit above it spans the place."""
    document, applied = run(text, layers)
    _, origins = oracle(text, applied)
    if len([one for edits in applied for one in edits]) == 1:
        kept = {origin for origin in origins if origin is not None}
        covered = {i for change in document.changes for i in range(change.start, change.end)}
        assert not kept & covered


@given(TEXTS, LAYERS)
def test_offsets_map_there_and_back_outside_changes(text, layers):
    document, applied = run(text, layers)
    result, origins = oracle(text, applied)
    for position, origin in enumerate(origins):
        if origin is not None and document.to_text(origin) is not None:
            assert document.to_text(origin) == position
            assert document.to_original(position) == origin
    covered = {i for change in document.changes for i in range(change.start, change.end)}
    for position in set(range(len(text) + 1)) - covered:
        there = document.to_text(position)
        assert there is not None
        assert (result + "$")[there] == (text + "$")[position]
        assert not document.changes or document.to_original(there) <= position


@given(TEXTS, LAYERS)
def test_the_inverse_gives_the_original(text, layers):
    document, _ = run(text, layers)
    assert render(document.text, inverse(text, document.changes)) == text


@given(TEXTS, LAYERS)
def test_any_single_change_can_be_reverted_alone(text, layers):
    document, _ = run(text, layers)
    for change in document.changes:
        back = document.revert(change)
        assert len(back.changes) == len(document.changes) - 1
        assert back.text == render(text, back.changes)
        assert set(back.changes) <= set(document.changes)


@given(TEXTS, LAYERS)
def test_a_ledger_survives_json_and_pickle(text, layers):
    document, _ = run(text, layers)
    assert Document.from_dict(json.loads(json.dumps(document.to_dict()))) == document
    copy = pickle.loads(pickle.dumps(document))
    assert copy == document
    assert copy.text == document.text


@given(TEXTS, LAYERS, st.floats(0, 1), st.integers(0, 4))
def test_a_suggestion_stands_in_offsets_of_the_original(text, layers, place, length):
    document, _ = run(text, layers)
    start = round(place * len(document.text))
    proposal = edit(start, min(start + length, len(document.text)), "问", safety="suggest")
    suggested = document.apply([proposal])
    assert suggested.text == document.text
    assert suggested.changes == document.changes
    (suggestion,) = suggested.suggestions
    assert suggestion.edits[-1] == proposal
    accepted = document.apply([proposal], level="suggest")
    assert suggestion in accepted.changes


def test_no_edits_give_the_same_document():
    document = Document("甲乙")
    assert document.apply([]) is document
    assert document.apply([edit(0, 1, "甲")]) is document


def test_edits_that_touch_stay_two_changes_and_edits_that_overlap_become_one():
    document = Document("甲乙丙丁").apply([edit(0, 2, "x")]).apply([edit(1, 2, "y")])
    assert document.changes == (
        Change(0, 2, "x", (edit(0, 2, "x"),)),
        Change(2, 3, "y", (edit(1, 2, "y"),)),
    )
    merged = document.apply([edit(0, 2, "z")])
    assert [(one.start, one.end, one.replacement) for one in merged.changes] == [(0, 3, "z")]
    assert [one.replacement for one in merged.changes[0].edits] == ["x", "y", "z"]


def test_of_overlapping_edits_the_leftmost_then_the_longest_then_the_first_wins_and_the_losers_are_counted():
    document = Document("甲乙丙丁").apply([edit(1, 3, "b"), edit(0, 1, "s"), edit(0, 2, "a"), edit(0, 2, "c")])
    assert document.text == "a丙丁"
    assert document.overlapped == 3


def test_a_change_that_is_undone_by_a_later_layer_is_gone():
    document = Document("甲乙").apply([edit(0, 1, "x")]).apply([edit(0, 1, "甲")])
    assert document.text == "甲乙"
    assert document.changes == ()


@pytest.mark.parametrize(
    "wrong",
    [
        edit(-1, 1),
        edit(0, 3),
        edit(2, 1),
        Edit(0, 1, "", "r", "nonsense", "why"),
        Edit(0, 1, "", "r", "other", "why", "certain"),
    ],
)
def test_a_wrong_edit_is_a_bug_and_raises(wrong):
    with pytest.raises(EditError, match="rule 'r'"):
        Document("甲乙").apply([wrong])


def test_a_ledger_of_another_format_is_refused():
    with pytest.raises(ValueError, match="format 99"):
        Document.from_dict({**Document("甲").to_dict(), "format": 99})


def test_a_document_is_made_of_text_alone():
    with pytest.raises(InputError, match="not bytes"):
        Document("甲".encode())


@pytest.mark.parametrize("key", ["original", "changes", "verdict", "decoded"])
def test_a_ledger_that_lacks_a_key_is_refused(key):
    data = Document("甲").to_dict()
    del data[key]
    with pytest.raises(ValueError, match=f"not what Document.to_dict returns.*{key}"):
        Document.from_dict(data)


@pytest.mark.parametrize("data", [[], None, {}, {"format": 1}, {**Document("甲").to_dict(), "changes": 5}])
def test_data_of_another_kind_is_refused(data):
    with pytest.raises(ValueError, match=r"not what Document\.to_dict returns"):
        Document.from_dict(data)


def test_a_replacement_that_is_no_text_is_refused():
    data = Document("甲乙").apply([Edit(0, 1, "", "r", "other", "why")]).to_dict()
    data["changes"][0]["replacement"] = 5
    with pytest.raises(ValueError, match="replacement is 5"):
        Document.from_dict(data)


@pytest.mark.parametrize("spoil", [{"removed": "丙"}, {"start": 1, "end": 0}, {"end": 9}, {"start": -1}])
def test_a_ledger_whose_changes_do_not_fit_its_text_is_refused(spoil):
    data = Document("甲乙").apply([Edit(0, 1, "", "r", "other", "why")]).to_dict()
    data["changes"] = [{**data["changes"][0], **spoil}]
    with pytest.raises(ValueError, match="does not fit the original"):
        Document.from_dict(data)


def test_reverting_a_foreign_change_is_refused():
    with pytest.raises(ValueError, match="not one of"):
        Document("甲").revert(Change(0, 1, "", ()))


def test_what_was_suggested_before_is_not_suggested_again():
    document = Document("甲乙丙").apply([edit(2, 3, "问", safety="suggest")]).apply([edit(0, 1)])
    again = document.apply([edit(1, 2, "问", safety="suggest")])
    assert again.suggestions == document.suggestions
