"""A small design with its review, and ways to look into a PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from tests.exporters.crowded import crowded_design

from archdraw.core.analysis import Analysis, analyse
from archdraw.core.catalog import Catalog, load_catalog
from archdraw.core.drawing import (
    DisplayList,
    ElementDrawing,
    FontMetrics,
    LoadMark,
    Overlay,
    build_display_list,
)
from archdraw.core.drawing.marked_cards import MarkedCard
from archdraw.core.drawing.plain_lines import PlainLine
from archdraw.core.drawing.stamped_cards import StampedCard
from archdraw.core.locations import resources_dir
from archdraw.core.model import Component, Connection, Design, Group, Journey, Placement, Targets, View
from archdraw.core.storage import read_design
from archdraw.exporters import ExportJob
from archdraw.exporters.formats import FORMATS

DAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Pdf:
    """The bytes of a PDF, opened when asked."""

    data: bytes
    warnings: tuple[str, ...] = ()

    def pages(self) -> list[str]:
        """Text of each page, line ends as spaces."""
        document = pypdfium2.PdfDocument(self.data)
        try:
            texts = []
            for page in document:
                text = page.get_textpage().get_text_bounded()
                texts.append(" ".join(text.split()))
            return texts
        finally:
            document.close()

    def text(self) -> str:
        """All text."""
        return " ".join(self.pages())

    def words(self) -> bytes:
        """The PDF with every object in plain words: nothing is hidden by compression."""
        buffer = BytesIO()
        with self.opened() as pdf:
            pdf.save(
                buffer,
                object_stream_mode=pikepdf.ObjectStreamMode.disable,
                stream_decode_level=pikepdf.StreamDecodeLevel.specialized,
                compress_streams=False,
            )
        return buffer.getvalue()

    def opened(self) -> pikepdf.Pdf:
        """The PDF as objects."""
        return pikepdf.open(BytesIO(self.data))


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="session")
def sample() -> Callable[[str], Design]:
    def read(name: str) -> Design:
        return read_design(resources_dir() / "samples" / f"{name}.adraw").design

    return read


@pytest.fixture(scope="session")
def review(catalog: Catalog) -> Callable[..., Pdf]:
    """Make the review of a design."""

    def make(design: Design, **options: Any) -> Pdf:
        make_pdf = next(one.make for one in FORMATS if one.name == "pdf")
        data, notes = make_pdf(ExportJob(design, catalog, DAY, **options))
        return Pdf(data, notes.warnings)

    return make


def chain(names: list[str], title: str = "Chain") -> Design:
    """A browser that calls one service after the other, drawn in a row."""
    components = [Component(id="browser", kind="client_web", name="Browser")]
    components += [
        Component(id=f"s{index}", kind="service", name=name, parent="zone", capacity_rps=200.0)
        for index, name in enumerate(names)
    ]
    links = [
        Connection(id=f"c{index}", source=a.id, target=b.id)
        for index, (a, b) in enumerate(pairwise(components))
    ]
    nodes = {one.id: Placement(x=260.0 * (i % 12), y=160.0 * (i // 12)) for i, one in enumerate(components)}
    return Design(
        title=title,
        authors=("Ada Example",),
        components=tuple(components),
        groups=(Group(id="zone", kind="zone", name="Zone North"),),
        connections=tuple(links),
        journeys=(
            Journey(
                id="buy",
                name="Buy a thing",
                entry="browser",
                peak_rps=100,
                targets=Targets(availability=0.999),
            ),
        ),
        views=(View(id="main", name="Overview", nodes=nodes),),
    )


@pytest.fixture(scope="session")
def chained() -> Callable[..., Design]:
    return chain


@pytest.fixture(scope="session")
def analysed(catalog: Catalog) -> Callable[[Design], Analysis]:
    return lambda design: analyse(design, catalog)


@pytest.fixture(scope="session")
def shop(sample: Callable[[str], Design], review: Callable[..., Pdf]) -> Pdf:
    """The review of the URL shortener."""
    return review(sample("url-shortener"), file_name="url-shortener.adraw", file_digest="ab" * 32)


@pytest.fixture
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count a few connections as very many."""
    for module in ("courses", "drafting"):
        monkeypatch.setattr(f"archdraw.core.drawing.{module}.PLAIN_FROM", 10)


@pytest.fixture
def crowd(few_are_many: None, catalog: Catalog) -> DisplayList:
    """A drawing in which a few connections count as very many."""
    display = build_display_list(crowded_design(), "main", catalog, FontMetrics())
    assert {PlainLine, StampedCard} <= {type(one) for one in display.elements}
    return display


@pytest.fixture
def marked_crowd(few_are_many: None, catalog: Catalog) -> DisplayList:
    """The same with an overlay that says something about every card and line."""
    design = crowded_design()
    overlay = Overlay(
        name="Load",
        single_points={"n0": "alone", "n3": "<it>"},
        load={one.id: LoadMark(row / 12, row * 7.5) for row, one in enumerate(design.components)},
        rates={one.id: row * 3.25 for row, one in enumerate(design.connections)},
        degraded=frozenset({"c1"}),
    )
    display = build_display_list(design, "main", catalog, FontMetrics(), overlay)
    assert {PlainLine, MarkedCard, ElementDrawing} == {type(one) for one in display.elements}
    return display


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path
