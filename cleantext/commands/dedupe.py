"""`cleantext dedupe`."""
# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that help is there at once

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cleantext.commands.documents import planned
from cleantext.commands.messages import refused, say, wrong_use

if TYPE_CHECKING:
    from cleantext.dedupe.found import Passage
    from cleantext.dedupe.store import Index
    from cleantext.run.dedupe import Decision, Failed
    from cleantext.run.journal import Journal
    from cleantext.run.plan import Folders, Job
    from cleantext.run.shape import Kind

_FILES_AT_ONCE: Final = 1_000
"""So many files that are a document each are asked for together."""


@dataclass(slots=True)
class _Count:
    """What became of the documents of a run; those without a result go into the journal's quarantine."""

    journal: Journal
    failed: int = 0
    left_out: set[str] = field(default_factory=set)
    documents: int = 0
    whole: int = 0
    paragraphs: int = 0
    characters: int = 0
    passages: dict[Passage, str] = field(default_factory=dict)

    def fail(self, one: Failed) -> None:
        say(f"{one.name}: {one.reason}")
        self.failed += 1
        if one.quarantine:
            self.left_out.add(one.name)
            self.journal.quarantine(one.quarantine)


@click.command(
    short_help="Drop paragraphs that are copies of others.",
    epilog="""\b
Examples:
  cleantext dedupe cleaned -o unique
  cleantext dedupe shards/*.jsonl -o unique --text-key content --show 20
  cleantext dedupe today/*.jsonl -o unique --index seen

\b
Exit code: 0 all went well, 1 some documents failed, 2 wrong use.""",
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(readable=False))
@click.option(
    "-o", "--output", "out", metavar="FOLDER", required=True, type=click.Path(path_type=Path), help="Where results go."
)
@click.option(
    "--threshold",
    type=float,
    default=0.9,
    show_default=True,
    help="The least similarity of near copies, from 0.6 to 1; 1 finds equal paragraphs only.",
)
@click.option(
    "--index",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Keep what is found on disk: for a corpus that grows, or does not fit into memory.",
)
@click.option(
    "--memory",
    metavar="MB",
    type=click.IntRange(1),
    help="With --index: megabytes that the run may take.  [default: 500; it takes 300 in any case]",
)
@click.option("--redecide", is_flag=True, help="With --index: what stayed before may go now.")
@click.option("--short", is_flag=True, help="Drop headings, verse and short lines too, where they are equal.")
@click.option("--contained", is_flag=True, help="Drop paragraphs that stand whole inside another one, too.")
@click.option(
    "--documents",
    "share",
    metavar="SHARE",
    type=click.FloatRange(0, 1, min_open=True),
    help="Leave a document out of which this share of the characters are copies of other documents.",
)
@click.option("--edits", metavar="FOLDER", type=click.Path(path_type=Path), help="Where the ledgers go.")
@click.option(
    "--decisions",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write each decision as a line of JSON: what goes for what, and which similar pairs stay.",
)
@click.option("--show", metavar="N", type=click.IntRange(0), default=0, help="Show the first N clusters.")
@click.option("--format", "kind", type=click.Choice(["text", "lines", "jsonl", "parquet"]), help="As for clean.")
@click.option("--text-key", metavar="NAME", default="text", show_default=True, help="The key or column of the text.")
@click.option("--id-key", metavar="NAME", help="The key or column that names a document.")
@click.option("--quiet", is_flag=True, help="Say nothing but what failed.")
@click.pass_context
def dedupe(  # noqa: PLR0913 - one parameter for each option
    context: click.Context,
    *,
    paths: tuple[str, ...],
    out: Path,
    threshold: float,
    index: Path | None,
    memory: int | None,
    redecide: bool,
    short: bool,
    contained: bool,
    share: float | None,
    edits: Path | None,
    decisions: Path | None,
    show: int,
    kind: Kind | None,
    text_key: str,
    id_key: str | None,
    quiet: bool,
) -> None:
    """Drop paragraphs that are copies of others, in one document or in different ones.

    Near copies are compared without punctuation, width, script, case and white space. The best copy stays: the least
    damaged, then the longest, then the first. Paragraphs that differ by a number, a date, a name, a place or a negation
    all stay, and so do headings, verse, lists and short lines.

    The results have the same names and the same shape as what is read. With --index, documents of earlier runs are
    compared too, without reading them again, and what stayed in an earlier run stays. What cannot be read is reported
    and put into FOLDER/.cleantext/quarantine.jsonl, and the rest goes on.
    """
    from cleantext.report.clusters import clusters
    from cleantext.run.dedupe import report_lines
    from cleantext.run.plan import Folders
    from cleantext.run.write import written
    from cleantext.similar.limits import check_threshold

    for option, is_given in (("--redecide", redecide), ("--memory", memory is not None)):
        if is_given and index is None:
            raise wrong_use(f"{option} goes with --index FOLDER")
    try:
        check_threshold(threshold)
    except ValueError as error:
        raise wrong_use(error) from error
    folders = Folders(out, edits)
    jobs, unread = _jobs(paths, folders, index, (kind, text_key, id_key), quiet=quiet)
    with _journal(folders, jobs) as journal:
        count = _Count(journal, failed=unread)
        with _refused_in_words(), ExitStack() as open_until_written:
            search = _Search(index, memory, threshold, short=short, contained=contained, redecide=redecide)
            decision = _decided(jobs, count, search, open_until_written, quiet=quiet)
            if decisions:
                with written(decisions) as file:
                    file.writelines(report_lines(decision))
            whole = _whole(decision, share, quiet=quiet)
            groups = clusters(decision.duplicates(), show) if show else []
            vetoes = list(islice(decision.vetoes(), show))
            apart = sum(1 for _ in decision.vetoes())
            asked = [one for group in groups for duplicate in group for one in (duplicate.dropped, duplicate.kept)]
            asked += [one for veto in vetoes for one in (veto.one, veto.other)]
            _write(jobs, decision, whole, asked, count, quiet=quiet)
    if show:
        from cleantext.report.clusters import show_clusters
        from cleantext.report.terminal import console

        show_clusters(groups, vetoes, count.passages, console())
    if not quiet:
        if count.left_out:
            say(f"Documents without a result are in {journal.quarantine_path}")
        left_out = f", {count.whole:,} left out as a whole" if share is not None else ""
        say(
            f"{count.documents:,} documents{left_out}, {count.failed:,} failed; {count.paragraphs:,} paragraphs dropped"
            f" ({count.characters:,} characters); {apart:,} similar pairs stay"
        )
    context.exit(count.failed > 0)


