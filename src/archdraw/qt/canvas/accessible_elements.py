"""The elements of a drawing as accessible objects: names, places, neighbours, focus and selection.

Qt keeps what is registered with it by plain pointers. So every object is held here as long as Qt knows it,
and taken out of Qt's register before it goes; what Qt deletes itself is only asked whether it is still there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleSelectionInterface,
    QWindow,
)
from PySide6.QtWidgets import QAbstractScrollArea, QAccessibleWidget
from shiboken6 import Shiboken

from archdraw.editor.spoken import Speech
from archdraw.qt.canvas.accessible_relations import ALL_RELATIONS, related_elements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from archdraw.editor.session import Session
    from archdraw.editor.workspace import SessionEvent

_FOCUS = QAccessibleActionInterface.setFocusAction()
_PRESS = QAccessibleActionInterface.pressAction()
_MENU = QAccessibleActionInterface.showMenuAction()
# What `interface_cast` answers for an interface that is not there: None in its place ends the program.
_NONE = Shiboken.VoidPtr(0)
_REACH = 4.0
# More changes than this at once are told as one: the list has been put together anew.
_MOST_EVENTS = 40


class ElementInterface(QAccessibleInterface):
    """One element of the drawing."""

    def __init__(self, owner: CanvasInterface, element_id: str) -> None:
        super().__init__()
        self.owner = owner
        self.element_id = element_id
        self.gone = False
        self.told_name = owner.speech.name(element_id)
        self._actions = ElementActions(self)

    def isValid(self) -> bool:
        return not self.gone and self.owner.standing and self.owner.session.role(self.element_id) is not None

    def object(self) -> Any:
        return None

    def parent(self) -> Any:
        return self.owner if self.owner.standing else None

    def window(self) -> QWindow | Any:
        return self.owner.canvas.window().windowHandle() if self.owner.standing else None

    def child(self, index: int) -> Any:
        return None

    def childAt(self, x: int, y: int) -> Any:
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def focusChild(self) -> Any:
        return None

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def rect(self) -> QRect:
        return self.owner.rect_of(self.element_id) if self.isValid() else QRect()

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        if not self.isValid():
            state.invalid = True
            return state
        state.focusable = state.selectable = True
        state.selected = self.element_id in self.owner.session.selection
        state.focused = self.element_id == self.owner.focused_id and self.owner.canvas.hasFocus()
        state.offscreen = not self.rect().intersects(self.owner.rect())
        return state

    def text(self, kind: QAccessible.Text) -> str:
        if self.isValid():
            if kind == QAccessible.Text.Name:
                return self.owner.speech.name(self.element_id)
            if kind == QAccessible.Text.Description:
                return self.owner.speech.description(self.element_id)
        return ""

    def relations(
        self, match: QAccessible.RelationFlag = ALL_RELATIONS
    ) -> list[tuple[QAccessibleInterface, QAccessible.RelationFlag]]:
        """Return what calls lead to and come from, and the group around or the content inside."""
        if not self.isValid():
            return []
        related = related_elements(self.owner.session, self.element_id)
        return [(self.owner.element(one), relation) for one, relation in related if relation & match]

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Leave the name alone: it is changed by editing the label."""

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Any:
        return self._actions if kind == QAccessible.InterfaceType.ActionInterface else _NONE


class ElementActions(QAccessibleActionInterface):
    """What can be done to an element without the canvas: go there, edit its label, open its menu.

    An object of its own, as Qt wants the address of exactly this interface.
    """

    def __init__(self, element: ElementInterface) -> None:
        super().__init__()
        self._element = element

    def actionNames(self) -> list[str]:
        return [_FOCUS, _PRESS, _MENU]

    def keyBindingsForAction(self, name: str) -> list[str]:
        return {_PRESS: ["Return", "F2"], _MENU: ["Shift+F10"]}.get(name, [])

    def doAction(self, name: str) -> None:
        element = self._element
        if element.isValid():
            # Later: what is done may take away the object that is being asked.
            owner = element.owner
            QTimer.singleShot(0, owner.canvas, lambda: owner.act(element.element_id, name))


