"""The configuration: what it sets, what comes before what, and what a mistake is told."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

import cleantext
from cleantext.__main__ import cli
from cleantext.pipeline import name_of
from cleantext.run.config import Reading, find_config, load_config, make_pipeline, presets, size_of
from cleantext.run.settings import ConfigError, filter_settings, known_filters, pipeline_settings
from cleantext.run.sources import Source
from cleantext.run.template import template


def load(tmp_path, text, given=None, reading=None):
    path = tmp_path / "cleantext.toml"
    path.write_text(text, "utf-8")
    return load_config(path, given or {}, reading or {})


def names(pipeline):
    return [name_of(one) for one in pipeline]


def filter_of(pipeline, name):
    return next(one for one in pipeline if name_of(one) == name)


def test_nothing_said_is_the_default_pipeline(tmp_path):
    assert load(tmp_path, "").pipelines == (cleantext.default_pipeline(),)
    assert load_config(None, {}, {}).pipelines == (cleantext.default_pipeline(),)
    assert load(tmp_path, "").reading == Reading()


def test_every_setting_of_the_default_pipeline_can_be_set(tmp_path):
    config = load(
        tmp_path, 'profile = "page"\nsafety = "safe"\nscript = "t2s"\nkeep_lines = true\nassume_rewritten = true'
    )
    expected = cleantext.default_pipeline(
        profile="page", safety="safe", script="t2s", keep_lines=True, assume_rewritten=True
    )
    assert config.pipelines == (expected,)


def test_filters_are_chosen_ordered_and_set(tmp_path):
    config = load(
        tmp_path,
        """
        much = 0.9
        filters = ["repeats", "characters", "punctuation"]
        [filter.repeats]
        threshold = 1
        [filter.punctuation]
        widen = true
        """,
    )
    [pipeline] = config.pipelines
    assert names(pipeline) == ["repeats", "characters", "punctuation"]
    assert pipeline.much == 0.9
    assert filter_of(pipeline, "repeats").threshold == 1
    assert filter_of(pipeline, "punctuation").widen
    assert "layout" not in names(load(tmp_path, 'without = ["layout"]').pipelines[0])


def test_a_filter_that_is_off_by_default_is_switched_on_with_what_it_needs(tmp_path):
    text = 'filters = ["script"]\n[filter.script]\nconfig = "t2s"'
    assert load(tmp_path, text).pipelines[0]("後來說").text == "后来说"
    with pytest.raises(ConfigError, match="filter script"):
        load(tmp_path, 'filters = ["script"]')


def test_rule_files_lie_where_the_configuration_lies(tmp_path, site_rule):
    (tmp_path / "rules.toml").write_text(site_rule, "utf-8")
    config = load(tmp_path, 'rules = ["rules.toml"]')
    assert [rule.id for rule in filter_of(config.pipelines[0], "notices").rules] == ["a-site"]
    (tmp_path / "mine.toml").write_text(site_rule.replace("a-site", "mine"), "utf-8")
    both = load(tmp_path, 'rules = ["rules.toml"]', {"rules": [str(tmp_path / "mine.toml")]})
    assert [rule.id for rule in filter_of(both.pipelines[0], "notices").rules] == ["a-site", "mine"]


def test_what_is_typed_comes_before_the_file_and_the_file_before_its_preset(tmp_path):
    text = 'preset = "safe"\nprofile = "page"'
    [pipeline] = load(tmp_path, text).pipelines
    assert (pipeline.safety, filter_of(pipeline, "notices").profile) == ("safe", "page")
    assert load(tmp_path, text, {"safety": "suggest"}).pipelines[0].safety == "suggest"
    assert load(tmp_path, 'safety = "likely"\npreset = "safe"').pipelines[0].safety == "likely"
    assert load(tmp_path, 'safety = "likely"', {"preset": "safe"}).pipelines[0].safety == "safe"


def test_sources_have_settings_of_their_own(tmp_path):
    config = load(
        tmp_path,
        """
        safety = "safe"
        [[source]]
        paths = ["ocr/*", "*.scan.txt"]
        preset = "books"
        [[source]]
        paths = ["news/*"]
        safety = "likely"
        """,
    )
    for path, number in (("a.txt", 0), ("ocr/a.txt", 1), ("ocr/deep/a.txt", 1), ("a.scan.txt", 1), ("news/a", 2)):
        assert config.pipeline_for(Source(Path("in", path), Path(path))) == number
    assert [one.safety for one in config.pipelines] == ["safe", "safe", "likely"]
    assert "notices" not in names(config.pipelines[1])


def test_how_files_are_read_is_set_too(tmp_path):
    config = load(tmp_path, '[run]\ntext_key = "content"\nmax_document = "2 MB"\nworkers = 3', reading={"workers": 1})
    assert config.reading == Reading(None, "content", None, "2 MB", 1)
    shape = config.reading.shape_for(Source(Path("a.jsonl"), Path("a.jsonl")))
    assert (shape.kind, shape.text_key, shape.longest) == ("jsonl", "content", 2_000_000)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("saftey = 'safe'", "the top level has no key 'saftey'; did you mean 'safety'?"),
        ("safety = 'save'", "safety is 'safe' or 'likely' or 'suggest', not 'save'; did you mean 'safe'?"),
        ("safety = 1", "safety is 'safe'"),
        ("keep_lines = 'yes'", "keep_lines is true or false, not 'yes'"),
        ("keep_lines = 1", "keep_lines is true or false, not 1"),
        ("much = 'half'", "much is a number, not 'half'"),
        ("much = true", "much is a number, not True"),
        ("script = 'martian'", "OpenCC has no configuration 'martian'"),
        ("rules = 'a.toml'", "rules is a list"),
        ("rules = [1]", "each of rules is a string, not 1"),
        ("preset = 'new'", "no preset is called 'new'; did you mean 'news'?"),
        ("preset = 1", "no preset is called '1'"),
        ("filters = 'notices'", "filters is a list: write ['notices']"),
        ("filters = ['notcies']", "no filter is called 'notcies'; did you mean 'notices'?"),
        ("without = ['repair', 'notcies']", "no filter is called 'notcies'"),
        ("filter = 1", "filter is a table; write [filter]"),
        ("filter = ['notices']", "did you mean filters = [...]?"),
        ("[filter.repeat]\nthreshold = 1", "no filter is called 'repeat'; did you mean 'repeats'?"),
        ("[filter.repeats]\ntreshold = 1", "[filter.repeats] has no key 'treshold'; did you mean 'threshold'?"),
        ("[filter.repeats]\nthreshold = 'a'", "filter.repeats.threshold is a number, not 'a'"),
        ("[filter.repeats]\nthreshold = 0.1", "filter repeats: "),
        ("[filter]\nrepeats = 1", "filter.repeats is a table; write [filter.repeats]"),
        ("[filter.layout]\na = 1", "[filter.layout] has no key 'a'"),
        ("[run]\nformat = 'json'", "did you mean 'jsonl'?"),
        ("[run]\ntextkey = 'a'", "[run] has no key 'textkey'; did you mean 'text_key'?"),
        ("[run]\nmax_document = 'much'", "'much' is no size"),
        ("[run]\nworkers = 0", "run.workers is 1 or more"),
        ("run = 1", "run is a table"),
        ("[[source]]\nsafety = 'safe'", "[[source]] has no paths"),
        ("[[source]]\npaths = 'a/*'", "paths of [[source]] is a list"),
        ("[[source]]\npaths = ['a']\nsaftey = 'safe'", "[[source]] has no key 'saftey'"),
        ("source = 1", "source is a list of tables; write [[source]]"),
        ("[filter", "not a TOML file"),
    ],
)
def test_a_mistake_is_told_with_file_key_and_what_was_probably_meant(tmp_path, text, message):
    with pytest.raises(ConfigError) as error:
        load(tmp_path, text)
    assert str(tmp_path / "cleantext.toml") in str(error.value)
    assert message in str(error.value)


def test_a_rule_file_with_a_mistake_is_told(tmp_path):
    (tmp_path / "rules.toml").write_text("[[rule]]", "utf-8")
    with pytest.raises(cleantext.RuleError, match=r"rules\.toml"):
        load(tmp_path, 'rules = ["rules.toml"]')
    with pytest.raises(FileNotFoundError):
        load(tmp_path, 'rules = ["missing.toml"]')


@pytest.mark.parametrize("name", presets())
def test_every_preset_is_a_configuration_and_says_what_it_is_for(name):
    assert presets()[name]["description"]
    pipeline = make_pipeline({"preset": name})
    assert pipeline("工作\u2f2f作。").text


def test_the_configurations_of_a_folder_are_found(tmp_path):
    assert find_config(tmp_path) is None
    (tmp_path / "pyproject.toml").write_text("[project]\n", "utf-8")
    assert find_config(tmp_path) is None
    (tmp_path / "pyproject.toml").write_text('[tool.cleantext]\nsafety = "safe"\n', "utf-8")
    found = find_config(tmp_path)
    assert load_config(found, {}, {}).pipelines[0].safety == "safe"
    (tmp_path / "cleantext.toml").touch()
    assert find_config(tmp_path) == tmp_path / "cleantext.toml"
    (tmp_path / "pyproject.toml").write_text('[tool.cleantext]\nsaftey = "safe"\n', "utf-8")
    with pytest.raises(ConfigError, match=r"pyproject.toml: \[tool.cleantext\]: .*'saftey'"):
        load_config(found, {}, {})


def test_the_template_holds_every_setting_as_it_is_where_nothing_is_said(tmp_path):
    lines = [line.removeprefix("# ") for line in template().split("\n")]
    settings = [one for one in lines if re.match(r"\w+ = [^ ]|\[(filter|run)", one) and "not set" not in one]
    text = "\n".join(settings[: settings.index("[run]") + 3])
    config = load(tmp_path, text)
    assert config.pipelines == (cleantext.default_pipeline(),)
    assert config.reading == Reading()
    listed = "\n".join(lines)
    for name in (*pipeline_settings(), *Reading.__annotations__):
        assert re.search(rf"^{name} = ", listed, re.MULTILINE)
    for name, one in known_filters().items():
        for key in filter_settings(one):
            assert re.search(rf"\[filter.{name}\](.*\n)+?{key} = ", listed)
    assert load(tmp_path, template()).pipelines == (cleantext.default_pipeline(),)
    assert tomllib.loads(template("web")) == {"preset": "web"}


@pytest.mark.parametrize(
    ("written", "size"), [("16MB", 16_000_000), ("1 g", 10**9), (5, 5), ("5", 5), ("2_000k", 2 * 10**6)]
)
def test_sizes_are_read_as_people_write_them(written, size):
    assert size_of(written) == size


@pytest.mark.parametrize("written", ["", "MB", "-1", "1.5MB", "16XB", "٣"])
def test_what_is_no_size_is_refused(written):
    with pytest.raises(ConfigError, match="is no size"):
        size_of(written)


def run(*arguments, **options):
    return CliRunner().invoke(cli, [str(one) for one in arguments], **options)


def test_init_writes_a_configuration_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("init", "--preset", "wbe").exit_code == 2
    result = run("init", "--preset", "web")
    assert (result.exit_code, result.stderr) == (0, "Written: cleantext.toml\n")
    assert load_config(tmp_path / "cleantext.toml", {}, {}).pipelines == (cleantext.default_pipeline(profile="page"),)
    again = run("init")
    assert again.exit_code == 2
    assert "is there already" in again.stderr


def test_presets_are_listed_and_shown():
    assert [line.split("\t")[0] for line in run("presets").stdout.splitlines()] == list(presets())
    assert 'safety = "safe"' in run("presets", "safe").stdout
    assert "did you mean 'web'?" in run("presets", "wed").stderr


def test_the_commands_use_the_configuration_of_the_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("\u2f2f作完毕。\n", "utf-8")
    assert run("clean", "a.txt").stdout == "工作完毕。\n"
    Path("cleantext.toml").write_text('without = ["characters"]\n', "utf-8")
    result = run("clean", "a.txt")
    assert (result.stdout, result.stderr.splitlines()[0]) == ("\u2f2f作完毕。\n", "Configuration: cleantext.toml")
    assert "changes: 0" in run("explain", "a.txt").stdout
    Path("cleantext.toml").write_text("saftey = 1\n", "utf-8")
    for command in ("clean", "explain"):
        broken = run(command, "a.txt")
        assert broken.exit_code == 2
        assert "did you mean 'safety'?" in broken.stderr
    Path("other.toml").write_text("", "utf-8")
    assert run("clean", "a.txt", "--config", "other.toml", "--quiet").stdout == "工作完毕。\n"
    assert run("clean", "a.txt", "--config", "missing.toml").exit_code == 2
