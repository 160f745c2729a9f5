"""What stands first in the README works as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import cleantext

FOLDER = Path(__file__).parents[1]
README = (FOLDER / "README.md").read_text("utf-8")


def test_the_first_example_runs(monkeypatch):
    monkeypatch.chdir(FOLDER)
    [example, *_] = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    namespace = {}
    exec(example, namespace)  # noqa: S102 - the README is ours
    assert namespace["document"].changes
    assert cleantext.clean("工作布臵") == "工作布置"


def test_every_link_into_the_readme_leads_to_a_heading():
    headings = re.findall(r"^## (.+)$", README, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in headings}
    links = re.findall(r"\]\(#([^)]+)\)", README)
    assert links
    assert set(links) <= anchors


def test_every_file_that_the_readme_links_to_is_there():
    for name in re.findall(r"\]\(((?!https?:|#)[^)]+)\)", README):
        assert (FOLDER / name).exists(), name
