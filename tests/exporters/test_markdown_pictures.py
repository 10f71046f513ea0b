"""The Markdown review has its figures as files beside it, each whole in itself."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from defusedxml.ElementTree import fromstring
from tests.exporters.test_review_kinds import sample

from archdraw.core.catalog import load_catalog
from archdraw.exporters import export_file

LINK = re.compile(r"^!\[(.+)\]\(([^)]+)\)$", re.MULTILINE)


def test_every_figure_is_a_file_that_the_text_shows(tmp_path: Path) -> None:
    target = tmp_path / "my review.md"
    notes = export_file(None, target, sample("url-shortener"), load_catalog())
    shown = [unquote(path) for _, path in LINK.findall(target.read_text("utf-8"))]
    assert len(shown) == len(set(shown)) == len(notes.beside) > 5
    for path in shown:
        assert path.startswith("my review.files/")
        text = (tmp_path / path).read_text("utf-8")
        root = fromstring(text)
        assert root.tag.endswith("}svg")
        assert float(root.get("width", "0")) > 0
        assert "http" not in text.replace("http://www.w3.org/", "")


def test_a_second_export_writes_the_same_files_and_leaves_others(tmp_path: Path) -> None:
    target = tmp_path / "r.md"
    export_file(None, target, sample("kubernetes-ha"), load_catalog())
    folder = tmp_path / "r.files"
    (folder / "mine.txt").write_text("stays")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    export_file(None, target, sample("kubernetes-ha"), load_catalog())
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
