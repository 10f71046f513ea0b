"""Styles: chosen, copied, pasted, reset, given to a kind; and never handed on to what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.core.drawing import Paint
from archdraw.core.geometry import Point
from archdraw.core.model import PLAIN, Style
from archdraw.editor.edits import restyling

if TYPE_CHECKING:
    from tests.editor.conftest import Hand, RecordingShell

    from archdraw.editor.session import Session


def test_copying_and_pasting_a_style_is_one_step(session: Session, hand: Hand, shell: RecordingShell) -> None:
    restyling.set_style(session, {"db"}, "shape", "cylinder")
    restyling.set_style(session, {"db"}, "color", "cache")
    session.select({"db"})
    hand.key("Ctrl+Alt+C")
    session.select({"web", "zone-a", "memo", "web-db"})
    before = hand.text()
    hand.key("Ctrl+Alt+V")
    expected = Style(shape="cylinder", color="cache")
    assert restyling.style_of(session, "web") == expected
    assert restyling.style_of(session, "memo") == Style(color="cache")
    session.undo()
    assert hand.text() == before


def test_resetting_leaves_nothing_behind(session: Session, hand: Hand, shell: RecordingShell) -> None:
    before = hand.text()
    restyling.set_style(session, {"db", "memo"}, "color", "cache")
    session.select({"db", "memo"})
    hand.key("Ctrl+Alt+R")
    assert hand.text() == before


def test_a_new_element_never_has_the_last_style(session: Session, shell: RecordingShell) -> None:
    restyling.set_style(session, {"db"}, "shape", "cloud")
    session.copied_style = Style(color="edge", emphasis="strong")
    session.select({"db"})
    new = session.insert("rdbms_primary", Point(900, 500))
    assert restyling.style_of(session, new) == PLAIN


def test_a_copy_of_an_element_keeps_its_style(session: Session, hand: Hand, shell: RecordingShell) -> None:
    restyling.set_style(session, {"db"}, "emphasis", "quiet")
    session.select({"db"})
    hand.key("Ctrl+D")
    assert restyling.style_of(session, next(iter(session.selection))) == Style(emphasis="quiet")


def test_a_style_given_to_the_kind_leaves_the_element_bare(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    restyling.set_style(session, {"web"}, "shape", "icon")
    session.select({"web"})
    hand.key("Ctrl+Alt+K")
    assert restyling.wide_styles(session).kinds == {"service": Style(shape="icon")}
    assert restyling.style_of(session, "web") == PLAIN
    restyling.put_wide_style(session, "kinds", "service", PLAIN)
    assert restyling.wide_styles(session).kinds == {}


def test_a_style_given_to_a_tag_goes_before_the_kind_and_both_can_be_taken_back(
    session: Session, hand: Hand, shell: RecordingShell
) -> None:
    session.update("components", "web", tags=("core", "old"))
    restyling.put_wide_style(session, "kinds", "service", Style(color="data", shape="queue"))
    before = hand.text()
    restyling.set_style(session, {"web"}, "color", "security")
    session.select({"web"})
    shell.choice_answer = 0
    hand.key("Ctrl+Alt+Y")
    assert restyling.wide_styles(session).tags == {"core": Style(color="security")}
    drawing = session.scene.element("web")
    assert drawing is not None
    assert drawing.coarse == Paint("family-security")
    session.undo()
    session.undo()
    assert hand.text() == before
    hand.key("Ctrl+Alt+Shift+R")
    assert restyling.wide_styles(session).kinds == {}


def test_a_large_icon_gets_room_and_gives_it_back(session: Session, hand: Hand) -> None:
    before = hand.frame("db")
    restyling.set_style(session, {"db"}, "shape", "icon")
    assert (hand.frame("db").w, hand.frame("db").h) == restyling.ICON_SIZE
    assert hand.frame("db").center == before.center
    restyling.set_style(session, {"db"}, "shape", None)
    assert hand.frame("db") == before


def test_a_style_moves_with_its_element(session: Session, hand: Hand) -> None:
    restyling.set_style(session, {"db"}, "color", "cache")
    start = hand.grab("db")
    hand.drag(start, (start.x + 40, start.y))
    assert restyling.style_of(session, "db") == Style(color="cache")
