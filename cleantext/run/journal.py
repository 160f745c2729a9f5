"""The journal of a run: how far each file is, so that a run that broke off goes on where it was."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, TypeAlias

from cleantext.run.outcome import NOTHING, Total
from cleantext.run.piece import START, Place
from cleantext.run.plan import Job, PlanError
from cleantext.run.sources import STATE
from cleantext.run.write import open_own, written

QUARANTINE: Final = "quarantine.jsonl"
"""The file for documents without a result, in the folder `STATE` of the results."""

Stage: TypeAlias = Literal["going", "whole", "done"]
"""`going`: there is more to read. `whole`: all is in the part files. `done`: the results have their names."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a file is.

    Attributes:
        size: the bytes of the file.
        time: when it was last changed, in nanoseconds.
        stage: see `Stage`.
        place: where to go on.
        lengths: the bytes of each part file; of the output, for a file that is done; nothing where there is none.
        total: what became of its documents so far.
        quarantined: the length of the quarantine file before the first document of this file.
    """

    size: int
    time: int
    stage: Stage = "going"
    place: Place = START
    lengths: tuple[int, ...] = ()
    total: Total = NOTHING
    quarantined: int = 0

    def to_list(self) -> list[Any]:
        """Return the mark as JSON-ready data."""
        where = [self.place.at, self.place.number]
        return [self.size, self.time, self.stage, *where, self.lengths, self.total.to_dict(), self.quarantined]

    @classmethod
    def from_list(cls, data: list[Any]) -> Mark:
        """Make a mark from what `to_list` returned.

        Raises:
            ValueError: something else returned it.
        """
        try:
            size, time, stage, at, number, lengths, total, quarantined = data
            mark = cls(size, time, stage, Place(at, number), tuple(lengths), Total(**total), quarantined)
            sound = mark.is_sound
        except TypeError as error:
            raise ValueError(f"no mark: {error}") from error
        if not sound:
            raise ValueError("no mark")
        return mark

    @property
    def is_sound(self) -> bool:
        """Whether every value is one that a run writes down."""
        total = {**self.total.to_dict(), "kinds": 0}
        numbers = (self.size, self.time, self.place.at, self.place.number, self.quarantined, *self.lengths)
        counts = (*total.values(), *self.total.kinds.values()) if isinstance(self.total.kinds, dict) else ("",)
        lengths = {"going": (0, 3), "whole": (3,), "done": (0, 1)}.get(self.stage, ())
        return all(map(is_count, (*numbers, *counts))) and len(self.lengths) in lengths


class Journal:
    """The journal of one folder of results; `opened` opens it.

    Attributes:
        path: where it is.
        quarantine_path: where the documents without a result are.
        quarantined: how many bytes of that file count.
        broke_off: whether the run before was killed, or lost its power.
    """

    def __init__(self, folder: Path, *, broke_off: bool = False) -> None:
        self.broke_off = broke_off
        self.path = folder / "journal.jsonl"
        self.quarantine_path = folder / QUARANTINE
        self._marks: dict[str, Mark] = {}
        self.quarantined = 0
        whole = self._load()
        self._file = open_own(self.path)
        self._quarantine = open_own(self.quarantine_path)
        self.quarantined = min(self.quarantined, os.fstat(self._quarantine).st_size)
        os.ftruncate(self._file, whole)
        os.lseek(self._file, whole, os.SEEK_SET)
        self._cut()

    def _load(self) -> int:
        """Read what is there; return how many bytes of it are sound lines; what stands behind others is forgotten."""
        whole = 0
        if self.path.exists():
            with self.path.open("rb") as file:
                for line in file:
                    try:
                        marks, self.quarantined = _entry(line)
                    except ValueError:
                        break
                    whole += len(line)
                    self._marks.update(marks)
        return whole

    def mark(self, job: Job) -> Mark | None:
        """Return how far a file was when it was last written down; None where it was not begun."""
        return None if job.source.is_input else self._marks.get(key(job))

    def quarantine(self, data: bytes) -> None:
        """Put documents without a result behind the others."""
        while data:
            written_now = os.write(self._quarantine, data)
            self.quarantined += written_now
            data = data[written_now:]

    def forget_quarantine(self, length: int) -> None:
        """Take back what was put into quarantine behind `length` bytes."""
        self.quarantined = min(length, self.quarantined)
        self._cut()

    def forget_sources(self, sources: Collection[str]) -> None:
        """Take the documents of some files out of quarantine, since they are done again.

        Raises:
            OSError: it cannot be written.
        """
        os.close(self._quarantine)
        with self.quarantine_path.open("rb") as before, written(self.quarantine_path) as after:
            for line in before:
                if _source(line) not in sources:
                    after.write(line)
            self.quarantined = after.tell()
        self._quarantine = open_own(self.quarantine_path)
        self._cut()

    def add(self, marks: Mapping[str, Mark], *, durable: bool) -> None:
        """Write down how far files are. What is `durable` survives a loss of power too.

        Raises:
            OSError: it cannot be written.
        """
        entry = {"quarantined": self.quarantined, "files": {name: mark.to_list() for name, mark in marks.items()}}
        data = json.dumps(entry, separators=(",", ":")).encode() + b"\n"
        if durable:
            os.fsync(self._quarantine)
        before = os.lseek(self._file, 0, os.SEEK_CUR)
        if os.write(self._file, data) < len(data):
            os.ftruncate(self._file, before)
            raise OSError(28, "No space left on device")
        if durable:
            os.fsync(self._file)

    def close(self) -> None:
        """Close the files."""
        os.close(self._file)
        os.close(self._quarantine)

    def _cut(self) -> None:
        os.ftruncate(self._quarantine, self.quarantined)
        os.lseek(self._quarantine, 0, os.SEEK_END)


def is_count(value: object) -> bool:
    """Tell whether a value that was read is a number of things."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _entry(line: bytes) -> tuple[dict[str, Mark], int]:
    """Return what a line of a journal says: how far files are, and how much of the quarantine counts.

    Raises:
        ValueError: the line breaks off, or a run did not write it.
    """
    try:
        entry = json.loads(line)
        marks = {name: Mark.from_list(mark) for name, mark in entry["files"].items()}
        quarantined = entry["quarantined"]
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("no entry of a journal") from error
    if not line.endswith(b"\n") or not is_count(quarantined):
        raise ValueError("no entry of a journal")
    return marks, quarantined


