"""The layers panel: what of a view is hidden or locked together, and which tags are hidden."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from archdraw.editor.edits import layering
from archdraw.editor.session import Session
from archdraw.qt.bridge.figures import count_text, counted
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.layouts import edge_to_edge, nested
from archdraw.qt.panels.button_column import add_button_column
from archdraw.qt.panels.elided import ElidedButton
from archdraw.qt.panels.toggle_list import EYE, LOCK, ToggleList, ToggleRow
from archdraw.qt.panels.view_panel import ViewPanel

_EMPTY = "Add a layer of the selection, to hide and lock it together"
_NO_TAGS = "Tags of components, groups and connections are listed here; give them some in the inspector."


class LayersPanel(ViewPanel):
    """Layers at the left, tags at the right, and a line that says how much is hidden."""

    def __init__(self, session: Session, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.layers = ToggleList("Layers of this view", (EYE, LOCK), icons, named=True)
        self.tags = ToggleList("Tags", (EYE,), icons, named=False)
        self._empty = ElidedButton("No layer yet", roomy=True)
        self._empty.say(_EMPTY)
        self._no_tags = QLabel(_NO_TAGS)
        self._no_tags.setObjectName("second")
        self._no_tags.setWordWrap(True)
        self._no_tags.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._summary = QLabel()
        self._summary.setObjectName("second")
        self._show_all = QPushButton("Show everything")
        self._show_all.setObjectName("link")
        self._lay_out(icons)
        self._connect()
        self.refresh()

    def _lay_out(self, icons: Icons) -> None:
        left = QWidget()
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(self.layers)
        self._pages.addWidget(_centred(self._empty))
        beside = edge_to_edge(QHBoxLayout(left))
        self._add_buttons(beside, icons)
        beside.addWidget(pages, 1)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(12, 6, 8, 0)
        title = QLabel("Tags")
        title.setObjectName("sectionTitle")
        column.addWidget(title)
        self._tag_pages = nested(column, QStackedLayout(), 1)
        self._tag_pages.addWidget(self.tags)
        self._tag_pages.addWidget(self._no_tags)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        for part, stretch in ((left, 3), (right, 2)):
            splitter.addWidget(part)
            splitter.setStretchFactor(splitter.count() - 1, stretch)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        layout = edge_to_edge(QVBoxLayout(self))
        layout.addWidget(splitter, 1)
        foot = nested(layout, QHBoxLayout())
        foot.setContentsMargins(12, 0, 12, 4)
        foot.setSpacing(12)
        foot.addWidget(self._summary)
        foot.addWidget(self._show_all)
        foot.addStretch(1)

    def _add_buttons(self, beside: QHBoxLayout, icons: Icons) -> None:
        add_button_column(
            beside,
            icons,
            ("layers", "Add a layer of the selection", self.add),
            ("plus", "Put the selection into the chosen layer", self.put),
            ("minus", "Take the selection out of the chosen layer", self.take_out),
            ("select", "Select what is in the chosen layer", self.select_content),
            ("delete", "Delete the chosen layer; what is in it stays", self.delete_chosen),
        )

    def _connect(self) -> None:
        self.layers.switched.connect(self._switch)
        self.layers.renamed.connect(lambda key, name: self._change(key, "Rename the layer", name=name))
        self.layers.delete_asked.connect(lambda _key: self.delete_chosen())
        self.tags.switched.connect(
            lambda tag, _switch, on: self._attempt(lambda: layering.show_tag(self._session, tag, shown=on))
        )
        self._empty.clicked.connect(self.add)
        self._show_all.clicked.connect(lambda: self._attempt(lambda: layering.show_everything(self._session)))

    # -- showing -------------------------------------------------------------------------------

    def _show_view(self) -> None:
        session = self._session
        layers = layering.layers_of(session)
        rows = tuple(
            ToggleRow(layer.id, layer.name or layer.id, _counted(held), (layer.visible, layer.locked))
            for layer in layers
            for held in (len(layering.held_by(session, layer)),)
        )
        self.layers.show_rows(rows)
        self._pages.setCurrentIndex(0 if rows else 1)
        hidden = session.store.get("views", session.view_id).hidden_tags
        tags = layering.tags_of(session)
        self.tags.show_rows(
            tuple(ToggleRow(tag, tag, _counted(count), (tag not in hidden,)) for tag, count in tags.items())
        )
        self._tag_pages.setCurrentIndex(0 if tags else 1)
        count = len(session.scene.hidden)
        self._summary.setText(
            f"{count_text(count)} hidden, but still counted by the analysis." if count else ""
        )
        self._show_all.setVisible(bool(count))

    # -- changing ------------------------------------------------------------------------------

    def add(self) -> None:
        """Add a layer that holds the selection, and let its name be typed."""

        def change() -> None:
            key = layering.add_layer(self._session, self._session.selection)
            self.refresh()
            self.layers.choose(key)
            self.layers.setFocus()
            self.layers.rename_current()

        self._attempt(change, refresh=False)

    def put(self) -> None:
        """Put the selection into the chosen layer."""
        self._with_chosen(lambda key: layering.put_in_layer(self._session, key, self._session.selection))

    def take_out(self) -> None:
        """Take the selection out of the chosen layer."""
        self._with_chosen(lambda key: layering.take_out_of_layer(self._session, key, self._session.selection))

    def delete_chosen(self) -> None:
        """Delete the chosen layer."""
        self._with_chosen(lambda key: layering.delete_layer(self._session, key))

    def select_content(self) -> None:
        """Select what is drawn of the chosen layer."""

        def select(key: str) -> None:
            layer = next(one for one in layering.layers_of(self._session) if one.id == key)
            self._session.select(layering.held_by(self._session, layer))

        self._with_chosen(select)

    def _with_chosen(self, change: Callable[[str], None]) -> None:
        key = self.layers.current_key
        if key is None:
            self._session.say("Choose a layer in the list first.")
        else:
            self._attempt(lambda: change(key))

    def _switch(self, key: str, switch: str, on: bool) -> None:
        words = {"visible": ("Hide", "Show"), "locked": ("Unlock", "Lock")}[switch]
        self._change(key, f"{words[on]} the layer", **{switch: on})

    def _change(self, key: str, label: str, **fields: object) -> None:
        self._attempt(lambda: layering.change_layer(self._session, key, label, **fields))


def _counted(count: int) -> str:
    return counted(count, "element") if count else "empty"


def _centred(widget: QWidget) -> QWidget:
    page = QWidget()
    row = QHBoxLayout(page)
    row.addStretch(1)
    row.addWidget(widget)
    row.addStretch(1)
    return page