@contextmanager
def _refused_in_words() -> Iterator[None]:
    """Let what an index or the search cannot do end the command with one line, whenever it comes to light."""
    from cleantext.errors import CleantextError

    try:
        yield
    except CleantextError as error:
        raise refused(error) from error


@contextmanager
def _journal(folders: Folders, jobs: Sequence[Job]) -> Iterator[Journal]:
    """Open the quarantine of the results, without what it says of files that are read again now."""
    from cleantext.run.journal import opened
    from cleantext.run.plan import PlanError

    with ExitStack() as stack:
        try:
            journal = stack.enter_context(opened(folders.all[0], {"command": "dedupe"}, folders.all[1:], restart=False))
        except PlanError as error:
            raise wrong_use(error) from error
        journal.forget_sources({str(job.source.path) for job in jobs})
        journal.add({}, durable=True)
        yield journal
        journal.add({}, durable=True)


def _jobs(
    paths: Sequence[str],
    folders: Folders,
    index: Path | None,
    reading: tuple[Kind | None, str, str | None],
    *,
    quiet: bool,
) -> tuple[list[Job], int]:
    """Plan what is read and written; also return how many documents cannot be had."""
    from cleantext.run.config import Reading

    if "-" in paths:
        raise wrong_use("standard input, which is named -, can be read only once; give files")
    kind, text_key, id_key = reading
    shapes = Reading(format=kind, text_key=text_key, id_key=id_key)
    return planned(paths, folders, shapes.shape_for, beside=[index] if index else [], quiet=quiet)


