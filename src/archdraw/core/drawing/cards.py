"""A component as a card: tile with glyph, name, kind, badges, and the marks of the overlay."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.drawing.badges import badge_row
from archdraw.core.drawing.bodies import CARD_RADIUS, body_of
from archdraw.core.drawing.display import (
    BoxShape,
    ElementDrawing,
    FontSpec,
    GlyphShape,
    Paint,
    PathShape,
    Pen,
    TextShape,
    paint_of,
)
from archdraw.core.drawing.figures import full_percent, full_rate, percent
from archdraw.core.drawing.marks import (
    NO_MARKS,
    Marks,
    badge_shapes,
    mark_lines,
    ring_reach,
    ring_shapes,
)
from archdraw.core.drawing.paths import hatching
from archdraw.core.drawing.styling import USUAL, Look
from archdraw.core.drawing.wrapping import Wrapped, clean_text, shorten, wrap, wrap_paragraphs
from archdraw.core.geometry import Box

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archdraw.core.catalog import ComponentKind, Glyph
    from archdraw.core.drawing.display import FigureMark, LoadMark, Shape, TextMeasurer
    from archdraw.core.model import Component, Group

NAME_FONT = FontSpec(size=13.0, weight=600)
SECOND_FONT = FontSpec(size=11.0)
LOAD_FONT = FontSpec(size=10.0, weight=600)
NAME_LINE = 16.0
SECOND_LINE = 14.0
_TEXT, _SECOND = Paint("text"), Paint("text-second")
_TILE = 40.0
_PAD = 12.0
_BADGE_ROOM = 9.0
_BAR_STEPS = 500
# A card with less room than this has no text.
LEAST_ROOM = 16.0


class _Frame(NamedTuple):
    """Where tile and text stand on a card of a certain size."""

    tile: Box
    text_x: float
    text_width: float
    lines: int
    second: bool
    centred: bool = False


def draw_card(
    component: Component,
    box: Box,
    kind: ComponentKind,
    domains: tuple[str, ...],
    measurer: TextMeasurer,
    marks: Marks = NO_MARKS,
    look: Look = USUAL,
) -> ElementDrawing:
    """Return the drawing of a component.

    Parameters
    ----------
    component, kind
        The record and what the catalogue knows about its kind.
    box
        Place and size of the card; it is legible from 96 × 48 on and shows its tile alone below that.
    domains
        Names of the failure domains its instances are spread over.
    measurer
        Knows how wide text is.
    marks
        What the overlay says about this component.
    look
        Shape, colour and emphasis that were chosen for it.
    """
    family = look.token(f"family-{kind.family}")
    body = body_of(box, look, family)
    frame = _arrange_icon(box) if look.shape == "icon" else _arrange(body.room)
    name = _wrapped_name(component.name, kind, frame, measurer)
    shapes: list[Shape] = [
        *body.shapes,
        *tile_shapes(frame.tile, kind.glyph, family, look, bare=frame.centred),
    ]
    figure: list[Shape] = []
    if marks is not NO_MARKS:
        marked, figure = marked_shapes(box, marks, measurer)
        shapes += marked
    fine: list[Shape] = list(_text_shapes(body.room, frame, name, kind, measurer, look))
    managed = kind.managed if component.managed is None else component.managed
    fine += badge_row(box, replicas=component.replicas, domains=domains, managed=managed, measurer=measurer)
    fine += figure
    return ElementDrawing(
        id=component.id,
        role="component",
        bounds=box.grown(max(_BADGE_ROOM, ring_reach(marks))),
        shapes=tuple(shapes),
        fine=tuple(fine),
        frame=box,
        label_box=_label_box(body.room, frame),
        coarse=paint_of(family),
        tip=_tip(component, kind, domains, name, marks),
    )


def domain_names(component: Component, known: Mapping[str, Group]) -> tuple[str, ...]:
    """Return what the failure domains are called that a component is spread over."""
    return tuple([known[one].name or one for one in component.domains if one in known])


def marked_shapes(box: Box, marks: Marks, measurer: TextMeasurer) -> tuple[list[Shape], list[Shape]]:
    """Return what an overlay adds to a card, and the figure that is left out where text is not readable."""
    shapes: list[Shape] = []
    if marks.failed:
        shapes.append(PathShape(hatching(box.grown(-2.0), 9.0), pen=Pen(Paint("danger", 0.32), 1.25)))
        shapes.append(BoxShape(box, CARD_RADIUS, pen=Pen(Paint("danger"), 1.25)))
    bar, figure = load_shapes(box, marks, measurer)
    shapes += bar
    shapes += ring_shapes(box, CARD_RADIUS, marks)
    shapes += badge_shapes(box.x + 2.0, box.y + 1.0, marks)
    return shapes, figure


def tile_shapes(tile: Box, glyph: Glyph, token: str, look: Look, *, bare: bool = False) -> list[Shape]:
    """Return the tinted tile with its glyph; a bare one has no tint of its own."""
    strength = look.strength
    shapes: list[Shape] = []
    if not bare:
        tint = 0.24 if look.emphasis == "strong" else 0.12
        shapes.append(BoxShape(tile, 8.0, fill=paint_of(token, tint * strength)))
    size = tile.w * (1.0 if bare else 0.6)
    inset = (tile.w - size) / 2
    shapes.append(GlyphShape(tile.x + inset, tile.y + inset, size, glyph, paint_of(token, strength)))
    return shapes


def _label_box(room: Box, frame: _Frame) -> Box:
    if frame.centred:
        return Box(frame.text_x, frame.tile.bottom, frame.text_width, room.bottom - frame.tile.bottom)
    return Box(frame.text_x, room.y + 4, frame.text_width, room.h - 8)


def _arrange_icon(box: Box) -> _Frame:
    """Return where glyph and name stand in large-icon mode: one above the other, in the middle."""
    width = max(0.0, box.w - 12.0)
    lines = 2 if box.h >= 84.0 else 1
    side = max(12.0, min(box.w - 16.0, box.h - 10.0 - lines * NAME_LINE))
    tile = Box(box.x + (box.w - side) / 2, box.y + 4.0, side, side)
    return _Frame(tile, box.x + 6.0, width, lines, second=False, centred=True)


def _arrange(box: Box) -> _Frame:
    """Return where tile and text stand: the tile shrinks on small cards, the pads too."""
    x, y, w, h = box
    pad = min(_PAD, h / 6, w / 12)
    side = max(12.0, min(_TILE, h - 2 * pad, w * 0.3))
    tile = Box(x + pad, y + (h - side) / 2, side, side)
    gap = 10.0 if w >= 140 else 7.0
    text_x = tile.x + side + gap
    width = max(0.0, x + w - min(10.0, pad) - text_x)
    room = h - 8.0
    lines = max(1, min(2, int((room - SECOND_LINE) // NAME_LINE)))
    second = room >= NAME_LINE + SECOND_LINE
    if not second:
        lines = max(1, min(2, int(room // NAME_LINE)))
    return _Frame(tile, text_x, width, lines, second)


def _text_shapes(
    box: Box, frame: _Frame, name: Wrapped, kind: ComponentKind, measurer: TextMeasurer, look: Look
) -> list[TextShape]:
    if frame.text_width < LEAST_ROOM:
        return []
    paint = _SECOND if look.emphasis == "quiet" else _TEXT
    if frame.centred:
        return [
            TextShape(
                frame.tile.center.x,
                frame.tile.bottom + index * NAME_LINE + 14.0,
                line,
                NAME_FONT,
                paint,
                "middle",
                measurer.width(line, NAME_FONT),
            )
            for index, line in enumerate(name.lines)
        ]
    second = ""
    if frame.second and clean_text(" ".join(name.lines)).casefold() != kind.label.casefold():
        second = shorten(clean_text(kind.label), SECOND_FONT, frame.text_width, measurer)
    height = len(name.lines) * NAME_LINE + (SECOND_LINE if second else 0.0)
    top = box.y + (box.h - height) / 2
    shapes = [
        TextShape(
            frame.text_x,
            top + index * NAME_LINE + 12.0,
            line,
            NAME_FONT,
            paint,
            "start",
            measurer.width(line, NAME_FONT),
        )
        for index, line in enumerate(name.lines)
    ]
    if second:
        baseline = top + len(name.lines) * NAME_LINE + 11.0
        width = measurer.width(second, SECOND_FONT)
        shapes.append(TextShape(frame.text_x, baseline, second, SECOND_FONT, _SECOND, "start", width))
    return shapes


def load_shapes(box: Box, marks: Marks, measurer: TextMeasurer) -> tuple[list[Shape], list[Shape]]:
    """Return the bar along the foot of a card and its figure: of a chosen one, or of utilisation."""
    if marks.figure is not None:
        return _figure_shapes(box, marks.figure, measurer)
    if marks.load is None or marks.load.utilisation is None:
        return [], []
    return _load_bar(box, marks), _load_figure(box, marks, measurer)


def _figure_shapes(box: Box, figure: FigureMark, measurer: TextMeasurer) -> tuple[list[Shape], list[Shape]]:
    """Return a wash over the card, a bar as long as the figure's share, and the figure itself."""
    wash = 0.1 if figure.share is None else 0.03 + 0.17 * min(1.0, max(0.0, figure.share))
    shapes: list[Shape] = [
        BoxShape(box, CARD_RADIUS, fill=Paint(figure.token, wash), pen=Pen(Paint(figure.token, 0.55), 1.25))
    ]
    if figure.share is not None:
        shapes += _bar(box, figure.share, figure.token)
    text = shorten(figure.text, LOAD_FONT, max(24.0, box.w - 52.0), measurer)
    return shapes, _chip(box, text, figure.token, measurer)


