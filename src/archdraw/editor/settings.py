"""What the user has set: colours, hand, grid and how figures are written; kept in words in a file."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Literal, get_args, get_type_hints

from archdraw.core.records import frozen
from archdraw.editor.figure_style import FigureStyle, Numbers
from archdraw.editor.workspace import ThemeChoice

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.editor.workspace import Workspace

Wheel = Literal["scroll", "zoom", "auto"]
Motion = Literal["system", "reduced", "full"]
GRID_STEPS = (5, 10, 20, 40)
_YES, _NO = "yes", "no"


@frozen
class Settings:
    """Everything that the settings dialog shows, but for what belongs to the document.

    `wheel` says what the wheel does without Ctrl ("auto": a wheel zooms, a trackpad scrolls); `crossing`
    lets a frame drawn to the left take what it touches; `typing_edits` lets a letter on a selected element
    begin its label; `grid` is the step of the grid in drawing units; `downtime` and `rate` the span that
    figures are given for.
    """

    theme: ThemeChoice = "system"
    motion: Motion = "system"
    wheel: Wheel = "scroll"
    crossing: bool = True
    typing_edits: bool = False
    show_grid: bool = True
    snapping: bool = True
    grid: int = 20
    numbers: Numbers = "1,234.5"
    downtime: Literal["year", "month"] = "year"
    rate: Literal["second", "minute"] = "second"

    @property
    def figures(self) -> FigureStyle:
        """How figures are written."""
        return FigureStyle(self.numbers, self.downtime, self.rate)


def read_settings(word: Callable[[str], str | None]) -> Settings:
    """Return the settings from words by name; what is missing or means nothing here is as usual.

    Parameters
    ----------
    word
        Gives the word kept under a name, or None.
    """
    usual = Settings()
    choices = get_type_hints(Settings)
    taken: dict[str, Any] = {}
    for one in fields(Settings):
        said = word(one.name)
        if said is None:
            continue
        if isinstance(getattr(usual, one.name), bool):
            if said in (_YES, _NO):
                taken[one.name] = said == _YES
        elif one.name == "grid":
            if said.isdecimal() and int(said) in GRID_STEPS:
                taken[one.name] = int(said)
        elif said in get_args(choices[one.name]):
            taken[one.name] = said
    return Settings(**taken)


def words_of(settings: Settings) -> dict[str, str]:
    """Return the settings as words by name; what is as usual is an empty word."""
    usual = Settings()
    words = {}
    for one in fields(Settings):
        value = getattr(settings, one.name)
        said = (_YES if value else _NO) if isinstance(value, bool) else str(value)
        words[one.name] = "" if value == getattr(usual, one.name) else said
    return words


def apply_settings(settings: Settings, desk: Workspace) -> None:
    """Let the hand and the canvas follow the settings."""
    desk.wheel_zooms = settings.wheel != "scroll"
    desk.fingers_scroll = settings.wheel == "auto"
    desk.crossing = settings.crossing
    desk.typing_edits = settings.typing_edits
    before = (desk.show_grid, desk.snapping, desk.grid)
    desk.show_grid, desk.snapping, desk.grid = settings.show_grid, settings.snapping, float(settings.grid)
    if before != (desk.show_grid, desk.snapping, desk.grid):
        desk.emit("grid")
