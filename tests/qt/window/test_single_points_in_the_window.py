"""The figures over what stops a journey, its four lists of single points with why, and times to repair."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from archdraw.core.analysis.result import Analysis, Method, NarrowedCall
from archdraw.core.analysis.wording import own_availability_text
from archdraw.core.model import Connection
from archdraw.qt.panels.cut_set_model import EVENTS
from archdraw.qt.panels.cut_sets import CutSetList
from archdraw.qt.panels.filter_table import ROW_PX
from archdraw.qt.panels.single_point_model import KIND, WHAT, WHY
from archdraw.qt.window.main_window import MainWindow


@pytest.fixture
def cuts(window: MainWindow) -> CutSetList:
    window.show_panel("journeys")
    window.panels.journeys.table.selectRow(0)
    return window.panels.journeys.cuts


def plain(text: object) -> str:
    return str(text).replace("\u2009", " ").replace("\u00a0", " ")


def rows(cuts: CutSetList) -> list[tuple[str, ...]]:
    model = cuts.points.model
    columns = (KIND, WHAT, WHY)
    return [
        tuple(plain(model.data(model.index(row, column))) for column in columns)
        for row in range(model.rowCount())
    ]


def between(analysis: Analysis, method: Method, low: float, high: float) -> Analysis:
    """Return a result whose first journey is known between two ends only."""
    journey = analysis.journeys[0]
    worse = replace(
        journey.measures["served"],
        method=method,
        interval=(low, high),
        availability=low,
        unavailability=1.0 - low,
    )
    return replace(analysis, journeys=(replace(journey, measures={**journey.measures, "served": worse}),))


def test_the_head_says_availability_and_downtime_of_the_measure_that_shows(cuts: CutSetList) -> None:
    assert plain(cuts.figures) == "99.8875 %  ·  9 h 51 min a year"
    assert cuts.tag.text() == "exact"


def test_the_button_with_the_badge_lists_single_points_with_why(cuts: CutSetList) -> None:
    assert plain(cuts.points_button.text()) == "❶ 2"
    cuts.points_button.setFocus()
    QTest.keyClick(cuts.points_button, Qt.Key.Key_Space)
    assert cuts.points.isVisible()
    assert [row[:2] for row in rows(cuts)] == [("One failure", "Orders"), ("One failure", "Balancer")]
    assert rows(cuts)[0][2].endswith("and there is one Orders only.")
    QTest.mouseClick(cuts.points_button, Qt.MouseButton.LeftButton)
    assert cuts.table.isVisible()


def test_all_four_lists_stand_there_in_their_order(
    qtbot: QtBot, window: MainWindow, cuts: CutSetList
) -> None:
    session = window.session
    session.update("components", "lb", managed=True)
    session.update("components", "app1", replicas=2)
    session.select({"app2"})
    window.commands.perform("edit.delete")
    session.select({"app1", "lb", "db"})
    window.commands.perform("arrange.group")
    group = next(iter(session.store.table("groups")))
    session.update("groups", group, kind="zone", name="Zone A", availability=0.999)
    QTest.mouseClick(cuts.points_button, Qt.MouseButton.LeftButton)
    wanted = [
        ("One failure", "Orders"),
        ("Managed", "Balancer"),
        ("Domain", "Zone A"),
        ("All instances", "App 1"),
    ]
    qtbot.waitUntil(lambda: [row[:2] for row in rows(cuts)] == wanted, timeout=5000)
    assert all(row[2].endswith(".") for row in rows(cuts))


def test_rows_are_walked_lit_taken_and_let_go_by_keys(window: MainWindow, cuts: CutSetList) -> None:
    QTest.mouseClick(cuts.points_button, Qt.MouseButton.LeftButton)
    cuts.focus_rows()
    table = cuts.points.table
    assert table.hasFocus()
    assert window.session.highlighted == {"db"}
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert window.session.highlighted == {"lb"}
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert window.session.selection == {"lb"}
    assert window.session.highlighted == {"lb"}
    QTest.keyClick(table, Qt.Key.Key_Escape)
    assert not window.session.highlighted
    QTest.keyClicks(table, "o")
    QTest.keyClicks(cuts.filter_field, "rders")
    assert [row[1] for row in rows(cuts)] == ["Orders"]


def test_of_the_chosen_point_the_whole_reason_shows(window: MainWindow, cuts: CutSetList) -> None:
    cuts.points_button.click()
    points, table = cuts.points, cuts.points.table
    points.setFixedWidth(340)
    QApplication.processEvents()
    # The reason and the tip say the kind, too.
    assert table.isColumnHidden(KIND)
    assert "(one failure)" in str(points.model.data(points.model.index(0, WHY), Qt.ItemDataRole.ToolTipRole))
    assert [table.rowHeight(row) for row in range(2)] == [ROW_PX, ROW_PX]
    table.take_keyboard()
    for chosen in range(2):
        line = table.fontMetrics().lineSpacing()
        words = rows(cuts)[chosen][2]
        least = table.fontMetrics().horizontalAdvance(words) / table.columnWidth(WHY) * line
        assert table.rowHeight(chosen) >= max(least, 2 * line)
        assert table.rowHeight(1 - chosen) == ROW_PX
        QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Escape)
    assert [table.rowHeight(row) for row in range(2)] == [ROW_PX, ROW_PX]
    points.setFixedWidth(1200)
    QApplication.processEvents()
    assert not table.isColumnHidden(KIND)


def test_a_double_click_takes_the_point_it_began_on(
    qtbot: QtBot, window: MainWindow, cuts: CutSetList
) -> None:
    window.session.update("components", "db", name="Orders of all customers and what was paid for them")
    qtbot.waitUntil(lambda: window.runner.whole and window.session.analysis is not None)
    cuts.points_button.click()
    table, taken = cuts.points.table, list[tuple[str, ...]]()
    cuts.points.taken.connect(taken.append)
    table.selectRow(0)
    QApplication.processEvents()
    assert table.rowHeight(0) > 3 * ROW_PX
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    second = table.visualRect(cuts.points.model.index(1, WHAT)).intersected(table.viewport().rect())
    place = table.viewport().mapTo(window, second.center())
    handle = window.windowHandle()
    # As the system sends them: the row above would close between the two clicks.
    QTest.mouseDClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert taken == [("lb",)]
    qtbot.waitUntil(lambda: table.rowHeight(1) > ROW_PX and table.rowHeight(0) == ROW_PX)


def test_tab_goes_through_everything_in_the_order_in_which_it_stands(
    window: MainWindow, cuts: CutSetList
) -> None:
    QTest.mouseClick(cuts.points_button, Qt.MouseButton.LeftButton)
    window.panels.journeys.table.setFocus()
    measures = cuts.measures.values()
    for wanted in (cuts.how_often, cuts.points_button, cuts.filter_field, *measures, cuts.points.table):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is wanted
        assert wanted.accessibleName()


def test_enter_on_a_cut_set_selects_its_members_for_the_inspector(
    window: MainWindow, cuts: CutSetList
) -> None:
    cuts.focus_rows()
    QTest.keyClick(cuts.table, Qt.Key.Key_Return)
    assert window.session.selection == {"db"}
    window.panels.inspector.refresh()
    assert window.panels.inspector.live.verdict.startswith("❶ Without Orders")


def test_times_to_repair_are_asked_for_where_they_are_missing_and_then_tell_how_often(
    qtbot: QtBot, window: MainWindow, cuts: CutSetList
) -> None:
    QTest.mouseClick(cuts.how_often, Qt.MouseButton.LeftButton)
    assert window.session.selection == {"lb", "app1", "app2", "db"}
    inspector = window.panels.inspector
    inspector.refresh()
    row = inspector.row("mttr_hours")
    assert row is not None
    line = row.editor.findChild(QLineEdit)
    assert line is not None
    line.setFocus()
    QTest.keyClicks(line, "2")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "outages a year" in cuts.figures, timeout=5000)
    # By hand: the balancer and the orders fail q ÷ 2 h each while all else is up; the apps, one down while
    # the other fails, twice 0.005 × 0.005 ÷ 2 h.
    balancer, orders, both = 1e-4, 1e-3, 0.005**2
    up = (1 - balancer) * (1 - orders) * (1 - both)
    down = balancer / 2 * up / (1 - balancer) + orders / 2 * up / (1 - orders) + both * up / (1 - both)
    often = 365 * 24 * down
    assert f"{often:.2f} outages a year" in cuts.figures
    assert not cuts.how_often.isVisible()


def test_bounds_and_estimates_show_their_ends_wherever_the_availability_stands(
    window: MainWindow, cuts: CutSetList
) -> None:
    analysis = window.session.analysis
    assert analysis is not None
    model = window.panels.journeys.model
    ways: tuple[tuple[Method, str], ...] = (
        ("bounded", "99.8 % – 99.9 %"),
        ("estimated", "99.8 % (99.8 % – 99.9 %)"),
    )
    for method, said in ways:
        window._take_analysis(between(analysis, method, 0.998, 0.999), window.session.store.revision)
        most = method == "bounded"
        assert plain(window.status.text).startswith(f"{said} {method}  ·  {'at most ' * most}9 h")
        assert plain(model.data(model.index(0, 2))) == f"{said} {method}"
        assert plain(model.data(model.index(0, 3))).startswith("≤ 9 h" if most else "9 h")
        assert plain(cuts.figures).startswith(f"{said}  ·  ")
        assert cuts.tag.text() == method
        assert not cuts.how_often.isVisible()


def test_the_availability_of_a_component_carries_its_tag(window: MainWindow) -> None:
    window.session.select({"db"})
    window.panels.inspector.refresh()
    live = window.panels.inspector.live
    assert plain(live.availability) == "99.9 %"
    assert plain(live.availability_words) == "exact · 8 h 46 min a year"
    analysis = window.session.analysis
    assert analysis is not None
    part = replace(analysis.components[-1], availability_method="bounded")
    window._take_analysis(
        replace(analysis, components=(*analysis.components[:-1], part)), window.session.store.revision
    )
    window.session.select({part.id})
    window.panels.inspector.refresh()
    assert plain(live.availability_words).startswith("bounded · at most ")
    assert plain(live.availability).startswith("≥ ")
    assert own_availability_text(replace(part, availability=None)) == ""


def test_in_a_small_window_no_button_lies_on_another_or_is_cut(
    qtbot: QtBot, window: MainWindow, cuts: CutSetList
) -> None:
    window.resize(1000, 650)
    QTest.qWait(50)
    buttons = [cuts.how_often, cuts.points_button, *cuts.measures.values()]
    shown = [button for button in buttons if button.isVisible()]
    assert len(shown) == 5
    areas = [button.geometry() for button in shown]
    assert not any(one.intersects(other) for at, one in enumerate(areas) for other in areas[:at])
    assert all(cuts.rect().contains(area) for area in areas)
    for button in shown[1:]:
        assert button.width() >= button.fontMetrics().horizontalAdvance(button.text())
    assert cuts.filter_field.width() >= 50
    cuts.points_button.setChecked(False)
    # Two at the same time can be read.
    assert cuts.table.columnWidth(EVENTS) >= cuts.table.fontMetrics().horizontalAdvance("App 1 + App 2") + 12


def test_what_cycles_leave_open_stands_beside_the_bounds(
    qtbot: QtBot, window: MainWindow, cuts: CutSetList
) -> None:
    assert not cuts.remark
    session = window.session
    # Either app is enough for the balancer, and each can be served by the other instead of the database.
    with session.change("Answer for each other") as store:
        for one, other in (("app1", "app2"), ("app2", "app1")):
            pooled = store.get("connections", f"{one}-db").revised(pool="either")
            store.put("connections", pooled.id, pooled)
            link = Connection(id=f"{one}-{other}", source=one, target=other, pool="either")
            store.put("connections", link.id, link)
    qtbot.waitUntil(lambda: "both are shown as bounds" in cuts.remark, timeout=5000)
    assert cuts.tag.text() == "bounded"
    assert " – " in cuts.figures
    assert "▲" in cuts.remark
    session.undo()
    qtbot.waitUntil(lambda: not cuts.remark, timeout=5000)
    assert cuts.tag.text() == "exact"


def test_button_and_head_count_what_the_list_has(qtbot: QtBot, window: MainWindow, cuts: CutSetList) -> None:
    window.session.update("components", "db", replicas=2)
    qtbot.waitUntil(lambda: "+" in cuts.points_button.text(), timeout=5000)
    sets = cuts.counts
    assert plain(cuts.points_button.text()) == "❶ 2 + 1"
    assert "2 by one failure, 1 by losing all instances at once" in cuts.points_button.toolTip()
    QTest.mouseClick(cuts.points_button, Qt.MouseButton.LeftButton)
    assert [row[0] for row in rows(cuts)] == ["One failure", "One failure", "All instances"]
    assert cuts.counts == "2 by one failure, 1 by losing all instances at once"
    assert cuts.counts in cuts.points_button.accessibleName()
    QTest.mouseClick(cuts.points_button, Qt.MouseButton.LeftButton)
    assert cuts.counts == sets
    assert sets.startswith("2 of one, ")


def test_a_network_of_which_ways_are_left_out_is_said_beside_sets_and_importance(
    window: MainWindow, cuts: CutSetList
) -> None:
    assert window.session.analysis is not None
    journey = window.session.analysis.journeys[0]
    link = window.session.design.connections[0].id
    narrowed = replace(
        journey,
        warnings=(*journey.warnings, f"network_narrowed:{link}"),
        narrowed=(NarrowedCall(link, 12, 40),),
    )
    cuts.show_result(window.session.design, "Buy", narrowed)
    assert "(over 12 of 40 places and cables)" in cuts.remark
    assert "cut sets hold with all ways" in cuts.remark
    window.session.take_analysis(replace(window.session.analysis, journeys=(narrowed,)))
    window.session.select({"db"})
    window.panels.inspector.refresh()
    impact = window.panels.inspector.impact
    QTest.mouseClick(impact.importance.header, Qt.MouseButton.LeftButton)
    assert "(over 12 of 40 places and cables)" in impact.about
