"""The inspector: what is selected, field by field, with the live results of a component on top."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from archdraw.core.history import TableName, place_key
from archdraw.core.model import one_line
from archdraw.core.records import frozen
from archdraw.editor.session import Session
from archdraw.editor.workspace import SessionEvent
from archdraw.qt.bridge.figures import counted
from archdraw.qt.bridge.glyphs import glyph_pixmap
from archdraw.qt.bridge.interface_icons import Icons
from archdraw.qt.bridge.layouts import edge_to_edge, nested
from archdraw.qt.panels.component_fields import component_sections
from archdraw.qt.panels.edits import Target
from archdraw.qt.panels.field import SectionSpec
from archdraw.qt.panels.field_row import FieldRow
from archdraw.qt.panels.form import Form, Structure, structure_of
from archdraw.qt.panels.live_results import LiveResults
from archdraw.qt.panels.look_card import LookCard
from archdraw.qt.panels.other_fields import (
    connection_sections,
    document_sections,
    group_sections,
    journey_sections,
    note_sections,
    shared_sections,
)

if TYPE_CHECKING:
    from archdraw.qt.panels.impact_card import ImpactCard

_KEPT_FORMS = 8
_OLDER = "From before the last change…"
_REFRESH_MS = 15
_GESTURE_MS = 100
_SHOWN_MS = 40
# What making the fields of a form may take of one frame, in seconds of CPU.
_SLICE = 0.004


@frozen
class Subject:
    """What the inspector shows: records of one table, by key, with a heading."""

    table: TableName
    keys: tuple[str, ...]
    title: str
    subtitle: str
    sections: tuple[SectionSpec, ...]

    @property
    def has_figures(self) -> bool:
        """Whether results stand over the fields."""
        return self.table in ("components", "groups", "connections") and len(self.keys) == 1


class Inspector(QWidget):
    """The panel on the right. It follows the selection; a journey is shown when somebody asks for it.

    Signals
    -------
    shown(title)
        Something else is shown.
    estimate_wanted(row_id)
        The user wants to see the row of the sheet that feeds a field.
    """

    shown = Signal(str)
    estimate_wanted = Signal(str)

    def __init__(self, session: Session, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspectorPanel")
        self.setAccessibleName("Inspector")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self._icons = icons
        self._journey: str | None = None
        self._older = False
        self._subject: Subject | None = None
        self._sorted: tuple[frozenset[str], tuple[str, ...]] = (frozenset(), ())
        self._target: Target | None = None
        self._forms: dict[Structure, Form] = {}
        self._folds: dict[str, bool] = {}
        self._title = QLabel()
        self._title.setObjectName("panelTitle")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._subtitle = QLabel()
        self._subtitle.setObjectName("second")
        self._subtitle.setWordWrap(True)
        self._subtitle.setTextFormat(Qt.TextFormat.PlainText)
        self._glyph = QLabel()
        self._glyph.setFixedSize(QSize(32, 32))
        self.live = LiveResults(icons)
        self._impact: ImpactCard | None = None
        self.look = LookCard(session, icons)
        self._form: Form | None = None
        self._scroll = QScrollArea()
        self._content = QWidget()
        self._column = edge_to_edge(QVBoxLayout(self._content))
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self.follow)
        self._grow = QTimer(self)
        self._grow.setSingleShot(True)
        self._grow.timeout.connect(self._go_on)
        self._stop: Callable[[], None] = session.listen(self._hear)
        # Now, before the window is styled: widgets that join a styled one are styled once more.
        self.refresh()

    def _lay_out(self) -> None:
        layout = edge_to_edge(QVBoxLayout(self))
        head = nested(layout, QHBoxLayout())
        head.setContentsMargins(12, 10, 12, 8)
        head.setSpacing(8)
        head.addWidget(self._glyph)
        words = nested(head, QVBoxLayout(), 1)
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        content = self._content
        # Its width is the panel's: what does not fit makes way instead of being cut off.
        content.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._column.addWidget(self.live)
        self._column.addWidget(self.look)
        self._column.addStretch(1)
        ground = QWidget()
        ground.setAutoFillBackground(False)
        self._scroll.setViewport(ground)
        self._scroll.setWidget(content)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content.setAutoFillBackground(False)
        layout.addWidget(self._scroll, 1)

    @property
    def impact(self) -> ImpactCard:
        """What the selected element costs, made when there is something to say about one."""
        if self._impact is None:
            from archdraw.qt.panels.impact_card import ImpactCard

            self._impact = ImpactCard(self._session, self._icons)
            self._column.insertWidget(1, self._impact)
        return self._impact

    # -- what others ask -----------------------------------------------------------------------

    @property
    def title(self) -> str:
        """The heading: what is shown."""
        return self._title.text()

    @property
    def form(self) -> Form | None:
        """The form that shows now."""
        return self._form

    def row(self, key: str) -> FieldRow | None:
        """Return the row of a field of what is shown, opening its fold."""
        return self.form.row(key) if self.form is not None else None

    def show_journey(self, journey_id: str | None) -> None:
        """Show a journey instead of the selection, until something is selected."""
        self._journey = journey_id
        self.refresh()
        self._scroll.verticalScrollBar().setValue(0)

    def note_older(self, older: bool) -> None:
        """Say, or no longer, that the results over the fields are of before the last change."""
        self._older = older
        self._timer.start(_REFRESH_MS)

    @property
    def subtitle(self) -> str:
        """What stands below the heading."""
        return self._subtitle.text()

    def close_session(self) -> None:
        """Stop listening."""
        self._timer.stop()
        self._grow.stop()
        self._stop()

    # -- following -----------------------------------------------------------------------------

    def _hear(self, event: SessionEvent) -> None:
        if event.kind == "selection":
            self._journey = None
            self._timer.start(_REFRESH_MS)
        elif event.kind not in ("changed", "overlay", "document", "view"):
            return
        elif not self._timer.isActive():
            self._timer.start(_REFRESH_MS)
        elif self._timer.interval() == _GESTURE_MS and not self._session.store.in_gesture:
            # The end of a gesture is shown first.
            self._timer.start(_SHOWN_MS)

    def refresh(self) -> None:
        """Show the present selection and values; while something is dragged, wait until it is let go."""
        self.follow()
        if self._grow.isActive():
            self._go_on(float("inf"))

    def follow(self) -> None:
        """Do the same, but make the fields of a new form in the next frames, as many as each has time for."""
        if self._session.store.in_gesture:
            self._timer.start(_GESTURE_MS)
            return
        subject = self._find_subject()
        before, self._subject = self._subject, subject
        other = before is None or (before.table, before.keys) != (subject.table, subject.keys)
        self._title.setText(_elided(subject.title, self._title, self.width() - 72))
        self._title.setToolTip(subject.title)
        self._subtitle.setText(_OLDER if self._older and subject.has_figures else subject.subtitle)
        self._show_glyph(subject)
        # Before the form: Tab goes in the order in which widgets are made.
        self._show_impact(subject)
        self._show_form(subject)
        single = subject.keys[0] if subject.table == "components" and len(subject.keys) == 1 else None
        self.live.show_component(self._session, single)
        self.look.show_selection()
        if other:
            self._stretch()
            self._scroll.verticalScrollBar().setValue(0)
            self.shown.emit(subject.title)

    def _stretch(self) -> None:
        """Give the form its height now; found at the next event only, it would be squeezed for a frame."""
        self._column.activate()
        QCoreApplication.sendEvent(self._scroll, QEvent(QEvent.Type.LayoutRequest))

    def _go_on(self, seconds: float = _SLICE) -> None:
        """Make more of the fields that are missing; nothing while something is dragged."""
        self._grow.stop()
        if self._form is None:
            return
        if self._session.store.in_gesture:
            self._grow.start(_GESTURE_MS)
            return
        if self._form.grow(seconds):
            self._keep_look_last()
        else:
            self._grow.start(0)
        self._stretch()

    def _show_impact(self, subject: Subject) -> None:
        single = subject.keys[0] if subject.has_figures else None
        if single is not None or self._impact is not None:
            # The live box of a component has the verdict already.
            self.impact.show_element(single, verdict=subject.table != "components")

    def _show_form(self, subject: Subject) -> None:
        structure = structure_of(subject.sections)
        form = self._forms.pop(structure, None)
        if form is None:
            form = Form(subject.sections, self._icons, self._is_open)
            form.source_wanted.connect(self._show_source)
            form.estimate_wanted.connect(self.estimate_wanted)
            form.folded.connect(self._remember_fold)
            self._column.insertWidget(self._column.count() - 2, form)
        self._forms[structure] = form
        for section in subject.sections:
            form.set_fold(section.title, self._is_open(section))
        target = self._target
        if target is None or (target.table, target.keys) != (subject.table, subject.keys):
            target = self._target = Target(self._session, subject.table, subject.keys)
        form.show_records(subject.sections, target)
        if self._form is not form:
            if self._form is not None:
                self._form.hide()
            form.show()
            self._form = form
        if form.growing and not self._grow.isActive():
            self._grow.start(0)
        while len(self._forms) > _KEPT_FORMS:
            oldest = next(iter(self._forms))
            gone = self._forms.pop(oldest)
            self._column.removeWidget(gone)
            gone.deleteLater()

    def _keep_look_last(self) -> None:
        """Let Tab come to the looks after the fields: the order is that in which widgets are put in."""
        self._column.removeWidget(self.look)
        self.look.setParent(None)
        self._column.insertWidget(self._column.count() - 1, self.look)

    def _is_open(self, section: SectionSpec) -> bool:
        return self._folds.get(section.title, section.opened)

    def _remember_fold(self, title: str, opened: bool) -> None:
        self._folds[title] = opened

    def _show_source(self, row: QWidget) -> None:
        if isinstance(row, FieldRow):
            from archdraw.qt.panels.source_card import SourceCard

            SourceCard(row, self).open_below(row.info_button)

    def _show_glyph(self, subject: Subject) -> None:
        theme = self._icons.appearance.theme
        if subject.table == "components" and len(subject.keys) == 1:
            kind = self._session.catalog.kind(self._session.store.get("components", subject.keys[0]).kind)
            glyph, paint = kind.glyph, f"family-{kind.family}"
        elif subject.table == "groups" and len(subject.keys) == 1:
            glyph = self._session.catalog.group(self._session.store.get("groups", subject.keys[0]).kind).glyph
            paint = "text-second"
        else:
            self._glyph.hide()
            return
        self._glyph.setPixmap(glyph_pixmap(glyph, 28, theme.color(paint), self.devicePixelRatioF()))
        self._glyph.show()

    # -- what is selected ----------------------------------------------------------------------

    def _find_subject(self) -> Subject:
        session = self._session
        if self._journey is not None and session.store.get("journeys", self._journey) is not None:
            return self._journey_subject(self._journey)
        chosen = session.chosen
        sorted_out: tuple[tuple[TableName, frozenset[str]], ...] = (
            ("components", chosen.components),
            ("groups", chosen.groups),
            ("connections", chosen.connections),
            ("notes", chosen.notes),
        )
        by_table = {table: ids for table, ids in sorted_out if ids}
        if not by_table:
            return self._document_subject()
        if sum(len(ids) for ids in by_table.values()) == 1:
            table, ids = next(iter(by_table.items()))
            return self._single_subject(table, *ids)
        return self._shared_subject(by_table)

    def _single_subject(self, table: TableName, element_id: str) -> Subject:
        session = self._session
        design, catalog = session.design, session.catalog
        if table == "components":
            component = design.component_by_id[element_id]
            kind = catalog.kind(component.kind).label
            sections = component_sections(component, design, catalog)
            name = one_line(component.name) or element_id
            return Subject(table, (element_id,), name, f"{kind} · {element_id}", sections)
        if table == "groups":
            group = design.group_by_id[element_id]
            kind = catalog.group(group.kind).label
            sections = group_sections(group, design, catalog)
            return Subject(table, (element_id,), group.name or element_id, f"{kind} · {element_id}", sections)
        if table == "connections":
            connection = design.connection_by_id[element_id]
            ends = [design.component_by_id.get(end) for end in (connection.source, connection.target)]
            names = [end.name or end.id if end is not None else "nowhere" for end in ends]
            sections = connection_sections(connection, design, catalog)
            return Subject(
                table,
                (element_id,),
                " → ".join(names),
                f"{connection.kind.capitalize()} · {element_id}",
                sections,
            )
        key = place_key(session.view_id, element_id)
        return Subject("notes", (key,), "Note", element_id, note_sections())

    def _shared_subject(self, by_table: dict[TableName, frozenset[str]]) -> Subject:
        total = sum(len(ids) for ids in by_table.values())
        words = ", ".join(counted(len(ids), table[:-1]) for table, ids in by_table.items())
        table = max(
            (name for name in by_table if name != "notes"), key=lambda name: len(by_table[name]), default=None
        )
        if table is None:
            return Subject("notes", (), counted(total, "note"), "Nothing in common to set", ())
        subtitle = words if len(by_table) == 1 else f"{words}; the fields change the {table}"
        return Subject(
            table,
            self._in_order(by_table[table]),
            counted(total, "element"),
            subtitle,
            shared_sections(table, self._session.design),
        )

    def _in_order(self, ids: frozenset[str]) -> tuple[str, ...]:
        """Return ids sorted; the same as the last time, as after a move of ten thousand, at once."""
        if self._sorted[0] is not ids:
            self._sorted = (ids, tuple(sorted(ids)))
        return self._sorted[1]

    def _journey_subject(self, journey_id: str) -> Subject:
        session = self._session
        journey = session.store.get("journeys", journey_id)
        sections = journey_sections(journey, session.design, session.catalog)
        return Subject(
            "journeys", (journey_id,), journey.name or journey_id, f"Journey · {journey_id}", sections
        )

    def _document_subject(self) -> Subject:
        design = self._session.design
        parts = ((design.components, "component"), (design.connections, "connection"))
        counts = ", ".join(counted(len(records), name) for records, name in parts)
        return Subject(
            "document", ("document",), design.title or "Untitled design", counts, document_sections()
        )


def _elided(text: str, label: QLabel, width: int) -> str:
    return label.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(80, width))
