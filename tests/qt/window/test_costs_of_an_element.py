"""What an element costs, in the inspector and in findings: minutes a year, importance, and why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.qt.window.conftest import WindowMaker, small_design

from archdraw.core.analysis.result import Finding
from archdraw.core.geometry import Point
from archdraw.core.model import Group
from archdraw.qt.panels.impact_card import ImpactCard
from archdraw.qt.window.main_window import MainWindow


def card(window: MainWindow, element: str) -> ImpactCard:
    window.session.select({element})
    window.panels.inspector.refresh()
    return window.panels.inspector.impact


def plain(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one.replace("\u2009", " ").replace("\u00a0", " ") for one in words)


def test_a_component_tells_what_it_costs_each_journey(window: MainWindow) -> None:
    shown = card(window, "db")
    assert shown.isVisible()
    assert [plain(line) for line in shown.lines] == [("Buy", "8 h 46 min", "88.9 %")]


def test_figures_carry_their_tag_and_the_interval_of_ranges_on_inputs(
    qtbot: QtBot, window: MainWindow
) -> None:
    assert card(window, "db").tags == "exact"
    window.session.update("components", "db", attributes={"ranges": {"availability": [0.998, 0.9995]}})
    qtbot.waitUntil(lambda: not window.runner.busy, timeout=5000)
    tags = card(window, "db").tags
    assert tags.startswith("Buy: exact · 5–95")
    journeys = window.panels.journeys
    tip = str(journeys.model.data(journeys.model.index(0, 2), Qt.ItemDataRole.ToolTipRole))
    assert "5–95" in tip
    assert "ranges" in tip


def test_the_journeys_tell_the_share_of_requests_that_caches_help_to_serve(
    qtbot: QtBot, window: MainWindow
) -> None:
    journeys = window.panels.journeys

    def tip() -> str:
        return str(journeys.model.data(journeys.model.index(0, 2), Qt.ItemDataRole.ToolTipRole))

    assert "of all requests" not in tip()
    session = window.session
    cache = session.insert("in_memory_cache", Point(520.0, 400.0))
    session.connect("app1", cache)
    session.update("connections", "app1-db", behind_cache=cache)
    qtbot.waitUntil(lambda: "of all requests" in tip(), timeout=5000)
    assert "exact" in tip()


def test_importance_is_folded_and_explained(window: MainWindow) -> None:
    shown = card(window, "db")
    assert not shown.importance.opened
    QTest.mouseClick(shown.importance.header, Qt.MouseButton.LeftButton)
    assert shown.figure("birnbaum").startswith("0.999")
    assert shown.figure("criticality").replace("\u2009", " ").replace("\u00a0", " ") == "88.9 %"
    assert shown.figure("raw").startswith("×")
    assert shown.figure("rrw").startswith("×")
    other = card(window, "app1")
    assert other.figure("birnbaum") != "0.999"


def test_importance_is_of_the_journey_that_the_foot_is_about(make: WindowMaker) -> None:
    design = small_design()
    # Where App 2 is down the database costs the first journey nothing: the second one loses more by it.
    other = design.journeys[0].revised(id="look", name="Look", entry="app2")
    window = make(design.revised(journeys=(other, *design.journeys)))
    shown = card(window, "db")
    QTest.mouseClick(shown.importance.header, Qt.MouseButton.LeftButton)
    assert window.session.journey_id is None
    for journey, name in ((None, "Look"), ("buy", "Buy"), ("look", "Look")):
        window.session.choose_journey(journey)
        window.panels.inspector.refresh()
        assert shown.about.startswith(f"For “{name}”, served")


def test_what_no_journey_needs_costs_nothing(window: MainWindow) -> None:
    assert card(window, "db").isVisible()
    assert not card(window, "users").isVisible()


def test_a_domain_tells_what_it_costs_and_why_it_is_a_single_point(qtbot: QtBot, window: MainWindow) -> None:
    session = window.session
    with session.change("Put the database into a zone") as store:
        store.put("groups", "zone", Group(id="zone", kind="zone", name="Zone A", availability=0.99))
        store.put("components", "db", session.design.component_by_id["db"].revised(parent="zone"))
    qtbot.waitUntil(lambda: not window.runner.busy, timeout=5000)
    window.panels.inspector.refresh()
    shown = window.panels.inspector.impact
    shown.show_element("zone", verdict=True)
    assert shown.why == "❶ Without Zone A, “Buy” can’t be served: too little is left of Orders."
    assert plain(shown.lines[0])[0] == "Buy"


def test_a_connection_that_fails_tells_what_it_costs(qtbot: QtBot, window: MainWindow) -> None:
    window.session.update("connections", "users-lb", availability=0.99)
    qtbot.waitUntil(lambda: not window.runner.busy, timeout=5000)
    shown = card(window, "users-lb")
    assert shown.isVisible()
    assert shown.why.startswith("❶ Without Users → Balancer, “Buy” can’t be served: ")


def test_a_finding_about_a_single_point_says_why(window: MainWindow) -> None:
    window.show_panel("findings")
    panel = window.panels.findings
    found = next(
        row.finding
        for row in map(panel.model.row, range(panel.model.rowCount()))
        if row is not None
        and isinstance(row.finding, Finding)
        and row.finding.elements == ("db",)
        and row.finding.rule == "SPF-02"
    )
    place = panel.model.place_of(found)
    assert place is not None
    panel.list.setCurrentIndex(panel.model.index(place))
    assert "Why: Without Orders, “Buy” can’t be served" in panel.detail.toPlainText()


def test_each_reason_for_a_single_point_has_its_badge(make: WindowMaker) -> None:
    design = small_design()
    # The same database stops both, but each by another way.
    other = design.journeys[0].revised(id="look", name="Look", entry="app2")
    window = make(design.revised(journeys=(*design.journeys, other)))
    window.session.select({"db"})
    window.panels.inspector.refresh()
    reasons = window.panels.inspector.live.verdict.splitlines()
    assert [one.split("can’t")[0] for one in reasons] == [
        "❶ Without Orders, “Buy” ",
        "❶ Without Orders, “Look” ",
    ]
