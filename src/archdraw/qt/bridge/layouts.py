"""Layouts as the panels and dialogs need them; one within another takes its place while it is empty."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout

_Layout = TypeVar("_Layout", bound=QLayout)


def nested(outer: QBoxLayout, inner: _Layout, stretch: int = 0) -> _Layout:
    """Put an empty layout into another one, and return it to be filled.

    PySide makes a Python object of every item of a layout that is added full. When a widget leaves such a
    layout, Qt deletes its item without telling: PySide goes on taking the address for that of the Python
    object, and another one that comes to stand there can bring the program down. And pages that a stack
    takes before it has a place are shown as windows of their own.
    """
    if inner.count():
        message = "A layout takes its place in another one before anything is put into it."
        raise ValueError(message)
    outer.addLayout(inner, stretch)
    return inner


def edge_to_edge(layout: _Layout) -> _Layout:
    """Leave no room around and between what is in a layout, and return it."""
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return layout


def bar_in(column: QBoxLayout) -> QHBoxLayout:
    """Return a row for the tools of a panel, below what its column holds so far."""
    bar = nested(column, QHBoxLayout())
    bar.setContentsMargins(8, 6, 8, 6)
    bar.setSpacing(8)
    return bar
