"""The configuration of a run: `cleantext.toml`, or `[tool.cleantext]` in a `pyproject.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from fnmatch import fnmatchcase
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, get_type_hints

import cleantext
from cleantext.byhand import parse_toml, read_by_hand
from cleantext.errors import CleantextError
from cleantext.pipeline import Filter, Pipeline, name_of
from cleantext.run.nearest import named
from cleantext.run.settings import (
    ConfigError,
    check_keys,
    checked,
    filter_settings,
    known_filters,
    pipeline_defaults,
    pipeline_settings,
)
from cleantext.run.shape import LONGEST, Kind, Shape, shape_of
from cleantext.run.sources import Source

NAME: Final = "cleantext.toml"

_BESIDE: Final = ("preset", "filters", "without", "filter")
_FILES: Final = ("rules", "confusions")
_GROWING: Final = (*_FILES, "keep_words", "guards", "without")
"""Lists to which a table adds, where others are put in the place of what was there."""

_UNITS: Final = {"": 1, "B": 1, "K": 1000, "KB": 1000, "M": 10**6, "MB": 10**6, "G": 10**9, "GB": 10**9}


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read: the table `run` of a configuration.

    Attributes:
        format: how documents lie in the files; None to go by their names.
        text_key: the key or column of the text.
        id_key: the key or column that names a document; None to go by its number.
        max_document: the size above which a document is passed on as it is.
        workers: how many processes share the work; None for as many as there are cores.
    """

    format: Kind | None = None
    text_key: str = "text"
    id_key: str | None = None
    max_document: int | str = LONGEST
    workers: int | None = None

    def shape_for(self, source: Source) -> Shape:
        """Return the shape of a source."""
        return shape_of(
            source.place.name,
            self.format,
            text_key=self.text_key,
            id_key=self.id_key,
            longest=size_of(self.max_document),
        )


@dataclass(frozen=True, slots=True)
class Config:
    """How documents are cleaned, and how files are read.

    Attributes:
        pipelines: the pipeline of the run, and then that of each of `patterns`.
        patterns: for which sources the pipelines after the first are.
        reading: how files are read.
    """

    pipelines: tuple[Pipeline, ...]
    patterns: tuple[tuple[str, ...], ...] = ()
    reading: Reading = Reading()

    def pipeline_for(self, source: Source) -> int:
        """Return which of the pipelines is for a source: that of the first pattern which its path matches."""
        names = (source.place.as_posix(), source.path.as_posix())
        for number, patterns in enumerate(self.patterns, 1):
            if any(fnmatchcase(name, pattern) for name in names for pattern in patterns):
                return number
        return 0

    def described(self) -> dict[str, str]:
        """Return what the results depend on, in words short enough to be compared by a person."""
        found = {"version": cleantext.__version__, "sources": repr(self.patterns)}
        found |= {key: str(value) for key, value in asdict(self.reading).items() if key != "workers"}
        for number, pipeline in enumerate(self.pipelines):
            place = f" of source {number}" if number else ""
            found[f"safety{place}"] = pipeline.safety
            found[f"filters{place}"] = ", ".join(map(name_of, pipeline))
            found[f"pipeline{place}"] = pipeline.fingerprint
            for one in pipeline:
                found[f"filter {name_of(one)}{place}"] = _digest(one)
        return found


def find_config(folder: Path) -> Path | None:
    """Return the configuration of a folder, if it has one."""
    if (folder / NAME).is_file():
        return folder / NAME
    project = folder / "pyproject.toml"
    return project if project.is_file() and "cleantext" in _toml(project).get("tool", {}) else None


