"""The page of the report: one file that runs nothing but its own script, in a browser where one is installed."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleantext
from cleantext import Document, DocumentWarning, Edit, Pipeline
from cleantext.report.marks import keeps_of, parse_marks
from cleantext.report.page import page
from cleantext.report.tally import Tally

HOSTILE = [
    "</script><script>document.title='hacked'</script>",
    "<img src=x onerror=\"document.title='hacked'\">",
    "<!--<script>",
    "]]></script >",
    '"><svg/onload=alert(1)>',
    "{policy}{style}{script}{data}",
    "javascript:document.title='hacked'",
    "\u2028\u2029\u202e\u0000\x1b[31m\ud800",
    "&lt;script&gt;",
    "__proto__",
]

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
in_a_browser = pytest.mark.skipif(BROWSER is None, reason="no browser is installed")


def page_of(*documents, **limits):
    tally = Tally(**limits)
    for document in documents:
        tally.add(document)
    return page(tally)


def hostile_document(text):
    """Return a document that says `text` in every place where a document, a rule or a person can say something."""
    document = Document(f"甲{text}乙", source=text)
    edit = Edit(1, len(text) + 1, text[::-1] + text, text or "r", "other", text, "safe", {text: text})
    suggestion = Edit(0, 1, text, text or "r", "other", text, "suggest", {"x": [text]})
    return document.apply([edit, suggestion]).warn([DocumentWarning(text, text)])


class Parsed(HTMLParser):
    """What a browser makes of a page: its elements, and what stands in those that are data or run."""

    def __init__(self, text):
        super().__init__()
        self.elements = []
        self.inside = []
        self.texts = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.inside.append(tag)

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data):
        if self.inside and self.inside[-1] == "script":
            self.texts.append(data)


def test_the_page_loads_nothing_and_its_policy_allows_nothing_else():
    text = page_of(cleantext.default_pipeline()("布臵工作。"))
    elements = Parsed(text).elements
    assert not [value for _, attrs in elements for name, value in attrs.items() if name in {"src", "srcset", "action"}]
    assert all(attrs["href"].startswith("#") for _, attrs in elements if "href" in attrs)
    assert not [name for _, attrs in elements for name in attrs if name.startswith("on") or name == "style"]
    assert not re.search(r"https?://|url\(|@import", text)
    policy = next(attrs["content"] for _, attrs in elements if attrs.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_the_script_of_the_page_never_makes_elements_of_text():
    script = Parsed(page_of(Document("甲"))).texts[1]
    code = re.sub(r"//.*", "", script)
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|Function\(|setAttribute\(\"on", code
    )


@settings(max_examples=60)
@given(st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(), max_size=40)))
def test_whatever_a_document_says_is_data(text):
    found = page_of(hostile_document(text))
    plain = page_of(hostile_document("甲"))
    found.encode()  # no surrogate is left
    assert [tag for tag, _ in Parsed(found).elements] == [tag for tag, _ in Parsed(plain).elements]
    data, script = Parsed(found).texts
    assert script == Parsed(plain).texts[1]
    assert not set(data) & set("<>&\u2028\u2029\x7f")
    [view] = json.loads(data)["documents"]
    assert view["warnings"] == [[re.sub("[\ud800-\udfff]", "\ufffd", text)] * 2]
    assert [part["removed"] for part in view["parts"] if isinstance(part, dict)][:1] == ["甲"]


def test_the_same_ledgers_give_the_same_page():
    documents = [cleantext.default_pipeline()(text) for text in ("布臵工作。", "效劳", "甲")]
    assert page_of(*documents) == page_of(*documents)


def dom(tmp_path, text, script="", place=""):
    """Load a page in the browser and return what its document is then; with a script of the test's own, if given."""
    if script:
        text = re.sub(r"<meta http-equiv=[^>]*>", "", text).replace("</body>", f"<script>{script}</script></body>")
    path = tmp_path / "report.html"
    path.write_text(text, "utf-8")
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=4000", "--window-size=1280,900")
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    done = subprocess.run(
        [BROWSER, *options, profile, "--dump-dom", f"{path.as_uri()}{place}"],
        capture_output=True,
        check=True,
        timeout=120,
    )
    return done.stdout.decode("utf-8", "replace")


def result(tmp_path, text, body, place=""):
    """Run the body of an asynchronous function of the test's own in a page, and return what it returns."""
    script = (
        "(async () => {" + body + "})().catch(String).then((found) => { const element = document.createElement('pre');"
        "element.id = 'result'; element.textContent = JSON.stringify(found); document.body.append(element); });"
    )
    found = re.search(r'<pre id="result">(.*?)</pre>', dom(tmp_path, text, script, place), re.DOTALL)
    return json.loads(html.unescape(found[1]))


