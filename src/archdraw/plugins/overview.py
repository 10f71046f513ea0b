"""The list of plug-ins for people: name, version, what each brings, its state and the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from archdraw.core.records import frozen
from archdraw.plugins.distribution import ACTIONS, EXPORTERS, IMPORTERS, PACKS, RULES

if TYPE_CHECKING:
    from pathlib import Path

    from archdraw.core.catalog import Catalog
    from archdraw.plugins.distribution import Distribution
    from archdraw.plugins.registry import Plugins

State = Literal["loaded", "partly loaded", "refused", "not allowed", "off"]
# What entry points of a plug-in are called where none of its code has run.
_GROUPS = {
    RULES: "rules",
    EXPORTERS: "export formats",
    IMPORTERS: "import formats",
    ACTIONS: "commands",
    PACKS: "component packs",
}


@frozen
class Listed:
    """A plug-in as it is listed: `brings` and `reasons` are ready to be read.

    `promises` is what it says it would bring, where nothing of it is loaded.
    """

    name: str
    version: str
    state: State
    rules: tuple[str, ...] = ()
    exporters: tuple[str, ...] = ()
    importers: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    promises: str = ""

    @property
    def brings(self) -> str:
        """What it brings, in words."""
        parts = (
            ("rule", self.rules),
            ("export format", self.exporters),
            ("import format", self.importers),
            ("command", self.actions),
            ("kind", self.kinds),
        )
        said = [
            f"{len(names)} {word}{'' if len(names) == 1 else 's'} ({', '.join(names)})"
            for word, names in parts
            if names
        ]
        return ", ".join(said) or self.promises or "nothing"


def overview(found: Plugins, catalog: Catalog, formats: tuple[str, ...]) -> tuple[Listed, ...]:
    """Return all plug-ins; those that are allowed are loaded for it.

    Parameters
    ----------
    catalog
        The kinds there are, those of plug-ins included.
    formats
        Names of the export formats that are no plug-in's.
    """
    rules, packs = found.rules(), found.packs()
    named = {
        "exporters": [(one.plugin, one.exporter.name) for one in found.exporters(formats)],
        "importers": [(one.plugin, one.importer.name) for one in found.importers()],
        "actions": [(one.plugin, one.action.name) for one in found.actions()],
        "rules": [(found.owner(rule.id), rule.id) for rule in rules],
    }
    return tuple(
        _listed(
            found,
            one,
            {
                what: tuple(name for owner, name in all_of if owner == one.name)
                for what, all_of in named.items()
            },
            [folder for owner, folder in packs if owner.key == one.key],
            catalog,
        )
        for one in found.installed()
    )


def _listed(
    found: Plugins,
    one: Distribution,
    brought: dict[str, tuple[str, ...]],
    folders: list[Path],
    catalog: Catalog,
) -> Listed:
    if not found.is_on(one):
        state: State = "not allowed" if one in found.waiting() else "off"
        return Listed(one.name, one.version, state, reasons=(_why_off(found, one),), promises=_promises(one))
    paths = {str(folder) for folder in folders}
    packs = {pack.id for pack in catalog.packs if pack.path in paths}
    kinds = tuple(sorted(kind.id for kind in catalog.kinds.values() if kind.pack in packs))
    reasons = [fault.sentence for fault in found.faults() if fault.plugin == one.name]
    reasons += [
        problem for problem in catalog.problems if any(_is_about(problem, folder) for folder in folders)
    ]
    anything = bool(any(brought.values()) or kinds)
    state = "refused" if not anything and reasons else "partly loaded" if reasons else "loaded"
    return Listed(
        one.name,
        one.version,
        state,
        brought["rules"],
        brought["exporters"],
        brought["importers"],
        brought["actions"],
        kinds,
        tuple(reasons),
    )


def _why_off(found: Plugins, one: Distribution) -> str:
    if found.safe:
        return "Safe mode leaves every plug-in alone."
    waits = next((notice for notice in found.notices() if notice.plugin == one.name), None)
    return "Refused by you; nothing of it is loaded." if waits is None else waits.sentence


def _promises(one: Distribution) -> str:
    """Return what a plug-in says it would bring; none of its code runs for that."""
    said = [
        f"{words} ({', '.join(entry.name for entry in entries)})"
        for group, words in _GROUPS.items()
        if (entries := one.of(group))
    ]
    return f"would bring {', '.join(said)}" if said else ""


def _is_about(problem: str, folder: Path) -> bool:
    """Tell whether a sentence of the catalogue names a file of this pack."""
    return str(folder) in problem or problem.startswith(f"{folder.name}/")
