"""The one stylesheet of the window, filled from theme tokens: flat, hairlines, a grid of 4 px."""

from __future__ import annotations

from archdraw.core.drawing import Theme

_SHEET = """
QToolTip { background: $card; color: $text; border: 1px solid $border; padding: 4px 8px; }
QMainWindow, QDialog { background: $panel; }
QMenuBar { background: $panel; border: none; padding: 2px 4px; }
QMenuBar::item { padding: 4px 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $card; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 5px 28px 5px 28px; border-radius: 4px; }
QMenu::item:selected { background: $hover; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

#panel { background: $panel; }
#toolbar { background: $panel; border-bottom: 1px solid $line; }
#palettePanel, #inspectorPanel, #bottomPanel { background: $panel; }
#viewBar { background: $panel; border-top: 1px solid $line; }
#viewBar QTabBar::tab { padding: 5px 12px; }
#viewBar QToolButton { padding: 3px 6px; color: $second; }
#statusLine { background: $panel; border-top: 1px solid $line; }
#statusLine QLabel { color: $second; }
#statusLine QLabel#figure { color: $text; }
#statusLine QLabel#figure[older="true"] { color: $second; }
#statusLine QPushButton { padding: 2px 10px; min-height: 18px; }
#statusLine QPushButton:focus { padding: 1px 9px; }
#panelTitle { font-size: 16px; font-weight: 600; }
#sectionTitle { font-weight: 600; }
#fieldLabel, #second { color: $second; font-size: 12px; }
#tag { color: $second; font-size: 12px; border: 1px solid $border; border-radius: 4px; padding: 0 5px; }
#refusal { color: $danger; font-size: 12px; }
#doubt { color: $warning; font-size: 12px; }
#hairline { background: $line; }
#banner { background: $dangertint; border-bottom: 1px solid $line; }
#findBar { background: $panel; border-bottom: 1px solid $line; }
#hints { background: $accenttint; border-bottom: 1px solid $line; }
#dropTarget { border: 2px dashed $accent; border-radius: 12px; }
#dropRefused { border: 2px dashed $danger; border-radius: 12px; }
#dropWords { background: $panel; color: $text; border: 1px solid $border; border-radius: 8px;
    padding: 10px 16px; }
#toast { background: $text; color: $panel; border-radius: 8px; }
#toast QLabel { color: $panel; }
#toast QPushButton { color: $panel; background: transparent; border: 1px solid $second; }
#quickInsert, #commandPalette, #secondStroke {
    background: $card; border: 1px solid $border; border-radius: 10px; }
#quickInsert QListWidget, #commandPalette QListView { background: $card; }
#secondStroke QLabel:disabled { color: $second; }
#cap { background: $panel; border: 1px solid $border; border-radius: 5px; padding: 1px 6px; font-size: 12px; }
#quickPreview { color: $accent; font-size: 12px; }
#pages, #pages > QWidget > QWidget { background: $canvas; }
#page { background: $canvas; }
#liveBox { background: $canvas; border: 1px solid $line; border-radius: 8px; }
#liveFigure { font-size: 16px; font-weight: 600; }

QToolButton { border: 1px solid transparent; border-radius: 6px; padding: 4px; background: transparent; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $accenttint; }
QToolButton:checked { color: $accent; }
QToolButton:focus { border: 1px solid $accent; }
QToolButton:disabled { color: $faint; }
QToolButton::menu-indicator { image: none; width: 0; }
QToolButton#sectionHeader { padding: 6px 8px; font-weight: 600; text-align: left; border-radius: 0; }
QToolButton#mini { padding: 1px; border-radius: 4px; }
#toolbar QToolButton { padding: 4px 6px; }
QPushButton { background: $card; border: 1px solid $edge; border-radius: 6px; padding: 5px 12px; outline: 0; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $accenttint; }
QPushButton:focus { border: 2px solid $accent; padding: 4px 11px; }
QPushButton:disabled { color: $faint; border-color: $line; }
QPushButton#primary, QPushButton:default {
    background: $accent; color: $onaccent; border: 1px solid $accent; font-weight: 600; }
QPushButton#primary:hover, QPushButton:default:hover { background: $accenthover; }
QPushButton#primary:disabled, QPushButton:default:disabled {
    background: $card; color: $faint; border-color: $line; }
QPushButton#primary:focus, QPushButton:default:focus { border: 2px dashed $onaccent; padding: 4px 11px; }
QPushButton#segment { padding: 4px 0px; border-radius: 6px; min-width: 36px; }
QPushButton#segment:checked { background: $accenttint; border: 1px solid $accent; color: $text; }
QPushButton#segment:focus { border: 2px solid $accent; padding: 3px 0px; }
QPushButton#segment[wide="true"] { padding: 4px 10px; }
QPushButton#segment[wide="true"]:focus { padding: 3px 9px; }
QPushButton#segment[defaulted="true"] { color: $second; border-style: dashed; }
QPushButton#keyCap { padding: 4px 8px; }
QPushButton#link { border: 1px solid transparent; background: transparent; color: $accent; padding: 3px 2px;
    text-align: left; }
QPushButton#link:disabled { color: $faint; }
QPushButton#link:focus { text-decoration: underline; border: 1px solid $accent; padding: 3px 2px; }

QLineEdit, QPlainTextEdit, QSpinBox, QComboBox, QDateEdit {
    background: $field; border: 1px solid $edge; border-radius: 6px; padding: 3px 8px;
    selection-background-color: $accent; selection-color: $onaccent; }
QLineEdit, QComboBox { min-height: 20px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus, QDateEdit:focus {
    border: 2px solid $accent; padding: 2px 7px; }
QLineEdit[refused="true"], QComboBox[refused="true"], QPlainTextEdit[refused="true"] {
    border: 1px solid $danger; }
QLineEdit:read-only { background: $panel; }
QLineEdit[figure="true"] { font-family: "IBM Plex Mono"; }
QComboBox[defaulted="true"], QLineEdit[defaulted="true"] { color: $second; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url($chevron); width: 12px; height: 12px; }
QComboBox QLineEdit, QComboBox QLineEdit:focus {
    border: none; padding: 0; background: transparent; min-height: 18px; }
QComboBox QAbstractItemView { background: $card; border: 1px solid $border; padding: 4px; outline: 0; }
QCheckBox { spacing: 8px; }
QCheckBox, QRadioButton {
    border: 1px solid transparent; border-radius: 4px; padding: 2px 4px; min-height: 18px; }
QCheckBox:focus, QRadioButton:focus { border: 1px solid $accent; }
QCheckBox::indicator, QTreeView::indicator { width: 14px; height: 14px;
    border: 1px solid $edge; border-radius: 4px; background: $field; }
QCheckBox::indicator:checked, QTreeView::indicator:checked {
    border: 1px solid $accent; background: $accent; image: url($tick); }
QCheckBox::indicator:disabled { border: 1px solid $line; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $edge; border-radius: 8px;
    background: $field; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid $accent; background: $onaccent; }

QAbstractItemView { background: $panel; border: 1px solid transparent; outline: 0;
    alternate-background-color: $canvas; }
QAbstractItemView:focus, QTextBrowser:focus { border: 1px solid $accent; }
QTextBrowser { border: 1px solid transparent; background: $panel; }
QAbstractItemView::item { padding: 3px 6px; border: none; min-height: 18px; }
QAbstractItemView::item:hover { background: $hover; }
QAbstractItemView::item:selected { background: $accenttint; color: $text; }
QCalendarWidget QAbstractItemView::item { padding: 0; min-height: 0; }
QCalendarWidget QToolButton { color: $text; }
QCalendarWidget #qt_calendar_navigationbar { background: $panel; }
QTreeView { show-decoration-selected: 1; }
QTreeView::branch { background: transparent; }
QTreeView::branch:selected { background: $accenttint; }
QTreeView::branch:has-children:open { image: url($chevron); }
QTreeView::branch:has-children:closed { image: url($closed); }
QTreeView QLineEdit { padding: 0 4px; min-height: 18px; border-radius: 4px; }
QHeaderView { background: $panel; border: none; }
QHeaderView::section { background: $panel; color: $second; border: none; border-bottom: 1px solid $line;
    padding: 4px 8px; font-size: 12px; }
QHeaderView::up-arrow, QHeaderView::down-arrow { subcontrol-origin: border; subcontrol-position: top center;
    width: 10px; height: 10px; }
QHeaderView::up-arrow { image: url($raised); }
QHeaderView::down-arrow { image: url($chevron); }
QTableView { gridline-color: $line; }
QTableCornerButton::section { background: $panel; border: none; }
QTabBar { background: $panel; }
QTabBar::tab { padding: 6px 12px; border: none; color: $second; background: transparent;
    border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; font-weight: 600; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected:focus { background: $accenttint; border: 1px solid $accent;
    border-bottom: 2px solid $accent; padding: 5px 11px 6px 11px; }
QTabBar::scroller { width: 56px; }
QTabBar QToolButton { min-width: 22px; min-height: 22px; padding: 0; background: $panel; }
QTabWidget::pane { border: none; }
QTabWidget::tab-bar { left: 4px; }
#viewBar QTabBar::tab:selected:focus { padding: 4px 10px 5px 10px; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QScrollArea { border: none; background: transparent; }
QScrollBar { background: transparent; border: none; margin: 0; }
#canvas QScrollBar, #canvas::corner, #canvas { background: $canvas; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: $handle; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $second; }
QScrollBar::handle:disabled { background: transparent; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSlider { min-height: 24px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $handle; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: $accent; }
QSlider::handle:horizontal { width: 12px; margin: -6px 0; border-radius: 8px; background: $card;
    border: 2px solid $accent; }
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus { background: $accent; }
QProgressBar { border: none; border-radius: 2px; background: $line; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
"""


