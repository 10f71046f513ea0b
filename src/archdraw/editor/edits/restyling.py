"""Looks of elements: one by one, by kind and by tag. Nothing here touches what is inserted later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from archdraw.core.geometry import Box
from archdraw.core.history import DOCUMENT_KEY, place_key
from archdraw.core.model import CARD_HEIGHT, CARD_WIDTH, PLAIN, Connection, Record, Style, Styles
from archdraw.editor.document import EditRefused
from archdraw.editor.edits.elements import put_box
from archdraw.editor.edits.routes import edge_of, put_edge

if TYPE_CHECKING:
    from collections.abc import Iterable, Set as AbstractSet

    from archdraw.core.history import TableName
    from archdraw.core.model import Component, Group
    from archdraw.editor.workspace import Workspace

StyleField = Literal["shape", "color", "emphasis", "line", "width"]
Wide = Literal["kinds", "connections", "tags"]
_WIDE_WORDS: dict[Wide, str] = {"kinds": "kind", "connections": "kind of connection", "tags": "tag"}
# What of a style concerns whom; the rest is not kept with them.
_CONCERNS: dict[str, tuple[StyleField, ...]] = {
    "component": ("shape", "color", "emphasis"),
    "group": ("shape", "color", "emphasis"),
    "note": ("color",),
    "connection": ("color", "line", "width"),
}
_ALL_FIELDS: tuple[StyleField, ...] = ("shape", "color", "emphasis", "line", "width")
# What a card is resized to in large-icon mode, and back, unless somebody gave it a size of its own.
ICON_SIZE = (120.0, 96.0)
# Where styles of single elements are kept, by place key.
_STYLED: tuple[TableName, ...] = ("nodes", "notes", "edges")
# Of fewer elements than this each is looked up; for more, whole tables are gone through.
_MANY = 100


def style_of(desk: Workspace, element_id: str) -> Style:
    """Return the style that an element has for itself in the present view."""
    record = desk.placement(element_id) or desk.note(element_id)
    if record is None and desk.connection(element_id) is not None:
        return edge_of(desk, element_id).style or PLAIN
    return PLAIN if record is None or record.style is None else record.style


def any_styled(desk: Workspace, ids: AbstractSet[str]) -> bool:
    """Tell whether one of the elements has a style for itself in the present view."""
    if len(ids) < _MANY:
        return any(not style_of(desk, one).empty for one in ids)
    prefix = place_key(desk.view_id, "")
    skip = len(prefix)
    for table in map(desk.store.table, _STYLED):
        styles = Record.column(table.values(), "style")
        # As a rule nothing has one: then no record is looked at.
        if styles.count(None) < len(styles) and any(
            style is not None and not style.empty and key.startswith(prefix) and key[skip:] in ids
            for key, style in zip(table, styles, strict=True)
        ):
            return True
    return False


def styled(desk: Workspace, ids: Iterable[str]) -> list[str]:
    """Return those of the elements that can have a style: all but lines that stand for several."""
    return [one for one in ids if desk.role(one) in _CONCERNS and len(desk.scene.merged(one)) < 2]


def set_style(desk: Workspace, ids: Iterable[str], field: StyleField, value: str | None) -> None:
    """Set one part of the style of elements; None leaves it to tag, kind and view."""
    with desk.change(f"Change {field.replace('color', 'colour')}"):
        for element_id in styled(desk, ids):
            if field in _CONCERNS[desk.role(element_id) or ""]:
                _put(desk, element_id, style_of(desk, element_id).revised(**{field: value}))


def put_style(desk: Workspace, ids: Iterable[str], style: Style, label: str) -> None:
    """Give elements a whole style."""
    with desk.change(label):
        for element_id in styled(desk, ids):
            _put(desk, element_id, style)


def reset_style(desk: Workspace, ids: Iterable[str]) -> None:
    """Take the styles of elements away; they look as their tags and kind say."""
    put_style(desk, ids, PLAIN, "Reset style")


def set_wide_style(desk: Workspace, where: Wide, name: str, field: StyleField, value: str | None) -> None:
    """Set one part of the style of a kind or a tag, for all elements of the document."""
    old = wide_styles(desk)
    table: dict[str, Style] = dict(getattr(old, where))
    style: Style = table.get(name, PLAIN).revised(**{field: value})
    put_wide_style(desk, where, name, style)


def put_wide_style(desk: Workspace, where: Wide, name: str, style: Style) -> None:
    """Give a kind or a tag a whole style; an empty one takes the entry away."""
    old = wide_styles(desk)
    table: dict[str, Style] = dict(getattr(old, where))
    if style.empty:
        table.pop(name, None)
    else:
        table[name] = style
    with desk.change(f"Style of a {_WIDE_WORDS[where]}") as store:
        store.change_document(styles=old.revised(**{where: table}))


def style_of_kind_from(desk: Workspace, element_id: str) -> None:
    """Make the style of one element that of its whole kind; the element needs none of its own then.

    Raises
    ------
    EditRefused
        When the element has no kind or no style.
    """
    record = _tagged(desk, element_id)
    style = style_of(desk, element_id)
    if record is None or style.empty:
        raise EditRefused("Give one component, group or connection a style first; then its kind can have it.")
    where: Wide = "connections" if isinstance(record, Connection) else "kinds"
    with desk.change(f"Style of a {_WIDE_WORDS[where]}"):
        old = getattr(wide_styles(desk), where).get(record.kind, PLAIN)
        put_wide_style(desk, where, record.kind, style.over(old))
        _put(desk, element_id, PLAIN)


def style_of_tag_from(desk: Workspace, element_id: str, tag: str) -> None:
    """Make the style of one element that of everything with a tag; the element needs none of its own then.

    Raises
    ------
    EditRefused
        When the element has no style.
    """
    style = style_of(desk, element_id)
    if style.empty:
        raise EditRefused("Give one component, group or connection a style first; then its tag can have it.")
    with desk.change("Style of a tag"):
        put_wide_style(desk, "tags", tag, style.over(wide_styles(desk).tags.get(tag, PLAIN)))
        _put(desk, element_id, PLAIN)


def wide_styles_of(desk: Workspace, ids: Iterable[str]) -> set[tuple[Wide, str]]:
    """Return the kinds and the tags of elements that have a style in the document."""
    styles = wide_styles(desk)
    found: set[tuple[Wide, str]] = set()
    if not styles.kinds and not styles.connections and not styles.tags:
        return found
    for record in (_tagged(desk, one) for one in ids):
        if record is None:
            continue
        if isinstance(record, Connection):
            if record.kind in styles.connections:
                found.add(("connections", record.kind))
        elif record.kind in styles.kinds:
            found.add(("kinds", record.kind))
        found.update(("tags", tag) for tag in record.tags if tag in styles.tags)
    return found


def reset_wide_styles(desk: Workspace, ids: Iterable[str]) -> None:
    """Take away the styles of the kinds and tags of elements, for the whole document."""
    with desk.change("Reset style of kind and tags"):
        for where, name in sorted(wide_styles_of(desk, ids)):
            put_wide_style(desk, where, name, PLAIN)


def set_view_shape(desk: Workspace, value: Any) -> None:
    """Draw every element of the present view in this shape unless something nearer says otherwise."""
    view = desk.store.get("views", desk.view_id)
    style: Style = (view.style or PLAIN).revised(shape=value)
    with desk.change("Shape of the view") as store:
        store.put("views", desk.view_id, view.revised(style=None if style.empty else style))


def wide_styles(desk: Workspace) -> Styles:
    """Return the styles by kind and tag."""
    found: Styles = desk.store.get("document", DOCUMENT_KEY).styles
    return found


def _tagged(desk: Workspace, element_id: str) -> Component | Group | Connection | None:
    return desk.component(element_id) or desk.group(element_id) or desk.connection(element_id)


def _put(desk: Workspace, element_id: str, style: Style) -> None:
    store, key = desk.store, place_key(desk.view_id, element_id)
    concerns = _CONCERNS[desk.role(element_id) or ""]
    kept: Style = style.revised(**{field: None for field in _ALL_FIELDS if field not in concerns})
    stored = None if kept.empty else kept
    note = desk.note(element_id)
    if note is not None:
        store.put("notes", key, note.revised(style=stored))
        return
    if desk.connection(element_id) is not None:
        edge = edge_of(desk, element_id)
        if edge.style != stored:
            put_edge(desk, element_id, edge.revised(style=stored), "Change style")
        return
    if desk.placement(element_id) is None:
        frame = desk.frame(element_id)
        if stored is None or frame is None:
            return
        put_box(desk, element_id, frame)
    placed = desk.placement(element_id)
    if placed is None:
        return
    was, now = (placed.style or PLAIN).shape, style.shape
    if desk.component(element_id) is not None and (was == "icon") != (now == "icon"):
        placed = placed.at(_resized(placed.box, icon=now == "icon"))
    store.put("nodes", key, placed.revised(style=stored))


def _resized(box: Box, *, icon: bool) -> Box:
    """Return the box of a usual size for the shape around the same middle; other sizes stay."""
    usual, wanted = ((CARD_WIDTH, CARD_HEIGHT), ICON_SIZE) if icon else (ICON_SIZE, (CARD_WIDTH, CARD_HEIGHT))
    if (box.w, box.h) != usual:
        return box
    return Box(box.x + (box.w - wanted[0]) / 2, box.y + (box.h - wanted[1]) / 2, *wanted)
