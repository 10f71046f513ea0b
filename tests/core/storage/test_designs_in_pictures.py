from __future__ import annotations

import base64
import struct
import zlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from archdraw.core.catalog import load_catalog
from archdraw.core.model import Component
from archdraw.core.storage import (
    StorageError,
    design_parts,
    design_text,
    read_design,
    save_design,
    starter_design,
)
from archdraw.core.storage.pictures import PDF_KEY, SVG_ID, design_in, svg_text, with_design
from archdraw.editor.files import open_document
from archdraw.exporters import export_file

SAMPLE = Path(__file__).resolve().parents[3] / "resources" / "samples" / "url-shortener.adraw"
PNG = (
    b"\x89PNG\r\n\x1a\n"
    + struct.pack(">I", 0)
    + b"IEND"
    + struct.pack(">I", zlib.crc32(b"IEND"))
)  # fmt: skip


def exported(folder: Path, suffix: str, *, embed: bool = True) -> Path:
    path = folder / f"picture.{suffix}"
    day = date(2026, 1, 1)
    export_file(None, path, read_design(SAMPLE).design, load_catalog(), day=day, embed=embed)
    return path


@pytest.mark.parametrize("suffix", ["svg", "png", "pdf"])
def test_s9_an_export_opens_again_as_the_design_it_shows(suffix: str, tmp_path: Path) -> None:
    opened = read_design(exported(tmp_path, suffix))
    assert opened.from_picture
    assert design_text(opened.design) == design_text(read_design(SAMPLE).design)


@pytest.mark.parametrize("suffix", ["svg", "png", "pdf"])
def test_s9_the_design_can_be_left_out(suffix: str, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="carries no design"):
        read_design(exported(tmp_path, suffix, embed=False))


def test_s9_other_readers_see_the_attachment_and_the_picture(tmp_path: Path) -> None:
    import pypdfium2
    from PIL import Image

    with Image.open(exported(tmp_path, "png")) as picture:
        picture.load()
        assert picture.text["archdraw"].startswith('{\n  "format": "archdraw"')  # type: ignore[attr-defined]
    document = pypdfium2.PdfDocument(exported(tmp_path, "pdf"))
    try:
        attached = bytes(document.get_attachment(0).get_data())
    finally:
        document.close()
    assert attached.decode("utf-8") == design_text(read_design(SAMPLE).design)


def test_s9_no_design_is_saved_over_a_picture(tmp_path: Path) -> None:
    picture = exported(tmp_path, "png")
    before = picture.read_bytes()
    opened = open_document(picture, load_catalog())
    assert opened.state.path is None
    assert "picture.png" in opened.messages[0]
    with pytest.raises(StorageError, match=r"name it picture\.adraw"):
        save_design(picture, opened.design)
    assert picture.read_bytes() == before


# ── hostile ──────────────────────────────────────────────────────────────────────────────────────────────


def bomb() -> bytes:
    """A stream of a few hundred kB that inflates to 80 MB."""
    return zlib.compress(b" " * (80 * 1024 * 1024), 9)


def chunk(body: bytes) -> bytes:
    kind = b"iTXt"
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def svg(inside: str, before: str = "") -> bytes:
    head = f'<?xml version="1.0"?>{before}<svg xmlns="http://www.w3.org/2000/svg">'
    return f'{head}<metadata id="{SVG_ID}">{inside}</metadata></svg>'.encode()


def test_s9_what_would_inflate_without_end_is_refused() -> None:
    head = b"archdraw\0\1\0\0\0"
    pictures = (
        PNG[:8] + chunk(head + bomb()) + PNG[8:],
        svg(base64.b64encode(bomb()).decode()),
        b"%PDF-1.4\n1 0 obj\n<< /" + PDF_KEY.encode() + b" 1 >>\nstream\n" + bomb() + b"endstream",
    )
    for picture in pictures:
        with pytest.raises(StorageError, match="larger than the 64 MB"):
            design_in(picture, "bomb")


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
    ],
)
def test_s9_entities_and_document_types_are_refused(before: str) -> None:
    with pytest.raises(StorageError, match="declares entities or a document type"):
        design_in(svg("&x;", before), "hostile.svg")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (PNG, "carries no design"),
        (PNG[:8] + struct.pack(">I", 2**31) + b"iTXt", "carries no design"),
        (PNG[:8] + struct.pack(">I", 2**31) + b"iTXt" + b"x" * 20, "cut off"),
        (svg("not base64 ¡"), "damaged"),
        (svg(base64.b64encode(b"no deflate").decode()), "damaged"),
        (svg(svg_text(("{}",))[:8]), "damaged|cut off"),
        (svg("")[:40], "can be read"),
        (b"%PDF-1.7 nothing", "carries no design"),
    ],
)
def test_s9_damaged_pictures_are_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(StorageError, match=said):
        design_in(data, "damaged")


def test_s9_a_flipped_bit_is_noticed() -> None:
    whole = with_design(PNG, b'{"format": "archdraw"}')
    spoilt = bytearray(whole)
    spoilt[whole.index(b"archdraw") + 20] ^= 1
    with pytest.raises(StorageError, match="damaged"):
        design_in(bytes(spoilt), "spoilt.png")


@given(st.binary(max_size=400), st.sampled_from((b"\x89PNG\r\n\x1a\n", b"%PDF-", b"<svg", b"<?xml")))
@settings(max_examples=150, deadline=None)
def test_s9_whatever_calls_itself_a_picture_gives_a_design_or_a_sentence(data: bytes, begin: bytes) -> None:
    with pytest.raises(StorageError):
        design_in(begin + data, "noise")


@given(st.text(max_size=60).filter(lambda text: text.isprintable()))
@settings(max_examples=50, deadline=None)
def test_s9_any_name_survives_the_way_into_a_picture_and_back(name: str) -> None:
    design = starter_design().model_copy(
        update={"components": (Component(id="a", kind="service", name=name),)}
    )
    document = design_text(design).encode("utf-8")
    assert design_in(with_design(PNG, document), "a.png") == document
    assert design_in(svg(svg_text(design_parts(design))), "a.svg") == document
