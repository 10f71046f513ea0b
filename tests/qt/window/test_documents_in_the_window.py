"""Opening, saving, closing and forgetting nothing, through the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from archdraw.core.model import Design
from archdraw.core.storage import design_text, read_design
from archdraw.editor.actions.action import Answer
from archdraw.qt.window.main_window import MainWindow


def answer(monkeypatch: pytest.MonkeyPatch, window: MainWindow, said: Answer) -> list[str]:
    asked: list[str] = []

    def ask(name: str) -> Answer:
        asked.append(name)
        return said

    monkeypatch.setattr(window.shell, "ask_unsaved", ask)
    return asked


def written(folder: Path, design: Design) -> Path:
    path = folder / "shop.adraw"
    path.write_text(design_text(design), encoding="utf-8")
    return path


def test_closing_with_changes_asks_and_cancel_keeps_the_window(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answer(monkeypatch, window, "cancel")
    window.session.rename("db", "Ledger")
    assert not window.close()
    assert window.isVisible()
    assert asked == ["Untitled"]


def test_closing_without_changes_asks_nothing(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answer(monkeypatch, window, "cancel")
    assert window.close()
    assert asked == []


def test_closing_and_saving_writes_the_file(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answer(monkeypatch, window, "save")
    target = tmp_path / "kept.adraw"
    monkeypatch.setattr(window.shell, "ask_save_path", lambda *_: target)
    window.session.rename("db", "Ledger")
    assert window.close()
    assert read_design(target).design.component_by_id["db"].name == "Ledger"


def test_the_title_shows_the_file_and_the_changes(window: MainWindow, tmp_path: Path) -> None:
    path = written(tmp_path, window.session.design)
    window.open_path(path)
    assert window.windowTitle().startswith("shop.adraw[*]")
    assert not window.isWindowModified()
    window.session.rename("db", "Ledger")
    assert window.isWindowModified()
    window.commands.perform("file.save")
    assert not window.isWindowModified()
    assert '"Ledger"' in path.read_text(encoding="utf-8")
    window.commands.perform("edit.undo")
    assert window.isWindowModified()


def test_a_file_that_is_no_design_becomes_a_sentence_and_changes_nothing(
    window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "broken.adraw"
    path.write_text("{ no json", encoding="utf-8")
    before = window.session.design
    window.open_path(path)
    assert "broken.adraw" in window.toast_box.text
    assert window.session.design is before


def test_a_dropped_file_is_opened(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = written(tmp_path, window.session.design)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPoint(400, 300).toPointF(),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)
    qtbot.waitUntil(lambda: window.session.document.path == path)


def test_panels_theme_and_sizes_come_back_at_the_next_start(qtbot: QtBot, window: MainWindow) -> None:
    from archdraw.qt.window.start import make_window

    window.frame.fold("palette", False)
    window.set_theme("dark")
    window.insert_kind("service")
    window.session.store.undo()
    assert window.close()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    again = make_window(app)
    try:
        assert not again.frame.shown("palette")
        assert again.frame.shown("inspector")
        assert again.appearance.choice == "dark"
        assert again.kinds.model.recent == ("service",)
    finally:
        again.set_theme("light")
        again.close()
        again.deleteLater()


def test_full_screen_gives_the_canvas_everything_and_takes_it_back(window: MainWindow) -> None:
    window.toggle_full_screen()
    assert not any(window.frame.shown(side) for side in ("palette", "inspector", "bottom"))
    window.toggle_full_screen()
    assert all(window.frame.shown(side) for side in ("palette", "inspector", "bottom"))


def test_an_unexpected_error_becomes_a_report_and_a_sentence(
    window: MainWindow, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import sys

    from archdraw.qt.window.crash import install_hook

    put_back = install_hook(window.toast)
    try:
        sys.excepthook(KeyError, KeyError("lost"), None)
    finally:
        put_back()
    capsys.readouterr()
    assert "Your drawing is still here" in window.toast_box.text
    reports = list((tmp_path / "state" / "reports").iterdir())
    assert len(reports) == 1
    assert "KeyError" in reports[0].read_text(encoding="utf-8")


def test_the_toolbar_folds_panels(window: MainWindow) -> None:
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QToolButton

    for side, title in (
        ("palette", "Components"),
        ("bottom", "Findings and journeys"),
        ("inspector", "Inspector"),
    ):
        button = next(one for one in window.toolbar.findChildren(QToolButton) if one.text() == title)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert not window.frame.shown(side)  # type: ignore[arg-type]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert window.frame.shown(side)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_exports_run_beside_the_window_and_say_so(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / f"shop.{kind}"
    window.export(path, kind)
    qtbot.waitUntil(lambda: window.toast_box.text != "", timeout=30_000)
    assert window.toast_box.text.startswith(f"shop.{kind} is written.")
    head = {"svg": b"<", "png": b"\x89PNG", "pdf": b"%PDF-"}[kind]
    assert path.read_bytes().startswith(head)


def test_an_export_that_fails_says_why(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.export(tmp_path / "no such folder" / "shop.svg", "svg")
    qtbot.waitUntil(lambda: window.toast_box.text != "", timeout=30_000)
    assert "did not work" in window.toast_box.text
    assert "folder" in window.toast_box.text


def test_the_export_dialog_offers_what_belongs_to_the_kind(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from archdraw.qt.window.export_dialog import ExportDialog

    target = tmp_path / "shop.png"
    monkeypatch.setattr(window.shell, "ask_save_path", lambda *_: target)
    dialog = ExportDialog(window)
    assert dialog.options() == {"template": "full", "paper": "A4", "large": "fit", "embed": True}
    dialog.version.setText("  after the first review ")
    assert dialog.options()["document_version"] == "after the first review"
    dialog.choices["png"].click()
    assert dialog.options() == {"theme": "light", "scale": 2.0, "embed": True}
    dialog.accept_choice()
    qtbot.waitUntil(target.is_file, timeout=30_000)
    dialog.deleteLater()


def test_logo_earlier_version_and_leaving_the_design_out_go_into_the_file(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pypdfium2

    from archdraw.core.storage import design_text
    from archdraw.qt.window.export_dialog import ExportDialog

    logo, older, target = tmp_path / "logo.svg", tmp_path / "older.adraw", tmp_path / "shop.pdf"
    logo.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
        '<rect width="9" height="9" fill="#d22"/></svg>'
    )
    older.write_text(design_text(window.session.design.revised(title="Shop of last year", status="old")))
    monkeypatch.setattr(window.shell, "ask_save_path", lambda *_: target)
    monkeypatch.setattr(window.shell, "ask_open_path", lambda: older)
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getOpenFileName", lambda *_: (str(logo), ""))
    dialog = ExportDialog(window)
    dialog.show()
    QTest.keyClick(dialog.logo.button, Qt.Key.Key_Space)
    QTest.keyClick(dialog.since.button, Qt.Key.Key_Space)
    QTest.keyClick(dialog.embed, Qt.Key.Key_Space)
    assert (dialog.logo.words.text(), dialog.since.words.text()) == ("logo.svg", "older.adraw")
    dialog.accept_choice()
    qtbot.waitUntil(target.is_file, timeout=60_000)
    document = pypdfium2.PdfDocument(target)
    text = "".join(document[at].get_textpage().get_text_range() for at in range(len(document)))
    colours = document[0].render(scale=1).to_pil().convert("RGB").getcolors(1_000_000)
    attached = document.count_attachments()
    document.close()
    assert "Change since the last version" in text
    assert (221, 34, 34) in {colour for _, colour in colours}
    assert attached == 0
    # The logo is remembered, the earlier version is not.
    again = ExportDialog(window)
    assert (again.logo.path, again.since.path) == (logo, None)
    QTest.keyClick(again.logo.clear_button, Qt.Key.Key_Space)
    assert "logo" not in again.options()
    for one in (dialog, again):
        one.deleteLater()
