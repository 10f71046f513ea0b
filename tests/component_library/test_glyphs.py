"""Every kind has a glyph of its own that keeps to the subset and is told apart from the others at 16 px."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree
from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from archdraw.core.catalog.glyphs import parse_glyph

ROOT = Path(__file__).resolve().parents[2]
PACK = ROOT / "component_library" / "base"
GLYPHS = {path.stem: path for path in sorted((PACK / "icons").glob("*.svg"))}
INTERFACE_ICONS = {path.stem: path for path in sorted((ROOT / "resources" / "icons").glob("*.svg"))}
EVERY_DRAWING = [*GLYPHS.values(), *INTERFACE_ICONS.values()]

# By silhouette, which follows what a component is: a firewall is a shield wherever the palette lists it.
SILHOUETTES = {
    "client": "client_web client_mobile",
    "edge": "dns geo_router cdn l4_load_balancer l7_load_balancer reverse_proxy api_gateway bff "
    "websocket_gateway",
    "compute": "service monolith serverless_function worker cron batch stream_processor workflow_engine "
    "ml_inference",
    "data": "rdbms_primary rdbms_replica sharded_sql document_db wide_column key_value time_series graph_db "
    "search_index object_store file_store block_volume data_warehouse data_lake",
    "cache": "in_memory_cache cdn_cache",
    "messaging": "message_queue rabbitmq log_broker pub_sub event_bus dead_letter_queue",
    "security": "waf firewall identity_provider secrets_store bastion",
    "observability": "monitoring logging tracing alerting",
    "kubernetes": "k8s_cluster k8s_control_plane k8s_node_pool k8s_pod k8s_deployment k8s_statefulset "
    "k8s_service k8s_ingress",
    "platform": "service_mesh_sidecar service_registry config_store feature_flags",
    "resilience": "rate_limiter circuit_breaker bulkhead",
    "external": "payment_api third_party_api email_sms_api push_api maps_api",
    "network": "nat_gateway vpn transit_gateway",
    "infrastructure": "vm rack zone region vpc",
    "group": "group_region group_zone group_rack group_host group_cluster group_node_pool group_vpc "
    "group_subnet group_trust_boundary group_bounded_context group_team group_tier group_namespace",
    "unknown": "unknown",
}
FAMILY_OF = {name: family for family, names in SILHOUETTES.items() for name in names.split()}
FAMILY_COLOURS = {
    "edge": "#2463E0",
    "compute": "#6B4EE6",
    "data": "#0A7668",
    "cache": "#9C5D00",
    "messaging": "#C2410C",
    "security": "#B4235A",
    "observability": "#3C7D22",
    "kubernetes": "#3556C7",
    "external": "#5B6675",
}
OTHER_COLOUR = "#334155"
CARDS = {"light": "#FFFFFF", "dark": "#1C222B"}
SHEET_SIZES = (16, 24, 48)

ROOT_LOOK = {
    "viewBox": "0 0 24 24",
    "fill": "none",
    "stroke": "currentColor",
    "stroke-width": "1.75",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
}
CLASS_LOOK = {
    "line": {},
    "accent": {"fill": "currentColor", "fill-opacity": "0.18", "stroke": "none"},
    "solid": {"fill": "currentColor", "stroke": "none"},
}
SHAPE_ATTRIBUTES = {
    "path": {"d"},
    "circle": {"cx", "cy", "r"},
    "ellipse": {"cx", "cy", "rx", "ry"},
    "rect": {"x", "y", "width", "height", "rx"},
    "line": {"x1", "y1", "x2", "y2"},
    "polyline": {"points"},
    "polygon": {"points"},
}

# Mean difference of two 16 px rasters over all pixels (0 = equal, 1 = black against white). A mark of
# 3 × 3 px that is full in one glyph and empty in the other gives 0.035. Interface icons come with their
# name and in a fixed place, and some differ by one sign as everywhere else (zoom in and zoom out).
LEAST_DIFFERENCE = 0.03
LEAST_DIFFERENCE_OF_INTERFACE_ICONS = 0.015


def _drawing_id(path: Path) -> str:
    return f"{path.parent.parent.name}-{path.stem}"


def _elements(path: Path) -> tuple[Any, list[Any]]:
    root = ElementTree.fromstring(path.read_text(encoding="utf-8"), forbid_dtd=True)
    return root, list(root)


def _render(svg_text: str, size: int, colour: str, card: str) -> QImage:
    """Draw a glyph in a colour on a card of `size` × `size` px."""
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.fill(QColor(card))
    renderer = QSvgRenderer(QByteArray(svg_text.replace("currentColor", colour).encode()))
    assert renderer.isValid()
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image


def _raster(path: Path) -> bytes:
    grey = _render(path.read_text(encoding="utf-8"), 16, "#000000", "#FFFFFF").convertToFormat(
        QImage.Format.Format_Grayscale8
    )
    return bytes(grey.constBits())


def _difference(one: bytes, other: bytes) -> float:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / (255 * len(one))


def _kind_ids() -> list[str]:
    """Return the ids of the pack's kinds: the names of their files."""
    return [path.stem for path in sorted((PACK / "kinds").glob("*.toml"))]


def test_every_kind_group_kind_and_the_unknown_kind_has_a_glyph_and_no_glyph_is_left_over() -> None:
    assert len(FAMILY_OF) == 79 + 13 + 1
    assert sorted(GLYPHS) == sorted(FAMILY_OF)


def test_every_kind_of_the_pack_has_a_glyph() -> None:
    assert [kind_id for kind_id in _kind_ids() if kind_id not in GLYPHS] == []


