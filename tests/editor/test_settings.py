"""Settings as words in a file, and figures in the style of the user."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import pytest
from hypothesis import given, strategies as st

from archdraw.core.analysis.wording import downtime_text, number_text
from archdraw.editor.figure_style import FigureStyle, Numbers
from archdraw.editor.placing import GRID
from archdraw.editor.settings import GRID_STEPS, Settings, apply_settings, read_settings, words_of

if TYPE_CHECKING:
    from tests.editor.conftest import Ear, Hand

    from archdraw.editor.session import Session

HINTS = get_type_hints(Settings)
CHOICES: dict[str, tuple[Any, ...]] = {
    name: (True, False) if hint is bool else GRID_STEPS if hint is int else get_args(hint)
    for name, hint in HINTS.items()
}
any_settings = st.builds(Settings, **{name: st.sampled_from(found) for name, found in CHOICES.items()})
STYLES: tuple[Numbers, ...] = get_args(Numbers)


@given(any_settings)
def test_settings_are_read_as_they_were_written(settings: Settings) -> None:
    words = words_of(settings)
    assert read_settings(lambda name: words[name] or None) == settings


def test_what_is_usual_is_not_written_so_that_later_versions_may_change_it() -> None:
    assert set(words_of(Settings()).values()) == {""}
    assert read_settings(lambda _: None) == Settings()


@given(st.text(max_size=12))
def test_words_that_mean_nothing_are_as_usual(word: str) -> None:
    read = read_settings(lambda _: word)
    assert words_of(read).keys() == words_of(Settings()).keys()


@pytest.mark.parametrize("word", ["maybe", "7", "-20", "", "1e3", "³", "dark\n"])
def test_nothing_but_known_words_is_taken(word: str) -> None:
    assert read_settings(lambda _: word) == Settings()


def test_the_hand_follows(session: Session, hand: Hand, ear: Ear) -> None:
    assert session.grid == Settings().grid == GRID
    apply_settings(Settings(wheel="zoom", crossing=False, typing_edits=True, grid=40), session)
    assert (session.wheel_zooms, session.crossing, session.typing_edits) == (True, False, True)
    assert "grid" in ear.kinds()
    session.select({"jobs"})
    before = hand.frame("jobs")
    hand.key("Shift+Right")
    assert hand.frame("jobs") == before.moved(40, 0)
    session.snapping = True
    hand.drag(hand.grab("jobs"), (hand.grab("jobs").x + 333, hand.grab("jobs").y + 333))
    assert hand.frame("jobs").x % 40 == hand.frame("jobs").y % 40 == 0


@pytest.mark.parametrize(
    ("numbers", "written"),
    [
        ("1,234.5", "1,234,567.5"),
        ("1 234.5", "1\u202f234\u202f567.5"),
        ("1.234,5", "1.234.567,5"),
        ("1 234,5", "1\u202f234\u202f567,5"),
        ("1234.5", "1234567.5"),
        ("1234,5", "1234567,5"),
    ],
)
def test_each_style_writes_as_its_example(numbers: Numbers, written: str) -> None:
    assert FigureStyle(numbers).written("1,234,567.5") == written


@given(st.sampled_from(STYLES), st.floats(0.001, 1e12))
def test_a_written_number_is_read_again_whatever_the_style(numbers: Numbers, value: float) -> None:
    plain = number_text(value, 9)
    style = FigureStyle(numbers)
    typed = style.typed(style.written(plain)).replace("\u202f", "").replace(",", "")
    assert float(typed) == float(plain.replace(",", ""))


@pytest.mark.parametrize(
    ("typed", "read"),
    [("0,5", "0.5"), ("1.234,5", "1234.5"), ("0.995", "0.995"), ("1.234.567", "1234567"), ("99,95", "99.95")],
)
def test_a_comma_is_read_where_it_is_the_decimal_sign(typed: str, read: str) -> None:
    assert FigureStyle("1.234,5").typed(typed) == read
    assert FigureStyle("1,234.5").typed(typed) == typed


def test_downtime_and_load_are_for_the_span_that_is_set() -> None:
    assert FigureStyle().downtime_words(15_768.0) == f"{downtime_text(15_768.0)} a year"
    month = FigureStyle(downtime="month").downtime_words(36_500.0)
    exact = FigureStyle(downtime="month").downtime_words(36_500.0, 3_100.0)
    assert exact == f"{downtime_text(3_100.0)} a month"
    assert month == f"{downtime_text(3_000.0)} a month"
    assert FigureStyle().rate_words(1200.0) == "1,200\u2009/s"
    assert FigureStyle("1.234,5", rate="minute").rate_words(1200.0) == "72.000\u2009/min"
