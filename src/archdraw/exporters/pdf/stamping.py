"""Puts down the stamped cards of a large drawing: what cards share is put into operators once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archdraw.exporters.pdf.fonts import face_of, printable
from archdraw.exporters.pdf.pencil import SHARES, Pencil, short

if TYPE_CHECKING:
    from archdraw.core.drawing.stamped_cards import Stamp, StampedCard
    from archdraw.exporters.pdf.sheet import Sheet


class _Name(NamedTuple):
    """How a name is set: face, size (and in words), place, and how much of it is left of that."""

    face: str
    size: float
    wide: str
    x: float
    y: str
    share: float


class _Words(NamedTuple):
    """A stamp in operators: what comes before its name, how that is set, and what comes after it."""

    before: str
    name: _Name
    after: str


class Stamper:
    """Paints stamped cards in the midst of what a pencil paints."""

    def __init__(self, sheet: Sheet, pencil: Pencil, scale: float) -> None:
        self._sheet = sheet
        self._pencil = pencil
        self._scale = scale
        self._code: list[str] = vars(sheet.canvas)["_code"]
        self._stamps: dict[int, _Words] = {}

    def put(self, card: StampedCard) -> bool:
        """Paint a card; return False where its name has signs of other fonts, so that it has to be drawn."""
        words = self._stamps.get(id(card.stamp))
        if words is None:
            words = self._stamps[id(card.stamp)] = self._words(card.stamp)
        name, text = words.name, printable(card.name[0])
        line = self._sheet.plain_line(text, name.face)
        if line is None or not text.strip():
            return False
        x = short(name.x - name.share * line.advance * name.size)
        shown = " ".join([f"{font} {name.wide} Tf <{signs}> Tj" for font, signs in line.parts])
        self._pencil.opaque()
        begin = f"q 1 0 0 1 {self._pencil.place(*card.at)} cm {words.before}"
        self._code.append(f"{begin} BT 1 0 0 1 {x} {name.y} Tm {shown} ET {words.after} Q")
        return True

    def _words(self, stamp: Stamp) -> _Words:
        """Return what paints a stamp at the origin, with all colours and lines opaque before it."""
        self._pencil.opaque()
        canvas, code = self._sheet.canvas, self._code
        start = len(code)
        canvas.saveState()
        pencil = Pencil(self._sheet, 0.0, 0.0, self._scale)
        pencil.shapes(stamp.shapes)
        name = stamp.name
        pencil.fill(*name.paint)
        size = name.font.size * self._scale
        place = name.x * self._scale, short(-name.y * self._scale), SHARES[name.anchor]
        set_so = _Name(face_of(name.font.family, name.font.weight), size, short(size), *place)
        middle = len(code)
        pencil.shapes(stamp.fine)
        # Without what keeps and brings back the state: each card does that as a whole.
        words = _Words(" ".join(code[start + 1 : middle]), set_so, " ".join(code[middle:]))
        canvas.restoreState()
        del code[start:]
        return words
