"""Work shared among processes: in order, little by little, and never more of it in memory than the processes need."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class _Crew(Generic[Task]):
    """The processes, what they do, and what is done where one dies."""

    function: Callable[[Task], Any]
    rescue: Callable[[Task], Any] | None
    workers: list[_Worker[Task]] = field(default_factory=list)


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def ordered(
    function: Callable[[Task], Result],
    tasks: Iterable[Task],
    workers: int,
    rescue: Callable[[Task], Result] | None = None,
) -> Generator[Result]:
    """Yield the result of each task, in the order of the tasks, as they become known.

    With one worker everything is done in this process. With more, each is a new process (started the same way on every
    system, so a script needs `if __name__ == "__main__":`), and function, tasks and results have to pickle. Tasks are
    taken when there is a process for them, and at most `AHEAD` for each process before a result is asked for.

    Where a process dies, another one is started in its place, and `rescue` gives the result of the task that it had.

    Raises:
        WorkerError: a process died, and there is no `rescue`.
        Exception: what the function raised for a task, in the place of its result.
    """
    if workers == 1:
        for task in tasks:
            yield function(task)
        return
    crew: _Crew[Task] = _Crew(function, rescue)
    try:
        crew.workers.extend(_started(_work, function) for _ in range(workers))
        yield from _shared(crew, iter(tasks))
    finally:
        _end(crew.workers)


def watched(
    function: Callable[[Task, Callable[[int], None]], Result], task: Task, hear: Callable[[int], None]
) -> Result:
    """Do one task in a process of its own, and hear from it how far it is.

    Args:
        function: what to do; it is given the task and what it calls with each number that is to be heard.
        task: the task.
        hear: called in this process with each of the numbers, also where the process dies behind the last of them.

    Raises:
        WorkerError: the process died.
        Exception: what the function raised.
    """
    worker: _Worker[Task] = _started(_tell, function)
    try:
        _give(worker, task, 0)
        while isinstance(answer := _answer(worker), int):
            hear(answer)
    finally:
        _end([worker])
    done, value = answer
    if not done:
        raise value
    result: Result = value
    return result


def _started(target: Callable[..., None], function: Callable[..., Any]) -> _Worker[Task]:
    context = get_context("spawn")
    ours, its = context.Pipe()
    process = context.Process(target=target, args=(its, function), daemon=True)
    process.start()
    its.close()
    return _Worker(process, ours)


def _shared(crew: _Crew[Task], tasks: Iterator[Task]) -> Iterator[Any]:
    idle = list(crew.workers)
    busy: dict[Any, _Worker[Task]] = {}
    results: dict[int, Any] = {}
    given = taken = 0
    more = True
    while True:
        while more and idle and given < taken + AHEAD * len(crew.workers):
            try:
                task = next(tasks)
            except StopIteration:
                more = False
                break
            worker = _given(crew, idle.pop(), task, given)
            busy[worker.connection] = worker
            given += 1
        if taken == given:
            return
        for connection in wait(busy, 0 if taken in results else None):
            number = busy[connection].number
            results[number], worker = _taken(crew, busy.pop(connection))
            idle.append(worker)
        if taken in results:
            done, value = results.pop(taken)
            if not done:
                raise value
            yield value
            taken += 1


def _given(crew: _Crew[Task], worker: _Worker[Task], task: Task, number: int) -> _Worker[Task]:
    """Give a task to a worker, or to a new one if that one has died while it had nothing to do; return which."""
    try:
        _give(worker, task, number)
    except WorkerError:
        if not crew.rescue:
            raise
        worker = _replaced(crew, worker)
        _give(worker, task, number)
    return worker


def _taken(crew: _Crew[Task], worker: _Worker[Task]) -> tuple[Any, _Worker[Task]]:
    """Return the answer of a worker, and the worker; if it has died, what `rescue` gives, and a new one."""
    try:
        return _answer(worker), worker
    except WorkerError:
        if not crew.rescue or worker.task is None:
            raise
        return _done(crew.rescue, worker.task), _replaced(crew, worker)


def _replaced(crew: _Crew[Task], dead: _Worker[Task]) -> _Worker[Task]:
    """Put a new process in the place of one that died."""
    dead.connection.close()
    new: _Worker[Task] = _started(_work, crew.function)
    crew.workers[crew.workers.index(dead)] = new
    return new


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
        how,
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


def _tell(connection: Connection, function: Callable[[Task, Callable[[int], None]], Result]) -> None:
    """Do one task, and tell how far it is."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        connection.send(_done(lambda task: function(task, connection.send), connection.recv()))


def _done(function: Callable[[Task], Result], task: Task) -> tuple[bool, Result | Exception]:
    try:
        return True, function(task)
    except Exception as error:  # noqa: BLE001 - raised again by the process that gave the task
        return False, error
