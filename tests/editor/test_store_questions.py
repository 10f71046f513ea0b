"""Two answers about a store: the class, the attributes, the cut, and one step that undo takes back."""

from __future__ import annotations

import pytest

from archdraw.core.analysis.consistency.choosing import Need
from archdraw.core.catalog import Catalog
from archdraw.core.drawing import FontMetrics
from archdraw.core.history import Store
from archdraw.core.model import Component, Connection, Design, Group, Journey, Placement, View
from archdraw.core.storage import design_text
from archdraw.editor.actions import actions_by_id
from archdraw.editor.actions.consistency import chosen_store
from archdraw.editor.document import DocumentState, EditRefused
from archdraw.editor.session import Session
from archdraw.editor.store_question import StoreQuestion


def shop() -> Design:
    return Design(
        components=(
            Component(id="user", kind="client_web"),
            Component(
                id="orders",
                kind="wide_column",
                name="Orders",
                replicas=3,
                redundancy="active-active",
                domains=("a", "b", "a"),
            ),
        ),
        connections=(Connection(id="buys", source="user", target="orders", operation="write"),),
        groups=(Group(id="a", kind="zone", name="A"), Group(id="b", kind="zone", name="B")),
        journeys=(Journey(id="buy", name="Buy", entry="user", peak_rps=5.0),),
        views=(
            View(
                id="main",
                name="Overview",
                nodes={"user": Placement(x=0, y=0), "orders": Placement(x=300, y=0)},
            ),
        ),
    )


@pytest.fixture
def session(catalog: Catalog) -> Session:
    return Session(Store(shop()), catalog, FontMetrics())


def test_answers_are_tried_without_a_change_and_applied_in_one_step(session: Session) -> None:
    before = design_text(session.design)
    question = StoreQuestion(session, "orders")
    question.need = Need("right", "wait")
    assert question.judged.pacelc == "PC/EC"
    assert "write_quorum = 2" in question.attribute_lines()
    assert design_text(session.design) == before
    question.apply()
    orders = session.design.component_by_id["orders"]
    assert orders.attributes["read_quorum"] == orders.attributes["write_quorum"] == 2
    assert session.store.undo()
    assert design_text(session.design) == before


def test_the_cut_follows_the_answers(session: Session) -> None:
    question = StoreQuestion(session, "orders")
    assert question.first_pair() == ("a", "b")
    question.need = Need("right", "wait")
    assert question.cut("a", "b").sides[1].journeys == {"buy": "down"}
    question.need = Need("answer", "fast")
    assert question.cut("a", "b").sides[1].journeys["buy"] != "down"
    with pytest.raises(EditRefused, match="two different"):
        question.cut("a", "a")


def test_what_can_not_be_applied_is_refused_with_a_reason(session: Session) -> None:
    question = StoreQuestion(session, "orders")
    with pytest.raises(EditRefused, match="already is like that"):
        question.apply()
    question.need = Need("answer", "fast")
    question.apply()
    stale = StoreQuestion(session, "orders")
    stale.need = Need("right", "wait")
    session.store.undo()
    with pytest.raises(EditRefused, match="has changed"):
        stale.apply()
    with pytest.raises(EditRefused, match="no “nothing”"):
        StoreQuestion(session, "nothing")


def test_a_read_only_document_stays_as_it_is(catalog: Catalog) -> None:
    session = Session(Store(shop()), catalog, FontMetrics(), document=DocumentState(read_only=True))
    question = StoreQuestion(session, "orders")
    question.need = Need("right", "wait")
    with pytest.raises(EditRefused):
        question.apply()


def test_the_action_wants_one_store(session: Session) -> None:
    action = actions_by_id()["analyse.consistency"]
    for chosen, store in (((), None), (("user",), None), (("user", "orders"), None), (("orders",), "orders")):
        session.select(frozenset(chosen))
        assert chosen_store(session) == store
        assert action.when(session) is (store is not None)
