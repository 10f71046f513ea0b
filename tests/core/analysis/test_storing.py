"""What a store keeps: copies, expiry, and the one day that the rule and the forecast name."""

from __future__ import annotations

import pytest
from tests.core.analysis.rules.drawn import USER, drawn, findings_of, link, part, shared_catalog

from archdraw.core.analysis import analyse
from archdraw.core.analysis.storing import Keeping, keeping_of


def test_copies_take_room_and_what_expires_does_not() -> None:
    keeping = Keeping(held=100.0, growth_day=10.0, kept_days=None, copies=3.0, room=900.0)
    assert keeping.after(5.0) == 450.0
    assert keeping.days_until_full() == 20.0
    expiring = Keeping(held=100.0, growth_day=10.0, kept_days=15.0, copies=3.0, room=900.0)
    assert expiring.after(1000.0) == 450.0
    assert expiring.days_until_full() is None
    assert Keeping(400.0, 10.0, None, 3.0, 900.0).days_until_full() == 0.0
    assert Keeping(None, 0.0, None, 1.0, 900.0).days_until_full() is None
    assert Keeping(None, 1.0, None, 1.0, None).days_until_full() is None
    assert keeping_of(part("db", "rdbms_primary")) is None


def test_the_rule_and_the_forecast_name_the_same_day() -> None:
    design = drawn(
        USER,
        part("app", discovery="dns"),
        part(
            "db",
            "wide_column",
            replication_factor=3,
            storage_bytes=1e11,
            growth_bytes_day=1e9,
            storage_limit_bytes=6e11,
        ),
        link("user", "app"),
        link("app", "db", operation="write"),
    )
    (finding,) = findings_of(design, "DAT-06")
    headroom = analyse(design, shared_catalog()).headroom
    assert headroom is not None
    (growth,) = [one for one in headroom.storage if one.component == "db"]
    assert finding.evidence["days"] == growth.full_in_days == pytest.approx(100.0)
    assert finding.evidence["held_bytes_at_horizon"] == pytest.approx(3.0 * (1e11 + 1095.0 * 1e9))
