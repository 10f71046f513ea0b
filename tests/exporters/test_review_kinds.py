"""Kinds of reviews, logos, and the review as HTML and Markdown."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from archdraw.core.catalog import load_catalog
from archdraw.core.locations import resources_dir
from archdraw.core.model import Design, Requirement
from archdraw.core.storage import read_design
from archdraw.exporters import ExportError, export_file
from archdraw.exporters.logo import read_logo
from archdraw.report.templates import TEMPLATE_NAMES

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = '<script>alert(1)</script><img src="http://e.example/x"> [a](javascript:x) `b` | c & d'
DAY = date(2026, 11, 25)


def sample(name: str = "url-shortener") -> Design:
    return read_design(resources_dir() / "samples" / f"{name}.adraw").design


def exported(folder: Path, name: str, design: Design, **options: Any) -> bytes:
    path = folder / name
    export_file(None, path, design, load_catalog(), day=DAY, version="1", **options)
    return path.read_bytes()


@pytest.mark.parametrize("name", ["url-shortener", "online-boutique", "news-feed"])
def test_the_summary_has_at_most_two_pages(tmp_path: Path, name: str) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(exported(tmp_path, "s.pdf", sample(name), template="summary"))
    count = len(document)
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert count <= 2
    assert "Executive summary" in text


@pytest.mark.parametrize("template", TEMPLATE_NAMES)
def test_no_reference_of_any_kind_leads_nowhere(tmp_path: Path, template: str) -> None:
    page = exported(tmp_path, "r.html", sample(), template=template).decode()
    places = set(re.findall(r' id="([^"]+)"', page))
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets
    assert targets <= places


def test_the_page_holds_no_script_and_loads_nothing(tmp_path: Path) -> None:
    design = sample()
    first = design.components[0].model_copy(update={"name": HOSTILE, "notes": HOSTILE})
    changed = design.model_copy(
        update={
            "title": HOSTILE,
            "classification": HOSTILE,
            "components": (first, *design.components[1:]),
            "requirements": (Requirement(id="r", text=HOSTILE),),
        }
    )
    page = exported(tmp_path, "r.html", changed).decode()
    seen: list[tuple[str, dict[str, str | None]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            seen.append((tag, dict(attrs)))

    Reader().feed(page)
    assert not {"script", "iframe", "object", "embed", "form", "link", "img"} & {tag for tag, _ in seen}
    for _, values in seen:
        assert not any(name.startswith("on") for name in values)
        assert str(values.get("href", "#")).startswith("#")
        assert "src" not in values
    assert "&lt;script&gt;alert(1)" in page


def test_markdown_shows_what_was_typed(tmp_path: Path) -> None:
    design = sample().model_copy(update={"title": HOSTILE})
    text = exported(tmp_path, "r.md", design).decode()
    head = text.splitlines()[0]
    assert head.startswith("# \\<script\\>")
    # What can be followed or shown are our own pictures beside it.
    links = re.findall(r"(?<!\\)\]\(([^)]*)\)", text)
    assert all(re.fullmatch(r"r\.files/figure-\d+\.svg", link) for link in links)
    for line in (one for one in text.splitlines() if one.startswith("| ")):
        assert len(re.findall(r"(?<!\\)\|", line)) >= 2
    tables = re.findall(r"(?:^\|.*\|$\n?)+", text, re.MULTILINE)
    for table in tables:
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.strip().splitlines()}
        assert len(widths) == 1


@pytest.mark.parametrize("name", ["r.html", "r.md", "r.pdf"])
def test_the_same_design_gives_the_same_bytes_again(tmp_path: Path, name: str) -> None:
    design = sample("kubernetes-ha")
    assert exported(tmp_path, name, design) == exported(tmp_path, name, design)


def test_a_logo_stands_on_the_first_page_and_in_the_page_itself(tmp_path: Path) -> None:
    picture = tmp_path / "logo.png"
    Image.new("RGBA", (60, 20), (30, 90, 200, 128)).save(picture)
    logo = read_logo(picture)
    assert b"/Image" in exported(tmp_path, "r.pdf", sample("kubernetes-ha"), logo=logo, template="summary")
    assert b'src="data:image/png;base64,' in exported(tmp_path, "r.html", sample("kubernetes-ha"), logo=logo)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"GIF89a", "neither a PNG nor an SVG"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 8 + b"\0\1\0\0" * 2, "65536"),
        (b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR\0\0\0\2\0\0\0\2", "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 2_000_001, "larger than 2 MB"),
    ],
)
def test_what_is_no_small_png_is_refused_with_a_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(data)
    with pytest.raises(ExportError, match=said):
        read_logo(path)


def test_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match='no template "long"'):
        exported(tmp_path, "r.pdf", sample(), template="long")
