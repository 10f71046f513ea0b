"""A note: free text on a tinted sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.drawing.display import BoxShape, ElementDrawing, FontSpec, Paint, Pen, TextShape
from archdraw.core.drawing.marks import NO_MARKS, Marks, badge_shapes, mark_lines, ring_reach, ring_shapes
from archdraw.core.drawing.wrapping import wrap_paragraphs
from archdraw.core.geometry import Box
from archdraw.core.model import PLAIN

if TYPE_CHECKING:
    from archdraw.core.drawing.display import Shape, TextMeasurer
    from archdraw.core.model import Note, Style

NOTE_FONT = FontSpec(size=13.0)
NOTE_LINE = 18.0
_PAD = 12.0
# Of the last line only the letters need room.
_LEADING = 4.0


def note_height(text: str, width: float, measurer: TextMeasurer, *, highest: float) -> float:
    """Return how high a note of this width has to be to show all of a text, or `highest` (drawing units)."""
    most = max(1, int((highest - 2 * _PAD + _LEADING) // NOTE_LINE))
    room = max(1.0, width - 2 * _PAD)
    lines = len(wrap_paragraphs(text, NOTE_FONT, room, measurer, most=most).lines)
    return min(highest, 2 * _PAD + lines * NOTE_LINE - _LEADING)


def draw_note(
    note: Note, measurer: TextMeasurer, style: Style = PLAIN, marks: Marks = NO_MARKS
) -> ElementDrawing:
    """Return the drawing of a note; text that doesn't fit is cut with an ellipsis and stands in the tip.

    A colour chosen for it tints the sheet instead of the usual yellow.
    """
    sheet: tuple[Shape, ...] = (BoxShape(note.box, 6.0, Paint("note"), Pen(Paint("note-border"), 1.0)),)
    words = "note-text"
    if style.color is not None:
        token, words = f"family-{style.color}", "text"
        sheet = (
            BoxShape(note.box, 6.0, Paint("card")),
            BoxShape(note.box, 6.0, Paint(token, 0.1), Pen(Paint(token, 0.6), 1.0)),
        )
    box = note.box
    room = Box(box.x + _PAD, box.y + _PAD, max(1.0, box.w - 2 * _PAD), max(1.0, box.h - 2 * _PAD))
    most = max(1, int((room.h + _LEADING) // NOTE_LINE))
    wrapped = wrap_paragraphs(note.text, NOTE_FONT, room.w, measurer, most=most)
    texts = tuple(
        TextShape(
            room.x,
            room.y + index * NOTE_LINE + 12.0,
            line,
            NOTE_FONT,
            Paint(words),
            "start",
            measurer.width(line, NOTE_FONT),
        )
        for index, line in enumerate(wrapped.lines)
        if line
    )
    return ElementDrawing(
        id=note.id,
        role="note",
        bounds=box.grown(max(1.0, ring_reach(marks))),
        shapes=(*sheet, *ring_shapes(box, 6.0, marks), *badge_shapes(box.x + 2.0, box.y + 1.0, marks)),
        fine=texts,
        frame=box,
        label_box=room,
        coarse=Paint("note-border"),
        tip="\n".join([*([note.text] if wrapped.cut else []), *mark_lines(marks)]),
    )
