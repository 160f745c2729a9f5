"""Real PDFs of known paragraphs: printed by LibreOffice and Chromium, read by pdftotext in its three modes.

Used by `layout.py`. Needs soffice, chromium and pdftotext (Debian: libreoffice-writer, chromium, poppler-utils,
fonts-noto-cjk). What was printed once is kept in a folder and read again from there.
"""

from __future__ import annotations

import html
import json
import random
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

MODES: Final[Mapping[str, Sequence[str]]] = {"default": (), "layout": ("-layout",), "raw": ("-raw",)}
"""The modes of pdftotext, each a reading of its own."""

TOOLS: Final = ("soffice", "chromium", "pdftotext")
FOOTERS: Final = (
    ("- ", " -", ""),
    ("", "", ""),
    ("第 ", " 页", ""),
    ("第", "页 共", "页"),
    ("", " / ", ""),
    ("— ", " —", ""),
)
"""What stands before and behind the page number; a third part stands behind the number of pages."""

TITLES: Final = (
    "基层治理研究报告",
    "管理制度汇编",
    "教学参考资料",
    "二〇二四年度工作总结",
    "社会观察 2021年第3期",
    "文化遗产保护论丛",
)

_OFFICE = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"'
    for name, uri in {
        "office": "office", "style": "style", "text": "text", "table": "table", "fo": "xsl-fo-compatible",
    }.items()
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Job:
    """One document to print.

    Attributes:
        name: of its files.
        genre: name of the folder its paragraphs came from.
        tool: `libreoffice` or `chromium`.
        paragraphs: what a perfect reading gives back.
        chapters: where in `paragraphs` a chapter begins with its heading, on a new page.
        header: `none`, `title` or `chapter` (on right pages the chapter, on left ones the title).
        title: of the document.
        footer: index in `FOOTERS`.
        size: of the type, in points.
        indent: `none`, `style` (the first line is indented by the layout) or `characters` (by two U+3000).
        justified: whether lines are set to the full measure.
        columns: of the page.
    """

    name: str
    genre: str
    tool: str
    paragraphs: tuple[str, ...]
    chapters: tuple[int, ...]
    header: str
    title: str
    footer: int
    size: float
    indent: str
    justified: bool
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Printed:
    """A document and what pdftotext reads from its PDF, by mode."""

    job: Job
    readings: Mapping[str, str]


def is_possible() -> bool:
    """Tell whether the tools are installed."""
    return all(map(shutil.which, TOOLS))


def jobs(genres: Mapping[str, Sequence[Sequence[str]]], each: int, seed: int = 7) -> Iterator[Job]:
    """Yield `each` documents a genre, of the paragraphs of its texts, in layouts drawn by chance."""
    chance = random.Random(seed)  # noqa: S311 - a seeded draw, not a secret
    for genre, texts in genres.items():
        pool = list(texts)
        chance.shuffle(pool)
        for number in range(each):
            paragraphs: list[str] = []
            chapters: list[int] = []
            while pool and sum(map(len, paragraphs)) < chance.randint(3500, 5500):
                chapters.append(len(paragraphs))
                paragraphs.extend(
                    [f"第{'一二三四五六七八九十'[min(len(chapters) - 1, 9)]}章 {chance.choice(TITLES)[:6]}"]
                )
                paragraphs.extend(_cut(pool.pop(), 5500))
            if paragraphs:
                tool = chance.choice(("libreoffice", "libreoffice", "chromium"))
                yield Job(
                    f"{genre}-{number}", genre, tool, tuple(paragraphs), tuple(chapters),
                    chance.choice(("none", "title", "title", "chapter")), chance.choice(TITLES),
                    chance.randrange(len(FOOTERS)), chance.choice((10.5, 12, 14, 16)),
                    chance.choice(("none", "style", "characters")), justified=chance.random() < 0.5,
                )  # fmt: skip


def in_columns(genres: Mapping[str, Sequence[Sequence[str]]], count: int, seed: int = 9) -> Iterator[Job]:
    """Yield documents of two columns."""
    for job in list(jobs(genres, count, seed))[:count]:
        yield Job(**{**asdict(job), "name": f"columns-{job.name}", "tool": "chromium", "columns": 2, "indent": "style"})


def printed(wanted: Sequence[Job], folder: Path) -> list[Printed]:
    """Print and read what `folder` does not hold yet, and return it all."""
    folder.mkdir(parents=True, exist_ok=True)
    office: list[str] = []
    for job in wanted:
        if (folder / f"{job.name}.json").exists():
            continue
        if job.tool == "libreoffice":
            (folder / f"{job.name}.fodt").write_text(_flat_odt(job), "utf-8")
            office.append(str(folder / f"{job.name}.fodt"))
        else:
            (folder / f"{job.name}.html").write_text(_page(job), "utf-8")
            _chromium(folder, job)
    if office:
        to_pdf(folder, office)
    return [one for job in wanted if (one := _read(job, folder))]


def to_pdf(folder: Path, sources: list[str]) -> None:
    """Print documents with LibreOffice; the PDF files go into the folder, under their names."""
    profile = (folder / "profile").resolve().as_uri()
    options = [f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    run(["soffice", *options, *sources])


def _chromium(folder: Path, job: Job) -> None:
    plain = ["--no-pdf-header-footer"] if job.columns > 1 else []
    run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", *plain,
          f"--print-to-pdf={folder / job.name}.pdf", str(folder / f"{job.name}.html")])  # fmt: skip


