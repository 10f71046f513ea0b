from __future__ import annotations

import json
import struct
from datetime import date
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring

from archdraw import cli
from archdraw.core.model import Component, Suppression
from archdraw.core.storage import design_text, starter_design

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "samples" / "url-shortener.adraw"


def export(*arguments: object) -> int:
    return cli.run(["export", *(str(argument) for argument in arguments)])


def said_one_line(capsys: pytest.CaptureFixture[str]) -> str:
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("archdraw: ")
    assert said.err.count("\n") == 1
    return said.err


def test_a_review_is_a_pdf_that_names_its_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "review.PDF"
    assert export(SAMPLE, "-o", output) == 0
    assert output.read_bytes().startswith(b"%PDF-")
    assert capsys.readouterr().out.startswith(f"{output}: ")
    assert list(tmp_path.iterdir()) == [output]


def test_a_review_names_its_version_and_divides_large_drawings(tmp_path: Path) -> None:
    from pypdfium2 import PdfDocument

    output = tmp_path / "review.pdf"
    words = ("--document-version", "after the first review", "--large-drawings", "tile")
    assert export(SAMPLE, "-o", output, *words) == 0
    document = PdfDocument(output)
    first = document[0].get_textpage().get_text_range()
    whole = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "after the first review" in first
    assert "neighbours overlap" in whole


def test_a_review_of_a_fixed_day_has_the_same_bytes_on_any_day_and_judges_acceptances_by_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    design = starter_design()
    component = Component(id="db", kind="rdbms_primary", name="Orders")
    accepted = Suppression(rule="DAT-01", element="db", reason="a toy", owner="Kim", expires="2026-11-30")
    file = tmp_path / "a.adraw"
    file.write_text(design_text(design.revised(components=(component,), suppressions=(accepted,))))
    texts = {}
    for day in ("2026-11-30", "2026-12-01"):
        output = tmp_path / f"{day}.md"
        assert export(file, "-o", output, "--date", day) == 0
        texts[day] = output.read_text()

    class Later(date):
        @classmethod
        def today(cls) -> Later:
            return cls(2030, 1, 1)

    for module in ("archdraw.core.analysis.acceptance", "archdraw.exporters.exporting"):
        monkeypatch.setattr(f"{module}.date", Later)
    output = tmp_path / "2026-11-30.md"
    assert export(file, "-o", output, "--date", "2026-11-30") == 0
    assert output.read_text() == texts["2026-11-30"]
    assert "30 November 2026" in texts["2026-11-30"]
    assert "a toy (Kim), until 2026-11-30" in texts["2026-11-30"]
    assert "accepted until" not in texts["2026-11-30"]
    assert "accepted until 2026-11-30" in texts["2026-12-01"]


def test_a_day_that_is_none_is_refused(tmp_path: Path) -> None:
    assert export(SAMPLE, "-o", tmp_path / "a.pdf", "--date", "tomorrow") == 2
    assert list(tmp_path.iterdir()) == []


def test_a_drawing_is_an_svg_of_the_theme(tmp_path: Path) -> None:
    light, dark = tmp_path / "light.svg", tmp_path / "dark.svg"
    assert export(SAMPLE, "-o", light) == 0
    assert export(SAMPLE, "-o", dark, "--theme", "dark") == 0
    for output in (light, dark):
        assert fromstring(output.read_text("utf-8")).tag == "{http://www.w3.org/2000/svg}svg"
        assert "Redirect service" in output.read_text("utf-8")
    assert light.read_bytes() != dark.read_bytes()


def size_of(png: Path) -> tuple[int, int]:
    data = png.read_bytes()
    assert data.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def test_a_png_grows_with_its_scale(tmp_path: Path) -> None:
    once, twice = tmp_path / "1.png", tmp_path / "2.png"
    assert export(SAMPLE, "-o", once) == 0
    assert export(SAMPLE, "-o", twice, "--scale", "2") == 0
    for one, two in zip(size_of(once), size_of(twice), strict=True):
        assert abs(two - 2 * one) <= 2


@pytest.mark.parametrize("overlay", ["single-points", "utilisation"])
def test_an_overlay_adds_to_the_drawing(overlay: str, tmp_path: Path) -> None:
    plain, marked = tmp_path / "plain.svg", tmp_path / "marked.svg"
    assert export(SAMPLE, "-o", plain) == 0
    assert export(SAMPLE, "-o", marked, "--overlay", overlay) == 0
    assert len(marked.read_bytes()) > len(plain.read_bytes())


@pytest.mark.parametrize("suffix", ["pdf", "svg", "png"])
def test_an_empty_design_can_be_exported(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / "empty.adraw"
    file.write_text(design_text(starter_design()))
    assert export(file, "-o", tmp_path / f"empty.{suffix}") == 0


def test_an_unknown_view_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(SAMPLE, "-o", tmp_path / "a.svg", "--view", "ghost") == 2
    assert "there is no view “ghost”; there are: main" in said_one_line(capsys)


def test_a_place_that_can_not_be_written_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(SAMPLE, "-o", tmp_path / "none" / "a.svg") == 2
    assert "the folder does not exist" in said_one_line(capsys)
    protected = tmp_path / "a.svg"
    protected.write_text("mine")
    protected.chmod(0o444)
    assert export(SAMPLE, "-o", protected) == 2
    assert "write-protected" in said_one_line(capsys)
    assert protected.read_text() == "mine"


def test_names_can_not_break_the_svg(tmp_path: Path) -> None:
    evil = '</text><script>alert(1)</script>\u0000\u001b]]>&"'
    document = {
        "format": "archdraw",
        "title": evil,
        "components": [{"id": "a", "kind": "service", "name": evil}],
        "views": [{"id": "main", "nodes": {"a": {"x": 0, "y": 0}}}],
    }
    file, output = tmp_path / "evil.adraw", tmp_path / "evil.svg"
    file.write_text(json.dumps(document))
    assert export(file, "-o", output) == 0
    tags = {element.tag.rpartition("}")[2] for element in fromstring(output.read_text("utf-8")).iter()}
    assert "script" not in tags
