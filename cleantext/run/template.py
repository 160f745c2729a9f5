"""A configuration to start from, with every setting and what it means; made of the docstrings of what is set."""

from __future__ import annotations

import inspect
import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, fields
from typing import Any, Final

from cleantext import api
from cleantext.pipeline import Pipeline, name_of
from cleantext.run.config import Reading, presets
from cleantext.run.settings import filter_settings, known_filters, pipeline_defaults, pipeline_settings

_ENTRY: Final = re.compile(r"^    (\w+): (.*(?:\n {8}.*)*)", re.MULTILINE)
_WIDTH: Final = 100
_RULES: Final = {"rules": "rule files of your own; the paths are relative to this file"}


def template(preset: str | None = None) -> str:
    """Return the text of a configuration in which everything is commented out but the preset."""
    return "\n".join(_lines(preset)) + "\n"


def _lines(preset: str | None) -> Iterator[str]:
    yield "# The configuration of cleantext. Uncomment what you want to set; the values shown hold anyway."
    yield "# What is typed on the command line comes before this file, and this file before a preset."
    yield ""
    yield f"# Settings for a kind of text: {', '.join(presets())}. `cleantext presets NAME` shows what one sets."
    yield f"preset = {in_toml(preset)}" if preset else '# preset = "shared"'
    yield ""
    about = {**_meanings(Pipeline), **_meanings(api.default_pipeline), **_RULES}
    yield from _entries(pipeline_settings(), {**_defaults(Pipeline), **pipeline_defaults()}, about)
    yield "# Which filters, and in which order; or all but some."
    yield f"# filters = {in_toml([name_of(one) for one in api.default_pipeline()])}"
    yield "# without = []"
    yield ""
    for name, one in known_filters().items():
        if filter_settings(one):
            yield f"# [filter.{name}]"
            yield from _entries(filter_settings(one), _defaults(type(one)), _meanings(type(one)))
            yield ""
    yield "# How files are read."
    yield "# [run]"
    yield from _entries(Reading.__annotations__, _defaults(Reading), _meanings(Reading))
    yield ""
    yield "# Other settings for some of the sources, as many tables as you like; the first that fits is taken."
    yield "# Each may set what stands above [run]. A path is matched as it is below the folder that is cleaned,"
    yield "# and as it was typed."
    yield "# [[source]]"
    yield "# paths = ['ocr/*']"
    yield '# preset = "books"'


def _entries(names: Iterable[str], values: Mapping[str, Any], meanings: Mapping[str, str]) -> Iterator[str]:
    """Yield each setting with what it means above it."""
    for name in names:
        if name in meanings:
            yield from textwrap.wrap(meanings[name], _WIDTH, initial_indent="# ", subsequent_indent="# ")
        value = values.get(name)
        yield f"# {name} =   (not set)" if value is None else f"# {name} = {in_toml(value)}"


def _defaults(kind: type) -> dict[str, Any]:
    """Return the values that the fields of a dataclass have where nothing is said; those without one are left out."""
    return {one.name: one.default for one in fields(kind) if one.default is not MISSING}


def in_toml(value: Any) -> str:  # noqa: ANN401 - any value of a setting
    """Return a value as TOML has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple | list | frozenset):
        return "[" + ", ".join(map(in_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _meanings(thing: object) -> dict[str, str]:
    """Return what the docstring of a function or a class says of each argument or attribute."""
    return {match[1]: " ".join(match[2].split()) for match in _ENTRY.finditer(inspect.getdoc(thing) or "")}
