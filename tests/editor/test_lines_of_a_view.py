"""A new connection is drawn where it was made, whatever the view names; what showed before still shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from archdraw.editor.duplicating import duplicate
from archdraw.editor.edits.growing import grow
from archdraw.editor.edits.removing import delete_and_heal
from archdraw.editor.edits.splicing import put_between, splice
from archdraw.editor.edits.views import view_from

if TYPE_CHECKING:
    from tests.editor.conftest import Hand

    from archdraw.editor.session import Session


def _drag(session: Session, hand: Hand) -> None:
    box = hand.frame("client")
    hand.hover(*box.center)
    target = hand.frame("jobs").center
    hand.drag((box.right, box.center.y - 12), (target.x, target.y), steps=6)


def _splice(session: Session, _hand: Hand) -> None:
    splice(session, "web-db", "in_memory_cache")


def _drop(session: Session, _hand: Hand) -> None:
    put_between(session, "web-db", "jobs")


def _heal(session: Session, _hand: Hand) -> None:
    delete_and_heal(session, {"web"})


def _grow(session: Session, _hand: Hand) -> None:
    grow(session, "db", "right")


def _duplicate(session: Session, _hand: Hand) -> None:
    assert "web-db" in duplicate(session, {"web", "db", "web-db"}, 40, 300)


_WAYS = (_drag, _splice, _drop, _heal, _grow, _duplicate)


def _lines(session: Session) -> set[str]:
    return {one.id for one in session.design.connections}


@pytest.mark.parametrize("way", _WAYS)
def test_in_a_view_that_names_its_connections(
    session: Session, hand: Hand, way: Callable[[Session, Hand], None]
) -> None:
    named = tuple(one for one in session.scene.order if session.note(one) is None)
    assert _lines(session) <= set(named)
    with session.change("name") as store:
        store.put("views", "main", store.get("views", "main").revised(shows=named))
    before, depth, text = _lines(session), session.store.undo_depth, hand.text()
    way(session, hand)
    assert _lines(session) - before
    assert _lines(session) <= set(session.scene.order)
    assert session.store.undo_depth == depth + 1
    session.undo()
    assert hand.text() == text


@pytest.mark.parametrize("way", _WAYS)
def test_in_a_view_that_names_none_all_others_are_still_drawn(
    session: Session, hand: Hand, way: Callable[[Session, Hand], None]
) -> None:
    session.show_view(view_from(session, {"client", "zone-a", "db", "jobs"}, "Some"))
    assert _lines(session) <= set(session.scene.order)
    before = _lines(session)
    way(session, hand)
    assert _lines(session) - before
    assert _lines(session) <= set(session.scene.order)
    # It names none from now on either: what is drawn elsewhere between these is drawn here, too.
    assert not _lines(session) & set(session.store.get("views", session.view_id).shows)
