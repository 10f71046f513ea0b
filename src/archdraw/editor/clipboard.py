"""Copy, cut, paste and duplicate. The clipboard holds JSON of our own; what comes in is not trusted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

from archdraw.core.geometry import Point
from archdraw.core.model import (
    Component,
    Connection,
    Design,
    EdgeRoute,
    Group,
    InvalidRecordError,
    Note,
    Placement,
    Record,
    View,
    one_line,
)
from archdraw.core.records import frozen
from archdraw.core.storage import StorageError
from archdraw.core.storage.strict_json import parse_text
from archdraw.editor.document import EditRefused
from archdraw.editor.duplicating import Fragment, duplicate, put_fragment, take_fragment
from archdraw.editor.edits.elements import insert_note
from archdraw.editor.edits.removing import delete
from archdraw.editor.placing import GRID, group_at, on_grid
from archdraw.editor.workspace import PasteMemory

if TYPE_CHECKING:
    from archdraw.core.catalog import Catalog
    from archdraw.editor.workspace import Workspace

FORMAT = "archdraw-fragment"
VERSION = 1
MAX_PASTE_BYTES = 8 * 1024 * 1024
MAX_PASTE_ELEMENTS = 20_000
MAX_NOTE_LETTERS = 100_000
# Of more elements than this only names and kinds are put into words: copying never takes long.
_MOST_DESCRIBED = 200


@frozen
class Clip:
    """What was copied, as it was then; JSON, words and pictures are made when somebody pastes them.

    `described` are the words for a few elements, with what was known of them; for many it is empty.
    """

    fragment: Fragment
    catalog: Catalog
    described: str = ""

    @property
    def words(self) -> str:
        """The elements for programs that take text only: of many each with its name and kind."""
        return self.described or named_lines(self.fragment, self.catalog)

    @property
    def json(self) -> str:
        """The elements as text of our own."""
        return fragment_text(self.fragment)

    @property
    def design(self) -> Design:
        """The elements as a design of their own, for pictures."""
        fragment = self.fragment
        notes = fragment.notes
        view = View(
            id="main", name="Copy", nodes=dict(fragment.nodes), edges=dict(fragment.edges), notes=notes
        )
        return Design(
            components=fragment.components,
            groups=fragment.groups,
            connections=fragment.connections,
            views=(view,),
        )


@frozen
class Clipboard:
    """What is on the system's clipboard: text of our own, other text, a picture, files."""

    own: str = ""
    text: str = ""
    picture: bool = False
    files: tuple[str, ...] = ()
    # What was copied in this very program: nothing of it has to be written and read again.
    fragment: Fragment | None = None


class _ClipboardText(Record):
    """The JSON on the clipboard, checked field by field."""

    format: Literal["archdraw-fragment"]
    version: Literal[1] = 1
    components: tuple[Component, ...] = ()
    groups: tuple[Group, ...] = ()
    connections: tuple[Connection, ...] = ()
    notes: tuple[Note, ...] = ()
    nodes: dict[str, Placement] = {}
    edges: dict[str, EdgeRoute] = {}


def fragment_text(fragment: Fragment) -> str:
    """Return the JSON for the clipboard."""
    content = {
        name: [record.model_dump(mode="json", exclude_defaults=True) for record in getattr(fragment, name)]
        for name in ("components", "groups", "connections", "notes")
    }
    places = {
        name: {key: record.model_dump(mode="json", exclude_defaults=True) for key, record in table.items()}
        for name, table in (("nodes", fragment.nodes), ("edges", fragment.edges))
    }
    return json.dumps({"format": FORMAT, "version": VERSION, **content, **places}, ensure_ascii=False)


def parse_fragment(text: str) -> Fragment:
    """Return the elements that a text from the clipboard describes.

    Raises
    ------
    EditRefused
        With one sentence, when it is not a fragment of a drawing or is too large.
    """
    data = text.encode("utf-8", "surrogatepass")
    if len(data) > MAX_PASTE_BYTES:
        raise EditRefused("The clipboard holds more than 8 MB; paste it in smaller pieces.")
    if FORMAT not in text[:200]:
        raise EditRefused("The clipboard holds no elements of a drawing.")
    try:
        content = parse_text(text, "The clipboard")
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            raise EditRefused("The clipboard holds no elements of a drawing.")
        if isinstance(content.get("version"), int) and content["version"] > VERSION:
            raise EditRefused(
                "The clipboard was filled by a newer ArchDraw, which this one can't read; update this one."
            )
        read = _ClipboardText.model_validate_json(json.dumps(content))
    except StorageError as error:
        raise EditRefused(f"The clipboard can't be pasted: {error.reason}") from None
    except InvalidRecordError as error:
        first = error.problems[0]
        place = ".".join(str(part) for part in first.place)
        raise EditRefused(f"The clipboard can't be pasted: {place}: {first.message.lower()}.") from None
    return _consistent(read)


