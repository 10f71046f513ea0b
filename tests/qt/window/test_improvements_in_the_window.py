"""The ranked single changes: calculated beside the window, stale after edits, made with one key."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from tests.qt.window.conftest import small_design

from archdraw.core.analysis import what_if
from archdraw.core.analysis.structure.cancelling import Stop
from archdraw.core.analysis.what_if import Change
from archdraw.core.catalog import Catalog
from archdraw.core.model import Design
from archdraw.editor.document import EditRefused
from archdraw.editor.edits import improving
from archdraw.qt.panels import changes
from archdraw.qt.panels.change_model import AVAILABILITY, DOWNTIME, SAVES, WHAT, WORTH
from archdraw.qt.panels.changes import ChangesPanel
from archdraw.qt.window.main_window import MainWindow

Told = Callable[[int, int, tuple[Change, ...]], object]


@pytest.fixture
def panel(qtbot: QtBot, window: MainWindow) -> ChangesPanel:
    window.commands.perform("analyse.changes")
    made = window.panels.changes
    qtbot.waitUntil(lambda: not made.stale, timeout=10_000)
    return made


def column(panel: ChangesPanel, at: int) -> list[str]:
    model = panel.model
    rows = (model.data(model.index(row, at)) for row in range(model.rowCount()))
    return [str(words).replace("\u2009", " ").replace("\u00a0", " ") for words in rows]


def test_the_change_that_saves_most_comes_first(panel: ChangesPanel) -> None:
    assert column(panel, WHAT)[0] == "Give Orders a standby that takes over"
    assert "→" in column(panel, AVAILABILITY)[0]
    assert column(panel, AVAILABILITY)[0].startswith("99.8875 %")
    assert all(words not in ("0 s", "–") for words in column(panel, SAVES))


def test_enter_makes_the_change_in_one_step_that_undo_takes_back(
    qtbot: QtBot, window: MainWindow, panel: ChangesPanel
) -> None:
    depth = window.session.store.undo_depth
    panel.focus_rows()
    assert window.session.highlighted == {"db"}
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert window.session.design.component_by_id["db"].replicas == 2
    assert window.session.store.undo_depth == depth + 1
    assert window.toast_box.isVisible()
    said = window.toast_box.text.replace("\u2009", " ")
    assert said.splitlines()[1].startswith("Buy: 99.8875 % → 99.98")
    assert panel.stale
    QTest.mouseClick(window.toast_box.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert window.session.design.component_by_id["db"].replicas == 1
    assert window.session.store.undo_depth == depth


def test_one_change_after_the_other_is_made_with_enter_alone(
    qtbot: QtBot, window: MainWindow, panel: ChangesPanel
) -> None:
    panel.focus_rows()
    for _ in range(2):
        QTest.keyClick(panel.table, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not panel.stale, timeout=10_000)
        assert panel.table.selectionModel().hasSelection()
    parts = window.session.design.component_by_id
    assert parts["db"].replicas == 2
    assert window.session.store.undo_depth == 2


def test_the_row_stays_where_a_change_was_made_and_goes_with_it_after_another_edit(
    qtbot: QtBot, window: MainWindow, panel: ChangesPanel
) -> None:
    # A second balancer is followed by a third one, which saves next to nothing.
    wanted = column(panel, WHAT).index("Run Balancer with 2 instances instead of 1")
    panel.table.selectRow(wanted)
    panel.table.setFocus()
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not panel.stale, timeout=10_000)
    assert column(panel, WHAT).index("Run Balancer with 3 instances instead of 2") > wanted
    assert panel.table.currentIndex().row() == wanted
    panel.table.selectRow(panel.model.rowCount() - 1)
    chosen = column(panel, WHAT)[-1]
    window.session.update("components", "lb", availability=0.9)
    qtbot.waitUntil(lambda: not panel.stale, timeout=10_000)
    assert column(panel, WHAT)[panel.table.currentIndex().row()] == chosen


def test_an_edit_makes_the_list_stale_and_nothing_stale_is_applied(
    qtbot: QtBot, window: MainWindow, panel: ChangesPanel
) -> None:
    panel.focus_rows()
    window.session.update("components", "lb", availability=0.95)
    assert panel.stale
    assert not panel.apply_button.isEnabled()
    depth = window.session.store.undo_depth
    panel.apply_chosen()
    assert window.session.store.undo_depth == depth
    qtbot.waitUntil(lambda: not panel.stale, timeout=10_000)
    assert "Balancer" in column(panel, WHAT)[0]


def test_moving_things_leaves_the_list_as_it_is(window: MainWindow, panel: ChangesPanel) -> None:
    window.session.move({"db"}, 40, 0)
    assert not panel.stale


def test_nothing_is_calculated_while_the_panel_is_hidden(
    qtbot: QtBot, window: MainWindow, panel: ChangesPanel
) -> None:
    window.show_panel("findings")
    window.session.update("components", "lb", availability=0.95)
    qtbot.waitUntil(lambda: not window.runner.busy, timeout=10_000)
    assert not panel.busy
    assert panel.stale
    window.show_panel("changes")
    qtbot.waitUntil(lambda: not panel.stale, timeout=10_000)


def test_a_calculation_is_cancelled_and_begun_again(qtbot: QtBot, panel: ChangesPanel) -> None:
    panel.calculate()
    assert panel.busy
    QTest.mouseClick(panel.again, Qt.MouseButton.LeftButton)
    assert not panel.busy
    assert panel.stale
    QTest.mouseClick(panel.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not panel.stale and not panel.again.isVisible(), timeout=10_000)


def test_changes_are_filtered_by_typing(panel: ChangesPanel) -> None:
    panel.focus_rows()
    QTest.keyClicks(panel.table, "s")
    QTest.keyClicks(panel.filter_field, "tandby")
    assert column(panel, WHAT) == ["Give Orders a standby that takes over"]
    panel.filter_field.setText("no such thing")
    assert "No change fits" in panel.empty_words


def test_hovering_tells_what_becomes_of_each_journey(panel: ChangesPanel) -> None:
    tip = str(panel.model.data(panel.model.index(0, 0), Qt.ItemDataRole.ToolTipRole))
    assert "Buy: " in tip
    assert "a year" in tip


def test_a_change_to_what_is_gone_is_refused(window: MainWindow, panel: ChangesPanel) -> None:
    line = panel.model.line(0)
    assert line is not None
    window.session.delete({"db"})
    with pytest.raises(EditRefused, match="any more"):
        improving.apply_change(window.session, line.change)


def test_what_is_like_that_already_is_not_changed_again(
    make: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    window = make(small_design())
    window.commands.perform("analyse.changes")
    qtbot.waitUntil(lambda: not window.panels.changes.stale, timeout=10_000)
    line = window.panels.changes.model.line(0)
    assert line is not None
    improving.apply_change(window.session, line.change)
    with pytest.raises(EditRefused, match="already"):
        improving.apply_change(window.session, line.change)


def test_before_and_after_never_read_the_same(panel: ChangesPanel) -> None:
    for text in column(panel, DOWNTIME):
        before, _, after = text.partition(" → ")
        assert before != after, text


def test_a_gain_that_days_and_hours_hide_is_told_in_minutes(panel: ChangesPanel) -> None:
    line = panel.model.line(0)
    assert line is not None
    # 50 h 7 min against 49 h 55 min: both "2 d 2 h".
    near = replace(line, before=3007 / 525_600, after=2995 / 525_600)
    assert panel.model._downtimes(near).replace("\u2009", " ") == "3,007 min → 2,995 min"


def test_where_there_is_little_room_the_last_columns_make_way(
    qtbot: QtBot, window: MainWindow, panel: ChangesPanel
) -> None:
    table = panel.table
    qtbot.waitUntil(lambda: not table.isColumnHidden(WORTH))
    window.resize(window.minimumSize())
    qtbot.waitUntil(lambda: table.isColumnHidden(WORTH) and table.horizontalScrollBar().maximum() == 0)
    assert not table.isColumnHidden(SAVES)
    tip = str(panel.model.data(panel.model.index(0, WHAT), Qt.ItemDataRole.ToolTipRole))
    assert "99.8875" in tip, "the tip has the figures that are left out"
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: not table.isColumnHidden(WORTH))


class SlowRanking:
    """The ranking of changes, which waits after each until it is let go on, or is called off."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.steps = threading.Semaphore(0)
        self.called_off = threading.Event()
        ranked = what_if.rank_changes

        def slowly(design: Design, catalog: Catalog, *, should_stop: Stop, told: Told) -> tuple[Change, ...]:
            def wait(tried: int, total: int, found: tuple[Change, ...]) -> None:
                told(tried, total, found)
                while not self.steps.acquire(timeout=0.01):
                    if should_stop():
                        self.called_off.set()
                        break

            return ranked(design, catalog, should_stop=should_stop, told=wait)

        monkeypatch.setattr(what_if, "rank_changes", slowly)
        monkeypatch.setattr(changes, "_TELL_S", 0.0)


