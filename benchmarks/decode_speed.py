"""How long decoding takes beside the detectors that are installed, and a stream beside plain codecs.

Usage: python benchmarks/decode_speed.py FOLDER [--megabytes N]

FOLDER is `held` of what `decode_texts.py` makes. All readers of a row are timed in turn, five times, in processor
time; medians. A peer's time is that of its label and of decoding with that.
"""

from __future__ import annotations

import argparse
import codecs
import contextlib
import random
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from decode_cases import Texts
from decode_peers import Label, codec_name, labels

from cleantext.decoding import decode, decode_stream

ROUNDS: Final = 5
KINDS: Final = (("utf-8", "simplified"), ("gb18030", "simplified"), ("cp950", "traditional"))
PIECE: Final = 1 << 18


def medians(runs: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return milliseconds."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            start = time.process_time()
            run()
            times[name].append(1000 * (time.process_time() - start))
    return {name: statistics.median(found) for name, found in times.items()}


def by_label(label: Label, data: bytes) -> Callable[[], object]:
    def run() -> object:
        with contextlib.suppress(LookupError):
            return data.decode(codec_name(label(data)), "replace")
        return None

    return run


def of_size(texts: Texts, encoding: str, script: str, size: int) -> bytes:
    text = texts.prepared(encoding, script)
    text *= 1 + 2 * size // len(text)
    return text[: size // 2 + size // 4].encode(encoding)[:size].rsplit(b"\n", 1)[0]


def whole(texts: Texts) -> None:
    found = labels()
    for size in (1 << 16, 1 << 20):
        print(f"\nmilliseconds for {size >> 10} KB: plain decoding; cleantext; with 1 % of the bytes wrong; peers")
        for encoding, script in KINDS:
            data = of_size(texts, encoding, script, size)
            chance = random.Random(1)  # noqa: S311 - the same damage for everybody
            broken = bytearray(data)
            for _ in range(len(data) // 100):
                broken[chance.randrange(len(data))] = chance.randrange(256)
            runs: dict[str, Callable[[], object]] = {
                "plain": partial(data.decode, encoding),
                "cleantext": partial(decode, data),
                "damaged": partial(decode, bytes(broken)),
            }
            runs |= {name: by_label(label, data) for name, label in found.items() if name != "cleantext"}
            print(
                f"{encoding:10}" + "; ".join(f"{name} {took:.1f}" for name, took in medians(runs).items()), flush=True
            )


def plain_stream(path: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        while chunk := file.read(PIECE):
            yield decoder.decode(chunk)


def our_stream(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        for piece in decode_stream(file):
            yield piece.text


def drained(stream: Callable[..., Iterator[str]], *arguments: object) -> int:
    return sum(map(len, stream(*arguments)))


def peak(run: Callable[[], object]) -> float:
    """Return the most memory that a run takes, in megabytes."""
    tracemalloc.start()
    run()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6


def streamed(texts: Texts, megabytes: int) -> None:
    print(f"\nseconds for a stream of {megabytes} MB: plain codec, cleantext, ratio; most memory of each in MB")
    for encoding, script in KINDS:
        block = of_size(texts, encoding, script, 1 << 20) + b"\n"
        with tempfile.NamedTemporaryFile() as file:
            for _ in range(megabytes):
                file.write(block)
            file.flush()
            path = Path(file.name)
            runs: dict[str, Callable[[], object]] = {
                "plain": partial(drained, plain_stream, path, encoding),
                "ours": partial(drained, our_stream, path),
            }
            took = medians(runs)
            memory = peak(runs["plain"]), peak(runs["ours"])
        plain, ours = took["plain"] / 1000, took["ours"] / 1000
        print(f"{encoding:10}{plain:8.3f}{ours:8.3f}{ours / plain:8.2f}{memory[0]:8.1f}{memory[1]:8.1f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="texts made by decode_texts.py")
    parser.add_argument("--megabytes", type=int, default=100, help="length of the stream")
    arguments = parser.parse_args()
    texts = Texts(arguments.folder)
    streamed(texts, arguments.megabytes)
    whole(texts)


if __name__ == "__main__":
    main()
