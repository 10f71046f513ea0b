"""The HTML review for everybody: order of headings, heads of tables, words for pictures, keyboard, fonts."""

from __future__ import annotations

import re
from functools import lru_cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from tests.exporters.test_review_kinds import exported, sample

Seen = list[tuple[str, dict[str, str | None]]]


@lru_cache(maxsize=1)
def page() -> str:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        return exported(Path(folder), "r.html", sample("url-shortener")).decode()


@pytest.fixture(scope="module")
def seen() -> Seen:
    found: Seen = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, dict(attrs)))

    Reader().feed(page())
    return found


def test_headings_go_down_one_level_at_a_time(seen: Seen) -> None:
    levels = [int(tag[1]) for tag, _ in seen if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_heads_of_tables_say_what_they_head_and_none_is_empty(seen: Seen) -> None:
    assert all(values.get("scope") in ("col", "colgroup") for tag, values in seen if tag == "th")
    assert not re.search(r"<th[^>]*></th>", page())
    assert sum(tag == "table" for tag, _ in seen) == page().count("<caption>")


def test_every_picture_has_words_and_every_wide_table_the_keyboard(seen: Seen) -> None:
    pictures = re.findall(r"<svg[^>]*>(.{0,400})", page(), re.DOTALL)
    assert len(pictures) > 5
    assert all("<title>" in inside for inside in pictures)
    wide = [values for tag, values in seen if tag == "div" and values.get("class") == "wide"]
    assert wide
    assert all(values.get("tabindex") == "0" and values.get("aria-label") for values in wide)
    assert next(values for tag, values in seen if tag == "html")["lang"] == "en"


def test_its_fonts_are_in_it_and_hold_what_it_says() -> None:
    from base64 import b64decode
    from io import BytesIO

    from fontTools.ttLib import TTFont

    faces = re.findall(r'font-weight: (\d+); src: url\("data:font/woff;base64,([^"]+)"', page())
    assert [weight for weight, _ in faces] == ["400", "600", "400"]
    for _, data in faces[:2]:
        known = TTFont(BytesIO(b64decode(data))).getBestCmap()
        assert set(map(ord, "URL shortener 99.95 %→")) <= set(known)
        assert len(known) < 300


def test_dark_screens_and_paper_are_thought_of() -> None:
    assert "@media screen and (prefers-color-scheme: dark)" in page()
    assert "@media print" in page()


def test_texts_of_pictures_keep_their_width_in_other_fonts() -> None:
    texts = re.findall(r"<text [^>]*>", page())
    assert texts
    assert all("textLength=" in one for one in texts)


def test_the_place_of_the_fonts_is_no_text_of_a_document(tmp_path: Path) -> None:
    design = sample("kubernetes-ha").model_copy(update={"title": "<fonts> /* fonts */"})
    text = exported(tmp_path, "r.html", design, template="summary").decode()
    assert text.count("@font-face") == 3
    assert "<style>@font-face" in text
    assert "<fonts>" not in text
    assert "<title>&lt;fonts&gt; /* fonts */" in text
