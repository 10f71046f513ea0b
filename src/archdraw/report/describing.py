"""What a figure shows, in words: read out to those who can't see it, and searched for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.drawing import TextShape
from archdraw.report.document import (
    AmountChart,
    BarChart,
    CourseChart,
    Diagram,
    LineChart,
    NinesChart,
    RiskMatrix,
    Timeline,
    Waterfall,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archdraw.core.drawing import DisplayList, ElementDrawing
    from archdraw.report.document import Bar, Figure, FigureData


def description(figure: Figure) -> str:
    """Return what a figure shows: its caption, then what is drawn or the amounts, one after the other."""
    caption = figure.caption.strip()
    if caption and caption[-1] not in ".!?":
        caption += "."
    return f"{caption} {_said(figure.data)}".strip()


def _said(data: FigureData) -> str:
    if isinstance(data, Diagram):
        return _drawing(data.display)
    if isinstance(data, NinesChart):
        rows = (
            f"{row.label} expected {row.expected_text}, allowed {row.allowed_text or 'not said'}"
            for row in data.rows
        )
        return f"Chart of down time a year: {'; '.join(rows)}."
    if isinstance(data, BarChart):
        marks = "; ".join(f"{bar.label}: {bar.mark:.1%}" for bar in data.bars if bar.mark is not None)
        return f"Bars: {_bars(data.bars)}.{f' Marks, {data.mark_text}: {marks}.' if marks else ''}"
    if isinstance(data, AmountChart):
        guides = "".join(f"; line at {guide.text}" for guide in data.guides)
        return f"Bars: {_bars(data.bars)}{guides}."
    if isinstance(data, Waterfall):
        allowed = f"; {data.allowed_text}" if data.allowed is not None else ""
        return f"Parts of a whole: {_bars(data.steps)}; {data.total_label}: {data.total_text}{allowed}."
    if isinstance(data, Timeline):
        rows = (
            f"{row.label}: {row.text}{f', {row.limit_text}' if row.limit_text else ''}" for row in data.rows
        )
        return f"Times, each {' and '.join(data.phases)}: {'; '.join(rows)}."
    if isinstance(data, CourseChart):
        return _course(data)
    return _matrix(data) if isinstance(data, RiskMatrix) else _lines(data)


def _bars(bars: Iterable[Bar]) -> str:
    return "; ".join(f"{bar.label}: {bar.text}" for bar in bars)


def _drawing(display: DisplayList) -> str:
    parts = [
        f"{name}: {'; '.join(shown)}."
        for name, role in (("Components", "component"), ("Groups", "group"), ("Notes", "note"))
        if (shown := [_words(one) for one in display.elements if one.role == role and _words(one)])
    ]
    labelled = [_words(one) for one in display.elements if one.role == "connection" and _words(one)]
    if labelled:
        parts.append(f"Labels of connections: {'; '.join(labelled)}.")
    return " ".join(parts)


def _words(drawing: ElementDrawing) -> str:
    texts = (shape.text for shape in (*drawing.shapes, *drawing.fine) if isinstance(shape, TextShape))
    return " ".join(text.strip() for text in texts if text.strip())


def _matrix(matrix: RiskMatrix) -> str:
    fields = [
        f"{matrix.likelihoods[likelihood - 1]} and {matrix.impacts[impact - 1]}: "
        + ", ".join(f"F{number}" for number in numbers)
        for (likelihood, impact), numbers in sorted(matrix.cells.items())
        if numbers
    ]
    return f"Findings by likelihood and impact: {'; '.join(fields) or 'none'}."


def _lines(chart: LineChart) -> str:
    names = "; ".join(one.label for one in chart.series)
    last = chart.ticks_across[-1][1] if chart.ticks_across else ""
    return f"Lines over {chart.across}, to {last}: {names}."


def _course(chart: CourseChart) -> str:
    names = "; ".join(one.label for one in chart.lines)
    last = chart.ticks_across[-1][1] if chart.ticks_across else ""
    during = f"; {chart.stretch.text}" if chart.stretch is not None else ""
    guides = "".join(f"; line at {guide.text}" for guide in chart.guides)
    return f"{chart.up} over {chart.across}, to {last}: {names}{during}{guides}."
