"""The command line: what a person types, and what it says back.

Results go to standard output, messages to standard error. The exit code is 0 where all went well, 1 where some
documents failed, 2 where the command cannot do what it was asked, 130 after Ctrl-C.
"""
# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that help is there at once

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypedDict, TypeVar

import click

import cleantext

if TYPE_CHECKING:
    from typing import Unpack

    from cleantext.pipeline import Pipeline
    from cleantext.rules import Rule
    from cleantext.run.outcome import Outcome
    from cleantext.run.plan import Job
    from cleantext.run.sources import Source

Command = TypeVar("Command", bound=Callable[..., Any])

INTERRUPTED: Final = 130
"""The exit code after Ctrl-C, as shells have it."""

OTHERS: Final = ("clean-text", "cleantext")
"""Distributions of other people that install a package called `cleantext` as well."""


class Settings(TypedDict):
    """What `cleantext.default_pipeline` takes."""

    profile: Literal["document", "page"]
    safety: Literal["safe", "likely", "suggest"]
    script: str | None
    rules: tuple[str, ...]
    keep_lines: bool
    assume_rewritten: bool


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
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(file=shown)
        for line in shown.getvalue().rstrip().split("\n"):
            say(line)
        code = error.exit_code
    except click.Abort:
        code = INTERRUPTED
    except OSError as error:
        say(f"the results cannot be written: {error.strerror}")
        code = 1
    sys.exit(code)


def others_installed() -> list[str]:
    """Return those of `OTHERS` that are installed in this environment."""
    from importlib.metadata import PackageNotFoundError, distribution

    found: list[str] = []
    for name in OTHERS:
        try:
            distribution(name)
        except PackageNotFoundError:
            continue
        found.append(name)
    return found


def cure(others: Iterable[str]) -> str:
    """Return what to type so that the right package takes the place of the others."""
    return f"""\
  python -m pip uninstall {" ".join(others)}
  python -m pip install --force-reinstall cleantext-zh"""


def say(line: str) -> None:
    """Write one line to standard error, with nothing in it that a terminal could obey."""
    from cleantext.report.printable import printable

    click.echo(printable(line), err=True)


def wrong_use(message: object) -> click.UsageError:
    """Return the error for something that cannot be done as it was typed; its message is one line."""
    from cleantext.report.printable import printable

    return click.UsageError(printable(str(message)))


def pipeline_options(command: Command) -> Command:
    """Add the options that choose the pipeline."""
    for option in (
        click.option(
            "--assume-rewritten", is_flag=True, help="Take every document for one that a word replacer re-wrote."
        ),
        click.option("--keep-lines", is_flag=True, help="Keep every line end, so that line numbers stay."),
        click.option("--rules", multiple=True, metavar="FILE", help="A file with rules of your own; may be repeated."),
        click.option(
            "--script", metavar="NAME", help="Convert the script by an OpenCC configuration: t2s, tw2s, s2twp ..."
        ),
        click.option(
            "--safety",
            type=click.Choice(["safe", "likely", "suggest"]),
            default="likely",
            show_default=True,
            help="Make the changes up to this level; the others are suggestions.",
        ),
        click.option(
            "--profile",
            type=click.Choice(["document", "page"]),
            default="document",
            show_default=True,
            help="An author's document with site text around it, or dumps of whole web pages.",
        ),
    ):
        command = option(command)
    return command


def pipeline_of(settings: Settings) -> Pipeline:
    """Make the pipeline that the options ask for."""
    try:
        return cleantext.default_pipeline(**settings)
    except (ValueError, OSError) as error:
        raise wrong_use(error) from error


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
  cleantext explain corpus/a.txt      see what is changed in a file, and why
  cleantext detect corpus             see how files are encoded
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