@dataclass(frozen=True, slots=True)
class _Search:
    """Where what was found is kept, None for nowhere, in how much memory, and what is taken for a copy."""

    index: Path | None
    memory: int | None
    threshold: float
    short: bool
    contained: bool
    redecide: bool


def _decided(jobs: Sequence[Job], count: _Count, search: _Search, open_until: ExitStack, *, quiet: bool) -> Decision:
    """Look at all documents and decide; an index stays open as long as what it decided is read."""
    from cleantext.dedupe.sketch import sketch
    from cleantext.dedupe.store import MEMORY, open_index
    from cleantext.run.dedupe import decided_in_index, decided_in_memory, texts

    looked_at = texts(_tracked(jobs, shown=not quiet), count.fail)
    if search.index is None:
        sketches = (sketch(text, name, short=search.short) for name, text in looked_at)
        return decided_in_memory(sketches, threshold=search.threshold, contained=search.contained)
    opened = open_index(
        search.index,
        threshold=search.threshold,
        short=search.short,
        memory=search.memory or MEMORY,
        contained=search.contained,
    )
    _search(open_until.enter_context(opened), looked_at, count, redecide=search.redecide, quiet=quiet)
    return decided_in_index(opened)


def _search(index: Index, looked_at: Iterable[tuple[str, str]], count: _Count, *, redecide: bool, quiet: bool) -> None:
    """Add documents to an index, search it and let it decide."""
    from cleantext.run.dedupe import Failed

    for name in index.add_texts(looked_at):
        count.fail(Failed(name, "the index knows it with another text, so its copies are not looked for"))
    for done, steps in index.search():
        if done == 0 and steps > 1 and not quiet:
            say(f"{steps:,} steps of the search; a run that breaks off goes on from there.")
    index.decide(redecide=redecide)


def _tracked(jobs: Sequence[Job], *, shown: bool) -> Iterator[Job]:
    """Pass files on, and show how far the run is."""
    from cleantext.report.progress import progress

    sizes = [job.source.size for job in jobs]
    done = 0
    with progress(sum(sizes), shown=shown) as report:
        for number, (job, size) in enumerate(zip(jobs, sizes, strict=True)):
            report(done, number, {})
            yield job
            done += size


def _whole(decision: Decision, share: float | None, *, quiet: bool) -> frozenset[str]:
    """Return the documents to leave out as a whole, and say which those are."""
    from cleantext.dedupe.whole import copied_documents

    if share is None:
        return frozenset()
    copied = copied_documents(decision.sizes(), decision.duplicates(), share)
    for one in copied:
        if not quiet:
            fate = "stays, since other documents lack what it has" if one.is_needed else "is left out"
            say(f"{one.document}: {one.share:.1%} stand in other documents, most in {one.mostly_in}; it {fate}")
    return frozenset(one.document for one in copied if not one.is_needed)


def _write(  # noqa: PLR0913 - what a run is about
    jobs: Sequence[Job],
    decision: Decision,
    whole: frozenset[str],
    asked: Sequence[Passage],
    count: _Count,
    *,
    quiet: bool,
) -> None:
    """Write every file without its copies."""
    from cleantext.errors import MissingExtraError
    from cleantext.run.clean import failure
    from cleantext.run.dedupe import Failed, remove
    from cleantext.run.parquet import TableError

    for number, job in enumerate(_tracked(jobs, shown=not quiet)):
        if number % _FILES_AT_ONCE == 0:
            names = [str(one.source.path) for one in jobs[number : number + _FILES_AT_ONCE] if one.shape.is_whole]
            known = decision.of(names)
        if str(job.source.path) in count.left_out:
            continue
        try:
            removed = remove(job, known if job.shape.is_whole else decision.of, whole, asked)
        except (OSError, TableError, MissingExtraError) as error:
            count.fail(Failed(str(job.source.path), failure(error)))
            continue
        count.documents += removed.documents
        count.whole += removed.whole
        count.paragraphs += removed.paragraphs
        count.characters += removed.characters
        count.passages |= removed.passages
