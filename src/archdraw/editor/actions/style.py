"""Looks: copying and pasting a style, taking it away, and giving it to a whole kind."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from archdraw.core.model import PLAIN, SHAPES, ShapeName
from archdraw.editor.actions.action import Action
from archdraw.editor.actions.choices import editable, needs, one_selected, some_selected
from archdraw.editor.edits import restyling

if TYPE_CHECKING:
    from archdraw.editor.actions.action import Shell
    from archdraw.editor.session import Session

_SHAPE_TITLES: dict[ShapeName, str] = {
    "card": "Card",
    "cylinder": "Cylinder",
    "queue": "Queue",
    "cloud": "Cloud",
    "icon": "Large icon",
}


_SHAPE_KEYS: dict[ShapeName | None, str] = {
    None: "K",
    "card": "R",
    "cylinder": "C",
    "queue": "Q",
    "cloud": "O",
    "icon": "I",
}


def _copy(session: Session, shell: Shell) -> None:
    session.copied_style = restyling.style_of(session, next(iter(session.selection)))
    plain = session.copied_style.empty
    shell.toast("The usual style is copied." if plain else "The style is copied.")


def _paste(session: Session, _shell: Shell) -> None:
    restyling.put_style(session, session.selection, session.copied_style or PLAIN, "Paste style")


@needs("Copy a look first, then select what is to have it.")
def _can_paste(session: Session) -> bool:
    return some_selected(session) and session.copied_style is not None


def _reset(session: Session, _shell: Shell) -> None:
    restyling.reset_style(session, session.selection)


@needs("Nothing selected has a look of its own.")
def _is_styled(session: Session) -> bool:
    return some_selected(session) and restyling.any_styled(session, session.selection)


def _for_kind(session: Session, shell: Shell) -> None:
    chosen = next(iter(session.selection))
    restyling.style_of_kind_from(session, chosen)
    shell.toast("Everything of this kind looks like that now.")


@needs("Select one thing that has a look of its own first.")
def _can_give_to_kind(session: Session) -> bool:
    return one_selected(session) and any(
        session.note(one) is None and not restyling.style_of(session, one).empty for one in session.selection
    )


def _for_tag(session: Session, shell: Shell) -> None:
    chosen = next(iter(session.selection))
    tags = _tags(session, chosen)
    at = 0 if len(tags) == 1 else shell.ask_choice("Style for a tag", "Tag", tags)
    if at is not None:
        restyling.style_of_tag_from(session, chosen, tags[at])
        shell.toast(f"Everything with the tag “{tags[at]}” looks like that now.")


def _tags(session: Session, element_id: str) -> tuple[str, ...]:
    record = session.component(element_id) or session.group(element_id) or session.connection(element_id)
    return () if record is None else record.tags


@needs("Select one thing that has a look of its own and a tag.")
def _can_give_to_tag(session: Session) -> bool:
    return _can_give_to_kind(session) and any(_tags(session, one) for one in session.selection)


def _reset_wide(session: Session, _shell: Shell) -> None:
    restyling.reset_wide_styles(session, session.selection)


@needs("Nothing was chosen for the kinds and tags of the selection.")
def _has_wide(session: Session) -> bool:
    return some_selected(session) and bool(restyling.wide_styles_of(session, session.selection))


def _view_shape(shape: ShapeName | None, session: Session, _shell: Shell) -> None:
    restyling.set_view_shape(session, shape)


def _has_shape(shape: ShapeName | None, session: Session) -> bool:
    style = session.store.get("views", session.view_id).style
    return (None if style is None else style.shape) == shape


def _shape_of_view(shape: ShapeName | None, title: str) -> Action:
    return Action(
        f"style.view-{shape or 'usual'}",
        title,
        "View",
        partial(_view_shape, shape),
        "",
        (f"Ctrl+T, {_SHAPE_KEYS[shape]}",),
        editable,
        partial(_has_shape, shape),
        tip="How components of this view look where nothing nearer says otherwise.",
        section="shape",
        submenu="Shape of components",
    )


ACTIONS = (
    Action(
        "style.copy",
        "Copy style",
        "Edit",
        _copy,
        "",
        ("Ctrl+Alt+C",),
        one_selected,
        tip="Remember the look of the selected element: shape, colour, emphasis, line and width.",
        section="style",
    ),
    Action(
        "style.paste",
        "Paste style",
        "Edit",
        _paste,
        "",
        ("Ctrl+Alt+V",),
        _can_paste,
        tip="Give the remembered style to the selection.",
        section="style",
    ),
    Action(
        "style.reset",
        "Reset style",
        "Edit",
        _reset,
        "",
        ("Ctrl+Alt+R",),
        _is_styled,
        tip="Let the selection look as its tags and kind say.",
        section="style",
    ),
    Action(
        "style.for-kind",
        "Style for the whole kind",
        "Edit",
        _for_kind,
        "",
        ("Ctrl+Alt+K",),
        _can_give_to_kind,
        tip="Let everything of this kind look like the selected element.",
        section="style",
    ),
    Action(
        "style.for-tag",
        "Style for a tag…",
        "Edit",
        _for_tag,
        "",
        ("Ctrl+Alt+Y",),
        _can_give_to_tag,
        tip="Let everything with a tag of the selected element look like it; a tag goes before a kind.",
        section="style",
    ),
    Action(
        "style.reset-wide",
        "Reset style of kind and tags",
        "Edit",
        _reset_wide,
        "",
        ("Ctrl+Alt+Shift+R",),
        _has_wide,
        tip="Take away what was chosen for the kinds and tags of the selection.",
        section="style",
    ),
    _shape_of_view(None, "As each kind says"),
    *(_shape_of_view(shape, _SHAPE_TITLES[shape]) for shape in SHAPES if shape != "card"),
)
