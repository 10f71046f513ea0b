"""Changes that span stores: who makes them, and what committing them together would cost."""

from __future__ import annotations

import pytest
from tests.core.analysis.rules.drawn import USER, drawn, journey, link, part, sets

from archdraw.core.analysis.consistency.committing import spanning_changes
from archdraw.core.analysis.consistency.wording import commit_text
from archdraw.core.model import Design, Journey

KNOWN = {"orders": 0.99, "stock": 0.98}


def shop() -> Design:
    return drawn(
        USER,
        part("app"),
        part("orders"),
        part("stock"),
        link("user", "app", calls={"order": 1}),
        link("app", "orders", mutates=True),
        link("app", "stock", mutates=True),
        journey(),
        Journey(id="other", name="Other", entry="orders"),
    )


def test_two_changes_of_one_request_would_commit_only_while_both_work() -> None:
    (found,) = spanning_changes(shop(), KNOWN)
    assert (found.source, found.journey, found.targets) == ("app", "order", ("orders", "stock"))
    assert found.availability == pytest.approx(0.99 * 0.98)
    assert found.worst == 0.98
    words = commit_text(found)
    assert "blocks" in words
    assert "97.02\u2009%" in words
    assert "saga" in words


def test_a_saga_is_said_to_be_stated_and_costs_nothing() -> None:
    (found,) = spanning_changes(sets("app", saga=True)(shop()), KNOWN)
    assert found.saga
    assert "97" not in commit_text(found)


def test_reads_messages_and_single_changes_span_nothing() -> None:
    assert not spanning_changes(sets("app.stock", mutates=False)(shop()), KNOWN)
    assert not spanning_changes(sets("app.stock", mode="async")(shop()), KNOWN)


def test_without_the_figure_of_one_of_them_no_product_is_given() -> None:
    (found,) = spanning_changes(shop(), {"orders": 0.99})
    assert (found.availability, found.worst) == (None, None)
    assert "%" not in commit_text(found)
