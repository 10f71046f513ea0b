"""A search under way: its matches, the one in hand, and replacing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.model import InvalidRecordError
from archdraw.editor.document import EditRefused
from archdraw.editor.find.pattern import Haystack, Query, compiled
from archdraw.editor.find.places import TextPlace, all_places, with_text
from archdraw.editor.find.showing import marked_ids, show_place, who

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from archdraw.editor.find.pattern import Span
    from archdraw.editor.session import Session


class Match(NamedTuple):
    """One find: the text it is in, and where in it."""

    place: TextPlace
    start: int
    end: int


class Matches:
    """The matches of one search in order; each is made when asked for, as there may be many thousands."""

    def __init__(self, places: Sequence[TextPlace] = (), spans: Sequence[Span] = ()) -> None:
        self._places = places
        self._spans = spans

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._spans)

    def __getitem__(self, at: int) -> Match:
        """Return one of them."""
        text, start, end = self._spans[at]
        return Match(self._places[text], start, end)

    def __iter__(self) -> Iterator[Match]:
        """Yield all of them."""
        return (Match(self._places[text], start, end) for text, start, end in self._spans)

    @property
    def places(self) -> Iterator[TextPlace]:
        """The texts that hold any, each once."""
        return (self._places[text] for text in dict.fromkeys(span[0] for span in self._spans))


class Search:
    """Finds a query in every text of a session's document and walks from match to match.

    `at` is the match in hand, -1 while none is. After a change of the document the matches are found anew
    when they are next asked for.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._query = Query()
        self._haystack: Haystack | None = None
        self._places: list[TextPlace] = []
        self._seen: tuple[int, str] | None = None
        self._matches = Matches()
        self.at = -1
        self._shown = False

    # -- finding -------------------------------------------------------------------------------

    @property
    def matches(self) -> Matches:
        """All matches, those in what is drawn first."""
        return self._matches

    def find(self, query: Query) -> None:
        """Look for something else, and mark all matches on the canvas; the first one is in hand.

        Raises
        ------
        EditRefused
            With a sentence, when the regular expression is none.
        """
        self._query = query
        self._look()
        self.at = 0 if self._matches else -1
        self._shown = False

    def glance(self) -> None:
        """Show the match in hand if that needs no other view; else it waits until it is asked for."""
        if 0 <= self.at < len(self._matches):
            place = self._matches[self.at].place
            if marked_ids(self._session, [place]):
                self.show()

    def refresh(self) -> None:
        """Find the matches anew after the document changed; the one in hand stays, if it is still there."""
        if self._seen == self._state():
            return
        held = self._matches[self.at] if 0 <= self.at < len(self._matches) else None
        self._look()
        again = [at for at, one in enumerate(self._matches) if held is not None and _same(one, held)]
        self.at = again[0] if again else min(max(self.at, 0), len(self._matches) - 1)

    def step(self, by: int) -> str:
        """Go on by so many matches, around the end, and show it; return what there is to say, if anything."""
        self.refresh()
        if not self._matches:
            return ""
        if self._shown or by < 0:
            self.at = (self.at + by) % len(self._matches)
        return self.show()

    def show(self) -> str:
        """Select and reveal the match in hand; return what there is to say: another view, a folded group."""
        if not 0 <= self.at < len(self._matches):
            return ""
        view_id = self._session.view_id
        sentence = show_place(self._session, self._matches[self.at].place)
        self._shown = True
        if self._session.view_id != view_id:
            self._seen = self._state()
            self._mark()
        return sentence

    @property
    def count_text(self) -> str:
        """How many there are: "3 of 17"."""
        if not self._query.text:
            return ""
        return f"{self.at + 1} of {len(self._matches)}" if self._matches else "nothing found"

    @property
    def where_text(self) -> str:
        """Where the match in hand is: "Orders · owner"."""
        if not 0 <= self.at < len(self._matches):
            return ""
        place = self._matches[self.at].place
        name = who(self._session, place)
        return f"{name} · {place.what}" if name else place.what

    def end(self) -> None:
        """Take the marks off the canvas."""
        self._matches, self.at = Matches(), -1
        self._session.mark_found(())

    # -- replacing -----------------------------------------------------------------------------

    def replace_one(self, text: str) -> str:
        """Replace the match in hand and go to the next; return what there is to say.

        Raises
        ------
        EditRefused
            When the new text does not fit the field, or groups of the expression are named that it has not.
        """
        self.refresh()
        if not 0 <= self.at < len(self._matches):
            return ""
        match = self._matches[self.at]
        self._replace([match], text, "Replace")
        held = self.at
        self._look()
        # What was put in may hold the words again: the hand goes on behind it.
        new_end = match.start + len(self._new_text(match, text))
        while held < len(self._matches) and _before(self._matches[held], match.place, new_end):
            held += 1
        self.at = held % len(self._matches) if self._matches else -1
        return self.show()

    def replace_all(self, text: str) -> int:
        """Replace all matches as one undo step and return how many there were.

        Raises
        ------
        EditRefused
            As `replace_one`; then nothing is changed.
        """
        self.refresh()
        count = len(self._matches)
        if count:
            self._replace(self._matches, text, f"Replace {count}")
            self._look()
            self.at = 0 if self._matches else -1
        return count

    def _replace(self, matches: Iterable[Match], text: str, label: str) -> None:
        by_place: dict[TextPlace, list[Match]] = {}
        for match in matches:
            by_place.setdefault(match.place, []).append(match)
        with self._session.change(label):
            for place, found in by_place.items():
                self._put(place, self._written(found, text))

    def _put(self, place: TextPlace, text: str) -> None:
        store = self._session.store
        try:
            store.put(place.table, place.key, with_text(store.get(place.table, place.key), place.path, text))
        except InvalidRecordError as error:
            reason = error.problems[0].message.lower().rstrip(".")
            owner = who(self._session, place) or "the document"
            raise EditRefused(f"The {place.what} of {owner} can't be changed so: {reason}.") from None

    def _written(self, found: list[Match], text: str) -> str:
        """Return a text with its matches replaced."""
        old = found[0].place.text
        parts: list[str] = []
        at = 0
        for match in found:
            parts += [old[at : match.start], self._new_text(match, text)]
            at = match.end
        return "".join([*parts, old[at:]])

    def _new_text(self, match: Match, text: str) -> str:
        """Return what one match becomes; with a regular expression, groups of it can be named in the text."""
        if not self._query.regular:
            return text
        found = compiled(self._query).match(match.place.text, match.start)
        if found is None:
            return text
        try:
            return found.expand(text)
        except (re.error, LookupError) as error:
            raise EditRefused(f"The new text can't be used: {str(error).split(' at ')[0]}.") from None

    # -- inside --------------------------------------------------------------------------------

    def _look(self) -> None:
        state = self._state()
        if self._haystack is None or self._seen is None or self._seen != state:
            self._places = all_places(self._session.store, self._session.view_id)
            self._haystack = Haystack([place.text for place in self._places])
            self._seen = state
        self._matches = Matches()
        try:
            self._matches = Matches(self._places, self._haystack.spans(self._query))
        finally:
            self._mark()

    def _state(self) -> tuple[int, str]:
        return self._session.store.revision, self._session.view_id

    def _mark(self) -> None:
        self._session.mark_found(marked_ids(self._session, self._matches.places))


def _same(first: Match, second: Match) -> bool:
    mine, other = first.place, second.place
    return (*mine[:3], first.start) == (*other[:3], second.start)


def _before(match: Match, place: TextPlace, end: int) -> bool:
    """Tell whether a match lies in the text of a place, before a point of it."""
    here = match.place
    return here[:3] == place[:3] and match.start < end
