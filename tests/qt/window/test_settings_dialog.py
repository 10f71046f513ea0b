"""Nothing in the settings is without effect; what is set is there again at the next start."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.qt.window.conftest import WindowMaker, small_design

from archdraw.editor.figure_style import FigureStyle
from archdraw.editor.settings import Settings
from archdraw.qt.bridge.figures import use_style
from archdraw.qt.panels.editors import LineEditor
from archdraw.qt.panels.journey_model import COLUMNS
from archdraw.qt.window.main_window import MainWindow
from archdraw.qt.window.settings_dialog import SettingsDialog

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    blink = QApplication.cursorFlashTime()
    yield
    QApplication.setCursorFlashTime(blink)
    use_style(FigureStyle())


@pytest.fixture
def dialog(window: MainWindow) -> SettingsDialog:
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_Comma, CTRL)
    QApplication.processEvents()
    (found,) = window.findChildren(SettingsDialog)
    assert found.isVisible()
    return found


def choose(dialog: SettingsDialog, name: str, value: object) -> None:
    """Choose with the keyboard, as somebody without a mouse would."""
    box = dialog.choices[name]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(box.findData(value)):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentData() == value
    QApplication.processEvents()


def shown_journey(window: MainWindow) -> str:
    model = window.panels.journeys.model
    cells = [str(model.data(model.index(0, at))) for at in range(len(COLUMNS))]
    heads = [str(model.headerData(at, Qt.Orientation.Horizontal)) for at in range(len(COLUMNS))]
    return " ".join([*heads, *cells, window.status.text]).replace("\u2009", " ").replace("\u00a0", " ")


EFFECTS: dict[str, tuple[object, Callable[[MainWindow], object]]] = {
    "theme": ("dark", lambda window: window.canvas.theme.name),
    "motion": ("reduced", lambda _: QApplication.cursorFlashTime()),
    "wheel": ("zoom", lambda window: window.session.wheel_zooms),
    "grid": (40, lambda window: (window.session.grid, window.canvas._face.stage.grid_step)),
    "numbers": ("1.234,5", shown_journey),
    "downtime": ("month", shown_journey),
    "rate": ("minute", shown_journey),
}


@pytest.mark.parametrize("name", list(EFFECTS))
def test_each_choice_changes_what_is_seen_or_done(
    window: MainWindow, dialog: SettingsDialog, name: str
) -> None:
    value, seen = EFFECTS[name]
    assert set(dialog.choices) == set(EFFECTS)
    before = seen(window)
    choose(dialog, name, value)
    window.canvas.grab()
    assert seen(window) != before
    assert getattr(window.preferences.settings, name) == value


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("crossing", lambda window: window.session.crossing),
        ("typing_edits", lambda window: window.session.typing_edits),
        ("show_grid", lambda window: window.session.show_grid),
        ("snapping", lambda window: window.session.snapping),
    ],
)
def test_each_tick_changes_how_the_hand_works(
    window: MainWindow, dialog: SettingsDialog, name: str, seen: Callable[[MainWindow], bool]
) -> None:
    before = seen(window)
    assert dialog.ticks[name].isChecked() is before
    QTest.keyClick(dialog.ticks[name], Qt.Key.Key_Space)
    assert seen(window) is not before
    QTest.keyClick(dialog.ticks[name], Qt.Key.Key_Space)
    assert seen(window) is before


def test_figures_are_written_in_the_style_that_is_set(window: MainWindow, dialog: SettingsDialog) -> None:
    assert "9 h 51 min a year" in shown_journey(window)
    choose(dialog, "numbers", "1.234,5")
    choose(dialog, "downtime", "month")
    choose(dialog, "rate", "minute")
    said = shown_journey(window)
    assert "99,8875 %" in said
    assert "49 min a month" in said
    assert "48.000 /min" in said
    assert "Downtime a month" in said


def test_with_a_decimal_comma_fields_show_and_take_commas(window: MainWindow, dialog: SettingsDialog) -> None:
    choose(dialog, "numbers", "1.234,5")
    dialog.utilisation.setText("62,5")
    dialog.utilisation.editingFinished.emit()
    assert window.session.design.settings.target_utilisation == 0.625
    assert dialog.utilisation.text() == "62,5"
    window.session.select({"app1"})
    window.panels.inspector.refresh()
    row = window.panels.inspector.row("capacity_rps")
    assert row is not None
    assert isinstance(row.editor, LineEditor)
    assert row.editor.line.text() == "1.000"
    row.editor.line.setFocus()
    row.editor.line.selectAll()
    QTest.keyClicks(row.editor.line, "1.250,5")
    QTest.keyClick(row.editor.line, Qt.Key.Key_Return)
    component = window.session.component("app1")
    assert component is not None
    assert component.capacity_rps == 1250.5


def test_the_target_utilisation_is_one_step_of_the_document(
    window: MainWindow, dialog: SettingsDialog
) -> None:
    depth = window.session.store.undo_depth
    dialog.utilisation.setFocus()
    dialog.utilisation.selectAll()
    QTest.keyClicks(dialog.utilisation, "55")
    QTest.keyClick(dialog.utilisation, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert window.session.design.settings.target_utilisation == 0.55
    assert window.session.store.undo_depth == depth + 1
    dialog.utilisation.setText("170")
    dialog.utilisation.editingFinished.emit()
    assert "between" in dialog._refusal.text()
    assert window.session.design.settings.target_utilisation == 0.55
    window.session.undo()
    assert window.session.design.settings.target_utilisation == 0.7


def test_reduced_motion_stills_the_bar_of_a_long_job(window: MainWindow, dialog: SettingsDialog) -> None:
    choose(dialog, "motion", "reduced")
    assert QApplication.cursorFlashTime() == 0
    assert not QApplication.isEffectEnabled(Qt.UIEffect.UI_AnimateMenu)
    window.status.begin_work("Tidying")
    assert window.status.is_still
    choose(dialog, "motion", "full")
    window.status.begin_work("Tidying")
    assert not window.status.is_still
    window.status.end_work()


def test_as_usual_takes_everything_back(window: MainWindow, dialog: SettingsDialog) -> None:
    choose(dialog, "wheel", "zoom")
    choose(dialog, "grid", 40)
    QTest.keyClick(dialog.ticks["show_grid"], Qt.Key.Key_Space)
    dialog._usual.click()
    assert window.preferences.settings == Settings(theme="system")
    assert dialog.ticks["show_grid"].isChecked()


def test_what_is_set_is_there_at_the_next_start(make: WindowMaker) -> None:
    first = make(small_design())
    first.commands.perform("edit.settings")
    (dialog,) = first.findChildren(SettingsDialog)
    choose(dialog, "wheel", "zoom")
    choose(dialog, "numbers", "1 234,5")
    dialog.reject()
    first.commands.perform("view.snap")
    first.close()
    use_style(FigureStyle())
    again = make(small_design())
    assert again.session.wheel_zooms
    assert not again.session.snapping
    assert again.preferences.settings.numbers == "1 234,5"
    assert "99,8875" in again.status.text
