"""After a stop nothing of before the last change passes for newest: on the drawing, in files, when copied."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.qt.window.conftest import small_design
from tests.qt.window.held_back import Held, HeldBack
from tests.qt.window.test_failure_modes_and_plan import choose, head
from tests.qt.window.test_stopping_the_analysis import begin_long, click, press, settle

from archdraw.core.analysis.result import Analysis
from archdraw.core.catalog import load_catalog
from archdraw.core.drawing.display import TextShape
from archdraw.core.storage import design_text
from archdraw.editor.comparing import compare_with
from archdraw.editor.edits.elements import update
from archdraw.editor.edits.papers import PaperTable
from archdraw.editor.files import open_document
from archdraw.exporters import export_file
from archdraw.qt.window.accept_dialog import AcceptDialog
from archdraw.qt.window.main_window import MainWindow

BEFORE = "before the last change"
ANALYSED: tuple[PaperTable, ...] = ("failure_modes", "remediation")
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def stopped(qtbot: QtBot, held: Held) -> tuple[MainWindow, HeldBack]:
    """The database was up for 99.9 %, is so for 99 % now, and what would have followed was stopped."""
    window, slow, _ = held
    begin_long(qtbot, window, slow)
    click(window)
    assert window.runner.state == "stopped"
    return window, slow


def go_on(qtbot: QtBot, window: MainWindow, slow: HeldBack) -> None:
    slow.let_go.set()
    click(window)
    settle(qtbot, window)


def legend(window: MainWindow) -> list[str]:
    """Return what the legend on the canvas says, its title first."""
    return [
        shape.text
        for drawing in window.session.scene.legend()
        for shape in drawing.fine
        if isinstance(shape, TextShape)
    ]


def plain(text: str) -> str:
    return text.replace("\u2009", " ").replace("\u00a0", " ").replace("\u202f", " ")


# -- on the drawing --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["single-points", "availability", "downtime", "utilisation", "journey"])
def test_marks_on_the_canvas_say_that_they_are_older(
    qtbot: QtBot, stopped: tuple[MainWindow, HeldBack], name: Any
) -> None:
    window, slow = stopped
    window.session.show_overlay(name)
    assert legend(window)[0].endswith(f", {BEFORE}")
    go_on(qtbot, window, slow)
    assert legend(window)
    assert BEFORE not in legend(window)[0]


def test_marks_that_show_when_it_is_stopped_say_it_at_once(qtbot: QtBot, held: Held) -> None:
    window, slow, _ = held
    window.session.show_overlay("single-points")
    begin_long(qtbot, window, slow)
    assert BEFORE not in legend(window)[0]
    press(window, Qt.Key.Key_X)
    assert window.runner.state == "stopped"
    assert legend(window)[0] == f"Single points of failure, {BEFORE}"


def test_marks_that_come_from_the_drawing_alone_say_nothing(stopped: tuple[MainWindow, HeldBack]) -> None:
    window, _ = stopped
    update(window.session, "components", "db", {"owner": "Ops"}, "Owner")
    # That was a change; the analysis that it began is stopped as well.
    window.runner.call_off()
    for name in ("owner", "utilisation"):
        window.session.set_traffic(2.0 if name == "utilisation" else 1.0)
        window.session.show_overlay(name)
        assert legend(window)
        assert BEFORE not in legend(window)[0], name


def test_marks_and_texts_are_older_after_an_analysis_that_broke_off(
    qtbot: QtBot, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, slow, _ = held

    def fail(*_: object) -> Analysis:
        raise ValueError("there is no memory left")

    window.session.show_overlay("single-points")
    analyser = window.runner._analyser
    monkeypatch.setattr(window.runner, "_analyser", fail)
    window.session.update("components", "db", availability=0.99)
    qtbot.waitUntil(lambda: window.runner.state == "failed", timeout=5000)
    assert legend(window)[0] == f"Single points of failure, {BEFORE}"
    assert window.session.present_analysis is None
    monkeypatch.setattr(window.runner, "_analyser", analyser)
    go_on(qtbot, window, slow)
    assert legend(window)[0] == "Single points of failure"


# -- in panels -------------------------------------------------------------------------------------


def test_proposed_failure_modes_and_steps_say_that_they_are_older(qtbot: QtBot, held: Held) -> None:
    window, slow, _ = held
    window.show_panel("papers")
    panel = window.panels.papers
    choose(panel, "failure_modes")
    assert BEFORE not in panel.facts.words.text()
    begin_long(qtbot, window, slow)
    click(window)
    for table in ANALYSED:
        assert head(panel, table).text(1).endswith(f"proposed, {BEFORE}")
        choose(panel, table)
        assert f"From {BEFORE}: the analysis was stopped." in panel.facts.words.text()
    assert BEFORE not in head(panel, "decisions").text(1)
    go_on(qtbot, window, slow)
    for table in ANALYSED:
        assert BEFORE not in head(panel, table).text(1)
    choose(panel, "failure_modes")
    assert BEFORE not in panel.facts.words.text()


def test_a_comparison_after_a_stop_is_with_the_design_as_it_is(
    qtbot: QtBot, stopped: tuple[MainWindow, HeldBack], tmp_path: Path
) -> None:
    window, _ = stopped
    file = tmp_path / "before.adraw"
    file.write_text(design_text(small_design()))
    window.session.request_comparison(file)
    panel = window.panels.comparison
    qtbot.waitUntil(lambda: not panel.busy, timeout=20_000)
    rows = [
        tuple(plain(str(panel.model.data(panel.model.index(row, at)))) for at in range(6))
        for row in range(panel.model.rowCount())
    ]
    # By hand: 0.9999 · (1 − 0.005²) · 0.999 before, the same with 0.99 now.
    rest = 0.9999 * (1 - 0.005**2)
    (served,) = [one for one in rows if one[1] == "figure" and one[3].startswith("Availability (")]
    assert served[4].startswith(f"{rest * 0.999:.4%}".removesuffix("%"))
    assert served[5].startswith(f"{rest * 0.99:.4%}".removesuffix("%"))
    assert BEFORE not in panel.state
    assert window.runner.state == "stopped"


def test_a_comparison_says_that_it_is_older_until_it_is_made_again(
    qtbot: QtBot, stopped: tuple[MainWindow, HeldBack], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, _ = stopped
    file = tmp_path / "before.adraw"
    file.write_text(design_text(small_design()))
    window.session.request_comparison(file)
    panel = window.panels.comparison
    qtbot.waitUntil(lambda: not panel.busy, timeout=20_000)
    goes_on = threading.Event()

    def wait_and_compare(*given: Any) -> Any:
        assert goes_on.wait(20)
        return compare_with(*given)

    monkeypatch.setattr("archdraw.qt.panels.comparison.compare_with", wait_and_compare)
    window.session.update("components", "db", availability=0.98)
    qtbot.waitUntil(lambda: panel.state.endswith(f"; {BEFORE}, comparing…"), timeout=5000)
    goes_on.set()
    qtbot.waitUntil(lambda: not panel.busy and BEFORE not in panel.state, timeout=20_000)


def test_an_acceptance_counts_what_was_found_before(stopped: tuple[MainWindow, HeldBack]) -> None:
    window, _ = stopped
    assert window.session.analysis is not None
    dialog = AcceptDialog(window, window.session.analysis.findings[0])
    assert all(BEFORE in button.text() for button in dialog.scopes.buttons())
    dialog.reject()


# -- on the clipboard ------------------------------------------------------------------------------


def test_copied_losses_say_that_they_are_older(qtbot: QtBot, stopped: tuple[MainWindow, HeldBack]) -> None:
    window, slow = stopped
    window.show_panel("losses")
    panel, clipboard = window.panels.losses, QGuiApplication.clipboard()
    panel.table.setFocus()
    QTest.keyClick(panel.table, Qt.Key.Key_C, CTRL)
    assert window.session.analysis is not None
    first, heads, *rows = clipboard.text().splitlines()
    assert first == f"Of {window.session.analysis.revision}, {BEFORE}"
    assert heads.startswith("Lost\tKind\t")
    assert rows
    go_on(qtbot, window, slow)
    QTest.mouseClick(panel.copy_button, Qt.MouseButton.LeftButton)
    assert clipboard.text().splitlines() == [heads, *rows]


def test_copied_elements_bring_no_older_figures(stopped: tuple[MainWindow, HeldBack]) -> None:
    window, _ = stopped
    clipboard = QGuiApplication.clipboard()
    window.session.select({"db"})
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_C, CTRL)
    assert "Orders" in clipboard.text()
    for older in ("Single point", "99.9"):
        assert older not in plain(clipboard.text())
    clipboard.clear()


# -- in files --------------------------------------------------------------------------------------


def write(qtbot: QtBot, window: MainWindow, path: Path, kind: str) -> Path:
    window.export(path, kind)
    qtbot.waitUntil(lambda: path.exists() and window.jobs.running is None, timeout=60_000)
    return path


def test_a_review_after_a_stop_has_figures_of_the_design_as_it_is(
    qtbot: QtBot, stopped: tuple[MainWindow, HeldBack], tmp_path: Path
) -> None:
    window, _ = stopped
    path = write(qtbot, window, tmp_path / "shop.pdf", "pdf")
    with pypdfium2.PdfDocument(path) as document:
        text = plain("\n".join(page.get_textpage().get_text_range() for page in document))
    # Balancer 99.99 %, two apps of 99.5 %, database 99 %: by hand, without the engine.
    rest = 0.9999 * (1.0 - 0.005**2)
    assert f"{rest * 0.99:.2%}".removesuffix("%") in text
    assert f"{rest * 0.999:.3%}".removesuffix("%") not in text
    assert window.runner.state == "stopped"


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_a_picture_after_a_stop_is_that_of_a_window_that_knows_no_other_state(
    qtbot: QtBot, stopped: tuple[MainWindow, HeldBack], tmp_path: Path, kind: str
) -> None:
    window, _ = stopped
    window.session.show_overlay("availability")
    path = write(qtbot, window, tmp_path / f"shop.{kind}", kind)
    design, alone = window.session.design, tmp_path / f"alone.{kind}"
    export_file(kind, alone, design, load_catalog(), view_id="main", overlay="availability")
    assert path.read_bytes() == alone.read_bytes()
    if kind == "svg":
        said = plain(path.read_text(encoding="utf-8"))
        assert BEFORE not in said
        assert "99 %" in said
        assert "99.9 %" not in said


def test_a_saved_document_has_no_figures(stopped: tuple[MainWindow, HeldBack], tmp_path: Path) -> None:
    window, _ = stopped
    path = tmp_path / "shop.adraw"
    path.write_text(design_text(window.session.design))
    assert open_document(path, window.session.catalog).design == window.session.design
