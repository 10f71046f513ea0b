"""Copying, pasting and dropping through the window and the system's clipboard."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.qt.window.conftest import WindowMaker, small_design

from archdraw.core.model import Component, Design, Placement, View
from archdraw.core.storage import design_text
from archdraw.editor.document import DocumentState
from archdraw.exporters import export_file
from archdraw.qt.window.clip_data import MIME, ClipData
from archdraw.qt.window.drop_target import target_over
from archdraw.qt.window.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
COPY = Qt.DropAction.CopyAction


@pytest.fixture(autouse=True)
def _leave_nothing_behind(qapp: QGuiApplication) -> Iterator[None]:
    yield
    QGuiApplication.clipboard().clear()


def names(window: MainWindow) -> list[str]:
    return [one.name for one in window.session.design.components]


def press(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = CTRL) -> None:
    window.activateWindow()
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, key, modifiers)


def drop(window: MainWindow, data: QMimeData, at: QPoint | None = None) -> None:
    """Drag onto the window and let go, as the desktop reports it."""
    place = at or QPoint(700, 400)
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(place, COPY, data, left, none)
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    assert target_over(window.canvas).text
    window.dropEvent(QDropEvent(QPointF(place), COPY, data, left, none))
    assert not target_over(window.canvas).text


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


@pytest.mark.parametrize(
    ("names_of", "words"),
    [
        (("shop.adraw",), "Drop to open shop.adraw"),
        (
            ("shop.svg", "bank.adraw", "x.txt"),
            "Drop to open bank.adraw; 2 others not: one window shows one design",
        ),
        (("x.txt",), "x.txt can\u2019t be opened: only designs (.adraw), and exports of one"),
    ],
)
def test_a_drag_over_the_window_says_what_letting_go_would_do(
    window: MainWindow, names_of: tuple[str, ...], words: str
) -> None:
    data = files(*map(Path, names_of))
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    window.dragEnterEvent(QDragEnterEvent(QPoint(700, 400), COPY, data, left, none))
    assert target_over(window.canvas).text == words
    window.dragLeaveEvent(QDragLeaveEvent())
    assert not target_over(window.canvas).text


def test_one_copy_offers_elements_pictures_and_words(window: MainWindow) -> None:
    window.session.select({"app1", "db"})
    press(window, Qt.Key.Key_C)
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasFormat(MIME)
    assert b"archdraw-fragment" in data.data(MIME).data()
    drawing = bytes(data.data("image/svg+xml").data()).decode()
    assert drawing.startswith("<?xml")
    assert "App 1" in drawing
    assert "Orders" in drawing
    assert "Balancer" not in drawing
    picture = QImage.fromData(data.data("image/png"))
    assert picture.width() > 600
    assert data.hasImage()
    assert "App 1: " in data.text()
    assert "App 1 to Orders: Connection, calls" in data.text()


def test_pictures_are_not_made_before_somebody_pastes_them(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    real = ClipData._make

    def note(data: ClipData, mime_type: str) -> object:
        made.append(mime_type)
        return real(data, mime_type)

    monkeypatch.setattr(ClipData, "_make", note)
    window.session.select({"app1", "db"})
    press(window, Qt.Key.Key_C)
    assert "image/png" not in made
    assert "image/svg+xml" not in made
    press(window, Qt.Key.Key_V)
    assert "image/png" not in made


def test_what_is_copied_in_one_window_is_pasted_in_another_with_what_belongs_to_it(
    make: WindowMaker,
) -> None:
    first = make(small_design())
    second = make(Design(views=(View(id="main", name="Overview"),)))
    first.session.select({"app1", "app2", "db"})
    press(first, Qt.Key.Key_C)
    first.session.delete({"app1", "app2", "db"})
    press(second, Qt.Key.Key_V)
    assert names(second) == ["App 1", "App 2", "Orders"]
    design = second.session.design
    by_id = {one.id: one.name for one in design.components}
    assert {(by_id[one.source], by_id[one.target]) for one in design.connections} == {
        ("App 1", "Orders"),
        ("App 2", "Orders"),
    }
    frames = {by_id[one]: second.session.frame(one) for one in by_id}
    app, store = frames["App 1"], frames["Orders"]
    assert app is not None
    assert store is not None
    assert (store.x - app.x, store.y - app.y) == (260, 100)
    assert len({one.id for one in (*design.components, *design.connections)}) == 5


def test_the_second_paste_lies_beside_the_first(window: MainWindow) -> None:
    session = window.session
    session.select({"db"})
    press(window, Qt.Key.Key_C)
    at = QPoint(200, 300)
    QTest.mouseMove(window.canvas.viewport(), at)
    press(window, Qt.Key.Key_V)
    (first,) = session.selection
    press(window, Qt.Key.Key_V)
    (second,) = session.selection
    here, there = session.frame(first), session.frame(second)
    assert here is not None
    assert there == here.moved(20, 20)
    wanted = session.camera.to_world(at.x(), at.y())
    assert abs(here.center.x - wanted.x) <= 10


def test_text_from_elsewhere_becomes_a_note_and_plain_paste_makes_one_of_elements(
    window: MainWindow,
) -> None:
    session = window.session
    QGuiApplication.clipboard().setText("Ask the platform team")
    press(window, Qt.Key.Key_V)
    (made,) = session.selection
    note = session.note(made)
    assert note is not None
    assert note.text == "Ask the platform team"
    session.select({"db"})
    press(window, Qt.Key.Key_C)
    press(window, Qt.Key.Key_V, CTRL | SHIFT)
    (made,) = session.selection
    note = session.note(made)
    assert note is not None
    assert note.text.startswith("Orders: ")


def test_hostile_clipboards_are_a_sentence_and_change_nothing(window: MainWindow) -> None:
    before = design_text(window.session.design)
    picture = QMimeData()
    picture.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    huge, broken, newer = QMimeData(), QMimeData(), QMimeData()
    huge.setData(MIME, QByteArray(b'{"format": "archdraw-fragment"' + b" " * 9_000_000))
    broken.setData(MIME, QByteArray(b"\xff\xfe{archdraw-fragment"))
    newer.setData(MIME, QByteArray(b'{"format": "archdraw-fragment", "version": 7}'))
    said = []
    for data in (picture, huge, broken, newer, files(Path("a.pdf"))):
        QGuiApplication.clipboard().setMimeData(data)
        press(window, Qt.Key.Key_V)
        said.append(window.toast_box.text)
    assert design_text(window.session.design) == before
    assert len(set(said)) == 5
    assert all(sentence.endswith(".") for sentence in said)
    assert "8 MB" in said[1]
    assert "newer" in said[3]


def test_the_first_of_several_dropped_designs_opens_and_the_rest_is_named(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    paths = [tmp_path / f"{name}.adraw" for name in ("one", "two")]
    for path in paths:
        view = View(id="main", name="Main", nodes={"a": Placement(x=0, y=0)})
        design = Design(components=(Component(id="a", kind="service", name=path.stem),), views=(view,))
        path.write_text(design_text(design), encoding="utf-8")
    drop(window, files(*paths))
    qtbot.waitUntil(lambda: names(window) == ["one"])
    assert "Not opened: two.adraw." in window.toast_box.text


def test_what_is_dropped_is_copied_even_where_moving_was_proposed(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "other.adraw"
    path.write_text(design_text(Design(title="Other")), encoding="utf-8")
    both = COPY | Qt.DropAction.MoveAction
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    data = files(path)  # the events do not hold it
    enter = QDragEnterEvent(QPoint(700, 400), both, data, left, none)
    dropped = QDropEvent(QPointF(700, 400), both, data, left, none)
    for event in (enter, dropped):
        event.setDropAction(Qt.DropAction.MoveAction)
    window.dragEnterEvent(enter)
    window.dropEvent(dropped)
    assert enter.dropAction() == dropped.dropAction() == COPY, "a program deletes what it believes moved"
    qtbot.waitUntil(lambda: window.session.design.title == "Other")
    assert path.exists()


def test_any_other_file_is_told_what_can_be_dropped(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    before = design_text(window.session.design)
    drop(window, files(tmp_path / "report.txt"))
    qtbot.waitUntil(lambda: "report.txt can\u2019t be opened: only designs (.adraw)" in window.toast_box.text)
    web = QMimeData()
    web.setUrls([QUrl("https://example.org/a.adraw")])
    drop(window, web)
    qtbot.waitUntil(lambda: window.toast_box.text.startswith("What was dropped can\u2019t be opened"))
    picture = QMimeData()
    picture.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    drop(window, picture)
    assert window.toast_box.text.startswith("A picture can\u2019t be put")
    assert design_text(window.session.design) == before


def test_an_exported_drawing_that_is_dropped_opens_its_design(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    shown = design_text(window.session.design)
    picture = tmp_path / "shop.svg"
    export_file(None, picture, window.session.design, window.session.catalog)
    window.session.load(Design(title="Empty", views=(View(id="main"),)), DocumentState())
    drop(window, files(picture))
    qtbot.waitUntil(lambda: design_text(window.session.design) == shown)
    assert window.session.document.path is None, "the picture is not what saving writes to"


def test_dropped_text_becomes_a_note_where_it_was_dropped(window: MainWindow) -> None:
    data = QMimeData()
    data.setText("From the browser")
    place = window.canvas.viewport().mapTo(window, QPoint(300, 200))
    drop(window, data, place)
    (made,) = window.session.selection
    note = window.session.note(made)
    assert note is not None
    assert note.text == "From the browser"
    wanted = window.session.camera.to_world(300, 200)
    assert note.box.grown(20).contains(wanted)


def test_a_program_that_ends_with_a_copy_on_the_clipboard_ends_well() -> None:
    script = """
from archdraw.qt.window.start import make_application, make_window
from PySide6.QtGui import QGuiApplication
app = make_application()
window = make_window(app, "light")
window.documents.insert_kind("service")
window.commands.perform("edit.copy")
assert QGuiApplication.clipboard().mimeData().hasFormat("application/vnd.archdraw+json")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
