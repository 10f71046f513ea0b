"""Unsaved work is kept aside within two seconds, and is there again after the program was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot
from tests.qt.window.hand import CTRL, WindowHand

from archdraw.core.locations import recovery_dir
from archdraw.core.model import Component, Design
from archdraw.core.storage import save_design, starter_design
from archdraw.core.storage.kept_work import Owner, keep_work, read_kept
from archdraw.editor import files
from archdraw.qt.window import recovery
from archdraw.qt.window.recovery import Recovery

# A first program is killed 1.9 s after it was drawn in; a second one tells what it shows.
_PROGRAM = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from archdraw.qt.window import start

make = start.make_window

def draw(window):
    QTest.keyClick(window.canvas, Qt.Key.Key_Slash)
    QTest.keyClicks(start.QApplication.focusWidget(), "redis > pg")
    QTest.keyClick(start.QApplication.focusWidget(), Qt.Key.Key_Return)
    assert window.session.dirty
    QTimer.singleShot(1900, lambda: os.kill(os.getpid(), signal.SIGKILL))

def tell(window):
    names = sorted(one.name for one in window.session.design.components)
    print(names, window.session.dirty, window.session.document.name, window.hints.text, sep="|", flush=True)
    os._exit(0)

def made(app, theme=None):
    window = make(app, "light")
    QTimer.singleShot(900, window, lambda: (draw if sys.argv[1] == "draw" else tell)(window))
    return window

start.make_window = made
start.run_window([Path(one) for one in sys.argv[2:]], lambda: None)
"""


def run(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    places = {f"ARCHDRAW_{name}_DIR": str(tmp_path / name) for name in ("CONFIG", "STATE", "CACHE", "PACKS")}
    return subprocess.run(
        [sys.executable, "-c", _PROGRAM, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **places, "QT_QPA_PLATFORM": "offscreen"},
        timeout=60,
    )


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="kill -9 is of POSIX")
def test_what_was_drawn_is_there_again_after_kill_9(tmp_path: Path) -> None:
    document = tmp_path / "shop.adraw"
    save_design(document, Design(components=(Component(id="lb", kind="service", name="App"),)))
    first = run(tmp_path, "draw", str(document))
    assert first.returncode == -signal.SIGKILL, first.stderr
    names, dirty, name, said = run(tmp_path, "tell", str(document)).stdout.strip().split("|")
    assert (names, dirty, name) == ("['App', 'Database', 'Redis']", "True", "shop.adraw")
    assert "ended before" in said


def watched(hand: WindowHand) -> Recovery:
    window = hand.window
    window.recovery = Recovery(window, hand.session, window.toast, window.hints.say)
    return window.recovery


@pytest.fixture
def keeping(hand: WindowHand, monkeypatch: pytest.MonkeyPatch) -> Recovery:
    monkeypatch.setattr(recovery, "KEEP_AFTER_MS", 20)
    return watched(hand)


def test_work_is_kept_until_it_is_saved_or_taken_back(
    hand: WindowHand, keeping: Recovery, qtbot: QtBot, tmp_path: Path
) -> None:
    def kept() -> bool:
        file = keeping.file
        return file is not None and file.is_file() and read_kept(file)[1] == hand.session.design

    assert keeping.file is None
    hand.session.select({"db"})
    hand.key(Qt.Key.Key_Delete)
    qtbot.waitUntil(kept)
    assert keeping.file is not None
    first = keeping.file
    hand.key(Qt.Key.Key_Z, CTRL)
    assert not first.exists()
    assert keeping.file is None
    hand.key(Qt.Key.Key_Delete)
    qtbot.waitUntil(kept)
    document = tmp_path / "shop.adraw"
    assert files.save_document(hand.session, document).saved
    assert list(recovery_dir().iterdir()) == []
    # What follows belongs to that file.
    hand.session.select({"lb"})
    hand.key(Qt.Key.Key_Delete)
    qtbot.waitUntil(kept)
    assert keeping.file is not None
    owner = read_kept(keeping.file)[0].owner
    assert (owner.path, owner.digest) == (document, hand.session.document.digest)
    # A window that is closed has asked before.
    hand.window.hide()
    keeping.end()
    assert list(recovery_dir().iterdir()) == []


