"""A logo drawn as SVG: its shapes are kept, and nothing else of the file."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, strategies as st
from PIL import Image
from tests.exporters.test_review_kinds import exported, sample

from archdraw.exporters.job import ExportError
from archdraw.exporters.logo import read_logo
from archdraw.exporters.vector_logo import LogoError, logo_svg, parse_logo

SPACE = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
LOGO = f"""<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg {SPACE} viewBox="10 0 60 20"><title>Ours</title><style>.a {{ fill: #d22; }}</style>
<g transform="translate(10 0) scale(2)"><rect class="a" width="10" height="10"/></g>
<path d="M40 0h20v20h-20z" style="fill:rgb(0,0,255);fill-opacity:.5"/>
<circle cx="35" cy="10" r="4" fill="none" stroke="green" stroke-width="2"/></svg>""".encode()


def svg(inside: str) -> bytes:
    return f'<svg {SPACE} viewBox="0 0 10 10">{inside}</svg>'.encode()


def test_shapes_keep_place_and_colour() -> None:
    logo = parse_logo(LOGO)
    assert (logo.width, logo.height) == (60.0, 20.0)
    box, path, ring = logo.shapes
    assert (box.fill, box.path[:2]) == ("#dd2222", (("M", 0.0, 0.0), ("L", 20.0, 0.0)))
    assert (path.fill, path.fill_alpha, path.path[0]) == ("#0000ff", 0.5, ("M", 30.0, 0.0))
    assert (ring.fill, ring.stroke, ring.stroke_width) == ("", "#008000", 2.0)


def test_what_is_written_anew_is_read_as_the_same() -> None:
    written = logo_svg(parse_logo(LOGO))
    assert logo_svg(parse_logo(written)) == written
    assert written.count(b"<path") == 3
    assert b"style" not in written


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<script>alert(1)</script>", "script"),
        ('<rect width="9" height="9" onclick="x()"/>', "onclick"),
        ('<image xlink:href="http://x/y.png" width="9" height="9"/>', "image"),
        ('<g xlink:href="file:///etc/passwd"/>', "href"),
        ("<foreignObject/>", "foreignObject"),
        ('<rect width="9" height="9" fill="url(#a)"/>', "gradient"),
        ("<style>@import 'x';</style>", "refers to something"),
        ('<defs><linearGradient id="a"/></defs><rect width="9" height="9"/>', "defs"),
        ("<text>Us</text>", "text"),
        ('<rect width="9" height="9" filter="url(#f)"/>', "filter"),
        ('<rect width="9" height="9" transform="scale(1e99)"/>', "frame"),
        ("", "shows nothing"),
        ("<g>" * 60 + "</g>" * 60, "levels"),
        ('<path d="M0 0 L"/>', "shows nothing|path"),
    ],
)
def test_what_is_no_flat_shape_is_refused_with_a_sentence(tmp_path: Path, inside: str, said: str) -> None:
    path = tmp_path / "logo.svg"
    path.write_bytes(svg(inside))
    with pytest.raises(ExportError, match=said):
        read_logo(path)


def test_entities_and_other_documents_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "logo.svg"
    for data, said in (
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("<g/>"), "entities"),
        (b"<html/>", "neither a PNG"),
        (b"<?xml version='1.0'?><html/>", "no SVG"),
        (b"<svg", "well-formed"),
        (svg("<g/>").replace(b' viewBox="0 0 10 10"', b""), "no size"),
        (b"<svg " + b"x" * 600_000, "500 kB"),
    ):
        path.write_bytes(data)
        with pytest.raises(ExportError, match=said):
            read_logo(path)


@given(st.text(max_size=60))
def test_whatever_a_path_says_it_is_read_or_refused(text: str) -> None:
    from xml.sax.saxutils import quoteattr

    try:
        logo = parse_logo(svg(f"<path d={quoteattr(text)}/>"))
    except LogoError:
        return
    assert parse_logo(logo_svg(logo)).shapes


def test_a_vector_logo_is_painted_on_the_first_page_and_stands_in_the_web_page(tmp_path: Path) -> None:
    path = tmp_path / "logo.svg"
    path.write_bytes(LOGO)
    logo = read_logo(path)
    design = sample("kubernetes-ha")
    data = exported(tmp_path, "r.pdf", design, logo=logo, template="summary")
    document = pypdfium2.PdfDocument(data)
    page = document[0].render(scale=2).to_pil().convert("RGB")
    document.close()
    colours = {colour for _, colour in page.getcolors(page.width * page.height)}
    assert (221, 34, 34) in colours
    assert any(abs(r - 128) < 3 and abs(g - 128) < 3 and b == 255 for r, g, b in colours)
    assert b'src="data:image/svg+xml;base64,' in exported(tmp_path, "r.html", design, logo=logo)


def test_a_png_logo_stays_the_bytes_it_was(tmp_path: Path) -> None:
    held = BytesIO()
    Image.new("RGB", (4, 4)).save(held, "PNG")
    path = tmp_path / "logo.png"
    path.write_bytes(held.getvalue())
    assert read_logo(path) == held.getvalue()
