"""Names, counts and evidence in words."""

from __future__ import annotations

import pytest

from archdraw.core.analysis import analyse
from archdraw.core.catalog import load_catalog
from archdraw.core.model import Component, Connection, Design, Group, Journey
from archdraw.report.evidence import evidence_text
from archdraw.report.naming import Names, counted, in_words
from archdraw.report.overlays import FIGURE_OVERLAYS, OVERLAY_NAMES, overlay_of

DESIGN = Design(
    components=(Component(id="web", kind="service", name="Web"), Component(id="db", kind="relational_db")),
    groups=(Group(id="az", kind="zone", name="Zone A"),),
    connections=(Connection(id="c", source="web", target="db"),),
    journeys=(Journey(id="buy", name="Buy", entry="web", peak_rps=10),),
)
NAMES = Names(DESIGN)


@pytest.mark.parametrize(
    ("event", "name"),
    [
        ("web", "Web"),
        ("db", "db"),
        ("az", "Zone A"),
        ("c", "Web → db"),
        ("buy", "Buy"),
        ("web#2", "Web\u00a0#2"),
        ("web!ccf", "Web (common cause of all instances)"),
        ("web!failover", "Web (failover)"),
        ("gone", "gone"),
    ],
)
def test_events_are_called_by_name(event: str, name: str) -> None:
    assert NAMES.event(event) == name


def test_counts_read_like_speech() -> None:
    assert counted(0, "zone") == "no zones"
    assert counted(1, "loss", "losses") == "1 loss"
    assert counted(30901, "cut set") == "30,901 cut sets"
    assert in_words(3) == "three"
    assert in_words(40) == "40"


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        ({"replicas": 1}, "replicas 1"),
        ({"downtime_s_year": 3600.0}, "downtime a year 1\u2009h"),
        ({"rate_rps": 1200}, "load 1,200\u2009/s"),
        ({"timeout_ms": 250}, "timeout 250\u2009ms"),
        ({"wanted": 0.9995}, "wanted 99.95\u2009%"),
        ({"utilisation": 0.5}, "utilisation 50\u2009%"),
        ({"monitored": False}, "monitored no"),
        ({"zone": "az", "components": ["web", "db"]}, "zone Zone A; components Web and db"),
        ({"largest": [{"event": "web", "minutes_year": 60.0}]}, "largest Web (downtime a year 1\u2009h)"),
        ({"backup": None}, "backup none"),
        ({"bit_s": 48e9, "limit_bit_s": 3e10}, "traffic 48\u2009Gbit/s; limit 30\u2009Gbit/s"),
        ({"peak_rps": "not stated", "after_s": None}, "load at peak not stated; after none"),
        ({"target": 0.7, "dependencies": {"web": 0.999}}, "target 70\u2009%; dependencies Web 99.9\u2009%"),
        (
            {"by_component": {"web": 0.00333}, "by_caller": {"web": 150.0}},
            "by component Web 0.333\u2009%; by caller Web 150",
        ),
        ({"held_bytes_at_horizon": 1.5e12}, "held at the horizon 1.5\u2009TB"),
        (
            {"memory_requested": 16e9, "memory_left": 8e9},
            "memory requested 16\u2009GB; memory left 8\u2009GB",
        ),
        ({"rpo_s": 0, "lag_s": "not stated"}, "recovery point 0\u2009s; lag not stated"),
        ({"replication": "async", "journeys": ["buy"]}, "replication asynchronous; journeys Buy"),
        ({"working_set_bytes": 2.5e11}, "working set 250\u2009GB"),
        ({"egress_usd_gb": 0.09, "limit_bit_s": 1.25e9}, "egress 0.09\u2009USD/GB; limit 1.25\u2009Gbit/s"),
        ({"error_budget": 0.0005}, "error budget 0.05\u2009%"),
    ],
)
def test_evidence_has_units_and_names(evidence: dict[str, object], said: str) -> None:
    assert evidence_text(evidence, NAMES) == said


@pytest.mark.parametrize("name", [name for name in OVERLAY_NAMES if name not in FIGURE_OVERLAYS])
def test_overlays_mark_what_they_are_about(name: str) -> None:
    overlay = overlay_of(DESIGN, analyse(DESIGN, load_catalog()), name)
    marked = {
        "none": overlay == overlay_of(DESIGN, None, name),
        "single-points": "web" in (overlay.single_points or {}),
        "utilisation": "web" in (overlay.load or {}) and "c" in (overlay.rates or {}),
        "journey": {"web", "db"} <= overlay.highlighted,
    }
    assert marked[name]


def test_an_unknown_overlay_is_refused() -> None:
    with pytest.raises(ValueError, match="There is no overlay"):
        overlay_of(DESIGN, None, "glitter")
