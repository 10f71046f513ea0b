"""How long documents take to open, save and draw on a page, and how long a review takes."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import TYPE_CHECKING, Any

from tests.benchmarks.figure import Figure

if TYPE_CHECKING:
    from archdraw.core.catalog import Catalog
    from archdraw.core.model import Design

SIZES = (100, 1000, 5000, 10_000)
_ROUNDS = 3
_REVIEWED = 200


def measure_document(components: int) -> list[Figure]:
    """Open, show and save a design, beside a plain graphics scene kept as JSON; the median of some runs."""
    from PySide6.QtWidgets import QApplication
    from tests.benchmarks.synthetic import synthetic_design
    from tests.benchmarks.window_surface import WindowSurface

    from archdraw.core.storage import design_text, parse_design, save_design
    from archdraw.editor.document import DocumentState

    design = synthetic_design(components).design
    data = design_text(design).encode()
    opened = parse_design(data, "bench")
    assert len(opened.design.components) == components, "something was not opened"
    edited = opened.design.model_copy(update={"title": "edited"})
    window = WindowSurface(100, analysed=False)

    def show() -> None:
        window.session.load(parse_design(data, "bench").design, DocumentState())
        window.fit()

    shown = _median_ms(show)
    assert window.session.scene.order, "nothing was shown"
    read = _median_ms(lambda: parse_design(data, "bench"))
    window.close()
    with TemporaryDirectory() as folder:
        target = Path(folder) / "bench.adraw"
        saved = _median_ms(lambda: save_design(target, edited, opened=opened))
        assert target.stat().st_size > len(data) // 2, "nothing was saved"
        plain_saved, plain_shown = _plain(design, Path(folder) / "plain.json", QApplication.processEvents)
    return [
        Figure(f"{components:,} components, read", read, "ms", 1000.0, plain_shown),
        Figure(f"{components:,} components, open to painted", shown, "ms", 1000.0, plain_shown),
        Figure(f"{components:,} components, save", saved, "ms", 200.0, plain_saved),
    ]


def _plain(design: Design, file: Path, paint: Callable[[], object]) -> tuple[float, float]:
    """Return the CPU ms that saving and opening takes a plain graphics scene."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QGraphicsView
    from tests.benchmarks.plain_surface import plain_scene

    def save() -> None:
        places = design.views[0].nodes
        content = {
            "components": [
                {
                    "id": one.id,
                    "kind": one.kind,
                    "name": one.name,
                    "x": places[one.id].x,
                    "y": places[one.id].y,
                }
                for one in design.components
            ],
            "connections": [
                {"id": one.id, "source": one.source, "target": one.target, "name": one.name}
                for one in design.connections
            ],
        }
        file.write_text(json.dumps(content, indent=1), encoding="utf-8")

    def show() -> None:
        json.loads(file.read_text(encoding="utf-8"))
        scene, _ = plain_scene(design)
        view = QGraphicsView(scene)
        view.resize(1280, 800)
        view.show()
        view.fitInView(scene.itemsBoundingRect(), Qt.AspectRatioMode.KeepAspectRatio)
        paint()
        view.close()

    return _median_ms(save), _median_ms(show)


def measure_pages(components: int) -> list[Figure]:
    """Write the drawing as SVG and as one PDF page, each from the document, beside Qt's own writers."""
    from tests.benchmarks.synthetic import synthetic_design
    from tests.benchmarks.window_surface import kinds_in_use

    from archdraw.core.catalog import load_catalog
    from archdraw.core.collecting import collector_paused
    from archdraw.exporters import export_file
    from archdraw.qt.window.start import make_application

    make_application()
    catalog = load_catalog()
    design = synthetic_design(components, kinds_in_use()).design
    with TemporaryDirectory() as folder:
        target = Path(folder) / "drawing.svg"
        begun = process_time()
        export_file("svg", target, design, catalog)
        vectors = (process_time() - begun) * 1000
        assert target.stat().st_size > 100 * components, "the drawing was not written"
    begun = process_time()
    with collector_paused():
        # As an export does.
        written = _pdf_page(design, catalog)
    page = (process_time() - begun) * 1000
    assert written.startswith(b"%PDF"), "no page was written"
    svg, pdf = _plain_pages(design)
    return [
        Figure(f"{components:,} components, SVG", vectors, "ms", 300.0, svg),
        Figure(f"{components:,} components, PDF page", page, "ms", 2500.0, pdf),
    ]


def _pdf_page(design: Design, catalog: Catalog) -> bytes:
    """Return the drawing as a PDF of one page that fits it."""
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    from archdraw.core.drawing import FontMetrics, build_display_list, load_theme
    from archdraw.exporters.pdf.diagram import Spot, extent_of, paint_display
    from archdraw.exporters.pdf.fonts import Fonts
    from archdraw.exporters.pdf.sheet import Sheet

    display = build_display_list(design, "main", catalog, FontMetrics())
    box = extent_of(display)
    out = BytesIO()
    canvas = Canvas(out, pagesize=(box.w, box.h), pageCompression=1)
    sheet = Sheet(canvas, Fonts(), load_theme("print"), (box.w, box.h))
    paint_display(sheet, display, Spot(0.0, 0.0, box.x, box.y, 1.0))
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _plain_pages(design: Design) -> tuple[float, float]:
    """Return the CPU ms that Qt's SVG generator and PDF writer take for the plain scene."""
    from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSizeF
    from PySide6.QtGui import QPageSize, QPainter, QPdfWriter
    from PySide6.QtSvg import QSvgGenerator
    from tests.benchmarks.plain_surface import plain_scene

    taken = []
    for kind in ("svg", "pdf"):
        begun = process_time()
        scene, _ = plain_scene(design)
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer: QSvgGenerator | QPdfWriter
        if kind == "svg":
            writer = QSvgGenerator()
            writer.setOutputDevice(buffer)
        else:
            writer = QPdfWriter(buffer)
            writer.setPageSize(QPageSize(QSizeF(2000, 2000), QPageSize.Unit.Point))
        painter = QPainter(writer)
        scene.render(painter, QRectF(0, 0, 2000, 2000))
        painter.end()
        taken.append((process_time() - begun) * 1000)
        assert buffer.size() > 1000, "the plain scene was not written"
    return taken[0], taken[1]


def measure_review() -> list[Figure]:
    """Write the whole review document of 200 components, once."""
    from tests.benchmarks.synthetic import synthetic_design

    from archdraw.core.analysis import analyse
    from archdraw.core.catalog import load_catalog
    from archdraw.exporters import export_file

    catalog = load_catalog()
    design = synthetic_design(_REVIEWED, tuple(sorted(catalog.kinds))[:30]).design
    analysis = analyse(design, catalog)
    with TemporaryDirectory() as folder:
        target = Path(folder) / "review.pdf"
        begun = process_time()
        export_file("pdf", target, design, catalog, analysis=analysis)
        value = (process_time() - begun) * 1000
        assert target.read_bytes().startswith(b"%PDF"), "no review was written"
    return [Figure(f"review of {_REVIEWED} components", value, "ms", 5000.0)]


def _median_ms(work: Callable[[], Any]) -> float:
    taken = []
    for _ in range(_ROUNDS):
        begun = process_time()
        work()
        taken.append((process_time() - begun) * 1000)
    return sorted(taken)[_ROUNDS // 2]


MEASURES = {
    **{f"document-{size}": partial(measure_document, size) for size in SIZES},
    **{f"pages-{size}": partial(measure_pages, size) for size in SIZES},
    "review": measure_review,
}