def _source(line: bytes) -> object:
    """Return which file a line of the quarantine is about; None where it does not say."""
    try:
        return json.loads(line)["source"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def key(job: Job) -> str:
    """Return what a file is called in the journal."""
    return f"{job.source.place}\n{job.source.path}"


@contextmanager
def opened(out: Path, settings: Mapping[str, str], others: Iterable[Path] = (), *, restart: bool) -> Iterator[Journal]:
    """Open the journal of a folder of results, and keep every other run away from it.

    Args:
        out: the folder.
        settings: what the results depend on, described; results of other settings are never mixed with these.
        others: further folders for results, to be known as such by runs to come.
        restart: forget what was done before.

    Raises:
        PlanError: another run is at work there, or its results were made with other settings.
        OSError: it cannot be read or written.
    """
    folder = out / STATE
    others = [one for one in dict.fromkeys(map(Path.resolve, others)) if one != out.resolve()]
    for one in (out, *others):
        if (one / STATE).is_symlink():
            raise PlanError(f"{one / STATE} is a link, and nothing is written outside of {one}; remove the link")
        (one / STATE).mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        broke_off = stack.enter_context(_locked(folder / "lock", out))
        for one in others:
            stack.enter_context(_locked(one / STATE / "lock", one))
        if restart:
            for name in ("run.json", "journal.jsonl", QUARANTINE):
                (folder / name).unlink(missing_ok=True)
        _compare(folder / "run.json", settings, out)
        journal = Journal(folder, broke_off=broke_off)
        try:
            yield journal
        finally:
            journal.close()


def _compare(path: Path, settings: Mapping[str, str], out: Path) -> None:
    """Write the settings down, or compare them with what is written there."""
    if not path.exists():
        with written(path) as file:
            file.write(json.dumps(settings, indent=1).encode() + b"\n")
        return
    try:
        before = json.loads(path.read_bytes())
        if not isinstance(before, dict):
            raise ValueError("not what a run writes down")  # noqa: TRY301, TRY004 - as damaged as what is no JSON
    except (ValueError, RecursionError) as error:
        raise PlanError(f"{path} is damaged; choose another folder, or start anew with --restart") from error
    other = [name for name in {**before, **settings} if before.get(name) != settings.get(name)]
    if other:
        raise PlanError(
            f"{out} holds results that were made with another {_listed(other, before, settings)}."
            " They are not mixed: choose another folder, or clean everything again with --restart"
        )


def _listed(names: list[str], before: Mapping[str, str], now: Mapping[str, str]) -> str:
    return ", ".join(
        f"{name} ({before.get(name, 'none')}, now {now.get(name, 'none')})"
        if max(len(str(one.get(name, ""))) for one in (before, now)) < 60
        else name
        for name in names
    )


@contextmanager
def _locked(path: Path, out: Path) -> Iterator[bool]:
    """Hold a lock for as long as the block lasts; tell whether the process that held it before was killed.

    The lock goes with the process, however that ends; what is written into its file goes when the block ends.
    """
    with os.fdopen(open_own(path, os.O_APPEND), "r+b") as file:
        _lock(file, out)
        file.seek(0)
        broke_off = bool(file.read(1))
        file.truncate(0)
        file.write(b"at work\n")
        file.flush()
        try:
            yield broke_off
        finally:
            file.truncate(0)


def _lock(file: BinaryIO, out: Path) -> None:
    try:
        import fcntl  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise PlanError(f"another run is writing to {out}; wait for it, or choose another folder") from error