@cli.command(
    epilog="""\b
Examples:
  cleantext clean a.txt > clean.txt
  cleantext clean corpus -o cleaned --edits ledgers
  curl -s https://example.org/a.txt | cleantext clean - > clean.txt

\b
Exit code: 0 all went well, 1 some documents failed, 2 wrong use,
130 stopped by Ctrl-C."""
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(readable=False))
@click.option("-o", "--output", "out", metavar="FOLDER", type=click.Path(path_type=Path), help="Where the results go.")
@click.option(
    "--edits",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Where the ledger of each document goes: every change, as JSON.",
)
@pipeline_options
@click.option("--quiet", is_flag=True, help="Say nothing but what failed.")
@click.pass_context
def clean(
    context: click.Context,
    *,
    paths: tuple[str, ...],
    out: Path | None,
    edits: Path | None,
    quiet: bool,
    **settings: Unpack[Settings],
) -> None:
    """Clean documents: files, folders, or - for standard input.

    The results are UTF-8 files with the same names, in the same places relative to each folder that is given. Without
    -o the result of a single document goes to standard output.

    Every regular file below a folder is taken, in the order of the names, but for names that begin with a dot. Links to
    files are followed, links to folders are not. What is not text or cannot be read is reported and not copied, and the
    rest goes on. A file is written whole or not at all.
    """
    from cleantext.report.progress import tracked
    from cleantext.run.clean import clean_one
    from cleantext.run.outcome import Total

    pipeline = pipeline_of(settings)
    jobs, failed = jobs_for(paths, out, edits, quiet=quiet)
    total = Total(failed, failed=failed)
    outcomes = tracked((clean_one(job, pipeline) for job in jobs), len(jobs), shown=bool(out) and not quiet)
    try:
        with closing(outcomes):
            for outcome in outcomes:
                total = total.plus(outcome)
                say_outcome(outcome, quiet=quiet)
    except KeyboardInterrupt:
        say(f"Stopped: {total.documents:,} of {failed + len(jobs):,} documents were done.")
        context.exit(INTERRUPTED)
    if not quiet:
        say(str(total))
    context.exit(total.failed > 0)


def jobs_for(paths: Sequence[str], out: Path | None, edits: Path | None, *, quiet: bool) -> tuple[list[Job], int]:
    """Plan what is to be cleaned, and make the folders for it; also return how many documents cannot be had."""
    from cleantext.run.plan import PlanError, check_outputs, plan

    if paths.count("-") > 1:
        raise wrong_use("standard input, which is named -, can be read only once")
    if out is None and (len(paths) > 1 or (paths[0] != "-" and Path(paths[0]).is_dir())):
        raise wrong_use("the results of several documents need a folder: -o FOLDER")
    outputs = [folder for folder in (out, edits) if folder]
    try:
        check_outputs(paths, outputs)
        sources, failed = documents(paths, outputs, quiet=quiet)
        jobs = plan(sources, out, edits)
        for folder in outputs:
            folder.mkdir(parents=True, exist_ok=True)
    except PlanError as error:
        raise wrong_use(error) from error
    except OSError as error:
        raise wrong_use(f"no folder for the results: {error.filename}: {error.strerror}") from error
    return jobs, failed


def documents(paths: Sequence[str], outputs: Iterable[Path] = (), *, quiet: bool = False) -> tuple[list[Source], int]:
    """Find the documents, and say what is left out; also return how many of those should have been there."""
    from cleantext.run.sources import Source, find

    if not all(paths):
        raise wrong_use("a path is empty")
    sources: list[Source] = []
    failed = 0
    for one in find(paths, outputs):
        if isinstance(one, Source):
            sources.append(one)
        elif one.failed or not quiet:
            say(f"{one.path}: {one.reason}")
            failed += one.failed
    return sources, failed


def say_outcome(outcome: Outcome, *, quiet: bool) -> None:
    """Say what a person should know of one document."""
    if outcome.failed:
        say(f"{outcome.path}: {outcome.failed}")
    elif not quiet:
        for note in outcome.notes:
            say(f"{outcome.path}: note: {note}")


