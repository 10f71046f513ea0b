"""Paints the risk matrix: five by five fields with the numbers of the findings in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.exporters.pdf.style import TextStyle

if TYPE_CHECKING:
    from archdraw.exporters.pdf.sheet import Sheet
    from archdraw.report.document import RiskMatrix

FIELD = 38.0
FOOT = 30.0
_LEFT = 66.0
_MARGIN = 5.0
_WORD = TextStyle("regular", 8.0, 10.0)
_AXIS = TextStyle("medium", 7.6, 10.0, "text-second")
_NUMBERS = TextStyle("regular", 7.6, 9.6)
_COUNT = TextStyle("semibold", 11.0, 13.0)


def matrix_height(matrix: RiskMatrix) -> float:
    """Return the height of the matrix in points."""
    return len(matrix.impacts) * FIELD + FOOT + 12.0


def paint_matrix(sheet: Sheet, matrix: RiskMatrix, x: float, y: float, width: float) -> None:
    """Paint the fields; grave ones have a heavy frame and a tint, so that grey print tells them apart."""
    left, top = x + _LEFT, y + 12.0
    wide = (width - _LEFT) / len(matrix.likelihoods)
    sheet.text(x, y + 8.0, "Impact", _AXIS)
    rows = len(matrix.impacts)
    for row in range(rows):
        impact = rows - row
        at = top + row * FIELD
        sheet.text(x, at + FIELD / 2 + 2.8, matrix.impacts[impact - 1], _WORD)
        for column in range(len(matrix.likelihoods)):
            _paint_field(sheet, matrix, (column + 1, impact), (left + column * wide, at), wide)
    # Frames last: a neighbour must not paint over them.
    for row in range(rows):
        for column in range(len(matrix.likelihoods)):
            if (rows - row) * (column + 1) >= matrix.grave:
                at_x, at_y = left + column * wide, top + row * FIELD
                sheet.box(at_x + 1.0, at_y + 1.0, wide - 2.0, FIELD - 2.0, "", outline="danger")
    bottom = top + rows * FIELD
    for column, word in enumerate(matrix.likelihoods):
        sheet.text(left + (column + 0.5) * wide, bottom + 11.0, word, _WORD, align="center")
    sheet.text(x + width, bottom + 23.0, "Likelihood", _AXIS, align="right")
    sheet.text(left, bottom + 23.0, "framed: grave; a figure in a field counts its findings", _AXIS)


def _paint_field(
    sheet: Sheet, matrix: RiskMatrix, place: tuple[int, int], corner: tuple[float, float], wide: float
) -> None:
    numbers = matrix.cells.get(place, ())
    x, y = corner
    grave = place[0] * place[1] >= matrix.grave
    if grave:
        sheet.box(x, y, wide, FIELD, "danger", alpha=0.10)
    sheet.box(x, y, wide, FIELD, "", outline="panel-line")
    if not numbers:
        return
    sheet.text(x + _MARGIN, y + 13.0, str(len(numbers)), _COUNT)
    for index, line in enumerate(_lines(sheet, numbers, wide - 2 * _MARGIN)):
        sheet.text(x + _MARGIN, y + 23.5 + index * _NUMBERS.leading, line, _NUMBERS)
    sheet.link(x, y, wide, FIELD, f"finding:{numbers[0]}")


def _lines(sheet: Sheet, numbers: tuple[int, ...], width: float) -> list[str]:
    """Return what fits of the numbers in two lines; the register has all of them."""

    def fits(text: str) -> bool:
        return sheet.fonts.width(text, _NUMBERS.face, _NUMBERS.size) <= width

    lines = [""]
    for index, number in enumerate(numbers):
        word = f"F{number}"
        longer = f"{lines[-1]} {word}".strip()
        room = longer if len(lines) == 1 or index == len(numbers) - 1 else f"{longer} …"
        if fits(room):
            lines[-1] = longer
        elif len(lines) == 1:
            lines.append(word)
        else:
            lines[-1] += " …"
            break
    return lines
