"""Typing a name or a note in its place on the drawing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from archdraw.core.geometry import Box
from archdraw.core.geometry.hits import point_along
from archdraw.editor.edits import elements, routes
from archdraw.editor.edits.locking import LOCKED, is_locked
from archdraw.editor.tools.tool import DONE, IGNORED, STAY, Next
from archdraw.editor.workspace import LabelEdit

if TYPE_CHECKING:
    from archdraw.core.drawing import Shape
    from archdraw.editor.events import KeyEvent, PointerEvent
    from archdraw.editor.workspace import Workspace

_TITLE_HEIGHT = 28.0
_CONNECTION_LABEL = (140.0, 24.0)


def label_edit(desk: Workspace, element_id: str, at: float | None = None) -> LabelEdit | None:
    """Return what typing the label of an element starts from, or None for what has no label.

    `at` is the fraction of its line at which the label of a connection is to stand.
    """
    if is_locked(desk, element_id):
        desk.say(LOCKED)
        return None
    note = desk.note(element_id)
    if note is not None:
        return LabelEdit(element_id, note.box, note.text, multiline=True, breaks=True)
    named = desk.component(element_id) or desk.group(element_id) or desk.connection(element_id)
    box = _label_box(desk, element_id, at)
    if named is None or box is None:
        return None
    return LabelEdit(element_id, box, named.name, breaks=desk.component(element_id) is not None)


def _label_box(desk: Workspace, element_id: str, at: float | None) -> Box | None:
    if desk.connection(element_id) is not None:
        if element_id not in desk.scene.lines:
            return None
        # As it is shown: typing waits for no way.
        route, label = desk.scene.glimpse(element_id)
        if label is not None and at is None:
            return label
        middle, (w, h) = point_along(route, 0.5 if at is None else at), _CONNECTION_LABEL
        return Box(middle.x - w / 2, middle.y - h / 2, w, h)
    frame = desk.frame(element_id)
    if frame is not None and desk.group(element_id) is not None and not desk.scene.is_collapsed(element_id):
        return Box(frame.x, frame.y, frame.w, min(frame.h, _TITLE_HEIGHT))
    return frame


class Labelling:
    """Text entry: Enter commits Escape and Ctrl+Enter too; Shift+Enter breaks the line of a name or note.

    The window shows a text field over `desk.editing.box` and reports what is typed with `edit_text`;
    pressing elsewhere commits.
    """

    name = "labelling"

    def __init__(self, edit: LabelEdit, text: str | None = None, label_at: float | None = None) -> None:
        self._edit = edit
        self._label_at = label_at
        self._text = edit.text if text is None else text

    def enter(self, desk: Workspace) -> None:
        """Show the text field."""
        desk.set_editing(replace(self._edit, text=self._text))

    def on_pointer(self, desk: Workspace, event: PointerEvent) -> Next:
        """Commit at a press outside of the text."""
        if event.kind == "press" and not self._edit.box.contains(event.at):
            return self.commit(desk)
        return STAY

    def on_key(self, desk: Workspace, event: KeyEvent) -> Next:
        """Commit or break the line; everything else belongs to the text field."""
        if event.kind != "press":
            return IGNORED
        if event.name == "Return" and event.shift and self._edit.breaks:
            if desk.editing is not None:
                desk.edit_text(desk.editing.text + "\n")
            return STAY
        if event.name in ("Return", "Escape", "Tab"):
            return self.commit(desk)
        return STAY

    def commit(self, desk: Workspace) -> Next:
        """Keep the text; without a change nothing enters the history."""
        editing = desk.editing
        desk.set_editing(None)
        if editing is not None and editing.text != self._edit.text:
            with desk.change("Label connection" if self._label_at is not None else "Rename"):
                elements.rename(desk, editing.element_id, editing.text)
                if self._label_at is not None and editing.text:
                    routes.put_label_at(desk, editing.element_id, self._label_at)
        return DONE

    def ghosts(self, _desk: Workspace) -> tuple[Shape, ...]:
        """Return nothing: the text field is the window's."""
        return ()

    def cancel(self, desk: Workspace) -> None:
        """Leave the text as it was."""
        desk.set_editing(None)
