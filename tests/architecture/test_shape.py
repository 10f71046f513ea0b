"""Sizes and names of the modules; tests/conftest.py prints the figures at the end of each run."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "src").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

LONGEST_FILE = 500
LONGEST_FUNCTION = 60
GRAB_BAGS = {"util", "utils", "helper", "helpers", "misc", "common", "manager", "managers", "base", "stuff"}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines_of(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def too_long_functions(source: str) -> list[str]:
    """Name the functions with more lines than allowed, not counting their docstrings."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        body = node.body[1:] if ast.get_docstring(node) is not None else node.body
        docstring = (node.body[0].end_lineno or 0) - node.body[0].lineno + 1 if body is not node.body else 0
        length = (node.end_lineno or 0) - node.lineno + 1 - docstring
        if length > LONGEST_FUNCTION:
            found.append(f"{node.name} ({length} lines)")
    return found


def is_grab_bag(name: str) -> bool:
    words = name.strip("_").split("_")
    return words[-1] in GRAB_BAGS or words[0] in GRAB_BAGS


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=named)
def test_no_file_is_longer_than_500_lines(path: Path) -> None:
    assert lines_of(path) <= LONGEST_FILE


def test_most_files_are_short() -> None:
    sizes = sorted(lines_of(path) for path in MODULES if path.name != "__init__.py")
    assert statistics.quantiles(sizes, n=10)[-1] <= 300


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_no_function_is_longer_than_60_lines(path: Path) -> None:
    assert too_long_functions(path.read_text(encoding="utf-8")) == []


def test_a_long_function_is_noticed() -> None:
    body = "\n".join(f"    x = {number}" for number in range(LONGEST_FUNCTION))
    assert too_long_functions(f"def f():\n{body}\n") == [f"f ({LONGEST_FUNCTION + 1} lines)"]
    documented = body.replace("    x = 0", '    """Long\n\n\n    docs."""', 1)
    assert too_long_functions(f"def f():\n{documented}\n") == []


def test_no_module_or_package_is_a_grab_bag() -> None:
    names = {path.stem for path in MODULES} | {folder.name for path in MODULES for folder in path.parents}
    assert sorted(name for name in names if is_grab_bag(name)) == []


@pytest.mark.parametrize("name", ["utils", "file_utils", "misc", "base_panel", "_helpers", "undo_manager"])
def test_a_grab_bag_is_noticed(name: str) -> None:
    assert is_grab_bag(name)


@pytest.mark.parametrize("name", ["database", "basement", "geometry", "managed", "storage"])
def test_other_names_are_no_grab_bags(name: str) -> None:
    assert not is_grab_bag(name)


def test_nothing_is_left_to_do_later() -> None:
    words = ("TO" + "DO", "FIX" + "ME", "NotImplemented" + "Error")
    texts = {named(path): path.read_text(encoding="utf-8") for path in MODULES}
    assert [f"{name}: {word}" for name, text in texts.items() for word in words if word in text] == []
