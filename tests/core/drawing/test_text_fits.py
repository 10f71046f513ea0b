"""Text is measured as the fonts say and fits where it is put."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings, strategies as st

from archdraw.core.drawing import FontMetrics, FontSpec, font_files
from archdraw.core.drawing.figures import full_percent, full_rate, percent, rate, short_number
from archdraw.core.drawing.font_files import read_face
from archdraw.core.drawing.wrapping import clean_text, shorten, wrap, wrap_paragraphs
from archdraw.core.locations import font_file

FONT = FontSpec(size=13.0, weight=600)
METRICS = FontMetrics()
NAMES = st.text(st.characters(codec="utf-8"), max_size=60)


@pytest.mark.parametrize(
    ("family", "weight"), [("Fira Sans", 400), ("Fira Sans", 600), ("IBM Plex Mono", 600)]
)
def test_widths_are_those_of_the_font_file(family: str, weight: int) -> None:
    path = font_file(family, weight)
    found = read_face(path)
    with TTFont(path) as font:
        names, advances = font.getBestCmap(), font["hmtx"].metrics
        assert found.advances == {sign: advances[name][0] for sign, name in names.items()}
        assert found.per_em == font["head"].unitsPerEm
        assert found.ascent * found.per_em == pytest.approx(font["hhea"].ascent)
        assert found.descent * found.per_em == pytest.approx(-font["hhea"].descent)
    signs = "Load balancer"
    wanted = sum(found.advances[ord(sign)] for sign in signs) / found.per_em * 13
    spec = FontSpec(family, 13.0, weight)
    assert METRICS.width(signs, spec) == pytest.approx(wanted)
    assert METRICS.widths(["", signs], spec) == pytest.approx([0.0, wanted])


def test_a_font_is_read_once_and_again_when_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHDRAW_CACHE_DIR", str(tmp_path / "cache"))
    read: list[Path] = []
    original = font_files._read

    def reading(path: Path) -> dict[str, Any]:
        read.append(path)
        return original(path)

    monkeypatch.setattr(font_files, "_read", reading)
    font = tmp_path / "made.ttf"
    shutil.copy(font_file("Fira Sans", 400), font)
    first = _read_anew(font)
    assert _read_anew(font) == first
    assert read == [font]
    shutil.copy(font_file("IBM Plex Mono", 400), font)
    assert _read_anew(font) != first
    (kept,) = (tmp_path / "cache").iterdir()
    kept.write_bytes(kept.read_bytes()[:-9])
    mono = _read_anew(font)
    assert len(set(mono.advances.values())) < 3
    assert read == [font] * 3


def _read_anew(font: Path) -> font_files.Face:
    font_files.read_face.cache_clear()
    return font_files.read_face(font)


def test_missing_glyphs_have_a_width_and_are_named() -> None:
    assert METRICS.width("漢", FONT) == pytest.approx(13.0)
    assert METRICS.width("e\u0301\u20e3", FONT) >= METRICS.width("e", FONT)
    assert METRICS.lacks("Web 漢字 漢", FONT) == "漢字"


def test_mono_is_mono() -> None:
    mono = FontSpec("IBM Plex Mono", 12.0)
    assert METRICS.width("iiii", mono) == METRICS.width("WWWW", mono)


@settings(max_examples=80, deadline=None)
@given(text=NAMES, width=st.floats(12, 300), most=st.integers(1, 3))
def test_wrapped_lines_fit(text: str, width: float, most: int) -> None:
    wrapped = wrap(text, FONT, width, METRICS, most=most)
    assert len(wrapped.lines) <= most
    for line in wrapped.lines:
        # One character may be wider than the room; a line is never empty for that.
        assert METRICS.width(line, FONT) <= width or len(line) == 1
    if not wrapped.cut:
        assert "".join(wrapped.lines).replace(" ", "") == clean_text(text).replace(" ", "")


def test_words_stay_whole_where_they_can() -> None:
    assert wrap("Content delivery network", FONT, 96, METRICS).lines == ("Content", "delivery netw…")
    assert wrap("orders-and-customers-database", FONT, 110, METRICS).lines[0] == "orders-and-"
    assert wrap("Supercalifragilisticexpialidocious", FONT, 60, METRICS).lines[1].endswith("…")


def test_an_endless_name_is_cut_quickly() -> None:
    wrapped = wrap("x" * 1_000_000, FONT, 100, METRICS)
    assert wrapped.cut
    assert len(wrapped.lines) == 2


def test_shorten_keeps_what_fits() -> None:
    assert shorten("Web", FONT, 100, METRICS) == "Web"
    assert shorten("Web server farm", FONT, 60, METRICS).endswith("…")


def test_paragraphs_keep_their_breaks() -> None:
    wrapped = wrap_paragraphs("One\n\nTwo\nThree", FONT, 200, METRICS, most=3)
    assert wrapped.lines[:2] == ("One", "")
    assert wrapped.cut
    assert wrap_paragraphs("One\nTwo", FONT, 200, METRICS, most=2).lines == ("One", "Two")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.42129, "0.4213"),
        (12000, "12,000"),
        (12345, "12,340"),
        (1_234_567, "1.235\u2009M"),
        (0.00001, "0.00001"),
        (999.96, "1000"),
    ],
)
def test_numbers_have_four_digits_at_most(value: float, text: str) -> None:
    assert short_number(value) == text


def test_percent_and_rate_carry_units() -> None:
    assert percent(0.824) == "82\u2009%"
    assert percent(0.042) == "4.2\u2009%"
    assert percent(1.32) == "132\u2009%"
    assert rate(3400) == "3,400\u2009req/s"


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (full_percent(0.5144123), "51.44123 %"),
        (full_percent(0.1 + 0.2), "30 %"),
        (full_percent(0.0), "0 %"),
        (full_rate(12_345.678), "12,345.678 req/s"),
        (full_rate(23_150), "23,150 req/s"),
    ],
)
def test_on_hovering_a_figure_has_all_its_digits(said: str, text: str) -> None:
    assert said.replace("\u2009", " ") == text
