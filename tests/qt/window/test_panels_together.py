"""Findings, journeys, palette, theme and what-if through the real window."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot
from tests.qt.window.conftest import WindowMaker

from archdraw.core.analysis import lose
from archdraw.core.analysis.failing import LossEffect
from archdraw.core.analysis.result import Finding
from archdraw.core.catalog import Catalog
from archdraw.core.model import Design
from archdraw.core.storage import starter_design
from archdraw.editor.actions import PanelName
from archdraw.qt.panels.journey_model import COLUMNS
from archdraw.qt.window.main_window import MainWindow

DB_ALONE = Finding(
    rule="SPF-01",
    severity="critical",
    title="Single point of failure",
    elements=("db",),
    message="Orders has one instance.",
    evidence={"replicas": 1},
    remedy="Add a standby.",
    source="A book",
    journey="buy",
)
NO_TIMEOUT = Finding(
    rule="RES-01",
    severity="low",
    title="No timeout",
    elements=("lb-app1",),
    message="Balancer waits for ever.",
    evidence={},
    remedy="State a timeout.",
    source="Another book",
)


def cell(window: MainWindow, title: str) -> str:
    column = next(at for at, entry in enumerate(COLUMNS) if entry[0] == title)
    model = window.panels.journeys.model
    said = str(model.data(model.index(0, column), Qt.ItemDataRole.DisplayRole))
    return said.replace("\u2009", " ").replace("\u00a0", " ")


def give_findings(window: MainWindow, *findings: Finding) -> None:
    analysis = window.session.analysis
    assert analysis is not None
    window.session.take_analysis(replace(analysis, findings=findings))
    assert window.session.analysis is not None
    window.panels.take(window.session.analysis)
    window.show_panel("findings")
    QApplication.processEvents()


def test_the_journeys_table_shows_what_was_computed(qtbot: QtBot, window: MainWindow) -> None:
    assert cell(window, "Availability") == "99.8875 % exact"
    assert cell(window, "Downtime") == "9 h 51 min"
    assert cell(window, "Target") == "✗ 99.9 %"
    assert cell(window, "Peak load") == "800 /s"
    assert cell(window, "Cuts 1 / 2") == "2 / 1"


def test_an_edit_brings_a_new_result_by_itself(qtbot: QtBot, window: MainWindow) -> None:
    window.session.update("components", "db", replicas=2)
    assert window.status.state == "calculating…" or window.runner.busy
    qtbot.waitUntil(lambda: cell(window, "Target") == "✓ 99.9 %", timeout=5000)
    assert window.status.state.startswith("revision ")
    assert "99.98" in window.status.text


def test_moving_things_does_not_calculate_anew(qtbot: QtBot, window: MainWindow) -> None:
    window.session.move({"db"}, 40, 0)
    assert not window.runner.busy


def test_a_chosen_finding_selects_its_elements(qtbot: QtBot, window: MainWindow) -> None:
    give_findings(window, DB_ALONE, NO_TIMEOUT)
    panel = window.panels.findings
    place = panel.model.place_of(DB_ALONE)
    assert place is not None
    box = panel.list.visualRect(panel.model.index(place))
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert window.session.selection == {"db"}
    shown = panel.detail.toPlainText()
    for words in ("Single point of failure", "Replicas", "Add a standby.", "A book", "SPF-01"):
        assert words in shown


def test_findings_are_walked_by_keys_and_enter_selects(qtbot: QtBot, window: MainWindow) -> None:
    give_findings(window, DB_ALONE, NO_TIMEOUT)
    panel = window.panels.findings
    panel.list.setFocus()
    for _ in range(4):
        QTest.keyClick(panel.list, Qt.Key.Key_Down)
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert window.session.selection == {"lb-app1"}


def test_findings_are_filtered_by_words_and_severity(qtbot: QtBot, window: MainWindow) -> None:
    give_findings(window, DB_ALONE, NO_TIMEOUT)
    panel = window.panels.findings
    QTest.keyClicks(panel.filter_field, "buy orders")
    assert panel.model.rowCount() == 2
    panel.filter_field.clear()
    panel.severity_field.setCurrentIndex(panel.severity_field.findData("low"))
    assert panel.model.place_of(NO_TIMEOUT) == 1
    assert panel.model.place_of(DB_ALONE) is None


def test_the_chosen_finding_stays_chosen_after_the_next_analysis(qtbot: QtBot, window: MainWindow) -> None:
    give_findings(window, DB_ALONE, NO_TIMEOUT)
    panel = window.panels.findings
    place = panel.model.place_of(NO_TIMEOUT)
    assert place is not None
    panel.list.setCurrentIndex(panel.model.index(place))
    give_findings(window, NO_TIMEOUT)
    assert panel.list.currentIndex().row() == panel.model.place_of(NO_TIMEOUT)
    assert "No timeout" in panel.detail.toPlainText()


def test_a_chosen_journey_shows_its_path(qtbot: QtBot, window: MainWindow) -> None:
    window.show_panel("journeys")
    window.panels.journeys.table.selectRow(0)
    assert window.session.journey_id == "buy"
    assert {"lb", "db"} <= window.session.overlay.highlighted


def test_a_journey_is_added_named_and_deleted(qtbot: QtBot, window: MainWindow) -> None:
    panel = window.panels.journeys
    panel.add()
    added = window.session.design.journeys[-1]
    assert added.entry == "users"
    focused = window.panels.inspector.row("name")
    assert focused is not None
    assert window.panels.inspector.title == added.name
    panel.choose(added.id)
    panel.delete_chosen()
    assert [journey.id for journey in window.session.design.journeys] == ["buy"]
    window.commands.perform("edit.undo")
    assert len(window.session.design.journeys) == 2


def test_the_palette_inserts_with_the_keyboard_and_remembers(qtbot: QtBot, window: MainWindow) -> None:
    window.kinds.focus_search()
    QTest.keyClicks(window.kinds.search, "redis")
    QTest.keyClick(window.kinds.search, Qt.Key.Key_Return)
    new = next(iter(window.session.selection))
    component = window.session.design.component_by_id[new]
    assert component.kind in window.kinds.model.recent
    assert window.session.catalog.kind(component.kind).role == "cache"
    boxes = window.session.frames(window.session.scene.order)
    assert not any(boxes[new].intersects(box) for one, box in boxes.items() if one != new)


def test_the_palette_is_walked_and_folded_by_keys(qtbot: QtBot, window: MainWindow) -> None:
    window.kinds.list.setFocus()
    window.kinds.list.setCurrentIndex(window.kinds.model.index(0))
    rows = window.kinds.model.rowCount()
    QTest.keyClick(window.kinds.list, Qt.Key.Key_Left)
    assert window.kinds.model.rowCount() < rows
    QTest.keyClick(window.kinds.list, Qt.Key.Key_Right)
    assert window.kinds.model.rowCount() == rows
    QTest.keyClick(window.kinds.list, Qt.Key.Key_Down)
    assert window.kinds.list.currentIndex().row() == 1
    QTest.keyClicks(window.kinds.list, "q")
    assert window.kinds.search.text() == "q"


def test_a_group_kind_goes_around_the_selection(qtbot: QtBot, window: MainWindow) -> None:
    window.session.select({"app1", "app2"})
    window.kinds.group_wanted.emit("zone")
    group = window.session.design.groups[-1]
    assert group.kind == "zone"
    assert {one.parent for one in window.session.design.components if one.id.startswith("app")} == {group.id}


def test_the_theme_is_switched_everywhere(qtbot: QtBot, window: MainWindow) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    light = app.palette().window().color().lightness()
    window.set_theme("dark")
    assert app.palette().window().color().lightness() < 80 < light
    assert window.canvas.theme.name == "dark"
    picture = window.grab().toImage()
    corner = picture.pixelColor(QPoint(window.width() - 20, window.height() - 60))
    assert corner.lightness() < 80
    window.set_theme("light")
    assert window.canvas.theme.name == "light"


def test_fail_this_says_what_breaks_and_restore_takes_it_back(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def counted(design: Design, catalog: Catalog, lost: frozenset[str]) -> LossEffect:
        asked.append(lost)
        return lose(design, catalog, lost)

    monkeypatch.setattr("archdraw.core.analysis.lose", counted)
    window.session.select({"db"})
    window.commands.perform("analyse.fail")
    # In a large design it takes long: drawing and strip share it.
    assert asked == [{"db"}]
    assert window.what_if.isVisible()
    assert "Orders" in window.what_if.text
    assert "down: Buy" in window.what_if.text
    assert "db" in window.session.overlay.failed
    window.what_if.dismissed.emit()
    assert not window.session.failed
    assert not window.what_if.isVisible()


def test_losing_one_of_two_does_not_break_the_journey(qtbot: QtBot, window: MainWindow) -> None:
    window.session.set_failed({"app1"})
    assert "down:" not in window.what_if.text


def test_quick_insert_takes_typed_words(qtbot: QtBot, window: MainWindow) -> None:
    window.session.select({"db"})
    window.canvas.setFocus()
    QTest.keyClicks(window.canvas, "/")
    box = window.quick_insert
    assert box.isVisible()
    QTest.keyClicks(box.field, "redis carts")
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert not box.isVisible()
    new = window.session.design.component_by_id[next(iter(window.session.selection))]
    assert new.name == "Carts"
    assert any(one.source == "db" and one.target == new.id for one in window.session.design.connections)


def test_every_panel_is_reached_with_the_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    window.kinds.search.setFocus()
    reached = []
    for _ in range(120):
        at = window.focusWidget()
        if at is None or at is window.canvas:
            break
        reached.append(at)
        QTest.keyClick(at, Qt.Key.Key_Tab)
    assert window.focusWidget() is window.canvas
    assert window.kinds.list in reached


def test_the_palette_inserts_into_a_selected_connection(qtbot: QtBot, window: MainWindow) -> None:
    window.session.select({"lb-app1"})
    window.kinds.focus_search()
    QTest.keyClicks(window.kinds.search, "redis")
    QTest.keyClick(window.kinds.search, Qt.Key.Key_Return)
    new = next(iter(window.session.selection))
    ends = {(one.source, one.target) for one in window.session.design.connections}
    assert {("lb", new), (new, "app1")} <= ends
    assert ("lb", "app1") not in ends


def test_no_column_is_hidden_while_the_header_measures(window: MainWindow, qtbot: QtBot) -> None:
    """Hidden meanwhile, the header lost count of its length, and the table painted no row at all."""
    table = window.panels.journeys.table
    header = table.horizontalHeader()
    qtbot.wait(20)
    before = header.hiddenSectionCount()
    table.resize(260, table.height())
    header.sectionResized.emit(1, 80, 80)
    assert header.hiddenSectionCount() == before
    qtbot.waitUntil(lambda: header.hiddenSectionCount() > before)
    assert header.length() == sum(header.sectionSize(at) for at in range(header.count()))


@pytest.mark.parametrize("name", ["journeys", "layers", "steps", "estimates", "papers"])
def test_each_small_button_of_a_panel_says_why_it_does_nothing(make: WindowMaker, name: PanelName) -> None:
    window = make(starter_design())
    window.show_panel(name)
    QApplication.processEvents()
    session, panel = window.session, window.frame.tabs.currentWidget()
    columns = ("Delete", "Move", "Edit", "Put", "Take", "Select what")
    buttons = [
        one
        for one in panel.findChildren(QToolButton)
        if one.isVisible() and one.isEnabled() and one.toolTip().startswith(columns)
    ]
    assert buttons
    said: list[str] = []
    session.listen(lambda event: said.append(event.text))
    for button in buttons:
        said.clear()
        depth = session.store.undo_depth
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert any(said) or session.store.undo_depth > depth, button.toolTip()
