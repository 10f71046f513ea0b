"""The review before it is saved: pages, keys, sizes, and that what was shown is what is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from archdraw.qt.window.review_preview import ReviewPreview, start_preview

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from pytestqt.qtbot import QtBot

    from archdraw.qt.window.main_window import MainWindow


def opened(qtbot: QtBot, window: MainWindow) -> ReviewPreview:
    start_preview(window, {"template": "interview", "paper": "A4"})
    qtbot.waitUntil(lambda: bool(window.findChildren(ReviewPreview)), timeout=30_000)
    preview = window.findChildren(ReviewPreview)[0]
    qtbot.waitUntil(lambda: not preview.picture.pixmap().isNull(), timeout=30_000)
    return preview


def test_keys_turn_pages_and_change_their_size(qtbot: QtBot, window: MainWindow) -> None:
    preview = opened(qtbot, window)
    assert preview.pages > 1
    first, width = preview.picture.pixmap().cacheKey(), preview.picture.pixmap().width()
    QTest.keyClick(preview, Qt.Key.Key_PageDown)
    assert (preview.place.text(), preview.where.text()) == ("2", f"of {preview.pages}")
    qtbot.waitUntil(lambda: preview.picture.pixmap().cacheKey() != first, timeout=30_000)
    QTest.keyClick(preview, Qt.Key.Key_End)
    assert preview.page == preview.pages - 1
    assert not preview.onward.isEnabled()
    QTest.keyClick(preview, Qt.Key.Key_Home)
    assert preview.page == 0
    QTest.keyClick(preview, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: preview.picture.pixmap().width() < width, timeout=30_000)
    preview.close()


def test_what_was_shown_is_what_is_saved(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = opened(qtbot, window)
    target = tmp_path / "review.pdf"
    monkeypatch.setattr(window.shell, "ask_save_path", lambda *_: target)
    QTest.keyClick(preview, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(target.is_file, timeout=30_000)
    assert target.read_bytes().startswith(b"%PDF-")


def test_a_page_is_gone_to_by_number_and_fitted_to_the_window(qtbot: QtBot, window: MainWindow) -> None:
    preview = opened(qtbot, window)
    preview.place.setFocus()
    preview.place.selectAll()
    QTest.keyClicks(preview.place, "3")
    QTest.keyClick(preview.place, Qt.Key.Key_Return)
    assert preview.page == 2
    preview.zoom.setCurrentIndex(preview.zoom.findText("Whole page"))
    qtbot.waitUntil(lambda: preview.picture.pixmap().height() < preview.height(), timeout=30_000)
    low = preview.picture.pixmap().height()
    preview.resize(preview.width(), preview.height() - 120)
    qtbot.waitUntil(lambda: preview.picture.pixmap().height() < low, timeout=30_000)
    QTest.keyClick(preview, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(preview.zoom.currentData(), float)
    preview.close()
