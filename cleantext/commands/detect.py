"""`cleantext detect`."""
# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that help is there at once

from __future__ import annotations

import click

from cleantext.commands.documents import documents
from cleantext.commands.messages import say


@click.command(
    epilog="""\b
Examples:
  cleantext detect a.txt b.txt
  cleantext detect --json corpus > encodings.jsonl"""
)
@click.argument("paths", nargs=-1, required=True, metavar="FILE...", type=click.Path(readable=False))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each file, one a line.")
@click.pass_context
def detect(context: click.Context, *, paths: tuple[str, ...], as_json: bool) -> None:
    """Tell how files are encoded.

    For each file: the encoding, the confidence between 0 and 1, how many places are damaged and where the first ones
    are, the parts of a file in several encodings, and how the encoding was found. A folder stands for the files in it,
    - for standard input. Where standard output is no terminal, the columns have tabs between them.
    """
    from cleantext.decoding import decode
    from cleantext.errors import DecodeError
    from cleantext.report.detected import HEADER, json_line, refused_line, row
    from cleantext.report.terminal import console, show_rows
    from cleantext.run.clean import failure
    from cleantext.run.sources import read

    sources, failed = documents(paths)
    rows: list[tuple[str, ...]] = []
    for source in sources:
        try:
            decoded = decode(read(source))
        except Exception as error:  # noqa: BLE001 - one bad file must not end a run over many
            say(f"{source.path}: {failure(error)}")
            failed += 1
            if as_json and isinstance(error, DecodeError):
                click.echo(refused_line(str(source.path), error))
            continue
        if as_json:
            click.echo(json_line(str(source.path), decoded))
        else:
            rows.append(row(str(source.path), decoded))
    if rows:
        show_rows(console(), HEADER, rows)
    context.exit(failed > 0)
