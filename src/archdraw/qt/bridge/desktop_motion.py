"""Whether the desktop asks its programs to keep still; asked where each keeps that, as Qt doesn't tell.

Asking takes up to 50 ms, so it is done when something is about to move, and at most once in half a minute.
"""

from __future__ import annotations

import os
import sys
import time
from functools import lru_cache
from pathlib import Path

_SPAN_S = 30.0
_PATIENCE_S = 0.5
_USUAL_SCHEMA = "org.gnome.desktop.interface"
_SCHEMAS = {"x-cinnamon": "org.cinnamon.desktop.interface", "mate": "org.mate.interface"}


def keeps_still() -> bool:
    """Tell whether things should not move; a desktop that says nothing lets them."""
    return _wish(int(time.monotonic() / _SPAN_S))


@lru_cache(maxsize=1)
def _wish(_span: int) -> bool:
    try:
        if sys.platform == "win32":
            return _windows()
        return _mac() if sys.platform == "darwin" else _freedesktop()
    except (OSError, ValueError):
        return False


def _windows() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    animated = ctypes.c_int(1)
    # SPI_GETCLIENTAREAANIMATION, "show animations in Windows".
    ctypes.windll.user32.SystemParametersInfoW(0x1042, 0, ctypes.byref(animated), 0)
    return not animated.value


def _mac() -> bool:
    import plistlib

    kept = Path.home() / "Library" / "Preferences" / "com.apple.universalaccess.plist"
    return bool(plistlib.loads(kept.read_bytes()).get("reduceMotion"))


def _freedesktop() -> bool:
    desktops = os.environ.get("XDG_CURRENT_DESKTOP", "").casefold().split(":")
    return _kde() if "kde" in desktops else _gnome(desktops)


def _kde() -> bool:
    """Return whether animations last no time at all."""
    from configparser import ConfigParser, Error

    folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    kept = ConfigParser(strict=False, interpolation=None, allow_no_value=True)
    try:
        kept.read_string((folder / "kdeglobals").read_text(encoding="utf-8"))
        return kept.getfloat("KDE", "AnimationDurationFactor", fallback=1.0) == 0.0
    except Error as error:
        raise ValueError(str(error)) from error


def _gnome(desktops: list[str]) -> bool:
    """Return what GNOME and its relatives have in their settings."""
    import shutil
    import subprocess

    tool = shutil.which("gsettings")
    if tool is None:
        return False
    schema = next((_SCHEMAS[one] for one in desktops if one in _SCHEMAS), _USUAL_SCHEMA)
    asked = [tool, "get", schema, "enable-animations"]
    try:
        said = subprocess.run(asked, capture_output=True, text=True, timeout=_PATIENCE_S, check=False)
    except subprocess.SubprocessError as error:
        raise ValueError(str(error)) from error
    return said.stdout.strip() == "false"
