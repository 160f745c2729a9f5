"""The command line: what a person types, and what it says back.

Results go to standard output, messages to standard error. The exit code is 0 where all went well, 1 where some
documents failed, 2 where the command cannot do what it was asked, 130 after Ctrl-C.
"""

from __future__ import annotations

import io
import os
import sys

import click

import cleantext
from cleantext.commands.clean import INTERRUPTED, clean
from cleantext.commands.configure import init, presets
from cleantext.commands.dedupe import dedupe
from cleantext.commands.detect import detect
from cleantext.commands.explain import explain
from cleantext.commands.installed import OTHERS, cure, others_installed
from cleantext.commands.learn import learn
from cleantext.commands.messages import say
from cleantext.commands.report import report
from cleantext.commands.review import review
from cleantext.commands.rules import rules
from cleantext.commands.stats import stats


def main() -> None:
    """Run the command `cleantext`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if getattr(cleantext, "__distribution__", None) != "cleantext-zh":
        click.echo("The package that Python imports as cleantext is not that of cleantext-zh. Type:", err=True)
        click.echo(cure(others_installed() or OTHERS), err=True)
        sys.exit(2)
    try:
        code = cli.main(prog_name="cleantext", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(file=shown)
        for line in shown.getvalue().rstrip().split("\n"):
            say(line)
        code = error.exit_code
    except click.Abort:
        code = INTERRUPTED
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        say(f"the results cannot be written: {place}{error.strerror or error}")
        # What is still in the buffer cannot be written either; at exit Python would try, and complain in its own words.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        code = 1
    sys.exit(code)


def print_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - click's way
    """Print the version and stop."""
    if wanted:
        click.echo(f"{cleantext.__distribution__} {cleantext.__version__}")
        context.exit()


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""\b
Examples:
  cleantext clean corpus -o cleaned   clean a folder, file by file
  cleantext clean a.jsonl -o cleaned  clean the rows of a shard
  cleantext explain corpus/a.txt      see what is changed in a file, and why
  cleantext report ledgers            see what was changed in a whole corpus
  cleantext detect corpus             see how files are encoded
  cleantext learn site -o rules.toml  learn the notices of a site
  cleantext dedupe cleaned -o unique  drop paragraphs that are copies of others
  cleantext rules list                see which notices are known

\b
cleantext COMMAND --help explains a command.""",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=print_version,
    help="Show the version and exit.",
)
def cli() -> None:
    """Give Chinese documents back as their authors wrote them.

    The notices of sites, page marks, and the damage done by OCR and word replacers go; the author's text stays. Every
    change can be looked at.
    """
    others = others_installed()
    if others:
        click.echo(
            f"Warning: {', '.join(others)} also installs a package called cleantext. To be rid of it, type:", err=True
        )
        click.echo(cure(others), err=True)


for command in (clean, dedupe, explain, report, stats, review, detect, rules, learn, init, presets):
    cli.add_command(command)

if __name__ == "__main__":
    main()
