"""What a form is bound to while its record is only proposed: the first change puts it into the document."""

from __future__ import annotations

from collections.abc import Callable

from archdraw.core.model import InvalidRecordError, Record
from archdraw.editor.document import EditRefused
from archdraw.editor.edits.papers import Paper, PaperTable, put_paper
from archdraw.editor.session import Session
from archdraw.qt.panels.edits import Target, refusal_of
from archdraw.qt.panels.parsing import RefusedError


class ProposedTarget(Target):
    """One record that is in no document yet.

    Parameters
    ----------
    key
        What the list calls it.
    record
        What it would be.
    taken_up
        Told the id of the record just before it comes into the document.
    """

    def __init__(
        self, session: Session, table: PaperTable, key: str, record: Paper, taken_up: Callable[[str], None]
    ) -> None:
        super().__init__(session, table, (key,))
        self._proposed = record
        self._paper_table: PaperTable = table
        self._taken_up = taken_up

    def records(self) -> list[Record]:
        """Return the proposed record."""
        return [self._proposed]

    def change_each(self, revise: Callable[[Record], Record], label: str) -> None:
        """Put what `revise` makes of the proposal into the document, as one step."""
        del label
        try:
            revised = revise(self._proposed)
            if not isinstance(revised, type(self._proposed)):
                raise RefusedError("This can't be kept.")
            self._taken_up(revised.id)
            put_paper(self.session, self._paper_table, revised)
        except InvalidRecordError as error:
            raise RefusedError(refusal_of(error)) from error
        except EditRefused as refusal:
            self._taken_up(self.keys[0])
            raise RefusedError(str(refusal)) from refusal
