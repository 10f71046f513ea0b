"""Views: adding, copying, naming, ordering, deleting and switching them, and what each shows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from archdraw.core.model import element_name, element_of_event
from archdraw.editor.actions.action import Action
from archdraw.editor.actions.choices import editable, needs, resting, some_selected
from archdraw.editor.document import EditRefused
from archdraw.editor.edits import layering, views
from archdraw.editor.workspace import HALTED

if TYPE_CHECKING:
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import Session

_NOT_YET = "The analysis has not finished yet; try again in a moment."


def _new(session: Session, shell: Shell) -> None:
    session.show_view(views.add_view(session))
    shell.toast("The new view is empty: insert here, or use “Show in view…” where something is drawn.")


def _duplicate(session: Session, _shell: Shell) -> None:
    camera = session.camera
    session.cameras[new := views.duplicate_view(session, session.view_id)] = camera
    session.show_view(new)


def _rename(session: Session, shell: Shell) -> None:
    name = shell.ask_text("Rename the view", "Name", views.view_name(session, session.view_id))
    if name is not None:
        views.rename_view(session, session.view_id, name)


def _delete(session: Session, shell: Shell) -> None:
    name = views.view_name(session, session.view_id)
    views.delete_view(session, session.view_id)
    shell.toast(f"“{name}” is deleted; what it showed is still in the design. Undo brings it back.")


def _go(step: int, session: Session, _shell: Shell) -> None:
    order = list(views.views_of(session))
    session.show_view(order[(order.index(session.view_id) + step) % len(order)])


def _move(step: int, session: Session, _shell: Shell) -> None:
    order = list(views.views_of(session))
    views.move_view(session, session.view_id, order.index(session.view_id) + step)


@needs("The document has only one view.", edits=False)
def _several(session: Session) -> bool:
    return resting(session) and len(session.store.table("views")) > 1


@needs("The document has only one view.")
def _several_editable(session: Session) -> bool:
    return editable(session) and _several(session)


# -- views of something ----------------------------------------------------------------------------


def _from_selection(session: Session, _shell: Shell) -> None:
    chosen = session.selection
    groups = [one for one in chosen if session.group(one) is not None]
    named = groups[0] if len(groups) == 1 else next(iter(chosen)) if len(chosen) == 1 else None
    name = element_name(session.design, named) if named is not None else "Selection"
    session.show_view(views.view_from(session, chosen, name))


def _from_journey(session: Session, shell: Shell) -> None:
    journeys = tuple(session.store.table("journeys").values())
    analysis = session.present_analysis
    if analysis is None:
        why = HALTED.get(session.analysing)
        said = f"{why[:1].upper()}{why[1:]}, so the way of the journey is not known" if why else ""
        raise EditRefused(f"{said}: analyse again first." if said else _NOT_YET)
    wanted = session.journey_id
    if wanted is None and len(journeys) > 1:
        names = tuple(one.name or one.id for one in journeys)
        at = shell.ask_choice("View of a journey", "Journey", names)
        if at is None:
            return
        wanted = journeys[at].id
    journey = next((one for one in journeys if one.id == wanted), journeys[0])
    result = analysis.journey(journey.id)
    if result is None:
        raise EditRefused(_NOT_YET)
    path = {element_of_event(session.design, event) for event in result.path}
    path.add(journey.entry or "")
    parts = [one for one in path if session.component(one) is not None]
    session.show_view(views.view_from(session, parts, journey.name or journey.id))


@needs("The document has no journey yet.")
def _has_journey(session: Session) -> bool:
    return editable(session) and bool(session.store.table("journeys"))


# -- what a view shows -----------------------------------------------------------------------------


def _remove_here(session: Session, shell: Shell) -> None:
    named = sorted(one for one in session.selection if session.note(one) is None)
    if not named:
        raise EditRefused("A note belongs to its view; delete it instead.")
    what = f"“{element_name(session.design, named[0])}”" if len(named) == 1 else f"{len(named):,} elements"
    views.hide_here(session, named)
    verb = "is" if len(named) == 1 else "are"
    shell.toast(f"{what} {verb} no longer in this view, but still in the design and in its analysis.")


def _show_in(session: Session, shell: Shell) -> None:
    others = [one for one in views.views_of(session) if one != session.view_id]
    names = tuple(views.view_name(session, one) for one in others)
    at = 0 if len(others) == 1 else shell.ask_choice("Show in a view", "View", names)
    if at is None:
        return
    count = views.show_in(session, session.selection, others[at])
    if count == 0:
        shell.toast(f"“{names[at]}” shows that already.")
    else:
        shell.toast(f"{'One element is' if count == 1 else f'{count:,} elements are'} now in “{names[at]}”.")


@needs("Select something first; and there must be a second view.")
def _can_show_in(session: Session) -> bool:
    return some_selected(session) and _several(session)


def _add_here(session: Session, shell: Shell) -> None:
    missing = views.not_shown(session, session.view_id)
    names = tuple(element_name(session.design, one) for one in missing)
    at = shell.ask_choice("Show in this view", "Element", names)
    if at is not None:
        views.show_in(session, [missing[at]], session.view_id)
        session.select({missing[at]})


@needs("This view shows everything there is.")
def _something_missing(session: Session) -> bool:
    return editable(session) and bool(views.not_shown(session, session.view_id))


def _show_everything(session: Session, _shell: Shell) -> None:
    layering.show_everything(session)


@needs("Nothing is hidden here.")
def _something_hidden(session: Session) -> bool:
    return editable(session) and bool(session.scene.hidden)


ACTIONS = (
    Action(
        "views.next",
        "Next view",
        "View",
        partial(_go, 1),
        "",
        ("Ctrl+Shift+PageDown",),
        _several,
        tip="Show the view to the right.",
        section="views",
        submenu="Views",
    ),
    Action(
        "views.previous",
        "Previous view",
        "View",
        partial(_go, -1),
        "",
        ("Ctrl+Shift+PageUp",),
        _several,
        tip="Show the view to the left.",
        section="views",
        submenu="Views",
    ),
    Action(
        "views.new",
        "New view",
        "View",
        _new,
        "plus",
        ("Alt+Shift+N",),
        editable,
        tip="Add an empty view over the same design.",
        section="views",
        submenu="Views",
    ),
    Action(
        "views.duplicate",
        "New view like this one",
        "View",
        _duplicate,
        "duplicate",
        ("Alt+Shift+D",),
        editable,
        tip="Copy this view with all its places.",
        section="views",
        submenu="Views",
    ),
    Action(
        "views.from-selection",
        "View of the selection",
        "View",
        _from_selection,
        "",
        ("Alt+Shift+V",),
        some_selected,
        tip="Make a view that shows only what is selected, where it stands now.",
        section="views",
        submenu="Views",
    ),
    Action(
        "views.from-journey",
        "View of a journey",
        "View",
        _from_journey,
        "journey",
        ("Alt+Shift+J",),
        _has_journey,
        tip="Make a view that shows only what the chosen journey depends on.",
        section="views",
        submenu="Views",
    ),
    Action(
        "views.rename",
        "Rename view…",
        "View",
        _rename,
        "",
        ("Alt+Shift+F2",),
        editable,
        tip="Give this view another name.",
        section="views",
        submenu="Views",
    ),
    Action(
        "views.left",
        "Move view left",
        "View",
        partial(_move, -1),
        "",
        ("Ctrl+Alt+Shift+PageUp",),
        _several_editable,
        tip="Move the tab of this view one to the left.",
        section="views",
        submenu="Views",
    ),
    Action(
        "views.right",
        "Move view right",
        "View",
        partial(_move, 1),
        "",
        ("Ctrl+Alt+Shift+PageDown",),
        _several_editable,
        tip="Move the tab of this view one to the right.",
        section="views",
        submenu="Views",
    ),
    Action(
        "views.delete",
        "Delete view",
        "View",
        _delete,
        "delete",
        ("Alt+Shift+Delete",),
        editable,
        tip="Delete this view; what it shows stays in the design.",
        section="views",
        submenu="Views",
    ),
    Action(
        "views.remove-here",
        "Remove from this view",
        "Edit",
        _remove_here,
        "eye_off",
        ("Shift+Delete",),
        some_selected,
        tip="Take the selection out of this view only; it stays in the design.",
        section="shown",
    ),
    Action(
        "views.show-in",
        "Show in view…",
        "Edit",
        _show_in,
        "",
        ("Alt+Shift+S",),
        _can_show_in,
        tip="Show the selection in another view as well.",
        section="shown",
    ),
    Action(
        "views.add-here",
        "Show here…",
        "Edit",
        _add_here,
        "",
        ("Alt+Shift+A",),
        _something_missing,
        tip="Choose something of the design that this view does not show.",
        section="shown",
    ),
    Action(
        "views.show-everything",
        "Show everything hidden",
        "View",
        _show_everything,
        "",
        ("Alt+Shift+E",),
        _something_hidden,
        tip="Show all layers and tags, and what was removed from this view.",
        section="hidden",
    ),
)
