from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from archdraw.core.analysis import analyse
from archdraw.core.analysis.result import (
    Analysis,
    ComponentResult,
    CutSets,
    JourneyResult,
    Measure,
    SinglePoints,
)
from archdraw.core.drawing import NO_OVERLAY, LoadMark
from archdraw.core.model import Journey
from archdraw.editor import overlays
from archdraw.report.overlays import total_losses

if TYPE_CHECKING:
    from tests.editor.conftest import Ear

    from archdraw.editor.session import Session


def journey(journey_id: str, points: SinglePoints, path: tuple[str, ...] = ()) -> JourneyResult:
    measure = Measure(0.999, 0.001, "exact", None, 1.0, 1.0, CutSets(0, {}, (), 2), points)
    return JourneyResult(journey_id, {"served": measure}, None, None, None, None, None, 1, (), (), (), path)


def analysis(*journeys: JourneyResult) -> Analysis:
    components = (
        ComponentResult("web", 120.0, 300.0, 0.4, {}, 0.999, None),
        ComponentResult("client", None, None, None, {}, None, None),
        ComponentResult("db", 60.0, None, None, {}, None, None),
    )
    return Analysis("Sample", "sha256:x", journeys, components, {"web-db": 60.0}, (), (), (), ())


@pytest.fixture
def analysed(session: Session) -> Session:
    with session.change("journeys") as store:
        store.put("journeys", "buy", Journey(id="buy", name="Buy"))
        store.put("journeys", "look", Journey(id="look"))
    session.take_analysis(
        analysis(
            journey(
                "buy", SinglePoints(events=("db", "web#2"), domains=("zone-a",)), ("client", "web", "db")
            ),
            journey(
                "look", SinglePoints(events=("db",), managed=("jobs",), components=("web",)), ("client",)
            ),
        )
    )
    return session


def test_no_overlay_is_no_overlay(analysed: Session) -> None:
    assert analysed.overlay == NO_OVERLAY


def test_single_points_say_why_and_for_whom(analysed: Session, ear: Ear) -> None:
    analysed.show_overlay("single-points")
    points = analysed.overlay.single_points
    assert points is not None
    assert set(points) == {"db", "web", "zone-a", "jobs"}
    assert points["db"].startswith("“Buy” and “look” stop when it fails")
    assert "failure domain" in points["zone-a"]
    assert "bought" in points["jobs"]
    assert points["web"] == "“Buy” stops when it fails: nothing stands in for it."
    assert analysed.analysis is not None
    losses = total_losses(analysed.design, analysed.analysis.journeys)
    assert "web" in losses, "redundant, and yet all of it is needed: said, not ringed"
    assert analysed.overlay.load is None
    assert any({"db"} <= event.ids for event in ear.events if event.kind == "overlay")


def test_a_chosen_journey_narrows_the_single_points(analysed: Session) -> None:
    analysed.show_overlay("single-points")
    analysed.choose_journey("buy")
    assert set(analysed.overlay.single_points or {}) == {"db", "web", "zone-a"}
    analysed.choose_journey(None)
    assert set(analysed.overlay.single_points or {}) == {"db", "web", "zone-a", "jobs"}


def test_utilisation_shows_what_carries_load(analysed: Session) -> None:
    analysed.show_overlay("utilisation")
    assert analysed.overlay.load == {"web": LoadMark(0.4, 120.0), "db": LoadMark(None, 60.0)}
    assert analysed.overlay.rates == {"web-db": 60.0}
    assert analysed.overlay.target_utilisation == analysed.design.settings.target_utilisation
    assert analysed.overlay.single_points is None


def test_the_journey_overlay_points_out_its_path(analysed: Session) -> None:
    analysed.show_overlay("journey")
    analysed.choose_journey("buy")
    assert analysed.overlay.highlighted == {"client", "web", "db"}


def test_failed_and_degraded_show_in_every_overlay(
    analysed: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    import archdraw.core.analysis as engine

    def lose(design: object, catalog: object, lost: object) -> SimpleNamespace:
        return SimpleNamespace(failed=frozenset({"db", "web"}), degraded=frozenset({"client"}), journeys={})

    monkeypatch.setattr(engine, "lose", lose, raising=False)
    analysed.set_failed({"db", "nowhere"})
    assert analysed.failed == {"db"}
    assert analysed.overlay.failed == {"db", "web"}
    assert analysed.overlay.degraded == {"client"}
    analysed.show_overlay("utilisation")
    assert analysed.overlay.failed == {"db", "web"}
    analysed.set_failed(())
    assert analysed.overlay.failed == frozenset()


def test_a_finding_points_out_its_elements(analysed: Session) -> None:
    analysed.highlight({"db"})
    assert analysed.overlay.highlighted == {"db"}
    analysed.highlight(())
    assert analysed.overlay == NO_OVERLAY


def test_deleting_a_failed_element_ends_its_failure(
    analysed: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overlays, "lost_elements", lambda desk: (desk.failed, frozenset()))
    analysed.set_failed({"jobs", "db"})
    analysed.delete({"jobs"})
    assert analysed.failed == {"db"}
    assert analysed.overlay.failed == {"db"}


def test_failing_a_database_shows_what_really_dies(session: Session) -> None:
    """The real engine, not a stand-in: client → web (3 instances) → database."""
    with session.change("journeys") as store:
        store.put("journeys", "buy", Journey(id="buy", name="Buy", entry="client", peak_rps=100))
    session.take_analysis(analyse(session.design, session.catalog))
    session.set_failed({"db"})
    assert {"db", "web"} <= session.overlay.failed
    assert "jobs" not in session.overlay.failed
    session.set_failed(())
    session.show_overlay("single-points")
    points = session.overlay.single_points
    assert points is not None
    assert "“Buy”" in points["db"]
    assert "jobs" not in points
    session.show_overlay("utilisation")
    load = session.overlay.load
    assert load is not None
    assert load["web"].rate_rps == 100
