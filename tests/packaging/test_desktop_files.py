"""The files that make ArchDraw known to a desktop agree with each other and with the program."""

from __future__ import annotations

import ast
import configparser
import re
from pathlib import Path
from xml.etree.ElementTree import Element

import defusedxml.ElementTree
import pytest

import archdraw

FOLDER = Path(__file__).resolve().parents[2] / "packaging"
APP = "io.github.archdraw_studio.ArchDraw"
MIME = "application/vnd.archdraw+json"
SHARED_MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"


def xml(name: str) -> Element:
    return defusedxml.ElementTree.fromstring((FOLDER / name).read_text(encoding="utf-8"))


@pytest.fixture
def desktop() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # keys keep their case
    parser.read(FOLDER / f"{APP}.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


def test_the_desktop_entry_starts_the_command_with_files(desktop: configparser.SectionProxy) -> None:
    assert desktop["Exec"] == "archdraw %F"
    assert desktop["MimeType"] == f"{MIME};"
    assert desktop["Icon"] == APP
    assert desktop["Terminal"] == "false"


def test_the_mime_type_covers_our_extension_and_our_first_line() -> None:
    [kind] = xml(f"{APP}.mime.xml").findall(f"{SHARED_MIME}mime-type")
    assert kind.get("type") == MIME
    assert [glob.get("pattern") for glob in kind.iter(f"{SHARED_MIME}glob")] == ["*.adraw"]
    [match] = kind.iter(f"{SHARED_MIME}match")
    sample = FOLDER.parent / "resources" / "samples" / "url-shortener.adraw"
    start = sample.read_text(encoding="utf-8")[:40]
    assert match.get("value", "?") in start
    first, last = map(int, match.get("offset", "0:0").split(":"))
    assert first <= start.index(match.get("value", "?")) <= last


def test_the_store_page_names_the_same_program_and_this_version() -> None:
    page = xml(f"{APP}.metainfo.xml")
    assert page.findtext("id") == APP
    assert page.findtext("launchable") == f"{APP}.desktop"
    assert page.findtext("provides/mediatype") == MIME
    newest = page.find("releases/release")
    assert newest is not None
    assert newest.get("version") == archdraw.__version__


def test_the_icon_is_a_square_drawing() -> None:
    icon = xml(f"{APP}.svg")
    left, top, width, height = map(float, icon.get("viewBox", "").split())
    assert (left, top) == (0, 0)
    assert width == height


def test_the_frozen_app_takes_the_data_where_the_locator_looks() -> None:
    spec = (FOLDER / "archdraw.spec").read_text(encoding="utf-8")
    ast.parse(spec)
    assert set(re.findall(r'"archdraw/_data/(\w+)"', spec)) == {"component_library", "resources"}
