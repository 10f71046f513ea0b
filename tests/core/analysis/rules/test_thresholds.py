"""Limits are declared, with unit and source, and each one that a rule names decides something."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.core.analysis.rules.drawn import USER, Pair, drawn, findings_of, journey, link, part, status_of
from tests.core.analysis.rules.test_every_rule import all_pairs

from archdraw.core.analysis import rules
from archdraw.core.analysis.rules import ALL_RULES
from archdraw.core.analysis.rules.thresholds import THRESHOLDS
from archdraw.core.model import Design

# Numbers that judge nothing: how many names a sentence shows, and units of time.
_NUMBERS = re.compile(r"^(_?[A-Z][A-Z_, ]*) = -?[0-9]", re.MULTILINE)
NO_LIMITS = {"_SHOWN", "_CAUSES", "_MOST", "_DAY_S", "_MONTH_S"}
JUDGED = [(rule.id, name) for rule in ALL_RULES for name in rule.thresholds]


def test_no_rule_keeps_a_limit_to_itself() -> None:
    found = {
        f"{path.stem}: {name}"
        for path in Path(rules.__file__).parent.glob("[a-z0-9]*_[0-9][0-9].py")
        for names in _NUMBERS.findall(path.read_text(encoding="utf-8"))
        for name in names.split(", ")
        if name not in NO_LIMITS
    }
    assert found == set()


def test_every_threshold_is_named_by_a_rule_and_says_what_it_decides() -> None:
    assert {name for _, name in JUDGED} == set(THRESHOLDS)
    for name, one in THRESHOLDS.items():
        assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
        assert one.default > 0.0
        assert one.meaning.endswith(".")
        assert one.source
        # Only shares and factors have no unit.
        assert one.unit or one.default <= 1.0 or name in UNITLESS, name


UNITLESS = {
    "cache_reads_per_write", "chain_depth", "extra_nine", "fan_out", "nat_connections", "pods_per_node",
    "retry_amplification", "spike", "stampede_factor",
}  # fmt: skip


def outcome(design: Design, rule: str) -> tuple[str, list[tuple[object, ...]]]:
    told = [(one.elements, one.severity, one.message, str(one.evidence)) for one in findings_of(design, rule)]
    return status_of(design, rule), sorted(told)


def with_limit(design: Design, name: str, value: float) -> Design:
    changed: Design = design.revised(settings=design.settings.revised(thresholds={name: value}))
    return changed


def moves(design: Design, rule: str, name: str) -> bool:
    """Return whether a limit far away from the usual one changes what is said of a design."""
    usual = outcome(design, rule)
    return any(outcome(with_limit(design, name, far), rule) != usual for far in (1e-6, 1e15))


def kept(kind: str = "key_value", rate: float = 1000.0, operation: str = "write", **store: Any) -> Design:
    """Return user → app → db."""
    return drawn(
        USER,
        part("app", discovery="dns"),
        part("db", kind, **store),
        link("user", "app"),
        link("app", "db", operation=operation),
        journey(peak_rps=rate),
    )


def cached() -> Design:
    """Return a cache whose working set is not stated, so that it follows from what is read."""
    design = kept(operation="read")
    return design.revised(  # type: ignore[no-any-return]
        components=(*design.components, part("cache", "in_memory_cache", memory_bytes=1e6)),
        connections=(
            design.connections[0],
            link("app", "cache", operation="read"),
            link("app", "db", operation="read", behind_cache="cache", payload_bytes=1000.0),
        ),
    )


def tunnelled() -> Design:
    return drawn(
        USER, part("tunnel", "vpn", 1), link("user", "tunnel", payload_bytes=1000.0), journey(peak_rps=10.0)
    )


def mixed(capacity: float) -> Design:
    design = kept("rdbms_primary", 150.0, "read", capacity_rps=capacity)
    return design.revised(  # type: ignore[no-any-return]
        connections=(*design.connections, link("app", "db", operation="write").revised(id="writes"))
    )


# What the pairs of the rules do not reach.
MORE: dict[str, Callable[[], Design]] = {
    "partition_writes_rps": lambda: kept(hottest_key_share=0.5),
    "one_primary_rps": lambda: kept("rdbms_primary"),
    "cache_reads_per_write": lambda: mixed(100_000.0),
    "cache_utilisation": lambda: mixed(200.0),
    "hot_share": cached,
    "bandwidth_vpn_bit_s": tunnelled,
}


@pytest.mark.parametrize(("rule", "name"), JUDGED)
def test_a_limit_of_the_document_replaces_the_usual_one(rule: str, name: str) -> None:
    pairs: list[Pair] = [pair for pair in all_pairs() if pair.rule == rule]
    designs = [design for pair in pairs for design in (pair.failing, pair.passing)]
    designs += [MORE[name]()] if name in MORE else []
    assert any(moves(design, rule, name) for design in designs)
