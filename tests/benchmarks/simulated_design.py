"""A design of ten components with stated times, for measuring the simulation."""

from __future__ import annotations

from archdraw.core.model import Component, Connection, Design, Journey


def ten_components() -> Design:
    """Return a shop: a gateway, four services, two stores, a cache, a queue with its worker."""
    kinds = {
        "gateway": "api_gateway", "orders": "service", "users": "service", "stock": "service",
        "prices": "service", "cache": "in_memory_cache", "orders-db": "rdbms_primary",
        "users-db": "rdbms_primary", "events": "message_queue", "mailer": "worker",
    }  # fmt: skip
    times = {
        "gateway": 1.0, "orders": 8.0, "users": 5.0, "stock": 6.0, "prices": 4.0, "cache": 0.5,
        "orders-db": 5.0, "users-db": 4.0, "events": 2.0, "mailer": 15.0,
    }  # fmt: skip
    components = tuple(
        Component(id=name, kind=kind, service_time_ms=times[name], concurrency=8.0, replicas=2)
        for name, kind in kinds.items()
    )
    calls = (
        ("gateway", "orders"), ("orders", "users"), ("orders", "stock"), ("orders", "prices"),
        ("prices", "cache"), ("orders", "orders-db"), ("users", "users-db"),
    )  # fmt: skip
    connections = (
        *(
            Connection(id=f"{source}-{target}", source=source, target=target, timeout_ms=1000.0, retries=1)
            for source, target in calls
        ),
        Connection(id="orders-events", source="orders", target="events", kind="publish"),
        Connection(id="events-mailer", source="events", target="mailer", kind="deliver"),
    )
    journey = Journey(id="order", name="Order", entry="gateway", peak_rps=500.0)
    return Design(title="Shop", components=components, connections=connections, journeys=(journey,))