def _consistent(read: _ClipboardText) -> Fragment:
    """Return the fragment without what points to nowhere.

    Raises
    ------
    EditRefused
        For ids that stand twice, groups inside themselves or too many elements.
    """
    records: list[Component | Group | Connection | Note] = [
        *read.components,
        *read.groups,
        *read.connections,
        *read.notes,
    ]
    if len(records) > MAX_PASTE_ELEMENTS:
        raise EditRefused(
            f"The clipboard holds {len(records):,} elements; at most {MAX_PASTE_ELEMENTS:,} can be pasted."
        )
    ids = [record.id for record in records]
    if len(set(ids)) != len(ids):
        raise EditRefused("The clipboard can't be pasted: an id stands in it twice.")
    parents = {group.id: group.parent for group in read.groups}
    for group_id in parents:
        seen: set[str] = set()
        at: str | None = group_id
        while at is not None and at in parents:
            if at in seen:
                raise EditRefused("The clipboard can't be pasted: a group in it lies inside itself.")
            seen.add(at)
            at = parents[at]
    components = {component.id for component in read.components}
    connections = tuple(
        one for one in read.connections if one.source in components and one.target in components
    )
    drawn = {connection.id for connection in connections}
    placed = (*components, *parents)
    nodes = {key: read.nodes.get(key, Placement(x=GRID * at, y=GRID * at)) for at, key in enumerate(placed)}
    return Fragment(
        components=read.components,
        groups=read.groups,
        connections=connections,
        notes=read.notes,
        nodes=nodes,
        edges={key: route for key, route in read.edges.items() if key in drawn},
    )


def copy(desk: Workspace) -> Clip:
    """Return the selection as it is now, for the clipboard.

    Raises
    ------
    EditRefused
        When nothing is selected that can stand by itself.
    """
    fragment = take_fragment(desk, desk.selection)
    if not fragment:
        raise EditRefused("Select components, groups or notes first.")
    desk.paste_memory = PasteMemory()
    lines = [*fragment.ids, *(connection.id for connection in fragment.connections)]
    if len(lines) > _MOST_DESCRIBED:
        return Clip(fragment, desk.catalog)
    from archdraw.editor.spoken import Speech

    return Clip(fragment, desk.catalog, Speech(desk).lines(lines))


def named_lines(fragment: Fragment, catalog: Catalog) -> str:
    """Return a line with name and kind for each element; notes as they are."""
    kinds = {one.id: catalog.kind(one.kind).label for one in fragment.components}
    kinds |= {one.id: catalog.group(one.kind).label for one in fragment.groups}
    names = {one.id: one_line(one.name) or kinds[one.id] for one in (*fragment.components, *fragment.groups)}
    lines = [f"{name}: {kinds[key]}" for key, name in names.items()]
    for line in fragment.connections:
        ends = f"{names[line.source]} to {names[line.target]}"
        lines.append(f"{line.name}, {ends}: Connection" if line.name else f"{ends}: Connection")
    return "\n".join([*lines, *(" ".join((note.text or "Empty note").split()) for note in fragment.notes)])


def cut(desk: Workspace) -> Clip:
    """Return the selection for the clipboard and delete it; groups go with their content."""
    clip = copy(desk)
    delete(desk, clip.fragment.ids)
    return clip


def paste(desk: Workspace, found: Clipboard) -> frozenset[str]:
    """Add what the clipboard holds at the pointer, or in the middle of the viewport; select and return it.

    Elements of a drawing come as they are, any other text as a note.

    Raises
    ------
    EditRefused
        For anything else, and as `parse_fragment`.
    """
    if found.fragment is not None:
        return paste_fragment(desk, found.fragment)
    own = found.own or (found.text if FORMAT in found.text[:200] else "")
    if own:
        return paste_fragment(desk, parse_fragment(own))
    if found.files:
        raise EditRefused("Files can't be pasted; drop a design on the window, or open it with Ctrl+O.")
    if found.text.strip():
        return frozenset({paste_plain(desk, found.text)})
    if found.picture:
        raise EditRefused("A picture can't be put on the drawing; paste components or text.")
    raise EditRefused("The clipboard is empty.")


