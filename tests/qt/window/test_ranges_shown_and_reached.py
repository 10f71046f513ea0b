"""Ranges on inputs are shown under their field; the interval that they give leads back to them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from archdraw.qt.panels.field_row import FieldRow
from archdraw.qt.panels.range_fields import RangeFields
from archdraw.qt.panels.source_card import SourceCard
from archdraw.qt.window.main_window import MainWindow

# The card is a pop-up.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def _card(window: MainWindow) -> tuple[SourceCard, RangeFields]:
    card = window.panels.inspector.findChildren(SourceCard)[-1]
    assert card.ranges is not None
    return card, card.ranges


def _type(fields: RangeFields, low: str, high: str) -> None:
    for line, text in ((fields.low, low), (fields.high, high)):
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, text)
    QTest.keyClick(fields.high, Qt.Key.Key_Return)


@pytest.fixture
def row(qtbot: QtBot, window: MainWindow) -> FieldRow:
    """The availability of the database, with a range."""
    window.session.select({"db"})
    inspector = window.panels.inspector
    qtbot.waitUntil(lambda: inspector.row("availability") is not None)
    found = inspector.row("availability")
    assert isinstance(found, FieldRow)
    QTest.mouseClick(found.info_button, Qt.MouseButton.LeftButton)
    card, fields = _card(window)
    _type(fields, "99.5", "99.95")
    card.close()
    qtbot.waitUntil(lambda: found.range is not None)
    return found


def test_a_range_stands_under_its_field_until_it_is_undone(
    qtbot: QtBot, window: MainWindow, row: FieldRow
) -> None:
    line = row.range
    assert line is not None
    assert line.whole == "90\u2009%: 99.5 – 99.95\u2009%"
    window.session.undo()
    qtbot.waitUntil(line.isHidden)


def test_the_interval_of_the_journey_shows_and_leads_to_the_inputs(
    qtbot: QtBot, window: MainWindow, row: FieldRow
) -> None:
    assert row.range is not None
    window.session.select(())
    window.show_panel("journeys")
    cuts = window.panels.journeys.cuts
    qtbot.waitUntil(cuts.spread.isVisible, timeout=10_000)
    assert cuts.tag.text() == "exact"
    said = cuts.spread.whole.replace("\u2009", " ")
    assert said.startswith("5–95 %: 99.")
    assert said.endswith("from a range on 1 input")
    assert "5–95" in window.status._figures.toolTip()
    cuts.spread.setFocus()
    QTest.keyClick(cuts.spread, Qt.Key.Key_Space)
    assert window.session.selection == {"db"}
    assert window.session.highlighted == {"db"}


def test_a_click_on_the_range_opens_the_card_and_what_is_typed_last_is_kept(
    window: MainWindow, row: FieldRow
) -> None:
    assert row.range is not None
    QTest.mouseClick(row.range, Qt.MouseButton.LeftButton)
    card, fields = _card(window)
    assert fields.low.text() == "99.5"
    for line in (fields.low, fields.high):
        line.clear()
    card.close()
    assert "ranges" not in window.session.design.component_by_id["db"].attributes


def test_the_card_grows_with_what_it_says_and_cuts_nothing(window: MainWindow, row: FieldRow) -> None:
    assert row.range is not None
    QTest.mouseClick(row.range, Qt.MouseButton.LeftButton)
    card, fields = _card(window)
    before = card.height()
    _type(fields, "99.96", "99.5")
    assert fields.refusal.text()
    assert card.height() > before
    assert fields.high.geometry().bottom() < fields.refusal.geometry().top()
    assert fields.mapTo(card, fields.refusal.geometry().bottomLeft()).y() < card.height()
    card.close()


def test_an_availability_of_all_the_time_is_no_upper_end(window: MainWindow, row: FieldRow) -> None:
    assert row.range is not None
    QTest.mouseClick(row.range, Qt.MouseButton.LeftButton)
    card, fields = _card(window)
    _type(fields, "99.5", "100")
    assert "below 100" in fields.refusal.text()
    card.close()
