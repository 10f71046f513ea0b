"""Every colour can be read: text at 4.5:1 and more, graphics at 3:1 and more, in each theme."""

from __future__ import annotations

import itertools
import re

import pytest

from archdraw.core.catalog import FAMILIES
from archdraw.core.drawing import THEME_NAMES, Theme, contrast, load_theme

GROUNDS = ("canvas", "card", "panel")
FAMILY_TOKENS = tuple(f"family-{family}" for family, _ in FAMILIES)
TEXT_PAIRS = (
    *itertools.product(("text", "text-second", "accent", "danger", "warning", "good"), GROUNDS),
    *itertools.product(FAMILY_TOKENS, ("card",)),
    ("on-accent", "accent"),
    ("on-danger", "danger"),
    ("on-warning", "warning"),
    ("on-good", "good"),
    ("note-text", "note"),
)
GRAPHIC_PAIRS = tuple(
    itertools.product(("connection", "connection-light", "group-border"), ("canvas", "card"))
)


@pytest.fixture(params=THEME_NAMES)
def theme(request: pytest.FixtureRequest) -> Theme:
    return load_theme(request.param)


def test_contrast_follows_the_formula() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#2463E0", "#2463E0") == 1.0


@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="/".join)
def test_text_can_be_read(theme: Theme, pair: tuple[str, str]) -> None:
    assert contrast(theme.color(pair[0]), theme.color(pair[1])) >= 4.5


@pytest.mark.parametrize("pair", GRAPHIC_PAIRS, ids="/".join)
def test_lines_can_be_seen(theme: Theme, pair: tuple[str, str]) -> None:
    assert contrast(theme.color(pair[0]), theme.color(pair[1])) >= 3.0


@pytest.mark.parametrize("token", FAMILY_TOKENS)
def test_glyphs_can_be_seen_on_their_tile(theme: Theme, token: str) -> None:
    assert contrast(theme.color(token), theme.mixed(token, 0.12, "card")) >= 3.0


def test_text_can_be_read_in_deep_groups(theme: Theme) -> None:
    ground = theme.mixed("group", 0.3, "canvas")
    assert contrast(theme.color("text"), ground) >= 4.5


def test_all_themes_name_the_same_tokens() -> None:
    tokens = {frozenset(load_theme(name).colors) for name in THEME_NAMES}
    assert len(tokens) == 1


def test_all_values_are_colours(theme: Theme) -> None:
    assert all(re.fullmatch("#[0-9A-F]{6}", value) for value in theme.colors.values())


def test_light_and_dark_are_the_agreed_ones() -> None:
    light, dark = load_theme("light"), load_theme("dark")
    assert (light.color("canvas"), dark.color("canvas")) == ("#F7F8FA", "#12161C")
    assert (light.color("accent"), dark.color("accent")) == ("#2463E0", "#6EA0FF")
    assert dark.dark
    assert not light.dark


def test_unknown_families_look_external_and_unknown_tokens_are_refused() -> None:
    light = load_theme("light")
    assert light.color("family-of-a-strangers-pack") == light.color("family-external")
    with pytest.raises(KeyError, match="no colour for"):
        light.color("pink")
    with pytest.raises(ValueError, match="There is no theme"):
        load_theme("solarized")
