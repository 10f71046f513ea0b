from __future__ import annotations

import pytest

from archdraw.core.catalog import Catalog, load_catalog
from archdraw.core.drawing import FontMetrics
from archdraw.core.geometry import pathfinding
from archdraw.core.model import Component, Connection, Design, Group, Note, Placement, View


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="session")
def measurer() -> FontMetrics:
    return FontMetrics()


def _node(x: float, y: float, w: float = 168, h: float = 64) -> Placement:
    return Placement(x=x, y=y, w=w, h=h)


@pytest.fixture(scope="session")
def shop() -> Design:
    """A web shop: fourteen components, two zones in a region, every kind of connection."""
    components = (
        Component(id="users", kind="client_web", name="Customers"),
        Component(id="dns", kind="dns", name="DNS", managed=True),
        Component(id="cdn", kind="cdn", name="Content delivery network", managed=True),
        Component(id="lb", kind="l7_load_balancer", name="Load balancer", parent="region"),
        Component(id="web-a", kind="service", name="Web A", parent="az-a", replicas=3),
        Component(id="web-b", kind="service", name="Web B", parent="az-b", replicas=3),
        Component(id="cache", kind="in_memory_cache", name="Session cache", parent="az-a"),
        Component(id="queue", kind="message_queue", name="Order queue", parent="az-b", managed=True),
        Component(
            id="worker",
            kind="worker",
            name="Order workers",
            parent="az-b",
            replicas=4,
            domains=("az-a", "az-b"),
        ),
        Component(id="db", kind="rdbms_primary", name="Orders and customers database", parent="az-a"),
        Component(id="replica", kind="rdbms_replica", name="Orders replica", parent="az-b"),
        Component(id="files", kind="object_store", name="Product pictures", parent="region", managed=True),
        Component(id="payment", kind="payment_api", name="Card payments"),
        Component(id="watch", kind="monitoring", name="Monitoring"),
    )
    groups = (
        Group(id="region", kind="region", name="eu-central"),
        Group(id="az-a", kind="zone", name="Zone A", parent="region"),
        Group(id="az-b", kind="zone", name="Zone B", parent="region"),
        Group(id="edge", kind="trust_boundary", name="Public edge"),
    )
    connections = (
        Connection(id="users-dns", source="users", target="dns", name="look up"),
        Connection(id="users-cdn", source="users", target="cdn", name="HTTPS"),
        Connection(id="cdn-lb", source="cdn", target="lb"),
        Connection(id="cdn-files", source="cdn", target="files", name="pictures"),
        Connection(id="lb-a", source="lb", target="web-a"),
        Connection(id="lb-b", source="lb", target="web-b"),
        Connection(id="a-cache", source="web-a", target="cache", name="sessions"),
        Connection(id="a-db", source="web-a", target="db", behind_cache="cache", name="SQL"),
        Connection(id="b-cache", source="web-b", target="cache"),
        Connection(id="b-db", source="web-b", target="db", behind_cache="cache"),
        Connection(id="a-queue", source="web-a", target="queue", kind="publish"),
        Connection(id="b-queue", source="web-b", target="queue", kind="publish", name="orders"),
        Connection(id="q-w", source="queue", target="worker", kind="deliver"),
        Connection(id="w-db", source="worker", target="db"),
        Connection(id="db-r", source="db", target="replica", kind="replicate", promotes=True),
        Connection(id="w-pay", source="worker", target="payment", name="charge card", retries=2),
        Connection(id="watch-a", source="watch", target="web-a", kind="observe"),
        Connection(id="watch-b", source="watch", target="web-b", kind="observe"),
    )
    nodes = {
        "edge": _node(220, 60, 232, 320),
        "region": _node(520, 0, 1000, 660),
        "az-a": _node(780, 60, 700, 240),
        "az-b": _node(780, 340, 700, 280),
        "users": _node(0, 260),
        "dns": _node(252, 120),
        "cdn": _node(252, 260),
        "lb": _node(560, 260),
        "web-a": _node(820, 140),
        "web-b": _node(820, 440),
        "cache": _node(1060, 200),
        "db": _node(1280, 120),
        "queue": _node(1060, 500),
        "worker": _node(1280, 500),
        "replica": _node(1280, 400),
        "files": _node(560, 500),
        "payment": _node(1600, 500),
        "watch": _node(820, 720),
    }
    note = Note(id="n1", x=0, y=60, w=180, h=110, text="Checkout must work\nwhen one zone is gone.")
    view = View(id="main", name="Overview", nodes=nodes, notes=(note,))
    return Design(
        title="Web shop", components=components, groups=groups, connections=connections, views=(view,)
    )


@pytest.fixture
def search_steps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that grows by one entry with each step of a search for a way."""
    steps: list[int] = []
    moves = pathfinding._Search._moves

    def counted(search: pathfinding._Search, i: int, j: int, heading: int) -> list[tuple[int, float]]:
        steps.append(1)
        return moves(search, i, j, heading)

    monkeypatch.setattr(pathfinding._Search, "_moves", counted)
    return steps
