"""A layout takes its place in another one before anything is put into it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from archdraw import qt
from archdraw.qt.bridge import layouts
from archdraw.qt.bridge.layouts import bar_in, nested

# Each makes Python know the items of a layout, which Qt deletes without telling.
_TELLING = {"addLayout", "insertLayout", "setLayout", "itemAt", "itemAtPosition", "takeAt", "replaceWidget"}
_MODULES = sorted(Path(qt.__file__).parent.rglob("*.py"))


def telling_calls(source: str) -> list[str]:
    called = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [one.attr for one in called if isinstance(one, ast.Attribute) and one.attr in _TELLING]


def test_what_is_put_into_a_layout_in_its_place_shows(qtbot: QtBot) -> None:
    panel, label = QWidget(), QLabel("Here")
    qtbot.addWidget(panel)
    column = QVBoxLayout(panel)
    inner = nested(column, QHBoxLayout(), 3)
    bar_in(column)
    inner.addWidget(label)
    assert label.parentWidget() is panel
    assert [column.stretch(at) for at in range(column.count())] == [3, 0]


def test_a_full_layout_is_refused(qtbot: QtBot) -> None:
    panel = QWidget()
    qtbot.addWidget(panel)
    row = QHBoxLayout()
    row.addStretch(1)
    with pytest.raises(ValueError, match="before anything is put into it"):
        nested(QVBoxLayout(panel), row)


def test_layouts_are_put_into_others_at_one_place() -> None:
    found = {path.name: telling_calls(path.read_text(encoding="utf-8")) for path in _MODULES}
    # Elsewhere: nested(outer, inner), a layout made with its widget, and widgets kept where they are made.
    assert {name: calls for name, calls in found.items() if calls} == {
        Path(layouts.__file__).name: ["addLayout"]
    }