class ElementSelection(QAccessibleSelectionInterface):
    """The selection of the drawing, for whoever can read lists."""

    def __init__(self, owner: CanvasInterface) -> None:
        super().__init__()
        self._owner = owner

    def selectedItemCount(self) -> int:
        return len(self._owner.session.selection)

    def selectedItems(self) -> list[QAccessibleInterface]:
        return [self._owner.element(one) for one in self._owner.ordered_selection()]

    def selectedItem(self, index: int) -> Any:
        chosen = self._owner.ordered_selection()
        return self._owner.element(chosen[index]) if 0 <= index < len(chosen) else None

    def isSelected(self, item: QAccessibleInterface) -> bool:
        return self._id(item) in self._owner.session.selection

    def select(self, item: QAccessibleInterface) -> bool:
        return self._change(lambda session, one: session.select({one}, "add"), item)

    def unselect(self, item: QAccessibleInterface) -> bool:
        return self._change(lambda session, one: session.select({one}, "remove"), item)

    def selectAll(self) -> bool:
        self._owner.session.select(self._owner.order)
        return True

    def clear(self) -> bool:
        self._owner.session.select(())
        return True

    def _id(self, item: QAccessibleInterface) -> str:
        return item.element_id if isinstance(item, ElementInterface) else ""

    def _change(self, change: Callable[[Session, str], None], item: QAccessibleInterface) -> bool:
        element_id = self._id(item)
        if element_id:
            change(self._owner.session, element_id)
        return bool(element_id)


