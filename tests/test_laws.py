"""The laws of the default pipeline, on documents made of what real ones are made of."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleantext import DecodeError, Document, default_pipeline
from cleantext.edits import inverse, render

PROSE = [
    "今天,我们在这里召开全县基层组织建设年工作推进会,主要任务是总结去年以来的工作,研究部署今年的任务。",
    "村里修路的事情一共花了三个月,大家都说好,尤其是上学的孩子们再也不用绕路了",
    "要坚持把发展作为第一要务,着力解决群众最关心的问题。",
    "“四项要求”就是要抓落实、全覆盖、求实效、受欢迎。",
    "一、总体要求",
    "床前明月光,",
    "2、成效明显。",
]
NOISE = [
    "", "温馨提示:", "1. 下载前请仔细阅读文档内容,付费后不予退款。",
    "2. 本文档由用户上传,如有侵权请联系客服删除。",
    "责任编辑:wind", "- 上一篇:提供组织保证", "版权声明:",
    "凡本网注明“来源:某某网”的作品,未经本网授权不得转载。",
    "- 12 -", "第3页 共9页", "3", "1、", "工作布臵", "立足效劳群众、效劳企业",
    "理论根底教育〞", "“四项要求〞就是要抓落实",
    "村里修路的事情一共花了5", "原那么", "发8", "展需要", "2021年", "附件1", "时间:2022-10-27 05:54:00", "讲", "话",
    "第一页。 \f", "\f", "\f\f第二页", "村里修路的事情一共\f花了三个月", "汉\u200d",
    "全\u200b角\r", "⼀致  ", "摘要: 今天,我们在这里召开全县基层组织建设年工作推进会,主要任务是总结去年以来",
]  # fmt: skip
DOCUMENTS = st.lists(st.sampled_from(PROSE + NOISE), min_size=1, max_size=16).map("\n".join)
SAFE = default_pipeline(safety="safe")
DEFAULT = default_pipeline()
EVERYTHING = default_pipeline(safety="suggest", profile="page", script="t2s", assume_rewritten=True)


@pytest.mark.parametrize("pipeline", [SAFE, DEFAULT, EVERYTHING], ids=["safe", "default", "everything"])
@given(text=DOCUMENTS)
def test_the_ledger_of_every_document_holds(pipeline, text):
    document = pipeline(text)
    assert render(text, document.changes) == document.text
    assert render(document.text, inverse(text, document.changes)) == text
    last = 0
    for change in document.changes:
        assert last <= change.start <= change.end <= len(text)
        last = change.end
        assert all(edit.reason and edit.rule for edit in change.edits)
    for suggestion in document.suggestions:
        assert 0 <= suggestion.start <= suggestion.end <= len(text)


@settings(max_examples=300)
@given(text=DOCUMENTS)
def test_a_second_run_of_everything_safe_changes_nothing(text):
    assert SAFE(SAFE(text).text).changes == ()


@pytest.mark.parametrize("one", list(EVERYTHING), ids=lambda one: one.name)
@given(text=DOCUMENTS)
def test_a_second_run_of_every_filter_alone_changes_nothing(one, text):
    alone = type(EVERYTHING)((one,), safety="suggest")
    assert alone(alone(text).text).changes == ()


@given(text=DOCUMENTS)
def test_filters_are_pure(text):
    assert DEFAULT(text) == DEFAULT(text) == default_pipeline()(text)


@pytest.mark.parametrize("one", list(EVERYTHING), ids=lambda one: one.name)
@given(text=DOCUMENTS)
def test_what_was_changed_and_suggested_before_counts_for_nothing(one, text):
    before = DEFAULT(text)
    again, fresh = (
        [replace(edit, evidence={}) for edit in one(document)] for document in (before, Document(before.text))
    )
    assert again == fresh
    alone = type(EVERYTHING)((one,), safety="suggest")
    assert alone(before).text == alone(before.text).text


@given(text=DOCUMENTS)
def test_keep_lines_keeps_the_number_of_lines(text):
    kept = default_pipeline(keep_lines=True)(text.replace("\r", ""))
    assert kept.text.count("\n") == text.count("\n")


@given(text=st.text(max_size=60))
def test_any_text_goes_through(text):
    document = DEFAULT(text)
    assert render(text, document.changes) == document.text


@given(data=st.binary(max_size=80))
def test_any_bytes_are_decoded_or_refused(data):
    try:
        document = DEFAULT(data)
    except DecodeError as error:
        refused = error
    else:
        assert document.decoded.text == document.original
        return
    assert refused.kind
    assert refused.reason
