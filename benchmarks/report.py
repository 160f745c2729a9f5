"""How long a report over many documents takes, and how much memory: neither page nor memory may grow with their number.

Usage: python benchmarks/report.py [--documents 20000 1000000]
Documents: sentences of a seed put together at random with notices and damage; 3,000 of them, under many names.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from cleantext import Document, default_pipeline

ROOT = Path(__file__).parent.parent
NOTICES = ["下载需要20积分", "上一篇：工作总结", "责任编辑：张三", "分享到：微信 QQ空间", "", "", ""]
DAMAGE = ["我们布臵任务。", "原那么是这样。", "", ""]
DIFFERENT = 3_000
MEASURE = """
import resource, subprocess, sys, time
started = time.perf_counter()
subprocess.run(sys.argv[1:], check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{time.perf_counter() - started:.1f} s, {used.ru_utime + used.ru_stime:.1f} s of CPU,", end=" ")
print(f"{used.ru_maxrss // 1024} MB of memory")
"""
"""A small process between the two: one that is started by a large process counts the large one's memory as its own."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, nargs="+", default=[20_000, 1_000_000])
    rows = _rows()
    for number in parser.parse_args().documents:
        with TemporaryDirectory() as folder:
            ledger, page = Path(folder, "ledger.jsonl"), Path(folder, "report.html")
            with ledger.open("w", encoding="utf-8") as file:
                for i in range(number):
                    file.write(json.dumps({**rows[i % DIFFERENT], "source": f"corpus/{i:07}.txt"}) + "\n")
            command = [sys.executable, "-m", "cleantext", "report", str(ledger), "-o", str(page)]
            done = subprocess.run([sys.executable, "-c", MEASURE, *command], check=True, stdout=subprocess.PIPE)
            size = ledger.stat().st_size / 1e6
            print(f"{number:,} documents, ledger {size:,.0f} MB, page {page.stat().st_size / 1e3:.0f} kB:", end=" ")
            print(done.stdout.decode().strip())


def _rows() -> list[dict[str, object]]:
    """Return the ledgers of the different documents."""
    chance = random.Random(1)  # noqa: S311 - a seeded draw, not a secret
    text = next((ROOT / "seeds").glob("001_*.txt")).read_text("utf-8")
    sentences = [one for one in text.replace("\n", "。").split("。") if 8 < len(one) < 60]
    pipeline = default_pipeline()
    texts = (
        "。\n".join([*chance.sample(sentences, 8), chance.choice(DAMAGE), chance.choice(NOTICES)])
        for _ in range(DIFFERENT)
    )
    return [pipeline(Document(one)).to_dict() for one in texts]


if __name__ == "__main__":
    main()
