"""The steps that the random machine takes. A new verb joins with a function and a line in `STEPS`."""

from __future__ import annotations

import math
from typing import Any, Literal, cast
from unittest.mock import patch

from tests.stateful.estimate_steps import estimate
from tests.stateful.machine import Machine, Weighted
from tests.stateful.typed_steps import change_kind, find_and_replace, replace, splice, type_line

from archdraw.core.geometry import Box
from archdraw.core.history import place_key
from archdraw.core.layout import Arrangement
from archdraw.core.model import EdgeRoute, View
from archdraw.core.storage import design_text
from archdraw.editor import clipboard
from archdraw.editor.actions import all_actions, perform
from archdraw.editor.edits import (
    aligning,
    connecting,
    elements,
    grouping,
    growing,
    moving,
    ordering,
    removing,
)
from archdraw.editor.events import KeyEvent, Modifier
from archdraw.editor.quick.box import insert_candidate
from archdraw.editor.quick.meaning import candidates

KINDS = ("service", "rdbms_primary", "message_queue", "cdn", "in_memory_cache", "monitoring", "unheard-of")
GROUPS = ("zone", "tier", "region")
TEXTS = ("Web", "Größe", "", "a b", "数据库", "x" * 200, " spaced ", "line\nbreak")
# Actions that leave the drawing: files, windows, and the layout engine, which has a step of its own.
_ELSEWHERE = ("file.", "export.", "help.", "panel.", "theme.", "arrange.tidy", "view.full-screen")
_CHORDS: tuple[tuple[str, frozenset[Modifier]], ...] = (
    ("Left", frozenset()), ("Down", frozenset({"shift"})), ("Right", frozenset({"ctrl"})),
    ("Up", frozenset({"ctrl"})), ("Tab", frozenset()), ("Return", frozenset()), ("Escape", frozenset()),
    ("Right", frozenset({"alt"})), ("F2", frozenset()), ("Space", frozenset()), ("Delete", frozenset()),
)  # fmt: skip


# -- making and changing -----------------------------------------------------------------------


def insert(m: Machine) -> None:
    m.session.insert(m.random.choice(KINDS), m.spot())


def insert_group(m: Machine) -> None:
    m.session.select({elements.insert_group(m.session, m.random.choice(GROUPS), m.spot())})


def insert_note(m: Machine) -> None:
    elements.insert_note(m.session, m.spot(), m.random.choice(TEXTS))


def quick_insert(m: Machine) -> None:
    found = candidates(m.catalog, m.random.choice(("lb", "postgres orders", "queue", "x y z")))
    if found:
        insert_candidate(m.session, m.random.choice(found[:3]))


def grow(m: Machine) -> None:
    source = m.one_of("components")
    if source is not None and m.session.scene.role(source) is not None:
        direction = m.random.choice(("left", "right", "up", "down"))
        m.allowed(lambda: growing.grow(m.session, source, cast("Any", direction)))


def connect(m: Machine) -> None:
    source, target = m.one_of("components"), m.one_of("components")
    if source is not None and target is not None:
        m.allowed(lambda: m.session.connect(source, target))


def reconnect(m: Machine) -> None:
    connection, end = m.one_of("connections"), m.one_of("components")
    side: Literal["source", "target"] = m.random.choice(("source", "target"))
    if connection is not None and end is not None:
        m.allowed(lambda: connecting.reconnect(m.session, connection, side, end))


def reverse(m: Machine) -> None:
    connection = m.one_of("connections")
    if connection is not None:
        m.allowed(lambda: connecting.reverse(m.session, connection))


def rename(m: Machine) -> None:
    for one in sorted(m.session.selection):
        m.session.rename(one, m.random.choice(TEXTS))


def update_fields(m: Machine) -> None:
    table = m.random.choice(("components", "connections", "groups"))
    key = m.one_of(table)
    fields: dict[str, Any] = {
        "components": m.random.choice(({"replicas": m.random.randint(0, 9)}, {"replicas": None})),
        "connections": m.random.choice(
            ({"kind": "async"}, {"kind": "call"}, {"name": m.random.choice(TEXTS)})
        ),
        "groups": {"name": m.random.choice(TEXTS)},
    }[table]
    if key is not None:
        m.allowed(lambda: m.session.update(cast("Any", table), key, **fields))


def route_by_hand(m: Machine) -> None:
    """Lead a connection through points, straight, or as it was."""
    connection = m.one_of("connections")
    if connection is None:
        return
    key = place_key(m.session.view_id, connection)
    points = tuple((at.x, at.y) for at in (m.spot() for _ in range(m.random.randint(1, 3))))
    route = m.random.choice(
        (EdgeRoute(route="manual", points=points), EdgeRoute(route="straight"), EdgeRoute(route="auto"))
    )
    with m.session.change("Route") as store:
        store.put("edges", key, route)


# -- choosing and placing ----------------------------------------------------------------------


