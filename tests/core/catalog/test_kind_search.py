"""What somebody types into the palette finds the kind they mean, first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from archdraw.core.catalog import Catalog


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("lb", "l7_load_balancer"),
        ("db", "rdbms_primary"),
        ("q", "message_queue"),
        ("redis", "in_memory_cache"),
        ("postgres", "rdbms_primary"),
        ("kafka", "log_broker"),
        ("s3", "object_store"),
        ("CDN", "cdn"),
        ("load bal", "l7_load_balancer"),
        ("service", "service"),
        ("k8s ing", "k8s_ingress"),
        ("rdbms_replica", "rdbms_replica"),
        ("ngnx", "l7_load_balancer"),
        ("mongo", "document_db"),
        ("balancer nginx", "l7_load_balancer"),
        ("  vault ", "secrets_store"),
    ],
)
def test_the_best_fit_comes_first(base: Catalog, typed: str, first: str) -> None:
    assert base.search(typed)[0].id == first


def test_ranks_alias_before_label_before_word_before_keyword(base: Catalog) -> None:
    found = [kind.id for kind in base.search("cluster")]
    assert found[0] == "k8s_cluster"  # an alias of it
    words = found.index("batch")  # "Batch cluster": a later word of the label
    keywords = found.index("k8s_control_plane") if "k8s_control_plane" in found else len(found)
    assert words < keywords


def test_an_empty_text_gives_everything_in_palette_order(base: Catalog) -> None:
    assert base.search("  ") == base.in_palette_order()


def test_nonsense_finds_nothing(base: Catalog) -> None:
    assert base.search("zzqx") == ()
    assert base.search("database zzqx") == ()


def test_one_letter_finds_only_what_begins_with_it(base: Catalog) -> None:
    for kind in base.search("z"):
        texts = (kind.label, kind.default_name, kind.id, *kind.keywords, *kind.aliases)
        words = " ".join(texts).replace("_", " ").casefold().split()
        assert any(word.startswith("z") for word in words), kind.id
