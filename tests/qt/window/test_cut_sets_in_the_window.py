"""What stops a journey: listed by share, filtered by typing, lit on the canvas, walked by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from archdraw.qt.panels.cut_set_model import EVENTS, SHARE
from archdraw.qt.panels.cut_sets import CutSetList
from archdraw.qt.window.main_window import MainWindow


@pytest.fixture
def cuts(window: MainWindow) -> CutSetList:
    window.show_panel("journeys")
    window.panels.journeys.table.selectRow(0)
    return window.panels.journeys.cuts


def column(cuts: CutSetList, at: int) -> list[str]:
    model = cuts.model
    rows = (model.data(model.index(row, at)) for row in range(model.rowCount()))
    return [str(words).replace("\u2009", " ") for words in rows]


def test_cut_sets_are_listed_by_their_share_of_the_downtime(cuts: CutSetList) -> None:
    assert column(cuts, EVENTS) == ["Orders", "Balancer", "App 1  +  App 2"]
    shares = [float(words.split("\u00a0")[0]) for words in column(cuts, SHARE)]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == pytest.approx(88.9, abs=0.1)


def test_the_head_counts_them_and_says_how_far_to_trust_the_figure(cuts: CutSetList) -> None:
    assert cuts.counts == "2 of one, 1 of two"
    assert cuts.tag.text() == "exact"
    assert cuts.tag.isVisible()
    assert "nine digits" in cuts.tag.toolTip()


def test_hovering_tells_the_probability(cuts: CutSetList) -> None:
    tip = str(cuts.model.data(cuts.model.index(0, EVENTS), Qt.ItemDataRole.ToolTipRole))
    assert "probability 0.001" in tip.replace("\u2009", " ")


def test_walking_the_rows_lights_their_members_alone_and_escape_clears(
    window: MainWindow, cuts: CutSetList
) -> None:
    cuts.focus_rows()
    assert [one.row() for one in cuts.table.selectionModel().selectedRows()] == [0]
    assert window.session.overlay.highlighted == {"db"}
    QTest.keyClick(cuts.table, Qt.Key.Key_Down)
    QTest.keyClick(cuts.table, Qt.Key.Key_Down)
    assert window.session.overlay.highlighted == {"app1", "app2"}
    QTest.keyClick(cuts.table, Qt.Key.Key_Escape)
    assert not window.session.highlighted
    assert not cuts.table.selectionModel().hasSelection()
    assert "app1" in window.session.overlay.highlighted  # the path of the journey is back


def test_enter_lights_a_set_again(window: MainWindow, cuts: CutSetList) -> None:
    cuts.focus_rows()
    window.session.highlight(())
    QTest.keyClick(cuts.table, Qt.Key.Key_Return)
    assert window.session.highlighted == {"db"}


def test_typing_on_the_rows_filters_them(cuts: CutSetList) -> None:
    cuts.focus_rows()
    QTest.keyClicks(cuts.table, "a")
    QTest.keyClicks(cuts.filter_field, "pp")
    assert column(cuts, EVENTS) == ["App 1  +  App 2"]
    QTest.keyClick(cuts.filter_field, Qt.Key.Key_Down)
    assert cuts.table.hasFocus()
    cuts.filter_field.setFocus()
    QTest.keyClick(cuts.filter_field, Qt.Key.Key_Escape)
    assert len(column(cuts, EVENTS)) == 3


def test_the_switch_shows_the_sets_of_another_measure(
    qtbot: QtBot, window: MainWindow, cuts: CutSetList
) -> None:
    window.session.update("connections", "app1-db", critical=False)
    window.session.update("connections", "app2-db", critical=False)
    qtbot.waitUntil(lambda: "Orders" not in column(cuts, EVENTS), timeout=5000)
    QTest.mouseClick(cuts.measures["full"], Qt.MouseButton.LeftButton)
    assert "Orders" in column(cuts, EVENTS)
    assert cuts.measures["full"].isChecked()
    assert not cuts.measures["served"].isChecked()


def test_the_chosen_set_stays_chosen_when_figures_change(
    qtbot: QtBot, window: MainWindow, cuts: CutSetList
) -> None:
    cuts.table.selectRow(1)
    window.session.update("components", "lb", availability=0.9)
    qtbot.waitUntil(lambda: column(cuts, EVENTS)[0] == "Balancer", timeout=5000)
    assert cuts.table.currentIndex().row() == 0


def test_rows_are_sorted_by_any_column(cuts: CutSetList) -> None:
    cuts.table.sortByColumn(EVENTS, Qt.SortOrder.AscendingOrder)
    assert column(cuts, EVENTS) == ["App 1  +  App 2", "Balancer", "Orders"]
