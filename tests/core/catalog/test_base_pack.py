"""The base pack as a whole: nothing broken, nothing missing, the vocabulary complete."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from archdraw.core.catalog import FAMILIES, GENERIC_GLYPH, Catalog, unknown_kind
from archdraw.core.locations import library_dir

# The vocabulary that rules and analysis read (design page on attributes).
VOCABULARY = {
    "any": "beta health_check autoscaling session_state optional public monitored traced logged alarmed "
    "service_cv2 arrival_cv2 queue_limit threads fan encryption_at_rest quota_rps",
    "rdbms_primary": "backup standby replication replication_factor read_quorum write_quorum min_in_sync "
    "acks replication_lag_s reads_from_replica sharded partition_key partitions hottest_key_share "
    "storage_bytes storage_limit_bytes growth_bytes_day retention_days volatile consistency pacelc "
    "conflict_policy transactions joins max_connections lock",
    "in_memory_cache": "pattern hit_ratio ttl_s warm_up_s invalidation stampede_protection memory_bytes "
    "working_set_bytes store_of_record",
    "log_broker": "dead_letter delivery ordering ordering_key bounded backpressure durable retention_s "
    "partitions replication_factor min_in_sync acks business_logic",
    "worker": "idempotent consumer_group max_in_flight",
    "api_gateway": "rate_limit authentication tls waf admission_queue routes business_logic",
    "service": "context legacy saga outbox bulkhead balancing scaling_lag_s discovery idempotent",
    "k8s_deployment": "controller readiness_probe liveness_probe pdb_min_available pdb_max_unavailable hpa "
    "requests limits topology_spread anti_affinity image_tag declarative strategy volume network_policy "
    "service_type members",
}
ON_CONNECTIONS = [
    "idempotency_key",
    "backoff",
    "jitter",
    "retry_budget",
    "max_in_flight",
    "hedge",
    "hedge_ms",
    "backoff_ms",
    "rtt_ms",
    "encrypted",
    "fan_out",
    "mutates",
    "at_most_once",
    "undirected",
]
ON_GROUPS = ["public", "provider", "members"]
ON_JOURNEYS = [
    *("exclusive", "peak_duration_s", "read_your_writes"),
    *("promised_availability", "regions_required", "loss_allowed"),
]
DOMAINS = {"region", "zone", "rack", "host", "cluster", "node_pool"}
BOUNDARIES = {"vpc", "subnet", "trust_boundary", "bounded_context", "team", "tier", "namespace"}


def test_nothing_in_the_base_pack_is_broken(base: Catalog) -> None:
    assert base.problems == ()
    assert [pack.id for pack in base.packs] == ["base"]
    assert Path(base.packs[0].path) == library_dir() / "base"


def test_every_kind_and_group_has_a_picture_of_its_own(base: Catalog) -> None:
    for kind in base.kinds.values():
        assert Path(kind.icon_path).is_file()
        assert kind.glyph != GENERIC_GLYPH, kind.id
    assert all(group.glyph != GENERIC_GLYPH for group in base.groups.values())
    assert base.unknown_glyph != GENERIC_GLYPH


def test_every_kind_stands_in_the_order_of_its_pack(base: Catalog) -> None:
    assert Counter(base.order) == Counter(list(base.kinds))


def test_the_palette_shows_every_kind_once_in_the_order_of_families(base: Catalog) -> None:
    families = base.families()
    assert [family for family, _, _ in families] == [family for family, _ in FAMILIES]
    shown = [kind.id for _, _, kinds in families for kind in kinds]
    assert Counter(shown) == Counter(list(base.kinds))
    assert all(kind.family == family for family, _, kinds in families for kind in kinds)
    assert shown[0] == "client_web"


def test_what_people_read_and_type_is_there(base: Catalog) -> None:
    for kind in base.kinds.values():
        assert kind.summary.endswith(".")
        assert kind.keywords
        assert kind.aliases
        assert kind.default_name
        assert len(kind.default_name) <= 24
    aliases = Counter(alias for kind in base.kinds.values() for alias in kind.aliases)
    assert {alias: count for alias, count in aliases.items() if count > 1} == {}


def test_routing_kinds_are_those_that_choose_among_alternatives(base: Catalog) -> None:
    assert {kind.id for kind in base.kinds.values() if kind.routes} == {
        "dns",
        "geo_router",
        "l4_load_balancer",
        "l7_load_balancer",
        "reverse_proxy",
        "api_gateway",
        "service_mesh_sidecar",
        "service_registry",
        "k8s_service",
        "k8s_ingress",
    }


def test_kinds_that_exist_only_as_a_service_are_managed(base: Catalog) -> None:
    managed = {kind.id for kind in base.kinds.values() if kind.managed}
    assert {"dns", "cdn", "object_store", "payment_api", "serverless_function"} <= managed
    assert {kind.id for kind in base.kinds.values() if kind.role == "external"} <= managed
    assert not managed & {"service", "rdbms_primary", "l7_load_balancer", "log_broker", "nat_gateway", "vm"}


def test_clients_never_fail(base: Catalog) -> None:
    clients = [kind for kind in base.kinds.values() if kind.role == "client"]
    assert len(clients) == 2
    assert all(kind.availability_single.value == 1 for kind in clients)


def test_the_vocabulary_of_attributes_is_offered(base: Catalog) -> None:
    for kind in base.kinds.values():
        assert set(VOCABULARY["any"].split()) <= {spec.name for spec in kind.attributes}, kind.id
    for kind_id, names in VOCABULARY.items():
        if kind_id != "any":
            assert set(names.split()) <= {spec.name for spec in base.kind(kind_id).attributes}, kind_id
    assert [spec.name for spec in base.connection_attributes] == ON_CONNECTIONS
    assert [spec.name for spec in base.journey_attributes] == ON_JOURNEYS
    assert [spec.name for spec in base.group("zone").attributes] == ON_GROUPS


def test_attributes_explain_themselves(base: Catalog) -> None:
    for kind in base.kinds.values():
        for spec in kind.attributes:
            assert spec.label
            assert spec.help.endswith(".")
            assert spec.group
            assert spec.default is None or spec.default_source


def test_a_kind_may_give_an_attribute_another_default(base: Catalog) -> None:
    cdn, cache = base.kind("cdn").attribute("hit_ratio"), base.kind("in_memory_cache").attribute("hit_ratio")
    assert cdn is not None
    assert cache is not None
    assert (cdn.default, cache.default) == (0.9, 0.8)
    assert (cdn.label, cdn.maximum) == (cache.label, 1.0)


def test_records_name_their_fields(base: Catalog) -> None:
    backup = base.kind("rdbms_primary").attribute("backup")
    assert backup is not None
    assert backup.type == "bool_or_record"
    assert [(field.name, field.type) for field in backup.fields] == [
        ("interval_s", "duration_s"),
        ("domain", "text"),
        ("restore_tested", "bool"),
    ]


def test_groups_are_failure_domains_or_boundaries(base: Catalog) -> None:
    assert {group.id for group in base.groups.values() if group.failure_domain} == DOMAINS
    assert {group.id for group in base.groups.values() if not group.failure_domain} == BOUNDARIES
    for domain, kind in (
        ("region", "region"),
        ("zone", "zone"),
        ("rack", "rack"),
        ("host", "vm"),
        ("cluster", "k8s_cluster"),
        ("node_pool", "k8s_node_pool"),
    ):
        assert base.group(domain).availability.value == base.kind(kind).availability_single.value
    assert all(base.group(boundary).availability.value is None for boundary in BOUNDARIES)


def test_a_stranger_asked_for_again_is_the_same_and_that_of_another_glyph_is_not(base: Catalog) -> None:
    assert base.kind("of-the-future") is base.kind("of-the-future")
    assert base.kind("of-the-future") is not base.kind("of-the-past")
    assert unknown_kind("of-the-future").glyph == GENERIC_GLYPH
    assert base.kind("of-the-future").glyph == base.unknown_glyph


def test_an_unknown_kind_is_shown_under_its_own_name(base: Catalog) -> None:
    kind = base.kind("quantum_abacus")
    assert not base.is_known("quantum_abacus")
    assert (kind.id, kind.label, kind.default_name) == ("quantum_abacus", "quantum_abacus", "quantum_abacus")
    assert kind.glyph == base.unknown_glyph
    assert kind.availability_single.value is None
    assert kind.capacity_rps.value is None
    group = base.group("parish")
    assert (group.label, group.failure_domain, group.availability.value) == ("parish", False, None)
