"""The base catalogue, read from its files once, and a pack folder to write into."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archdraw.core.catalog import Catalog, load_catalog

if TYPE_CHECKING:
    from pathlib import Path

PACK_TOML = 'format = 1\nid = "mine"\nlabel = "My parts"\nversion = "1"\n'
KIND_TOML = """
label = "Mainframe"
family = "compute"
summary = "Has done the accounts since before anybody here was born."
aliases = ["mf"]
attributes = ["any"]
source = "the operators' log of last year"

[availability]
single = 0.9999
confidence = "measured"

[performance]
throughput = 700
throughput_unit = "transactions/s"
capacity_rps = 700
mean_ms = 12
"""
ICON_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">'
    '<rect class="line" x="4" y="3" width="16" height="18" rx="2"/></svg>'
)


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Return the bundled catalogue alone, past the cache."""
    return load_catalog(tmp_path_factory.mktemp("no_packs"), cache=False)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Return the folder of a user's pack with one kind and its picture; its parent holds the packs."""
    folder = tmp_path / "packs" / "mine"
    for name, text in (
        ("pack.toml", PACK_TOML),
        ("kinds/mainframe.toml", KIND_TOML),
        ("icons/mainframe.svg", ICON_SVG),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
