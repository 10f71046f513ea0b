"""How long it takes until what nobody waits for is done as well, against closed forms."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from archdraw.core.analysis import analyse
from archdraw.core.analysis.flow.completion import longest
from archdraw.core.analysis.flow.grid import Grid, from_cumulative
from archdraw.core.analysis.result import Latency
from archdraw.core.catalog import Catalog
from archdraw.core.model import Component, Connection, Design, Journey

SHARES = (("p50_ms", 0.5), ("p95_ms", 0.95), ("p99_ms", 0.99), ("p999_ms", 0.999))


def station(name: str, service_ms: float, servers: int = 1, **more: Any) -> Component:
    return Component(
        id=name, name=name, kind="service", service_time_ms=service_ms, concurrency=servers, **more
    )


def link(source: str, target: str, **more: Any) -> Connection:
    return Connection(id=f"{source}-{target}", source=source, target=target, **more)


def completion(
    catalog: Catalog, parts: list[Component], links: list[Connection], rate: float
) -> Latency | None:
    user = Component(id="user", kind="client_web")
    first = link("user", parts[0].id)
    journey = Journey(id="j", entry="user", peak_rps=rate)
    design = Design(components=(user, *parts), connections=(first, *links), journeys=(journey,))
    return analyse(design, catalog).journeys[0].completion


def sum_of_exponentials(rates: list[float], share: float) -> float:
    """Return a percentile of a sum of exponential times with different rates (per s), in ms."""

    def later(time: float) -> float:
        total = 0.0
        for at, rate in enumerate(rates):
            others = math.prod(b / (b - rate) for place, b in enumerate(rates) if place != at)
            total += others * math.exp(-rate * time)
        return total

    low, high = 0.0, 100.0
    for _ in range(100):
        middle = (low + high) / 2.0
        low, high = (middle, high) if later(middle) > 1.0 - share else (low, middle)
    return high * 1000.0


def contains(found: Latency | None, name: str, truth: float, width: float) -> None:
    assert found is not None
    ends = found.percentile(name)
    assert ends is not None
    assert ends[1] is not None
    assert ends[0] - 1e-9 <= truth <= ends[1] + 1e-9
    assert ends[1] - ends[0] <= width * truth


@pytest.mark.parametrize(
    "sent", [{"kind": "deliver"}, {"kind": "publish", "mode": "async"}, {"kind": "call", "mode": "async"}]
)
def test_one_message_takes_the_sum_of_both_queues(catalog: Catalog, sent: dict[str, str]) -> None:
    # M/M/1 in series: response times are independent exponentials of rate μ − λ.
    found = completion(
        catalog, [station("web", 100.0), station("mail", 125.0)], [link("web", "mail", **sent)], 2.0
    )
    for name, share in SHARES:
        contains(found, name, sum_of_exponentials([8.0, 6.0], share), 0.01)
    assert found is not None
    assert found.mean_ms == pytest.approx(1000.0 / 8.0 + 1000.0 / 6.0, rel=1e-9)


def test_messages_to_several_take_the_longest_after_the_answer(catalog: Catalog) -> None:
    sent = [link("web", name, kind="deliver") for name in ("a", "b")]
    parts = [station("web", 100.0), station("a", 125.0), station("b", 125.0)]
    found = completion(catalog, parts, sent, 2.0)
    # The longest of two alike exponentials of rate 6 is one of rate 12 and then one of rate 6.
    for name, share in SHARES:
        contains(found, name, sum_of_exponentials([8.0, 12.0, 6.0], share), 0.01)


def test_what_a_later_call_adds_lies_within_the_bounds(catalog: Catalog) -> None:
    # web calls a, which sends to c; then web calls b. All is done after web, a and the longer of b and c.
    links = [link("web", "a"), link("web", "b"), link("a", "c", kind="deliver")]
    parts = [station("web", 50.0), station("a", 100.0), station("b", 125.0), station("c", 125.0)]
    found = completion(catalog, parts, links, 2.0)
    for name, share in SHARES:
        truth = sum_of_exponentials([18.0, 8.0, 12.0, 6.0], share)
        contains(found, name, truth, 0.6 if share < 0.9 else 0.2)


def test_with_one_path_to_the_end_the_bracket_is_as_narrow_as_that_of_the_answer(catalog: Catalog) -> None:
    links = [link("web", "b"), link("web", "a"), link("a", "c", kind="deliver")]
    parts = [station("web", 50.0), station("a", 100.0), station("b", 125.0), station("c", 200.0)]
    found = completion(catalog, parts, links, 2.0)
    for name, share in SHARES:
        contains(found, name, sum_of_exponentials([18.0, 8.0, 6.0, 3.0], share), 0.01)


def test_a_message_sent_at_times_is_a_mixture(catalog: Catalog) -> None:
    sent = link("web", "mail", kind="deliver", calls=0.25)
    found = completion(catalog, [station("web", 100.0), station("mail", 125.0)], [sent], 2.0)
    # 2 requests a second make half a message a second: M/M/1 with rate 8 − 0.5.
    assert found is not None
    assert found.mean_ms == pytest.approx(125.0 + 0.25 * 1000.0 / 7.5, rel=1e-6)


def test_several_calls_each_send_something(catalog: Catalog) -> None:
    links = [link("web", "a", calls=3.0), link("a", "c", kind="deliver")]
    parts = [station("web", 10.0), station("a", 10.0), station("c", 100.0, servers=1000)]
    found = completion(catalog, parts, links, 1.0)
    assert found is not None
    # The last of three messages of 100 ms each: at least as late as one of them, at most as all added up.
    assert found.p99_ms is not None
    low, high = found.p99_ms
    assert high is not None
    assert -100.0 * math.log(0.01) < low < high
    assert high < -100.0 * math.log(0.01 / 3.0) + sum_of_exponentials([99.0, 97.0, 96.9, 96.8], 0.9999)


def test_nothing_goes_on_where_everything_is_waited_for(catalog: Catalog) -> None:
    assert completion(catalog, [station("web", 10.0), station("db", 5.0)], [link("web", "db")], 2.0) is None


def test_consumers_that_get_too_much_are_never_done(catalog: Catalog) -> None:
    parts = [station("web", 10.0), station("mail", 1000.0)]
    found = completion(catalog, parts, [link("web", "mail", kind="deliver")], 2.0)
    assert found is not None
    assert not found.stable
    assert [one.element for one in found.growing] == ["mail"]
    assert found.growing[0].growth_rps == pytest.approx(1.0)
    assert found.p99_ms is None


def test_messages_in_a_circle_end_and_it_is_said_how(catalog: Catalog) -> None:
    links = [
        link("web", "a", kind="deliver"),
        link("a", "b", kind="deliver"),
        link("b", "a", kind="deliver", calls=0.1),
    ]
    found = completion(catalog, [station("web", 1.0), station("a", 10.0), station("b", 10.0)], links, 2.0)
    assert found is not None
    assert found.stable
    assert found.method == "estimated"
    assert any("circles" in words for words in found.approximations)


def test_what_abandoned_calls_set_off_is_said_to_be_left_out(catalog: Catalog) -> None:
    links = [link("web", "a", timeout_ms=50.0), link("a", "c", kind="deliver")]
    found = completion(catalog, [station("web", 1.0), station("a", 10.0), station("c", 10.0)], links, 2.0)
    assert found is not None
    assert any("given up" in words for words in found.approximations)


def test_the_longest_is_between_the_latest_alone_and_all_together() -> None:
    grid = Grid(0.01, 2000)
    one = from_cumulative(grid, lambda t: 1.0 - np.exp(-t), 1.0)
    both = longest(grid, [one, one])
    # Wholly alike they are one of them, at worst their tails add up; independence is in between.
    low, high = both.percentile(0.99)
    assert low == pytest.approx(one.percentile(0.99)[0])
    assert high >= -math.log(1.0 - math.sqrt(0.99)) - grid.step
    assert high == pytest.approx(-math.log(0.005), abs=2.0 * grid.step)
    assert longest(grid, [one]) is one
