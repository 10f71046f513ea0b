"""Comparing with a file and with the last save: the list, the marks on the drawing, and Esc."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.qt.window.conftest import WindowMaker, small_design

from archdraw.core.drawing.display import BoxShape, TextShape
from archdraw.core.geometry import Box
from archdraw.core.merging import merge_designs
from archdraw.core.model import Component, Connection, Design, Placement
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


# ── what is gone, and taking over ────────────────────────────────────────────────────────────────────────


@pytest.fixture
def richer(tmp_path: Path) -> Path:
    """The design with a cache that ours has not, and with the balancer somewhere else."""
    design = small_design()
    view = design.views[0]
    nodes = {**view.nodes, "cache": Placement(x=520, y=420), "lb": Placement(x=260, y=500)}
    file = tmp_path / "richer.adraw"
    file.write_text(
        design_text(
            design.model_copy(
                update={
                    "components": (*design.components, Component(id="cache", kind="cache", name="Hot links")),
                    "connections": (
                        *design.connections,
                        Connection(id="app1-cache", source="app1", target="cache"),
                    ),
                    "views": (view.model_copy(update={"nodes": nodes}),),
                }
            )
        )
    )
    return file


def choose(panel: ComparisonPanel, word: str, name: str) -> None:
    row = next(at for at, one in enumerate(rows(panel)) if one[0].endswith(word) and one[2] == name)
    panel.table.setFocus()
    panel.table.selectRow(row)


def test_what_is_gone_is_drawn_where_it_stood_until_the_comparison_ends(
    window: MainWindow, qtbot: QtBot, richer: Path
) -> None:
    compare(window, qtbot, richer)
    session = window.session
    texts = [shape.text for shape in session.former if isinstance(shape, TextShape)]
    assert any("Hot links" in text for text in texts)
    dashed = [
        shape for shape in session.former if isinstance(shape, BoxShape) and shape.pen and shape.pen.dash
    ]
    assert any(shape.box.contains((560.0, 440.0)) for shape in dashed)
    assert any(shape.box == Box(260, 500, 168, 64) for shape in dashed)
    assert session.overlay.changes is not None
    assert session.overlay.changes["cache"] == "removed"
    with_it = window.canvas.grab().toImage()
    QTest.keyClick(window.panels.comparison.table, Qt.Key.Key_Escape)
    assert session.former == ()
    assert window.canvas.grab().toImage() != with_it


def test_theirs_is_taken_by_a_key_in_one_step_each_and_comes_back_by_undo(
    window: MainWindow, qtbot: QtBot, richer: Path
) -> None:
    panel = compare(window, qtbot, richer)
    before = design_text(window.session.design)
    choose(panel, "removed", "Hot links")
    QTest.keyClick(panel.table, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    assert window.session.design.component_by_id["cache"].name == "Hot links"
    assert window.session.design.views[0].nodes["cache"].x == 520
    assert not any(row[2] == "Hot links" and row[0].endswith("removed") for row in rows(panel))
    qtbot.waitUntil(lambda: not panel.busy, timeout=20_000)
    choose(panel, "moved", "Balancer")
    panel.theirs_button.click()
    assert window.session.design.views[0].nodes["lb"].y == 500
    window.session.undo()
    window.session.undo()
    assert design_text(window.session.design) == before


def test_what_is_kept_leaves_the_list_and_nothing_else_happens(
    window: MainWindow, qtbot: QtBot, richer: Path
) -> None:
    panel = compare(window, qtbot, richer)
    before, count = design_text(window.session.design), panel.model.rowCount()
    choose(panel, "removed", "Hot links")
    QTest.keyClick(panel.table, Qt.Key.Key_K, Qt.KeyboardModifier.AltModifier)
    assert panel.model.rowCount() == count - 1
    assert panel.table.selectedIndexes()
    assert design_text(window.session.design) == before


def test_a_figure_is_nothing_to_take(window: MainWindow, qtbot: QtBot, older: Path) -> None:
    panel = compare(window, qtbot, older)
    row = next(at for at, one in enumerate(rows(panel)) if one[1] == "figure")
    panel.table.selectRow(row)
    assert not panel.theirs_button.isEnabled()
    assert not panel.ours_button.isEnabled()


def test_what_a_merge_left_open_is_settled_line_by_line(make: WindowMaker, qtbot: QtBot) -> None:
    base = small_design()
    db = base.component_by_id["db"]

    def with_replicas(count: int) -> Design:
        parts = tuple(db.revised(replicas=count) if one is db else one for one in base.components)
        return base.model_copy(update={"components": parts})

    window = make(merge_designs(base, with_replicas(2), with_replicas(3)).design)
    window.show_panel("comparison")
    panel = window.panels.comparison
    assert rows(panel) == [("! conflict", "merge", "Orders", "replicas", "theirs: 3", "ours: 2")]
    panel.table.selectRow(0)
    panel.table.setFocus()
    QTest.keyClick(panel.table, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    assert window.session.design.component_by_id["db"].replicas == 3
    assert rows(panel) == []
    window.session.undo()
    assert len(rows(panel)) == 1
