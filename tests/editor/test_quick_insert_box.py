from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archdraw.core.geometry import Point
from archdraw.editor.naming import unique_name
from archdraw.editor.quick.box import insert_candidate
from archdraw.editor.quick.meaning import Candidate, candidates
from archdraw.editor.workspace import QuickInsertRequest

if TYPE_CHECKING:
    from tests.editor.conftest import Hand

    from archdraw.core.catalog import Catalog
    from archdraw.editor.session import Session


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("lb", "l7_load_balancer", ""),
        ("postgres", "rdbms_primary", "Postgres"),
        ("postgres orders", "rdbms_primary", "Orders"),
        ("cache session tokens", "in_memory_cache", "Session tokens"),
        ("queue eMail", "message_queue", "eMail"),
        ("load balancer", "l7_load_balancer", ""),
        ("cdn", "cdn", ""),
    ],
)
def test_a_few_letters_mean_a_kind_and_maybe_a_name(
    catalog: Catalog, text: str, kind: str, name: str
) -> None:
    best = candidates(catalog, text)[0]
    assert (best.name, best.kind_id.split("_")[-1]) == (name, kind.rsplit("_", maxsplit=1)[-1])


def test_no_candidate_stands_twice_and_there_are_few(catalog: Catalog) -> None:
    found = candidates(catalog, "service orders api")
    assert len({(one.kind_id, one.name) for one in found}) == len(found) <= 12
    assert candidates(catalog, "zzqx") == ()


def test_the_empty_text_offers_kinds(catalog: Catalog) -> None:
    assert len(candidates(catalog, "")) == 12


def test_the_text_of_a_candidate_names_both() -> None:
    assert Candidate("x", "Service", "Orders").text == "Service “Orders”"
    assert Candidate("x", "Service").text == "Service"


def test_it_is_placed_beside_the_selection_and_connected(session: Session, hand: Hand) -> None:
    session.select({"jobs"})
    session.request_quick_insert(QuickInsertRequest())
    made = insert_candidate(session, Candidate("worker", "Worker", "Mailer"))
    record = session.component(made)
    assert record is not None
    assert (record.kind, record.name, made) == ("worker", "Mailer", "mailer")
    (line,) = [one for one in session.design.connections if one.target == made]
    assert (line.source, line.kind) == ("jobs", "deliver")
    assert not any(hand.frame(made).intersects(hand.frame(one)) for one in ("jobs", "db", "web", "client"))
    assert session.selection == {made}
    assert session.quick_insert is None
    assert session.store.undo_depth == 1


def test_typed_one_after_the_other_they_make_a_chain_without_overlap(session: Session, hand: Hand) -> None:
    session.select({"jobs"})
    for kind in ("worker", "service", "rdbms_primary", "rdbms_replica"):
        insert_candidate(session, Candidate(kind, kind))
    frames = [hand.frame(one.id) for one in session.design.components]
    assert not any(a.intersects(b) for i, a in enumerate(frames) for b in frames[:i])
    assert [one.kind for one in session.design.connections][-4:] == ["deliver", "call", "call", "replicate"]


def test_several_from_one_fan_out_without_overlap(session: Session, hand: Hand) -> None:
    for _ in range(8):
        session.select({"jobs"})
        insert_candidate(session, Candidate("worker", "Worker"))
    frames = [hand.frame(one.id) for one in session.design.components]
    assert not any(a.intersects(b) for i, a in enumerate(frames) for b in frames[:i])
    lines = [one for one in session.design.connections if one.source == "jobs"]
    assert len(lines) == 8


def test_at_a_point_it_stands_there_and_is_connected_from_the_source(session: Session, hand: Hand) -> None:
    session.request_quick_insert(QuickInsertRequest(Point(300, 650), source="client"))
    made = insert_candidate(session, Candidate("cdn", "CDN"))
    assert hand.center(made) == pytest.approx((300, 650), abs=10)
    assert any((one.source, one.target) == ("client", made) for one in session.design.connections)


def test_at_a_point_chosen_by_double_click_nothing_is_connected(session: Session, hand: Hand) -> None:
    session.select({"client"})
    hand.double_click(300, 650)
    before = len(session.design.connections)
    insert_candidate(session, Candidate("cdn", "CDN"))
    assert len(session.design.connections) == before


def test_without_anything_it_goes_to_a_free_place_in_view(session: Session, hand: Hand) -> None:
    session.set_camera(session.camera.centered(hand.center("web"), *session.viewport))
    made = insert_candidate(session, Candidate("cdn", "CDN"))
    frame = hand.frame(made)
    assert session.camera.shown(*session.viewport).encloses(frame)
    assert not any(frame.intersects(hand.frame(one)) for one in ("jobs", "db", "web", "client", "memo"))


@pytest.mark.parametrize(
    ("wish", "taken", "name"),
    [
        ("Service", set(), "Service"),
        ("Service", {"Service"}, "Service 2"),
        ("Service", {"Service", "Service 2"}, "Service 3"),
        ("Web 2", {"Web 2"}, "Web 3"),
        ("Web 9", {"Web 9", "Web 10"}, "Web 11"),
    ],
)
def test_names_tell_elements_apart(wish: str, taken: set[str], name: str) -> None:
    assert unique_name(wish, taken) == name
