"""The drawing in words: what a screen reader says of an element, and the whole view as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.analysis.wording import own_availability_text, percent_text
from archdraw.core.model import element_of_event, is_cable, listed, one_line
from archdraw.editor.edits.locking import is_locked
from archdraw.editor.hierarchy import parent_of
from archdraw.editor.navigation import reading_order
from archdraw.editor.workspace import HALTED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.core.analysis.result import Analysis, ComponentResult, Finding
    from archdraw.core.model import Connection, Design
    from archdraw.editor.workspace import Workspace

_MOST_SELECTED = 3
_MOST_NEIGHBOURS = 8
_MOST_FINDINGS = 3
# What the source does to the target, and what is done to the target by the source.
_VERBS: dict[str, tuple[str, str]] = {
    "call": ("calls", "called by"),
    "publish": ("publishes to", "receives from"),
    "deliver": ("delivers to", "fed by"),
    "replicate": ("replicates to", "replica of"),
    "backup": ("backs up to", "keeps backups of"),
    "observe": ("reports to", "watches"),
    "uses": ("uses", "used by"),
}
_CABLE = ("joined by cable to", "joined by cable to")


def _verbs(connection: Connection) -> tuple[str, str]:
    return _CABLE if is_cable(connection) else _VERBS[connection.kind]


class Facts:
    """What one analysis says of single elements, sorted once by element."""

    def __init__(self, design: Design, analysis: Analysis | None) -> None:
        self.analysis = analysis
        self.single_points: dict[str, str] = {}
        self.findings: dict[str, list[Finding]] = {}
        self.components: dict[str, ComponentResult] = {}
        self.utilisation: dict[str, float] = {}
        if analysis is None:
            return
        from archdraw.report.overlays import single_points

        self.single_points = single_points(design, analysis.journeys)
        for finding in analysis.findings:
            if finding.suppressed is None:
                for element in dict.fromkeys(element_of_event(design, one) for one in finding.elements):
                    self.findings.setdefault(element, []).append(finding)
        for component in analysis.components:
            self.components[component.id] = component
            if component.utilisation is not None:
                self.utilisation[component.id] = component.utilisation


class Speech:
    """Says names and descriptions of a session's elements; what the analysis adds is sorted when asked."""

    def __init__(self, session: Workspace) -> None:
        self._session = session
        self._facts: Facts | None = None

    @property
    def facts(self) -> Facts:
        """What the newest analysis says of single elements."""
        analysis = self._session.present_analysis
        if self._facts is None or self._facts.analysis is not analysis:
            self._facts = Facts(self._session.design, analysis)
        return self._facts

    # -- one element ---------------------------------------------------------------------------

    def name(self, element_id: str) -> str:
        """Return how an element is called: its name or text, else its kind; a connection by its ends."""
        session = self._session
        connection = session.connection(element_id)
        if connection is not None:
            ends = f"{self.name(connection.source)} to {self.name(connection.target)}"
            return f"{connection.name}, {ends}" if connection.name else ends
        note = session.note(element_id)
        if note is not None:
            return note.text or "Empty note"
        record = session.component(element_id) or session.group(element_id)
        if record is None:
            return element_id
        return one_line(record.name) or self.kind(element_id)

    def kind(self, element_id: str) -> str:
        """Return what an element is: the label of its kind, "Connection" or "Note"."""
        session = self._session
        component, group = session.component(element_id), session.group(element_id)
        if component is not None:
            return session.catalog.kind(component.kind).label
        if group is not None:
            return session.catalog.group(group.kind).label
        return "Note" if session.note(element_id) is not None else "Connection"

    def description(self, element_id: str) -> str:
        """Return kind, place, neighbours, findings and figures of an element, as sentences."""
        session = self._session
        connection, component = session.connection(element_id), session.component(element_id)
        first = self.kind(element_id)
        if connection is not None:
            first = f"Connection, {_verbs(connection)[0]}{_manner(connection)}"
        elif component is not None and component.replicas > 1:
            first += f", {component.replicas} instances"
        parts = [first + self._place(element_id), *self._neighbours(element_id), *self._content(element_id)]
        if is_locked(session, element_id):
            parts.append("Locked")
        if element_id in session.failed:
            parts.append("Failed in the what-if")
        parts += self._figures(element_id)
        return " ".join(f"{part.rstrip('.')}." for part in parts)

    def _place(self, element_id: str) -> str:
        parent = parent_of(self._session, element_id)
        return f", in {self.name(parent)}" if parent is not None else ""

    def _neighbours(self, element_id: str) -> list[str]:
        """Return "Calls A and B", "Called by C" …, outgoing before incoming, in the order drawn."""
        session = self._session
        if session.component(element_id) is None:
            return []
        found: dict[str, list[str]] = {}
        lines = [session.connection(one) for one in session.scene.connections_of(element_id)]
        for line in lines:
            if line is not None and line.source == element_id:
                found.setdefault(_verbs(line)[0], []).append(self.name(line.target))
        for line in lines:
            if line is not None and line.target == element_id:
                found.setdefault(_verbs(line)[1], []).append(self.name(line.source))
        return [
            f"{verb.capitalize()} {listed(names, _MOST_NEIGHBOURS)}" for verb, names in found.items()
        ] or ["Connected to nothing"]

    def _content(self, element_id: str) -> list[str]:
        session = self._session
        if session.group(element_id) is None:
            return []
        inside = [
            self.name(one)
            for table in ("groups", "components")
            for one, record in session.store.table(table).items()
            if record.parent == element_id
        ]
        return [f"Holds {listed(inside, _MOST_NEIGHBOURS)}" if inside else "Empty"]

    def _figures(self, element_id: str) -> list[str]:
        facts = self.facts
        parts = []
        if element_id in facts.single_points:
            parts.append(f"Single point of failure: {facts.single_points[element_id]}")
        part, used = facts.components.get(element_id), facts.utilisation.get(element_id)
        if part is not None and part.availability is not None:
            parts.append(f"Availability {own_availability_text(part)}, {part.availability_method}")
        if used is not None:
            parts.append(f"Utilisation {percent_text(used)}")
        found = facts.findings.get(element_id, [])
        if found:
            said = " ".join(_sentence(finding) for finding in found[:_MOST_FINDINGS])
            more = len(found) - _MOST_FINDINGS
            parts.append(
                f"{_counted(len(found), 'finding')}: {said}{f' And {more} more' if more > 0 else ''}"
            )
        return parts

    # -- the whole view ------------------------------------------------------------------------

    def drawing(self) -> str:
        """Return how much the drawing holds, as a sentence."""
        store = self._session.store
        counts = (
            _counted(len(store.table("components")), "component"),
            _counted(len(store.table("connections")), "connection"),
            _counted(len(store.table("groups")), "group"),
        )
        return f"Drawing with {listed(counts)}."

    def selection(self) -> str:
        """Return what is selected, as a sentence; of a few elements also what they are connected to."""
        selected = self._session.selection
        if not selected:
            return "Nothing is selected."
        if len(selected) > _MOST_SELECTED:
            return f"{len(selected):,} elements are selected."
        said = (f"{self.name(one)}: {self.description(one)}" for one in sorted(selected))
        return "Selected: " + " ".join(said)

    def order(self) -> list[str]:
        """Return the ids of the view as they are read: line by line, connections after everything else."""
        session = self._session
        scene = session.scene
        lines = [one for one in scene.order if scene.role(one) == "connection"]
        apart = set(lines)
        return reading_order({one: scene.frame(one) for one in scene.order if one not in apart}) + lines

    def lines(self, ids: Iterable[str]) -> str:
        """Return a line for each element: its name and description; notes as they are."""
        known = ((one, self._session.role(one)) for one in ids)
        return "\n".join([self._line(one, role) for one, role in known if role is not None])

    def text(self) -> str:
        """Return the view as plain text: what it holds, each element with its neighbours, the findings."""
        session = self._session
        view = session.store.get("views", session.view_id)
        lines = [f"{session.design.title or session.document.name} – {view.name}", self.drawing()]
        order = self.order()
        headings = (("group", "Groups"), ("component", "Components"), ("connection", "Connections"))
        for role, heading in (*headings, ("note", "Notes")):
            found = [one for one in order if session.scene.role(one) == role]
            if found:
                lines += ["", heading, *(f"- {self._line(one, role)}" for one in found)]
        analysis = session.present_analysis
        findings = analysis.findings if analysis is not None else ()
        shown = [finding for finding in findings if finding.suppressed is None]
        if shown:
            lines += ["", "Findings"]
            lines += [f"- {finding.severity.capitalize()}: {_sentence(finding)}" for finding in shown]
        why = session.behind or HALTED.get(session.analysing, "")
        if analysis is None and why:
            lines += ["", f"{why[:1].upper()}{why[1:]}: findings and computed figures are left out."]
        return "\n".join(lines) + "\n"

    def _line(self, element_id: str, role: str) -> str:
        name = " ".join(self.name(element_id).split())
        return name if role == "note" else f"{name}: {self.description(element_id)}"


def _manner(connection: Connection) -> str:
    manner = "" if connection.synchronous else ", without waiting for the answer"
    return f"{manner}, {connection.protocol}" if connection.protocol else manner


def _sentence(finding: Finding) -> str:
    return f"{finding.message.rstrip('.')}."


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
