"""Work shared among processes: in order, little by little, and never more of it in memory than the processes need."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, Final, Generic, TypeVar

from cleantext.errors import WorkerError

AHEAD: Final = 3
"""How many tasks for each process may be done, or begun, before the result of the first of them is taken."""

PATIENCE: Final = 10
"""How many seconds a process has to end its last task before it is ended."""

Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(slots=True, eq=False)
class _Worker(Generic[Task]):
    """A process, the connection to it, and what it works on."""

    process: Any
    connection: Connection
    number: int = -1
    task: Task | None = None


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def ordered(function: Callable[[Task], Result], tasks: Iterable[Task], workers: int) -> Generator[Result]:
    """Yield the result of each task, in the order of the tasks, as they become known.

    With one worker everything is done in this process. With more, each is a new process (started the same way on every
    system, so a script needs `if __name__ == "__main__":`), and function, tasks and results have to pickle. Tasks are
    taken when there is a process for them, and at most `AHEAD` for each process before a result is asked for.

    Raises:
        WorkerError: a process died.
        Exception: what the function raised for a task, in the place of its result.
    """
    if workers == 1:
        for task in tasks:
            yield function(task)
        return
    crew: list[_Worker[Task]] = []
    try:
        crew.extend(_started(function) for _ in range(workers))
        yield from _shared(crew, iter(tasks))
    finally:
        _end(crew)


def _started(function: Callable[[Task], Result]) -> _Worker[Task]:
    context = get_context("spawn")
    ours, its = context.Pipe()
    process = context.Process(target=_work, args=(its, function), daemon=True)
    process.start()
    its.close()
    return _Worker(process, ours)


def _shared(crew: list[_Worker[Task]], tasks: Iterator[Task]) -> Iterator[Any]:
    idle = list(crew)
    busy: dict[Any, _Worker[Task]] = {}
    results: dict[int, Any] = {}
    given = taken = 0
    more = True
    while True:
        while more and idle and given < taken + AHEAD * len(crew):
            try:
                task = next(tasks)
            except StopIteration:
                more = False
                break
            worker = idle.pop()
            _give(worker, task, given)
            busy[worker.connection] = worker
            given += 1
        if taken == given:
            return
        for connection in wait(busy, 0 if taken in results else None):
            worker = busy.pop(connection)
            results[worker.number] = _answer(worker)
            idle.append(worker)
        if taken in results:
            done, value = results.pop(taken)
            if not done:
                raise value
            yield value
            taken += 1


def _give(worker: _Worker[Task], task: Task, number: int) -> None:
    worker.number, worker.task = number, task
    try:
        worker.connection.send(task)
    except OSError as error:
        raise _died(worker) from error


def _answer(worker: _Worker[Task]) -> Any:  # noqa: ANN401 - whatever the function returns or raises
    try:
        return worker.connection.recv()
    except (OSError, EOFError) as error:
        raise _died(worker) from error


def _died(worker: _Worker[Task]) -> WorkerError:
    worker.process.join(PATIENCE)
    code = worker.process.exitcode
    how = f"was ended by signal {-code}" if code is not None and code < 0 else f"ended with exit code {code}"
    return WorkerError(
        f"a worker process {how}; it may have been out of memory, or the script that started it has no"
        " `if __name__ == '__main__':`",
        worker.task,
    )


def _end(crew: list[_Worker[Task]]) -> None:
    for worker in crew:
        worker.connection.close()
    for worker in crew:
        worker.process.join(PATIENCE)
        if worker.process.is_alive():
            worker.process.terminate()


def _work(connection: Connection, function: Callable[[Task], Result]) -> None:
    """Do one task after the other, until nobody gives any more. Ctrl-C is left to the process that gives them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        while True:
            connection.send(_done(function, connection.recv()))


def _done(function: Callable[[Task], Result], task: Task) -> tuple[bool, Result | Exception]:
    try:
        return True, function(task)
    except Exception as error:  # noqa: BLE001 - raised again by the process that gave the task
        return False, error
