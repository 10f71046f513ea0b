"""What right clicks offer, by what is under them; actions that can't be used now are left out."""

from __future__ import annotations

Entries = tuple[str | None, ...]

# None is a separator.
ON_SELECTION: Entries = (
    "edit.rename",
    "insert.connect",
    "analyse.fail",
    "analyse.consistency",
    "fold.toggle",
    None,
    "edit.cut",
    "edit.copy",
    "edit.paste",
    "edit.duplicate",
    "edit.delete",
    "edit.heal",
    None,
    "views.remove-here",
    "views.show-in",
    "views.from-selection",
    None,
    "style.copy",
    "style.paste",
    "style.reset",
    None,
    "arrange.group",
    "arrange.ungroup",
    "arrange.fit-group",
    "arrange.into-group",
    "arrange.out-of-group",
    "arrange.pin",
    "lock.toggle",
    "layers.add",
    "layers.put",
    "arrange.tidy-selection",
    "arrange.reverse",
    "arrange.clear-waypoints",
    None,
    "view.fit-selection",
)
ON_NOTHING: Entries = (
    "insert.component",
    "insert.group",
    "insert.note",
    "views.add-here",
    None,
    "edit.paste",
    "select.all",
    None,
    "arrange.tidy",
    "fold.expand-all",
    "lock.unlock-all",
    "views.show-everything",
    None,
    "view.fit",
    "view.grid",
    "view.snap",
    None,
    "analyse.clear",
)
# The plus beside the tabs of the views.
MAKE_VIEW: Entries = ("views.new", "views.duplicate", None, "views.from-selection", "views.from-journey")
# A tab of a view.
ON_VIEW: Entries = (
    "views.rename",
    "views.duplicate",
    "views.delete",
    None,
    "views.left",
    "views.right",
    None,
    "present.play",
)
