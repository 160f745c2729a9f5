"""The long search for input that breaks something; the default run holds the same laws on fewer cases.

Usage: python -m tests.fuzz [--cases 10000] [--seed N] [TARGET...]
A target is looked at with that many cases, new ones each time; without names, all are. The cases are drawn slice by
slice, each with a seed of its own that is shown: a search that is interrupted has lost little, and one slice can be
looked at again. Every case that fails is shown in its smallest form, with the target's name; turn it into a test.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import duckdb
import pyarrow as pa
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from pyarrow import parquet

from cleantext import CleantextError, DecodeError, Document, Pipeline, RuleError, decode, default_pipeline
from cleantext.dedupe.sketch import sketch
from cleantext.dedupe.store import FILE, open_index
from cleantext.edits import inverse, render
from cleantext.filters.repair import RepairConfusions
from cleantext.filters.repair.model import Confusion
from cleantext.filters.repair.table import parse_table
from cleantext.rules import parse_rules
from cleantext.rules.model import Rule
from cleantext.run.config import load_config
from cleantext.run.journal import key, opened
from cleantext.run.layouts import rewrite, rows_of
from cleantext.run.parquet import TableError
from cleantext.run.plan import Job
from cleantext.run.resume import begin
from cleantext.run.settings import pipeline_settings
from cleantext.run.shape import shape_of
from cleantext.run.sources import STATE, source_of

T = TypeVar("T")

CODECS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "gb18030", "gbk", "cp950", "big5hkscs", "hz")
PIPELINE = default_pipeline()
EVERYTHING = default_pipeline(safety="suggest", profile="page", script="t2s", assume_rewritten=True)

LINES = st.sampled_from([
    "今天,我们在这里召开全县基层组织建设年工作推进会,主要任务是总结去年以来的工作,研究部署今年的任务。",
    "床前明月光，", "疑是地上霜。", "一、总体要求", "第三条 本办法自公布之日起施行。", "甲方：某某公司", "",
    "温馨提示：", "1. 下载前请仔细阅读文档内容,付费后不予退款。", "本文档由用户上传,如有侵权请联系客服删除。",
    "版权声明:凡本网注明“来源:某某网”的作品,未经本网授权不得转载。", "责任编辑：某某", "上一篇：无", "分享到微信",
    "- 12 -", "第3页 共9页", "3", "1、", "工作布臵", "立足效劳群众、效劳企业", "教育〞",
    "发8", "展需要", "\f", "讲", "话", "ä¸\xadæ–‡", "锟斤拷", "團(tuán)購",
    "\u200b\ufeff\u2028", "👨\u200d👩\u200d👧", "\ue000⼀致",
])  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=120),
    st.lists(st.one_of(LINES, st.text(max_size=20)), max_size=12).map("\n".join),
)


@st.composite
def _damaged_bytes(draw: st.DrawFn) -> bytes:
    """Draw encoded text, cut at both ends, with bytes replaced, dropped and put in, and perhaps another text behind."""
    data = bytearray()
    for _ in range(draw(st.integers(1, 2))):
        data += draw(TEXTS).encode(draw(st.sampled_from(CODECS)), "ignore")
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        data[at : at + draw(st.integers(0, 2))] = draw(st.binary(max_size=2))
    return bytes(data[draw(st.integers(0, 3)) :][: draw(st.integers(0, 400))])


def _result_of(
    work: Callable[[Any], T], data: object, refusal: type[Exception] | tuple[type[Exception], ...]
) -> T | None:
    """Return what came of it; None where it was refused, with words."""
    try:
        return work(data)
    except refusal as error:
        refused = str(error)
    assert len(refused) > 10
    return None


def _bytes_to_ledger_and_back(data: bytes) -> None:
    decoded = _result_of(decode, data, DecodeError)
    if decoded is None:
        return
    last = 0
    for damage in decoded.damage:
        assert last <= damage.byte_start < damage.byte_end <= len(data)
        assert decoded.text[damage.start : damage.end] in ("", "\N{REPLACEMENT CHARACTER}")
        last = damage.byte_end
    _holds(PIPELINE(data))


def _text_to_ledger_and_back(text: str) -> None:
    for pipeline in (PIPELINE, EVERYTHING):
        document = pipeline(text)
        assert document.original == text
        _holds(document)


def _holds(document: Document) -> None:
    """Hold the laws of the ledger against a document, and bring it back from JSON."""
    assert render(document.original, document.changes) == document.text
    assert render(document.text, inverse(document.original, document.changes)) == document.original
    for change in document.changes[:3]:
        assert change not in document.revert(change).changes
    if "\ud800" <= max(document.original, default="") <= "\udfff":
        return
    assert Document.from_dict(json.loads(json.dumps(document.to_dict()))) == document


_VALUES = st.one_of(
    st.text(max_size=12), st.integers(), st.booleans(), st.lists(st.text(max_size=6), max_size=3),
    st.lists(st.lists(st.text(max_size=6), max_size=3), max_size=2),
    st.sampled_from(["line", "block", "span", "head", "tail", "safe", "share_header", "本站.*下载", "(本站|)+", "a-b"]),
)  # fmt: skip
_KEYS = st.sampled_from([*Rule.__dataclass_fields__, "nonsense"])


@st.composite
def _rule_files(draw: st.DrawFn) -> bytes:
    """Draw a rule file: now and then a good one, mostly with something wrong in it."""
    entry: dict[str, Any] = {
        "id": "my-site",
        "category": "share_header",
        "reason": "why",
        "pattern": "本站文件欢迎下载",
        "examples": [["本站文件欢迎下载", ""]],
        "counter_examples": ["甲"],
    }
    entry.update(draw(st.dictionaries(_KEYS, _VALUES, max_size=3)))
    written = "[[rule]]\n" + "\n".join(f"{key} = {json.dumps(value)}" for key, value in entry.items())
    data = bytearray(written.encode())
    for _ in range(draw(st.integers(0, 1))):
        at = draw(st.integers(0, len(data)))
        data[at : at + 1] = draw(st.binary(max_size=3))
    return bytes(data)


def _rules_load_or_say_why(data: bytes) -> None:
    rules = _result_of(lambda file: parse_rules(file, "my.toml"), data, RuleError)
    if rules is not None:
        _holds(default_pipeline(rules=rules)("本站文件欢迎下载\n正文。"))


_CONFUSION_KEYS = st.sampled_from([*Confusion.__dataclass_fields__, "nonsense"])
_CONFUSION_VALUES = st.one_of(
    _VALUES,
    st.lists(st.text("~效劳群众(|)[]{}+*?<=!\\\\d", max_size=8), max_size=2),
    st.floats(),
    st.lists(st.lists(st.sampled_from(["效劳群众", "服务群众", ""]), min_size=2, max_size=2), max_size=2),
)


@st.composite
def _confusion_files(draw: st.DrawFn) -> bytes:
    """Draw a file of confusions: now and then a good one, mostly with something wrong in it."""
    entry: dict[str, Any] = {
        "id": "a-for-b",
        "wrong": "效劳",
        "right": "服务",
        "family": "office",
        "seen": "a page",
        "collocations": ["~群众"],
        "examples": [["效劳群众", "服务群众"]],
        "counter_examples": ["甘愿效劳"],
    }
    entry.update(draw(st.dictionaries(_CONFUSION_KEYS, _CONFUSION_VALUES, max_size=3)))
    lines = [f"{key} = {json.dumps(value)}" for key, value in entry.items()]
    others = [
        f"{key} = {json.dumps(draw(_VALUES))}" for key in draw(st.lists(st.sampled_from(_TABLE_KEYS), max_size=1))
    ]
    written = "\n".join([*others, "[[confusion]]", *lines, *(["[numbers]", "counted = ['人']"] if others else [])])
    data = bytearray(written.encode("utf-8", "replace"))
    for _ in range(draw(st.integers(0, 1))):
        at = draw(st.integers(0, len(data)))
        data[at : at + 1] = draw(st.binary(max_size=3))
    return bytes(data)


_TABLE_KEYS = ["unless", "organisations", "about_errors", "numbers", "confusion", "nonsense"]


def _confusions_load_or_say_why(data: bytes) -> None:
    table = _result_of(lambda file: parse_table(file, "my.toml"), data, RuleError)
    if table is not None:
        _holds(Pipeline((RepairConfusions(confusions=table.confusions),))("立足效劳群众。\n工作布臵。"))


@st.composite
def _spoilt_ledgers(draw: st.DrawFn) -> dict[str, Any]:
    """Draw what `to_dict` gives, with some of its values replaced by others."""
    data = PIPELINE(draw(TEXTS)).to_dict()
    places = [data, *data["changes"], *data["warnings"], data["verdict"]]
    for _ in range(draw(st.integers(1, 2))):
        place: Any = draw(st.sampled_from(places))
        key = draw(st.sampled_from(sorted(place)))
        place[key] = draw(st.one_of(_VALUES, st.none(), st.just({})))
    return data


def _ledgers_are_read_or_refused(data: dict[str, Any]) -> None:
    document = _result_of(Document.from_dict, data, ValueError)
    if document is not None:
        assert render(document.original, document.changes) == document.text


@st.composite
def _shards(draw: st.DrawFn) -> bytes:
    """Draw lines of JSON, most of them rows with a text, some of them broken."""
    values = st.one_of(TEXTS, st.none(), st.integers(), st.floats(), st.lists(st.text(max_size=3), max_size=2))
    rows = draw(st.lists(st.dictionaries(st.sampled_from(["text", "id", "x"]), values, max_size=3), max_size=4))
    ends = draw(st.sampled_from(["\n", "\r\n", "\n\n"]))
    data = bytearray(
        ends.join(json.dumps(row, ensure_ascii=draw(st.booleans())) for row in rows).encode("utf-8", "replace")
    )
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(data)))
        data[at : at + draw(st.integers(0, 2))] = draw(st.binary(max_size=2))
    return bytes(data)


def _rows_are_read_and_stay_what_they_are(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.jsonl")
        path.write_bytes(data)
        shape = shape_of(path.name)
        rows = list(rows_of(path, shape))
        rewrite(path, shape, Path(folder, "b.jsonl"), lambda some: [row.text for row in some])
        written = Path(folder, "b.jsonl").read_bytes()
    assert all((row.text is None) == bool(row.problem or row.kept) for row in rows)
    lines = [row.raw if row.raw.endswith(b"\n") else row.raw + b"\n" for row in rows if not row.problem]
    assert written == b"".join(lines)


_TOML = st.one_of(
    st.text(max_size=12), st.integers(-5, 5), st.booleans(), st.floats(0, 1), st.lists(st.text(max_size=6), max_size=2),
    st.sampled_from(["document", "page", "likely", "safe", "t2s", "16MB", "books"]),
    st.lists(st.sampled_from(["notices", "repair", "layout"]), max_size=3),
)  # fmt: skip
_SETTINGS = st.sampled_from(
    [*pipeline_settings(), "preset", "filters", "without", "filter", "run", "source", "nonsense"]
)


@st.composite
def _configurations(draw: st.DrawFn) -> bytes:
    settings_ = draw(st.dictionaries(_SETTINGS, _TOML, max_size=4))
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings_.items()]
    for table in draw(
        st.lists(st.sampled_from(["[run]", "[filter.repair]", "[filter.notices]", "[[source]]"]), max_size=2)
    ):
        inside = st.sampled_from(["workers", "format", "profile", "keep", "paths", "text_key", "nonsense"])
        lines += [
            table,
            *(f"{key} = {json.dumps(value)}" for key, value in draw(st.dictionaries(inside, _TOML)).items()),
        ]
    return "\n".join(lines).encode("utf-8", "replace")


def _configurations_load_or_say_why(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "cleantext.toml")
        path.write_bytes(data)
        config = _result_of(lambda _: load_config(path, {}, {}), data, (CleantextError, OSError))
    if config is not None:
        assert config.described()


def _tables_are_read_or_refused(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.parquet")
        path.write_bytes(data)
        _result_of(lambda _: list(rows_of(path, shape_of(path.name))), data, (TableError, OSError))


@st.composite
def _spoilt_tables(draw: st.DrawFn) -> bytes:
    """Draw a table as Parquet, with some of its bytes replaced."""
    texts = draw(
        st.lists(st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"]), max_size=20)), max_size=5)
    )
    written = BytesIO()
    parquet.write_table(pa.table({"text": pa.array(texts, pa.string()), "n": list(range(len(texts)))}), written)
    data = bytearray(written.getvalue())
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(data) - 1))
        data[at : at + draw(st.integers(0, 2))] = draw(st.binary(max_size=2))
    return bytes(data)


_PARAGRAPH = "去年以来,全市各级党组织认真学习贯彻会议精神,扎实推进基层组织建设,取得了明显成效,群众满意度得到提高。"
_STATEMENTS = st.sampled_from([
    "drop table pairs", "drop table settings", "delete from settings", "delete from documents", "delete from texts",
    "update settings set value = '2'", "update texts set normal = '\\xFF\\xFE'::blob", "update texts set length = -1",
    "update texts set block = 7", "update paragraphs set start = 900, stop = 3", "update paragraphs set text = 99",
    "update paragraphs set document = 'z'", "update paragraphs set settled = true", "update documents set digest = ''",
    "alter table texts drop column near", "alter table pairs rename column score to x", "drop table decisions",
    "insert into pairs values (0, 99, 0.95, null, 'a')", "update pairs set score = 'nan'::double",
    "insert into decisions values ('a', 0, 5, 0, 'z', 0, 5, 1, 'x')", "insert into joined values (0, 0)",
])  # fmt: skip


@cache
def _index() -> bytes:
    """Return an index of a few documents."""
    with TemporaryDirectory() as folder:
        with open_index(folder) as index:
            index.add(sketch(_PARAGRAPH.replace("一" if n else "去", "好") + "\n甲。", str(n)) for n in range(4))
            for _ in index.search():
                pass
            index.decide()
        return Path(folder, FILE).read_bytes()


Spoilt = tuple[list[tuple[float, bytes]], float, list[str]]
"""Bytes that are put in the place of others, and where; how much of the file stays; statements that are executed."""

_PLACES = st.one_of(st.floats(0, 1), st.floats(0, 0.02))
_SPOILT_BYTES = st.tuples(
    st.lists(st.tuples(_PLACES, st.binary(min_size=1, max_size=8)), min_size=1, max_size=4),
    st.sampled_from([1.0, 1.0, 0.5, 0.01, 0.0]),
    st.just([]),
)
_SPOILT_TABLES = st.tuples(st.just([]), st.just(1.0), st.lists(_STATEMENTS, min_size=1, max_size=2))


def _indexes_are_used_or_refused(spoilt: Spoilt) -> None:
    places, stays, statements = spoilt
    data = bytearray(_index())
    used = len(data.rstrip(b"\0")) - 1
    for place, new in places:
        at = int(place * used)
        data[at : at + len(new)] = new
    with TemporaryDirectory() as folder:
        path = Path(folder, FILE)
        path.write_bytes(data[: int(stays * len(data))])
        if statements:
            with duckdb.connect(str(path)) as connection:
                for statement in statements:
                    with suppress(duckdb.Error):
                        connection.execute(statement)
        _result_of(_searched_index, folder, CleantextError)


def _searched_index(folder: str) -> None:
    with open_index(folder) as index:
        index.add([sketch(_PARAGRAPH + "乙\n丙。", "new")])
        for _ in index.search():
            pass
        index.decide()
        index.found()
        index.sizes()


@st.composite
def _spoilt_journals(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """Draw a journal and a quarantine of a run, with some of what they say replaced."""
    mark: list[Any] = [3, 5, draw(st.sampled_from(["going", "whole", "done"])), 0, 1, [3], {"documents": 1}, 0]
    for _ in range(draw(st.integers(0, 2))):
        mark[draw(st.integers(0, len(mark) - 1))] = draw(st.one_of(_VALUES, st.none(), st.just({"x": 1})))
    marks: Any = draw(st.one_of(st.just({"a.jsonl\nIN": mark}), _VALUES))
    entry: dict[str, Any] = {"quarantined": draw(st.one_of(st.just(0), _VALUES)), "files": marks}
    for one in draw(st.lists(st.sampled_from(sorted(entry)), max_size=1)):
        del entry[one]
    lines = [json.dumps(entry), json.dumps(draw(_VALUES))][: draw(st.integers(1, 2))]
    data = bytearray("\n".join(lines).encode() + b"\n")
    for _ in range(draw(st.integers(0, 1))):
        at = draw(st.integers(0, len(data)))
        data[at : at + 1] = draw(st.binary(max_size=2))
    quarantine = st.one_of(
        st.just(b'{"source": "x"}\n'), st.binary(max_size=9), _VALUES.map(lambda one: json.dumps(one).encode())
    )
    return bytes(data), draw(quarantine)


def _journals_are_taken_up_or_refused(spoilt: tuple[bytes, bytes]) -> None:
    with TemporaryDirectory() as folder:
        path, out = Path(folder, "a.jsonl"), Path(folder, "out")
        path.write_bytes(b"{}\n")
        (out / STATE).mkdir(parents=True)
        (out / STATE / "journal.jsonl").write_bytes(spoilt[0].replace(b"IN", str(path).encode()))
        (out / STATE / "quarantine.jsonl").write_bytes(spoilt[1])
        _result_of(lambda _: _taken_up(path, out), spoilt, CleantextError)


def _taken_up(path: Path, out: Path) -> None:
    job = Job(source_of(str(path)), out / path.name, shape=shape_of(path.name))
    with opened(out, {}, restart=False) as journal:
        begun = begin([job], journal)
        journal.add({key(job): mark for job, mark in begun.todo}, durable=False)
        journal.forget_sources({"y"})


Target = tuple[st.SearchStrategy[Any], Callable[[Any], None]]
TARGETS: dict[str, Target] = {
    "bytes": (st.one_of(st.binary(max_size=200), _damaged_bytes()), _bytes_to_ledger_and_back),
    "text": (TEXTS, _text_to_ledger_and_back),
    "rules": (_rule_files(), _rules_load_or_say_why),
    "confusions": (_confusion_files(), _confusions_load_or_say_why),
    "ledgers": (_spoilt_ledgers(), _ledgers_are_read_or_refused),
    "jsonl": (_shards(), _rows_are_read_and_stay_what_they_are),
    "parquet": (_spoilt_tables(), _tables_are_read_or_refused),
    "configuration": (_configurations(), _configurations_load_or_say_why),
    "index": (st.one_of(_SPOILT_BYTES, _SPOILT_TABLES), _indexes_are_used_or_refused),
    "journal": (_spoilt_journals(), _journals_are_taken_up_or_refused),
}


SLICE = 2_000
"""How many cases are drawn with one seed."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], metavar="TARGET")
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, help="that of the first slice; the next ones follow")
    chosen = parser.parse_args()
    first = random.randrange(1 << 32) if chosen.seed is None else chosen.seed  # noqa: S311 - no secret
    results = [_searched(name, chosen.cases, first) for name in chosen.targets or TARGETS]
    return int(not all(results))


def _searched(name: str, cases: int, first: int) -> bool:
    """Search one target slice by slice, and say what came of it; a slice that fails ends the search of the target."""
    return all(_slice(name, min(SLICE, cases - done), first + done // SLICE) for done in range(0, cases, SLICE))


def _slice(name: str, cases: int, seed_: int) -> bool:
    strategy, holds = TARGETS[name]
    start = time.monotonic()
    search = settings(
        max_examples=cases,
        deadline=None,
        database=None,
        derandomize=False,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    try:
        search(seed(seed_)(given(strategy)(holds)))()
    except Exception:  # noqa: BLE001 - whatever a case raises is what is looked for
        traceback.print_exc()
        _say(f"{name}: seed {seed_}: failed after {time.monotonic() - start:.0f} s")
        return False
    _say(f"{name}: seed {seed_}: {cases:,} cases in {time.monotonic() - start:.0f} s, none failed")
    return True


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
