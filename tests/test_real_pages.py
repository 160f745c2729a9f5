"""Labels of real pages: kept without the text, joined to pages again, measured against what a filter keeps."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))
page_labels = importlib.import_module("page_labels")
page_text = importlib.import_module("page_text")
pages = importlib.import_module("pages")
labelled = importlib.import_module("labelled")
sys.path.remove(str(BENCHMARKS))

MARKED = """\
# url: http://m.example.com/a/1.html
# site: m.example.com
# kind: blog
# script: simplified
# whole: yes
- 首页 | 登录
? 秋天的账本
+ 秋天的账本
+ 粮食收完，父亲把账本摊在膝上，一笔一笔地念。

~ 母亲在灯下补衣裳⟦（浏览全文）⟧，偶尔应一声。
- 首页 | 登录
- 上一篇：没有了
"""
PAGE = page_labels.read_page(MARKED)
PLAIN = "\n".join(page_labels.plain(PAGE))


def joined(record, text):
    return page_labels.join(record, text.split("\n"))


def words(document, label):
    return [document["text"][one["start"] : one["end"]] for one in document["spans"] if one["label"] == label]


def test_a_marked_page_gives_its_head_its_lines_and_a_mark_for_each():
    assert PAGE.head["site"] == "m.example.com"
    assert "".join(PAGE.marks) == "-?++~--"
    assert PAGE.lines[4] == ""


def test_a_page_of_list_items_is_not_taken_for_a_marked_one():
    page = page_labels.read_page("# url: http://example.com\n- 一\n- 二\n正文\n")
    assert page.marks == ()
    assert page.lines == ["- 一", "- 二", "正文"]


def test_what_is_kept_has_nothing_of_the_text():
    kept = json.dumps(page_labels.reference(PAGE), ensure_ascii=False)
    assert not any("\u4e00" <= character <= "\u9fff" for character in kept)
    assert page_labels.reference(PAGE)["marks"] == "-?++~--"


def test_labels_come_back_to_the_page_they_were_read_on():
    document, missing, unread = joined(page_labels.reference(PAGE), PLAIN)
    assert (missing, unread) == (0, 0)
    assert document["text"] == PLAIN
    assert words(document, "other") == ["首页 | 登录", "（浏览全文）", "首页 | 登录", "上一篇：没有了"]
    assert words(document, "unsure") == ["秋天的账本"]


def test_of_equal_lines_the_first_has_the_first_label():
    document, _, _ = joined(page_labels.reference(PAGE), PLAIN)
    assert document["spans"][1]["start"] == PLAIN.index("秋天的账本")


def test_width_and_blanks_make_no_difference():
    other = PLAIN.replace("首页 | 登录", "首页　｜登录 ").replace("（浏览全文）", " (浏览全文) ")
    document, missing, unread = joined(page_labels.reference(PAGE), other)
    assert (missing, unread) == (0, 0)
    assert words(document, "other")[1] == "(浏览全文)"


def test_lines_that_are_gone_and_lines_that_nobody_read_are_counted_and_not_guessed():
    document, missing, unread = joined(page_labels.reference(PAGE), PLAIN.replace("上一篇：没有了", "下一篇：没有了"))
    assert (missing, unread) == (1, 1)
    assert words(document, "unsure")[-1] == "下一篇：没有了"


def test_pages_that_are_not_at_hand_are_counted(tmp_path, capsys):
    record = page_labels.reference(PAGE)
    (tmp_path / "1.txt").write_text(MARKED, encoding="utf-8")
    other = {**record, "url": "http://example.com/gone.html"}
    assert [one["id"] for one in page_labels.joined([record, other], [tmp_path])] == [record["url"]]
    assert "1 of 2 pages, 1 missing" in capsys.readouterr().out


def test_a_saved_page_is_found_by_repository_and_path(tmp_path):
    path = tmp_path / "owner" / "name" / "a" / "1.html"
    path.parent.mkdir(parents=True)
    path.write_text("<title>首页 | 登录</title><p>正文<script>x()</script></p>", encoding="utf-8")
    page = page_labels.read_page(
        "# repo: owner/name\n# path: a/1.html\n# site: example.com\n# kind: blog\n# script: simplified\n"
        "- 首页 | 登录\n+ 正文\n"
    )
    [document] = page_labels.joined([page_labels.reference(page)], [tmp_path])
    assert document["text"] == "首页 | 登录\n正文"


def test_the_reader_of_labelled_documents_reads_what_was_joined(tmp_path):
    document, _, _ = joined(page_labels.reference(PAGE), PLAIN)
    path = tmp_path / "joined.jsonl"
    page_labels.write(path, [document])
    [one] = labelled.read(path)
    assert one.text == PLAIN
    assert {one.label_of[at] for at in range(PLAIN.index("（浏"), PLAIN.index("，偶"))} == {"other"}


def test_all_pages_of_a_domain_are_for_the_same():
    assert page_labels.split_of("news.sina.com.cn") == page_labels.split_of("sina.com.cn")
    assert page_labels.registered("a.blogspot.com") != page_labels.registered("b.blogspot.com")


def test_the_kept_labels_are_well_formed():
    for line in page_labels.LABELS.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        assert page_labels.name_of(record)
        assert len(record["hashes"]) == page_labels.HASH * len(record["marks"])
        assert set(record["marks"]) <= page_labels.MARKS
        assert set(record.get("spans", {})) == {str(i) for i, mark in enumerate(record["marks"]) if mark == "~"}
        assert record["split"] == page_labels.split_of(record["site"])


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<ul><li>首页<li>论坛</ul><p>正文&nbsp;一<br>正文二</p>", ["首页", "论坛", "正文 一", "正文二"]),
        ("<tr><td>甲</td><td>乙</td></tr><tr><td>丙", ["甲 乙", "丙"]),
        ("正文<style>p{}</style>接着<!-- 不见 -->写", ["正文接着写"]),
        ("<a>甲</a><a>乙</a>", ["甲乙"]),
        ("", []),
    ],
)
def test_a_page_becomes_the_lines_that_a_reader_sees(html, lines):
    assert page_text.lines_of_html(html) == lines


def test_feeds_and_markdown_become_lines_too():
    feed = "<rss><item><title>题</title><description><![CDATA[<p>一</p><p>二</p>]]></description></item></rss>"
    assert page_text.lines_of("a.xml", feed.encode()) == ["题", "一", "二"]
    assert page_text.lines_of("a.md", "---\ntitle: 题\n---\n一\n\n二\n".encode()) == ["一", "二"]


@given(st.text(alphabet="<>/&;p a正文\n!-[]\"'=", max_size=60))
def test_any_bytes_become_lines_without_empty_ones(source):
    assert all(line.strip() for line in page_text.lines_of("a.html", source.encode()))


def test_what_is_kept_is_measured_against_the_content_and_unsure_lines_are_not():
    document, _, _ = joined(page_labels.reference(PAGE), PLAIN)
    everything = pages.measured(document, pages.everything)
    assert (
        everything.kept
        == everything.content
        == len("秋天的账本粮食收完，父亲把账本摊在膝上，一笔一笔地念。母亲在灯下补衣裳，偶尔应一声。")
    )
    assert everything.noise == len("首页|登录（浏览全文）首页|登录上一篇：没有了")
    long = pages.measured(document, pages.long_lines)
    assert (long.content - long.kept, long.noise) == (len("秋天的账本"), len("（浏览全文）"))


def test_a_table_row_has_intervals_over_sites():
    document, _, _ = joined(page_labels.reference(PAGE), PLAIN)
    row = pages.row("all", [pages.measured(document, pages.everything)])
    assert row.split()[:3] == ["all", "1", "1"]
    assert pages.f1_of(10, 10, 0) == 20 / 20
    assert pages.f1_of(0, 0, 0) == 0


def test_a_document_in_a_file_of_documents_is_found_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "someone" / "reader" / "demo.json"
    path.parent.mkdir(parents=True)
    first = {
        "documents": [
            {"title": "河堤", "paragraphs": ["一段。"]},
            {"title": "书摊", "paragraphs": ["二段。", " 三段。\n四段。"]},
        ]
    }
    second = {"documents": [{"title": "码头", "paragraphs": ["五段。"]}]}
    path.write_text(json.dumps(first) + "\n" + json.dumps(second) + "\n", encoding="utf-8")
    record = {"repo": "someone/reader", "path": "demo.json#1"}
    assert page_labels.saved_lines(record, [tmp_path]) == ["书摊", "二段。", "三段。", "四段。"]
    assert page_labels.saved_lines({**record, "path": "demo.json#2"}, [tmp_path]) == ["码头", "五段。"]
