"""Figures stated as ranges: typed behind the (i), refused with a sentence; the results follow."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from archdraw.qt.panels.range_fields import RangeFields
from archdraw.qt.panels.source_card import SourceCard
from archdraw.qt.window.main_window import MainWindow


def card_of(window: MainWindow, key: str) -> SourceCard:
    """Return the card behind the (i) of a field."""
    row = window.panels.inspector.row(key)
    assert row is not None
    QApplication.processEvents()
    assert row.info_button.isVisibleTo(row)
    return SourceCard(row, window.panels.inspector)


def ranges_of(card: SourceCard) -> RangeFields:
    assert card.ranges is not None
    return card.ranges


def enter(line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text) if text else QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClick(line, Qt.Key.Key_Return)


@pytest.fixture
def shown(window: MainWindow, qtbot: QtBot) -> MainWindow:
    window.session.select({"db"})
    window.panels.inspector.refresh()
    return window


def test_both_ends_make_a_range_in_one_step_and_the_results_follow(shown: MainWindow, qtbot: QtBot) -> None:
    depth = shown.session.store.undo_depth
    fields = ranges_of(card_of(shown, "capacity_rps"))
    enter(fields.low, "2,000")
    # One end alone is no range yet.
    assert shown.session.store.undo_depth == depth
    enter(fields.high, "4,500")
    assert shown.session.store.undo_depth == depth + 1
    assert shown.session.store.undo_label == "State the range of capacity of one instance"
    attributes = shown.session.design.component_by_id["db"].attributes
    assert list(attributes["ranges"]["capacity_rps"]) == [2000, 4500]

    def ranged() -> bool:
        analysis = shown.session.analysis
        result = None if analysis is None else analysis.component("db")
        return result is not None and result.utilisation_range is not None

    qtbot.waitUntil(ranged, timeout=20_000)
    shown.commands.perform("edit.undo")
    assert "ranges" not in shown.session.design.component_by_id["db"].attributes


def test_ends_that_are_no_range_are_refused_with_a_sentence(shown: MainWindow) -> None:
    fields = ranges_of(card_of(shown, "capacity_rps"))
    enter(fields.low, "500")
    enter(fields.high, "400")
    assert fields.refusal.text().endswith("the first end is above 0 and below the second.")
    enter(fields.high, "many")
    assert "takes a number" in fields.refusal.text()
    assert "ranges" not in shown.session.design.component_by_id["db"].attributes
    enter(fields.high, "600")
    assert "is 3,000\u2009req/s, which is not between these" in fields.refusal.text()
    enter(fields.high, "6000")
    assert fields.refusal.isHidden()
    assert "ranges" in shown.session.design.component_by_id["db"].attributes
    # Both ends emptied take the range back, and leave nothing behind.
    enter(fields.low, "")
    enter(fields.high, "")
    assert "ranges" not in shown.session.design.component_by_id["db"].attributes


def test_an_availability_has_its_range_in_percent_and_an_owner_none(shown: MainWindow) -> None:
    fields = ranges_of(card_of(shown, "availability"))
    enter(fields.low, "99.5")
    enter(fields.high, "99,99")
    attributes = shown.session.design.component_by_id["db"].attributes
    assert list(attributes["ranges"]["availability"]) == pytest.approx([0.995, 0.9999])
    assert card_of(shown, "failover_s").ranges is None


def test_the_load_of_a_journey_may_be_a_range(window: MainWindow, qtbot: QtBot) -> None:
    window.panels.inspector.show_journey("buy")
    fields = ranges_of(card_of(window, "peak_rps"))
    enter(fields.low, "600")
    enter(fields.high, "1 k")
    assert list(window.session.design.journey_by_id["buy"].attributes["ranges"]["peak_rps"]) == [600, 1000]
    assert card_of(window, "average_rps").ranges is None
