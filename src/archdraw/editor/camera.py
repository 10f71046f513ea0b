"""Which part of the drawing the viewport shows, and how large."""

from __future__ import annotations

from typing import NamedTuple

from archdraw.core.geometry import Box, Point

MIN_ZOOM = 0.1
# Showing everything goes further than the hand does: a drawing of thousands has to fit as well.
LEAST_FIT_ZOOM = 0.005
MAX_ZOOM = 30.0
# Fitting a few elements should not blow them up beyond what anybody would zoom to.
MAX_FIT_ZOOM = 1.5
FIT_MARGIN = 40.0
# One press of Ctrl+= or Ctrl+-.
ZOOM_STEP = 1.25


class Camera(NamedTuple):
    """World point at the viewport's top left, and screen px per drawing unit."""

    x: float = 0.0
    y: float = 0.0
    zoom: float = 1.0

    def to_world(self, screen_x: float, screen_y: float) -> Point:
        """Return the world point under a px of the viewport."""
        return Point(self.x + screen_x / self.zoom, self.y + screen_y / self.zoom)

    def to_screen(self, x: float, y: float) -> Point:
        """Return the px of the viewport over a world point."""
        return Point((x - self.x) * self.zoom, (y - self.y) * self.zoom)

    def shown(self, viewport_w: float, viewport_h: float) -> Box:
        """Return the part of the world that a viewport of this size (px) shows."""
        return Box(self.x, self.y, viewport_w / self.zoom, viewport_h / self.zoom)

    def panned(self, screen_dx: float, screen_dy: float) -> Camera:
        """Return the camera after the drawing was pulled by so many px."""
        return Camera(self.x - screen_dx / self.zoom, self.y - screen_dy / self.zoom, self.zoom)

    def zoomed_at(self, screen_x: float, screen_y: float, factor: float) -> Camera:
        """Return the camera zoomed by `factor` within the limits; the point under the px stays there.

        From where a large drawing fits, which may be below the limit, it goes on from there.
        """
        zoom = min(MAX_ZOOM, max(min(MIN_ZOOM, self.zoom), self.zoom * factor))
        fixed = self.to_world(screen_x, screen_y)
        return Camera(fixed.x - screen_x / zoom, fixed.y - screen_y / zoom, zoom)

    def centered(self, point: Point, viewport_w: float, viewport_h: float) -> Camera:
        """Return the camera with `point` in the middle of the viewport, at the same zoom."""
        return Camera(point[0] - viewport_w / self.zoom / 2, point[1] - viewport_h / self.zoom / 2, self.zoom)

    def towards(self, goal: Camera, share: float) -> Camera:
        """Return the camera on its way to another, 0 here and 1 there."""
        return Camera(*(a + (b - a) * share for a, b in zip(self, goal, strict=True)))

    def fitted(
        self,
        box: Box,
        viewport_w: float,
        viewport_h: float,
        *,
        margin: float = FIT_MARGIN,
        max_zoom: float = MAX_FIT_ZOOM,
    ) -> Camera:
        """Return the camera that shows the whole box in the middle, with `margin` px around it.

        A small viewport has less around the box.
        """
        margin = min(margin, viewport_w / 8, viewport_h / 8)
        room_w, room_h = max(1.0, viewport_w - 2 * margin), max(1.0, viewport_h - 2 * margin)
        wish = min(room_w / max(box.w, 1.0), room_h / max(box.h, 1.0))
        zoom = max(LEAST_FIT_ZOOM, min(wish, max_zoom))
        return Camera(0.0, 0.0, zoom).centered(box.center, viewport_w, viewport_h)

    def revealing(
        self, box: Box, viewport_w: float, viewport_h: float, *, margin: float = FIT_MARGIN
    ) -> Camera:
        """Return the camera moved no further than needed to show the box; zoomed out only if it must."""
        shown = self.shown(viewport_w, viewport_h).grown(-margin / self.zoom)
        if shown.w < box.w or shown.h < box.h:
            return self.fitted(box, viewport_w, viewport_h, margin=margin, max_zoom=self.zoom)
        dx = min(0.0, box.x - shown.x) + max(0.0, box.right - shown.right)
        dy = min(0.0, box.y - shown.y) + max(0.0, box.bottom - shown.bottom)
        return Camera(self.x + dx, self.y + dy, self.zoom)
