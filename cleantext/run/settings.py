"""What can be set: found in the signatures and the fields of what is set, so that no list of it can be out of date."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from cleantext import api
from cleantext.errors import CleantextError
from cleantext.pipeline import Pipeline, name_of
from cleantext.run.nearest import named

_LISTS: Final = (tuple, list, frozenset, set, Iterable, Sequence)


class ConfigError(CleantextError, ValueError):
    """A configuration has a mistake; the message names file and key and says what to write."""


def pipeline_settings() -> dict[str, Any]:
    """Return the settings of a pipeline and their types: those of `default_pipeline`, and the rest of `Pipeline`'s."""
    hints = get_type_hints(api.default_pipeline)
    found = {name: hints[name] for name in inspect.signature(api.default_pipeline).parameters}
    own = get_type_hints(Pipeline)
    rest = [one.name for one in fields(Pipeline) if one.name not in found and _is_plain(own[one.name])]
    return {**found, **{name: own[name] for name in rest}}


def pipeline_defaults() -> dict[str, Any]:
    """Return what `default_pipeline` takes where nothing is said."""
    return {name: one.default for name, one in inspect.signature(api.default_pipeline).parameters.items()}


def known_filters() -> dict[str, Any]:
    """Return the filters that the library has, in the order of the default pipeline."""
    return {name_of(one): one for one in api.default_pipeline(script="t2s")}


def filter_settings(one: Any) -> dict[str, Any]:  # noqa: ANN401 - a filter, which may be a dataclass
    """Return what can be set of a filter, with the types."""
    if not is_dataclass(one):
        return {}
    hints = get_type_hints(type(one))
    return {each.name: hints[each.name] for each in fields(one) if each.init and _is_plain(hints[each.name])}


def checked(value: Any, hint: Any, name: str) -> Any:  # noqa: ANN401 - whatever a TOML file holds
    """Return a value as the type wants it.

    Args:
        value: as TOML has it.
        hint: the type of the setting.
        name: what messages call the setting.

    Raises:
        ConfigError: it is of another type, or none of those that are allowed.
    """
    origin = get_origin(hint)
    if origin is Literal:
        if not isinstance(value, str) or value not in get_args(hint):
            allowed = " or ".join(repr(one) for one in get_args(hint))
            raise ConfigError(f"{name} is {allowed}, not {named(str(value), map(str, get_args(hint)))}")
        return value
    if origin in (Union, UnionType):
        choices = [one for one in get_args(hint) if one is not NoneType]
        fitting = [one for one in choices if _fits(value, one)]
        return checked(value, (fitting or choices)[0], name)
    if origin in _LISTS:
        if not isinstance(value, list):
            raise ConfigError(f"{name} is a list: write [{value!r}]")
        listed = [checked(one, get_args(hint)[0], f"each of {name}") for one in value]
        return frozenset(listed) if origin in (frozenset, set) else tuple(listed)
    if not _fits(value, hint):
        raise ConfigError(f"{name} is {_KINDS[hint]}, not {value!r}")
    return float(value) if hint is float else value


def check_keys(found: Mapping[str, Any], known: Iterable[str], name: str) -> None:
    """Check that a table has no key that is not known.

    Raises:
        ConfigError: it has one.
    """
    names = list(known)
    for key in found:
        if key not in names:
            raise ConfigError(f"{name} has no key {named(key, names)} The keys are: {', '.join(names)}")


_KINDS: Final = {str: "a string", bool: "true or false", int: "a whole number", float: "a number"}


def _fits(value: Any, hint: Any) -> bool:  # noqa: ANN401 - whatever a TOML file holds
    if hint is bool or isinstance(value, bool):
        return hint is bool and isinstance(value, bool)
    return isinstance(value, int | float) if hint is float else isinstance(hint, type) and isinstance(value, hint)


def _is_plain(hint: Any) -> bool:  # noqa: ANN401 - a type
    """Tell whether a TOML file can hold values of a type."""
    if get_origin(hint) is Literal:
        return True
    if get_origin(hint) in (Union, UnionType, *_LISTS):
        return all(_is_plain(one) for one in get_args(hint) if one not in (NoneType, Ellipsis))
    return hint in _KINDS
