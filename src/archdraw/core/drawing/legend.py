"""The legend: what each mark of an overlay means, in the words and shapes of the drawing itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.drawing.change_signs import CHANGE_LEGEND, change_pen
from archdraw.core.drawing.display import BoxShape, ElementDrawing, FontSpec, Paint, PathShape, Pen, TextShape
from archdraw.core.drawing.figures import percent, rate
from archdraw.core.drawing.marks import Marks, badge_shapes
from archdraw.core.drawing.paths import hatching, polyline
from archdraw.core.geometry import Box

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.core.drawing.display import ChangeSign, FigureKey, LoadMark, Overlay, Shape, TextMeasurer

    Entry = tuple[Callable[[float, float], list[Shape]], str]

LEGEND_ID = "legend"
_TITLE_FONT = FontSpec(size=12.0, weight=600)
_FONT = FontSpec(size=11.0)
_PAD = 14.0
_ROW = 26.0
_SYMBOL = 46.0
_BADGE = 5.5


def legend_drawings(
    overlay: Overlay, origin: tuple[float, float], measurer: TextMeasurer
) -> tuple[ElementDrawing, ...]:
    """Return the legend of an overlay with its top left corner at `origin`; empty where nothing is marked."""
    entries = _entries(overlay)
    if not entries:
        return ()
    x, y = origin
    title = overlay.name or "Legend"
    widest = max(
        measurer.width(title, _TITLE_FONT), *(_SYMBOL + measurer.width(text, _FONT) for _, text in entries)
    )
    box = Box(x, y, widest + 2 * _PAD, _PAD + 20.0 + len(entries) * _ROW + 8.0)
    shapes: list[Shape] = [BoxShape(box, 10.0, fill=Paint("card"), pen=Pen(Paint("card-border"), 1.0))]
    fine: list[Shape] = [
        TextShape(
            x + _PAD,
            y + _PAD + 10.0,
            title,
            _TITLE_FONT,
            Paint("text"),
            "start",
            measurer.width(title, _TITLE_FONT),
        )
    ]
    for index, (symbol, text) in enumerate(entries):
        middle = y + _PAD + 20.0 + (index + 0.5) * _ROW
        shapes += symbol(x + _PAD, middle)
        width = measurer.width(text, _FONT)
        fine.append(
            TextShape(x + _PAD + _SYMBOL, middle + 3.8, text, _FONT, Paint("text-second"), "start", width)
        )
    return (ElementDrawing(LEGEND_ID, "overlay", box.grown(1.0), tuple(shapes), tuple(fine), frame=box),)


def _entries(overlay: Overlay) -> list[Entry]:
    entries: list[Entry] = []
    if overlay.single_points is not None:
        entries.append((_ring, "Single point of failure"))
    if overlay.load is not None:
        entries += _load_entries(overlay.load, overlay.target_utilisation)
    entries += [(_figure(key), key.text) for key in overlay.keys]
    if overlay.rates:
        entries.append((_lines, f"Rate on the line, widest {rate(max(overlay.rates.values()))}"))
    if overlay.failed:
        entries.append((_failed, "Fails"))
    if overlay.degraded:
        entries.append((_degraded, "Works only in part"))
    happened = set((overlay.changes or {}).values())
    entries += [(_change(sign), CHANGE_LEGEND[sign]) for sign in CHANGE_LEGEND if sign in happened]
    if overlay.highlighted:
        entries.append((_highlighted, overlay.chosen))
    return entries


def _load_entries(load: dict[str, LoadMark], target: float) -> list[Entry]:
    used = [mark.utilisation for mark in load.values() if mark.utilisation is not None]
    entries: list[Entry] = [(_bar("good", 0.5), f"Utilisation up to the target of {percent(target)}")]
    if any(target < one < 1.0 for one in used):
        entries.append((_bar("warning", 0.85), f"Over {percent(target)}"))
    if any(one >= 1.0 for one in used):
        entries.append((_bar("danger", 1.0), "Overloaded: 100\u2009% and more"))
    return entries


def _body(x: float, y: float) -> Box:
    return Box(x + 6.0, y - 7.0, 26.0, 15.0)


def _card(x: float, y: float) -> BoxShape:
    return BoxShape(_body(x, y), 4.0, fill=Paint("card"), pen=Pen(Paint("card-border"), 1.0))


def _figure(key: FigureKey) -> Callable[[float, float], list[Shape]]:
    """Return the symbol of a figure: the card in its colour, with a bar where there is a scale."""

    def symbol(x: float, y: float) -> list[Shape]:
        shapes: list[Shape] = [_card(x, y)]
        if key.token:
            wash = 0.12 if key.share is None else 0.03 + 0.17 * key.share
            pen = Pen(Paint(key.token, 0.55), 1.25)
            shapes.append(BoxShape(_body(x, y), 4.0, fill=Paint(key.token, wash), pen=pen))
        if key.share is not None:
            body = _body(x, y)
            bar = Box(body.x + 4.0, body.bottom - 5.0, max(1.0, (body.w - 8.0) * key.share), 3.0)
            shapes.append(BoxShape(bar, 1.5, fill=Paint(key.token)))
        return shapes

    return symbol


def _ring(x: float, y: float) -> list[Shape]:
    ring = BoxShape(_body(x, y), 4.0, pen=Pen(Paint("danger"), 2.0))
    return [ring, *badge_shapes(x + 7.0, y - 6.0, Marks(single_point=""), _BADGE)]


def _failed(x: float, y: float) -> list[Shape]:
    lines = PathShape(hatching(_body(x, y), 6.0), pen=Pen(Paint("danger", 0.45), 1.25))
    return [_card(x, y), lines, *badge_shapes(x + 7.0, y - 6.0, Marks(failed=True), _BADGE)]


def _degraded(x: float, y: float) -> list[Shape]:
    ring = BoxShape(_body(x, y), 4.0, pen=Pen(Paint("warning"), 2.0, (2.0, 4.0)))
    return [ring, *badge_shapes(x + 7.0, y - 6.0, Marks(degraded=True), _BADGE)]


def _change(sign: ChangeSign) -> Callable[[float, float], list[Shape]]:
    def symbol(x: float, y: float) -> list[Shape]:
        ring = BoxShape(_body(x, y), 4.0, pen=change_pen(sign))
        return [ring, *badge_shapes(x + 7.0, y - 6.0, Marks(change=sign), _BADGE)]

    return symbol


def _highlighted(x: float, y: float) -> list[Shape]:
    return [BoxShape(_body(x, y), 4.0, pen=Pen(Paint("accent"), 2.0))]


def _lines(x: float, y: float) -> list[Shape]:
    return [
        PathShape(
            polyline([(x + 4.0, y + shift), (x + 30.0, y + shift)]), pen=Pen(Paint("connection"), width)
        )
        for shift, width in ((-6.0, 1.0), (-1.0, 3.0), (6.0, 6.0))
    ]


def _bar(token: str, share: float) -> Callable[[float, float], list[Shape]]:
    def symbol(x: float, y: float) -> list[Shape]:
        track = Box(x + 4.0, y - 1.5, 26.0, 3.0)
        filled = Box(track.x, track.y, track.w * share, 3.0)
        return [
            BoxShape(track, 1.5, fill=Paint("text-second", 0.2)),
            BoxShape(filled, 1.5, fill=Paint(token)),
        ]

    return symbol
