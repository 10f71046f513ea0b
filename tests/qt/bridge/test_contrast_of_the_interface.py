"""Every pair of colours that the window puts together can be read, in all its themes."""

from __future__ import annotations

import itertools
import re

import pytest

from archdraw.core.drawing import Theme, load_theme
from archdraw.core.drawing.themes import contrast
from archdraw.qt.bridge.palette import THEME_NAMES
from archdraw.qt.bridge.stylesheet import interface_colours, mixed, stylesheet

GROUNDS = ("panel", "card", "field", "canvas", "hover", "accenttint")
# What stands as text on what; disabled text is exempt.
TEXT_PAIRS = (
    *itertools.product(("text", "second"), GROUNDS),
    *itertools.product(("accent", "danger"), ("panel", "card", "canvas")),
    ("accent", "accenttint"),
    ("warning", "panel"),
    ("text", "dangertint"),
    ("onaccent", "accent"),
    ("onaccent", "accenthover"),
    ("panel", "text"),
)
# Borders of what can be typed in or pressed, rings of the keyboard, scroll bars, marks of chosen rows.
GRAPHIC_PAIRS = (
    ("edge", "field"),
    ("edge", "panel"),
    ("accent", "panel"),
    ("accent", "field"),
    ("accent", "accenttint"),
    ("handle", "panel"),
    ("handle", "canvas"),
    ("danger", "field"),
)


@pytest.fixture(params=[name for name in THEME_NAMES if name != "system"])
def theme(request: pytest.FixtureRequest) -> Theme:
    return load_theme(str(request.param))


@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="/".join)
def test_text_of_the_interface_has_a_contrast_of_at_least_4_5(theme: Theme, pair: tuple[str, str]) -> None:
    colours = interface_colours(theme)
    assert contrast(colours[pair[0]], colours[pair[1]]) >= 4.5


@pytest.mark.parametrize("pair", GRAPHIC_PAIRS, ids="/".join)
def test_borders_rings_and_bars_have_a_contrast_of_at_least_3(theme: Theme, pair: tuple[str, str]) -> None:
    colours = interface_colours(theme)
    assert contrast(colours[pair[0]], colours[pair[1]]) >= 3.0


def test_high_contrast_text_has_at_least_7() -> None:
    colours = interface_colours(load_theme("high-contrast"))
    for ink, ground in set(TEXT_PAIRS) - {("accent", "accenttint")}:
        assert contrast(colours[ink], colours[ground]) >= 7.0, (ink, ground)


def test_the_sheet_names_no_colour_that_is_not_checked_here() -> None:
    colours = interface_colours(load_theme("light"))
    found = set(re.findall(r"#[0-9A-Fa-f]{6}\b", stylesheet(load_theme("light"))))
    assert found <= set(colours.values())
    for name in re.findall(r"(?<!-)color: (#[0-9A-F]{6})", stylesheet(load_theme("light"))):
        inks = {colours[ink] for ink, _ in TEXT_PAIRS} | {colours["faint"]}
        assert name in inks


def test_a_mixed_colour_lies_between() -> None:
    assert mixed("#000000", "#FFFFFF", 0.5) == "#808080"
