"""The dialogs that actions ask for by name; each is made when it is asked for."""

from __future__ import annotations

from archdraw.editor.actions.action import DialogName
from archdraw.qt.window.desk import Desk
from archdraw.qt.window.preferences import Preferences


def show_dialog(window: Desk, name: DialogName, preferences: Preferences) -> None:
    """Show a dialog: the command palette, the key editor, the settings, the samples and others."""
    if name == "commands":
        from archdraw.qt.window.command_palette import CommandPalette

        CommandPalette(window).open()
    elif name == "keys":
        from archdraw.qt.window.key_editor import KeyEditor

        KeyEditor(window).open()
    elif name == "settings":
        from archdraw.qt.window.settings_dialog import SettingsDialog

        SettingsDialog(window, preferences).open()
    elif name == "plugins":
        from archdraw.qt.window.plugins_dialog import PluginsDialog

        PluginsDialog(window).open()
    elif name == "samples":
        from archdraw.qt.window.samples_dialog import SamplesDialog

        SamplesDialog(window).open()
    elif name == "consistency":
        from archdraw.editor.actions.consistency import chosen_store
        from archdraw.qt.window.consistency_dialog import ConsistencyDialog

        store = chosen_store(window.session)
        if store is not None:
            ConsistencyDialog(window, store).open()
