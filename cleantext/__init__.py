"""Gives Chinese documents back as their authors wrote them, with a ledger of every change."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleantext.api import clean, default_pipeline
    from cleantext.decoded import Damage, Decoded, Part
    from cleantext.decoding import decode
    from cleantext.document import Document, DocumentWarning, Verdict
    from cleantext.edits import Change, Edit, Safety
    from cleantext.errors import CleantextError, DecodeError, EditError, InputError, RuleError, WorkerError
    from cleantext.pipeline import Filter, Pipeline
    from cleantext.rules import Rule, load_rules

__version__ = "0.1.0"
__distribution__ = "cleantext-zh"

__all__ = [
    "Change",
    "CleantextError",
    "Damage",
    "DecodeError",
    "Decoded",
    "Document",
    "DocumentWarning",
    "Edit",
    "EditError",
    "Filter",
    "InputError",
    "Part",
    "Pipeline",
    "Rule",
    "RuleError",
    "Safety",
    "Verdict",
    "WorkerError",
    "clean",
    "decode",
    "default_pipeline",
    "load_rules",
]

_HOMES = {
    "api": ("clean", "default_pipeline"),
    "decoded": ("Damage", "Decoded", "Part"),
    "decoding": ("decode",),
    "document": ("Document", "DocumentWarning", "Verdict"),
    "edits": ("Change", "Edit", "Safety"),
    "errors": ("CleantextError", "DecodeError", "EditError", "InputError", "RuleError", "WorkerError"),
    "pipeline": ("Filter", "Pipeline"),
    "rules": ("Rule", "load_rules"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name
    """Import a public name when it is first used, so that `import cleantext` costs nothing."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'cleantext' has no attribute {name!r}")
    value = getattr(import_module(f"cleantext.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
