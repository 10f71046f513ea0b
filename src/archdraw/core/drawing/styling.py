"""The look of one element: what its view, kind and tags say, and what was chosen for it alone."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.model import PLAIN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archdraw.core.model import Connection, Emphasis, LineName, LineWidth, ShapeName, Style, Styles


class Look(NamedTuple):
    """Shape, colour family (None: that of the kind) and emphasis, all decided."""

    shape: ShapeName = "card"
    color: str | None = None
    emphasis: Emphasis = "normal"

    def token(self, usual: str) -> str:
        """Return the theme token to paint with, `usual` where no colour was chosen."""
        return usual if self.color is None else f"family-{self.color}"

    @property
    def strength(self) -> float:
        """How opaque accents are: quiet elements step back."""
        return 0.5 if self.emphasis == "quiet" else 1.0


class Stroke(NamedTuple):
    """Colour family, line and width of a connection; None: what its kind says."""

    color: str | None = None
    line: LineName | None = None
    width: LineWidth | None = None


USUAL = Look()
USUAL_STROKE = Stroke()


def look_of(view: Style, styles: Styles | None, kind: str, tags: Sequence[str], own: Style | None) -> Look:
    """Return how an element looks: view, then kind, then tags in their order, then the element itself."""
    found = _nearest(view, None if styles is None else styles.kinds, kind, styles, tags, own)
    return USUAL if found is PLAIN else _decided(found.shape, found.color, found.emphasis)


def stroke_of(view: Style, styles: Styles | None, connection: Connection, own: Style | None) -> Stroke:
    """Return how a connection looks: view, then kind, then tags in their order, then itself."""
    kinds = None if styles is None else styles.connections
    found = _nearest(view, kinds, connection.kind, styles, connection.tags, own)
    return USUAL_STROKE if found is PLAIN else Stroke(found.color, found.line, found.width)


def _nearest(
    view: Style,
    kinds: Mapping[str, Style] | None,
    kind: str,
    styles: Styles | None,
    tags: Sequence[str],
    own: Style | None,
) -> Style:
    found = view
    if styles is not None and (kinds or styles.tags):
        nearer = [(kinds or {}).get(kind), *(styles.tags.get(tag) for tag in tags)]
        for style in nearer:
            if style is not None:
                found = style.over(found)
    return found if own is None else own.over(found)


@lru_cache(maxsize=256)
def _decided(shape: ShapeName | None, color: str | None, emphasis: Emphasis | None) -> Look:
    return Look(shape or "card", color, emphasis or "normal")
