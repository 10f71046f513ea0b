"""Every panel and every dialog of the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from PySide6.QtWidgets import QWidget

from archdraw.core.analysis.result import Finding
from archdraw.editor.actions.action import PanelName
from archdraw.qt.window.about import AboutSheet
from archdraw.qt.window.accept_dialog import AcceptDialog
from archdraw.qt.window.command_palette import CommandPalette
from archdraw.qt.window.consistency_dialog import ConsistencyDialog
from archdraw.qt.window.export_dialog import ExportDialog
from archdraw.qt.window.help_sheet import HelpSheet
from archdraw.qt.window.key_editor import KeyEditor
from archdraw.qt.window.main_window import MainWindow
from archdraw.qt.window.plugins_dialog import PluginsDialog
from archdraw.qt.window.rules_dialog import RulesDialog
from archdraw.qt.window.samples_dialog import SamplesDialog
from archdraw.qt.window.settings_dialog import SettingsDialog

PANELS: tuple[PanelName, ...] = get_args(PanelName)
# The preview of the review is missing: its pages take seconds.
DIALOGS: tuple[Callable[[MainWindow], QWidget], ...] = (
    *(AboutSheet, CommandPalette, ExportDialog, HelpSheet, KeyEditor, PluginsDialog, SamplesDialog),
    lambda window: AcceptDialog(window, findings_of(window)[0]),
    lambda window: ConsistencyDialog(window, "db"),
    lambda window: RulesDialog(window, ""),
    lambda window: SettingsDialog(window, window.preferences),
)


def findings_of(window: MainWindow) -> tuple[Finding, ...]:
    """Return what the analysis of the small design found."""
    assert window.session.analysis is not None
    return window.session.analysis.findings
