"""Every error that the library raises on purpose. Dirty text is never one of them: it is the input."""

from __future__ import annotations


class CleantextError(Exception):
    """The base of all errors below."""


class DecodeError(CleantextError, ValueError):
    """The bytes are not text.

    Attributes:
        kind: what they seem to be, one lower-case word: `zip`, `pdf`, `png`, `binary` ...
        reason: one sentence for a person.
    """

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(kind, reason)
        self.kind = kind
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.reason} ({self.kind})"


class InputError(CleantextError, TypeError):
    """Something that is neither `str` nor `bytes` was given where text belongs."""


class MissingExtraError(CleantextError, ImportError):
    """Something is needed that `pip install cleantext-zh` alone does not bring; the message says what to type."""


class RuleError(CleantextError, ValueError):
    """A rule has a mistake; the message names file and rule and says what to write."""


class EditError(CleantextError, ValueError):
    """A filter proposed an edit that cannot be applied. That is a bug of the filter, never of the text."""


class WorkerError(CleantextError, RuntimeError):
    """A process died that documents were shared with.

    Attributes:
        task: what it was working on.
        how: how it ended, such as `was ended by signal 9`.
    """

    def __init__(self, message: str, task: object = None, how: str = "died") -> None:
        super().__init__(message)
        self.task = task
        self.how = how
