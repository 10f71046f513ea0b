"""The place where rules that are not ours come in; the core does not know where from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    # Of rules; their record stands above this module.
    Rules = tuple[Any, ...]


def _no_rules() -> Rules:
    return ()


_source: list[Callable[[], Rules]] = [_no_rules]


def take_more_rules_from(source: Callable[[], Rules] = _no_rules) -> None:
    """From now on, ask here for further rules; without a source there are none.

    `source` is called in every run of the analysis, on the thread of that run, so it keeps what it has found.
    """
    _source[0] = source


def added_rules() -> Rules:
    """Return the rules that are not ours."""
    return _source[0]()
