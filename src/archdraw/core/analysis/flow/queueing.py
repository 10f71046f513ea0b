"""Queues in steady state: Erlang B and C, M/M/c, M/M/c/K, M/G/1, Allen–Cunneen for the rest.

Rates are per unit of time, times in the same unit. A queue that gets more than it can serve has no steady
state: asking for one raises `Unstable`, which says by how much it grows, never a number of waiting time.
Formulas: D. Gross et al., "Fundamentals of Queueing Theory", 4th ed., 2008.
"""

from __future__ import annotations

import math

from archdraw.core.records import frozen


class Unstable(Exception):  # noqa: N818 - a property of the design, told as such
    """A queue gets as much as it can serve, or more: it has no steady state.

    `growth` is by how many requests a unit of time it grows (0 at exactly full load).
    """

    def __init__(self, growth: float) -> None:
        super().__init__(f"The queue is unstable: it grows by {growth:g} requests a unit of time.")
        self.growth = growth


@frozen
class Waiting:
    """How long requests wait before they are served.

    `probability` of waiting at all; `mean` over all requests, also those that need not wait; `variance`
    likewise. `blocked` is the share that finds no place and is turned away (0 without a bound).
    """

    probability: float
    mean: float
    variance: float
    blocked: float = 0.0


NO_WAITING = Waiting(0.0, 0.0, 0.0)


def erlang_b(servers: int, load: float) -> float:
    """Return the share of requests that find all servers busy where nobody waits.

    The recursion B(k) = a·B(k−1) ÷ (k + a·B(k−1)) adds positive terms only: no overflow or loss of digits
    for any number of servers. O(servers).

    Parameters
    ----------
    servers
        How many there are, from 0 on.
    load
        Rate × service time, in Erlang.
    """
    if load <= 0.0:
        return 0.0 if servers > 0 else 1.0
    blocked = 1.0
    for count in range(1, servers + 1):
        blocked = load * blocked / (count + load * blocked)
        if blocked < 1e-300:
            return 0.0
    return blocked


def erlang_c(servers: int, load: float) -> float:
    """Return the probability of having to wait for one of the servers.

    Raises
    ------
    Unstable
        `load` is not below `servers`; the growth is in services' lengths.
    """
    if load >= servers:
        raise Unstable(load - servers)
    blocked = erlang_b(servers, load)
    return servers * blocked / (servers - load * (1.0 - blocked))


def m_m_c(rate: float, service: float, servers: int) -> Waiting:
    """Return the waiting of exponential services of mean `service` at `servers` servers.

    Raises
    ------
    Unstable
        The rate is not below servers ÷ service.
    """
    _check(rate, service, servers)
    chance = erlang_c(servers, rate * service)
    drain = servers / service - rate
    # Whoever waits, waits exponentially long with rate cμ − λ.
    return Waiting(chance, chance / drain, chance * (2.0 - chance) / drain**2)


def m_g_1(rate: float, service: float, cv2: float, third: float | None = None) -> Waiting:
    """Return the waiting at one server whose services have a squared coefficient of variation `cv2`.

    Pollaczek–Khinchine; exact. The variance takes the third moment of the service time about 0, that of
    the gamma distribution where it is not given.

    Raises
    ------
    Unstable
        The rate is not below 1 ÷ service.
    """
    _check(rate, service, 1)
    busy = rate * service
    second = service**2 * (1.0 + cv2)
    if third is None:
        third = service**3 * (1.0 + cv2) * (1.0 + 2.0 * cv2)
    mean = rate * second / (2.0 * (1.0 - busy))
    return Waiting(busy, mean, mean**2 + rate * third / (3.0 * (1.0 - busy)))


def allen_cunneen(
    rate: float, service: float, servers: int, arrival_cv2: float, service_cv2: float
) -> Waiting:
    """Return the approximate waiting where neither arrivals nor services need be exponential.

    That of M/M/c times the mean of both squared coefficients of variation; exact for M/M/c and, in the
    mean, for M/G/1 (A. O. Allen, "Probability, Statistics and Queueing Theory", 2nd ed., 1990).

    Raises
    ------
    Unstable
        The rate is not below servers ÷ service.
    """
    plain = m_m_c(rate, service, servers)
    factor = (arrival_cv2 + service_cv2) / 2.0
    if plain.probability <= 0.0:
        return plain
    mean = plain.mean * factor
    # The shape stays: an atom at 0 and an exponential tail.
    return Waiting(plain.probability, mean, mean**2 * (2.0 / plain.probability - 1.0))


@frozen
class Bounded:
    """M/M/c/K in steady state: who is turned away, and how those wait who are not.

    `ahead[j]` is the probability that an accepted request finds all servers busy and j others waiting;
    it then waits for j + 1 departures, each exponential with rate `drain`.
    """

    blocked: float
    waiting: Waiting
    ahead: tuple[float, ...]
    drain: float
    mean_in_system: float


def m_m_c_k(rate: float, service: float, servers: int, places: int) -> Bounded:
    """Return M/M/c/K: `places` is K, the most requests that are in it, served ones included.

    Stable at any rate: what finds no place is turned away. Probabilities are taken relative to Erlang B,
    so that nothing overflows.

    Raises
    ------
    ValueError
        There are fewer places than servers.
    """
    if places < servers:
        raise ValueError("A queue has at least as many places as servers.")
    load = rate * service
    busy = load / servers
    if load <= 0.0:
        return Bounded(0.0, NO_WAITING, (0.0,) * (places - servers), servers / service, 0.0)
    full = erlang_b(servers, load)
    # States 0 … c sum to 1 in this unit, state c + j weighs full · busyʲ.
    longest = places - servers
    if busy <= 1.0:
        weights = [full * busy**j for j in range(longest + 1)]
        below = 1.0 - full
    else:
        # The same, in units of the last state: past full load powers would overflow.
        weights = [busy ** (j - longest) for j in range(longest + 1)]
        below = (1.0 - full) / full * busy**-longest if full > 0.0 else 0.0
    total = below + math.fsum(weights)
    blocked = weights[-1] / total
    accepted = total - weights[-1]
    ahead = tuple(weight / accepted for weight in weights[:-1]) if accepted > 0.0 else ()
    drain = servers / service
    mean = math.fsum(chance * (j + 1) for j, chance in enumerate(ahead)) / drain
    square = math.fsum(chance * (j + 1) * (j + 2) for j, chance in enumerate(ahead)) / drain**2
    waiting = Waiting(math.fsum(ahead), mean, max(0.0, square - mean**2), blocked)
    return Bounded(blocked, waiting, ahead, drain, rate * (1.0 - blocked) * (mean + service))


def growth_text(growth_per_s: float) -> str:
    """Return what is said in place of a time: "unstable, grows by 12 /s"."""
    from archdraw.core.analysis.wording import rate_text

    if growth_per_s <= 0.0:
        return "unstable, exactly at its limit"
    return f"unstable, grows by {rate_text(growth_per_s)}"


def _check(rate: float, service: float, servers: int) -> None:
    if rate * service >= servers:
        raise Unstable(rate - servers / service)