def _read(job: Job, folder: Path) -> Printed | None:
    kept = folder / f"{job.name}.json"
    if kept.exists():
        return Printed(job, json.loads(kept.read_text("utf-8")))
    pdf = folder / f"{job.name}.pdf"
    if not pdf.exists():
        return None
    readings = {mode: run(["pdftotext", *options, str(pdf), "-"]).decode("utf-8") for mode, options in MODES.items()}
    kept.write_text(json.dumps(readings, ensure_ascii=False), "utf-8")
    return Printed(job, readings)


def run(command: Sequence[str]) -> bytes:
    """Run a command and return what it prints."""
    return subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=900).stdout


def _cut(paragraphs: Sequence[str], size: int) -> list[str]:
    kept: list[str] = []
    for paragraph in paragraphs:
        if sum(map(len, kept)) > size:
            break
        kept.append(paragraph)
    return kept


def flat_odt(title: str, body: str) -> str:
    """Return a flat OpenDocument text with a header, a page number at the foot, and styles `P` and `V` (verse)."""
    page = '<text:page-number text:select-page="current">1</text:page-number>'
    master = _master_page("Standard", f"<text:p>{title}</text:p>", "", f"- {page} -")
    return _odt(_style("P", 14, "28pt", "justify") + _style("V", 14, "60pt", "start"), master, body)


def _flat_odt(job: Job) -> str:
    """Return the document as a flat OpenDocument text, each chapter with a page style, and so a header, of its own."""
    first = f"{job.size * 2}pt" if job.indent == "style" else "0pt"
    before = "\u3000\u3000" if job.indent == "characters" else ""
    styles = [_style("P", job.size, first, "justify" if job.justified else "start")]
    masters: list[str] = []
    body: list[str] = []
    for number, (start, end) in enumerate(zip(job.chapters, [*job.chapters[1:], len(job.paragraphs)], strict=True)):
        heading = html.escape(job.paragraphs[start])
        masters.append(_master(job, number, heading))
        styles.append(_style(f"H{number}", 16, "0pt", "start", f' style:master-page-name="M{number}"'))
        body.append(f'<text:p text:style-name="H{number}">{heading}</text:p>')
        texts = job.paragraphs[start + 1 : end]
        body += [f'<text:p text:style-name="P">{before}{html.escape(one)}</text:p>' for one in texts]
    return _odt("".join(styles), "".join(masters), "".join(body))


def _style(name: str, size: float, indent: str, align: str, more: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="paragraph"{more}><style:paragraph-properties '
        f'fo:text-indent="{indent}" fo:text-align="{align}" fo:line-height="150%"/><style:text-properties '
        f'fo:font-size="{size}pt" style:font-size-asian="{size}pt" style:font-name-asian="Noto Serif CJK SC" '
        'style:language-asian="zh" style:country-asian="CN"/></style:style>'
    )


def _odt(styles: str, masters: str, body: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_OFFICE} office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:styles/><office:automatic-styles>'
        f'{styles}<style:page-layout style:name="L"><style:page-layout-properties fo:page-width="21cm" '
        'fo:page-height="29.7cm" fo:margin-top="2.5cm" fo:margin-bottom="2.5cm" fo:margin-left="3cm" '
        'fo:margin-right="3cm"/><style:header-style/><style:footer-style/></style:page-layout>'
        f"</office:automatic-styles><office:master-styles>{masters}</office:master-styles><office:body>"
        f"<office:text>{body}</office:text></office:body></office:document>"
    )


def _master(job: Job, number: int, heading: str) -> str:
    before, between, behind = FOOTERS[job.footer]
    total = "<text:page-count>9</text:page-count>" if between in ("页 共", " / ") else ""
    page = '<text:page-number text:select-page="current">1</text:page-number>'
    right = {"none": "", "title": job.title, "chapter": heading}[job.header]
    left = job.title if job.header == "chapter" else ""
    foot = f"{before}{page}{between}{total}{behind}"
    return _master_page(f"M{number}", right and f"<text:p>{right}</text:p>", left and f"<text:p>{left}</text:p>", foot)


def _master_page(name: str, right: str, left: str, foot: str) -> str:
    head = f"<style:header>{right}</style:header>" if right else ""
    head += f"<style:header-left>{left}</style:header-left>" if left else ""
    return (
        f'<style:master-page style:name="{name}" style:page-layout-name="L">{head}'
        f"<style:footer><text:p>{foot}</text:p></style:footer></style:master-page>"
    )


def _page(job: Job) -> str:
    """Return the document as a web page; Chromium puts date, title, address and page number around it."""
    indent = "2em" if job.indent == "style" else "0"
    before = "\u3000\u3000" if job.indent == "characters" else ""
    columns = "column-count:2;column-gap:2.5em;" if job.columns > 1 else ""
    align = "justify" if job.justified else "start"
    body = "".join(
        f"<h2>{html.escape(one)}</h2>" if i in job.chapters else f"<p>{before}{html.escape(one)}</p>"
        for i, one in enumerate(job.paragraphs)
    )
    font = f'font:{job.size}pt "Noto Serif CJK SC"'
    return (
        f'<html lang="zh"><meta charset="utf-8"><title>{job.title}</title><style>body{{{font};{columns}'
        f"text-align:{align}}}h2{{break-before:page;font-size:16pt}}p{{text-indent:{indent};margin:.3em 0}}</style>"
        f"{body}"
    )
