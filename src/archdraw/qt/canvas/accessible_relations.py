"""How the elements of a drawing belong together, in the words of accessibility."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible

from archdraw.editor.hierarchy import parent_of

if TYPE_CHECKING:
    from archdraw.editor.session import Session

    Related = list[tuple[str, QAccessible.RelationFlag]]
    # The end of a line that is not drawn is None.
    Named = list[tuple[str | None, QAccessible.RelationFlag]]

ALL_RELATIONS = QAccessible.RelationFlag(0xFFFFFFFF)
# Qt says what the other element is to this one. The source flows to this one, the target from it.
_FROM, _TO = QAccessible.RelationFlag.FlowsTo, QAccessible.RelationFlag.FlowsFrom
# A group folds and moves what is in it: it is the controller.
_CONTROLLER, _CONTROLLED = QAccessible.RelationFlag.Controller, QAccessible.RelationFlag.Controlled


def related_elements(session: Session, element_id: str) -> Related:
    """Return the drawn elements that one belongs together with, and how.

    A connection flows from its source to its target. A component, or a group folded into a card, flows on to
    its outgoing connections and what they call, and comes from those that call it. A group controls what is
    in it.
    """
    scene = session.scene
    connection = session.connection(element_id)
    if connection is not None:
        found: Named = [(scene.stand_in(connection.source), _FROM), (scene.stand_in(connection.target), _TO)]
    else:
        found = _along_calls(session, element_id) + _around_and_inside(session, element_id)
    drawn = [(one, how) for one, how in dict.fromkeys(found) if one is not None]
    return [(one, how) for one, how in drawn if scene.role(one) is not None]


def _along_calls(session: Session, element_id: str) -> Named:
    scene = session.scene
    found: Named = []
    for key in scene.connections_of(element_id):
        line = session.connection(key)
        if line is None:
            continue
        source, target = scene.stand_in(line.source), scene.stand_in(line.target)
        found += [(key, _TO), (target, _TO)] if source == element_id else [(key, _FROM), (source, _FROM)]
    return found


def _around_and_inside(session: Session, element_id: str) -> Named:
    found: Named = []
    parent = parent_of(session, element_id)
    if parent is not None:
        found.append((parent, _CONTROLLER))
    if session.group(element_id) is not None:
        found += [
            (key, _CONTROLLED)
            for table in ("groups", "components")
            for key, record in session.store.table(table).items()
            if record.parent == element_id
        ]
    return found
