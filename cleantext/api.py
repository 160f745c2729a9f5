"""The two calls that most people need."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from os import PathLike, fspath
from typing import Literal, TypeAlias, TypeVar, get_args

from cleantext.edits import SAFETIES, Safety
from cleantext.errors import InputError
from cleantext.filters.characters import CleanCharacters
from cleantext.filters.layout import JoinBrokenLines
from cleantext.filters.mojibake import RepairMojibake
from cleantext.filters.notices import DropNotices
from cleantext.filters.punctuation import MendPunctuation
from cleantext.filters.repair import Confusion, RepairConfusions, load_confusions
from cleantext.filters.repeats import DropRepeats
from cleantext.filters.script import ConvertScript
from cleantext.pipeline import Filter, Pipeline
from cleantext.rules import Keep, Rule, load_rule_file

Profile: TypeAlias = Literal["document", "page", "book"]

T = TypeVar("T")


def clean(text: str | bytes) -> str:
    """Return the text its author wrote; the same as `default_pipeline()(text).text`.

    Raises:
        DecodeError: the bytes are not text.
        InputError: neither `str` nor `bytes` was given.
    """
    return _default()(text).text


def default_pipeline(  # noqa: PLR0913 - keyword-only settings, each with a default
    *,
    profile: Profile = "document",
    safety: Safety = "likely",
    script: str | None = None,
    assume_rewritten: bool = False,
    keep_lines: bool = False,
    rules: Iterable[Rule | Keep | str | PathLike[str]] = (),
    confusions: Iterable[Confusion | str | PathLike[str]] = (),
    keep_words: Iterable[str] = (),
    guards: Iterable[str] = (),
    suggest_repairs: bool = False,
) -> Pipeline:
    """Return the pipeline that `clean` runs, with other settings.

    Args:
        profile: `document` for an author's document with site text around it; `page` for whole page dumps; `book` for
            text read from printed pages by a PDF reader or OCR, whose lines are joined on less proof.
        safety: edits up to this level are applied, the others become suggestions.
        script: an OpenCC configuration (`t2s`, `tw2s`, `s2twp` ...), applied where the document's script asks for it;
            None leaves the script alone.
        assume_rewritten: take every document for one that a word replacer re-wrote.
        keep_lines: keep every line end, for callers that need line numbers; nothing is joined.
        rules: notices of your own and passages to keep, or paths of rule files that hold them.
        confusions: wrong words of your own, with the right ones, as `load_confusions` gives them or as paths of files.
        keep_words: words in which nothing is repaired, such as a name: `["平安大厦"]`.
        guards: where no word is repaired, the wrong word written as `~`: `["~大会"]`; see `Confusion`.
        suggest_repairs: suggest what `repair` would do, and do none of it.

    Raises:
        RuleError: a rule or a confusion has a mistake.
        InputError: `rules`, `confusions`, `keep_words` or `guards` is one string or path and not a list.
        ValueError: a setting is none of those named here, or a guard is not written as `Confusion` says.
    """
    if profile not in get_args(Profile):
        raise ValueError(f"profile is one of {', '.join(get_args(Profile))}, not {profile!r}")
    if safety not in SAFETIES:
        raise ValueError(f"safety is one of {', '.join(SAFETIES)}, not {safety!r}")
    own = _own(rules, "rules", (Rule, Keep), _entries)
    keeps = tuple(one for one in own if isinstance(one, Keep))
    filters: list[Filter] = [
        RepairMojibake(),
        CleanCharacters(),
        DropNotices(
            tuple(one for one in own if isinstance(one, Rule)), profile="page" if profile == "page" else "document"
        ),
        JoinBrokenLines(printed=profile == "book", keep_lines=keep_lines),
        RepairConfusions(
            assume_rewritten=assume_rewritten,
            confusions=_own(confusions, "confusions", (Confusion,), load_confusions),
            unless=_strings(guards, "guards"),
            keep=_strings(keep_words, "keep_words"),
            suggest_only=suggest_repairs,
        ),
        MendPunctuation(),
        *([ConvertScript(script)] if script else []),
        DropRepeats(),
    ]
    return Pipeline(tuple(filters), safety=safety, keep_lines=keep_lines, keeps=keeps)


@cache
def _default() -> Pipeline:
    return default_pipeline()


def _own(
    given: Iterable[T | str | PathLike[str]],
    name: str,
    kinds: tuple[type[T], ...],
    load: Callable[[str | PathLike[str]], Iterable[T]],
) -> tuple[T, ...]:
    """Return what the caller gave as the setting `name`: entries of their own, or files of them."""
    if isinstance(given, str | PathLike):
        raise InputError(f"{name} is a list; write {name}=[{fspath(given)!r}]")
    found: list[T] = []
    for one in given:
        if isinstance(one, str | PathLike):
            found.extend(load(one))
        elif isinstance(one, kinds):
            found.append(one)
        else:
            raise InputError(f"{name} holds {' and '.join(kind.__name__ for kind in kinds)} and paths, not {one!r}")
    return tuple(found)


def _entries(path: str | PathLike[str]) -> tuple[Rule | Keep, ...]:
    file = load_rule_file(path)
    return (*file.rules, *file.keeps)


def _strings(given: Iterable[str], name: str) -> tuple[str, ...]:
    if isinstance(given, str):
        raise InputError(f"{name} is a list; write {name}=[{given!r}]")
    return tuple(one for one in given if one)
