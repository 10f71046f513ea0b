"""A session on a small design, and a hand that speaks in screen px."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from archdraw.core.catalog import Catalog, load_catalog
from archdraw.core.drawing import FontMetrics, Shape
from archdraw.core.geometry import Box, Point
from archdraw.core.history import Store
from archdraw.core.model import Component, Connection, Design, Group, Note, Placement, View
from archdraw.core.storage import design_text
from archdraw.editor.actions import Answer, Collision, DialogName, PanelName, attach
from archdraw.editor.clipboard import Clip, Clipboard
from archdraw.editor.events import Button, KeyEvent, Modifier, PointerEvent, PointerKind
from archdraw.editor.session import Session
from archdraw.editor.workspace import SessionEvent, ThemeChoice


@dataclass
class RecordingShell:
    """A window that answers as told and remembers what it was asked."""

    open_answer: Path | None = None
    save_answer: Path | None = None
    unsaved_answer: Answer = "cancel"
    outside_answer: Collision = "cancel"
    text_answer: str | None = None
    choice_answer: int | None = None
    clipboard: str = ""
    said: list[str] = field(default_factory=list)
    calls: list[tuple[Any, ...]] = field(default_factory=list)
    offered: tuple[str, Callable[[], None]] | None = None
    # The shares of a glide that this window shows, and those after which there was more to come.
    way: tuple[float, ...] = (0.5, 1.0)
    shares: list[float] = field(default_factory=list)

    def ask_open_path(self) -> Path | None:
        return self.open_answer

    def ask_save_path(self, suggested: Path, kind: str) -> Path | None:
        self.calls.append(("ask_save_path", suggested.name, kind))
        return self.save_answer

    def ask_unsaved(self, name: str) -> Answer:
        self.calls.append(("ask_unsaved", name))
        return self.unsaved_answer

    def ask_changed_outside(self, name: str) -> Collision:
        self.calls.append(("ask_changed_outside", name))
        return self.outside_answer

    def open_path(self, path: Path) -> None:
        self.calls.append(("open_path", path))

    def open_sample(self, path: Path) -> None:
        self.calls.append(("open_sample", path))

    def new_window(self) -> None:
        self.calls.append(("new_window",))

    def export(self, path: Path, kind: str) -> None:
        self.calls.append(("export", path, kind))

    def quit(self) -> None:
        self.calls.append(("quit",))

    def toast(self, text: str) -> None:
        self.said.append(text)

    def toggle_panel(self, name: PanelName) -> None:
        self.calls.append(("toggle_panel", name))

    def show_panel(self, name: PanelName) -> None:
        self.calls.append(("show_panel", name))

    def panel_shown(self, name: PanelName) -> bool:
        return ("show_panel", name) in self.calls

    def walk_panes(self, step: int) -> None:
        self.calls.append(("walk_panes", step))

    def open_menu(self) -> None:
        self.calls.append(("open_menu",))

    def resize_pane(self, step: int) -> None:
        self.calls.append(("resize_pane", step))

    def set_theme(self, name: ThemeChoice) -> None:
        self.calls.append(("set_theme", name))

    def ask_text(self, title: str, question: str, text: str) -> str | None:
        self.calls.append(("ask_text", title, text))
        return self.text_answer

    def ask_choice(self, title: str, question: str, choices: tuple[str, ...]) -> int | None:
        self.calls.append(("ask_choice", title, choices))
        return self.choice_answer

    def present(self) -> None:
        self.calls.append(("present",))

    def toggle_full_screen(self) -> None:
        self.calls.append(("toggle_full_screen",))

    def show_shortcuts(self) -> None:
        self.calls.append(("show_shortcuts",))

    def show_about(self) -> None:
        self.calls.append(("show_about",))

    def show_dialog(self, name: DialogName) -> None:
        self.calls.append(("show_dialog", name))

    def stop_analysis(self) -> None:
        self.calls.append(("stop_analysis",))

    def analyse_again(self) -> None:
        self.calls.append(("analyse_again",))

    def flip_theme(self) -> None:
        self.calls.append(("flip_theme",))

    def read_clipboard(self) -> Clipboard:
        return Clipboard(text=self.clipboard)

    def put_clip(self, clip: Clip) -> None:
        self.clipboard = clip.json

    def set_clipboard(self, text: str) -> None:
        self.clipboard = text

    def run_long(
        self,
        label: str,
        work: Callable[[Callable[[float, str], None], Callable[[], bool]], Any],
        done: Callable[[Any], None],
    ) -> None:
        self.calls.append(("run_long", label))
        done(work(lambda _share, _text: None, lambda: False))

    def offer(self, text: str, button: str, act: Callable[[], None]) -> None:
        self.said.append(text)
        self.offered = (button, act)

    def glide(self, step: Callable[[float], bool]) -> None:
        self.shares = [share for share in self.way if step(share)]

    def remember_keep_tidy(self, on: bool) -> None:
        self.calls.append(("remember_keep_tidy", on))


_KEYS: dict[str, Modifier] = {"Ctrl": "ctrl", "Shift": "shift", "Alt": "alt"}


class Hand:
    """Moves the pointer and presses keys; points are world coordinates, converted with the camera."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def pointer(
        self, kind: PointerKind, x: float, y: float, button: Button = "left", held: str = "", **fields: Any
    ) -> bool:
        screen = self.session.camera.to_screen(x, y)
        return self.session.handle(
            PointerEvent(kind, x, y, screen.x, screen.y, button, modifiers_of(held), **fields)
        )

    def hover(self, x: float, y: float) -> None:
        self.pointer("move", x, y, "none")

    def press(self, x: float, y: float, held: str = "", button: Button = "left") -> None:
        self.hover(x, y)
        self.pointer("press", x, y, button, held)

    def move(self, x: float, y: float, held: str = "") -> None:
        self.pointer("move", x, y, "left", held)

    def release(self, x: float, y: float, held: str = "", button: Button = "left") -> None:
        self.pointer("release", x, y, button, held)

    def click(self, x: float, y: float, held: str = "", button: Button = "left") -> None:
        self.press(x, y, held, button)
        self.release(x, y, held, button)

    def double_click(self, x: float, y: float) -> None:
        self.click(x, y)
        self.pointer("double", x, y)
        self.release(x, y)

    def drag(
        self, start: tuple[float, float], end: tuple[float, float], held: str = "", steps: int = 3
    ) -> None:
        self.press(*start, held)
        self.steer(start, end, held, steps)
        self.release(*end, held)

    def steer(
        self, start: tuple[float, float], end: tuple[float, float], held: str = "", steps: int = 3
    ) -> None:
        for step in range(1, steps + 1):
            share = step / steps
            self.move(start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share, held)

    def key(self, chord: str, text: str = "") -> bool:
        *held, name = chord.split("+") if chord != "+" else [chord]
        return self.session.handle(KeyEvent(name, text, modifiers_of("+".join(held))))

    def key_up(self, name: str) -> bool:
        return self.session.handle(KeyEvent(name, kind="release"))

    def center(self, element_id: str) -> Point:
        return self.frame(element_id).center

    def frame(self, element_id: str) -> Box:
        frame = self.session.frame(element_id)
        assert frame is not None, element_id
        return frame

    def text(self) -> str:
        """The whole document; equal texts mean that nothing changed at all."""
        return design_text(self.session.store.design)

    def cursor(self) -> str:
        """What the pointer looks like now."""
        return str(self.session.cursor)

    def shown(self) -> list[Shape]:
        """What is painted over the drawing now."""
        return list(self.session.ghosts)

    def grab(self, element_id: str) -> Point:
        """A point of the body that is no border and no handle."""
        frame = self.frame(element_id)
        if self.session.group(element_id) is not None:
            return Point(frame.x + 60, frame.y + 16)
        return Point(frame.center.x + 20, frame.center.y)


