"""Mojibake: what is read anew, what is left alone, and what is only warned of."""

from __future__ import annotations

import re
from pathlib import Path

import opencc
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cleantext import default_pipeline
from cleantext.document import Document
from cleantext.filters.mojibake import RepairMojibake
from cleantext.pipeline import Pipeline

REPAIR = Pipeline((RepairMojibake(),))
SEEDS = "\n".join(path.read_text(encoding="utf-8") for path in sorted(Path("seeds").glob("*.txt")))
TRADITIONAL = opencc.OpenCC("s2tw").convert(SEEDS)
LINES = [line for line in re.split(r"[\n。]", SEEDS) if len(re.findall("[一-鿿]", line)) > 11]
TRADITIONAL_LINES = [line for line in re.split(r"[\n。]", TRADITIONAL) if len(re.findall("[一-鿿]", line)) > 11]


def repaired(text):
    return REPAIR(Document(text))


def browser(data):
    """Read bytes as a browser reads Windows-1252: what it has no character for are C1 controls."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)


WRONG = {
    "utf-8 as latin-1": (LINES, lambda text: text.encode().decode("latin-1")),
    "utf-8 as windows-1252": (LINES, lambda text: browser(text.encode())),
    "utf-8 as gb18030": (LINES, lambda text: text.encode().decode("gb18030")),
    "gbk as latin-1": (LINES, lambda text: text.encode("gb18030").decode("latin-1")),
    "gbk as windows-1252": (LINES, lambda text: browser(text.encode("gb18030"))),
    "gbk as big5": (LINES, lambda text: text.encode("gbk").decode("cp950")),
    "big5 as latin-1": (TRADITIONAL_LINES, lambda text: text.encode("cp950").decode("latin-1")),
    "big5 as windows-1252": (TRADITIONAL_LINES, lambda text: browser(text.encode("cp950"))),
}


def spoilt_or_none(spoil, text):
    """Read text wrongly, or give nothing where that would lose a byte."""
    try:
        return spoil(text)
    except UnicodeError:
        return None


@pytest.mark.parametrize("kind", WRONG)
@given(st.data())
def test_a_line_that_was_read_wrongly_comes_back(kind, data):
    lines, spoil = WRONG[kind]
    line = data.draw(st.sampled_from(lines))
    clean = line[: data.draw(st.integers(12, 120))]
    spoilt = spoilt_or_none(spoil, clean)
    assume(spoilt)
    document = repaired(spoilt)
    assert document.text == clean
    assert {edit.category for change in document.changes for edit in change.edits} == {"mojibake"}


def test_mojibake_that_begins_like_a_windows_metafile_comes_back():
    assert repaired("推广律师、注册会计师行业".encode("gb18030").decode("latin-1")).text == "推广律师、注册会计师行业"


@pytest.mark.parametrize("kind", WRONG)
@given(st.data())
def test_a_second_run_changes_nothing(kind, data):
    lines, spoil = WRONG[kind]
    drawn = data.draw(st.lists(st.sampled_from(lines), max_size=4))
    pieces = [spoilt_or_none(spoil, line) or line for line in drawn]
    once = repaired("\n".join([*pieces, data.draw(st.text(max_size=20))]))
    assert repaired(once.text).text == once.text


@given(st.text(st.characters(max_codepoint=0x17F, exclude_characters="\n")))
def test_nothing_breaks_and_nothing_changes_twice(text):
    once = repaired(text).text
    assert repaired(once).text == once


def test_no_line_of_the_seeds_is_changed():
    for text in (SEEDS, TRADITIONAL):
        assert repaired(text).changes == ()


@pytest.mark.parametrize(
    "clean",
    [
        "Où est le café ? Déjà fermé, à côté de l’hôtel « Étoile ».",
        "OPÇÕES E INFORMAÇÕES: NÃO HÁ REFERÊNCIAS",
        "Größe, Übermut, süß, Äpfel und Öl — naïve Fiancé",
        "××省××市××县，××同志：",
        "×××××",
        "25℃±2，10×20，A·B·C",
        "Люди рождаются свободными и равными в достоинстве",
        "国境の長いトンネルを抜けると雪国であった",
        " 組み込みフィルタ 組み込みタグ",
        "모든 국민은 법 앞에 평등하다",
        "魑魅魍魉 饕餮 耄耋 囹圄",
        "龘靐齉爩",
        "锟字辈和锟铻剑",
        "烫烫的火锅",
        "屯田、屯垦",
        "",
        "plain ASCII",
    ],
)
def test_clean_text_is_left_alone(clean):
    document = repaired(clean)
    assert document.text == clean
    assert document.warnings == ()


def test_the_ledger_says_what_was_read_anew_and_how():
    document = repaired("标题\n" + "加强党的建设".encode().decode("latin-1") + "\n正文。")
    (change,) = document.changes
    assert document.text == "标题\n加强党的建设\n正文。"
    assert change.edits[0].rule == "utf-8-read-as-latin"
    assert change.edits[0].evidence == {"paths": ["utf-8-read-as-latin"]}
    assert document.revert(change).text == document.original


def test_a_part_of_a_line_is_read_anew():
    spoilt = "来源：" + "人民日报".encode().decode("latin-1") + "，今天。"
    assert repaired(spoilt).text == "来源：人民日报，今天。"


def test_text_that_was_read_wrongly_twice_comes_back():
    twice = "干部教育培训工作".encode().decode("latin-1").encode().decode("latin-1")
    assert repaired(twice).text == "干部教育培训工作"
    assert repaired(twice.encode().decode("latin-1")).text == "干部教育培训工作"


@pytest.mark.parametrize(
    ("lost", "kind"),
    [
        ("正文锟斤拷锟斤拷在这里", "replacement characters read as GBK"),
        ("正文ï¿½ï¿½在这里", "replacement characters read as Latin-1"),
        ("烫烫烫烫烫烫", "stack memory that was never written, read as GBK"),
        ("屯屯屯屯屯", "heap memory that was never written, read as GBK"),
        ("鑰屼笖姣忎粠涓�涓浜哄仛璧�", "UTF-8 read as GB18030"),
    ],
)
def test_what_is_lost_is_warned_of_and_not_guessed(lost, kind):
    document = repaired(f"第一行是好的。\n{lost}\n最后一行也是好的。")
    assert document.changes == ()
    (warning,) = document.warnings
    assert warning.code == "unrecoverable"
    assert warning.evidence["kind"] == kind
    assert warning.evidence["places"] == 1
    assert 8 <= warning.evidence["first"] <= 10


def test_it_is_first_in_the_default_pipeline_and_can_be_left_out():
    pipeline = default_pipeline()
    assert next(one.name for one in pipeline) == "mojibake"
    spoilt = "干部教育培训工作".encode().decode("latin-1")
    assert pipeline(spoilt).text == "干部教育培训工作"
    assert not any(
        edit.category == "mojibake" for change in pipeline.without("mojibake")(spoilt).changes for edit in change.edits
    )
