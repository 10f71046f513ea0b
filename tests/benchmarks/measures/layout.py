"""Automatic layout of clustered designs against plain dot and ELK: time, crossings, shape, overlaps."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import pairwise
from resource import RUSAGE_CHILDREN, getrusage
from time import process_time
from typing import TYPE_CHECKING, Any

from tests.benchmarks.figure import Figure

if TYPE_CHECKING:
    from archdraw.core.geometry import Box
    from archdraw.core.model import Design

_BUDGETS_MS = {200: 1000.0, 1000: 5000.0}
# Links reach this share of the components back; with it flat drawings cross as often as published for ELK.
_REACH = 0.3
_CLUSTER = 20
# Crossings of straight lines, and of lines as our router draws them, where elkjs 0.12.1 (layered, orthogonal,
# hierarchy included) puts the components of these designs: measured once, with sides of 2.3 : 1 and 1 : 1.4.
_ELK_STRAIGHT = {200: 883.0, 1000: 46_126.0}
_ELK_ROUTED = 1242.0
# Routing a thousand components takes longer than laying them out; there lines are taken as straight.
_MOST_ROUTED = 200
_PER_INCH = 72.0


def clustered_design(count: int, seed: int = 1) -> Design:
    """Return a service topology: each component is called by an earlier one, a quarter more calls at random.

    Clusters of 20 hold what follows each other; there are one and a quarter times as many connections as
    components.
    """
    from archdraw.core.model import Component, Connection, Design, Group, View

    chance = random.Random(seed)
    reach = round(count * _REACH)
    pairs = {(chance.randrange(max(0, index - reach), index), index): None for index in range(1, count)}
    while len(pairs) < count * 5 // 4:
        source = chance.randrange(count - 1)
        pairs[source, min(count - 1, source + chance.randint(1, reach))] = None
    return Design(
        components=tuple(
            Component(id=f"c{index}", kind="service", name=f"Service {index}", parent=f"g{index // _CLUSTER}")
            for index in range(count)
        ),
        groups=tuple(Group(id=f"g{index}", kind="tier") for index in range(-(-count // _CLUSTER))),
        connections=tuple(
            Connection(id=f"e{index}", source=f"c{source}", target=f"c{target}")
            for index, (source, target) in enumerate(pairs)
        ),
        views=(View(id="main"),),
    )


def measure_layout(count: int) -> list[Figure]:
    """Lay out a clustered design with us and with plain dot; times are CPU times, children included."""
    from archdraw.core.geometry import bounding_box
    from archdraw.core.layout import arrange

    design = clustered_design(count)
    begun = _cpu()
    made = arrange(design, "main")
    taken = (_cpu() - begun) * 1000
    begun = _cpu()
    plain = plain_dot(design)
    plain_ms = (_cpu() - begun) * 1000
    around, strip = bounding_box(made.boxes.values()), bounding_box(plain.values())
    assert around is not None, "nothing was laid out"
    assert strip is not None, "dot laid nothing out"
    name = f"layout of {count:,} components"
    shape, long = _longer(around), _longer(strip)
    figures = [
        Figure(name, taken, "ms", _BUDGETS_MS[count], plain_ms),
        Figure(f"{name}, longer side to shorter", shape, "", 2.0, long),
        Figure(f"{name}, overlaps", float(overlaps(design, made.boxes)), "", 0.0),
        Figure(
            f"{name}, crossings of straight lines",
            float(straight(design, made.boxes)),
            "",
            1.0,
            _ELK_STRAIGHT[count],
            by_ratio=True,
        ),
    ]
    if count <= _MOST_ROUTED:
        ours, theirs = routed(design, made.boxes), routed(design, plain)
        figures += [
            Figure(f"{name}, crossings", float(ours[0]), "", 1.0, _ELK_ROUTED, by_ratio=True),
            Figure(f"{name}, against plain dot", float(ours[0]), "", 1.0, float(theirs[0]), by_ratio=True),
            Figure(f"{name}, lines through a card", float(ours[1]), "", 0.0, float(theirs[1])),
        ]
    return figures


def _cpu() -> float:
    children = getrusage(RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime


def _longer(box: Box) -> float:
    return max(box.w / box.h, box.h / box.w)


def plain_dot(design: Design) -> dict[str, Box]:
    """Return the boxes that the engine alone gives, clusters and all."""
    from archdraw.core.geometry import Box
    from archdraw.core.layout.engine import run_engine

    lines = ['digraph { rankdir=LR; ranksep=1.3; nodesep=0.5; node [shape=box, fixedsize=true, label=""];']
    size = f"width={168 / _PER_INCH:.3f}, height={64 / _PER_INCH:.3f}"
    for group in design.groups:
        members = " ".join(f"{one.id} [{size}];" for one in design.components if one.parent == group.id)
        lines.append(f"subgraph cluster_{group.id} {{ margin=36; {members} }}")
    lines += [f"{one.source} -> {one.target};" for one in design.connections]
    answer: dict[str, Any] = run_engine("\n".join([*lines, "}"]), timeout_s=120.0)
    boxes = {}
    for entry in answer["objects"]:
        if "pos" in entry:
            x, y = (float(part) for part in entry["pos"].split(","))
            boxes[entry["name"]] = Box(x - 84.0, -y - 32.0, 168.0, 64.0)
    return boxes


def overlaps(design: Design, boxes: dict[str, Box]) -> int:
    """Return how many pairs of components lie on each other."""
    cards = sorted(boxes[one.id] for one in design.components)
    found = 0
    for index, card in enumerate(cards):
        for other in cards[index + 1 :]:
            if other.x >= card.right:
                break
            found += card.intersects(other)
    return found


def straight(design: Design, boxes: dict[str, Box]) -> int:
    """Return how many straight lines between the middles cross."""
    from archdraw.core.layout.score import straight_crossings

    return straight_crossings(
        [(*boxes[one.source].center, *boxes[one.target].center) for one in design.connections]
    )


def routed(design: Design, boxes: dict[str, Box]) -> tuple[int, int]:
    """Return how many connections cross as they are drawn, and how many run through a foreign component."""
    from archdraw.core.catalog import load_catalog
    from archdraw.core.drawing import FontMetrics, Scene
    from archdraw.core.layout import with_places

    cards = {one.id: boxes[one.id] for one in design.components}
    scene = Scene(with_places(design, "main", boxes), "main", load_catalog(), FontMetrics())
    routes = {}
    for one in design.connections:
        drawing = scene.element(one.id)
        routes[one.id] = drawing.route if drawing is not None else ()
    through = sum(
        _meets(routes[one.id], (box for key, box in cards.items() if key not in (one.source, one.target)))
        for one in design.connections
    )
    return crossings(list(routes.values())), through


def crossings(routes: Sequence[Sequence[tuple[float, float]]]) -> int:
    """Return how often level pieces of one route cross upright pieces of another."""
    level, upright = [], []
    for number, route in enumerate(routes):
        for (ax, ay), (bx, by) in pairwise(route):
            if ay == by:
                level.append((ay, min(ax, bx), max(ax, bx), number))
            elif ax == bx:
                upright.append((ax, min(ay, by), max(ay, by), number))
    return sum(
        low < x < high and top < y < foot and one != other
        for y, low, high, one in level
        for x, top, foot, other in upright
    )


def _meets(route: Sequence[tuple[float, float]], cards: Iterable[Box]) -> bool:
    pieces = [(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)) for (ax, ay), (bx, by) in pairwise(route)]
    return any(
        left < card.right - 1 and right > card.x + 1 and top < card.bottom - 1 and foot > card.y + 1
        for card in cards
        for left, top, right, foot in pieces
    )


MEASURES = {f"layout-{size}": partial(measure_layout, size) for size in _BUDGETS_MS}
