"""The View menu: zoom, grid, overlays, theme and panels."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from archdraw.editor.actions.action import Action, PanelName
from archdraw.editor.camera import ZOOM_STEP
from archdraw.editor.workspace import ThemeChoice

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.core.geometry import Box
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import OverlayName, Session


def _fit(session: Session, box: Box | None) -> None:
    """Show the whole box; None or nothing in it shows the origin at 100 %."""
    if box is None or (box.w <= 0 and box.h <= 0):
        session.set_camera(session.camera._replace(x=0.0, y=0.0, zoom=1.0))
    else:
        session.set_camera(session.camera.fitted(box, *session.viewport))


def _zoom(session: Session, factor: float) -> None:
    width, height = session.viewport
    session.set_camera(session.camera.zoomed_at(width / 2, height / 2, factor))


def _zoom_in(session: Session, _shell: Shell) -> None:
    _zoom(session, ZOOM_STEP)


def _zoom_out(session: Session, _shell: Shell) -> None:
    _zoom(session, 1 / ZOOM_STEP)


def _zoom_reset(session: Session, _shell: Shell) -> None:
    _zoom(session, 1 / session.camera.zoom)


def _fit_all(session: Session, _shell: Shell) -> None:
    session.show_whole()


def _fit_selection(session: Session, _shell: Shell) -> None:
    _fit(session, session.bounds_of(session.selection or session.scene.order))


def _toggle_grid(session: Session, _shell: Shell) -> None:
    session.show_grid = not session.show_grid
    session.emit("grid")


def _toggle_snapping(session: Session, _shell: Shell) -> None:
    session.snapping = not session.snapping
    session.emit("grid")


def _full_screen(_session: Session, shell: Shell) -> None:
    shell.toggle_full_screen()


def _overlay(name: OverlayName, title: str, key: str, tip: str) -> Action:
    def show(session: Session, _shell: Shell) -> None:
        session.show_overlay(name)

    def shown(session: Session) -> bool:
        return session.overlay_name == name

    return Action(
        f"overlay.{name}",
        title,
        "View",
        show,
        "",
        (key,),
        checked=shown,
        tip=tip,
        section="overlay",
        submenu="Overlay",
    )


def _theme(name: ThemeChoice) -> Action:
    def choose(session: Session, shell: Shell) -> None:
        session.theme = name
        shell.set_theme(name)

    def chosen(session: Session) -> bool:
        return session.theme == name

    title = "As the system" if name == "system" else name.capitalize().replace("-", " ")
    tip = "Colours of the window; exports keep theirs."
    return Action(
        f"theme.{name}",
        title,
        "View",
        choose,
        "",
        (f"Ctrl+T, {_THEME_KEYS[name]}",),
        checked=chosen,
        tip=tip,
        section="theme",
        submenu="Theme",
    )


def _flip_theme(_session: Session, shell: Shell) -> None:
    shell.flip_theme()


_PANEL_KEYS: dict[PanelName, tuple[str, ...]] = {
    "palette": ("Ctrl+1",),
    "inspector": ("Ctrl+2",),
    "findings": ("Ctrl+3",),
    "journeys": ("Ctrl+4",),
    "outline": ("Ctrl+5", "Ctrl+Shift+O"),
    "layers": ("Ctrl+6",),
    "steps": ("Ctrl+7",),
    "load": ("Ctrl+U, P",),
    "losses": ("Ctrl+8",),
    "changes": ("Ctrl+9",),
    "estimates": ("Ctrl+B, P",),
    "simulation": ("Ctrl+B, Y",),
    "papers": ("Ctrl+B, Q",),
    "comparison": ("Ctrl+R, V",),
}
_THEME_KEYS: dict[ThemeChoice, str] = {"light": "L", "dark": "D", "high-contrast": "H", "system": "S"}

_PANEL_TITLES: dict[PanelName, str] = {
    "changes": "Improvements",
    "papers": "Review",
}
_PANEL_TIPS: dict[PanelName, str] = {
    "papers": "Show or hide the requirements, decisions, risks and the plan of the review.",
}


def _panel(name: PanelName) -> Action:
    def toggle(_session: Session, shell: Shell) -> None:
        shell.toggle_panel(name)

    title = _PANEL_TITLES.get(name, name.capitalize())
    return Action(
        f"panel.{name}",
        title,
        "View",
        toggle,
        "",
        _PANEL_KEYS.get(name, ()),
        tip=_PANEL_TIPS.get(name, f"Show or hide the {title.lower()}."),
        section="panels",
        submenu="Panels",
    )


def _grid_shown(session: Session) -> bool:
    return session.show_grid


def _snapping_on(session: Session) -> bool:
    return session.snapping


_OVERLAYS: tuple[Callable[[], Action], ...] = (
    lambda: _overlay("none", "None", "Alt+0", "Only the drawing."),
    lambda: _overlay(
        "single-points", "Single points of failure", "Alt+1", "Ring what stops a journey when it fails."
    ),
    lambda: _overlay(
        "utilisation", "Utilisation and load", "Alt+2", "Bars of utilisation, lines as thick as their load."
    ),
    lambda: _overlay("journey", "Journey", "Alt+3", "What the chosen journey depends on."),
    lambda: _overlay("availability", "Availability", "Alt+4", "How available each component is."),
    lambda: _overlay(
        "downtime", "Downtime caused", "Alt+5", "How many minutes a year each component costs the journey."
    ),
    lambda: _overlay("cost", "Cost a month", "Alt+6", "What each component costs a month."),
    lambda: _overlay("owner", "Owners", "Alt+7", "Whose each component is."),
    lambda: _overlay("tag", "Tags", "Alt+8", "The first tag of each component."),
)
ACTIONS = (
    Action(
        "view.zoom-in",
        "Zoom in",
        "View",
        _zoom_in,
        "zoom_in",
        ("Ctrl+=", "Ctrl++"),
        tip="Zoom in.",
        section="zoom",
    ),
    Action(
        "view.zoom-out",
        "Zoom out",
        "View",
        _zoom_out,
        "zoom_out",
        ("Ctrl+-",),
        tip="Zoom out.",
        section="zoom",
    ),
    Action(
        "view.zoom-reset", "100 %", "View", _zoom_reset, "", ("Ctrl+0",), tip="Show at 100 %.", section="zoom"
    ),
    Action(
        "view.fit",
        "Fit all",
        "View",
        _fit_all,
        "fit",
        ("Shift+1", "Home"),
        tip="Show the whole drawing.",
        section="zoom",
    ),
    Action(
        "view.fit-selection",
        "Fit selection",
        "View",
        _fit_selection,
        "",
        ("Shift+2",),
        tip="Show what is selected.",
        section="zoom",
    ),
    Action(
        "view.grid",
        "Grid",
        "View",
        _toggle_grid,
        "grid",
        ("Ctrl+'",),
        checked=_grid_shown,
        tip="Show the grid.",
        section="grid",
    ),
    Action(
        "view.snap",
        "Snap",
        "View",
        _toggle_snapping,
        "snap",
        ("Ctrl+Shift+'",),
        checked=_snapping_on,
        tip="Snap to grid and neighbours; Alt suspends it.",
        section="grid",
    ),
    *(make() for make in _OVERLAYS),
    *(_theme(name) for name in get_args(ThemeChoice)),
    Action(
        "theme.flip",
        "Light or dark",
        "View",
        _flip_theme,
        "theme",
        ("Ctrl+Shift+D",),
        tip="Switch between the light and the dark theme.",
        section="theme",
        submenu="Theme",
    ),
    *(_panel(name) for name in get_args(PanelName)),
    Action(
        "view.full-screen",
        "Full screen",
        "View",
        _full_screen,
        "fullscreen",
        ("F11",),
        tip="Give the canvas the whole screen.",
        section="screen",
    ),
)
