"""Views, layers, steps and looks through the real window: tabs, eyes, locks, swatches and full screen."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from tests.qt.window.hand import ALT, CTRL

from archdraw.core.model import Style
from archdraw.editor.edits import layering, restyling, revealing, views
from archdraw.qt.canvas.presentation import Presentation
from archdraw.qt.panels.layers import LayersPanel
from archdraw.qt.panels.steps import StepsPanel
from archdraw.qt.window.main_window import MainWindow

KEY = Qt.Key
LEFT = Qt.MouseButton.LeftButton


def tab_names(window: MainWindow) -> list[str]:
    tabs = window.view_bar.tabs
    return [tabs.tabText(at) for at in range(tabs.count())]


def tab_middle(window: MainWindow, at: int) -> QPoint:
    return window.view_bar.tabs.tabRect(at).center()


def test_a_tab_for_each_view_and_a_click_shows_it(window: MainWindow) -> None:
    assert tab_names(window) == ["Overview"]
    window.commands.perform("views.duplicate")
    assert tab_names(window) == ["Overview", "Overview copy"]
    assert window.view_bar.tabs.currentIndex() == 1
    QTest.mouseClick(window.view_bar.tabs, LEFT, pos=tab_middle(window, 0))
    assert window.session.view_id == "main"


def test_page_keys_change_the_view_from_the_canvas(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.perform("views.duplicate")
    second = window.session.view_id
    window.canvas.setFocus()
    chord = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window.canvas.viewport(), KEY.Key_PageDown, chord)
    qtbot.waitUntil(lambda: window.session.view_id == "main")
    QTest.keyClick(window.canvas.viewport(), KEY.Key_PageUp, chord)
    qtbot.waitUntil(lambda: window.session.view_id == second)


def test_a_double_click_on_a_tab_types_its_name(window: MainWindow) -> None:
    tabs = window.view_bar.tabs
    QTest.mouseDClick(tabs, LEFT, pos=tab_middle(window, 0))
    field = tabs.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "Board & team")
    QTest.keyClick(field, KEY.Key_Return)
    assert window.session.store.get("views", "main").name == "Board & team"
    assert tab_names(window) == ["Board && team"]
    assert window.session.undo()
    assert tab_names(window) == ["Overview"]


def test_escape_leaves_the_name_of_a_tab(window: MainWindow) -> None:
    tabs = window.view_bar.tabs
    tabs.setFocus()
    QTest.keyClick(tabs, KEY.Key_F2)
    field = tabs.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "Something")
    QTest.keyClick(field, KEY.Key_Escape)
    assert window.session.store.undo_depth == 0


def test_the_last_view_is_not_deleted_from_its_tab(window: MainWindow) -> None:
    tabs = window.view_bar.tabs
    tabs.setFocus()
    QTest.keyClick(tabs, KEY.Key_Delete)
    assert tab_names(window) == ["Overview"]
    assert "at least one view" in window.toast_box.text


def test_dragging_a_tab_orders_the_views_in_one_step(window: MainWindow) -> None:
    window.commands.perform("views.duplicate")
    depth = window.session.store.undo_depth
    tabs = window.view_bar.tabs
    tabs.moveTab(1, 0)
    QTest.mouseRelease(tabs, LEFT, pos=tab_middle(window, 0))
    assert list(views.views_of(window.session)) == ["overview-copy", "main"]
    assert window.session.store.undo_depth == depth + 1


def test_how_much_is_hidden_stands_at_the_foot_and_opens_the_layers(window: MainWindow) -> None:
    assert window.view_bar.hidden.isHidden()
    layering.add_layer(window.session, {"app1", "db"}, visible=False)
    assert window.view_bar.hidden.text() == "2 hidden"
    assert "analysis" in window.view_bar.hidden.toolTip()
    QTest.mouseClick(window.view_bar.hidden, LEFT)
    assert window.panel_shown("layers")


def layers_panel(window: MainWindow) -> LayersPanel:
    window.show_panel("layers")
    return window.panels.layers


def test_layers_are_hidden_and_locked_with_the_keyboard(window: MainWindow) -> None:
    layer = layering.add_layer(window.session, {"app1"}, name="Apps")
    panel = layers_panel(window)
    panel.refresh()
    panel.layers.choose(layer)
    QTest.keyClick(panel.layers, KEY.Key_Space)
    assert "app1" not in window.session.scene.order
    QTest.keyClick(panel.layers, KEY.Key_L)
    assert layering.layers_of(window.session)[0].locked
    QTest.keyClick(panel.layers, KEY.Key_Space)
    assert "app1" in window.session.scene.order


def test_a_click_on_the_eye_of_a_tag_hides_it(window: MainWindow) -> None:
    window.session.update("components", "db", tags=("core",))
    panel = layers_panel(window)
    panel.refresh()
    item = panel.tags.topLevelItem(0)
    assert item is not None
    place = panel.tags.visualItemRect(item)
    QTest.mouseClick(panel.tags.viewport(), LEFT, pos=QPoint(12, place.center().y()))
    assert window.session.scene.hidden == {"db"}


def test_a_layer_of_the_selection_is_named_at_once(window: MainWindow, qtbot: QtBot) -> None:
    panel = layers_panel(window)
    window.session.select({"lb"})
    panel.add()
    field = panel.layers.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "Edge")
    QTest.keyClick(field, KEY.Key_Return)
    qtbot.waitUntil(lambda: layering.layers_of(window.session)[0].name == "Edge")
    assert layering.layers_of(window.session)[0].members == ("lb",)
    assert panel.layers.hasFocus(), "typing goes on in the list"
    assert panel.layers.current_key == layering.layers_of(window.session)[0].id


def test_a_layer_made_by_its_command_is_the_chosen_row(window: MainWindow) -> None:
    window.session.select({"lb"})
    window.commands.perform("layers.add")
    panel = window.panels.layers
    assert panel.layers.hasFocus()
    QTest.keyClick(panel.layers, KEY.Key_Space)
    assert not layering.layers_of(window.session)[0].visible


def steps_panel(window: MainWindow) -> StepsPanel:
    window.show_panel("steps")
    return window.panels.steps


def test_steps_are_added_named_and_moved_in_their_panel(window: MainWindow) -> None:
    panel = steps_panel(window)
    for chosen in ({"lb"}, {"app1", "app2"}):
        window.session.select(chosen)
        panel.add()
    assert panel.list.count() == 2
    panel.list.setCurrentRow(1)
    panel.caption.setText("Two of them share the load.")
    panel.caption.editingFinished.emit()
    panel.move_chosen(-1)
    steps = revealing.steps_of(window.session)
    assert [one.adds for one in steps] == [("app1", "app2"), ("lb",)]
    assert steps[0].caption == "Two of them share the load."
    panel.delete_chosen()
    assert len(revealing.steps_of(window.session)) == 1


def test_steps_made_from_the_canvas_are_chosen_one_after_the_other(window: MainWindow, qtbot: QtBot) -> None:
    panel = steps_panel(window)

    def made(count: int) -> bool:
        return panel.list.count() == count

    for number, chosen in enumerate(("lb", "app1", "db"), 1):
        window.session.select({chosen})
        qtbot.waitUntil(lambda: window.commands.action("present.add-step").isEnabled())
        # Also while the panel has the keyboard, where the step before was made.
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return, CTRL | ALT)
        qtbot.waitUntil(partial(made, number))
        assert panel.current is not None
        assert panel.current.adds == (chosen,)


def test_a_presentation_goes_on_and_back_and_ends_with_escape(window: MainWindow, qtbot: QtBot) -> None:
    revealing.add_step(window.session, {"app1", "app2"})
    revealing.add_step(window.session, {"db"})
    window.commands.perform("present.play")
    shown = window.presentation
    assert isinstance(shown, Presentation)
    qtbot.waitExposed(shown)
    assert shown.isFullScreen()
    assert (shown.progress, "db" in shown.moment.visible) == ("1/2", False)
    pictures = [shown.grab().toImage()]
    for key, progress in ((KEY.Key_Space, "2/2"), (KEY.Key_Right, "2/2"), (KEY.Key_PageUp, "1/2")):
        QTest.keyClick(shown, key)
        assert shown.progress == progress
    QTest.keyClick(shown, KEY.Key_End)
    qtbot.wait(320)
    pictures.append(shown.grab().toImage())
    assert pictures[0] != pictures[1]
    with qtbot.waitSignal(shown.ended):
        QTest.keyClick(shown, KEY.Key_Escape)


def test_the_look_of_the_selection_is_chosen_in_the_inspector(window: MainWindow, qtbot: QtBot) -> None:
    window.session.select({"db"})
    look = window.panels.inspector.look
    qtbot.waitUntil(lambda: not look.isHidden())
    look.set_opened(True)
    qtbot.waitUntil(look.shapes["cylinder"].isVisible)
    QTest.mouseClick(look.shapes["cylinder"], LEFT)
    QTest.mouseClick(look.swatches["cache"], LEFT)
    assert restyling.style_of(window.session, "db") == Style(shape="cylinder", color="cache")
    assert look.swatches["cache"].isChecked()
    QTest.mouseClick(look.shapes["cylinder"], LEFT)
    assert restyling.style_of(window.session, "db") == Style(color="cache")
    QTest.mouseClick(look.reset, LEFT)
    assert window.session.store.get("nodes", "main/db").style is None
    window.session.select(())
    qtbot.waitUntil(look.isHidden)


def test_the_look_of_a_connection_is_its_line_width_and_colour(window: MainWindow, qtbot: QtBot) -> None:
    window.session.select({"lb-app1"})
    look = window.panels.inspector.look
    qtbot.waitUntil(lambda: not look.isHidden())
    look.set_opened(True)
    qtbot.waitUntil(lambda: bool(look.lines) and look.lines["dotted"].isVisible())
    qtbot.waitUntil(lambda: not look.shapes["card"].isVisible())
    for button in (look.lines["dotted"], look.widths["thick"], look.swatches["security"]):
        QTest.mouseClick(button, LEFT)
    expected = Style(line="dotted", width="thick", color="security")
    assert restyling.style_of(window.session, "lb-app1") == expected
    QTest.mouseClick(look.for_kind, LEFT)
    assert restyling.wide_styles(window.session).connections == {"call": expected}


def test_the_chosen_view_is_the_one_exported(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.session.select({"lb", "app1"})
    window.commands.perform("views.from-selection")
    assert window.session.view_id == "selection"
    assert set(window.session.scene.order) == {"lb", "app1", "lb-app1"}
    file = tmp_path / "view.svg"
    window.export(file, "svg")
    qtbot.waitUntil(file.exists, timeout=20_000)
    text = file.read_text("utf-8")
    assert "Balancer" in text
    assert "Orders" not in text
