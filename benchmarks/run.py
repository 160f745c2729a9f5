"""How a run over a corpus behaves: memory, time of parent and workers, small files, and being killed at any moment.

    python benchmarks/run.py jsonl --megabytes 1000     one big file: memory, CPU time, speed by number of workers
    python benchmarks/run.py overhead --megabytes 20    reading, writing and the ledger beside cleaning alone
    python benchmarks/run.py files --count 100000       small files beside the same text as JSON Lines; a second run
    python benchmarks/run.py kill --times 50            kill -9 at random moments, until the run is through

`jsonl`, `files` and `kill` take `--filters characters punctuation`: these only, where the default pipeline takes hours.

The text is that of the seeds, cut into documents of about 3 KB and put into new orders.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from cleantext import default_pipeline
from cleantext.pipeline import Pipeline
from cleantext.run.corpus import clean_all
from cleantext.run.extras import need_parquet, need_pyarrow
from cleantext.run.journal import opened
from cleantext.run.plan import Folders, plan
from cleantext.run.shape import shape_of
from cleantext.run.sources import source_of

SEEDS = Path(__file__).parent.parent / "seeds"
COMMAND = [sys.executable, "-m", "cleantext", "clean", "--quiet"]
MEASURED = """
import resource, sys
from cleantext.__main__ import main
sys.argv = ["cleantext", *sys.argv[1:]]
if __name__ == "__main__":
    try:
        main()
    except SystemExit as end:
        code = end.code
    own, others = (resource.getrusage(one) for one in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(code, own.ru_utime + own.ru_stime, own.ru_maxrss / 1000, others.ru_utime + others.ru_stime,
          others.ru_maxrss / 1000, file=sys.stderr)
"""


def documents(size: int, length: int = 1000, seed: int = 7) -> Iterator[str]:
    """Yield documents of at least `length` characters, together about `size` bytes of UTF-8."""
    chance = random.Random(seed)  # noqa: S311 - examples, not secrets
    lines = [line for path in sorted(SEEDS.glob("*.txt")) for line in path.read_text("utf-8", "replace").split("\n")]
    while size > 0:
        document = ""
        while len(document) < length:
            document += chance.choice(lines) + "\n"
        size -= len(document.encode())
        yield document


def write_jsonl(path: Path, size: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(documents(size)):
            file.write(json.dumps({"id": number, "text": text, "score": 0.5}, ensure_ascii=False) + "\n")


def measured(folder: Path, *arguments: str) -> list[float]:
    """Run the command: exit code, CPU seconds and peak MB of the parent, then of the workers, then seconds."""
    script = folder / "measured.py"
    script.write_text(MEASURED)
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, str(script), "clean", "--quiet", *arguments], stderr=subprocess.PIPE, text=True, check=True
    )
    return [*map(float, done.stderr.split()[-5:]), time.perf_counter() - start]


def configured(folder: Path, options: argparse.Namespace) -> list[str]:
    """Write a configuration; return the arguments that name it."""
    config = folder / "cleantext.toml"
    config.write_text(f"filters = {json.dumps(options.filters)}\n" if options.filters else "")
    return ["--config", str(config)]


def jsonl(options: argparse.Namespace, folder: Path) -> None:
    path = folder / "in.jsonl"
    write_jsonl(path, options.megabytes * 1_000_000)
    config = configured(folder, options)
    print(f"{path.stat().st_size / 1e6:.0f} MB of JSON Lines, with ledger; load {os.getloadavg()[0]:.1f}")
    print("workers  parent CPU s  parent MB  workers CPU s  most MB a worker  share of parent  seconds  MB/s")
    for workers in options.workers:
        out, ledgers = str(folder / "out"), str(folder / "ledgers")
        arguments = ["-o", out, "--edits", ledgers, "--workers", str(workers), *config]
        _, own, own_peak, others, peak, seconds = measured(folder, str(path), *arguments)
        share = own / others if others else 0
        speed = path.stat().st_size / 1e6 / seconds
        print(
            f"{workers:7}  {own:12.1f}  {own_peak:9.0f}  {others:13.1f}  {peak:16.0f}  {share:15.1%}  {seconds:7.1f}"
            f"  {speed:4.1f}",
            flush=True,
        )
        shutil.rmtree(out)
        shutil.rmtree(ledgers)


def overhead(options: argparse.Namespace, folder: Path) -> None:
    path = folder / "in.jsonl"
    write_jsonl(path, options.megabytes * 1_000_000)
    texts = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
    pipeline = default_pipeline()
    print("CPU seconds: cleaning alone, the run with ledger, without; overhead with, without")
    for number in range(options.rounds + 1):
        start = time.process_time()
        for text in texts:
            pipeline(text).text  # noqa: B018 - the text is made when it is asked for
        alone = time.process_time() - start
        spent = [run_here(path, folder, pipeline, ledger=ledger) for ledger in (True, False)]
        if number:  # the first round is for everything that is made once
            print(
                f"{alone:.2f}  {spent[0]:.2f}  {spent[1]:.2f}  {spent[0] / alone - 1:.1%}  {spent[1] / alone - 1:.1%}",
                flush=True,
            )


def run_here(path: Path, folder: Path, pipeline: Pipeline, *, ledger: bool) -> float:
    """Clean a file in this process, as the command does with one worker; return the CPU seconds."""
    folders = Folders(folder / "out", folder / "ledgers" if ledger else None)
    start = time.process_time()
    jobs = plan([source_of(str(path))], folders, lambda source: shape_of(source.place.name))
    with opened(folder / "out", {}, restart=True) as journal:
        for _ in clean_all(jobs, (pipeline,), 1, journal):
            pass
    return time.process_time() - start


def files(options: argparse.Namespace, folder: Path) -> None:
    path = folder / "in.jsonl"
    size = 0
    with path.open("w", encoding="utf-8") as file:
        for number, text in zip(range(options.count), documents(10**12, options.length), strict=False):
            target = folder / "in" / f"{number // 1000:03}" / f"{number:06}.txt"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
            file.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")
            size += len(text.encode())
    print(f"{options.count:,} files of {size / 1e6:.0f} MB; load {os.getloadavg()[0]:.1f}")
    config = configured(folder, options)
    one = measured(folder, str(path), "-o", str(folder / "a"), *config)[-1]
    print(f"as JSON Lines {one:.1f} s", flush=True)
    many = measured(folder, str(folder / "in"), "-o", str(folder / "b"), *config)
    print(f"as files {many[-1]:.1f} s, factor {many[-1] / one:.2f}; peak of the parent {many[2]:.0f} MB", flush=True)
    again = measured(folder, str(folder / "in"), "-o", str(folder / "b"), *config)
    print(f"again, with nothing to do: {again[-1]:.1f} s, {again[1]:.1f} s of CPU")


def kill(options: argparse.Namespace, folder: Path) -> None:
    make_four_kinds(folder / "in", options.megabytes * 1_000_000)
    arguments = [str(folder / "in"), "--edits", str(folder / "ledgers"), "--suggestions", str(folder / "suggestions")]
    arguments += ["--workers", "2", "--max-document", "1MB", *configured(folder, options)]
    start = time.perf_counter()
    subprocess.run([*COMMAND, *arguments, "-o", str(folder / "out")], check=False, stderr=subprocess.DEVNULL)
    whole = time.perf_counter() - start
    print(f"an undisturbed run takes {whole:.1f} s; load {os.getloadavg()[0]:.1f}", flush=True)
    right = contents(folder)
    chance = random.Random(options.seed)  # noqa: S311 - moments, not secrets
    kills = rounds = 0
    while kills < options.times:
        for name in ("out", "ledgers", "suggestions"):
            shutil.rmtree(folder / name)
        rounds += 1
        while True:
            limit = chance.uniform(0, whole)
            with subprocess.Popen([*COMMAND, *arguments, "-o", str(folder / "out")], stderr=subprocess.DEVNULL) as run:
                try:
                    run.wait(limit)
                    break
                except subprocess.TimeoutExpired:
                    run.send_signal(signal.SIGKILL)
                    kills += 1
        if contents(folder) != right:
            sys.exit(f"round {rounds}, after {kills} kills: the results differ")
        print(f"{kills} kills, {rounds} runs through: all equal", flush=True)


def make_four_kinds(folder: Path, size: int) -> None:
    """Write small files, and shards of three kinds, with some documents that fail in each."""
    pa, pq = need_pyarrow(), need_parquet()
    folder.mkdir()
    texts = list(documents(size))
    for number, text in enumerate(texts):
        (folder / f"{number:05}.txt").write_text(text, "utf-8")
    (folder / "bad.txt").write_bytes(bytes(range(256)) * 8)
    lines = [json.dumps({"text": text}, ensure_ascii=False) for text in texts]
    lines[3:3] = ['{"text": 5}', "{", '{"text": "' + "长" * 500_000 + '"}']
    data = ("\n".join(lines) + "\n").encode()
    (folder / "a.jsonl").write_bytes(data)
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(data))
    pq.write_table(pa.table({"text": [None, *texts]}), folder / "c.parquet", row_group_size=500)


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of the results, hidden ones too, but for the journal, which tells how they came about."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for name in ("out", "ledgers", "suggestions")
        for path in (folder / name).rglob("*")
        if path.is_file() and path.name not in ("journal.jsonl", "run.json", "lock")
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, default in (("jsonl", 1000), ("overhead", 20), ("kill", 2)):
        commands.add_parser(name).add_argument("--megabytes", type=int, default=default)
    commands.choices["jsonl"].add_argument("--workers", type=int, nargs="+", default=[2])
    commands.choices["overhead"].add_argument("--rounds", type=int, default=3)
    commands.choices["kill"].add_argument("--times", type=int, default=50)
    commands.choices["kill"].add_argument("--seed", type=int, default=7)
    commands.add_parser("files").add_argument("--count", type=int, default=100_000)
    commands.choices["files"].add_argument("--length", type=int, default=1000)
    for name in ("jsonl", "files", "kill"):
        commands.choices[name].add_argument("--filters", nargs="+", metavar="NAME")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        {"jsonl": jsonl, "overhead": overhead, "files": files, "kill": kill}[options.command](options, Path(folder))


if __name__ == "__main__":
    main()
