"""Whatever is read from disk is data: nothing in the library can run code that a file holds."""

from __future__ import annotations

import ast
from pathlib import Path

import cleantext

HOME = Path(cleantext.__file__).parent
TREES = {path: ast.parse(path.read_text("utf-8")) for path in sorted(HOME.rglob("*.py"))}

FORBIDDEN_MODULES = {
    "pickle",
    "marshal",
    "shelve",
    "dill",
    "cloudpickle",
    "joblib",
    "yaml",
    "code",
    "runpy",
    "subprocess",
}
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__"}
BY_NAME = {"__init__.py", "extras.py"}
"""Modules that import others by name; the names are written in the module itself."""


def test_no_module_that_runs_what_it_reads_is_imported():
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            names = []
            if isinstance(node, ast.Import):
                names = [one.name for one in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert not FORBIDDEN_MODULES & {name.split(".")[0] for name in names}, path


def test_nothing_is_evaluated_and_no_array_is_unpickled():
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            module, _, name = ast.unparse(node.func).rpartition(".")
            assert name not in FORBIDDEN_CALLS or module, path
            assert name != "import_module" or path.name in BY_NAME, path
            if name == "load" and module in {"np", "numpy"}:
                settings = {one.arg: ast.unparse(one.value) for one in node.keywords}
                assert settings.get("allow_pickle") == "False", path