@in_a_browser
def test_in_a_browser_hostile_text_is_shown_and_not_run(tmp_path):
    text = page_of(*map(hostile_document, HOSTILE))
    shown = dom(tmp_path, text, place="#documents")
    assert "<title>cleantext report</title>" in shown
    assert "10</dd>" in shown, "the page's own script is not allowed to run"
    assert "<img" not in shown
    assert "onload" not in re.sub(r">[^<]*<", "><", shown)
    assert "&lt;img src=x" in shown
    assert "⟨U+202E⟩" in shown


@in_a_browser
def test_in_a_browser_changes_are_shown_stepped_through_and_filtered_by_rule(tmp_path):
    document = cleantext.default_pipeline(safety="suggest")("甲。布臵工作，布臵任务。\n下载需要20积分")
    rules = [change.edits[0].rule for change in document.changes]
    body = """
      const press = (key) => document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
      const [original, clean] = document.querySelectorAll(".pane");
      const plain = (pane) => [...pane.querySelectorAll("sup")].reduce((_, one) => one.remove(), 0) ?? pane.textContent;
      const seen = [];
      press("n"); seen.push(document.getElementById("detail").querySelector("strong").textContent);
      press("n"); seen.push(document.getElementById("detail").querySelector("strong").textContent);
      press("p"); seen.push(document.querySelectorAll(".change.current").length);
      const filter = document.getElementById("rule-filter");
      filter.value = filter.options[filter.options.length - 1].value;
      filter.dispatchEvent(new Event("change"));
      seen.push(original.querySelectorAll(".change:not(.other)").length, original.querySelectorAll(".change").length);
      const hover = original.querySelector(".change");
      hover.dispatchEvent(new MouseEvent("mouseenter"));
      seen.push(hover.title, document.getElementById("detail").textContent.includes(hover.change.edits[0][3]));
      return [seen, plain(original), plain(clean)];
    """
    seen, original, clean = result(tmp_path, page_of(document), body, "#documents")
    first, second, highlighted, chosen, every, title, explained = seen
    assert [first, second] == rules[:2]
    assert highlighted == 2, "the change is shown in both texts"
    assert chosen == rules.count(max(rules))
    assert every == len(rules)
    assert title.startswith(rules[0])
    assert explained
    assert original.replace("⏎\n", "\n") == document.original
    assert clean == document.text


@in_a_browser
def test_what_is_marked_in_a_browser_is_not_done_in_the_next_run(tmp_path):
    text = "他说的甘愿布臵是对的。我们布臵任务，大家都来。"
    body = """
      let blob;
      URL.createObjectURL = (one) => { blob = one; return "#"; };
      HTMLAnchorElement.prototype.click = () => {};
      const press = (key) => document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
      press("n"); press("w"); press("n"); press("r");
      document.getElementById("download").click();
      return [await blob.text(), document.getElementById("marked").textContent];
    """
    document = cleantext.default_pipeline()(Document(text, source="a.txt"))
    downloaded, said = result(tmp_path, page_of(document), body, "#documents")
    assert said == "Marked: 1 wrong, 1 right."
    marks = parse_marks(downloaded.encode())
    assert [mark.wrong for mark in marks] == [True, False]
    again = cleantext.default_pipeline(rules=keeps_of(marks))(text)
    assert again.text == "他说的甘愿布臵是对的。我们布置任务，大家都来。"


@in_a_browser
def test_on_a_telephone_nothing_is_wider_than_the_screen(tmp_path):
    document = Pipeline(())("一" * 3000 + " https://example.org/" + "x" * 500)
    inner = page_of(hostile_document("长" * 200), cleantext.default_pipeline()("布臵工作。" * 300), document)
    widths = []
    for place in ("overview", "rules", "documents"):
        source = html.escape(inner_at(inner, place))
        frame = f'<!doctype html><body><iframe width=360 height=700 srcdoc="{source}"></iframe>'
        body = """
          await new Promise((done) => setTimeout(done, 1500));
          const root = document.querySelector("iframe").contentDocument.documentElement;
          const inside = root.ownerDocument;
          const press = (key) => inside.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
          press("]");
          for (let i = 0; i < 9; i++) press("n");
          const bounds = inside.querySelector("#panes .current")?.getBoundingClientRect();
          const room = inside.getElementById("detail").getBoundingClientRect().top;
          return [root.clientWidth, root.scrollWidth, bounds ? bounds.top >= 0 && bounds.bottom <= room : null];
        """
        widths.append(result(tmp_path, frame + "</body>", body))
    assert [wide <= narrow for narrow, wide, _ in widths] == [True] * 3
    assert widths[2][2], "the change that is stepped to is in view, and not behind what explains it"


def inner_at(text, place):
    """Return a page that opens at a place, as a frame without an address cannot be told one."""
    text = re.sub(r"<meta http-equiv=[^>]*>", "", text)
    return text.replace("location.hash.slice(1)", json.dumps(place))