def modifiers_of(held: str) -> frozenset[Modifier]:
    return frozenset(_KEYS[one] for one in held.split("+") if one)


@dataclass
class Ear:
    """Keeps what a session told."""

    events: list[SessionEvent] = field(default_factory=list)

    def __call__(self, event: SessionEvent) -> None:
        self.events.append(event)

    def kinds(self) -> set[str]:
        return {event.kind for event in self.events}

    def sentences(self) -> list[str]:
        return [event.text for event in self.events if event.kind == "message"]


def sample_design() -> Design:
    """A client, a service in a zone, a database and a queue; a note; two connections."""
    return Design(
        title="Sample",
        components=(
            Component(id="client", kind="client_web", name="Client"),
            Component(id="web", kind="service", name="Web", parent="zone-a", replicas=3),
            Component(id="db", kind="rdbms_primary", name="Orders"),
            Component(id="jobs", kind="message_queue", name="Jobs"),
        ),
        groups=(Group(id="zone-a", kind="zone", name="Zone A"),),
        connections=(
            Connection(id="client-web", source="client", target="web"),
            Connection(id="web-db", source="web", target="db"),
        ),
        views=(
            View(
                id="main",
                name="Overview",
                nodes={
                    "client": Placement(x=0, y=100),
                    "zone-a": Placement(x=260, y=40, w=260, h=200),
                    "web": Placement(x=300, y=100),
                    "db": Placement(x=640, y=100),
                    "jobs": Placement(x=640, y=400),
                },
                notes=(Note(id="memo", x=0, y=400, w=200, h=80, text="Hello"),),
            ),
        ),
    )


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="session")
def measurer() -> FontMetrics:
    return FontMetrics()


@pytest.fixture
def session(catalog: Catalog, measurer: FontMetrics) -> Session:
    made = Session(Store(sample_design()), catalog, measurer)
    made.resize_viewport(1200, 800)
    made.set_camera(made.camera._replace(x=-100, y=-50))
    return made


@pytest.fixture
def hand(session: Session, shell: RecordingShell) -> Hand:
    return Hand(session)


@pytest.fixture
def ear(session: Session) -> Ear:
    heard = Ear()
    session.listen(heard)
    return heard


@pytest.fixture
def shell(session: Session) -> RecordingShell:
    made = RecordingShell()
    attach(session, made)
    return made


@pytest.fixture(autouse=True)
def own_config(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ARCHDRAW_CONFIG_DIR", str(tmp_path / "config"))