def test_a_long_ranking_shows_what_it_has_found_and_how_far_it_is(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = SlowRanking(monkeypatch)
    window.commands.perform("analyse.changes")
    panel = window.panels.changes
    qtbot.waitUntil(lambda: panel.state.startswith("1 of "), timeout=5000)
    assert panel.state.endswith("changes tried, the rest follow… (exact so far)")
    assert panel.model.rowCount() == 1
    assert panel.apply_button.isEnabled()
    slow.steps.release(1)
    qtbot.waitUntil(lambda: panel.state.startswith("2 of "), timeout=5000)
    panel.again.setFocus()
    assert panel.again.text() == "Cancel"
    QTest.keyClick(panel.again, Qt.Key.Key_Space)
    assert panel.state.startswith("cancelled, 2 of ")
    assert panel.again.text() == "Calculate again"
    assert slow.called_off.wait(5)
    slow.steps.release(1000)
    QTest.mouseClick(panel.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.state.startswith("exact: each change"), timeout=5000)
    assert not panel.again.isVisible()


def test_a_change_found_early_is_made_while_the_rest_is_tried(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = SlowRanking(monkeypatch)
    window.commands.perform("analyse.changes")
    panel = window.panels.changes
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1, timeout=5000)
    panel.focus_rows()
    depth = window.session.store.undo_depth
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert window.session.store.undo_depth == depth + 1
    assert panel.stale
    assert not panel.apply_button.isEnabled()
    assert slow.called_off.wait(5)
    slow.steps.release(1000)
    qtbot.waitUntil(lambda: panel.state.startswith("exact: each change"), timeout=10_000)


def test_a_main_button_that_can_do_nothing_looks_so(window: MainWindow, panel: ChangesPanel) -> None:
    colour = QColor(window.icons.colour("accent"))

    def ground() -> QColor:
        return panel.apply_button.grab().toImage().pixelColor(4, panel.apply_button.height() // 2)

    assert ground() == colour
    panel.filter_field.setText("nothing like this")
    assert not panel.apply_button.isEnabled()
    assert ground() != colour