def load_token(used: float, target: float) -> str:
    """Return the colour of a utilisation."""
    if used >= 1.0:
        return "danger"
    return "warning" if used > target else "good"


def _load_bar(box: Box, marks: Marks) -> list[Shape]:
    used = 0.0 if marks.load is None else marks.load.utilisation or 0.0
    return _bar(box, used, load_token(used, marks.target_utilisation))


def bar_share(share: float) -> float:
    """Return how much of a bar is filled: in steps that nobody sees, so that many have the same."""
    return round(min(1.0, max(0.0, share)) * _BAR_STEPS) / _BAR_STEPS


def _bar(box: Box, share: float, token: str) -> list[Shape]:
    track = Box(box.x + CARD_RADIUS, box.bottom - 5.0, max(1.0, box.w - 2 * CARD_RADIUS), 3.0)
    filled = Box(track.x, track.y, track.w * bar_share(share), 3.0)
    shapes: list[Shape] = [BoxShape(track, 1.5, fill=Paint("text-second", 0.2))]
    if filled.w > 0.5:
        shapes.append(BoxShape(filled, 1.5, fill=Paint(token)))
    return shapes


def _load_figure(box: Box, marks: Marks, measurer: TextMeasurer) -> list[Shape]:
    used = 0.0 if marks.load is None else marks.load.utilisation or 0.0
    return _chip(box, percent(used), load_token(used, marks.target_utilisation), measurer)


