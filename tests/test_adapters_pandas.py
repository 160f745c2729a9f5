"""pandas: a function over a series."""

from __future__ import annotations

from importlib import import_module

import pytest

import cleantext
from cleantext import InputError, Pipeline

pandas = pytest.importorskip("pandas")
adapter = import_module("cleantext.adapters.pandas")
clean_series, document_series = adapter.clean_series, adapter.document_series

TEXTS = ["我们布臵任务。", "正文。\n" * 9 + "下载需要20积分", "", "　\n", "Latin only", "甲\u200b乙", "没有什么可改。"]


@pytest.mark.parametrize("kind", [None, object, "string", "category"])
def test_a_series_keeps_its_index_its_name_its_type_and_its_missing_values(kind):
    texts = [*TEXTS[:5], TEXTS[0]]
    series = pandas.Series([*texts, None], index=list("hgfedcb"), name="body", dtype=kind)
    found = clean_series(series)
    assert found.tolist()[:-1] == list(map(cleantext.clean, texts))
    assert found.isna().tolist() == [False] * 6 + [True]
    assert (list(found.index), found.name, found.dtype.name) == (list("hgfedcb"), "body", series.dtype.name)


def test_a_frame_gets_a_column_and_an_empty_series_stays_empty():
    frame = pandas.DataFrame({"body": TEXTS}, index=[0] * len(TEXTS))
    frame["clean"] = clean_series(frame["body"], Pipeline(()))
    assert frame["clean"].tolist() == TEXTS
    assert clean_series(frame["body"][:0]).empty


def test_documents_hold_the_ledger():
    found = document_series(pandas.Series(["布臵".encode(), float("nan")], dtype=object))
    assert found[0] == cleantext.default_pipeline()("布臵".encode())
    assert found[1] is None


@pytest.mark.parametrize("value", [3, ["布臵"], {}])
def test_what_is_no_text_is_an_error(value):
    with pytest.raises(InputError):
        clean_series(pandas.Series([value], dtype=object))
