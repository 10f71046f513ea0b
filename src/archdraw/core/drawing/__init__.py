"""From a design and a view to a display list that every surface paints."""

from archdraw.core.drawing.display import (
    NO_OVERLAY,
    BoxShape,
    DisplayList,
    ElementDrawing,
    FontSpec,
    GlyphShape,
    LoadMark,
    Overlay,
    Paint,
    PathShape,
    Pen,
    Shape,
    TextMeasurer,
    TextShape,
)
from archdraw.core.drawing.metrics import FontMetrics
from archdraw.core.drawing.pages import build_display_list
from archdraw.core.drawing.scene import Scene
from archdraw.core.drawing.themes import THEME_NAMES, Theme, contrast, load_theme

__all__ = [
    "NO_OVERLAY",
    "THEME_NAMES",
    "BoxShape",
    "DisplayList",
    "ElementDrawing",
    "FontMetrics",
    "FontSpec",
    "GlyphShape",
    "LoadMark",
    "Overlay",
    "Paint",
    "PathShape",
    "Pen",
    "Scene",
    "Shape",
    "TextMeasurer",
    "TextShape",
    "Theme",
    "build_display_list",
    "contrast",
    "load_theme",
]
