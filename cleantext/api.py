"""The two calls that most people need."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from os import PathLike, fspath
from typing import Literal, TypeAlias

from cleantext.edits import SAFETIES, Safety
from cleantext.errors import InputError
from cleantext.filters.characters import CleanCharacters
from cleantext.filters.layout import JoinBrokenLines
from cleantext.filters.notices import DropNotices
from cleantext.filters.punctuation import MendPunctuation
from cleantext.filters.repair import RepairConfusions
from cleantext.filters.repeats import DropRepeats
from cleantext.filters.script import ConvertScript
from cleantext.pipeline import Filter, Pipeline
from cleantext.rules import Keep, Rule, RuleFile, load_rule_file

Profile: TypeAlias = Literal["document", "page"]


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
) -> Pipeline:
    """Return the pipeline that `clean` runs, with other settings.

    Args:
        profile: `document` for an author's document with site text around it; `page` for whole page dumps.
        safety: edits up to this level are applied, the others become suggestions.
        script: an OpenCC configuration (`t2s`, `tw2s`, `s2twp` ...), applied where the document's script asks for it;
            None leaves the script alone.
        assume_rewritten: take every document for one that a word replacer re-wrote.
        keep_lines: keep every line end, for callers that need line numbers.
        rules: notices of your own and passages to keep, or paths of rule files that hold them.

    Raises:
        RuleError: a rule has a mistake.
        InputError: `rules` is a path and not a list of them.
        ValueError: a setting is none of those named here.
    """
    if profile not in ("document", "page"):
        raise ValueError(f"profile is 'document' or 'page', not {profile!r}")
    if safety not in SAFETIES:
        raise ValueError(f"safety is one of {', '.join(SAFETIES)}, not {safety!r}")
    own = _own(rules)
    filters: list[Filter] = [
        CleanCharacters(),
        DropNotices(own.rules, profile=profile),
        JoinBrokenLines(),
        RepairConfusions(assume_rewritten=assume_rewritten),
        MendPunctuation(),
        *([ConvertScript(script)] if script else []),
        DropRepeats(),
    ]
    return Pipeline(tuple(filters), safety=safety, keep_lines=keep_lines, keeps=own.keeps)


@cache
def _default() -> Pipeline:
    return default_pipeline()


def _own(listed: Iterable[Rule | Keep | str | PathLike[str]]) -> RuleFile:
    if isinstance(listed, str | PathLike):
        raise InputError(f"rules is a list; write rules=[{fspath(listed)!r}]")
    rules: list[Rule] = []
    keeps: list[Keep] = []
    for one in listed:
        if isinstance(one, Rule):
            rules.append(one)
        elif isinstance(one, Keep):
            keeps.append(one)
        else:
            file = load_rule_file(one)
            rules += file.rules
            keeps += file.keeps
    return RuleFile(tuple(rules), tuple(keeps))
