"""Turns a saved page into the lines that a plain text dump of it has: all visible text, menus and footers too.

Block elements, line breaks and table rows end a line, table cells are parted by a blank, scripts and styles are left
out, blanks are squeezed, empty lines are dropped. What is content is not judged here.
"""

from __future__ import annotations

import gzip
import json
import lzma
import re
from html import unescape
from html.parser import HTMLParser
from itertools import islice

from cleantext import decode

BLOCKS = re.compile(
    r"address|article|aside|blockquote|body|br|center|channel|content|d[dlt]|description|details|dialog|dir|div|entry"
    r"|fieldset|figcaption|figure|footer|form|guid|h[1-6r]|head|header|html|iframe|item|legend|li|link|main|menu|nav"
    r"|ol|option|p|pre|pubdate|section|select|summary|table|tbody|tfoot|thead|title|tr|ul"
)
CELLS = frozenset({"td", "th"})
SILENT = frozenset({"noscript", "script", "style", "svg", "template", "textarea"})
BLANKS = re.compile(r"[\s\u3000\xa0]+")
CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
TAG_OF_TEXT = re.compile(r"<(?:p|div|article|br)\b")


def lines_of(name: str, data: bytes) -> list[str]:
    """Return the lines of a saved page, feed or Markdown file, without empty ones.

    Args:
        name: its file name; `.gz`, `.xz`, `.xml` and `.md` say what else than HTML it is.
        data: its bytes, in any encoding.
    """
    if name.endswith(".gz"):
        data = gzip.decompress(data)
    if name.endswith(".xz"):
        data = lzma.decompress(data)
    text = decode(data).text
    if name.endswith(".xml"):
        text = CDATA.sub(lambda match: match[1], text)
        text = unescape(text) if "&lt;" in text else text
    if name.endswith(".md"):
        text = FRONT_MATTER.sub("", text)
        if not TAG_OF_TEXT.search(text):
            return [line.strip() for line in text.split("\n") if line.strip()]
    return lines_of_html(text)


def lines_of_entry(data: bytes, number: int) -> list[str]:
    """Return the title and the paragraphs of one of the documents in JSON Lines as DuReader has them, from 0."""
    documents = (one for line in data.splitlines() if line.strip() for one in json.loads(line)["documents"])
    found = next(islice(documents, number, None))
    written = "\n".join((found["title"], *found["paragraphs"]))
    return [line.strip() for line in written.split("\n") if line.strip()]


def lines_of_html(html: str) -> list[str]:
    """Return the lines of a page's visible text, in the page's order, without empty ones."""
    parser = _Lines()
    parser.feed(html)
    parser.close()
    parser.end_line()
    return parser.lines


class _Lines(HTMLParser):
    """Collects visible text line by line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.line: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as in the parent
        if tag in SILENT:
            self.silent.append(tag)
        self.part(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.silent:
            del self.silent[self.silent.index(tag) :]
        self.part(tag)

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.line.append(data)

    def unknown_decl(self, data: str) -> None:
        if data.startswith("CDATA["):
            self.handle_data(data.removeprefix("CDATA["))

    def part(self, tag: str) -> None:
        if BLOCKS.fullmatch(tag):
            self.end_line()
        elif tag in CELLS:
            self.line.append(" ")

    def end_line(self) -> None:
        line = BLANKS.sub(" ", "".join(self.line)).strip()
        if line:
            self.lines.append(line)
        self.line = []
