"""The library inside other people's pipelines: exactly its own result, with nothing lost on the way."""

from __future__ import annotations

import json
import subprocess
import sys

import cleantext
from cleantext import Document
from cleantext.adapters.ledger import ledger_of

TEXTS = [
    "我们布臵任务。",
    "正文。\n" * 9 + "下载需要20积分",
    "",
    "　\n",
    "Latin only",
    "甲\u200b乙\ud800",
    "没有什么可改。",
]


def test_a_ledger_is_one_string_of_ascii_that_makes_the_document_again():
    for text in TEXTS:
        document = cleantext.default_pipeline()(text)
        assert ledger_of(document).isascii()
        assert Document.from_dict(json.loads(ledger_of(document))) == document


def test_importing_the_library_imports_no_framework():
    code = "import sys, cleantext.adapters, cleantext.api; print(sorted(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.decode()
    assert not any(repr(name) in found for name in ("datatrove", "datasets", "pandas", "sklearn", "pyarrow"))
