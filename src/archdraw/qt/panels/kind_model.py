"""The palette's rows: recent kinds, families with their kinds, boundaries; folded and filtered by typing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt

from archdraw.core.catalog import Catalog, ComponentKind, GroupKind
from archdraw.core.records import frozen
from archdraw.qt.bridge.figures import availability_text

KIND_MIME = "application/x-archdraw-kind"
GROUP_MIME = "application/x-archdraw-group"
RECENT = "recent"
BOUNDARIES = "boundaries"
_LONGEST_RECENT = 6
Index = QModelIndex | QPersistentModelIndex
HEADING_ROLE = int(Qt.ItemDataRole.UserRole) + 1
OPEN_ROLE = HEADING_ROLE + 1
KIND_ROLE = HEADING_ROLE + 2


@frozen
class Row:
    """A heading of a fold, or a kind."""

    fold: str
    label: str
    kind: ComponentKind | GroupKind | None = None


class KindModel(QAbstractListModel):
    """A flat list: headings fold what follows them, so arrow keys walk all of it."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self._catalog = catalog
        self._recent: list[str] = []
        self._closed: set[str] = set()
        self._text = ""
        self._rows: list[Row] = []
        self._fill()

    # -- content -------------------------------------------------------------------------------

    @property
    def recent(self) -> tuple[str, ...]:
        """Kind ids used last, newest first."""
        return tuple(self._recent)

    @property
    def closed(self) -> frozenset[str]:
        """The folds that are closed."""
        return frozenset(self._closed)

    def set_state(self, recent: list[str], closed: set[str]) -> None:
        """Take the recent kinds and closed folds of the last session."""
        known = (kind_id for kind_id in recent if self._catalog.is_known(kind_id))
        self._recent = list(dict.fromkeys(known))[:_LONGEST_RECENT]
        self._closed = set(closed)
        self._refill()

    def note_used(self, kind_id: str) -> None:
        """Put a kind in front of the recent ones."""
        if self._catalog.is_known(kind_id):
            self._recent = [kind_id, *(other for other in self._recent if other != kind_id)][:_LONGEST_RECENT]
            self._refill()

    def filter(self, text: str) -> None:
        """Show only kinds that fit the text, best first; all folds again for none."""
        self._text = text.strip()
        self._refill()

    def flip(self, row: int) -> None:
        """Open or close the fold of a heading."""
        if not self._text and 0 <= row < len(self._rows) and self._rows[row].kind is None:
            self._closed ^= {self._rows[row].fold}
            self._refill()

    def row(self, index: int) -> Row | None:
        """Return a row, or None past the end."""
        return self._rows[index] if 0 <= index < len(self._rows) else None

    def first_kind(self) -> int | None:
        """Return the place of the first kind, or None where nothing fits."""
        return next((place for place, row in enumerate(self._rows) if row.kind is not None), None)

    def _refill(self) -> None:
        self.beginResetModel()
        self._fill()
        self.endResetModel()

    def _fill(self) -> None:
        if self._text:
            wanted = self._text.casefold()
            groups = [group for group in self._catalog.groups.values() if wanted in group.label.casefold()]
            found: list[ComponentKind | GroupKind] = [*self._shown(self._catalog.search(self._text)), *groups]
            self._rows = [Row("", kind.label, kind) for kind in found]
            return
        folds: list[tuple[str, str, list[ComponentKind | GroupKind]]] = []
        if self._recent:
            folds.append((RECENT, "Recent", [self._catalog.kind(kind_id) for kind_id in self._recent]))
        for family, label, members in self._catalog.families():
            shown = self._shown(members)
            if shown:
                folds.append((family, label, shown))
        folds.append((BOUNDARIES, "Groups and zones", list(self._catalog.groups.values())))
        self._rows = []
        for fold, label, kinds in folds:
            self._rows.append(Row(fold, label))
            if fold not in self._closed:
                self._rows.extend(Row(fold, kind.label, kind) for kind in kinds)

    def _shown(self, kinds: Iterable[ComponentKind]) -> list[ComponentKind | GroupKind]:
        """Return the kinds to offer: what can be drawn around other things is offered as that only."""
        return [kind for kind in kinds if kind.id not in self._catalog.groups]

    # -- Qt ------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row())
        if row is None:
            return None
        answers: dict[int, Callable[[], object]] = {
            int(Qt.ItemDataRole.DisplayRole): lambda: row.label,
            int(Qt.ItemDataRole.AccessibleTextRole): lambda: _spoken(row, row.fold not in self._closed),
            HEADING_ROLE: lambda: row.kind is None,
            OPEN_ROLE: lambda: row.fold not in self._closed,
            KIND_ROLE: lambda: row.kind,
            int(Qt.ItemDataRole.ToolTipRole): lambda: tip_of(row.kind) if row.kind is not None else None,
        }
        return answers[int(role)]() if int(role) in answers else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index.row())
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return base | Qt.ItemFlag.ItemIsDragEnabled if row is not None and row.kind is not None else base

    def mimeTypes(self) -> list[str]:
        return [KIND_MIME, GROUP_MIME]

    def mimeData(self, indexes: Any) -> QMimeData:
        data = QMimeData()
        for index in indexes:
            row = self.row(index.row())
            if row is not None and row.kind is not None:
                data.setData(
                    GROUP_MIME if isinstance(row.kind, GroupKind) else KIND_MIME, row.kind.id.encode()
                )
                data.setText(row.kind.label)
        return data


def _spoken(row: Row, opened: bool) -> str:
    if row.kind is None:
        return f"{row.label}, {'open' if opened else 'closed'}"
    return f"{row.label}: {row.kind.summary}"


def tip_of(kind: ComponentKind | GroupKind) -> str:
    """Return the tooltip of a kind: what it is, its default availability and where that comes from."""
    lines = [kind.label, kind.summary]
    if isinstance(kind, GroupKind):
        figure = kind.availability
        lines.append("Failure domain: takes everything inside down with it." if kind.failure_domain else "")
    else:
        figure = kind.availability_redundant if kind.managed else kind.availability_single
    if figure.value is not None:
        of = "the managed service" if getattr(kind, "managed", False) else "one instance"
        of = "the domain" if isinstance(kind, GroupKind) else of
        lines.append(f"Availability of {of}: {availability_text(figure.value)} ({figure.confidence})")
        lines.append(f"Source: {figure.source}" if figure.source else "")
    return "\n".join(line for line in lines if line)
