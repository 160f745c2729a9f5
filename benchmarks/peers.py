"""What other libraries offer for cleaning a text, each as a function of one text, where it is installed.

`pip install ftfy jionlp clean-text 'datatrove[processing]' regex nltk tldextract` brings them all.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from types import ModuleType

Work = Callable[[str], object]


def installed_peers() -> dict[str, Work]:
    """Return the peers that are installed, by the name of the function that does the work."""
    return dict(_peers())


def _peers() -> Iterator[tuple[str, Work]]:
    for module, function in (("jionlp", "clean_text"), ("ftfy", "fix_text")):
        if find_spec(module):
            yield f"{module}.{function}", getattr(import_module(module), function)
    clean_text = _clean_text()
    if clean_text:
        yield "clean-text.clean", lambda text: clean_text.clean(text, to_ascii=False, lower=False)
    if all(map(find_spec, ("datatrove", "ftfy", "regex"))):
        formatters = import_module("datatrove.pipeline.formatters")
        yield "datatrove.FTFYFormatter", formatters.FTFYFormatter().format
        yield "datatrove.C4QualityFilter", _c4()


def _clean_text() -> ModuleType | None:
    """Load the distribution `clean-text`, whose package has the name of ours, under another name."""
    try:
        home = distribution("clean-text").locate_file("cleantext/__init__.py")
    except PackageNotFoundError:
        return None
    spec = spec_from_file_location("clean_text_of_pypi", str(home))
    if spec is None or spec.loader is None:
        return None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _c4() -> Work:
    document = import_module("datatrove.data").Document
    filter_ = import_module("datatrove.pipeline.filters").C4QualityFilter(language="zho")
    return lambda text: filter_.filter(document(text=text, id="0"))


if __name__ == "__main__":
    print("\n".join(installed_peers()))