def select(m: Machine) -> None:
    drawn = m.session.scene.order
    if drawn:
        chosen = {m.random.choice(drawn) for _ in range(m.random.randint(0, 4))}
        m.session.select(chosen, m.random.choice(("set", "add", "toggle")))


def select_all(m: Machine) -> None:
    m.session.select(m.session.scene.order)


def move(m: Machine) -> None:
    m.allowed(
        lambda: m.session.move(m.session.selection, m.random.randint(-200, 200), m.random.randint(-200, 200))
    )


def move_everything(m: Machine) -> None:
    m.session.select(m.session.scene.order)
    m.allowed(
        lambda: m.session.move(m.session.selection, m.random.randint(-90, 90), m.random.randint(-90, 90))
    )


def resize(m: Machine) -> None:
    boxes = m.session.frames(m.session.selection)
    wider = {
        one: Box(
            box.x,
            box.y,
            max(1.0, box.w + m.random.randint(-60, 90)),
            max(1.0, box.h + m.random.randint(-40, 60)),
        )
        for one, box in boxes.items()
    }
    m.allowed(lambda: moving.put_boxes(m.session, wider, "Resize"))


def arrange(m: Machine) -> None:
    edge = m.random.choice(("left", "center", "right", "top", "middle", "bottom"))
    aligning.align(m.session, m.session.selection, cast("Any", edge))
    axis = m.random.choice(("horizontal", "vertical"))
    m.allowed(lambda: aligning.distribute(m.session, m.session.selection, cast("Any", axis)))


def restack(m: Machine) -> None:
    shift = m.random.choice(("front", "forward", "backward", "back"))
    ordering.restack(m.session, m.session.selection, cast("Any", shift))