def paste_fragment(desk: Workspace, fragment: Fragment) -> frozenset[str]:
    """Add elements at the pointer, or in the middle of the viewport; select and return them."""
    bounds = fragment.bounds
    if not fragment or bounds is None:
        raise EditRefused("The clipboard holds no elements of a drawing.")
    at, shift = _next_paste(desk)
    dx = on_grid(at.x - bounds.center.x + shift)
    dy = on_grid(at.y - bounds.center.y + shift)
    # All of it goes into the group at its middle, unless it is larger than that group.
    parent = group_at(desk, Point(at.x + shift, at.y + shift))
    frame = desk.frame(parent) if parent is not None else None
    if frame is not None and not frame.encloses(bounds.moved(dx, dy)):
        parent = None
    try:
        ids = put_fragment(desk, fragment, dx, dy, parent=parent, label="Paste")
    except InvalidRecordError:
        raise EditRefused("The clipboard can't be pasted: it reaches too far out of the drawing.") from None
    _select_tops(desk, fragment, ids)
    return desk.selection


def paste_plain(desk: Workspace, text: str, at: Point | None = None) -> str:
    """Add a note with a text, at a point or as `paste`; select it and return its id."""
    text = "".join(one for one in text.replace("\r\n", "\n") if one >= " " or one in "\n\t").strip()
    if not text:
        raise EditRefused("The clipboard holds no text.")
    if len(text) > MAX_NOTE_LETTERS:
        raise EditRefused(
            f"The text has {len(text):,} letters; a note takes {MAX_NOTE_LETTERS:,}. Paste less of it."
        )
    if at is None:
        place, shift = _next_paste(desk)
        at = Point(place.x + shift, place.y + shift)
    note_id = insert_note(desk, at, text)
    desk.select({note_id})
    return note_id


def duplicate_selection(desk: Workspace) -> None:
    """Copy the selection beside itself; repeated, the copy keeps the distance the last one was moved to.

    Raises
    ------
    EditRefused
        When nothing is selected that can stand by itself.
    """
    fragment = take_fragment(desk, desk.selection)
    if not fragment:
        raise EditRefused("Select components, groups or notes first.")
    dx, dy = _repeated_offset(desk) or (2 * GRID, 2 * GRID)
    ids = duplicate(desk, desk.selection, dx, dy)
    remember_copies(desk, ids)
    _select_tops(desk, fragment, ids)


def remember_copies(desk: Workspace, ids: dict[str, str]) -> None:
    """Keep which element became which, for repeating the distance."""
    desk.last_copies = ids


def _repeated_offset(desk: Workspace) -> tuple[float, float] | None:
    """Return how far the selection lies from what it was copied from, if it is the last copy."""
    copies = {new: old for old, new in desk.last_copies.items()}
    if not desk.selection <= set(copies):
        return None
    for new in desk.selection:
        there, here = desk.frame(copies[new]), desk.frame(new)
        if there is not None and here is not None and here != there:
            return here.x - there.x, here.y - there.y
    return None


def _next_paste(desk: Workspace) -> tuple[Point, float]:
    """Return where to paste, and how far off, so that the last paste at the same place isn't covered."""
    at, memory = _paste_point(desk), desk.paste_memory
    times = memory.times + 1 if memory.at == at else 0
    desk.paste_memory = PasteMemory(at, times)
    return at, times * GRID


def _paste_point(desk: Workspace) -> Point:
    pointer = desk.pointer
    if pointer is not None and desk.camera.shown(*desk.viewport).contains(pointer):
        return pointer
    return desk.visible_center()


def _select_tops(desk: Workspace, fragment: Fragment, ids: dict[str, str]) -> None:
    groups = {group.id for group in fragment.groups}
    standing: list[Component | Group] = [*fragment.components, *fragment.groups]
    tops = [ids[one.id] for one in standing if one.parent not in groups]
    desk.select([*tops, *(ids[note.id] for note in fragment.notes)])
