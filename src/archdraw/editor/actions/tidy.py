"""The Arrange menu: tidy all, the selection or what is new; which way, and how roomy."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from archdraw.core.geometry import Box, bounding_box
from archdraw.core.records import frozen
from archdraw.editor.actions.action import Action
from archdraw.editor.actions.choices import box_selected, editable
from archdraw.editor.newcomers import PLACED
from archdraw.editor.tidying import Gliding, Kept, moves_of, remember, request_of
from archdraw.editor.travelling import take_along

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.core.layout import Arrangement, Direction, Request, Spacing
    from archdraw.core.model import Design
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import Session


@frozen
class _Wish:
    """A way of tidying.

    `label` names its undo step; `find` finds the places; `direction` and `spacing` are what
    the view then remembers; `nothing` is said when all is in its place, `verb` begins what is said when not.
    """

    label: str
    find: Callable[[Design, str, Request], Arrangement]
    direction: Direction | None = None
    spacing: Spacing | None = None
    nothing: str = "Everything is in its place already."
    verb: str = "Tidied"


def _tidy(session: Session, shell: Shell, wish: _Wish) -> None:
    design, view_id, revision = session.design, session.view_id, session.store.revision
    request = request_of(session)._replace(direction=wish.direction, spacing=wish.spacing)

    def work(progress: Callable[[float, str], None], should_stop: Callable[[], bool]) -> Arrangement:
        def tell(share: float) -> None:
            progress(share, "")

        return wish.find(design, view_id, request._replace(should_stop=should_stop, progress=tell))

    def done(made: Arrangement) -> None:
        if session.store.revision != revision or session.view_id != view_id or session.busy:
            shell.toast("The drawing has changed meanwhile; tidy it again.")
            return
        _glide(session, shell, wish, made)

    shell.run_long("Tidying the drawing", work, done)


def _glide(session: Session, shell: Shell, wish: _Wish, made: Arrangement) -> None:
    moves = moves_of(session, made.boxes)
    wishes = {"direction": wish.direction, "spacing": wish.spacing}
    fields = {key: value for key, value in wishes.items() if value is not None}
    if not moves:
        if fields:
            remember(session, fields, wish.label)
        shell.toast(made.remark or wish.nothing)
        return

    start = session.camera
    goal = start.revealing(bounding_box(moves.values()) or Box(0, 0, 0, 0), *session.viewport)

    def finished() -> None:
        session.set_camera(goal)
        take_along(session, start, goal)
        session.set_tool(Kept(session.store.revision))
        # No event has ended this gesture: the quick lines of the way would stay until one comes.
        session.come_to_rest()
        moved = sum(1 for one in moves if session.component(one) is not None) or len(moves)
        shell.offer(f"{wish.verb} {moved}. {made.remark}".rstrip(), "Undo", take_back)

    def take_back() -> None:
        if session.store.undo_label == wish.label:
            session.undo()

    gliding = Gliding(session, moves, wish.label, fields, finished)

    def step(share: float) -> bool:
        """Let the view go along, so that what comes to lie outside of it is seen."""
        if not gliding.step(share):
            return False
        session.set_camera(start.towards(goal, share))
        return True

    session.set_tool(gliding)
    shell.glide(step)


# -- the wishes ------------------------------------------------------------------------------------


def _arrange_all(design: Design, view_id: str, request: Request) -> Arrangement:
    from archdraw.core.layout import arrange  # starts an engine; only when it is asked for

    return arrange(design, view_id, request=request)


def _tidy_all(session: Session, shell: Shell) -> None:
    _tidy(session, shell, _Wish("Tidy", _arrange_all))


def _tidy_selection(session: Session, shell: Shell) -> None:
    only = session.selection - session.chosen.connections

    def find(design: Design, view_id: str, request: Request) -> Arrangement:
        from archdraw.core.layout import arrange

        return arrange(design, view_id, only=only, request=request)

    _tidy(session, shell, _Wish("Tidy selection", find))


def _tidy_new(session: Session, shell: Shell) -> None:
    new = {one for one in session.newcomers.fresh if session.scene.role(one) is not None}
    new |= {
        one
        for one in session.scene.order
        if session.scene.role(one) in ("component", "group") and session.placement(one) is None
    }

    def find(design: Design, view_id: str, request: Request) -> Arrangement:
        from archdraw.core.layout import place_new

        return place_new(design, view_id, new, request)

    nothing = "Nothing is new here: every component has its place."
    _tidy(session, shell, _Wish(PLACED, find, nothing=nothing, verb="Placed"))


def _direct(direction: Direction, session: Session, shell: Shell) -> None:
    """Tidy in a direction, which the view remembers."""
    _tidy(session, shell, _Wish("Tidy in another direction", _arrange_all, direction=direction))


def _space(spacing: Spacing, session: Session, shell: Shell) -> None:
    """Tidy with a spacing, which the view remembers."""
    _tidy(session, shell, _Wish("Tidy with another spacing", _arrange_all, spacing=spacing))


def _directed(direction: Direction, session: Session) -> bool:
    return bool(session.store.get("views", session.view_id).direction == direction)


def _spaced(spacing: Spacing, session: Session) -> bool:
    return bool(session.store.get("views", session.view_id).spacing == spacing)


def _keep_tidy(session: Session, shell: Shell) -> None:
    session.keep_tidy = not session.keep_tidy
    session.newcomers.waiting.clear()
    shell.remember_keep_tidy(session.keep_tidy)
    session.emit("grid")


def _keeps_tidy(session: Session) -> bool:
    return session.keep_tidy


_DIRECTIONS: tuple[tuple[Direction, str, str], ...] = (
    ("LR", "Left to right", "Right"),
    ("TB", "Top to bottom", "Down"),
    ("RL", "Right to left", "Left"),
    ("BT", "Bottom to top", "Up"),
)
_SPACINGS: tuple[tuple[Spacing, str, str], ...] = (
    ("compact", "Compact", "1"),
    ("normal", "Normal", "2"),
    ("roomy", "Roomy", "3"),
)
ACTIONS = (
    Action(
        "arrange.tidy",
        "Tidy all",
        "Arrange",
        _tidy_all,
        "tidy",
        ("Ctrl+Shift+L",),
        editable,
        tip="Lay out the whole view; what is pinned stays.",
        section="tidy",
    ),
    Action(
        "arrange.tidy-selection",
        "Tidy selection",
        "Arrange",
        _tidy_selection,
        "tidy",
        ("Alt+Shift+T",),
        box_selected,
        tip="Lay out what is selected; everything else stays.",
        section="tidy",
    ),
    Action(
        "arrange.tidy-new",
        "Tidy new",
        "Arrange",
        _tidy_new,
        "",
        ("Alt+Shift+I",),
        editable,
        tip="Give what is new or has no place one beside its neighbours; everything else stays.",
        section="tidy",
    ),
    Action(
        "arrange.keep-tidy",
        "Keep tidy",
        "Arrange",
        _keep_tidy,
        "",
        ("Alt+Shift+K",),
        checked=_keeps_tidy,
        tip="New components find their place beside what they are connected to; nothing else moves.",
        section="tidy",
    ),
    *(
        Action(
            f"arrange.direction-{value}",
            title,
            "Arrange",
            partial(_direct, value),
            "",
            (f"Ctrl+J, {key}",),
            editable,
            partial(_directed, value),
            tip=f"Tidy with calls running {title.lower()}; this view remembers it.",
            section="tidy",
            submenu="Direction",
        )
        for value, title, key in _DIRECTIONS
    ),
    *(
        Action(
            f"arrange.spacing-{value}",
            title,
            "Arrange",
            partial(_space, value),
            "",
            (f"Ctrl+J, {key}",),
            editable,
            partial(_spaced, value),
            tip=f"Tidy with {title.lower()} spacing; this view remembers it.",
            section="tidy",
            submenu="Spacing",
        )
        for value, title, key in _SPACINGS
    ),
)
