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
from cleantext.filters.mojibake import RepairMojibake
from cleantext.filters.notices import DropNotices
from cleantext.filters.punctuation import MendPunctuation
from cleantext.filters.repair import RepairConfusions
from cleantext.filters.repeats import DropRepeats
from cleantext.filters.script import ConvertScript
from cleantext.pipeline import Filter, Pipeline
from cleantext.rules import Rule, load_rules

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
    rules: Iterable[Rule | str | PathLike[str]] = (),
) -> Pipeline:
    """Return the pipeline that `clean` runs, with other settings.

    Args:
        profile: `document` for an author's document with site text around it; `page` for whole page dumps.
        safety: edits up to this level are applied, the others become suggestions.
        script: an OpenCC configuration (`t2s`, `tw2s`, `s2twp` ...), applied where the document's script asks for it;
            None leaves the script alone.
        assume_rewritten: take every document for one that a word replacer re-wrote.
        keep_lines: keep every line end, for callers that need line numbers.
        rules: notices of your own, as rules or as paths of rule files.

    Raises:
        RuleError: a rule has a mistake.
        InputError: `rules` is a path and not a list of them.
        ValueError: a setting is none of those named here.
    """
    if profile not in ("document", "page"):
        raise ValueError(f"profile is 'document' or 'page', not {profile!r}")
    if safety not in SAFETIES:
        raise ValueError(f"safety is one of {', '.join(SAFETIES)}, not {safety!r}")
    filters: list[Filter] = [
        RepairMojibake(),
        CleanCharacters(),
        DropNotices(_own(rules), profile=profile),
        JoinBrokenLines(),
        RepairConfusions(assume_rewritten=assume_rewritten),
        MendPunctuation(),
        *([ConvertScript(script)] if script else []),
        DropRepeats(),
    ]
    return Pipeline(tuple(filters), safety=safety, keep_lines=keep_lines)


@cache
def _default() -> Pipeline:
    return default_pipeline()


def _own(rules: Iterable[Rule | str | PathLike[str]]) -> tuple[Rule, ...]:
    if isinstance(rules, str | PathLike):
        raise InputError(f"rules is a list; write rules=[{fspath(rules)!r}]")
    found: list[Rule] = []
    for one in rules:
        found.extend([one] if isinstance(one, Rule) else load_rules(one))
    return tuple(found)
