"""The look of one element: what its view, kind and tags say, and what was chosen for it alone."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from archdraw.core.model import PLAIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archdraw.core.model import Emphasis, ShapeName, Style, Styles


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


USUAL = Look()


def look_of(view: Style, styles: Styles | None, kind: str, tags: Sequence[str], own: Style | None) -> Look:
    """Return how an element looks: view, then kind, then tags in their order, then the element itself."""
    found = view
    if styles is not None and (styles.kinds or styles.tags):
        nearer = [styles.kinds.get(kind), *(styles.tags.get(tag) for tag in tags)]
        for style in nearer:
            if style is not None:
                found = style.over(found)
    if own is not None:
        found = own.over(found)
    return USUAL if found is PLAIN else _decided(found.shape, found.color, found.emphasis)


@lru_cache(maxsize=256)
def _decided(shape: ShapeName | None, color: str | None, emphasis: Emphasis | None) -> Look:
    return Look(shape or "card", color, emphasis or "normal")
