"""File ▸ New from a sample: what is offered, what it shows, and that it opens as a document of its own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox

from archdraw.core.locations import resources_dir
from archdraw.editor.samples import samples
from archdraw.qt.window.main_window import MainWindow
from archdraw.qt.window.samples_dialog import SamplesDialog


@pytest.fixture
def dialog(window: MainWindow) -> SamplesDialog:
    window.commands.perform("file.new-sample")
    (shown,) = window.findChildren(SamplesDialog)
    return shown


def test_every_sample_is_offered_with_what_it_shows(dialog: SamplesDialog) -> None:
    files = {path.name for path in (resources_dir() / "samples").glob("*.adraw")}
    assert {one.path.name for one in dialog.samples} == files
    titles = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    assert titles[0] == "URL shortener"
    assert {"Chat", "Web crawler", "Rate limiter", "News feed"} <= set(titles)
    seen = set()
    for row in range(dialog.list.count()):
        dialog.list.setCurrentRow(row)
        assert dialog.words.text() == dialog.samples[row].description
        assert "components" in dialog.size_line.text()
        picture = dialog.picture.pixmap().toImage()
        assert not picture.isNull()
        seen.add(bytes(picture.constBits())[:400_000])
    assert len(seen) == len(files)


def test_enter_opens_a_copy_without_a_file(window: MainWindow, dialog: SamplesDialog) -> None:
    place = next(row for row, one in enumerate(dialog.samples) if one.title == "Chat")
    dialog.list.setCurrentRow(place)
    dialog.list.setFocus()
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert window.session.design.title == "Chat"
    assert window.session.document.path is None


def test_cancel_leaves_the_document_alone(window: MainWindow, dialog: SamplesDialog) -> None:
    before = window.session.design
    QTest.mouseClick(dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel), Qt.MouseButton.LeftButton)
    assert window.session.design is before


def test_the_size_of_a_sample_is_told_in_words() -> None:
    (chat,) = [one for one in samples() if one.title == "Chat"]
    assert chat.size == "17 components, 5 journeys"
