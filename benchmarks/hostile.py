"""How the time grows on texts that are built to be slow: the ratio of the times of 2n and n characters, 2 if linear.

Usage: python benchmarks/hostile.py [--characters 200000] [--filters] [SHAPE...]
Each shape is cleaned by the default pipeline and by one with everything on, or, with --filters, by each filter alone;
each shape of bytes is decoded. Time is that of the process, the least of three. The exit code is 1 where a ratio is
above 3 and the time worth naming.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import time
from collections.abc import Callable
from typing import Any, Final

from cleantext import DecodeError, Pipeline, decode, default_pipeline
from cleantext.pipeline import name_of
from cleantext.rules import builtin_rules

MOST: Final = 3.0
"""The greatest ratio that is taken for linear: caches and garbage cost a little, a square doubles it."""

WORTH: Final = 0.2
"""Seconds below which a ratio says nothing."""

Shape = Callable[[int], str]


def again(piece: str) -> Shape:
    """Return the shape that says one thing again and again."""
    return lambda length: (piece * (length // len(piece) + 1))[:length]


def nested(opening: str, closing: str) -> Shape:
    """Return the shape of brackets, each inside the one before."""
    return lambda length: opening * (length // 2) + closing * (length // 2)


def mixed(pieces: list[str], end: str) -> Shape:
    """Return the shape of things in a random order."""

    def made(length: int) -> str:
        chance = random.Random(length)  # noqa: S311 - a text, not a secret
        found: list[str] = []
        size = 0
        while size < length:
            found.append(chance.choice(pieces) + end)
            size += len(found[-1])
        return "".join(found)[:length]

    return made


def counted(form: str) -> Shape:
    """Return the shape of lines that count upwards."""
    return lambda length: "".join(form.format(number) for number in itertools.islice(itertools.count(1), length // 4))[
        :length
    ]


def shapes() -> dict[str, Shape]:
    """Return every shape, by name."""
    clauses = [
        f"{one}开展了{two}工作" for one in "我们他们全县各级有关部门" for two in ("学习", "检查", "调研", "培训")
    ]
    examples = [example for rule in builtin_rules() for example, _ in rule.examples]
    single = {
        f"only {one!a}": again(one) for one in "的a1 \u3000。-—.(|#*=?\n\t\x00\u0301\u200b\ufeff\ufffd\ue000臵⼀〞"
    }
    return single | {
        "no line end": mixed(clauses, "，"),
        "no line end, sentences": mixed(clauses, "。"),
        "prose": mixed(clauses, "。\n"),
        "line ends": again("\r\n"),
        "one word a line": mixed(clauses, "\n"),
        "one character a line": again("的\n"),
        "combining marks": lambda length: "a" + "\u0301" * length,
        "combining marks, two kinds": again("a\u0301\u0323\u0301"),
        "brackets": nested("(", ")"),
        "brackets 【】": nested("【", "】"),
        "quotes": nested("“", "”"),
        "quotes, only opening": again("“甲"),
        "brackets, only opening": again("（甲"),
        "replaced words": again("工作布臵效劳群众，"),
        "replaced words, a line": again("立足效劳群众，强化落实。\n"),
        "radicals": again("⼯作⼀致⽣活，"),
        "mojibake": again("ä¸\xadæ–‡"),
        "mojibake of GBK": again("锟斤拷"),
        "mojibake, a line": again("ÖÐ¹ú\n"),
        "zero width": again("甲\u200b乙\u200d"),
        "pinyin": again("重庆(chongqing)"),
        "numbers in order": counted("{}、"),
        "numbers in order, a line": counted("{}\n"),
        "page marks": counted("- {} -\n"),
        "page marks in sentences": counted("我们全县\n- {} -\n各级部门\n"),
        "form feeds": again("我们\f"),
        "letter spacing": again("我 们 全 县 "),
        "one character a line, vertical": again("工\n作\n报\n告\n\n"),
        "rows": again("| 甲 | 乙 |\n"),
        "columns": again("我们全县开展          他们各级有关\n"),
        "tabs": again("甲\t乙\n"),
        "addresses": again("http://www.a.cn/b?c=1 "),
        "entities": again("&nbsp;"),
        "tags": again("<br><p>"),
        "hyphens": again("exam-\nple "),
        "the same sentence": again("我们在全县开展了学习教育工作，并且取得了明显的成效。"),
        "the same paragraph": again("我们在全县开展了学习教育工作，并且取得了明显的成效。\n"),
        "Traditional": again("團購網站發佈後臺資訊，"),
        "notices": mixed(examples, "\n"),
        "notices in one line": mixed(examples, ""),
        "beginnings of notices": mixed([one[: len(one) // 2] for one in examples], "\n"),
        "ends of notices": mixed([one[len(one) // 2 :] for one in examples], "\n"),
        "astral": again("𠮷😀"),
        "surrogates": again("\ud800甲"),
    }


def byte_shapes() -> dict[str, bytes]:
    """Return what bytes are made of by saying it again and again."""
    return {
        "0x81": b"\x81",
        "0xff": b"\xff",
        "0x80 0x81": b"\x80\x81",
        "0xa1": b"\xa1",
        "0xe4": b"\xe4",
        "NUL": b"\0",
        "escape": b"\x1b$B",
        "HZ": b"~{VPND~}",
        "HZ, only opening": b"~{",
        "UTF-7": b"+Ti1lhw-",
        "references": b"&#x4e2d;",
        "escaped": b"\\u4e2d",
        "percent": b"%E4%B8%AD",
        "ASCII": b"a",
        "tags": b"<meta charset=",
        "BOM": b"\xef\xbb\xbf",
        "UTF-16": "中文".encode("utf-16-le"),
        "GBK": "中文".encode("gbk"),
        "GBK shifted": "中文".encode("gbk")[1:] + b"\xd6",
        "GBK and UTF-8": "中文".encode("gbk") + "中文".encode(),
        "Big5": "中文".encode("big5"),
        "GB 18030, four bytes": "\u0800".encode("gb18030"),
        "all bytes": bytes(range(256)),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="SHAPE")
    parser.add_argument("--characters", type=int, default=200_000)
    parser.add_argument("--filters", action="store_true")
    settings = parser.parse_args()
    everything = default_pipeline(safety="suggest", profile="page", script="t2s", assume_rewritten=True)
    works: dict[str, Callable[[str], object]] = {"default": default_pipeline(), "everything on": everything}
    if settings.filters:
        works = {name_of(one): Pipeline((one,), safety="suggest") for one in everything}
    bad = 0
    for name, shape in shapes().items():
        if not settings.names or name in settings.names:
            texts = (shape(settings.characters), shape(2 * settings.characters))
            for work, call in works.items():
                bad += _shown(name, work, run(call, texts[0]), run(call, texts[1]), texts[1])
    for name, piece in byte_shapes().items():
        if not settings.names or name in settings.names:
            few, many = (piece * (size // len(piece)) for size in (settings.characters, 2 * settings.characters))
            bad += _shown(name, "decode", run(decoded, few), run(decoded, many), many)
    print(f"{bad} not linear")
    return int(bad > 0)


def run(work: Callable[[Any], object], data: str | bytes) -> float:
    """Return the least of three times, in seconds of the process; what takes long is run once."""
    times: list[float] = []
    while len(times) < 3 and sum(times) < 2:
        start = time.process_time()
        work(data)
        times.append(time.process_time() - start)
    return min(times)


def decoded(data: bytes) -> None:
    """Decode bytes, which may be no text."""
    try:
        decode(data)
    except DecodeError:
        return


def _shown(name: str, work: str, few: float, many: float, data: str | bytes) -> bool:
    """Print a row; tell whether it is one of those that should not be."""
    size = len(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))
    ratio = many / max(few, 1e-6)
    bad = many > WORTH and ratio > MOST
    mark = "  <-- not linear" if bad else ""
    print(f"{name:32} {work:14} {size / max(many, 1e-6) / 1e6:8.2f} MB/s  ratio {ratio:5.2f}{mark}", flush=True)
    return bad


if __name__ == "__main__":
    sys.exit(main())