def load_config(path: Path | None, given: Mapping[str, Any], reading: Mapping[str, Any]) -> Config:
    """Read a configuration.

    Args:
        path: the file; None for none.
        given: settings that a person typed; they come before those of the file, and those before a preset.
        reading: what a person typed of the table `run`.

    Raises:
        ConfigError: the file has a mistake: the message names file and key and says what to write.
        RuleError: a rule file has a mistake.
        OSError: a file cannot be read.
    """
    if path is None:
        return Config((make_pipeline(given),), (), _reading(reading))
    data = _toml(path)
    name = str(path)
    if path.name == "pyproject.toml":
        data, name = data.get("tool", {}).get("cleantext", {}), f"{path}: [tool.cleantext]"
    try:
        return _config(data, given, reading, path.parent)
    except ConfigError as error:
        raise ConfigError(f"{name}: {error}") from error


def make_pipeline(settings: Mapping[str, Any]) -> Pipeline:
    """Make the pipeline that settings describe; the keys are those of a configuration.

    Raises:
        ConfigError: a setting is wrong.
        RuleError: a rule file has a mistake.
        OSError: a rule file cannot be read.
    """
    known = pipeline_settings()
    check_keys(settings, (*known, *_BESIDE), "the configuration")
    settings = _expanded(settings)
    known |= dict.fromkeys(_FILES, tuple[str, ...])
    values = {key: checked(settings[key], known[key], key) for key in known if key in settings}
    asked = pipeline_defaults()
    try:
        made = cleantext.default_pipeline(**{key: values.get(key, default) for key, default in asked.items()})
    except ValueError as error:
        raise error if isinstance(error, CleantextError) else ConfigError(str(error)) from error
    made = replace(made, **{key: value for key, value in values.items() if key not in asked})
    if any(key in settings for key in ("filters", "without", "filter")):
        made = replace(made, filters=tuple(_filters(made, settings)))
    return made


@cache
def presets() -> dict[str, dict[str, Any]]:
    """Return the presets: for each name its settings, with a `description`."""
    return tomllib.loads(files("cleantext").joinpath("data/presets.toml").read_text("utf-8"))


def preset(name: str) -> dict[str, Any]:
    """Return the settings of a preset.

    Raises:
        ConfigError: none is called so.
    """
    if not isinstance(name, str) or name not in presets():
        raise ConfigError(f"no preset is called {named(str(name), presets())} There are: {', '.join(presets())}")
    return {key: value for key, value in presets()[name].items() if key != "description"}


@cache
def size_of(written: str | int) -> int:
    """Return how many bytes a size is.

    >>> size_of("16 MB"), size_of("500k"), size_of(7)
    (16000000, 500000, 7)

    Raises:
        ConfigError: it is no size.
    """
    text = str(written).upper().replace(" ", "").replace("_", "")
    digits = text.rstrip("BKMG")
    unit = text[len(digits) :]
    if not (digits.isascii() and digits.isdecimal()) or unit not in _UNITS:
        raise ConfigError(f"{written!r} is no size; write 16MB, 500k or a number of bytes")
    return int(digits) * _UNITS[unit]


def _config(data: Mapping[str, Any], given: Mapping[str, Any], reading: Mapping[str, Any], folder: Path) -> Config:
    given = _expanded(given)
    known = (*pipeline_settings(), *_BESIDE)
    check_keys(data, (*known, "run", "source"), "the top level")
    top = _expanded(_at({key: value for key, value in data.items() if key not in ("run", "source")}, folder))
    pipelines = [make_pipeline(_merged(top, given))]
    patterns: list[tuple[str, ...]] = []
    for source in _tables(data.get("source", []), "source"):
        check_keys(source, (*known, "paths"), "[[source]]")
        if "paths" not in source:
            raise ConfigError("[[source]] has no paths; write paths = ['folder/*']")
        patterns.append(checked(source["paths"], tuple[str, ...], "paths of [[source]]"))
        own = _expanded(_at({key: value for key, value in source.items() if key != "paths"}, folder))
        pipelines.append(make_pipeline(_merged(_merged(top, own), given)))
    run = _table(data.get("run", {}), "run")
    return Config(tuple(pipelines), tuple(patterns), _reading({**run, **reading}))


