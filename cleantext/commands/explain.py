"""`cleantext explain`."""
# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that help is there at once

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cleantext.commands.messages import say
from cleantext.commands.options import Settings, config_of, pipeline_options

if TYPE_CHECKING:
    from typing import Unpack


@click.command(
    epilog="""\b
Examples:
  cleantext explain a.txt
  cleantext explain --safety suggest a.txt | less
  cleantext explain --json a.txt > a.json"""
)
@click.argument("file", type=click.Path(readable=False))
@click.option("--json", "as_json", is_flag=True, help="Print the ledger as JSON instead.")
@pipeline_options
@click.pass_context
def explain(context: click.Context, *, file: str, as_json: bool, **settings: Unpack[Settings]) -> None:
    """Show what is changed in one document, and why.

    Each change is shown with a little text around it: where it is, what goes, what comes in its place, the rule, the
    kind of change, how safe it is, the reason, and what the decision rests on. Suggestions follow: they are not made.
    FILE may be - for standard input. Nothing is written.
    """
    from cleantext.report.explain import explain as show
    from cleantext.report.terminal import console
    from cleantext.run.clean import failure, read_document
    from cleantext.run.records import to_json
    from cleantext.run.sources import source_of

    config = config_of(settings)
    source = source_of(file)
    try:
        document = config.pipelines[config.pipeline_for(source)](read_document(source))
    except Exception as error:  # noqa: BLE001 - a person wants to read what is wrong with the file, not a traceback
        say(f"{file}: {failure(error)}")
        context.exit(1)
    if as_json:
        click.echo(to_json(document), nl=False)
    else:
        show(document, console())
