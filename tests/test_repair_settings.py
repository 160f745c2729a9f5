"""What a caller can set: pairs and guards, words that stay, suggestions only."""

import pickle
from pathlib import Path

import pytest

from cleantext import InputError, RuleError, default_pipeline, load_confusions
from cleantext.filters.repair import RepairConfusions
from cleantext.pipeline import Pipeline

OWN = """
[[confusion]]
id = "xuexiao-for-xueyuan"
wrong = "学效"
right = "学校"
family = "ocr"
seen = "scans of one school"
hard = ['~']
examples = [["回到学效", "回到学校"]]
counter_examples = ["学效果好的人"]
unless = ['~果']
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(OWN, "utf-8")
    return path


def test_pairs_of_ones_own_are_repaired_beside_those_of_the_library(own: Path) -> None:
    text = "回到学效布臵作业，学效果好的人。"
    assert default_pipeline()(text).text == "回到学效布置作业，学效果好的人。"
    done = default_pipeline(confusions=[own])(text)
    assert done.text == "回到学校布置作业，学效果好的人。"
    assert done.changes[0].edits[0].rule == "xuexiao-for-xueyuan"
    assert default_pipeline(confusions=load_confusions(own))(text).text == done.text


def test_an_entry_with_the_id_of_a_built_in_one_takes_its_place(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN.replace("xuexiao-for-xueyuan", "variant-zhi"), "utf-8")
    assert default_pipeline(confusions=[path])("学效布臵作业。").text == "学校布臵作业。"


def test_a_guard_of_ones_own_keeps_a_word() -> None:
    one = RepairConfusions(unless=("~大会",))
    assert Pipeline((one,))("优质效劳大会，优质效劳。").text == "优质效劳大会，优质服务。"


def test_a_guard_can_be_given_to_the_default_pipeline() -> None:
    text = "优质效劳大会，优质效劳。"
    assert default_pipeline(guards=["~大会"])(text).text == "优质效劳大会，优质服务。"
    assert default_pipeline()(text).text == "优质服务大会，优质服务。"


def test_a_guard_that_is_written_wrongly_is_refused() -> None:
    with pytest.raises(ValueError, match="must hold '~' once"):
        RepairConfusions(unless=("大会",))
    with pytest.raises(ValueError, match="must hold '~' once"):
        default_pipeline(guards=["大会"])


def test_a_pair_of_ones_own_asks_no_model_unless_it_says_from_which_score_on(tmp_path: Path) -> None:
    text = "推动经济全面开展，提高人民生活水平。"
    entry = """
[[confusion]]
id = "kaizhan-for-fazhan"
wrong = "开展"
right = "发展"
family = "office"
seen = "my texts"
document = ['产业~']
rewritten = [["产业开展", "产业发展"]]
counter_examples = ["开展工作"]
"""
    for name, certain in (("without.toml", ""), ("with.toml", "certain = 3.5\n")):
        (tmp_path / name).write_text(entry + certain, "utf-8")
    without, asked = (
        default_pipeline(confusions=[tmp_path / name], assume_rewritten=True)(text).text
        for name in ("without.toml", "with.toml")
    )
    assert without == text
    assert asked == "推动经济全面发展，提高人民生活水平。"


def test_words_that_must_stay_are_left_alone_and_prove_nothing() -> None:
    text = "优质效劳公司布臵会场。"
    assert default_pipeline(keep_words=["优质效劳公司"])(text).text == "优质效劳公司布置会场。"
    assert default_pipeline(keep_words=["优质效劳", "布臵"])(text).changes == ()


def test_everything_can_be_suggested_and_nothing_done() -> None:
    done = default_pipeline(suggest_repairs=True)("布臵工作，优质效劳。")
    assert done.text == "布臵工作，优质效劳。"
    assert {one.replacement for one in done.suggestions} == {"置", "服务"}


@pytest.mark.parametrize("settings", [{"confusions": "own.toml"}, {"keep_words": "平安大厦"}, {"guards": "~大会"}])
def test_a_string_in_the_place_of_a_list_is_refused_with_what_to_write(settings: dict[str, str]) -> None:
    with pytest.raises(InputError, match="is a list; write"):
        default_pipeline(**settings)  # type: ignore[arg-type] # the mistake


def test_a_mistake_in_a_file_of_ones_own_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN.replace("hard", "hrad"), "utf-8")
    with pytest.raises(RuleError, match=r"own\.toml: .*write 'hard'"):
        default_pipeline(confusions=[path])


def test_a_filter_with_settings_pickles_and_changes_the_fingerprint(own: Path) -> None:
    pipeline = default_pipeline(confusions=[own], keep_words=["平安大厦"])
    again = pickle.loads(pickle.dumps(pipeline))
    assert again.fingerprint == pipeline.fingerprint != default_pipeline().fingerprint
    assert again("回到学效。").text == "回到学校。"