def _wrapped_name(text: str, kind: ComponentKind, frame: _Frame, measurer: TextMeasurer) -> Wrapped:
    """Return the lines of a name: its own line break counts where there is room for two lines."""
    if "\n" in text.strip() and frame.lines > 1:
        return wrap_paragraphs(text.strip(), NAME_FONT, frame.text_width, measurer, most=frame.lines)
    return wrap(clean_text(text) or kind.label, NAME_FONT, frame.text_width, measurer, most=frame.lines)


def _chip(box: Box, text: str, token: str, measurer: TextMeasurer) -> list[Shape]:
    width = measurer.width(text, LOAD_FONT)
    chip = Box(box.right - 10.0 - width - 12.0, box.bottom - 8.0, width + 12.0, 16.0)
    return [
        BoxShape(chip, 8.0, fill=Paint("card"), pen=Pen(Paint(token), 1.0)),
        TextShape(chip.center.x, chip.center.y + 3.5, text, LOAD_FONT, Paint(token), "middle", width),
    ]


def _tip(
    component: Component, kind: ComponentKind, domains: tuple[str, ...], name: Wrapped, marks: Marks
) -> str:
    if marks is NO_MARKS and not name.cut and not domains:
        return ""
    lines = [clean_text(component.name) or kind.label] if name.cut else []
    if name.cut:
        lines.append(kind.label)
    if domains:
        lines.append("Spread over " + ", ".join(dict.fromkeys(domains)))
    return "\n".join([*lines, *marked_lines(marks)])


def load_lines(load: LoadMark) -> list[str]:
    """Return a load in words."""
    lines = []
    if load.utilisation is not None:
        lines.append(f"Utilisation {full_percent(load.utilisation)}")
    if load.rate_rps is not None:
        lines.append(f"Load {full_rate(load.rate_rps)}")
    return lines


def marked_lines(marks: Marks) -> list[str]:
    """Return what an overlay says about a card, line by line."""
    lines = []
    if marks.load is not None:
        lines += load_lines(marks.load)
    if marks.figure is not None:
        lines.append(marks.figure.text)
    return [*lines, *mark_lines(marks)]
