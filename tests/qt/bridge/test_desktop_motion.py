"""Things keep still where the desktop asks for it, unless the user has set something else here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from archdraw.qt.bridge import desktop_motion
from archdraw.qt.bridge.motion import moves, set_motion

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Others keep it elsewhere.")
DESKTOPS = {
    "GNOME says no": ("ubuntu:GNOME", "false", "", False),
    "GNOME says yes": ("GNOME", "true", "", True),
    "Cinnamon has settings of its own": ("X-Cinnamon", "false org.cinnamon", "", False),
    "KDE takes no time": ("KDE", "true", "[KDE]\nAnimationDurationFactor=0\n[A][B]\nx=%\n", False),
    "KDE takes half the time": ("KDE", "false", "[KDE]\nAnimationDurationFactor=0.5\n", True),
    "KDE says nothing": ("KDE", "false", "", True),
    "KDE says what can't be read": ("KDE", "false", "[KDE]\nAnimationDurationFactor=none\n", True),
    "no desktop says anything": ("", "", "", True),
}


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    desktop_motion._wish.cache_clear()
    yield
    desktop_motion._wish.cache_clear()
    set_motion("system")


@pytest.mark.parametrize("name", list(DESKTOPS))
def test_the_desktop_is_followed(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desktop, answer, kept, wanted = DESKTOPS[name]
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", desktop)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    said, _, schema = answer.partition(" ")
    if said:
        tool = tmp_path / "gsettings"
        wants = schema or "org.gnome"
        tool.write_text(f'#!/bin/sh\ncase "$2" in {wants}.*) echo {said};; esac\n', encoding="utf-8")
        tool.chmod(0o755)
    if kept:
        (tmp_path / "kdeglobals").write_text(kept, encoding="utf-8")
    assert moves() is wanted
    # What the user sets here goes before what the desktop says.
    set_motion("full")
    assert moves()
    set_motion("reduced")
    assert not moves()


def test_the_desktop_is_asked_once_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def ask() -> bool:
        asked.append(1)
        return True

    monkeypatch.setattr(desktop_motion, "_freedesktop", ask)
    assert [desktop_motion._wish(span) for span in (1, 1, 2)] == [True, True, True]
    assert len(asked) == 2
