"""Load and latency in the window: percentiles, hops, what breaks first, and the slider of traffic."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from archdraw.core.analysis.result import Latency
from archdraw.core.model import Targets
from archdraw.qt.panels.filter_table import FilterTable
from archdraw.qt.panels.load import LoadPanel
from archdraw.qt.panels.load_words import completion_rows, percentile_rows, range_rows
from archdraw.qt.window.main_window import MainWindow


def rows(table: FilterTable) -> list[tuple[str, ...]]:
    model = table.model()
    return [
        tuple(str(model.index(row, column).data() or "") for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def answered(qtbot: QtBot, panel: LoadPanel, factor: float) -> None:
    def there() -> bool:
        return panel.answer is not None and panel.answer.factor == factor and not panel.run.busy

    qtbot.waitUntil(there, timeout=20_000)


@pytest.fixture
def panel(window: MainWindow, qtbot: QtBot) -> LoadPanel:
    window.commands.perform("analyse.load")
    found = window.panels.load
    answered(qtbot, found, 1.0)
    return found


def test_percentiles_hops_and_limits_of_the_journey_are_shown(panel: LoadPanel, qtbot: QtBot) -> None:
    assert [row[0] for row in rows(panel.percentiles)] == ["Mean", "p50", "p95", "p99", "p99.9"]
    mean = rows(panel.percentiles)[0][1]
    # 1 ms balancer, 20 ms service, 5 ms database: the catalogue's times, one after another.
    assert mean.startswith("26")
    hops = rows(panel.hops)
    assert [row[0] for row in hops[:1]] == ["Balancer"]
    assert {row[0] for row in hops} == {"Balancer", "App 1 × 0.5", "App 2 × 0.5", "Orders"}
    assert rows(panel.limits)[0][2] == "× 2.5"
    qtbot.waitUntil(lambda: panel.plot is not None, timeout=20_000)
    assert panel.plot is not None
    assert "p99" in panel.plot.view.accessibleDescription()
    assert panel.tag.text() in ("bounded", "estimated")


def test_the_slider_by_keys_recolours_the_drawing_and_the_order_of_breaking(
    window: MainWindow, panel: LoadPanel, qtbot: QtBot
) -> None:
    assert panel.traffic.slider.hasFocus()
    session = window.session
    assert session.overlay_name == "none"
    for _ in range(2):
        QTest.keyClick(panel.traffic.slider, Qt.Key.Key_PageUp)
    assert session.traffic.factor == pytest.approx(10**0.5, rel=1e-2)
    assert session.overlay_name == "utilisation"
    assert session.overlay.load is not None
    assert session.overlay.load["app1"].utilisation == pytest.approx(0.4 * session.traffic.factor)
    assert "traffic" in session.overlay.name
    answered(qtbot, panel, session.traffic.factor)
    assert rows(panel.limits)[0][0].startswith("✕")
    assert rows(panel.percentiles)[0][1] == "no end"
    assert "Unstable" in panel.state.text()
    QTest.mouseClick(panel.traffic.reset, Qt.MouseButton.LeftButton)
    assert session.traffic.as_stated
    assert session.overlay.load is not None
    assert session.overlay.load["app1"].utilisation == pytest.approx(0.4)
    answered(qtbot, panel, 1.0)
    assert rows(panel.percentiles)[0][1] != "no end"


def test_ends_of_the_slider_are_a_tenth_and_a_hundred_times(window: MainWindow, panel: LoadPanel) -> None:
    QTest.keyClick(panel.traffic.slider, Qt.Key.Key_Home)
    assert window.session.traffic.factor == pytest.approx(0.1)
    QTest.keyClick(panel.traffic.slider, Qt.Key.Key_End)
    assert window.session.traffic.factor == pytest.approx(100.0)


def test_commands_double_and_halve_the_traffic(window: MainWindow) -> None:
    window.commands.perform("traffic.more")
    window.commands.perform("traffic.more")
    assert window.session.traffic.factor == 4.0
    window.commands.perform("traffic.less")
    assert window.session.traffic.factor == 2.0
    window.commands.perform("traffic.stated")
    assert window.session.traffic.as_stated


def test_a_row_lights_its_element_on_the_canvas(window: MainWindow, panel: LoadPanel) -> None:
    panel.hops.setFocus()
    panel.hops.selectRow(0)
    assert window.session.highlighted == {"lb"}
    QTest.keyClick(panel.hops, Qt.Key.Key_Escape)
    assert not window.session.highlighted


def test_a_target_is_drawn_and_judged(window: MainWindow, panel: LoadPanel, qtbot: QtBot) -> None:
    session = window.session
    journey = session.design.journeys[0]
    with session.change("target") as store:
        store.put(
            "journeys", "buy", journey.model_copy(update={"targets": Targets(p99_ms=60.0, p50_ms=500.0)})
        )
    qtbot.waitUntil(lambda: rows(panel.percentiles)[3][2] != "", timeout=20_000)
    assert rows(panel.percentiles)[3][2].startswith("✗")
    assert rows(panel.percentiles)[1][2].startswith("✓")
    # The live result is completed with latency, so that the journey's verdict knows of it.
    qtbot.waitUntil(
        lambda: session.analysis is not None and session.analysis.headroom is not None, timeout=20_000
    )
    assert session.analysis is not None
    verdicts = {check.target: check.met for check in session.analysis.journeys[0].targets}
    assert verdicts == {"p99_ms": False, "p50_ms": True}


def test_the_name_of_a_target_stands_where_there_is_room_for_it(
    window: MainWindow, panel: LoadPanel, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: panel.plot is not None, timeout=20_000)
    assert panel.plot is not None
    latency = panel.answer.latency if panel.answer is not None else None
    assert latency is not None
    panel.plot.show_latency(latency, {"p50_ms": 1.0, "p99_ms": 500.0})
    lines = [one for one in panel.plot.view.plotItem.items if type(one).__name__ == "InfiniteLine"]
    short, long = lines
    # Left of a line at the left edge, and right of one at the right edge, words would be cut.
    assert short.label.anchors == [(0.0, 0.5)] * 2
    assert long.label.anchors == [(1.0, 0.5)] * 2
    assert short.label.orthoPos < long.label.orthoPos


def test_the_other_theme_redraws_the_plot(window: MainWindow, panel: LoadPanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: panel.plot is not None, timeout=20_000)
    assert panel.plot is not None
    window.commands.perform("theme.flip")
    assert panel.plot.view.accessibleDescription()
    window.commands.perform("theme.flip")
    for theme in ("dark", "high-contrast", "light"):
        window.set_theme(theme)
        QApplication.processEvents()
        ground = panel.plot.view.grab().toImage().pixelColor(2, 2)
        assert ground.name().upper() == window.appearance.theme.color("panel").upper()


@pytest.mark.parametrize("width", [640, 800, 1200, 1600])
def test_no_table_is_scrolled_sideways_however_narrow_the_panel(
    window: MainWindow, panel: LoadPanel, qtbot: QtBot, width: int
) -> None:
    session = window.session
    journey = session.design.journeys[0]
    with session.change("target") as store:
        store.put("journeys", "buy", journey.model_copy(update={"targets": Targets(p99_ms=60.0)}))
    qtbot.waitUntil(lambda: rows(panel.percentiles)[3][2] != "", timeout=20_000)
    panel.setParent(None)
    panel.resize(width, 220)
    panel.show()
    tables = panel.percentiles, panel.hops, panel.limits
    qtbot.waitUntil(lambda: not any(one.horizontalScrollBar().maximum() for one in tables), timeout=5_000)
    assert panel._drawn.isVisible() is (width >= 900)
    assert not panel.percentiles.isColumnHidden(2)
    # What is left out or cut stands in the tip of its row.
    tip = str(panel.hops.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole))
    assert tip.startswith("Balancer: waits")
    panel.close()


def test_a_journey_without_a_target_has_no_empty_column(panel: LoadPanel) -> None:
    assert panel.percentiles.isColumnHidden(2)


def test_a_mean_has_its_target_and_p99_the_range_that_inputs_give() -> None:
    ends = (20.0, 20.1)
    found = Latency(15.0, ends, ends, ends, ends, stable=True, method="bounded")
    mean = percentile_rows(found, {"mean_ms": 10.0})[0]
    assert (mean.cells, mean.tone) == (("Mean", "15\u2009ms", "✗ 10\u2009ms"), "danger")
    [row] = range_rows((12.0, math.inf))
    assert row.cells[:2] == ("p99 5–95\u2009%", "12\u2009ms – no end")
    assert range_rows(None) == []


def test_the_time_until_all_is_done_is_shown_where_something_goes_on() -> None:
    ends = (20.0, 20.1)
    done = Latency(15.0, (10.0, 12.0), (15.0, 15.1), ends, (30.0, None), stable=True, method="bounded")
    shown = completion_rows(done)
    assert [row.cells[0] for row in shown] == ["All done p50", "All done p95", "All done p99"]
    assert shown[0].cells[1] == "10–12\u2009ms"
    assert "bounded" in shown[0].tip
    growing = Latency(None, None, None, None, None, stable=False)
    assert [row.cells[:2] for row in completion_rows(growing)] == [("All done", "no end")]
    assert completion_rows(None) == []


def test_the_scale_of_traffic_has_a_tick_for_each_factor_of_ten(panel: LoadPanel) -> None:
    slider = panel.traffic.slider
    picture = slider.grab().toImage()
    foot = [picture.pixelColor(x, picture.height() - 1).name() for x in range(picture.width())]
    above = [picture.pixelColor(x, picture.height() - 4).name() for x in range(picture.width())]
    ground = foot[0]
    assert len([one for one in foot if one != ground]) == 4, "a tenth, as stated, ten and a hundred times"
    assert len([one for one in above if one != ground]) == 1, "the tick of what is stated is longer"
