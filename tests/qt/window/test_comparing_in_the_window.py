"""Comparing with a file and with the last save: the list, the marks on the drawing, and Esc."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.qt.window.conftest import small_design

from archdraw.core.storage import design_text
from archdraw.editor.document import DocumentState
from archdraw.qt.panels.comparison import ComparisonPanel
from archdraw.qt.window.main_window import MainWindow


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """The design with another database, without the second app, everything else as it is."""
    design = small_design()
    parts = tuple(
        one.revised(replicas=2, owner="Ops") if one.id == "db" else one
        for one in design.components
        if one.id != "app2"
    )
    lines = tuple(one for one in design.connections if "app2" not in (one.source, one.target))
    file = tmp_path / "older.adraw"
    file.write_text(design_text(design.model_copy(update={"components": parts, "connections": lines})))
    return file


def compare(window: MainWindow, qtbot: QtBot, path: Path | None) -> ComparisonPanel:
    window.session.request_comparison(path)
    panel = window.panels.comparison
    qtbot.waitUntil(lambda: not panel.busy, timeout=20_000)
    return panel


def rows(panel: ComparisonPanel) -> list[tuple[str, ...]]:
    model = panel.model
    return [
        tuple(str(model.data(model.index(row, column))) for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def test_a_file_is_compared_by_element_field_and_figure(
    window: MainWindow, qtbot: QtBot, older: Path
) -> None:
    panel = compare(window, qtbot, older)
    said = rows(panel)
    assert ("+ added", "component", "App 2", "", "", "") in said
    assert ("Δ changed", "component", "Orders", "replicas", "2", "1") in said
    assert ("Δ changed", "component", "Orders", "owner", "Ops", "–") in said
    assert any(row[1] == "figure" and row[3].startswith("Availability (") for row in said)
    assert "3 added, 1 changed" in panel.state
    assert window.session.changes == {
        "app2": "added", "lb-app2": "added", "app2-db": "added", "db": "changed"
    }  # fmt: skip
    assert window.session.overlay.changes == window.session.changes


def test_a_line_lights_its_element_and_esc_ends_it(window: MainWindow, qtbot: QtBot, older: Path) -> None:
    panel = compare(window, qtbot, older)
    row = next(at for at, one in enumerate(rows(panel)) if one[2] == "App 2")
    panel.table.setFocus()
    panel.table.selectRow(row)
    assert window.session.highlighted == {"app2"}
    QTest.keyClick(panel.table, Qt.Key.Key_Escape)
    assert rows(panel) == []
    assert window.session.changes == {}
    assert window.session.overlay.changes is None
    assert window.session.highlighted == frozenset()
    assert window.canvas.hasFocus()


def test_the_list_follows_edits_and_moves(window: MainWindow, qtbot: QtBot, older: Path) -> None:
    panel = compare(window, qtbot, older)
    window.session.update("components", "db", replicas=2)
    qtbot.waitUntil(lambda: not any(row[3] == "replicas" for row in rows(panel)), timeout=20_000)
    with window.session.change("Move") as store:
        store.put("nodes", "main/lb", store.get("nodes", "main/lb").revised(x=300.0))
    qtbot.waitUntil(lambda: any(row[0] == "→ moved" and row[2] == "Balancer" for row in rows(panel)))
    assert window.session.changes["lb"] == "moved"


def test_the_last_save_is_what_stands_in_the_file(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    action = window.commands.action("file.compare-saved")
    assert not action.isEnabled() or window.session.document.path is None
    file = tmp_path / "shop.adraw"
    file.write_text(design_text(window.session.design))
    window.session.set_document(DocumentState(path=file))
    panel = compare(window, qtbot, None)
    assert rows(panel) == []
    assert panel.empty_words == "Nothing has changed."
    window.session.update("components", "db", owner="Till")
    qtbot.waitUntil(lambda: len(rows(panel)) == 1, timeout=20_000)
    assert rows(panel)[0][2:] == ("Orders", "owner", "–", "Till")


def test_a_file_that_can_not_be_used_is_said(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    panel = compare(window, qtbot, tmp_path / "none.adraw")
    assert "there is no such file" in panel.state
    assert rows(panel) == []


def test_another_document_ends_the_comparison(window: MainWindow, qtbot: QtBot, older: Path) -> None:
    panel = compare(window, qtbot, older)
    window.session.load(small_design(), DocumentState())
    assert rows(panel) == []
    assert window.session.changes == {}