class CanvasInterface(QAccessibleWidget):
    """The canvas as a list of its elements, in the order of reading; made objects are kept by id."""

    def __init__(self, canvas: QAbstractScrollArea, session: Session, show_menu: Callable[[], None]) -> None:
        super().__init__(canvas, QAccessible.Role.List)
        self.canvas = canvas
        self.session = session
        self._show_menu = show_menu
        self.speech = Speech(self.session)
        self._made: dict[str, ElementInterface] = {}
        self._order: list[str] = []
        # Place in the order by id; also of what is known to have come since the order was last read.
        self._places: dict[str, int] = {}
        self._stale = True
        self._selection = ElementSelection(self)
        canvas.destroyed.connect(self._let_go)

    @property
    def standing(self) -> bool:
        """Whether the canvas is still there."""
        return "canvas" in vars(self)

    @property
    def order(self) -> list[str]:
        """The ids of all elements in the order of reading."""
        if self._stale:
            self._stale = False
            self._order = self.speech.order()
            self._places = {one: at for at, one in enumerate(self._order)}
        return self._order

    @property
    def made(self) -> int:
        """How many accessible objects there are."""
        return len(self._made)

    @property
    def focused_id(self) -> str | None:
        """The element that has the keyboard: the selected one."""
        selection = self.session.selection
        return next(iter(selection)) if len(selection) == 1 else None

    def ordered_selection(self) -> list[str]:
        """Return what is selected in the order of reading."""
        places = self._places if self.order else {}
        return sorted((one for one in self.session.selection if one in places), key=places.__getitem__)

    def element(self, element_id: str) -> ElementInterface:
        """Return the accessible object of an element, made when it is first asked for."""
        found = self._made.get(element_id)
        if found is None:
            found = self._made[element_id] = ElementInterface(self, element_id)
            QAccessible.registerAccessibleInterface(found)
        return found

    def rect_of(self, element_id: str) -> QRect:
        """Return where an element is on the screen."""
        if self.session.scene.role(element_id) is None:
            return QRect()
        box, camera = self.session.scene.frame(element_id), self.session.camera
        left, top = camera.to_screen(box.x, box.y)
        corner = self.canvas.viewport().mapToGlobal(QPoint(round(left), round(top)))
        return QRect(
            corner.x(), corner.y(), max(1, round(box.w * camera.zoom)), max(1, round(box.h * camera.zoom))
        )

    # -- what Qt asks --------------------------------------------------------------------------

    def childCount(self) -> int:
        return len(self.order)

    def child(self, index: int) -> Any:
        return self.element(self.order[index]) if 0 <= index < len(self.order) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        if not isinstance(child, ElementInterface) or not self.order:
            return -1
        return self._places.get(child.element_id, -1)

    def childAt(self, x: int, y: int) -> Any:
        at = self.canvas.viewport().mapFromGlobal(QPoint(x, y))
        world = self.session.camera.to_world(at.x(), at.y())
        hit = self.session.scene.hit(world, _REACH * self.session.pixel)
        return self.element(hit) if hit is not None else None

    def focusChild(self) -> Any:
        focused = self.focused_id
        return self.element(focused) if focused is not None and self.canvas.hasFocus() else None

    def state(self) -> QAccessible.State:
        state = super().state()
        state.multiSelectable = True
        return state

    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Name:
            return "Canvas"
        if kind == QAccessible.Text.Description:
            return f"{self.speech.drawing()} {self.speech.selection()}"
        return ""

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Any:
        if kind == QAccessible.InterfaceType.SelectionInterface:
            return self._selection
        found = super().interface_cast(kind)
        return _NONE if found is None else found

    # -- what is told --------------------------------------------------------------------------

    def act(self, element_id: str, action: str) -> None:
        """Do what was asked of an element, unless it has gone meanwhile."""
        if self.session.role(element_id) is None:
            return
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self.session.select({element_id})
        box = self.session.bounds_of({element_id})
        if box is not None:
            self.session.set_camera(self.session.camera.revealing(box, *self.session.viewport))
        if action == _PRESS:
            self.session.begin_label(element_id)
        elif action == _MENU:
            self._show_menu()

    def follow(self, event: SessionEvent) -> None:
        """Tell what has happened in the session."""
        if event.kind == "view":
            self.forget()
            self._tell(QAccessibleEvent(self.canvas, QAccessible.Event.ObjectReorder))
        elif event.kind == "changed":
            self._follow_change(event.ids)
        elif event.kind == "selection":
            self._follow_selection(event.ids)

    def tell_focus(self) -> None:
        """Say which element has the keyboard, after the canvas got it or the selection changed."""
        if not self.canvas.hasFocus():
            return
        focused = self.focused_id
        if focused is not None:
            self._tell(QAccessibleEvent(self.element(focused), QAccessible.Event.Focus))
        elif self.session.selection:
            self._tell(QAccessibleAnnouncementEvent(self.canvas, self.speech.selection()))
        else:
            self._tell(QAccessibleEvent(self.canvas, QAccessible.Event.Focus))

    def forget(self) -> None:
        """Take all objects out of Qt's register: another view is shown, or the canvas goes."""
        self._stale = True
        self._places = {}
        for element_id in tuple(self._made):
            self._drop(element_id)

    def _let_go(self) -> None:
        """Know nothing more now that the canvas is gone: the binding never gives back what a factory made."""
        self.forget()
        vars(self).clear()

    def _drop(self, element_id: str) -> None:
        element = self._made[element_id]
        element.gone = True
        QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(element))
        del self._made[element_id]

    def _follow_change(self, ids: frozenset[str]) -> None:
        if not ids:
            self.forget()
            return
        scene, read = self.session.scene, bool(self._places)
        came = [one for one in ids if one not in self._places and scene.role(one) is not None]
        went = [one for one in ids if one in self._made and scene.role(one) is None]
        self._stale = True
        if len(came) + len(went) > _MOST_EVENTS:
            self._tell(QAccessibleEvent(self.canvas, QAccessible.Event.ObjectReorder))
        else:
            for one in went:
                self._tell(QAccessibleEvent(self._made[one], QAccessible.Event.ObjectDestroyed))
            # Nobody misses an element in a list that was never read.
            for one in came if read else ():
                self._tell(QAccessibleEvent(self.element(one), QAccessible.Event.ObjectCreated))
        for one in came if read else ():
            self._places[one] = len(self._places)
        for one in went:
            self._places.pop(one, None)
            self._drop(one)
        self._tell_changes(self._made.keys() & ids)

    def _tell_changes(self, ids: Iterable[str]) -> None:
        for one in list(ids)[:_MOST_EVENTS]:
            element, name = self._made[one], self.speech.name(one)
            if name != element.told_name:
                element.told_name = name
                self._tell(QAccessibleEvent(element, QAccessible.Event.NameChanged))
            else:
                self._tell(QAccessibleEvent(element, QAccessible.Event.LocationChanged))
            self._tell(QAccessibleEvent(element, QAccessible.Event.DescriptionChanged))

    def _follow_selection(self, ids: frozenset[str]) -> None:
        if len(ids) > _MOST_EVENTS:
            self._tell(QAccessibleEvent(self.canvas, QAccessible.Event.SelectionWithin))
        else:
            for one in ids:
                if self.session.scene.role(one) is not None:
                    chosen = one in self.session.selection
                    kind = QAccessible.Event.SelectionAdd if chosen else QAccessible.Event.SelectionRemove
                    self._tell(QAccessibleEvent(self.element(one), kind))
        self.tell_focus()

    def _tell(self, event: QAccessibleEvent) -> None:
        if QAccessible.isActive():
            QAccessible.updateAccessibility(event)
