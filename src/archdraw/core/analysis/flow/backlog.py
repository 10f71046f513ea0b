"""What piles up in queues while more comes in than consumers take out: a flow of water, not of drops.

Over a day's load the pile grows with what comes in less what is taken out, and never below nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.headroom import Backlog
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archdraw.core.analysis.flow.settling import Flow, Settled
    from archdraw.core.model import Connection, Journey

# How long a peak lasts where nobody says: an hour of a day.
PEAK_S = 3600.0
DAY_S = 86_400.0


@frozen
class Pile:
    """The course of a backlog: `most` of it, at which time; when it is gone (None: never); the oldest's age.

    `lost` is what found no place where the queue is bounded, `left` what remains at the end.
    """

    most: float
    at: float
    gone: float | None
    oldest: float
    lost: float = 0.0
    left: float = 0.0


def pile_up(
    profile: Sequence[tuple[float, float]], taken: float, bound: float | None = None, start: float = 0.0
) -> Pile:
    """Return the backlog of a load profile.

    Parameters
    ----------
    profile
        Pieces of (how long in s, how many a second come in), one after another.
    taken
        How many a second consumers can take out, above 0.
    bound
        How many messages the queue holds; what finds no place is lost.
    start
        How many there are at the beginning.
    """
    level = most = start
    now = at = lost = 0.0
    gone: float | None = 0.0 if start <= 0.0 else None
    for length, rate in profile:
        change = rate - taken
        end = level + change * length
        if change > 0.0 and level + change * length > 1e-12:
            gone = None
        if bound is not None and end > bound:
            lost += end - bound
            end = bound
        if end <= 0.0:
            if level > 0.0 and change < 0.0:
                gone = now + level / -change
            end = 0.0
        now += length
        if end > most:
            most, at = end, now
        level = end
    if level > 0.0 and profile and profile[-1][1] < taken:
        # The last piece goes on.
        gone = now + level / (taken - profile[-1][1])
    # Whoever comes in at the height of it waits until all of it has been taken out.
    return Pile(most, at, gone, most / taken, lost, level)


def backlogs(flow: Flow, settled: Settled) -> tuple[Backlog, ...]:
    """Return the backlog between each queue and its consumers over a peak and what follows it.

    The peak lasts as long as the journey's `peak_duration_s` says, else an hour; then its average comes in.
    """
    found = []
    for connection in flow.design.connections:
        if connection.kind != "deliver":
            continue
        rates = _rates(flow, settled, connection)
        consumer = flow.parts[connection.target]
        total = consumer.total_capacity_rps
        if not rates or total is None or connection.target in settled.load.unknown:
            continue
        peak = sum(high for _, high, _ in rates)
        everything = settled.load.rate.get(connection.target, 0.0)
        # A consumer of several queues gives each its share.
        taken = total * peak / everything if everything > 0.0 else total
        if peak <= 0.0 or taken <= 0.0:
            continue
        pile = pile_up(_profile(rates), taken, _bound(flow, connection))
        payload = connection.payload_bytes
        found.append(
            Backlog(
                connection=connection.id,
                queue=connection.source,
                consumer=connection.target,
                peak_rps=peak,
                average_rps=sum(low for _, _, low in rates),
                drain_rps=taken,
                peak_s=max(length for length, _, _ in rates),
                messages=pile.most,
                bytes=None if payload is None else pile.most * payload,
                oldest_s=pile.oldest,
                drained_s=None if pile.gone is None else max(0.0, pile.gone - pile.at),
                lost=pile.lost,
            )
        )
    return tuple(sorted(found, key=lambda one: -one.oldest_s))


def _rates(flow: Flow, settled: Settled, connection: Connection) -> list[tuple[float, float, float]]:
    """Return how long the peak lasts, and the rates at peak and on average over a connection, by journey."""
    found = []
    for journey in flow.design.journeys:
        load = settled.load.journeys.get(journey.id)
        visits = None if load is None or load.visits is None else load.visits.connections.get(connection.id)
        if not visits:
            continue
        high = journey.peak_rps if journey.peak_rps is not None else journey.average_rps
        low = journey.average_rps if journey.average_rps is not None else journey.peak_rps
        if high:
            found.append((_peak_s(journey), high * visits, (low or 0.0) * visits))
    return found


def _profile(rates: Sequence[tuple[float, float, float]]) -> list[tuple[float, float]]:
    """Return the day: all peaks begin together, each goes over into its average."""
    ends = sorted({length for length, _, _ in rates})
    pieces, before = [], 0.0
    for end in ends:
        pieces.append((end - before, sum(high if length >= end else low for length, high, low in rates)))
        before = end
    pieces.append((max(0.0, DAY_S - before), sum(low for _, _, low in rates)))
    return pieces


def _peak_s(journey: Journey) -> float:
    stated = journey.attributes.get("peak_duration_s")
    if isinstance(stated, int | float) and not isinstance(stated, bool) and stated > 0:
        return float(stated)
    return PEAK_S


def _bound(flow: Flow, connection: Connection) -> float | None:
    attributes: Mapping[str, object] = flow.design.component_by_id[connection.source].attributes
    stated = attributes.get("bounded")
    if isinstance(stated, int | float) and not isinstance(stated, bool) and stated > 0:
        return float(stated)
    return None
