"""What becomes of a task whose worker died: it is tried once more, in a process of its own, document by document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from cleantext.errors import WorkerError
from cleantext.pipeline import Pipeline
from cleantext.run.work import READING, Done, Task, work
from cleantext.workers import watched

MOST: Final = 50
"""How many documents of one task may end their process before the run ends: then the fault is hardly theirs."""


def rescue(pipelines: Sequence[Pipeline], task: Task) -> Done:
    """Do a task whose worker died; documents that end this process too fail, and the others have their results.

    The results are the same as those of a task in which these documents fail in any other way. A file that cannot even
    be read without the end of the process fails as a whole.

    Raises:
        WorkerError: no process can be started, or too many of them die.
        BrokenPipeError: nobody reads standard output any more.
        OSError: the disk is full.
    """
    while True:
        heard: list[int] = []
        try:
            return watched(partial(work, pipelines), task, heard.append)
        except WorkerError as error:
            if not heard:
                raise
            if len(task.deadly) >= MOST:
                message = (
                    f"{MOST} documents near to each other ended the process that cleaned them; the last {error.how}"
                )
                raise WorkerError(message, task, error.how) from error
            reason = f"the process that cleaned it {error.how}, twice; is there enough memory for it?"
            if heard[-1] != READING:
                task = replace(task, deadly={**task.deadly, heard[-1]: reason})
            elif task.piece:
                return Done(replace(task, piece=replace(task.piece, data=None), failed=reason))
            else:
                raise
