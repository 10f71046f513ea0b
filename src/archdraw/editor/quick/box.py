"""The quick-insert box without its window: what the typed line means, and doing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from archdraw.editor.document import EditRefused
from archdraw.editor.edits.grouping import name_new_group
from archdraw.editor.edits.growing import reveal
from archdraw.editor.edits.splicing import splice
from archdraw.editor.quick.drawing import Reading, draw_line
from archdraw.editor.quick.line import Boxed, Step, Term, groups_of, parse_line, terms_of, word_at
from archdraw.editor.quick.meaning import Candidate, GroupCandidate, group_meanings, meanings
from archdraw.editor.workspace import QuickInsertRequest

if TYPE_CHECKING:
    from archdraw.editor.workspace import Workspace

# What Enter does beside inserting: nothing more, stay for the next, connect nothing, wrap it in a group.
Ending = Literal["close", "stay", "loose", "wrap"]
Choice = Candidate | GroupCandidate


class QuickBox:
    """One opening of the box: holds the typed text and what was chosen in the list for the word in hand."""

    def __init__(self, desk: Workspace, request: QuickInsertRequest) -> None:
        self._desk = desk
        self.request = request
        self._text, self._cursor = request.text, len(request.text)
        self.choices: tuple[Choice, ...] = ()
        self.row = 0
        self._known: dict[tuple[str, bool], tuple[Choice, ...]] = {}
        self.type(request.text, len(request.text))

    # -- typing --------------------------------------------------------------------------------

    def type(self, text: str, cursor: int) -> None:
        """Take the text of the field and where the cursor is in it."""
        self._text, self._cursor = text, cursor
        self.row = 0
        if self.request.mode == "group":
            self.choices = group_meanings(self._desk, text, existing_too=False)
            return
        word = word_at(text, cursor)
        self.choices = self._read(word.text, group=word.names_group)

    def choose(self, row: int) -> None:
        """Choose another reading of the word in hand."""
        self.row = max(0, min(len(self.choices) - 1, row))

    def completed(self) -> tuple[str, int]:
        """Return text and cursor with the word in hand written so that it means what is chosen."""
        word = word_at(self._text, self._cursor)
        if not self.choices or self.request.mode == "group":
            return self._text, self._cursor
        written = self._written(self.choices[self.row], group=word.names_group)
        lead = " " if word.start and self._text[word.start - 1] == ">" else ""
        text = self._text[: word.start] + lead + written + self._text[word.stop :]
        return text, word.start + len(lead) + len(written)

    @property
    def preview(self) -> str:
        """What the line would draw, for lines of more than one component; "" for single ones."""
        steps = parse_line(self._text)
        if self.request.mode == "group" or (len(list(terms_of(steps))) < 2 and not list(groups_of(steps))):
            return ""
        return self._told(steps)

    # -- doing ---------------------------------------------------------------------------------

    def finish(self, ending: Ending = "close") -> bool:
        """Do what the line says and select what it ends with; return whether there was anything to do.

        Raises
        ------
        EditRefused
            When it can't be done.
        """
        desk = self._desk
        if self.request.mode == "group":
            return self._name_group()
        steps = parse_line(self._text)
        if not steps and self.choices and self.request.mode == "insert":
            # Nothing typed: the chosen row of the list is what is wanted.
            steps = ((Term("", "", 0),),)
        if not steps:
            return False
        sources = () if ending == "loose" else self._sources()
        split = self._split_connection(steps, ending)
        group = group_meanings(desk, "", existing_too=False)[0] if ending == "wrap" else None
        reading = self._reading()
        if split is not None:
            made = splice_kind(desk, split, reading.term(next(terms_of(steps))))
            desk.select({made})
            self._close("close")
            return True
        drawn = draw_line(
            desk, steps, reading, sources=sources, at=self.request.at, inside=self._inside(), wrapped=group
        )
        if not drawn.made and not drawn.connections and drawn.group_id is None:
            raise EditRefused("Everything in this line is connected already.")
        desk.select(drawn.ends)
        around = desk.bounds_of({*drawn.made, *(drawn.ends if not drawn.made else ())})
        if around is not None:
            reveal(desk, around)
        self._close(ending, drawn.group_id)
        return True

    def _close(self, ending: Ending, group_id: str | None = None) -> None:
        desk = self._desk
        if ending == "stay":
            desk.request_quick_insert(QuickInsertRequest(mode=self.request.mode))
        elif ending == "wrap" and group_id is not None:
            desk.request_quick_insert(QuickInsertRequest(mode="group", group=group_id))
        else:
            desk.request_quick_insert(None)

    def _name_group(self) -> bool:
        desk, group_id = self._desk, self.request.group
        if not self._text.strip() or group_id is None or not self.choices:
            desk.request_quick_insert(None)
            return True
        choice = self.choices[self.row]
        desk.request_quick_insert(None)
        name_new_group(desk, group_id, choice.kind_id, choice.name)
        return True

    # -- what the line starts from -------------------------------------------------------------

    def _sources(self) -> tuple[str, ...]:
        """Return the components that the line goes on from: that of the request, else the selected ones."""
        if self.request.source is not None:
            return (self.request.source,)
        if self.request.at is not None:
            return ()
        desk = self._desk
        order = [one for one in desk.store.table("components") if one in desk.selection]
        return tuple(order)

    def _inside(self) -> str | None:
        """Return the selected group, which takes what is inserted while it alone is selected."""
        desk = self._desk
        if self.request.at is not None or self.request.source is not None or len(desk.selection) != 1:
            return None
        chosen = next(iter(desk.selection))
        return chosen if desk.group(chosen) is not None else None

    def _split_connection(self, steps: tuple[Step, ...], ending: Ending) -> str | None:
        """Return the selected connection that a single new component goes into, or None.

        One that has just been drawn is whole: what is typed next is the next component.
        """
        desk = self._desk
        if ending in ("loose", "wrap") or self.request.mode != "insert" or len(desk.selection) != 1:
            return None
        if self.request.at is not None or self.request.source is not None:
            return None
        chosen = next(iter(desk.selection))
        if chosen == desk.just_drawn:
            return None
        single = len(steps) == 1 and len(steps[0]) == 1 and isinstance(steps[0][0], Term)
        if desk.connection(chosen) is None or not single:
            return None
        return chosen

    # -- what words mean -----------------------------------------------------------------------

    def _reading(self) -> Reading:
        return Reading(self._term, self._group)

    def _term(self, term: Term) -> Candidate:
        choice = self._chosen(term.at, group=False) or self._read(term.text, group=False)[0]
        if isinstance(choice, GroupCandidate):
            raise EditRefused(f"“{term.text}” is a group; write what goes into it in brackets.")
        return choice

    def _group(self, boxed: Boxed) -> GroupCandidate:
        choice = self._chosen(boxed.at, group=True) or self._read(boxed.text, group=True)[0]
        if isinstance(choice, Candidate):
            raise EditRefused(f"“{boxed.text}” is no group.")
        return choice

    def _chosen(self, at: int, *, group: bool) -> Choice | None:
        """Return what is chosen in the list, if the word in hand begins there."""
        word = word_at(self._text, self._cursor)
        if word.start == at and word.names_group == group and self.choices:
            return self.choices[self.row]
        return None

    def _read(self, text: str, *, group: bool) -> tuple[Choice, ...]:
        found = self._known.get((text, group))
        if found is None:
            if group:
                found = group_meanings(self._desk, text)
            else:
                found = meanings(self._desk, text, connecting=self.request.mode == "connect")
            self._known[text, group] = found
        return found

    def _written(self, choice: Choice, *, group: bool) -> str:
        """Return the shortest words that mean a choice by themselves."""
        if isinstance(choice, GroupCandidate) or choice.existing:
            return choice.name
        kind = self._desk.catalog.kind(choice.kind_id)
        number = f"{choice.count} " if choice.count > 1 else ""
        for words in (kind.default_name, *kind.aliases, kind.label, kind.id):
            text = f"{number}{words} {choice.name}".strip().lower() if words else ""
            read = self._read(text, group=group)
            if text and read and read[0] == choice:
                return text
        return f"{number}{kind.id} {choice.name}".strip()

    def _told(self, steps: tuple[Step, ...]) -> str:
        return " → ".join(", ".join(self._told_node(node) for node in step) for step in steps)

    def _told_node(self, node: Term | Boxed) -> str:
        if isinstance(node, Boxed):
            return f"{self._group(node).name} [{self._told(node.steps)}]"
        candidate = self._term(node)
        name = candidate.name or self._desk.catalog.kind(candidate.kind_id).default_name or candidate.label
        text = f"{candidate.count} × {name}" if candidate.count > 1 else name
        text = f"{text} ×{candidate.replicas}" if candidate.replicas > 1 else text
        return f"{text} ({node.label})" if node.label else text


def insert_candidate(desk: Workspace, candidate: Candidate) -> str:
    """Insert one component where the open request says, connected from its source; return its id."""
    box = QuickBox(desk, desk.quick_insert or QuickInsertRequest())
    box.choices, box.row = (candidate,), 0
    box.finish()
    return next(iter(desk.selection))


def splice_kind(desk: Workspace, connection_id: str, candidate: Candidate) -> str:
    """Put a new component into a connection; return its id."""
    return splice(desk, connection_id, candidate.kind_id, candidate.name or None)
