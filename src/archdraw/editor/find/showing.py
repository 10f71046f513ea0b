"""Showing where a text stands: its element, in whatever view and however folded away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.history import split_place_key
from archdraw.editor.edits.growing import reveal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.editor.find.places import TextPlace
    from archdraw.editor.session import Session

_DRAWN = ("components", "groups", "connections", "notes")


def marked_ids(session: Session, places: Iterable[TextPlace]) -> set[str]:
    """Return what is drawn for these texts in the present view; a folded group for what is in it."""
    scene, view_id = session.scene, session.view_id
    found: set[str] = set()
    for table, key, *_ in places:
        if table not in _DRAWN:
            continue
        element_id = key
        if table == "notes":
            owner, element_id = split_place_key(key)
            if owner != view_id:
                continue
        if element_id in found:
            continue
        drawn = element_id if scene.role(element_id) is not None else scene.stand_in(element_id)
        if drawn is not None:
            found.add(drawn)
    return found


def show_place(session: Session, place: TextPlace) -> str:
    """Select and reveal the element of a text; return what there is to say about it, if anything.

    Another view is shown where the present one leaves it out; inside a folded group that is selected.
    """
    if place.table == "journeys":
        session.choose_journey(place.key)
        return ""
    if place.table not in _DRAWN:
        session.select(_referred(session, place))
        return ""
    element_id, name = place.element_id, who(session, place)
    owner = split_place_key(place.key)[0] if place.table == "notes" else None
    sentence = ""
    if _drawn(session, element_id) is None or owner not in (None, session.view_id):
        view_id = owner or _view_with(session, element_id)
        if view_id is None:
            session.select(())
            return f"“{name}” is hidden in every view: by a layer, a tag, or because no view shows it."
        session.show_view(view_id)
        view = session.store.get("views", view_id)
        sentence = f"“{name}” is in the view “{view.name or view_id}”, which is shown now."
    drawn = _drawn(session, element_id)
    if drawn is None:
        return sentence
    if drawn != element_id and session.group(drawn) is not None:
        group = session.group(drawn)
        sentence = f"“{name}” is inside the folded group “{group.name if group is not None else drawn}”."
    session.select({drawn})
    around = session.bounds_of([drawn])
    if around is not None:
        reveal(session, around)
    return sentence


def who(session: Session, place: TextPlace) -> str:
    """Return what the record of a text is called, for a sentence."""
    record = session.store.get(place.table, place.key)
    if place.table == "connections" and record is not None:
        ends = (session.component(record.source), session.component(record.target))
        return " → ".join(end.name or end.id for end in ends if end is not None)
    name = getattr(record, "name", "") or getattr(record, "title", "")
    if place.table in ("notes", "document") or (place.path[0] in ("name", "title") and len(place.path) == 1):
        name = place.text
    return _short(str(name or place.element_id))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"


def _drawn(session: Session, element_id: str) -> str | None:
    if session.scene.role(element_id) is not None:
        return element_id
    return session.scene.stand_in(element_id)


def _view_with(session: Session, element_id: str) -> str | None:
    """Return a view that draws the element, one where it is not folded away before others."""
    from archdraw.core.drawing.content import read_content  # only when the present view lacks it

    folded: str | None = None
    for view_id in session.store.table("views"):
        content = read_content(session.store.table, view_id)
        if any(element_id in table for table in (content.components, content.groups, content.connections)):
            return str(view_id)
        if element_id in content.stand_ins and folded is None:
            folded = str(view_id)
    return folded


def _referred(session: Session, place: TextPlace) -> set[str]:
    """Return the elements that a record beside the drawing is about."""
    record = session.store.get(place.table, place.key)
    named = [getattr(record, field, None) for field in ("component", "store", "element", "entry")]
    return {one for one in (*named, *getattr(record, "elements", ())) if isinstance(one, str)}
