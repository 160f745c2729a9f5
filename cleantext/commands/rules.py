"""`cleantext rules`."""
# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that help is there at once

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleantext.commands.messages import check_known, say

if TYPE_CHECKING:
    from cleantext.rules import Keep, Rule


@click.group()
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
    counter-examples alone; its id must be its own, and no line may make it slow. Every mistake of every file is
    reported. Passages to keep are shown; where one names a rule, there should be such a rule. The exit code is 1 where
    there is a mistake.
    """
    from cleantext.checking import check_keep, check_rule, reused_ids
    from cleantext.report.printable import printable
    from cleantext.run.outcome import counted

    wrong = 0
    loaded, keeps, unread = loaded_rules(files)
    for rule in loaded:
        problems = check_rule(rule)
        wrong += bool(problems)
        click.echo(f"{'wrong' if problems else 'ok':<6}{rule.id}")
        for problem in problems:
            click.echo(f"      {printable(problem)}")
    for keep in keeps:
        problems = check_keep(keep, loaded)
        wrong += bool(problems)
        click.echo(printable(f"{'wrong' if problems else 'ok':<6}[[keep]] {keep.text!r}"))
        for problem in problems:
            click.echo(f"      {printable(problem)}")
    reused = reused_ids(loaded)
    for problem in reused:
        say(problem)
    parts = [counted(len(loaded), "rule")] + [f"{counted(len(keeps), 'passage')} to keep"] * bool(keeps)
    parts += [f"{wrong + len(reused):,} wrong"] + [f"{counted(unread, 'file')} not read"] * bool(unread)
    say(", ".join(parts))
    context.exit(wrong + len(reused) + unread > 0)


def loaded_rules(files: Iterable[Path]) -> tuple[list[Rule], list[Keep], int]:
    """Read rule files, and say what is wrong with them; also return how many could not be read."""
    from cleantext.errors import RuleError
    from cleantext.rules import load_rule_file
    from cleantext.run.sources import why

    loaded: list[Rule] = []
    keeps: list[Keep] = []
    failed = 0
    for file in files:
        try:
            found = load_rule_file(file)
            loaded += found.rules
            keeps += found.keeps
        except (RuleError, OSError) as error:
            for line in f"{file}: {why(error)}".split("\n") if isinstance(error, OSError) else str(error).split("\n"):
                say(line)
            failed += 1
    return loaded, keeps, failed
