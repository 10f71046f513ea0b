"""Everything the user can ask for, as records."""

from archdraw.editor.actions.action import MENUS, Action, Answer, Collision, Menu, PanelName, Shell
from archdraw.editor.actions.table import action_for, actions_by_id, all_actions, attach, perform

__all__ = [
    "MENUS",
    "Action",
    "Answer",
    "Collision",
    "Menu",
    "PanelName",
    "Shell",
    "action_for",
    "actions_by_id",
    "all_actions",
    "attach",
    "perform",
]
