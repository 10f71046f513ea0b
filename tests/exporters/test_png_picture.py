"""PNG without Qt: the right size, the ground of the theme, and something on it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from archdraw.core.catalog import Catalog
from archdraw.core.drawing import FontMetrics, build_display_list, load_theme
from archdraw.core.drawing.themes import channels
from archdraw.core.model import Design
from archdraw.exporters.png import MARGIN, write_png


@pytest.mark.parametrize("theme", ["light", "dark", "high-contrast", "print"])
@pytest.mark.parametrize("scale", [0.5, 2.0])
def test_size_ground_and_content(
    theme: str, scale: float, catalog: Catalog, chained: Callable[..., Design]
) -> None:
    display = build_display_list(chained(["One", "Two"]), "main", catalog, FontMetrics())
    chosen = load_theme(theme)
    data, warnings = write_png(display, chosen, scale=scale)
    picture = Image.open(BytesIO(data))
    box = display.bounds.grown(MARGIN)
    assert abs(picture.width - box.w * scale) <= 1
    assert abs(picture.height - box.h * scale) <= 1
    assert picture.getpixel((2, 2)) == channels(chosen.color("canvas"))
    colors = picture.getcolors(maxcolors=1 << 24)
    assert colors is not None
    assert len(colors) > 20
    assert warnings == ()


def test_an_empty_drawing_is_a_small_ground(catalog: Catalog, chained: Callable[..., Design]) -> None:
    empty = chained([]).revised(components=(), connections=(), groups=(), journeys=())
    data, _ = write_png(build_display_list(empty, "main", catalog, FontMetrics()), load_theme("light"))
    assert Image.open(BytesIO(data)).width >= 2 * MARGIN