@pytest.mark.parametrize("path", EVERY_DRAWING, ids=_drawing_id)
def test_drawing_keeps_to_the_subset(path: Path) -> None:
    root, shapes = _elements(path)
    namespace = "{http://www.w3.org/2000/svg}"
    assert root.tag == f"{namespace}svg"
    assert dict(root.attrib) == ROOT_LOOK
    assert (root.text or "").strip() == ""
    for shape in shapes:
        assert shape.tag.startswith(namespace)
        name = shape.tag.removeprefix(namespace)
        assert name in SHAPE_ATTRIBUTES
        assert len(shape) == 0
        assert not (shape.text or "").strip()
        assert not (shape.tail or "").strip()
        look = CLASS_LOOK[shape.attrib["class"]]
        assert {key: shape.attrib.get(key) for key in look} == look
        assert set(shape.attrib) - set(look) - {"class"} <= SHAPE_ATTRIBUTES[name]


@pytest.mark.parametrize("path", EVERY_DRAWING, ids=_drawing_id)
def test_drawing_has_a_line_and_at_most_one_accent(path: Path) -> None:
    classes = [shape.attrib["class"] for shape in _elements(path)[1]]
    assert classes.count("line") >= 1
    assert classes.count("accent") <= 1
    # An accent over a line would dim it.
    assert classes == sorted(classes, key=["accent", "line", "solid"].index)


@pytest.mark.parametrize("path", EVERY_DRAWING, ids=_drawing_id)
def test_drawing_stays_on_the_grid_with_the_width_of_its_lines(path: Path) -> None:
    glyph = parse_glyph(path.read_text(encoding="utf-8"))
    for outlines, half_width in ((glyph.strokes, 0.875), (glyph.accents, 0.0), (glyph.solids, 0.0)):
        values = [float(value) for outline in outlines for command in outline for value in command[1:]]
        assert all(half_width <= value <= 24 - half_width for value in values), (min(values), max(values))


@pytest.mark.parametrize(
    ("drawings", "least"),
    [(GLYPHS, LEAST_DIFFERENCE), (INTERFACE_ICONS, LEAST_DIFFERENCE_OF_INTERFACE_ICONS)],
    ids=["glyphs", "interface"],
)
def test_no_two_drawings_are_alike_at_16_px(drawings: dict[str, Path], least: float) -> None:
    rasters = {name: _raster(path) for name, path in drawings.items()}
    alike = {
        (one, other): round(difference, 4)
        for one, other in itertools.combinations(rasters, 2)
        if (difference := _difference(rasters[one], rasters[other])) < least
    }
    assert alike == {}


def test_the_measure_of_difference_sees_a_missing_mark_and_ignores_a_hair() -> None:
    shield = GLYPHS["secrets_store"].read_text(encoding="utf-8")
    lines = shield.splitlines(keepends=True)
    without_mark = "".join(line for line in lines if 'class="solid"' not in line)
    moved_a_hair = shield.replace('cy="10"', 'cy="10.2"')
    assert moved_a_hair != shield

    def raster(svg_text: str) -> bytes:
        grey = _render(svg_text, 16, "#000000", "#FFFFFF").convertToFormat(QImage.Format.Format_Grayscale8)
        return bytes(grey.constBits())

    assert _difference(raster(shield), raster(without_mark)) > LEAST_DIFFERENCE
    assert _difference(raster(shield), raster(moved_a_hair)) < LEAST_DIFFERENCE


def _on_card(colour: str, theme: str) -> str:
    """Return the family's colour, on the dark card with the same hue but light."""
    if theme == "light":
        return colour
    hue, saturation, _, _ = QColor(colour).getHslF()
    return QColor.fromHslF(hue, saturation * 0.9, 0.7).name()


def _inked_share(image: QImage, card: str) -> float:
    background = QColor(card).rgb()
    pixels = [image.pixel(x, y) for x in range(image.width()) for y in range(image.height())]
    return sum(pixel != background for pixel in pixels) / len(pixels)


def _contact_sheet(theme: str) -> tuple[QImage, dict[tuple[str, int], float]]:
    """Return all glyphs in rows of eight, by family, and the share of inked pixels of every cell."""
    columns, cell_width, cell_height = 8, 112, 56
    sheet = QImage(
        columns * cell_width, -(-len(FAMILY_OF) // columns) * cell_height, QImage.Format.Format_RGB32
    )
    sheet.fill(QColor(CARDS[theme]))
    inked: dict[tuple[str, int], float] = {}
    painter = QPainter(sheet)
    for place, (name, family) in enumerate(FAMILY_OF.items()):
        row, column = divmod(place, columns)
        left = column * cell_width + 4
        colour = _on_card(FAMILY_COLOURS.get(family, OTHER_COLOUR), theme)
        for size in SHEET_SIZES:
            picture = _render(GLYPHS[name].read_text(encoding="utf-8"), size, colour, CARDS[theme])
            inked[name, size] = _inked_share(picture, CARDS[theme])
            painter.drawImage(left, row * cell_height + (cell_height - size) // 2, picture)
            left += size + 4
    painter.end()
    return sheet, inked


@pytest.mark.parametrize("theme", sorted(CARDS))
def test_contact_sheet_shows_every_glyph_at_three_sizes(theme: str, tmp_path: Path) -> None:
    sheet, inked = _contact_sheet(theme)
    path = tmp_path / f"glyphs-{theme}.png"
    assert sheet.save(str(path))
    assert QImage(str(path)).size() == sheet.size()
    assert len(inked) == len(FAMILY_OF) * len(SHEET_SIZES)
    # A lock on a line is the lightest drawing; a filled square the heaviest.
    assert {cell: share for cell, share in inked.items() if not 0.15 < share < 0.95} == {}
