"""`cleantext learn`."""
# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that help is there at once

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cleantext.commands.documents import documents
from cleantext.commands.messages import refused, say, wrong_use

if TYPE_CHECKING:
    from cleantext.document import Document
    from cleantext.rules import Rule
    from cleantext.run.sources import Source

LEARNED: Final = Path(".cleantext", "learned-rules.toml")
"""Where `clean --learn` puts its rules, below the folder for the results."""


@click.command(
    short_help="Learn the notices of a site from its documents.",
    epilog="""\b
Examples:
  cleantext learn site -o my-rules.toml
  cleantext rules check my-rules.toml
  cleantext clean site -o cleaned --rules my-rules.toml""",
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(readable=False))
@click.option(
    "-o",
    "--output",
    "out",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The rule file to write.  [default: standard output]",
)
@click.pass_context
def learn(context: click.Context, *, paths: tuple[str, ...], out: Path | None) -> None:
    """Learn the notices of a site from documents of it: three or more, in a folder of their own.

    Lines that recur over the documents, but for numbers, dates, titles and names, become rules like those of the
    library, with how often and where they were seen, examples, and content that uses the same words. What rests on its
    words is applied by clean --rules; what rests on its place alone is only suggested. Read the rules, delete what is
    content, and change safety where you know better.
    """
    from cleantext.rules import to_toml
    from cleantext.run.outcome import counted
    from cleantext.run.write import write

    found, failed = learned(paths)
    text = to_toml(found)
    if out is None:
        click.echo(text, nl=False)
    elif found:
        try:
            write(out, text.encode())
        except OSError as error:
            raise refused(f"{out} cannot be written: {error.strerror}") from error
    if found:
        suggested = sum(rule.safety == "suggest" for rule in found)
        say(f"{counted(len(found), 'rule')}, {suggested:,} of them only suggested")
    context.exit(failed > 0)


def learned(paths: Sequence[str], outputs: Sequence[Path] = ()) -> tuple[tuple[Rule, ...], int]:
    """Learn rules from the documents that `paths` name; also return how many could not be read."""
    from cleantext.learn import learn_notices
    from cleantext.learn.notices import FEWEST

    sources, failed = documents(paths, outputs)
    unread: list[Path] = []
    found = learn_notices(_readable(sources, unread))
    if len(sources) - len(unread) < FEWEST:
        say(f"Learning needs {FEWEST} documents of a site; there are {len(sources) - len(unread)}.")
    elif not found:
        say("Nothing recurs that the library does not know: no rule was learned.")
    return found, failed + len(unread)


def learned_files(paths: Sequence[str], out: Path | None) -> tuple[str, ...]:
    """Learn rules from the documents that are cleaned, write them below the folder for the results, return the file."""
    from cleantext.rules import to_toml
    from cleantext.run.outcome import counted
    from cleantext.run.write import write

    if out is None or "-" in paths:
        raise wrong_use("--learn needs documents of a site in files, and a folder for the results: -o FOLDER")
    found, _ = learned(paths, [out])
    if not found:
        return ()
    write(out / LEARNED, to_toml(found).encode())
    say(f"{counted(len(found), 'rule')} learned, see {out / LEARNED}")
    return (str(out / LEARNED),)


def _readable(sources: Sequence[Source], unread: list[Path]) -> Iterator[Document]:
    """Yield the documents that can be read, and say which ones cannot."""
    from cleantext.run.clean import failure, read_document

    for source in sources:
        try:
            yield read_document(source)
        except Exception as error:  # noqa: BLE001 - one bad document must not end a run over many
            say(f"{source.path}: {failure(error)}")
            unread.append(source.path)