def tidy_selection(m: Machine) -> None:
    """The action itself, over a layout that puts everything in rows."""

    def rows(_design: object, _view: str, *, only: Any = None, **_how: Any) -> Arrangement:
        chosen = sorted(m.session.frames(only if only is not None else m.session.scene.order).items())
        across = max(1, math.isqrt(len(chosen)))
        places = {
            one: Box(200.0 * (at % across), 120.0 * (at // across), box.w, box.h)
            for at, (one, box) in enumerate(chosen)
        }
        return Arrangement(places)

    actions = {action.id: action for action in all_actions()}
    wanted = m.random.choice(("arrange.tidy-selection", "arrange.tidy"))
    with patch("archdraw.core.layout.arrange", rows):
        perform(actions[wanted], m.session, m.shell)


# -- groups and copies -------------------------------------------------------------------------


def group(m: Machine) -> None:
    m.allowed(lambda: grouping.wrap(m.session, m.session.selection))


def ungroup(m: Machine) -> None:
    removing.ungroup(m.session, m.session.selection)


def adopt(m: Machine) -> None:
    into = m.random.choice((None, m.one_of("groups")))
    m.allowed(lambda: moving.adopt(m.session, m.session.selection, into))


def delete(m: Machine) -> None:
    m.session.delete()


def delete_some(m: Machine) -> None:
    drawn = m.session.scene.order
    if drawn:
        m.session.delete({m.random.choice(drawn) for _ in range(6)})


def heal(m: Machine) -> None:
    m.allowed(lambda: removing.delete_and_heal(m.session, m.session.selection))


def copy(m: Machine) -> None:
    def do() -> None:
        m.shell.clipboard = clipboard.copy(m.session).json

    m.allowed(do)


def cut(m: Machine) -> None:
    def do() -> None:
        m.shell.clipboard = clipboard.cut(m.session).json

    m.allowed(do)


def paste(m: Machine) -> None:
    if m.shell.clipboard:
        m.session.pointer = m.random.choice((None, m.spot()))
        m.allowed(lambda: clipboard.paste(m.session, clipboard.Clipboard(own=m.shell.clipboard)))


def duplicate(m: Machine) -> None:
    m.allowed(lambda: clipboard.duplicate_selection(m.session))


# -- hand and keys -----------------------------------------------------------------------------


def gesture(m: Machine) -> None:
    """Press on something, move, and let go or press Escape in the middle of it."""
    session, modifiers = m.session, m.modifiers()
    escape = m.random.random() < 0.25
    before = design_text(session.design) if escape else ""
    depth = session.store.undo_depth
    start = m.spot_on_something()
    m.point("move", start, frozenset())
    m.point("press", start, modifiers)
    if session.store.undo_depth > depth and not session.store.in_gesture:
        # A press that is all of it, such as one on the triangle of a group, is no gesture to take back.
        before, depth = design_text(session.design), session.store.undo_depth
    for _ in range(m.random.randint(1, 4)):
        m.point("move", m.spot(), modifiers)
    end = m.spot_on_something()
    m.point("move", end, modifiers)
    if escape:
        session.handle(KeyEvent("Escape"))
        assert design_text(session.design) == before, "Escape left a trace of the gesture"
        assert session.store.undo_depth == depth, "Escape left a step of the gesture"
    m.point("release", end, modifiers)
    assert session.store.undo_depth <= depth + 1, "a gesture is more than one step"


def double_click(m: Machine) -> None:
    at = m.spot_on_something()
    for kind in ("press", "release", "double", "release"):
        m.point(cast("Any", kind), at, frozenset())
    if m.session.editing is not None:
        m.session.edit_text(m.random.choice(TEXTS))
        m.random.choice((m.session.commit_edit, m.session.cancel_edit))()


def key(m: Machine) -> None:
    name, modifiers = m.random.choice(_CHORDS)
    m.session.handle(KeyEvent(name, modifiers=modifiers))


def type_label(m: Machine) -> None:
    m.session.begin_label()
    if m.session.editing is not None:
        m.session.edit_text(m.random.choice(TEXTS))
        m.random.choice((m.session.commit_edit, m.session.cancel_edit))()


def action(m: Machine) -> None:
    """Any action of the table that can be used now: whoever adds one is tested here as well."""
    usable = [one for one in all_actions() if not one.id.startswith(_ELSEWHERE) and one.when(m.session)]
    chosen = m.random.choice(usable)
    m.tell(f"  {chosen.id}")
    perform(chosen, m.session, m.shell)


# -- views and time ----------------------------------------------------------------------------


def views(m: Machine) -> None:
    """Make a view of some elements, go to another one, or take one away."""
    session, store = m.session, m.session.store
    known = list(store.table("views"))
    chance = m.random.random()
    if chance < 0.3 and len(known) < 4:
        drawn = [one for one in session.scene.order if session.note(one) is None]
        shown = tuple(one for one in drawn if m.random.random() < 0.6)
        name = f"view-{store.revision}"
        with session.change("New view") as changed:
            changed.put("views", name, View(id=name, name=name, shows=m.random.choice(("all", shown))))
        session.show_view(name)
    elif chance < 0.45 and len(known) > 1:
        gone = m.random.choice(known)
        with session.change("Delete view") as changed:
            for table in ("nodes", "edges", "notes"):
                for place in [one for one in store.table(cast("Any", table)) if one.startswith(gone + "/")]:
                    changed.remove(cast("Any", table), place)
            changed.remove("views", gone)
    else:
        session.show_view(m.random.choice(known))


def overlay(m: Machine) -> None:
    drawn = m.session.scene.order
    chosen = {m.random.choice(drawn) for _ in range(2)} if drawn else set()
    m.random.choice((m.session.set_failed, m.session.highlight))(chosen)


def undo(m: Machine) -> None:
    for _ in range(m.random.randint(1, 3)):
        m.session.undo()


def redo(m: Machine) -> None:
    for _ in range(m.random.randint(1, 3)):
        m.session.redo()


def back_and_forth(m: Machine) -> None:
    """Undo some steps and redo them: the very same text."""
    if m.session.store.redo_label is not None:
        return
    before, depth = design_text(m.session.design), m.session.store.undo_depth
    for _ in range(m.random.randint(1, 12)):
        m.session.undo()
    while m.session.redo():
        pass
    assert m.session.store.undo_depth == depth, "redo did not bring back all steps"
    assert design_text(m.session.design) == before, "undo and redo changed the text"


STEPS = (
    Weighted(6, insert),
    Weighted(2, insert_group),
    Weighted(2, insert_note),
    Weighted(2, quick_insert),
    Weighted(2, type_line),
    Weighted(2, splice),
    Weighted(1, replace),
    Weighted(1, change_kind),
    Weighted(1, find_and_replace),
    Weighted(3, estimate),
    Weighted(2, grow),
    Weighted(8, connect),
    Weighted(3, reconnect),
    Weighted(1, reverse),
    Weighted(2, rename),
    Weighted(3, update_fields),
    Weighted(2, route_by_hand),
    Weighted(8, select),
    Weighted(1, select_all),
    Weighted(6, move),
    Weighted(1, move_everything),
    Weighted(3, resize),
    Weighted(2, arrange),
    Weighted(2, restack),
    Weighted(1, tidy_selection),
    Weighted(3, group),
    Weighted(2, ungroup),
    Weighted(3, adopt),
    Weighted(2, delete),
    Weighted(2, heal),
    Weighted(2, copy),
    Weighted(1, cut),
    Weighted(3, paste),
    Weighted(2, duplicate),
    Weighted(14, gesture),
    Weighted(3, double_click),
    Weighted(5, key),
    Weighted(2, type_label),
    Weighted(6, action),
    Weighted(2, views),
    Weighted(1, overlay),
    Weighted(5, undo),
    Weighted(3, redo),
    Weighted(1, back_and_forth),
)
# When the drawing is full, these are taken instead of one that may fill it more.
SHRINKING = (
    Weighted(4, delete_some),
    Weighted(1, delete),
    Weighted(1, undo),
    Weighted(2, gesture),
    Weighted(1, heal),
)
