"""Replications beside each other: in processes where they can be started, else one after the other here.

The result is the same either way: each replication depends on nothing but its number.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, TypeVar

from archdraw.core.analysis.simulation.engine import Engine
from archdraw.core.analysis.structure.cancelling import AnalysisCancelled
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.core.analysis.simulation.program import Disturbances, Program, Span
    from archdraw.core.analysis.simulation.sampling import Replication

    Progress = Callable[[float], None]
    Stop = Callable[[], bool]

T = TypeVar("T")
# Below this many expected arrivals over all replications starting processes costs more than it saves.
WORTH_PROCESSES = 60_000
_LOOK_S = 0.1
# What a started process knows of the others: the flag that ends it, and its place for the share done.
_shared: dict[str, Any] = {}


class NoProcesses(Exception):  # noqa: N818 - not a fault: then it runs here
    """Processes can't be started here, or they die."""


@frozen
class Job:
    """What every replication runs."""

    program: Program
    span: Span
    what: Disturbances
    seed: int

    @property
    def arrivals(self) -> float:
        """Return how many requests one replication expects, over all journeys."""
        return sum(source.rate for source in self.program.sources) * self.span.end_s


def replicate(
    job: Job,
    count: int,
    finish: Callable[[list[Replication]], T],
    *,
    workers: int | None = None,
    progress: Progress | None = None,
    should_stop: Stop | None = None,
) -> T:
    """Run replications 0 … count − 1 and return what `finish` makes of them, in this order.

    Parameters
    ----------
    finish
        A picklable function of all replications; where there are processes it runs in one of them too.
    workers
        Processes; 0 runs everything here, None as many as pay.
    progress
        Told the share done (0..1) now and then.
    should_stop
        Asked now and then; true ends the run.

    Raises
    ------
    AnalysisCancelled
        `should_stop` said so.
    """
    if workers is None:
        workers = min(count, os.cpu_count() or 1) if job.arrivals * count > WORTH_PROCESSES else 0
    if workers > 0:
        try:
            return _in_processes(job, count, finish, workers, progress, should_stop)
        except NoProcesses:
            pass
    return finish(_here(job, count, progress, should_stop))


def _here(job: Job, count: int, progress: Progress | None, should_stop: Stop | None) -> list[Replication]:
    found = []
    for number in range(count):

        def look(share: float, number: int = number) -> bool:
            if progress is not None:
                progress((number + share) / count)
            return should_stop is not None and should_stop()

        found.append(_run(job, number, look))
    return found


def _run(job: Job, number: int, look: Callable[[float], bool]) -> Replication:
    engine = Engine(job.program, job.span, job.what, seed=job.seed, replication=number)
    return engine.run(look).taken()


def _in_processes(
    job: Job,
    count: int,
    finish: Callable[[list[Replication]], T],
    workers: int,
    progress: Progress | None,
    should_stop: Stop | None,
) -> T:
    from concurrent.futures import ProcessPoolExecutor, wait
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    try:
        # Not fork: a window has threads, and they do not survive it.
        context = get_context("spawn")
        ending = context.Event()
        shares = context.Array("d", count, lock=False)
        pool = ProcessPoolExecutor(
            workers, mp_context=context, initializer=_remember, initargs=(ending, shares)
        )
    except (OSError, ImportError, ValueError) as error:
        raise NoProcesses from error
    try:
        runs = [pool.submit(_run_there, job, number) for number in range(count)]
        still = set(runs)
        while still:
            _, still = wait(still, timeout=_LOOK_S)
            if progress is not None:
                progress(sum(shares) / count)
            if should_stop is not None and should_stop():
                raise AnalysisCancelled("The simulation was stopped.")
        return pool.submit(finish, [one.result() for one in runs]).result()
    except (BrokenProcessPool, OSError) as error:
        raise NoProcesses from error
    finally:
        ending.set()
        pool.shutdown(wait=True, cancel_futures=True)


def _remember(ending: Any, shares: Any) -> None:
    _shared["ending"] = ending
    _shared["shares"] = shares


def _run_there(job: Job, number: int) -> Replication:
    ending, shares = _shared["ending"], _shared["shares"]

    def look(share: float) -> bool:
        shares[number] = share
        return bool(ending.is_set())

    found = _run(job, number, look)
    shares[number] = 1.0
    return found
