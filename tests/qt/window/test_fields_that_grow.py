"""The fields of a selection that was not shown before come frame by frame, and are all there for who asks."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from archdraw.qt.panels import inspector as inspector_panel
from archdraw.qt.panels.form import Form
from archdraw.qt.panels.inspector import Inspector
from archdraw.qt.window.main_window import MainWindow


@pytest.fixture
def inspector(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Inspector:
    """The inspector on a component that was never selected, with time for one piece a frame."""
    monkeypatch.setattr(inspector_panel, "_SLICE", 0.0)
    panel = window.panels.inspector
    panel._grow.timeout.disconnect()
    panel._grow.timeout.connect(lambda: panel._go_on(0.0))
    window.session.select({"app1"})
    panel.follow()
    return panel


def form_of(panel: Inspector) -> Form:
    assert panel.form is not None
    return panel.form


def test_a_new_form_grows_one_piece_a_frame_until_all_is_there(qtbot: QtBot, inspector: Inspector) -> None:
    form = form_of(inspector)
    assert form.growing
    seen = [len(form._rows)]
    while form.growing:
        QApplication.processEvents()
        seen.append(sum(map(len, form._rows.values())))
    assert seen == sorted(seen)
    # Folds and rows alike are pieces.
    assert len(seen) > seen[-1] > 10
    whole = [row.field.key for row in form.rows()]
    assert len(whole) == seen[-1]
    inspector.refresh()
    assert [row.field.key for row in form_of(inspector).rows()] == whole
    assert all(row.target is not None for row in form.rows())


def test_who_asks_for_a_field_does_not_wait(inspector: Inspector) -> None:
    assert form_of(inspector).growing
    row = inspector.row("replicas")
    assert row is not None
    assert not form_of(inspector).growing
    assert row.isVisible()


def test_another_selection_meanwhile_is_shown_and_the_first_form_grows_on_later(
    window: MainWindow, inspector: Inspector
) -> None:
    first = form_of(inspector)
    QApplication.processEvents()
    window.session.select(set())
    inspector.follow()
    second = form_of(inspector)
    assert second is not first
    assert not second.growing
    QTest.qWait(20)
    assert first.growing
    window.session.select({"app1"})
    inspector.follow()
    assert form_of(inspector) is first
    for _ in range(200):
        QApplication.processEvents()
    assert not first.growing


def test_fields_wait_while_something_is_dragged(window: MainWindow, inspector: Inspector) -> None:
    form = form_of(inspector)
    window.session.store.begin_gesture("Drag")
    QApplication.processEvents()
    before = sum(map(len, form._rows.values()))
    for _ in range(20):
        QApplication.processEvents()
    assert sum(map(len, form._rows.values())) == before
    window.session.store.end_gesture()
    QTest.qWait(150)
    for _ in range(200):
        QApplication.processEvents()
    assert not form.growing


def test_a_value_that_changes_while_the_form_grows_shows_in_all_of_it(
    window: MainWindow, inspector: Inspector
) -> None:
    for _ in range(6):
        QApplication.processEvents()
    assert form_of(inspector).growing
    window.session.update("components", "app1", replicas=7)
    inspector.follow()
    row = inspector.row("replicas")
    assert row is not None
    assert row.editor._value == 7
