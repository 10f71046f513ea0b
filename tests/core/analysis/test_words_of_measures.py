"""What a measure says in words: ends where it is not exact, how often and for how long it is down."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archdraw.core.analysis import analyse
from archdraw.core.analysis.cut_set_words import ends_text, is_most, lacks_repair_times, outages_text
from archdraw.core.analysis.repair_times import missing_repair_text, without_repair_time
from archdraw.core.analysis.result import CutSets, Measure, SinglePoints
from archdraw.core.catalog import load_catalog
from archdraw.core.model import Component, Connection, Design, Group, Journey

NONE = CutSets(0, {}, (), 1)
EXACT = Measure(0.99, 0.01, "exact", None, 315_360.0, 25_920.0, NONE, SinglePoints())


def plain(text: str) -> str:
    return text.replace("\u2009", " ")


def zoned(**zone: object) -> Design:
    """Users → Shop (99 %, repaired in an hour), in a zone of 99.9 %."""
    return Design(
        components=(
            Component(id="users", kind="client_web", name="Users"),
            Component(
                id="shop",
                kind="service",
                name="Shop",
                managed=False,
                availability=0.99,
                mttr_hours=1.0,
                parent="zone",
            ),
        ),
        groups=(Group(id="zone", kind="zone", name="Zone A", availability=0.999, attributes=zone),),
        connections=(Connection(id="in", source="users", target="shop"),),
        journeys=(Journey(id="buy", name="Buy", entry="users"),),
    )


def served(design: Design) -> Measure:
    return analyse(design, load_catalog()).journeys[0].measures["served"]


def test_an_exact_figure_stands_alone_and_bounds_show_both_ends() -> None:
    bounded = replace(EXACT, method="bounded", interval=(0.99, 0.9905))
    assert plain(ends_text(EXACT)) == "99 %"
    assert plain(ends_text(bounded)) == "99 % – 99.05 %"
    assert is_most(bounded)
    assert not is_most(EXACT)


def test_an_estimate_shows_its_interval_after_it() -> None:
    estimated = replace(EXACT, method="estimated", interval=(0.989, 0.991))
    assert plain(ends_text(estimated)) == "99 % (98.9 % – 99.1 %)"
    assert not is_most(estimated)


def test_ends_that_read_alike_are_one_figure() -> None:
    assert plain(ends_text(replace(EXACT, method="bounded", interval=(0.99, 0.99 + 1e-9)))) == "99 %"


@pytest.mark.parametrize(
    ("often", "lasts", "words"),
    [
        (5.24, 3000.0, "5.24 outages a year, 50 min each on average"),
        (1.0, 60.0, "one outage a year, 1 min long on average"),
        (0.05, 7200.0, "one outage in 20 years, 2 h long on average"),
    ],
)
def test_how_often_is_said_in_outages_a_year_or_in_years(often: float, lasts: float, words: str) -> None:
    assert plain(outages_text(replace(EXACT, outages_year=often, mean_outage_s=lasts))) == words


def test_what_is_always_or_never_down_is_so() -> None:
    assert outages_text(replace(EXACT, unavailability=0.0)) == "never down"
    assert outages_text(replace(EXACT, unavailability=1.0, outages_year=0.0)) == "always down"


def test_what_states_no_time_to_repair_is_named() -> None:
    design = zoned()
    measure = served(design)
    assert lacks_repair_times(measure)
    assert without_repair_time(design, measure) == ("zone",)
    assert missing_repair_text(design, ("zone",)) == (
        "Zone A states no time to repair, so how often the journey is down is not known."
    )


def test_with_all_times_to_repair_outages_follow_from_them() -> None:
    design = zoned(mttr_hours=4)
    measure = served(design)
    assert without_repair_time(design, measure) == ()
    # By hand: the shop fails 0.99 × 0.01 / 0.99 / 1 h, the zone 0.001 / 4 h; each while the other is up.
    often = 365 * 24 * (0.01 * 0.999 + 0.001 / 4 * 0.99)
    assert measure.outages_year == pytest.approx(often, rel=1e-9)
    assert plain(outages_text(measure)).startswith(f"{often:.1f} outages a year, 1 h ")


def test_bounds_say_why_nobody_knows_how_often() -> None:
    bounded = replace(EXACT, method="bounded", interval=(0.99, 0.9905))
    assert not lacks_repair_times(bounded)
    assert "known only where the availability is exact" in outages_text(bounded)
