"""What the default pipeline does to text that needs nothing: every visible change is a mistake until a person says no.

Usage: python benchmarks/harm.py FOLDER... [--show 20]
A FOLDER holds text files in UTF-8 (.txt, .md). Changes of the filter `characters` are not counted: nobody sees them.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from cleantext import Change, Document, default_pipeline


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--show", type=int, default=20, metavar="N", help="the first N changes of each rule")
    settings = parser.parse_args()
    pipeline = default_pipeline()
    by_rule: dict[str, list[str]] = {}
    for folder in settings.folders:
        totals = Counter[str]()
        for path, text in _texts(folder):
            document = pipeline(text)
            visible = [one for one in document.changes if one.edits[-1].category != "characters"]
            totals["documents"] += 1
            totals["changed"] += bool(visible)
            totals["characters"] += len(text)
            totals["removed"] += sum(_removed(document, one) for one in visible)
            for one in visible:
                by_rule.setdefault(one.edits[-1].rule, []).append(f"{path.name}: {_shown(document, one)}")
        removed = 100_000 * totals["removed"] / max(totals["characters"], 1)
        print(f"{folder.name}: {totals['documents']:,} documents, {totals['characters']:,} characters")
        print(f"  {totals['changed']:,} changed; {removed:.2f} characters removed of 100,000")
    for rule, shown in sorted(by_rule.items(), key=lambda item: -len(item[1])):
        print(f"\n{rule}: {len(shown)}")
        print("\n".join(shown[: settings.show]))


def _texts(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".txt", ".md") and path.is_file():
            yield path, path.read_text("utf-8", errors="replace")


def _removed(document: Document, change: Change) -> int:
    """Count the characters that are gone, blanks and markup of spaces left out."""
    removed = document.original[change.start : change.end].replace("&nbsp;", "")
    return max(sum(not character.isspace() for character in removed) - len(change.replacement), 0)


def _shown(document: Document, change: Change) -> str:
    before = document.original[max(change.start - 20, 0) : change.start]
    behind = document.original[change.end : change.end + 20]
    removed = document.original[change.start : change.end]
    return repr(f"{before}[-{removed}-]{{+{change.replacement}+}}{behind}")


if __name__ == "__main__":
    main()
