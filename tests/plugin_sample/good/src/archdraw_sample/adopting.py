"""A command that gives what is selected an owner."""

from __future__ import annotations

from archdraw.plugins.api import ActionInput, Design, PluginAction


def _adopt(given: ActionInput) -> Design | str:
    if not given.selection:
        return "Select what you want to own first."
    adopted: Design = given.design.revised(
        components=tuple(
            one.revised(owner="Team Sample") if one.id in given.selection else one
            for one in given.design.components
        )
    )
    return adopted


ACTION = PluginAction("adopt", "Own what is selected", "Names Team Sample as the owner.", _adopt)
