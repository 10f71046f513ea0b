"""Everything the user can ask for, as records."""

from archdraw.editor.actions.action import (
    MENUS,
    Action,
    Answer,
    Collision,
    DialogName,
    Menu,
    PanelName,
    Shell,
)
from archdraw.editor.actions.choices import why_not
from archdraw.editor.actions.key_map import KeyMap
from archdraw.editor.actions.table import action_for, actions_by_id, all_actions, attach, perform

__all__ = [
    "MENUS",
    "Action",
    "Answer",
    "Collision",
    "DialogName",
    "KeyMap",
    "Menu",
    "PanelName",
    "Shell",
    "action_for",
    "actions_by_id",
    "all_actions",
    "attach",
    "perform",
    "why_not",
]
