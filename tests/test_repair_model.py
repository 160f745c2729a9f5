"""The model of soft pairs: its clues, its table, and the script that makes it."""

import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.document import Document
from cleantext.edits import Edit
from cleantext.filters.repair import RepairConfusions
from cleantext.filters.repair.clues import WINDOW, clues, rewritten_view
from cleantext.filters.repair.model import View, view_of
from cleantext.filters.repair.table import builtin_table
from cleantext.filters.repair.weights import FILE, UNFAMILIAR, Weights, builtin_weights, read_weights, write_weights
from cleantext.fold import fold
from cleantext.pipeline import Pipeline

ROOT = Path(__file__).parent.parent
TABLE = builtin_table()
ASSUME = Pipeline((RepairConfusions(assume_rewritten=True),))
words = st.text("开展发经济推动的了、。", min_size=1, max_size=4)
tables = st.dictionaries(words, st.builds(Weights, st.integers(-99, 99), st.dictionaries(words, st.integers(-99, 99))))


@given(tables)
def test_a_table_that_was_written_is_read_back(table: dict[str, Weights]) -> None:
    assert read_weights(write_weights(table)) == table


def test_the_table_that_comes_with_the_library_is_small_and_has_the_words_that_have_a_threshold() -> None:
    assert files("cleantext").joinpath(FILE).stat().st_size < 500_000
    assert builtin_weights().keys() == {one.wrong for one in TABLE.confusions if one.certain is not None}


@given(st.text("他推动经济发展，、1 的", max_size=30), st.text("，。发展的经济了2 ", max_size=30))
def test_clues_never_hold_a_blank_and_reach_no_further_than_the_window(before: str, after: str) -> None:
    view = rewritten_view(view_of(fold(f"{before}开展{after}"), len(before), len(before) + 2), TABLE.replacer, ())
    assert len(view.before) <= WINDOW
    assert len(view.after) <= WINDOW
    assert all(" " not in clue and clue.count("~") == 1 for clue in clues(view))


def test_clues_are_the_same_whether_the_words_around_were_rewritten_or_not() -> None:
    right, wrong = (View(before, "事业，服务群众") for before in ("推动经济社会", "推动经济社会"))
    assert clues(rewritten_view(right, TABLE.replacer, ["服务"])) == clues(
        rewritten_view(View(wrong.before, "事业，效劳群众"), TABLE.replacer, [])
    )


def test_digits_are_one_clue_whatever_their_number() -> None:
    assert rewritten_view(View("到了", "2015年"), {}, ()) == rewritten_view(View("到了", "7年"), {}, ())


def test_in_a_text_of_another_kind_less_is_thought_likely_beforehand() -> None:
    weights = Weights(bias=100, clues={})
    assert weights.prior(familiar=True) == pytest.approx(5.0)
    assert weights.prior(familiar=False) == UNFAMILIAR


def test_a_short_text_that_is_assumed_to_be_rewritten_is_taken_for_official_language() -> None:
    assert ASSUME("对设备进展维修。").text == "对设备进行维修。"
    assert ASSUME("天气很好，大家都去河边散步。" * 25 + "对设备进展维修。").text.endswith("对设备进展维修。")


def test_a_score_is_part_of_the_evidence() -> None:
    done = ASSUME("推动经济全面开展，提高人民生活水平。")
    assert done.text == "推动经济全面发展，提高人民生活水平。"
    (edit,) = done.changes[0].edits
    assert edit.evidence["score"] > 2


def test_a_word_that_the_model_is_not_sure_of_is_suggested() -> None:
    found = [one for one in RepairConfusions(assume_rewritten=True)(Document("制定方案。")) if isinstance(one, Edit)]
    assert {one.safety for one in found} <= {"suggest"}


def test_the_script_makes_the_same_table_from_the_same_folder(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    chance = Random(0)  # noqa: S311 - texts to learn from, not a secret
    for i in range(200):
        one, two, three = ("".join(chance.sample("天地人和山水风云日月星辰", 4)) for _ in range(3))
        (folder / f"{i}.txt").write_text(f"{one}经济发展{two}。\n{two}积极开展{three}。\n", "utf-8")
    tables = []
    for name in ("one.txt", "two.txt"):
        command = [sys.executable, ROOT / "benchmarks/train_repair.py", folder, "--table", tmp_path / name]
        subprocess.run(command, check=True, capture_output=True)
        tables.append((tmp_path / name).read_text("utf-8"))
    assert tables[0] == tables[1]
    (weights,) = read_weights(tables[0]).values()
    assert weights.told_by(["经济~"]) > 0 > weights.told_by(["积极~"])