def mixed(colour: str, ground: str, share: float) -> str:
    """Return `colour` laid over `ground` with the opacity `share` (0..1), both "#RRGGBB"."""
    parts = [
        round(int(colour[at : at + 2], 16) * share + int(ground[at : at + 2], 16) * (1 - share))
        for at in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02X}" for part in parts)


def stylesheet(theme: Theme, chevron: str = "", closed: str = "", tick: str = "", raised: str = "") -> str:
    """Return the stylesheet of a theme.

    `chevron` is the picture of the arrow in choice fields and open rows, `closed` that of closed rows,
    `tick` the one in boxes that are ticked. A column whose largest comes first has the `chevron` over its
    title, one whose smallest does `raised`.
    """
    values = {
        **interface_colours(theme),
        "chevron": chevron,
        "closed": closed,
        "tick": tick,
        "raised": raised,
    }
    sheet = _SHEET
    # Longer names first: some begin with others.
    for name in sorted(values, key=len, reverse=True):
        sheet = sheet.replace(f"${name}", values[name])
    return sheet.replace("image: url();", "")


def chosen_ground(theme: Theme, ground: str = "panel") -> str:
    """Return what lies under a chosen row of a list on `ground`: a tint, a strong one in high contrast."""
    share = 0.3 if theme.name == "high-contrast" else 0.12
    return mixed(theme.color("accent"), theme.color(ground), share)


def interface_colours(theme: Theme) -> dict[str, str]:
    """Return the colours of the stylesheet by the names it has for them, as "#RRGGBB"."""
    panel, text, accent = theme.color("panel"), theme.color("text"), theme.color("accent")
    second = theme.color("text-second")
    return {
        "panel": panel,
        "card": theme.color("card"),
        "field": theme.color("card"),
        "canvas": theme.color("canvas"),
        "line": theme.color("panel-line"),
        "border": theme.color("card-border"),
        # Around what can be typed in or pressed: seen by everyone, at 3 : 1.
        "edge": mixed(second, theme.color("card"), 0.7),
        "text": text,
        "second": second,
        "faint": mixed(second, panel, 0.6),
        "accent": accent,
        "onaccent": theme.color("on-accent"),
        "accenthover": mixed(accent, text, 0.88),
        "accenttint": chosen_ground(theme),
        "dangertint": mixed(theme.color("danger"), panel, 0.12),
        "danger": theme.color("danger"),
        "warning": theme.color("warning"),
        "hover": mixed(text, panel, 0.06),
        "handle": mixed(second, panel, 0.75),
    }
