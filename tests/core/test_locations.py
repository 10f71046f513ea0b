"""Data, fonts and the user's folders are found in a checkout, a wheel and a frozen app."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs
import pytest

from archdraw.core import locations
from archdraw.core.locations import MissingDataError

FOLDERS = {
    "ARCHDRAW_PACKS_DIR": locations.user_packs_dir,
    "ARCHDRAW_CACHE_DIR": locations.cache_dir,
    "ARCHDRAW_CONFIG_DIR": locations.config_dir,
    "ARCHDRAW_STATE_DIR": locations.state_dir,
}


def test_the_checkout_has_both_data_folders() -> None:
    root = Path(__file__).resolve().parents[2]
    assert locations.library_dir() == root / "component_library"
    assert locations.resources_dir() == root / "resources"


def test_a_frozen_app_brings_its_own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = tmp_path / "archdraw" / "_data" / "component_library"
    library.mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert locations.library_dir() == library


def test_a_wheel_carries_its_data_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "archdraw"
    (package / "_data" / "resources").mkdir(parents=True)
    monkeypatch.setattr(locations, "__file__", str(package / "core" / "locations.py"))
    assert locations.resources_dir() == package / "_data" / "resources"
    with pytest.raises(MissingDataError) as missing:
        locations.library_dir()
    assert '"component_library" of ArchDraw was not found' in str(missing.value)
    assert str(package / "_data" / "component_library") in str(missing.value)


@pytest.mark.parametrize("variable", FOLDERS)
def test_a_variable_moves_each_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, str(tmp_path / "mine"))
    assert FOLDERS[variable]() == tmp_path / "mine"


@pytest.mark.parametrize("xdg", [None, "absolute", "relative"])
def test_folders_are_those_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, xdg: str | None
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for variable in FOLDERS:
        monkeypatch.delenv(variable)
    for name in ("CACHE", "CONFIG", "STATE", "DATA"):
        if xdg is None:
            monkeypatch.delenv(f"XDG_{name}_HOME", raising=False)
        else:
            place = str(tmp_path / "xdg" / name) if xdg == "absolute" else "somewhere"
            monkeypatch.setenv(f"XDG_{name}_HOME", place)
    if xdg == "relative":  # the XDG rules tell programs to ignore those
        assert locations.cache_dir() == tmp_path / ".cache" / "archdraw"
        return
    expected = platformdirs.PlatformDirs("archdraw", appauthor=False)
    assert locations.cache_dir() == expected.user_cache_path
    assert locations.config_dir() == expected.user_config_path
    assert locations.state_dir() == expected.user_state_path
    assert locations.user_packs_dir() == expected.user_data_path / "packs"


@pytest.mark.parametrize(
    ("family", "weight", "name"),
    [
        ("Fira Sans", 400, "FiraSans-Regular.ttf"),
        ("Fira Sans", 500, "FiraSans-Medium.ttf"),
        ("Fira Sans", 600, "FiraSans-SemiBold.ttf"),
        ("Fira Sans", 700, "FiraSans-Bold.ttf"),
        ("IBM Plex Mono", 400, "IBMPlexMono-Regular.ttf"),
        ("IBM Plex Mono", 600, "IBMPlexMono-SemiBold.ttf"),
    ],
)
def test_bundled_fonts_are_true_type_files(family: str, weight: int, name: str) -> None:
    path = locations.font_file(family, weight)
    assert path.name == name
    assert path.read_bytes()[:4] == b"\x00\x01\x00\x00"


def test_other_fonts_are_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match='"Comic Sans" in weight 400 is not bundled; there are: Fira'):
        locations.font_file("Comic Sans", 400)
    with pytest.raises(ValueError, match="weight 100"):
        locations.font_file("Fira Sans", 100)
    monkeypatch.setitem(locations._FONT_PACKAGES, "Fira Sans", "a_package_that_is_not_there")
    with pytest.raises(MissingDataError, match="a_package_that_is_not_there"):
        locations.font_file("Fira Sans", 400)
