"""Hugging Face datasets: a function for `map`, whose cache is hit for the same pipeline and for no other."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import warnings
from importlib import import_module

import pytest

import cleantext
from cleantext import Document, Keep

datasets = pytest.importorskip("datasets")
CleanBatch = import_module("cleantext.adapters.datasets").CleanBatch

TEXTS = ["我们布臵任务。", "正文。\n" * 9 + "下载需要20积分", "", "　\n", "Latin only", "甲\u200b乙", "没有什么可改。"]

CODE = """
import sys, datasets
from cleantext import Keep, default_pipeline
from cleantext.adapters.datasets import CleanBatch
datasets.disable_progress_bars()
found = datasets.load_dataset("json", data_files=sys.argv[1], split="train", cache_dir=sys.argv[2])
pipeline = default_pipeline(rules=[Keep(one, "x") for one in sys.argv[3:]])
clean = CleanBatch(pipeline, ledger="ledger")
done = found.map(clean, batched=True, batch_size=2)
clean({"text": ["布臵"]})
again = found.map(clean, batched=True, batch_size=2)
assert again._fingerprint == done._fingerprint
print(done._fingerprint, [one["filename"] for one in done.cache_files])
"""


@pytest.fixture
def rows(tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(json.dumps({"text": text, "n": i}) for i, text in enumerate([*TEXTS[:5], None])))
    return path


def run(rows, seed, *more):
    environment = {
        **os.environ,
        "PYTHONHASHSEED": seed,
        "HF_HUB_OFFLINE": "1",
        "HF_HOME": str(rows.parent / "home"),
    }
    command = [sys.executable, "-c", CODE, str(rows), str(rows.parent / "cache"), *more]
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    return done.stdout.decode().splitlines()[-1]


def test_the_cache_is_hit_the_second_time_also_in_a_new_process_and_only_for_the_same_pipeline(rows):
    first = run(rows, "1")
    files = sorted((rows.parent / "cache").rglob("cache-*"))
    written = [path.stat().st_mtime_ns for path in files]
    assert written
    assert run(rows, "2") == first
    assert [path.stat().st_mtime_ns for path in sorted((rows.parent / "cache").rglob("cache-*"))] == written
    assert run(rows, "1", "甲") != first


def test_several_processes_give_the_library_s_own_result(rows):
    datasets.disable_progress_bars()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = datasets.load_dataset("json", data_files=str(rows), split="train", cache_dir=str(rows.parent / "c"))
        done = found.map(CleanBatch(ledger="ledger"), batched=True, batch_size=2, num_proc=2)
    assert done["n"][:] == list(range(6))
    assert done["text"][:] == [*map(cleantext.clean, TEXTS[:5]), None]
    ledgers = [one and Document.from_dict(json.loads(one)) for one in done["ledger"][:]]
    assert ledgers == [*map(cleantext.default_pipeline(), TEXTS[:5]), None]


def test_it_pickles_small_and_a_missing_column_is_an_error():
    clean = CleanBatch(cleantext.default_pipeline(rules=[Keep("甲")]), column="body")
    clean({"body": TEXTS})
    data = pickle.dumps(clean)
    assert len(data) < 2000
    assert pickle.loads(data)({"body": ["布臵", None]}) == {"body": ["布置", None]}
    with pytest.raises(KeyError):
        clean({"text": TEXTS})
