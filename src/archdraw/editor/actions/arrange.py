"""The Arrange menu: pin, align, distribute, group, stack, pin."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from archdraw.editor.actions import membership
from archdraw.editor.actions.action import Action
from archdraw.editor.actions.choices import (
    box_selected,
    connection_selected,
    free_lines,
    group_selected,
    some_selected,
    three_boxes_selected,
    two_boxes_selected,
)
from archdraw.editor.edits import connecting, grouping, moving, removing, routes
from archdraw.editor.workspace import QuickInsertRequest

if TYPE_CHECKING:
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.edits import aligning, ordering
    from archdraw.editor.session import Session


def _group(session: Session, _shell: Shell) -> None:
    group_id = grouping.wrap(session, session.selection)
    session.select({group_id})
    # It is there at once; the box asks for its kind and name, and Escape leaves it as it is.
    session.request_quick_insert(QuickInsertRequest(mode="group", group=group_id))


def _ungroup(session: Session, _shell: Shell) -> None:
    session.select(removing.ungroup(session, session.selection))


def _fit_group(session: Session, _shell: Shell) -> None:
    grouping.fit_groups(session, session.selection)


def _pin(session: Session, _shell: Shell) -> None:
    moving.toggle_pin(session, session.selection)


def _pinned(session: Session) -> bool:
    if not session.selection:
        return False
    places = map(session.placement, session.selection)
    return all(place is not None and place.pin for place in places)


def _reverse(session: Session, _shell: Shell) -> None:
    connecting.reverse_all(session, free_lines(session))


def _clear_waypoints(session: Session, _shell: Shell) -> None:
    routes.clear_waypoints(session, free_lines(session))


def _align(edge: aligning.Edge, session: Session, _shell: Shell) -> None:
    from archdraw.editor.edits import aligning

    aligning.align(session, session.selection, edge)


def _distribute(axis: aligning.Axis, session: Session, _shell: Shell) -> None:
    from archdraw.editor.edits import aligning

    aligning.distribute(session, session.selection, axis)


def _restack(shift: ordering.Shift, session: Session, _shell: Shell) -> None:
    from archdraw.editor.edits import ordering

    ordering.restack(session, session.selection, shift)


_EDGES: tuple[tuple[aligning.Edge, str, str], ...] = (
    ("left", "Left edges", "L"),
    ("center", "Centres", "C"),
    ("right", "Right edges", "R"),
    ("top", "Top edges", "T"),
    ("middle", "Middles", "M"),
    ("bottom", "Bottom edges", "B"),
)
_STACKING: tuple[tuple[ordering.Shift, str, str], ...] = (
    ("front", "Bring to front", "Ctrl+Shift+]"),
    ("forward", "Bring forward", "Ctrl+]"),
    ("backward", "Send backward", "Ctrl+["),
    ("back", "Send to back", "Ctrl+Shift+["),
)
_AXES: tuple[tuple[aligning.Axis, str, str], ...] = (
    ("horizontal", "Horizontally", "H"),
    ("vertical", "Vertically", "V"),
)

ACTIONS = (
    Action(
        "arrange.pin",
        "Pin",
        "Arrange",
        _pin,
        "pin",
        ("Alt+Shift+O",),
        box_selected,
        _pinned,
        tip="Tidying never moves what is pinned.",
        section="tidy",
    ),
    Action(
        "arrange.group",
        "Group",
        "Arrange",
        _group,
        "group",
        ("Ctrl+G",),
        box_selected,
        tip="Draw a group around the selection; type its kind and name: “edge”, “zone a”.",
        section="group",
    ),
    Action(
        "arrange.ungroup",
        "Ungroup",
        "Arrange",
        _ungroup,
        "ungroup",
        ("Ctrl+Shift+G", "Ctrl+Shift+U"),
        group_selected,
        tip="Take the group away and leave what is in it.",
        section="group",
    ),
    Action(
        "arrange.fit-group",
        "Fit group to content",
        "Arrange",
        _fit_group,
        "",
        ("Ctrl+Alt+G",),
        group_selected,
        tip="Draw the frame close around what is in it.",
        section="group",
    ),
    *membership.ACTIONS,
    *(
        Action(
            f"arrange.align-{edge}",
            title,
            "Arrange",
            partial(_align, edge),
            "align_left" if edge in ("left", "center", "right") else "align_top",
            (f"Ctrl+J, {key}",),
            two_boxes_selected,
            tip=f"Align the {title.lower()} of the selection.",
            section="align",
            submenu="Align",
        )
        for edge, title, key in _EDGES
    ),
    *(
        Action(
            f"arrange.distribute-{axis}",
            title,
            "Arrange",
            partial(_distribute, axis),
            "",
            (f"Ctrl+J, {key}",),
            three_boxes_selected,
            tip="Make the gaps between three or more equal.",
            section="align",
            submenu="Distribute",
        )
        for axis, title, key in _AXES
    ),
    *(
        Action(
            f"arrange.{shift}",
            title,
            "Arrange",
            partial(_restack, shift),
            "",
            (key,),
            some_selected,
            tip="What is painted over what.",
            section="stack",
            submenu="Order",
        )
        for shift, title, key in _STACKING
    ),
    Action(
        "arrange.reverse",
        "Reverse connection",
        "Arrange",
        _reverse,
        "",
        ("Alt+Shift+X",),
        connection_selected,
        tip="Swap source and target.",
        section="connection",
    ),
    Action(
        "arrange.clear-waypoints",
        "Clear waypoints",
        "Arrange",
        _clear_waypoints,
        "",
        ("Alt+Shift+R",),
        connection_selected,
        tip="Let the router find the way again.",
        section="connection",
    ),
)