def test_what_another_program_left_is_offered_but_not_what_one_still_draws(
    hand: WindowHand, keeping: Recovery
) -> None:
    left = starter_design("Left").revised(components=(Component(id="x", kind="service", name="X"),))
    folder = recovery_dir()
    keep_work(folder / "left.kept", left, Owner(Path("/gone/left.adraw"), "ab"))
    keep_work(folder / "running.kept", left, Owner())
    lock = QLockFile(str(folder / "running.kept.lock"))
    assert lock.tryLock(0)
    menu = QMenu()
    hand.window.documents.fill_recent(menu)
    (offered,) = [one for one in menu.actions() if "not saved" in one.text()]
    assert offered.text().startswith("left.adraw")
    offered.trigger()
    assert hand.session.design == left
    assert hand.session.dirty
    assert hand.session.document.path == Path("/gone/left.adraw")
    assert keeping.file == folder / "left.kept"
    assert "left.adraw" in hand.window.hints.text
    assert "More unsaved work" not in hand.window.hints.text
    hand.key(Qt.Key.Key_Delete)
    assert hand.window.hints.isVisible()
    # Given up, it is gone for good.
    hand.session.load(starter_design(), files.new_document().state)
    assert not (folder / "left.kept").exists()
    assert (folder / "running.kept").exists()


def test_a_folder_that_takes_nothing_is_told_once(
    hand: WindowHand, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("ARCHDRAW_STATE_DIR", str(tmp_path / "file"))
    monkeypatch.setattr(recovery, "KEEP_AFTER_MS", 20)
    watched(hand)
    hand.session.select({"db"})
    hand.key(Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: "save often" in hand.window.toast_box.text)
    assert hand.session.dirty


def test_a_second_piece_of_work_that_was_left_is_pointed_out(hand: WindowHand, keeping: Recovery) -> None:
    left = starter_design("Left")
    for name in ("one", "two"):
        keep_work(recovery_dir() / f"{name}.kept", left, Owner(Path(f"/gone/{name}.adraw")))
    assert not keeping.bring_back(Path("/gone/three.adraw"))
    assert "Open recent" in hand.window.toast_box.text
    assert keeping.bring_back(None)
    assert "More unsaved work is under File" in hand.window.hints.text


def test_work_that_can_not_be_read_is_told_and_left_where_it_is(hand: WindowHand, keeping: Recovery) -> None:
    file = recovery_dir() / "left.kept"
    keep_work(file, starter_design("Left"), Owner(Path("/gone/left.adraw")))
    content = file.read_bytes()[:-40]
    file.write_bytes(content)
    assert not keeping.bring_back(None)
    assert "left.adraw" in hand.window.toast_box.text
    assert file.read_bytes() == content


def test_a_drag_that_goes_on_is_kept_once_on_its_way_and_at_its_end(
    hand: WindowHand, keeping: Recovery, qtbot: QtBot
) -> None:
    def kept() -> Design | None:
        return read_kept(keeping.file)[1] if keeping.file and keeping.file.is_file() else None

    at = hand.grab("db")
    hand.drag(at, (at[0] + 60, at[1] + 60), release=False)
    qtbot.waitUntil(lambda: kept() is not None)
    on_its_way = kept()
    hand.hover((at[0] + 120, at[1] + 120))
    assert hand.session.design != on_its_way
    qtbot.wait(150)
    assert kept() == on_its_way
    hand.release((at[0] + 120, at[1] + 120))
    qtbot.waitUntil(lambda: kept() == hand.session.design)
