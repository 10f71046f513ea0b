"""Whether a source fails without a target, where the document doesn't say."""

from __future__ import annotations

from typing import Any

import pytest

from archdraw.core.model import Component, Connection, Design
from archdraw.core.model.criticality import critical_connections


def critical(*connections: Connection, **cache: Any) -> frozenset[str]:
    components = (
        Component(id="web", kind="service"),
        Component(id="job", kind="service"),
        Component(id="cache", kind="cache", **cache),
        Component(id="db", kind="store"),
    )
    design = Design(components=components, connections=connections)
    return critical_connections(design, lambda one: one.kind == "cache", lambda one: one.kind == "store")


def to(target: str, source: str = "web", **fields: Any) -> Connection:
    return Connection(id=f"{source}-{target}", source=source, target=target, **fields)


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({}, True),
        ({"kind": "publish"}, True),
        ({"mode": "async"}, False),
        ({"kind": "deliver"}, False),
        ({"kind": "observe"}, False),
        ({"kind": "uses"}, False),
        ({"critical": False}, False),
        ({"mode": "async", "critical": True}, True),
    ],
)
def test_the_kind_of_the_connection_decides(fields: dict[str, Any], wanted: bool) -> None:
    assert (critical(to("db", **fields)) == {"web-db"}) is wanted


def test_a_cache_alone_is_needed() -> None:
    assert critical(to("cache")) == {"web-cache"}


def test_a_cache_with_a_store_behind_it_is_not() -> None:
    assert critical(to("cache"), to("db")) == {"web-db"}


def test_the_store_of_another_source_does_not_help() -> None:
    assert critical(to("cache"), to("db", source="job")) == {"web-cache", "job-db"}


def test_a_cache_that_a_connection_names_is_not_needed() -> None:
    assert critical(to("cache"), to("db", source="job", behind_cache="cache")) == {"job-db"}


def test_a_store_of_record_is_needed() -> None:
    found = critical(to("cache"), to("db"), attributes={"store_of_record": True})
    assert found == {"web-cache", "web-db"}


def test_a_read_through_cache_can_not_be_gone_round() -> None:
    found = critical(to("cache"), to("db", source="cache", behind_cache="cache"))
    assert found == {"web-cache", "cache-db"}
