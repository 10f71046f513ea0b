"""Stopping a run that an edit has overtaken."""

from __future__ import annotations

from collections.abc import Callable

from archdraw.core.giving_way import give_way


class AnalysisCancelled(Exception):  # noqa: N818 - the contract's name; nothing went wrong
    """The run was asked to stop; there is no result."""


Stop = Callable[[], bool]


def check(should_stop: Stop | None) -> None:
    """Raise AnalysisCancelled when the caller no longer wants the result."""
    give_way()
    if should_stop is not None and should_stop():
        raise AnalysisCancelled("The analysis was stopped.")
