"""A presentation as a row of moments: what is seen in each, what is new, and what is pointed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.records import frozen

if TYPE_CHECKING:
    from archdraw.core.model import RevealStep
    from archdraw.editor.workspace import Workspace


@frozen
class Moment:
    """What one step of a presentation shows.

    `fresh` came with this step, `highlighted` is pointed at; both are among `visible`. Ids are those of
    drawn elements.
    """

    name: str
    caption: str
    visible: frozenset[str]
    fresh: frozenset[str]
    highlighted: frozenset[str]


def moments(desk: Workspace) -> tuple[Moment, ...]:
    """Return the moments of the present view: one a step, or a single one where it has no steps.

    What no step adds is there from the beginning. An element comes with the step that names it, else with
    the group around it; a connection as soon as both of its ends are there.
    """
    steps = desk.store.get("views", desk.view_id).steps
    drawn = desk.scene.order
    everything = frozenset(drawn)
    if not steps:
        return (Moment("", "", everything, frozenset(), frozenset()),)
    turn = _turns(desk, steps)
    found = []
    for index, step in enumerate(steps, 1):
        pointed = (desk.scene.stand_in(key) for key in step.highlights)
        visible = frozenset(key for key in drawn if turn[key] <= index)
        found.append(
            Moment(
                name=step.name,
                caption=step.caption,
                visible=visible,
                fresh=frozenset(key for key in drawn if turn[key] == index),
                highlighted=frozenset(key for key in pointed if key is not None) & visible,
            )
        )
    return tuple(found)


def _turns(desk: Workspace, steps: tuple[RevealStep, ...]) -> dict[str, int]:
    """Return the number of the step that each drawn element comes with; 0 is the beginning."""
    named: dict[str, int] = {}
    for index, step in enumerate(steps, 1):
        for key in step.adds:
            standing = desk.scene.stand_in(key)
            if standing is not None:
                named.setdefault(standing, index)
    turns: dict[str, int] = {}

    def turn(key: str) -> int:
        if key not in turns:
            turns[key] = 0
            record = desk.component(key) or desk.group(key)
            parent = record.parent if record is not None else None
            turns[key] = named.get(key, turn(parent) if parent is not None else 0)
        return turns[key]

    for key in desk.scene.order:
        connection = desk.connection(key)
        if connection is not None:
            ends = [desk.scene.stand_in(end) for end in (connection.source, connection.target)]
            turns[key] = max([named.get(key, 0), *(turn(end) for end in ends if end is not None)])
        else:
            turn(key)
    return turns
