"""Exporting to a file: formats, refusals in sentences, and all or nothing on the disk."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.exporters.crowded import crowded_design

from archdraw.core.catalog import Catalog
from archdraw.core.drawing import FontMetrics, Scene
from archdraw.core.drawing.finding import Finder
from archdraw.core.drawing.told_wiring import Found
from archdraw.core.model import Design
from archdraw.exporters import FORMATS, ExportError, ExportStopped, export_file
from archdraw.exporters.exporting import PAPERS
from archdraw.exporters.pdf.style import LARGE_PAPERS, PAPERS as PAGE_SIZES

DAY = date(2026, 11, 23)
STARTS = {"pdf": b"%PDF-", "svg": b"<?xml", "png": b"\x89PNG", "html": b"<!DOCTYPE html>", "md": b"# "}


@pytest.mark.parametrize("name", [one.name for one in FORMATS])
def test_the_suffix_chooses_the_format(
    name: str, tmp_path: Path, catalog: Catalog, chained: Callable[..., Design]
) -> None:
    target = tmp_path / f"drawing.{name.upper()}"
    notes = export_file(None, target, chained(["One"]), catalog, day=DAY)
    assert target.read_bytes().startswith(STARTS[name])
    assert notes.warnings == ()
    # A document that shows pictures has them in a folder beside it.
    beside = ["drawing.files"] if notes.beside else []
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([target.name, *beside])


@pytest.mark.parametrize(
    ("file", "options", "said"),
    [
        (
            "a.bmp",
            {},
            'There is no export for "bmp"; name a file that ends in one of: .pdf, .svg, .png, .html, .md.',
        ),
        ("a", {}, "which has no suffix"),
        ("a.svg", {"view_id": "gone"}, 'The design has no view "gone"; it has: main.'),
        ("a.svg", {"theme": "pink"}, 'There is no theme "pink"'),
        ("a.png", {"overlay": "magic"}, 'There is no overlay "magic"'),
        ("a.png", {"scale": 0.0}, "The scale must be above zero."),
        ("a.png", {"scale": 1e6}, "too large"),
        ("a.pdf", {"paper": "A7"}, 'There is no paper "A7"; there are: A4, Letter.'),
        ("missing/a.svg", {}, "the folder does not exist"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence_and_nothing_is_written(
    file: str,
    options: dict[str, Any],
    said: str,
    tmp_path: Path,
    catalog: Catalog,
    chained: Callable[..., Design],
) -> None:
    with pytest.raises(ExportError) as refused:
        export_file(None, tmp_path / file, chained(["One"]), catalog, **options)
    assert said in str(refused.value)
    assert str(refused.value).endswith(".")
    assert list(tmp_path.iterdir()) == []


def test_a_stopped_export_leaves_the_old_file(
    tmp_path: Path, catalog: Catalog, chained: Callable[..., Design], analysed: Callable[[Design], Any]
) -> None:
    target = tmp_path / "review.pdf"
    target.write_bytes(b"old")
    design = chained(["One"])
    asked = iter([False] * 6)

    def should_stop() -> bool:
        return next(asked, True)

    with pytest.raises(ExportStopped):
        export_file("pdf", target, design, catalog, analysis=analysed(design), should_stop=should_stop)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["review.pdf"]


def test_papers_of_the_check_are_those_of_the_pages() -> None:
    assert set(PAPERS) == set(PAGE_SIZES) == set(LARGE_PAPERS)


def test_an_overlay_changes_the_picture(
    tmp_path: Path, catalog: Catalog, chained: Callable[..., Design]
) -> None:
    design = chained(["One", "Two"])
    plain, marked = tmp_path / "plain.svg", tmp_path / "marked.svg"
    export_file(None, plain, design, catalog)
    export_file(None, marked, design, catalog, overlay="single-points")
    assert "Single point" in marked.read_text("utf-8")
    assert "Single point" not in plain.read_text("utf-8")


def test_the_review_is_written_where_qt_cannot_be_imported(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "sys.modules['PySide6'] = None\n"
        "from pathlib import Path\n"
        "from archdraw.core.catalog import load_catalog\n"
        "from archdraw.core.locations import resources_dir\n"
        "from archdraw.core.storage import read_design\n"
        "from archdraw.exporters import export_file\n"
        "catalog = load_catalog()\n"
        "design = read_design(resources_dir() / 'samples' / 'kubernetes-ha.adraw', catalog).design\n"
        "for suffix in ('pdf', 'png', 'svg'):\n"
        "    export_file(None, Path(sys.argv[1]) / f'out.{suffix}', design, catalog)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, timeout=60)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".pdf", ".png", ".svg"]


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from datetime import date\n"
        "from pathlib import Path\n"
        "from archdraw.core.catalog import load_catalog\n"
        "from archdraw.core.locations import resources_dir\n"
        "from archdraw.core.storage import read_design\n"
        "from archdraw.exporters import export_file\n"
        "catalog = load_catalog()\n"
        "design = read_design(resources_dir() / 'samples' / 'url-shortener.adraw', catalog).design\n"
        "export_file(None, Path(sys.argv[1]), design, catalog, day=date(2026, 1, 2))\n"
    )
    written = []
    for seed in ("1", "2"):
        target = tmp_path / f"{seed}.pdf"
        environment = {"PYTHONHASHSEED": seed, "PATH": "", "HOME": str(tmp_path)}
        subprocess.run([sys.executable, "-c", code, str(target)], check=True, timeout=60, env=environment)
        written.append(target.read_bytes())
    assert written[0] == written[1]


@pytest.mark.parametrize("kind", ["svg", "pdf"])
def test_what_is_known_of_the_screen_is_not_looked_for_again_and_gives_the_same_file(
    kind: str, tmp_path: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    design = crowded_design()
    scene = Scene(design, "main", catalog, FontMetrics())
    scene.display_list()
    found = scene.found()
    assert found.routes.keys() == found.courses.keys() == {one.id for one in design.connections}
    chosen: dict[str, Any] = {"day": DAY, "view_id": "main", "template": "interview"}
    alone, told = tmp_path / f"alone.{kind}", tmp_path / f"told.{kind}"
    export_file(kind, alone, design, catalog, **chosen)
    searched: list[str] = []
    keep = Finder.find

    def counted(finder: Finder, key: str) -> Any:
        searched.append(key)
        return keep(finder, key)

    monkeypatch.setattr(Finder, "find", counted)
    missing = design.connections[3].id
    routes = {key: route for key, route in found.routes.items() if key != missing}
    courses = {key: course for key, course in found.courses.items() if key != missing}
    known = Found(routes, courses)
    export_file(kind, told, design, catalog, found=known, **chosen)
    assert searched == [missing]
    assert kind == "pdf" or told.read_bytes() == alone.read_bytes()
