"""Layout items that Python knows: Qt deletes them without telling, and what comes to stand there crashes."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import shiboken6
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

# As the books of PySide write it.
_LAYOUT_OF = re.compile(r"parent\.+ <.* at (0x\w+)>")


def known_items() -> Counter[str]:
    """Count the items of layouts that Qt made and Python knows, by the widgets they are or were in.

    Items of layouts that were added full are known, and those that `itemAt` and its like returned.
    """
    books: Any = shiboken6
    wrappers = books.getAllValidWrappers()
    # There are tens of thousands, of some hundred types.
    types = {one for one in set(map(type, wrappers)) if issubclass(one, QLayoutItem)}
    items = [one for one in wrappers if type(one) in types and not isinstance(one, QLayout)]
    # What Python made tells when it dies: the plots space their menus out that way.
    known = [one for one in items if not books.createdByPython(one)]
    layouts = {hex(id(one)): one for one in wrappers if known and isinstance(one, QLayout)}
    # An item that may be gone is not asked anything.
    of = (_LAYOUT_OF.search(books.dump(one)) for one in known)
    return Counter(_place(layouts.get(found[1])) if found else "no layout" for found in of)


def _place(layout: QLayout | None) -> str:
    """Name the nearest class of ours around a layout."""
    widget: QWidget | None = layout.parentWidget() if layout is not None else None
    while widget is not None and type(widget).__module__.startswith("PySide6"):
        widget = widget.parentWidget()
    return "no widget of ours" if widget is None else f"{type(widget).__module__}.{type(widget).__name__}"
