"""Where the data directories, the fonts and the user's own folders are; the one place that knows."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

APP_NAME = "archdraw"

_FONT_PACKAGES = {"Fira Sans": "fontpkg_fira_sans", "IBM Plex Mono": "fontpkg_ibm_plex_mono"}
_FONT_FILES = {
    ("Fira Sans", 400): "FiraSans-Regular.ttf",
    ("Fira Sans", 500): "FiraSans-Medium.ttf",
    ("Fira Sans", 600): "FiraSans-SemiBold.ttf",
    ("Fira Sans", 700): "FiraSans-Bold.ttf",
    ("IBM Plex Mono", 400): "IBMPlexMono-Regular.ttf",
    ("IBM Plex Mono", 600): "IBMPlexMono-SemiBold.ttf",
}
# What XDG calls each directory, and where it is below the home folder when nothing else is said.
_XDG = {
    "cache": ("XDG_CACHE_HOME", ".cache"),
    "config": ("XDG_CONFIG_HOME", ".config"),
    "state": ("XDG_STATE_HOME", ".local/state"),
    "data": ("XDG_DATA_HOME", ".local/share"),
}


class MissingDataError(FileNotFoundError):
    """A directory or file that belongs to the program is not where it should be."""


def library_dir() -> Path:
    """Return the folder that holds one folder per component pack.

    Raises
    ------
    MissingDataError
        No such folder in the checkout, the installed package or the frozen app.
    """
    return _data_dir("component_library")


def resources_dir() -> Path:
    """Return the folder of themes, sample designs, interface icons and the published schema.

    Raises
    ------
    MissingDataError
        No such folder in the checkout, the installed package or the frozen app.
    """
    return _data_dir("resources")


def user_packs_dir() -> Path:
    """Return the folder of the user's own component packs (it need not exist)."""
    return _overridden("ARCHDRAW_PACKS_DIR") or _user_dir("data") / "packs"


def cache_dir() -> Path:
    """Return the folder for what can be made again (it need not exist)."""
    return _overridden("ARCHDRAW_CACHE_DIR") or _user_dir("cache")


def config_dir() -> Path:
    """Return the folder of the user's settings (it need not exist)."""
    return _overridden("ARCHDRAW_CONFIG_DIR") or _user_dir("config")


def state_dir() -> Path:
    """Return the folder of journals, logs and recent files (it need not exist)."""
    return _overridden("ARCHDRAW_STATE_DIR") or _user_dir("state")


def recovery_dir() -> Path:
    """Return the folder for unsaved work of windows that are open, or were when the program was killed."""
    return state_dir() / "recovery"


def font_file(family: str, weight: int = 400) -> Path:
    """Return the TrueType file of a bundled font.

    Parameters
    ----------
    family
        "Fira Sans" or "IBM Plex Mono".
    weight
        400, 500, 600 or 700 for Fira Sans; 400 or 600 for IBM Plex Mono.

    Raises
    ------
    ValueError
        A family or weight that is not bundled.
    MissingDataError
        The font package is not installed or lacks the file.
    """
    import importlib.util  # here: most starts of the command line need no font

    name = _FONT_FILES.get((family, weight))
    if name is None:
        offered = ", ".join(f"{known} {known_weight}" for known, known_weight in _FONT_FILES)
        raise ValueError(f'The font "{family}" in weight {weight} is not bundled; there are: {offered}.')
    package = _FONT_PACKAGES[family]
    spec = importlib.util.find_spec(package)
    places = list(spec.submodule_search_locations or ()) if spec is not None else []
    for place in places:
        path = Path(place) / "files" / name
        if path.is_file():
            return path
    looked = ", ".join(places) or f'a package "{package}", which is not installed'
    raise MissingDataError(f"The font file {name} was not found. Looked in: {looked}. Reinstall ArchDraw.")


def _data_dir(name: str) -> Path:
    looked = []
    for root in _data_roots():
        path = root / name
        if path.is_dir():
            return path
        looked.append(str(path))
    raise MissingDataError(
        f'The data folder "{name}" of ArchDraw was not found. Looked at: {", ".join(looked)}. '
        "Reinstall ArchDraw, or run it from a complete checkout."
    )


def _data_roots() -> Iterator[Path]:
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        yield Path(frozen) / "archdraw" / "_data"
    package = Path(__file__).resolve().parents[1]
    yield package / "_data"
    # A checkout or an editable install: the package lies in src/ beside the data folders.
    if package.parent.name == "src":
        yield package.parent.parent


def _overridden(variable: str) -> Path | None:
    value = os.environ.get(variable, "").strip()
    return Path(value).expanduser() if value else None


def _user_dir(purpose: str) -> Path:
    if sys.platform == "linux":
        # The XDG rule in three lines: platformdirs gives the same folders (a test compares) but costs
        # 10 ms to import, which every start would pay before the catalogue's cache can be found.
        variable, below_home = _XDG[purpose]
        root = Path(os.environ.get(variable, "").strip())
        return root / APP_NAME if root.is_absolute() else Path.home() / below_home / APP_NAME
    import platformdirs

    folders = platformdirs.PlatformDirs(APP_NAME, appauthor=False)
    return {
        "cache": folders.user_cache_path,
        "config": folders.user_config_path,
        "state": folders.user_state_path,
        "data": folders.user_data_path,
    }[purpose]
