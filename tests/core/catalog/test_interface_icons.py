"""The interface's icons: all read, and read again from their compiled form."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdraw.core.catalog.icon_set import interface_icons
from archdraw.core.locations import resources_dir


def test_every_icon_is_read_and_its_compiled_form_says_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHDRAW_CACHE_DIR", str(tmp_path))
    interface_icons.cache_clear()
    fresh = interface_icons()
    assert set(fresh) == {path.stem for path in (resources_dir() / "icons").glob("*.svg")}
    assert (tmp_path / "icons.bin").is_file()
    interface_icons.cache_clear()
    assert interface_icons() == fresh
    (tmp_path / "icons.bin").write_bytes(b"damaged")
    interface_icons.cache_clear()
    assert interface_icons() == fresh
    interface_icons.cache_clear()