def _reading(table: Mapping[str, Any]) -> Reading:
    hints = get_type_hints(Reading)
    check_keys(table, hints, "[run]")
    made = Reading(**{key: checked(value, hints[key], f"run.{key}") for key, value in table.items()})
    size_of(made.max_document)
    if made.workers is not None and made.workers < 1:
        raise ConfigError(f"run.workers is 1 or more, not {made.workers}")
    return made


def _filters(made: Pipeline, settings: Mapping[str, Any]) -> Iterator[Filter]:
    """Yield the filters that are asked for, in their order, as they are set."""
    known = known_filters()
    there = {name_of(one): one for one in made}
    tables = _table(settings.get("filter", {}), "filter")
    wanted = checked(settings.get("filters", list(there)), tuple[str, ...], "filters")
    without = checked(settings.get("without", []), tuple[str, ...], "without")
    for name in (*wanted, *without, *tables):
        if name not in known:
            raise ConfigError(f"no filter is called {named(name, known)} There are: {', '.join(known)}")
    for name in wanted:
        if name not in without:
            yield _set(there.get(name), known[name], name, _table(tables.get(name, {}), f"filter.{name}"))


def _set(made: Any, known: Any, name: str, table: Mapping[str, Any]) -> Any:  # noqa: ANN401 - filters
    hints = filter_settings(known)
    if table:
        check_keys(table, hints, f"[filter.{name}]")
    values = {key: checked(value, hints[key], f"filter.{name}.{key}") for key, value in table.items()}
    try:
        if made is not None:
            return replace(made, **values) if values else made
        return type(known)(**values)
    except (ValueError, TypeError) as error:
        raise ConfigError(f"filter {name}: {error}") from error


def _expanded(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings with those of their preset."""
    own = {key: value for key, value in settings.items() if key != "preset"}
    return _merged(preset(settings["preset"]), own) if "preset" in settings else own


def _merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Return two tables as one: the second comes before the first, but for lists that grow and tables in them."""
    both = {**one, **other}
    for key in _GROWING:
        if isinstance(one.get(key), list) and isinstance(other.get(key), list):
            both[key] = [*one[key], *other[key]]
    filters = _table(one.get("filter", {}), "filter"), _table(other.get("filter", {}), "filter")
    if any(filters):
        names = {**filters[0], **filters[1]}
        both["filter"] = {
            name: {
                key: value for each in filters for key, value in _table(each.get(name, {}), f"filter.{name}").items()
            }
            for name in names
        }
    return both


def _at(settings: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Return settings whose files lie where the configuration lies."""
    listed = {key: settings[key] for key in _FILES if isinstance(settings.get(key), list)}
    placed = {key: [str(folder / one) if isinstance(one, str) else one for one in listed[key]] for key in listed}
    return {**settings, **placed}


def _table(value: Any, name: str) -> Mapping[str, Any]:  # noqa: ANN401 - whatever a TOML file holds
    if not isinstance(value, Mapping):
        meant = "; did you mean filters = [...]?" if (name, type(value)) == ("filter", list) else ""
        raise ConfigError(f"{name} is a table; write [{name}]{meant}")
    return value


def _tables(value: Any, name: str) -> list[Mapping[str, Any]]:  # noqa: ANN401 - whatever a TOML file holds
    if not isinstance(value, list):
        raise ConfigError(f"{name} is a list of tables; write [[{name}]]")
    return [_table(one, name) for one in value]


def _toml(path: Path) -> dict[str, Any]:
    try:
        return parse_toml(read_by_hand(path))
    except ValueError as error:
        raise ConfigError(f"{path}: {error}") from error


def _digest(one: Filter) -> str:
    """Return a filter in short, with a hash where it is long."""
    facts = f"{one!r} {getattr(one, 'facts', '')}"
    return f"{name_of(one)} {sha256(facts.encode()).hexdigest()[:12]}"
