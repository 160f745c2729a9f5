"""Work shared among processes: the same results in the same order, lazily, and no process that hangs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from itertools import count
from pathlib import Path

import pytest

import cleantext
from cleantext import DecodeError, Document, Edit, InputError, Pipeline, WorkerError
from cleantext.workers import AHEAD, cores, ordered, watched

BINARY = b"PK\x03\x04" + bytes(range(256)) * 8


def double(number):
    return 2 * number


def slow_when_even(number):
    time.sleep(0.02 * (number % 2 == 0))
    return number


def fail_at_three(number):
    if number == 3:
        raise ValueError("three")
    return number


def die_at_three(number):
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def count_up(number, tell):
    for one in range(number):
        tell(one)
        die_at_three(one)
    return number


def drop_notice(document):
    at = document.text.find("下载")
    if at >= 0:
        yield Edit(at, at + 2, "", "a-rule", "other", "a reason")


PIPELINE = Pipeline((drop_notice,))


@pytest.mark.parametrize("workers", [1, 3])
def test_results_come_in_the_order_of_the_tasks(workers):
    assert list(ordered(slow_when_even, range(40), workers)) == list(range(40))


@pytest.mark.parametrize("workers", [1, 2])
def test_no_more_tasks_are_taken_than_are_needed(workers):
    taken = count()
    results = ordered(double, (next(taken) for _ in range(1000)), workers)
    assert [next(results) for _ in range(5)] == [0, 2, 4, 6, 8]
    results.close()
    assert next(taken) <= 5 + AHEAD * workers


@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_raised_is_raised_in_its_place(workers):
    results = ordered(fail_at_three, range(6), workers)
    assert [next(results) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(ValueError, match="three"):
        next(results)


def test_a_process_that_dies_is_told_with_what_it_was_working_on():
    with pytest.raises(WorkerError, match="signal 9") as caught:
        list(ordered(die_at_three, range(6), 2))
    assert caught.value.task == 3


def test_where_a_process_dies_the_rest_goes_on_and_the_result_is_that_of_the_rescue():
    assert list(ordered(die_at_three, [0, 3, 1, 3, 2], 2, double)) == [0, 6, 1, 6, 2]


def test_what_a_rescue_raises_is_raised_in_its_place():
    results = ordered(die_at_three, [0, 3, 1], 2, fail_at_three)
    assert next(results) == 0
    with pytest.raises(ValueError, match="three"):
        next(results)


def test_a_process_that_is_watched_tells_how_far_it_came_also_where_it_dies():
    heard = []
    assert watched(count_up, 2, heard.append) == 2
    assert heard == [0, 1]
    with pytest.raises(WorkerError, match="signal 9") as caught:
        watched(count_up, 9, heard.append)
    assert heard == [0, 1, 0, 1, 2, 3]
    assert caught.value.how == "was ended by signal 9"


def test_what_a_watched_function_raises_is_raised():
    with pytest.raises(TypeError):
        watched(count_up, "no number", print)


def test_a_large_task_and_a_large_result_pass_both_ways():
    blobs = [bytes([number]) * 3_000_000 for number in range(4)]
    assert list(ordered(bytes, blobs, 2)) == blobs


def test_there_is_a_core():
    assert cores() >= 1


@pytest.mark.parametrize("workers", [1, 2])
def test_map_gives_what_the_pipeline_gives(workers):
    sources = [*(f"正文{number}下载。" for number in range(600)), "正文下载。".encode("gb18030"), Document("下载")]
    assert list(PIPELINE.map(iter(sources), workers=workers)) == [PIPELINE(one) for one in sources]


def test_map_is_lazy():
    taken = count()
    results = PIPELINE.map((f"{next(taken)}" for _ in count()), workers=2)
    assert next(results).text == "0"
    assert next(taken) < 5000


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(("wrong", "error"), [(BINARY, DecodeError), (5, InputError)])
def test_map_raises_behind_the_documents_before_the_one_that_fails(workers, wrong, error):
    results = PIPELINE.map(["甲", wrong, "乙"], workers=workers)
    assert next(results).text == "甲"
    with pytest.raises(error):
        next(results)


@pytest.mark.parametrize("sources", ["甲", "甲".encode(), Document("甲")])
def test_map_refuses_a_single_source(sources):
    with pytest.raises(InputError, match="several"):
        PIPELINE.map(sources)


def test_map_refuses_to_work_without_workers():
    with pytest.raises(ValueError, match="1 or more"):
        PIPELINE.map([], workers=0)


def test_a_script_that_starts_itself_again_is_told_what_it_lacks(tmp_path):
    script = tmp_path / "script.py"
    script.write_text("import cleantext\nprint(list(cleantext.Pipeline(()).map(['a'], workers=2)))\n")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert "if __name__ == '__main__':" in done.stderr.splitlines()[-1]


def test_processes_end_with_the_one_that_started_them(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent("""
        import multiprocessing, os, time
        import cleantext

        if __name__ == "__main__":
            results = cleantext.Pipeline(()).map((str(one) for one in iter(int, 1)), workers=2)
            next(results)
            print(*(one.pid for one in multiprocessing.active_children()), flush=True)
            os.kill(os.getpid(), 9)
        """)
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False, timeout=60)
    children = [int(one) for one in done.stdout.split()]
    assert len(children) == 2
    end = time.monotonic() + 20
    while time.monotonic() < end and any(is_running(one) for one in children):
        time.sleep(0.05)
    assert not any(is_running(one) for one in children)


def is_running(process):
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii").rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def test_the_default_pipeline_can_be_shared():
    assert [one.text for one in cleantext.default_pipeline().map(["工作布臵"] * 3, workers=2)] == ["工作布置"] * 3
