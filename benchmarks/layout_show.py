"""One document of many pages before and after: header, numbers, footnotes, a poem and a table. Used by `layout.py`.

The text is that of the golden cases, which were written for this project.
"""

from __future__ import annotations

import html
import tomllib
from pathlib import Path
from typing import Final

import layout_pdf

CASES: Final = Path(__file__).parent.parent / "tests" / "cases"
TITLE: Final = "水乡拾遗 第三辑"
POEM: Final = ("石径斜穿竹影深，", "溪声一路到松林。", "樵人指点前村雨，", "半在云中半在岑。")
TABLE: Final = (
    ("品名", "规格", "单价"),
    ("竹篙", "两丈", "四十"),
    ("桐油", "十斤", "六十五"),
    ("缆绳", "五丈", "十八"),
)
NOTES: Final = ("篙，撑船用的竹竿。", "桐油，油桐的籽榨成的油，用来刷木器。", "曲，酿酒用的发酵剂。")


def shown(folder: Path) -> str:
    """Print the document and return what pdftotext reads from it."""
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "shown.fodt"
    source.write_text(_document(), "utf-8")
    layout_pdf.to_pdf(folder, [str(source)])
    return layout_pdf.run(["pdftotext", str(folder / "shown.pdf"), "-"]).decode("utf-8")


def _document() -> str:
    body = [_paragraph(text, i) for i, text in enumerate(_texts())]
    body.insert(5, "".join(f'<text:p text:style-name="V">{line}</text:p>' for line in POEM))
    rows = "".join(
        f"<table:table-row>{''.join(f'<table:table-cell><text:p>{cell}</text:p></table:table-cell>' for cell in row)}"
        "</table:table-row>"
        for row in TABLE
    )
    body.insert(9, f'<table:table><table:table-column table:number-columns-repeated="3"/>{rows}</table:table>')
    return layout_pdf.flat_odt(TITLE, "".join(body))


def _texts() -> list[str]:
    cases = tomllib.loads((CASES / "layout_wraps.toml").read_text("utf-8"))["case"]
    lines = [line.strip("\u3000") for case in cases for line in case.get("after", "").split("\n")]
    return [line for line in lines if len(line) > 50 and "Abstract" not in line]


def _paragraph(text: str, number: int) -> str:
    """Return a paragraph; every sixth one has a footnote behind its first comma."""
    text = html.escape(text)
    if number % 6 == 0 and number // 6 < len(NOTES):
        mark = number // 6 + 1
        note = (
            f'<text:note text:note-class="footnote"><text:note-citation>{mark}</text:note-citation><text:note-body>'
            f"<text:p>{NOTES[mark - 1]}</text:p></text:note-body></text:note>"
        )
        text = text.replace("，", f"{note}，", 1)
    return f'<text:p text:style-name="P">{text}</text:p>'
