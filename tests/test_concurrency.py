"""One pipeline, used by many threads and processes at once, gives what it gives alone; nothing is left behind."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from cleantext import default_pipeline

TEXTS = [path.read_bytes() for path in sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))]
PIPELINE = default_pipeline(script="t2s")


def cleaned(data):
    return PIPELINE(data).to_dict()


def test_threads_share_a_pipeline_that_none_of_them_has_used_before():
    pipeline = default_pipeline(script="t2s")
    with ThreadPoolExecutor(8) as pool:
        documents = list(pool.map(pipeline, TEXTS * 4))
    assert [one.to_dict() for one in documents] == [cleaned(data) for data in TEXTS] * 4


@pytest.mark.parametrize("method", sorted({"spawn", *multiprocessing.get_all_start_methods()} - {"forkserver"}))
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_processes_give_what_one_process_gives(method):
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(method)) as pool:
        documents = list(pool.map(PIPELINE, TEXTS))
    assert [one.to_dict() for one in documents] == [cleaned(data) for data in TEXTS]


def test_nothing_is_said_at_exit():
    program = "import cleantext; cleantext.default_pipeline()('甲' * 300)"
    done = subprocess.run([sys.executable, "-W", "error", "-X", "dev", "-c", program], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")
