"""What an overlay says about one element, and how rings and badges show it.

Every mark is a shape as well as a colour: a ring with a "1", hatching with a cross, a dotted ring with
an exclamation mark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.drawing.change_signs import CHANGE_WORDS, change_badge, change_pen
from archdraw.core.drawing.display import BoxShape, FontSpec, Paint, PathShape, Pen, TextShape
from archdraw.core.drawing.paths import circle
from archdraw.core.geometry import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.drawing.display import ChangeSign, FigureMark, LoadMark, Overlay, Shape

BADGE_RADIUS = 9.0
BADGE_FONT = FontSpec(size=11.0, weight=600)
DANGER = Paint("danger")
WARNING = Paint("warning")
ACCENT = Paint("accent")


class Marks(NamedTuple):
    """The part of an overlay that concerns one element; `single_point` is why it is one."""

    single_point: str | None = None
    failed: bool = False
    degraded: bool = False
    highlighted: bool = False
    load: LoadMark | None = None
    rate_rps: float | None = None
    rate_share: float = 0.0
    target_utilisation: float = 0.7
    figure: FigureMark | None = None
    change: ChangeSign | None = None


NO_MARKS = Marks()


def marks_of(overlay: Overlay, element_id: str, top_rate: float) -> Marks:
    """Return what the overlay says about one element; `top_rate` is the highest rate it shows."""
    per_second = overlay.rates.get(element_id) if overlay.rates else None
    return Marks(
        single_point=overlay.single_points.get(element_id) if overlay.single_points else None,
        failed=element_id in overlay.failed,
        degraded=element_id in overlay.degraded,
        highlighted=element_id in overlay.highlighted,
        load=overlay.load.get(element_id) if overlay.load else None,
        rate_rps=per_second,
        rate_share=per_second / top_rate if per_second and top_rate > 0 else 0.0,
        target_utilisation=overlay.target_utilisation,
        figure=overlay.figures.get(element_id) if overlay.figures else None,
        change=overlay.changes.get(element_id) if overlay.changes else None,
    )


def marks_of_many(overlay: Overlay, ids: Sequence[str], top_rate: float) -> Marks:
    """Return what the overlay says about a line that stands for several connections."""
    if len(ids) == 1:
        return marks_of(overlay, ids[0], top_rate)
    each = [marks_of(overlay, one, top_rate) for one in ids]
    rates = [one.rate_rps for one in each if one.rate_rps is not None]
    total = sum(rates) if rates else None
    return Marks(
        single_point=_first_reason(each),
        failed=all(one.failed for one in each),
        degraded=any(one.failed or one.degraded for one in each) and not all(one.failed for one in each),
        highlighted=any(one.highlighted for one in each),
        rate_rps=total,
        rate_share=min(1.0, total / top_rate) if total and top_rate > 0 else 0.0,
        target_utilisation=overlay.target_utilisation,
        change=_change_of([one.change for one in each]),
    )


def marks_around(overlay: Overlay, own: Marks, inside: Sequence[str]) -> Marks:
    """Return what the overlay says about a collapsed group: about itself, and about what is in it."""
    each = [marks_of(overlay, one, 0.0) for one in inside]
    loads = [one.load for one in each if one.load is not None and one.load.utilisation is not None]
    down = bool(each) and all(one.failed for one in each)
    points = sum(one.single_point is not None for one in each)
    reason = own.single_point
    if reason is None and points:
        first = _first_reason(each) or ""
        reason = first if points == 1 else f"{points} single points of failure are in it. {first}".strip()
    return own._replace(
        single_point=reason,
        failed=own.failed or down,
        degraded=own.degraded or (not down and any(one.failed or one.degraded for one in each)),
        highlighted=own.highlighted or any(one.highlighted for one in each),
        load=max(loads, key=lambda one: one.utilisation or 0.0, default=own.load),
        figure=own.figure or _figure_around([one.figure for one in each if one.figure is not None]),
        change=own.change or ("changed" if any(one.change is not None for one in each) else None),
    )


def _change_of(changes: Sequence[ChangeSign | None]) -> ChangeSign | None:
    """Return what happened to all of several, or that something did."""
    said = set(changes)
    if said == {None}:
        return None
    return next(iter(said)) if len(said) == 1 else "changed"


def _figure_around(figures: Sequence[FigureMark]) -> FigureMark | None:
    """Return the largest of several figures, or the word that all of them have in common."""
    if not figures:
        return None
    largest = max(figures, key=lambda one: one.share or 0.0)
    if largest.share is None and any(one.text != largest.text for one in figures):
        return None
    return largest


def _first_reason(each: Sequence[Marks]) -> str | None:
    return next((one.single_point for one in each if one.single_point is not None), None)


def marked_ids(overlay: Overlay) -> set[str]:
    """Return the ids of all elements that an overlay says anything about."""
    found = set(overlay.failed) | set(overlay.degraded) | set(overlay.highlighted)
    for entries in (overlay.single_points, overlay.load, overlay.rates, overlay.figures, overlay.changes):
        found.update(entries or ())
    return found


def ring_shapes(box: Box, radius: float, marks: Marks) -> list[Shape]:
    """Return the rings around a body, each outside the one before, so that none hides another."""
    shapes: list[Shape] = []
    reach = 3.0
    if marks.single_point is not None:
        shapes.append(BoxShape(box.grown(reach), radius + reach, pen=Pen(DANGER, 2.0)))
        reach += 4.0
    if marks.degraded:
        shapes.append(BoxShape(box.grown(reach), radius + reach, pen=Pen(WARNING, 2.0, (2.0, 4.0))))
        reach += 4.0
    if marks.change is not None:
        shapes.append(BoxShape(box.grown(reach), radius + reach, pen=change_pen(marks.change)))
        reach += 4.0
    if marks.highlighted:
        shapes.append(BoxShape(box.grown(reach), radius + reach, pen=Pen(ACCENT, 2.0)))
    return shapes


def ring_reach(marks: Marks) -> float:
    """Return how far rings and badges stand out over the body."""
    return 16.0 if marks != NO_MARKS else 0.0


def badge_shapes(x: float, y: float, marks: Marks, radius: float = BADGE_RADIUS) -> list[Shape]:
    """Return the round badges from (x, y), the centre of the first, to the right."""
    shapes: list[Shape] = []
    if marks.failed:
        shapes += _cross_badge(x, y, radius)
        x += 2 * radius + 2
    if marks.single_point is not None:
        shapes += _sign_badge(x, y, "1", "danger", radius)
        x += 2 * radius + 2
    if marks.degraded:
        shapes += _sign_badge(x, y, "!", "warning", radius)
        x += 2 * radius + 2
    if marks.change is not None:
        shapes += change_badge(x, y, marks.change, radius)
    return shapes


def mark_lines(marks: Marks) -> list[str]:
    """Return in words what the marks show, for the tip."""
    lines = []
    if marks.failed:
        lines.append("Fails in this scenario.")
    if marks.degraded:
        lines.append("Works only in part in this scenario.")
    if marks.single_point is not None:
        lines.append(marks.single_point or "A single point of failure.")
    if marks.change is not None:
        lines.append(CHANGE_WORDS[marks.change])
    return lines


def _disc(x: float, y: float, token: str, radius: float) -> PathShape:
    return PathShape(circle(x, y, radius), fill=Paint(token), pen=Pen(Paint("canvas"), radius / 6))


def _sign_badge(x: float, y: float, sign: str, token: str, radius: float) -> list[Shape]:
    size = round(radius * 11.0 / BADGE_RADIUS, 1)
    font = BADGE_FONT._replace(size=size)
    text = TextShape(x, y + size * 0.355, sign, font, Paint(f"on-{token}"), "middle", size / 2)
    return [_disc(x, y, token, radius), text]


def _cross_badge(x: float, y: float, radius: float) -> list[Shape]:
    arm = radius * 0.36
    cross = (
        ("M", x - arm, y - arm),
        ("L", x + arm, y + arm),
        ("M", x + arm, y - arm),
        ("L", x - arm, y + arm),
    )
    return [
        _disc(x, y, "danger", radius),
        PathShape(cross, pen=Pen(Paint("on-danger"), radius * 0.2)),
    ]
