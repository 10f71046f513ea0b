"""The steps panel: in which order a view is revealed, with a name and a sentence for each step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from archdraw.core.model import RevealStep, element_name
from archdraw.editor.edits import revealing
from archdraw.editor.session import Session
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.layouts import edge_to_edge
from archdraw.qt.panels.button_column import add_button_column
from archdraw.qt.panels.view_panel import ViewPanel

_KEY = Qt.ItemDataRole.UserRole
_NAMED = 6
_EMPTY = "Add a step that reveals the selection"


class StepsPanel(ViewPanel):
    """The list of steps at the left, the chosen one at the right.

    Signals
    -------
    play_wanted()
        The presentation is to begin.
    """

    play_wanted = Signal()

    def __init__(self, session: Session, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.list = QListWidget()
        self.list.setAccessibleName("Steps of the presentation")
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setUniformItemSizes(True)
        self.name = QLineEdit()
        self.name.setAccessibleName("Name of the step")
        self.caption = QLineEdit()
        self.caption.setAccessibleName("Caption of the step")
        self.caption.setPlaceholderText("A sentence below the drawing")
        self._adds = QLabel()
        self._adds.setObjectName("second")
        self._adds.setWordWrap(True)
        self._points = QLabel()
        self._points.setObjectName("second")
        self._points.setWordWrap(True)
        self._empty = QPushButton(_EMPTY)
        self._empty.setObjectName("link")
        self._shown: tuple[RevealStep, ...] = ()
        self._lay_out(icons)
        self.list.currentRowChanged.connect(lambda _row: self._show_chosen())
        self.list.itemDoubleClicked.connect(lambda _item: self.name.setFocus())
        self.list.model().rowsMoved.connect(lambda *_: QTimer.singleShot(0, self, self._take_order))
        self.name.editingFinished.connect(lambda: self._change("Rename the step", name=self.name.text()))
        self.caption.editingFinished.connect(
            lambda: self._change("Caption of a step", caption=self.caption.text())
        )
        self._empty.clicked.connect(self.add)
        self.refresh()

    def _lay_out(self, icons: Icons) -> None:
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(self.list)
        page = QWidget()
        row = QHBoxLayout(page)
        row.addStretch(1)
        row.addWidget(self._empty)
        row.addStretch(1)
        self._pages.addWidget(page)
        left = QWidget()
        beside = edge_to_edge(QHBoxLayout(left))
        self._add_buttons(beside, icons)
        beside.addWidget(pages, 1)
        self._details = QWidget()
        form = QFormLayout(self._details)
        form.setContentsMargins(12, 8, 12, 8)
        form.addRow("Name", self.name)
        form.addRow("Caption", self.caption)
        form.addRow("Reveals", self._with_button(self._adds, "Reveal the selection", self._set_adds))
        form.addRow("Points at", self._with_button(self._points, "Point at the selection", self._set_points))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(left)
        splitter.addWidget(self._details)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    def _with_button(self, label: QLabel, text: str, act: Callable[[], None]) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        button = QPushButton(text)
        button.setObjectName("link")
        button.clicked.connect(act)
        row.addWidget(label, 1)
        row.addWidget(button)
        return holder

    def _add_buttons(self, beside: QHBoxLayout, icons: Icons) -> None:
        add_button_column(
            beside,
            icons,
            ("play", "Present from the beginning (F5)", self.play_wanted.emit),
            ("plus", "Add a step that reveals the selection", self.add),
            ("chevron_up", "Move the step up", lambda: self.move_chosen(-1)),
            ("chevron_down", "Move the step down", lambda: self.move_chosen(1)),
            ("delete", "Delete the step", self.delete_chosen),
        )

    # -- showing -------------------------------------------------------------------------------

    @property
    def current(self) -> RevealStep | None:
        """The chosen step, or None."""
        item = self.list.currentItem()
        key = None if item is None else item.data(_KEY)
        return next((one for one in revealing.steps_of(self._session) if one.id == key), None)

    def _show_view(self) -> None:
        steps = revealing.steps_of(self._session)
        if [self.list.item(at).data(_KEY) for at in range(self.list.count())] != [one.id for one in steps]:
            chosen = self.current
            before = {self.list.item(at).data(_KEY) for at in range(self.list.count())}
            self.list.clear()
            for step in steps:
                item = QListWidgetItem(self.list)
                item.setData(_KEY, step.id)
            new = [one.id for one in steps if one.id not in before]
            if len(new) == 1:
                # Whoever makes a step goes on with it: its name, its caption.
                self.choose(new[0])
            else:
                self.choose(chosen.id if chosen is not None else steps[0].id if steps else "")
        for at, step in enumerate(steps):
            self.list.item(at).setText(f"{at + 1}   {step.name or step.id}")
            self.list.item(at).setToolTip(step.caption or step.name)
        self._pages.setCurrentIndex(0 if steps else 1)
        self._show_chosen()

    def choose(self, step_id: str) -> None:
        """Choose a step in the list."""
        for at in range(self.list.count()):
            if self.list.item(at).data(_KEY) == step_id:
                self.list.setCurrentRow(at)

    def _show_chosen(self) -> None:
        step = self.current
        self._details.setVisible(step is not None)
        if step is None:
            return
        for field, text in ((self.name, step.name), (self.caption, step.caption)):
            if not field.hasFocus() or not field.isModified():
                field.setText(text)
        self._adds.setText(self._listed(step.adds))
        self._points.setText(self._listed(step.highlights))

    def _listed(self, ids: tuple[str, ...]) -> str:
        design = self._session.design
        names = [element_name(design, key) for key in ids[:_NAMED]]
        more = len(ids) - len(names)
        return (", ".join(names) + (f" and {more} more" if more else "")) or "nothing"

    # -- changing ------------------------------------------------------------------------------

    def add(self) -> None:
        """Add a step behind the chosen one that reveals the selection."""
        after = self.current

        def change() -> None:
            chosen = self._session.selection
            key = revealing.add_step(self._session, chosen, after=None if after is None else after.id)
            self.refresh()
            self.choose(key)

        self._attempt(change)

    def move_chosen(self, by: int) -> None:
        """Move the chosen step up or down."""
        step = self._chosen_step()
        if step is not None:
            row = self.list.currentRow()
            self._attempt(lambda: revealing.move_step(self._session, step.id, row + by))
            self.choose(step.id)

    def delete_chosen(self) -> None:
        """Delete the chosen step."""
        step = self._chosen_step()
        if step is not None:
            self._attempt(lambda: revealing.delete_step(self._session, step.id))

    def _chosen_step(self) -> RevealStep | None:
        """Return the chosen step; without one, say what to do first."""
        if self.current is None:
            self._session.say("Choose a step in the list first.")
        return self.current

    def _take_order(self) -> None:
        order = [str(self.list.item(at).data(_KEY)) for at in range(self.list.count())]
        self._attempt(lambda: revealing.order_steps(self._session, order))

    def _set_adds(self) -> None:
        self._change("What a step reveals", adds=self._selected())

    def _set_points(self) -> None:
        self._change("What a step points at", highlights=self._selected())

    def _selected(self) -> tuple[str, ...]:
        return tuple(sorted(self._session.selection))

    def _change(self, label: str, **fields: object) -> None:
        step = self.current
        if step is not None and any(getattr(step, name) != value for name, value in fields.items()):
            self._attempt(lambda: revealing.change_step(self._session, step.id, label, **fields))
