"""The sheet of estimates with the keyboard alone: results while typing, feeding, refusals, the converter."""

from __future__ import annotations

from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from archdraw.core.estimate import foreign
from archdraw.core.model import Estimate
from archdraw.editor.edits import estimating
from archdraw.qt.panels.estimate import EstimatePanel
from archdraw.qt.panels.estimate_feeds import FeedChooser
from archdraw.qt.panels.estimate_field import SheetField
from archdraw.qt.panels.estimate_row import SheetRow
from archdraw.qt.window.main_window import MainWindow


@pytest.fixture
def panel(window: MainWindow) -> EstimatePanel:
    desk = window.session
    estimating.add_row(desk, "inputs", name="Daily users", value=1e6, unit="user", source="assumed")
    estimating.add_row(desk, "inputs", name="Each", value=10, unit="request/user/day", source="assumed")
    estimating.add_row(desk, "estimates", name="Reads", formula="daily_users × each", unit="request/s")
    window.commands.perform("estimate.show")
    return window.panels.estimates


def field(panel: EstimatePanel, row: str, name: str) -> SheetField:
    found = panel.row(row)
    assert found is not None
    return found.fields[name]


def result(panel: EstimatePanel, row: str) -> str:
    found = panel.row(row)
    assert found is not None
    return found.result.text().replace("\u2009", " ")


def said(panel: EstimatePanel, row: str) -> str:
    found = panel.row(row)
    assert found is not None
    return "" if found.said.isHidden() else found.said.text().replace("\u2009", " ")


def write(target: SheetField, text: str, *, end: Qt.Key | None = None) -> None:
    target.setFocus()
    target.selectAll()
    QTest.keyClicks(target, text)
    if end is not None:
        QTest.keyClick(target, end)


def focused(panel: EstimatePanel) -> tuple[str, str]:
    """Return row and field that have the keyboard."""
    widget = QApplication.focusWidget()
    for row in panel.findChildren(SheetRow):
        for name, one in row.fields.items():
            if one is widget:
                return row.row_id, name
    return "", ""


def test_the_results_follow_each_letter_before_anything_is_kept(
    window: MainWindow, panel: EstimatePanel
) -> None:
    assert result(panel, "reads") == "115.7 request/s"
    depth = window.session.store.undo_depth
    write(field(panel, "each", "value"), "20")
    assert result(panel, "reads") == "231.5 request/s"
    assert window.session.store.undo_depth == depth
    QTest.keyClick(field(panel, "each", "value"), Qt.Key.Key_Escape)
    assert result(panel, "reads") == "115.7 request/s"
    assert field(panel, "each", "value").text() == "10"


def test_enter_keeps_a_value_with_its_unit_and_goes_on_to_the_next_row(
    window: MainWindow, panel: EstimatePanel
) -> None:
    write(field(panel, "daily_users", "value"), "3 M user", end=Qt.Key.Key_Return)
    record = window.session.store.get("inputs", "daily_users")
    assert (record.value, record.unit) == (3e6, "user")
    assert focused(panel) == ("each", "value")
    QTest.keyClick(field(panel, "each", "value"), Qt.Key.Key_Return)
    assert focused(panel) == ("reads", "formula")
    assert result(panel, "reads") == "347.2 request/s"


def test_a_clash_of_units_is_said_under_the_field_and_goes_when_it_is_mended(panel: EstimatePanel) -> None:
    formula = field(panel, "reads", "formula")
    write(formula, "daily_users + 3 GB")
    assert "can’t be added to something in user" in said(panel, "reads")
    assert said(panel, "reads").startswith("✕")
    assert formula.property("refused")
    assert result(panel, "reads") == "–"
    write(formula, "daily_users × each × 2", end=Qt.Key.Key_Return)
    assert said(panel, "reads") == ""
    assert not formula.property("refused")
    assert result(panel, "reads") == "231.5 request/s"


def test_the_arithmetic_stands_in_the_tooltip(panel: EstimatePanel) -> None:
    found = panel.row("reads")
    assert found is not None
    tip = found.result.toolTip().replace("\u2009", " ")
    assert "Reads = daily_users × each" in tip
    assert "1,000,000 user × 10 request/user/day = 115.7 request/s" in tip