@cli.command(
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
    from cleantext.run.clean import failure, read_document, to_json
    from cleantext.run.sources import source_of

    pipeline = pipeline_of(settings)
    try:
        document = pipeline(read_document(source_of(file)))
    except Exception as error:  # noqa: BLE001 - a person wants to read what is wrong with the file, not a traceback
        say(f"{file}: {failure(error)}")
        context.exit(1)
    if as_json:
        click.echo(to_json(document), nl=False)
    else:
        show(document, console())


@cli.command(
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
    are, and how the encoding was found. A folder stands for the files in it, - for standard input. Where standard
    output is no terminal, the columns have tabs between them.
    """
    from cleantext.decoding import decode
    from cleantext.report.detected import HEADER, json_line, row
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
            continue
        if as_json:
            click.echo(json_line(str(source.path), decoded))
        else:
            rows.append(row(str(source.path), decoded))
    if rows:
        show_rows(console(), HEADER, rows)
    context.exit(failed > 0)


@cli.group()
def rules() -> None:
    """Look at the rules for notices, and check rules of your own."""


@rules.command("list", epilog="Example: cleantext rules list --category share_header")
@click.option("--category", metavar="NAME", help="Only the rules of this category.")
def list_rules(*, category: str | None) -> None:
    """List the rules that come with cleantext."""
    from cleantext.categories import NOTICES
    from cleantext.report.rules import HEADER, row
    from cleantext.report.terminal import console, show_rows
    from cleantext.rules import builtin_rules

    if category is not None:
        check_known("category", category, NOTICES)
    chosen = [rule for rule in builtin_rules() if category in (None, rule.category)]
    if chosen:
        show_rows(console(), HEADER, map(row, chosen))
    else:
        say(f"There is no rule of the category {category} yet.")


@rules.command("show", epilog="Example: cleantext rules show share-header")
@click.argument("name", metavar="ID")
def show_rule(*, name: str) -> None:
    """Show one rule with its examples and counter-examples."""
    from cleantext.report.rules import show
    from cleantext.report.terminal import console
    from cleantext.rules import builtin_rules

    known = {rule.id: rule for rule in builtin_rules()}
    check_known("rule", name, known)
    show(known[name], console())


@rules.command("check", epilog="Example: cleantext rules check my-notices.toml")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.pass_context
def check_rules(context: click.Context, *, files: tuple[Path, ...]) -> None:
    """Check rule files: whether each rule does what its own examples say.

    A rule alone must turn each example into what should stay, find nothing more in a second run, and leave the
    counter-examples alone. The exit code is 1 where one does not.
    """
    from cleantext.report.printable import printable
    from cleantext.run.check_rules import check_rule
    from cleantext.run.outcome import counted

    wrong = 0
    loaded, unread = loaded_rules(files)
    for rule in loaded:
        problems = check_rule(rule)
        wrong += bool(problems)
        click.echo(f"{'wrong' if problems else 'ok':<6}{rule.id}")
        for problem in problems:
            click.echo(f"      {printable(problem)}")
    say(f"{counted(len(loaded), 'rule')}, {wrong:,} wrong")
    context.exit(wrong + unread > 0)


def loaded_rules(files: Iterable[Path]) -> tuple[list[Rule], int]:
    """Read rule files, and say what is wrong with them; also return how many could not be read."""
    from cleantext.errors import RuleError
    from cleantext.rules import load_rules
    from cleantext.run.sources import why

    loaded: list[Rule] = []
    failed = 0
    for file in files:
        try:
            loaded += load_rules(file)
        except (RuleError, OSError) as error:
            say(f"{file}: {why(error)}" if isinstance(error, OSError) else str(error))
            failed += 1
    return loaded, failed


def check_known(kind: str, name: str, known: Iterable[str]) -> None:
    """Refuse a name that is not known, and name the one that was probably meant."""
    names = sorted(known)
    if name not in names:
        near = get_close_matches(name, names, 1, cutoff=0)
        raise wrong_use(f"no {kind} is called {name!r}" + f"; did you mean {near[0]!r}?" * bool(near))


if __name__ == "__main__":
    main()
