"""The binding between Python and Qt keeps its accounts: one that loses references kills the interpreter."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtWidgets import QGraphicsRectItem, QWidget
from pytestqt.qtbot import QtBot

CALLS = 500
# References to None come and go with everything else that runs; a leak of one a call is far beyond that.
NOISE = 50


def lost_references(call: Callable[[], None]) -> int:
    """Return by how many the references to None have dropped after 500 calls."""
    call()  # whatever the first call sets up is not counted
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        call()
    return before - sys.getrefcount(None)


class TestNoneIsNotGivenAway:
    """PySide6 6.12.0 drops one reference to None in each call that returns nothing.

    From Python 3.12 on None is immortal: its count stands still, and the fault does no harm.
    """

    def test_by_moving_an_item(self, qtbot: QtBot) -> None:
        item = QGraphicsRectItem(0, 0, 10, 10)
        assert lost_references(lambda: item.setPos(3, 4)) < NOISE

    def test_by_moving_a_widget(self, qtbot: QtBot) -> None:
        widget = QWidget()
        qtbot.addWidget(widget)
        assert lost_references(lambda: widget.move(3, 4)) < NOISE


def test_the_known_bad_release_is_not_installed() -> None:
    from PySide6 import __version__

    assert not (__version__ == "6.12.0" and sys.version_info < (3, 12))