def test_rows_are_inserted_named_moved_and_deleted_with_keys(
    window: MainWindow, panel: EstimatePanel
) -> None:
    store = window.session.store
    field(panel, "daily_users", "name").setFocus()
    QTest.keyClick(field(panel, "daily_users", "name"), Qt.Key.Key_Insert)
    row, name = focused(panel)
    assert name == "name"
    write(field(panel, row, "name"), "Peak factor", end=Qt.Key.Key_Tab)
    assert list(store.table("inputs")) == ["daily_users", "peak_factor", "each"]
    write(field(panel, "peak_factor", "value"), "3", end=Qt.Key.Key_Tab)
    QTest.keyClick(field(panel, "peak_factor", "value"), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert list(store.table("inputs")) == ["daily_users", "each", "peak_factor"]
    QTest.keyClick(field(panel, "peak_factor", "value"), Qt.Key.Key_Delete, Qt.KeyboardModifier.AltModifier)
    assert list(store.table("inputs")) == ["daily_users", "each"]
    assert focused(panel)[0] == "each"


def test_tab_goes_through_a_row_and_on_to_the_next(panel: EstimatePanel) -> None:
    field(panel, "daily_users", "name").setFocus()
    seen = []
    for _ in range(7):
        seen.append(focused(panel))
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    fields = ["name", "id", "value", "unit", "source"]
    assert seen == [("daily_users", one) for one in fields] + [("each", "name"), ("each", "id")]


def test_enter_in_the_last_row_begins_a_new_one(window: MainWindow, panel: EstimatePanel) -> None:
    write(field(panel, "reads", "formula"), "daily_users", end=Qt.Key.Key_Return)
    assert len(window.session.store.table("estimates")) == 2
    assert focused(panel)[1] == "name"


def test_escape_with_nothing_typed_goes_back_to_the_drawing(window: MainWindow, panel: EstimatePanel) -> None:
    field(panel, "reads", "formula").setFocus()
    QTest.keyClick(field(panel, "reads", "formula"), Qt.Key.Key_Escape)
    assert window.canvas.hasFocus()


def test_a_word_that_is_taken_is_refused_under_the_row_and_stays_typed(panel: EstimatePanel) -> None:
    write(field(panel, "reads", "id"), "lb", end=Qt.Key.Key_Return)
    assert "“lb” already names something" in said(panel, "reads")
    assert field(panel, "reads", "id").text() == "lb"
    write(field(panel, "reads", "id"), "reads_avg", end=Qt.Key.Key_Return)
    assert panel.row("reads_avg") is not None
    assert said(panel, "reads_avg") == ""


def test_a_result_is_fed_to_a_journey_and_the_canvas_and_inspector_follow(
    window: MainWindow, panel: EstimatePanel, qtbot: QtBot
) -> None:
    row = panel.row("reads")
    assert row is not None
    row.feeds.setFocus()
    QTest.keyClick(row.feeds, Qt.Key.Key_Space)
    chooser = next(one for one in window.findChildren(FeedChooser) if one.isVisible())
    QTest.keyClicks(chooser.field, "peak buy")
    QTest.keyClick(chooser.field, Qt.Key.Key_Return)
    journey = window.session.store.get("journeys", "buy")
    assert journey.peak_rps == 115.740740741
    assert row.feeds.whole == "→ peak load of Buy"
    qtbot.waitUntil(lambda: not window.runner.busy)
    before = _utilisation(window)
    depth = window.session.store.undo_depth
    write(field(panel, "each", "value"), "20", end=Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.runner.busy)
    assert _utilisation(window) == pytest.approx(2 * before)
    assert window.session.store.undo_depth == depth + 1
    window.panels.inspector.show_journey("buy")
    shown = window.panels.inspector.row("peak_rps")
    assert shown is not None
    assert shown.fed is not None
    assert shown.fed.whole == "= Reads"
    window.canvas.setFocus()
    shown.fed.click()
    assert focused(panel) == ("reads", "formula")


def _utilisation(window: MainWindow) -> float:
    analysis = window.session.analysis
    assert analysis is not None
    found = next(one for one in analysis.components if one.id == "db")
    return found.utilisation or 0.0


def test_only_fields_whose_unit_fits_are_offered(window: MainWindow, panel: EstimatePanel) -> None:
    row = panel.row("reads")
    assert row is not None
    row.feeds.click()
    chooser = next(one for one in window.findChildren(FeedChooser) if one.isVisible())
    texts = [chooser.list.item(at).text() for at in range(chooser.list.count())]
    assert texts[0] == "Nothing"
    assert "peak load of Buy" in texts
    assert not [one for one in texts if "storage" in one or "instances" in one]
    chooser.close()


def test_a_value_typed_over_a_fed_field_ends_the_feeding(window: MainWindow, panel: EstimatePanel) -> None:
    estimating.feed(window.session, "reads", "journey:buy.peak_rps")
    window.panels.inspector.show_journey("buy")
    shown = window.panels.inspector.row("peak_rps")
    assert shown is not None
    shown.editor.committed.emit(5)
    assert window.session.store.get("estimates", "reads").feeds is None
    assert shown.fed is not None
    assert shown.fed.isHidden()


def test_the_whiteboard_is_one_press_and_says_how_it_counts(window: MainWindow, panel: EstimatePanel) -> None:
    panel.head.roundings["whiteboard"].click()
    assert window.session.design.settings.estimates == "whiteboard"
    assert result(panel, "reads") == "100 request/s"
    assert panel.head.tag.text() == "estimated"


def test_a_template_comes_from_the_menu(window: MainWindow, panel: EstimatePanel) -> None:
    menu = panel.head.templates.menu()
    menu.aboutToShow.emit()
    chat = next(one for one in menu.actions() if one.text() == "Chat")
    chat.trigger()
    assert "gateways" in window.session.store.table("estimates")
    assert focused(panel) == ("dau", "value")
    assert result(panel, "gateways") == "11 server"


def test_what_the_document_has_differently_is_said_and_brought_up_to_date(
    window: MainWindow, panel: EstimatePanel
) -> None:
    store = window.session.store
    with store.transaction("somebody else"):
        store.put("estimates", "reads", store.get("estimates", "reads").revised(value=115.7e3))
    panel.refresh()
    assert "▲ The document says 115,700 request/s" in said(panel, "reads")
    assert "a factor of a thousand slipped" in said(panel, "reads")
    assert not panel.head.update_button.isHidden()
    panel.head.update_button.click()
    assert said(panel, "reads") == ""
    assert panel.head.update_button.isHidden()


def test_an_uncommon_unit_is_looked_up_beside_the_window(
    panel: EstimatePanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[bool] = []
    monkeypatch.setattr(foreign, "loaded", lambda: bool(loaded))
    begun = Event()

    def load() -> None:
        begun.wait(10)
        loaded.append(True)

    monkeypatch.setattr(foreign, "load", load)
    write(field(panel, "reads", "formula"), "5 kW × 2")
    assert result(panel, "reads") == "…"
    write(field(panel, "reads", "unit"), "kW")
    assert result(panel, "reads") == "…"
    begun.set()
    qtbot.waitUntil(lambda: bool(loaded) and result(panel, "reads") != "…")
    assert result(panel, "reads") == "10 kW"


def test_a_downtime_is_an_availability_and_the_other_way_round(panel: EstimatePanel) -> None:
    panel.show_converter(True)
    fields = panel.converter.fields
    write(fields["availability"], "99.9 %")
    assert fields["year"].text().replace("\u2009", " ") == "8 h 45.6 min"
    assert fields["month"].text().replace("\u2009", " ") == "43.2 min"
    assert fields["nines"].text() == "3"
    write(fields["month"], "4.32 min", end=Qt.Key.Key_Return)
    assert fields["availability"].text().replace("\u2009", " ") == "99.99 %"
    write(fields["day"], "2 d")
    assert fields["day"].property("refused")
    assert "more can’t be lost" in panel.converter.refusal


def test_a_narrow_panel_puts_a_row_on_two_lines(
    window: MainWindow, panel: EstimatePanel, qtbot: QtBot
) -> None:
    panel.show_converter(True)
    qtbot.waitUntil(panel.converter.isVisible)
    qtbot.waitUntil(lambda: field(panel, "reads", "formula").y() == field(panel, "reads", "name").y())
    window.resize(1000, 800)
    qtbot.waitUntil(lambda: field(panel, "reads", "formula").y() > field(panel, "reads", "name").y())
    found = panel.row("reads")
    assert found is not None
    assert all(one.geometry().right() <= found.width() for one in found.fields.values())


def test_no_button_of_the_head_is_cut_in_the_narrowest_window(
    window: MainWindow, panel: EstimatePanel, qtbot: QtBot
) -> None:
    head = panel.head
    qtbot.waitUntil(lambda: head.templates.text() == "Insert a template")
    window.resize(720, 480)
    qtbot.waitUntil(lambda: head.templates.text() == "Template")
    buttons = (*head.roundings.values(), head.templates, head.converter)
    qtbot.waitUntil(lambda: all(one.width() >= one.sizeHint().width() for one in buttons))


def test_an_empty_sheet_says_what_goes_there_and_offers_it(window: MainWindow) -> None:
    window.commands.perform("estimate.show")
    panel = window.panels.estimates
    button = panel.sections["inputs"].add_button
    assert button.hasFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert len(window.session.store.table("inputs")) == 1
    assert focused(panel)[1] == "name"


def test_undo_in_a_field_without_typing_takes_the_last_change_of_the_sheet_back(
    window: MainWindow, panel: EstimatePanel, qtbot: QtBot
) -> None:
    write(field(panel, "each", "value"), "20", end=Qt.Key.Key_Return)
    now = field(panel, "reads", "formula")
    assert now.hasFocus()
    QTest.keyClick(now, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: field(panel, "each", "value").text() == "10")
    QTest.keyClick(now, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: field(panel, "each", "value").text() == "20")
    write(now, "5 GB")
    QTest.keyClick(now, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.store.get("inputs", "each").value == 20, "typed text is taken back first"


def test_undo_takes_a_kept_text_back_and_the_panel_shows_it(
    window: MainWindow, panel: EstimatePanel, qtbot: QtBot
) -> None:
    write(field(panel, "each", "value"), "20", end=Qt.Key.Key_Return)
    window.session.undo()
    qtbot.waitUntil(lambda: field(panel, "each", "value").text() == "10")
    assert result(panel, "reads") == "115.7 request/s"


def test_words_that_may_be_meant_are_offered_and_taken_only_when_chosen(panel: EstimatePanel) -> None:
    formula = field(panel, "reads", "formula")
    write(formula, "da")
    words = panel.words
    assert [words.item(at).data(Qt.ItemDataRole.UserRole) for at in range(words.count())][:1] == [
        "daily_users"
    ]
    QTest.keyClick(formula, Qt.Key.Key_Down)
    QTest.keyClick(formula, Qt.Key.Key_Tab)
    assert formula.text() == "daily_users"
    assert formula.hasFocus()
    assert words.isHidden()
    QTest.keyClicks(formula, " × ea")
    assert not words.isHidden()
    QTest.keyClick(formula, Qt.Key.Key_Escape)
    assert words.isHidden()
    assert formula.text() == "daily_users × ea", "Escape closes the list first"
    QTest.keyClicks(formula, "ch")
    assert words.isHidden(), "a whole word needs no help"
    QTest.keyClick(formula, Qt.Key.Key_Tab)
    assert focused(panel) == ("reads", "unit")


def test_units_are_offered_in_the_field_of_the_unit(panel: EstimatePanel) -> None:
    unit = field(panel, "reads", "unit")
    write(unit, "request/")
    QTest.keyClick(unit, Qt.Key.Key_Down)
    QTest.keyClick(unit, Qt.Key.Key_Down)
    QTest.keyClick(unit, Qt.Key.Key_Return)
    assert unit.text().startswith("request/")
    assert unit.hasFocus()
    assert panel.words.isHidden()


def test_a_sheet_that_nobody_reads_whole_shows_its_beginning_and_says_so(
    window: MainWindow, panel: EstimatePanel
) -> None:
    more = {f"r{at}": Estimate(id=f"r{at}", formula="1 GB") for at in range(160)}
    with window.session.store.transaction("many"):
        window.session.store.put_all("estimates", more)
    panel.refresh()
    assert panel.row("r100") is not None
    assert panel.row("r159") is None
    assert "Another 11 rows" in panel.sections["estimates"].remark
