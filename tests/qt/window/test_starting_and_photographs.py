"""The program as a process of its own: a start to the analysed sample, and pictures of the real window."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from archdraw.core.storage import design_text
from archdraw.qt.window.start import make_window

RUN = "import sys; from archdraw.app import open_window; sys.exit(open_window([]))"
LATE = ("networkx", "numpy", "scipy", "reportlab", "typer", "rich")
BEFORE_PAINT = f"""
import sys
from archdraw.qt.window.start import make_application, make_window
app = make_application()
window = make_window(app, "light")
window.show()
app.processEvents()
print([name for name in {LATE!r} if name in sys.modules])
"""
PHOTOGRAPH = """
import sys
from pathlib import Path
from archdraw.app import take_screenshot
try:
    take_screenshot(
        Path(sys.argv[1]), Path(sys.argv[2]), size=(1200, 800), scale=float(sys.argv[3]), theme=sys.argv[4],
        overlay="single-points", select=sys.argv[5], panel="journeys",
    )
except ValueError as error:
    print(error)
    sys.exit(2)
"""


# A header that hides a column from within its own signals gets sections a million pixels wide.
WIDTHS = """
import sys
from pathlib import Path
from archdraw.editor import files
from archdraw.qt.window.start import make_application, make_window, wait_for_analysis
app = make_application()
window = make_window(app, "light")
window.resize(1600, 900)
window.show()
opened = files.open_document(Path(sys.argv[1]))
window.session.load(opened.design, opened.state)
window.complete()
wait_for_analysis(window)
table = window.panels.journeys.table
header = table.horizontalHeader()
print(header.length() - header.width(), table.visualRect(table.model().index(0, 0)).width() >= 100)
window.runner.stop()
window.panels.close_session()
"""


def run(tmp_path: Path, code: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    surroundings = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "ARCHDRAW_CONFIG_DIR": str(tmp_path / "config"),
        "ARCHDRAW_STATE_DIR": str(tmp_path / "state"),
        **variables,
    }
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def test_the_first_start_shows_the_sample_analysed_and_can_be_measured(tmp_path: Path) -> None:
    done = run(tmp_path, RUN, ARCHDRAW_BENCH_EXIT="1")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_heavy_engines_are_not_loaded_before_the_first_picture(tmp_path: Path) -> None:
    done = run(tmp_path, BEFORE_PAINT)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_every_journey_of_a_design_that_is_opened_first_is_in_sight(tmp_path: Path) -> None:
    sample = Path(__file__).parents[3] / "resources" / "samples" / "chat.adraw"
    done = run(tmp_path, WIDTHS, str(sample))
    assert done.stdout.split() == ["0", "True"], done.stdout + done.stderr


@pytest.mark.parametrize(
    "scale, theme, width, dark", [("1", "light", 1200, False), ("2", "dark", 2400, True)]
)
def test_a_photograph_has_the_size_and_the_theme(
    tmp_path: Path, scale: str, theme: str, width: int, dark: bool
) -> None:
    from PySide6.QtGui import QImage

    from archdraw.core.model import Component, Design, Placement, View

    design = Design(
        components=(Component(id="web", kind="service"),),
        views=(View(id="main", nodes={"web": Placement(x=0, y=0)}),),
    )
    file, output = tmp_path / "one.adraw", tmp_path / "one.png"
    file.write_text(design_text(design), encoding="utf-8")
    done = run(tmp_path, PHOTOGRAPH, str(file), str(output), scale, theme, "web")
    assert done.returncode == 0, done.stderr
    picture = QImage(str(output))
    assert picture.width() == width
    assert (picture.pixelColor(4, picture.height() - 4).lightness() < 80) is dark


def test_a_photograph_of_something_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    from archdraw.core.storage import starter_design

    file = tmp_path / "none.adraw"
    file.write_text(design_text(starter_design()), encoding="utf-8")
    done = run(tmp_path, PHOTOGRAPH, str(file), str(tmp_path / "none.png"), "1", "light", "ghost")
    assert done.returncode == 2
    assert "There is no element “ghost”" in done.stdout
    assert not (tmp_path / "none.png").exists()


def test_an_empty_window_offers_nothing_that_cannot_be_done(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHDRAW_CONFIG_DIR", str(tmp_path / "config"))
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    window = make_window(app, "light")
    window.show()
    qtbot.waitExposed(window)
    offered = ("edit.undo", "edit.redo", "arrange.group", "analyse.fail")
    qtbot.waitUntil(lambda: not any(window.commands.action(one).isEnabled() for one in offered))
    bars = (window.canvas.horizontalScrollBar(), window.canvas.verticalScrollBar())
    qtbot.waitUntil(lambda: not any(bar.isEnabled() for bar in bars))
    window.close()
    window.deleteLater()
