"""A drawing with so few elements that count as very many, for what writes crowds in words of its own."""

from __future__ import annotations

from dataclasses import replace

from archdraw.core.drawing import DisplayList, ElementDrawing
from archdraw.core.model import Component, Connection, Design, Placement, Style, View

NAMES = ("id", "role", "bounds", "shapes", "fine", "frame", "route", "label_box", "coarse", "tip")


def as_single_ones(display: DisplayList) -> DisplayList:
    """Return the list with each element's shapes made, as those of a small drawing are."""
    plain = [ElementDrawing(**{name: getattr(one, name) for name in NAMES}) for one in display.elements]
    return replace(display, elements=tuple(plain))


def crowded_design() -> Design:
    """Return some twenty components, some with names in other scripts or none, and lines among them."""
    names = ("Web", 'Größe <&> "', "Redis", "", "Orders\x00", "Web 検索", "Icon")
    components = [
        Component(id=f"n{index}", kind=kind, name=name, replicas=1 + index % 3)
        for index, (name, kind) in enumerate(
            zip(names * 3, ("service", "redis_cache", "cdn") * 7, strict=True)
        )
    ]
    pairs = [(a, b) for a in range(21) for b in range(21) if 0 < (a * 7 + b * 3) % 11 < 3 and a != b]
    connections = [
        Connection(id=f"c{index}", source=f"n{a}", target=f"n{b}", name=names[index % 7], protocol="<HTTP>")
        for index, (a, b) in enumerate(pairs)
    ]
    nodes = {
        f"n{index}": Placement(
            x=index % 5 * 210.125,
            y=index // 5 * 97.3 + index % 3 * 5,
            style=Style(shape="icon", emphasis="quiet") if index % 7 == 6 else None,
        )
        for index in range(21)
    }
    view = View(id="main", nodes=nodes)
    return Design(components=tuple(components), connections=tuple(connections), views=(view,))
