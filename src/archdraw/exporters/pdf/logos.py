"""Paints a logo on a sheet: a PNG as a picture, an SVG as shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.exporters.logo import PNG_SIGNATURE

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from archdraw.exporters.vector_logo import LogoShape


def paint_logo(canvas: Canvas, right: float, top: float, room: tuple[float, float], logo: bytes) -> None:
    """Paint a logo as large as its room allows, its top right corner at (right, top), in points."""
    if logo.startswith(PNG_SIGNATURE):
        from io import BytesIO

        from reportlab.lib.utils import ImageReader

        image = ImageReader(BytesIO(logo))
        wide, high = image.getSize()
        scale = min(room[0] / wide, room[1] / high)
        width, height = wide * scale, high * scale
        canvas.drawImage(image, right - width, top - height, width, height, mask="auto")
        return
    from archdraw.exporters.vector_logo import parse_logo

    drawn = parse_logo(logo)
    scale = min(room[0] / drawn.width, room[1] / drawn.height)
    canvas.saveState()
    canvas.translate(right - drawn.width * scale, top)
    canvas.scale(scale, -scale)
    for shape in drawn.shapes:
        _paint(canvas, shape)
    canvas.restoreState()


def _paint(canvas: Canvas, shape: LogoShape) -> None:
    path = canvas.beginPath()
    for letter, *numbers in shape.path:
        values = [float(one) for one in numbers]
        if letter == "M":
            path.moveTo(*values)
        elif letter == "L":
            path.lineTo(*values)
        elif letter == "C":
            path.curveTo(*values)
        else:
            path.close()
    if shape.fill:
        canvas.setFillColorRGB(*_rgb(shape.fill), alpha=shape.fill_alpha)
    if shape.stroke:
        canvas.setStrokeColorRGB(*_rgb(shape.stroke), alpha=shape.stroke_alpha)
        canvas.setLineWidth(shape.stroke_width)
    mode = 0 if shape.even_odd else 1
    canvas.drawPath(path, stroke=int(bool(shape.stroke)), fill=int(bool(shape.fill)), fillMode=mode)


def _rgb(colour: str) -> tuple[float, float, float]:
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255
