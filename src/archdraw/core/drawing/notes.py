"""A note: free text on a tinted sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.drawing.display import BoxShape, ElementDrawing, FontSpec, Paint, Pen, TextShape
from archdraw.core.drawing.wrapping import wrap_paragraphs
from archdraw.core.geometry import Box

if TYPE_CHECKING:
    from archdraw.core.drawing.display import TextMeasurer
    from archdraw.core.model import Note

NOTE_FONT = FontSpec(size=13.0)
NOTE_LINE = 18.0
_PAD = 12.0


def draw_note(note: Note, measurer: TextMeasurer) -> ElementDrawing:
    """Return the drawing of a note; text that doesn't fit is cut with an ellipsis and stands in the tip."""
    box = note.box
    room = Box(box.x + _PAD, box.y + _PAD, max(1.0, box.w - 2 * _PAD), max(1.0, box.h - 2 * _PAD))
    most = max(1, int((room.h + 4.0) // NOTE_LINE))
    wrapped = wrap_paragraphs(note.text, NOTE_FONT, room.w, measurer, most=most)
    texts = tuple(
        TextShape(
            room.x,
            room.y + index * NOTE_LINE + 12.0,
            line,
            NOTE_FONT,
            Paint("note-text"),
            "start",
            measurer.width(line, NOTE_FONT),
        )
        for index, line in enumerate(wrapped.lines)
        if line
    )
    return ElementDrawing(
        id=note.id,
        role="note",
        bounds=box.grown(1.0),
        shapes=(BoxShape(box, 6.0, fill=Paint("note"), pen=Pen(Paint("note-border"), 1.0)),),
        fine=texts,
        frame=box,
        label_box=room,
        coarse=Paint("note-border"),
        tip=note.text if wrapped.cut else "",
    )
