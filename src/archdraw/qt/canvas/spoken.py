"""The canvas in words, for screen readers."""

from __future__ import annotations

from archdraw.editor.session import Session

_MOST_NAMED = 3


def canvas_description(session: Session) -> str:
    """Return how much the drawing holds, as a sentence."""
    store = session.store
    counts = [
        _counted(len(store.table("components")), "component"),
        _counted(len(store.table("connections")), "connection"),
        _counted(len(store.table("groups")), "group"),
    ]
    return f"Drawing with {counts[0]}, {counts[1]} and {counts[2]}."


def selection_description(session: Session) -> str:
    """Return what is selected, as a sentence; for one component with what it is connected to."""
    selected = session.selection
    if not selected:
        return "Nothing is selected."
    if len(selected) > _MOST_NAMED:
        return f"{len(selected)} elements are selected."
    return "Selected: " + "; ".join(_element(session, element_id) for element_id in sorted(selected)) + "."


def _element(session: Session, element_id: str) -> str:
    connection = session.connection(element_id)
    if connection is not None:
        return f"connection from {_name(session, connection.source)} to {_name(session, connection.target)}"
    component = session.component(element_id)
    if component is None:
        return f"{session.role(element_id) or 'element'} {_name(session, element_id)}"
    kind = session.catalog.kind(component.kind).label
    lines = [session.connection(one) for one in session.scene.connections_of(element_id)]
    after = [_name(session, one.target) for one in lines if one is not None and one.source == element_id]
    before = [_name(session, one.source) for one in lines if one is not None and one.target == element_id]
    words = f"{_name(session, element_id)}, {kind}"
    if before:
        words += ", called by " + ", ".join(before[:_MOST_NAMED])
    if after:
        words += ", calls " + ", ".join(after[:_MOST_NAMED])
    return words


def _name(session: Session, element_id: str) -> str:
    record = session.record(element_id)
    return str(getattr(record, "name", "") or getattr(record, "text", "") or element_id)


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
