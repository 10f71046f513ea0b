"""Where lines stand, for edits that keep them there: a few ways are found at once, many beside the window."""

from __future__ import annotations

from math import inf
from time import thread_time
from typing import TYPE_CHECKING

from archdraw.core.drawing import Scene
from archdraw.core.giving_way import give_way

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from archdraw.core.drawing import ElementDrawing
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import Session
    from archdraw.editor.workspace import Workspace

    Way = tuple[tuple[float, float], ...]
    Ways = Mapping[str, Way]

# So many seconds of CPU may go by before the ways of the rest are looked for beside the window.
_AT_ONCE_S = 0.05
_TOLD_EACH = 50


def with_ways(
    session: Session, shell: Shell, lines: Sequence[str], edit: Callable[[Ways], None], again: str
) -> None:
    """Call `edit` with the corners of lines as they are drawn, at once or when all of them are found.

    In a large drawing the ways of most lines are not known before somebody looks there, and finding them all
    takes many seconds: that runs with progress and cancel. `again` says what to do when the drawing has
    changed by then: "lock it again".
    """
    found = ways_at_once(session, lines)
    if found is not None:
        edit(found)
        return
    design, view_id, revision = session.design, session.view_id, session.store.revision
    catalog, measurer, known = session.catalog, session.measurer, session.scene.found()

    def work(progress: Callable[[float, str], None], should_stop: Callable[[], bool]) -> Ways:
        scene = Scene(design, view_id, catalog, measurer)
        scene.tell(known)
        ways: dict[str, Way] = {}
        for number, key in enumerate(lines):
            give_way()
            if should_stop():
                break
            if number % _TOLD_EACH == 0:
                progress(number / len(lines), f"{number:,} of {len(lines):,}")
            ways[key] = _way(scene.element(key))
        return ways

    def done(ways: Ways) -> None:
        if session.store.revision != revision or session.view_id != view_id or session.busy:
            shell.toast(f"The drawing has changed meanwhile; {again}.")
            return
        edit(ways)

    shell.run_long("Finding where lines run", work, done)


def ways_at_once(desk: Workspace, lines: Iterable[str]) -> Ways | None:
    """Return the corners of lines as they are drawn, or None where finding them would be felt."""
    scene = desk.scene
    until = thread_time() + _AT_ONCE_S if scene.is_large else inf
    found: dict[str, Way] = {}
    for key in lines:
        way = scene.known_route(key)
        if way is None:
            drawing = scene.element_by(key, until)
            if drawing is None and key in scene.ids:
                return None
            way = _way(drawing)
        found[key] = way
    return found


def _way(drawing: ElementDrawing | None) -> Way:
    return () if drawing is None else drawing.route
