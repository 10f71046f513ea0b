"""States of the boundary of a network: which open nodes hang together, and where terminals are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.analysis.reliability.mesh_order import Step

SEPARATED = -1
CONNECTED = -2
# The part that each open node is in, numbered as they come (a node that is down: -1), and as a mask the
# parts with a terminal in them or behind them.
State = tuple[tuple[int, ...], int]
FIRST: State = ((), 0)


def branches(state: State, step: Step) -> tuple[State | int, State | int]:
    """Return what follows when the node or link of the step is down, and when it is up."""
    labels, marks = state
    if step.is_node:
        fresh = max(labels, default=-1) + 1
        up = _settled((*labels, fresh), marks | int(step.terminal) << fresh, step)
        return (SEPARATED if step.terminal else _settled((*labels, -1), marks, step)), up
    first, second = labels[step.ends[0]], labels[step.ends[1]]
    apart = _settled(labels, marks, step)
    if first < 0 or second < 0 or first == second:
        return apart, apart
    if marks >> second & 1:
        marks = marks & ~(1 << second) | 1 << first
    joined = [first if label == second else label for label in labels]
    return apart, _settled(joined, marks, step)


def _settled(labels: Sequence[int], marks: int, step: Step) -> State | int:
    """Return the state without the places that close, or the end that is certain now."""
    if step.left == 0 and marks & (marks - 1) == 0:
        return CONNECTED
    kept = [label for place, label in enumerate(labels) if place not in step.closed]
    for place in step.closed:
        label = labels[place]
        if label >= 0 and marks >> label & 1 and label not in kept:
            return SEPARATED
    number: dict[int, int] = {-1: -1}
    for label in kept:
        number.setdefault(label, len(number) - 1)
    marked = 0
    for label, new in number.items():
        if label >= 0 and marks >> label & 1:
            marked |= 1 << new
    return tuple(number[label] for label in kept), marked
