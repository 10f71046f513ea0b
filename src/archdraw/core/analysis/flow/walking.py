"""The time of a whole journey, put together from the times of its components, callees first.

What a time is, an algebra says: mean and variance, or two distributions on a grid. The rules are the same.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from archdraw.core.analysis.flow.service_time import LONGEST
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archdraw.core.analysis.flow.calls import JourneyPlan, Plan, Step
    from archdraw.core.model import Connection

T = TypeVar("T")
# Components that wait for each other: how often the ring is gone through.
_ROUNDS = 6
# More calls than this are not told apart.
_MOST_CALLS = 1e12


@frozen
class CallRules:
    """What happens to one call: when it is given up (s), tried again, sent twice, and how far away it is.

    `hedge` is the delay in s after which a second request is sent, None where none is.
    """

    timeout: float | None = None
    retries: int = 0
    pause: float = 0.0
    hedge: float | None = None
    fallback: bool = False
    network: float = 0.0


class Algebra(Protocol[T]):
    """What can be done with times."""

    def own(self, component: str) -> T:
        """Return the time a component takes itself: waiting and service."""
        ...

    def network(self, seconds: float) -> T:
        """Return a constant time."""
        ...

    def in_sequence(self, parts: Sequence[T]) -> T:
        """Return one after another."""
        ...

    def in_parallel(self, parts: Sequence[T], counts: Sequence[int]) -> T:
        """Return the longest of several, each so many times."""
        ...

    def repeated(self, part: T, count: int) -> T:
        """Return so many alike ones, one after another."""
        ...

    def one_of(self, parts: Sequence[tuple[float, T]]) -> T:
        """Return one of several with their probabilities; the rest takes no time."""
        ...

    def with_timeout(self, part: T, timeout: float, rules: CallRules) -> T:
        """Return the time until an answer, or until it is given up for the last time."""
        ...

    def hedged(self, part: T, delay: float) -> T:
        """Return the first answer of two."""
        ...


def call_rules(connection: Connection, *, degrading: bool, network: float) -> CallRules:
    """Return the rules of a connection; `degrading`: the request goes on without an answer."""
    attributes: Mapping[str, Any] = connection.attributes
    hedge: float | None = None
    if attributes.get("hedge") is True:
        hedge = _seconds(attributes.get("hedge_ms"))
    return CallRules(
        timeout=None if connection.timeout_ms is None else min(connection.timeout_ms / 1000.0, LONGEST),
        retries=connection.retries if connection.timeout_ms is not None else 0,
        pause=_seconds(attributes.get("backoff_ms")),
        hedge=hedge,
        fallback=connection.fallback or degrading,
        network=network,
    )


def walk(
    plan: JourneyPlan, rules: Mapping[str, CallRules], algebra: Algebra[T]
) -> tuple[dict[str, T], dict[str, T]]:
    """Return the time of each component with everything it waits for, and of what each connection leads to.

    The second is the time of one attempt, before any timeout. Components that wait for each other are gone
    through several times, from no time on.
    """
    whole: dict[str, T] = {}
    attempts: dict[str, T] = {}
    for ring in plan.rings:
        _go_through(ring, plan, rules, algebra, whole, attempts)
    return whole, attempts


def walk_again(
    plan: JourneyPlan,
    rules: Mapping[str, CallRules],
    algebra: Algebra[T],
    before: Mapping[str, T],
    changed: str,
) -> dict[str, T]:
    """Return what `walk` would for the components where only the own time of one is another than `before`.

    Only that one and what waits for it, directly or not, is gone through.
    """
    whole, others = dict(before), {changed}
    for ring in plan.rings:
        if others.isdisjoint(ring) and not any(
            connection.target in others
            for component in ring
            for connection in plan.plans[component].connections
        ):
            continue
        for component in ring:
            del whole[component]
        _go_through(ring, plan, rules, algebra, whole, {})
        others.update(ring)
    return whole


def _go_through(
    ring: Sequence[str],
    plan: JourneyPlan,
    rules: Mapping[str, CallRules],
    algebra: Algebra[T],
    whole: dict[str, T],
    attempts: dict[str, T],
) -> None:
    """Put together the times of components that wait for each other, from those of what they wait for."""
    for _ in range(_ROUNDS if len(ring) > 1 else 1):
        for component in ring:
            steps = _below(plan.plans[component], rules, algebra, whole, attempts)
            own = algebra.own(component)
            whole[component] = algebra.in_sequence((own, *steps)) if steps else own


def step_time(
    step: Step, calls: float, rules: Mapping[str, CallRules], algebra: Algebra[T], whole: Mapping[str, T]
) -> T:
    """Return the time of so many calls of a step, one after another, where the times below are known."""
    part, _ = _step(step, rules, algebra, whole, {})
    return _times(part, calls, algebra)


def _below(
    plan: Plan,
    rules: Mapping[str, CallRules],
    algebra: Algebra[T],
    whole: Mapping[str, T],
    attempts: dict[str, T],
) -> list[T]:
    if not plan.steps:
        return []
    pairs = [_step(step, rules, algebra, whole, attempts) for step in plan.steps]
    if not plan.parallel:
        return [_times(part, calls, algebra) for part, calls in pairs]
    parts: list[T] = []
    counts: list[int] = []
    for part, calls in pairs:
        sure = math.floor(min(calls, _MOST_CALLS) + 1e-9)
        if sure:
            parts.append(part)
            counts.append(sure)
        if min(calls, _MOST_CALLS) - sure > 1e-9:
            parts.append(algebra.one_of(((calls - sure, part),)))
            counts.append(1)
    return [algebra.in_parallel(parts, counts)] if parts else []


def _step(
    step: Step,
    rules: Mapping[str, CallRules],
    algebra: Algebra[T],
    whole: Mapping[str, T],
    attempts: dict[str, T],
) -> tuple[T, float]:
    """Return the time of one call of a step with what follows it, and how many calls there are."""
    ways = [
        (share, _call(connection, rules[connection.id], algebra, whole, attempts))
        for share, connection in step.ways
    ]
    part = ways[0][1] if len(ways) == 1 else algebra.one_of(ways)
    if not step.then:
        return part, step.calls
    # What follows was counted per request: each call here is followed by its share of that.
    parts = [part]
    for following in step.then:
        after, calls = _step(following, rules, algebra, whole, attempts)
        parts.append(_times(after, calls / step.calls if step.calls > 0.0 else 0.0, algebra))
    return algebra.in_sequence(parts), step.calls


def _call(
    connection: Connection,
    rules: CallRules,
    algebra: Algebra[T],
    whole: Mapping[str, T],
    attempts: dict[str, T],
) -> T:
    target = whole.get(connection.target)
    part = algebra.network(0.0) if target is None else target
    if rules.network > 0.0:
        part = algebra.in_sequence((algebra.network(rules.network), part))
    attempts[connection.id] = part
    if rules.hedge is not None:
        part = algebra.hedged(part, rules.hedge)
    if rules.timeout is not None:
        part = algebra.with_timeout(part, rules.timeout, rules)
    return part


def _times(part: T, calls: float, algebra: Algebra[T]) -> T:
    calls = min(calls, _MOST_CALLS)
    sure = math.floor(calls + 1e-9)
    rest = calls - sure
    if rest <= 1e-9:
        return part if sure == 1 else algebra.repeated(part, sure)
    perhaps = algebra.one_of(((rest, part),))
    if not sure:
        return perhaps
    return algebra.in_sequence((part if sure == 1 else algebra.repeated(part, sure), perhaps))


def _seconds(value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
        return min(float(value) / 1000.0, LONGEST)
    return 0.0
