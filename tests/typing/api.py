"""What a type checker has to accept: the ways in which people call the library. Checked by mypy, never run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import cleantext
from cleantext import Change, Decoded, Document, DocumentWarning, Edit, Filter, Keep, Pipeline, Rule, Verdict
from cleantext.scan import hits


@dataclass(frozen=True)
class DropWord:
    """A filter of the caller's own."""

    name: ClassVar[str] = "drop-word"
    word: str

    @property
    def words(self) -> frozenset[str]:
        """Ask the shared scan for the word."""
        return frozenset({self.word})

    def __call__(self, document: Document) -> Iterator[Edit]:
        """Propose to remove the word."""
        for start in hits(document, self.words).get(self.word, ()):
            yield Edit(start, start + len(self.word), "", "drop-word", "other", "not wanted", "likely")


def count(document: Document) -> Iterator[Edit | DocumentWarning]:
    """Warn and propose nothing: a function is a filter too."""
    yield DocumentWarning("length", "how long it is", {"characters": len(document.text)})


def everything(data: bytes, rule: Rule) -> str:
    """Use the whole public interface."""
    text: str = cleantext.clean(data)
    decoded: Decoded = cleantext.decode(data)
    own: list[Filter] = [DropWord("版权"), count]
    pipeline: Pipeline = cleantext.default_pipeline(
        profile="page",
        safety="safe",
        script="t2s",
        assume_rewritten=True,
        keep_lines=True,
        rules=[rule, "my-rules.toml", Keep("甘愿效劳一生")],
        confusions=["my-confusions.toml"],
        keep_words=["平安大厦"],
        guards=["~大会"],
        suggest_repairs=True,
    )
    pipeline = pipeline.without("repair").replace("notices", own[0])[:3] + own
    document: Document = pipeline(decoded.text)
    changes: tuple[Change, ...] = document.changes
    verdict: Verdict = document.verdict
    reasons: list[str] = [edit.reason for change in changes for edit in change.edits]
    back: Document = document.revert(changes[0])
    again: Document = Document.from_dict(back.to_dict())
    where: int | None = again.to_text(again.to_original(0))
    return f"{text}{verdict}{verdict.reason}{reasons}{where}{document.warnings[0].code}{decoded.damage}"
