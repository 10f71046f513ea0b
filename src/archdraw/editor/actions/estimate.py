"""The sheet of estimates: showing it, adding to it, and how it rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archdraw.editor.actions.action import Action
from archdraw.editor.actions.choices import editable, needs

if TYPE_CHECKING:
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import Session

# The verbs are imported when they are done: the start of the program has no use for units.


def _show(_session: Session, shell: Shell) -> None:
    shell.show_panel("estimates")


def _add_input(session: Session, shell: Shell) -> None:
    from archdraw.editor.edits import estimating

    estimating.add_row(session, "inputs")
    shell.show_panel("estimates")


def _add_estimate(session: Session, shell: Shell) -> None:
    from archdraw.editor.edits import estimating

    estimating.add_row(session, "estimates")
    shell.show_panel("estimates")


def _insert_template(session: Session, shell: Shell) -> None:
    from archdraw.core.estimate.templates import template_titles
    from archdraw.editor.edits import estimating

    known = template_titles()
    titles = tuple(title for _, title in known)
    chosen = shell.ask_choice("Insert a sheet", "Which question is it about?", titles)
    if chosen is not None:
        estimating.insert_template(session, known[chosen][0])
        shell.show_panel("estimates")


def _flip_rounding(session: Session, _shell: Shell) -> None:
    from archdraw.editor.edits import estimating

    estimating.set_rounding(session, "exact" if _at_whiteboard(session) else "whiteboard")


def _at_whiteboard(session: Session) -> bool:
    return bool(session.store.get("document", "document").settings.estimates == "whiteboard")


@needs("There is no estimate yet.")
def _has_estimates(session: Session) -> bool:
    return editable(session) and bool(session.store.table("estimates"))


def _bring_up_to_date(session: Session, shell: Shell) -> None:
    from archdraw.editor.edits import estimating

    changed = estimating.bring_up_to_date(session)
    shell.toast("The estimates are up to date." if changed else "The estimates were up to date already.")


_SUBMENU = "Estimates"

ACTIONS = (
    Action(
        "estimate.show",
        "Show estimates",
        "Analyse",
        _show,
        "",
        ("Ctrl+B, E",),
        tip="The sheet of inputs and formulas, and the downtime of an availability.",
        section="panels",
    ),
    Action(
        "estimate.template",
        "Insert a template…",
        "Analyse",
        _insert_template,
        "",
        ("Ctrl+B, T",),
        editable,
        tip="Begin with the sheet of a common question: figures with their sources, formulas with units.",
        section="estimates",
        submenu=_SUBMENU,
    ),
    Action(
        "estimate.add-input",
        "Add an input",
        "Analyse",
        _add_input,
        "plus",
        ("Ctrl+B, I",),
        editable,
        tip="Add a number that the estimates start from.",
        section="estimates",
        submenu=_SUBMENU,
    ),
    Action(
        "estimate.add-row",
        "Add an estimate",
        "Analyse",
        _add_estimate,
        "plus",
        ("Ctrl+B, R",),
        editable,
        tip="Add a formula to the sheet.",
        section="estimates",
        submenu=_SUBMENU,
    ),
    Action(
        "estimate.whiteboard",
        "Round as at a whiteboard",
        "Analyse",
        _flip_rounding,
        "",
        ("Ctrl+B, W",),
        editable,
        _at_whiteboard,
        tip="A day has 100,000 seconds and every result two figures; fields that are fed follow.",
        section="estimates",
        submenu=_SUBMENU,
    ),
    Action(
        "estimate.update",
        "Bring up to date",
        "Analyse",
        _bring_up_to_date,
        "reset",
        ("Ctrl+B, U",),
        _has_estimates,
        tip="Write every result into the sheet and into the fields it feeds.",
        section="estimates",
        submenu=_SUBMENU,
    ),
)
