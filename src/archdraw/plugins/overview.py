"""The list of plug-ins for people: name, version, what each brings, its state and the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from archdraw.core.records import frozen

if TYPE_CHECKING:
    from pathlib import Path

    from archdraw.core.catalog import Catalog
    from archdraw.plugins.distribution import Distribution
    from archdraw.plugins.registry import Plugins

State = Literal["loaded", "partly loaded", "refused", "off"]


@frozen
class Listed:
    """A plug-in as it is listed: `brings` and `reasons` are ready to be read."""

    name: str
    version: str
    state: State
    rules: tuple[str, ...] = ()
    exporters: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def brings(self) -> str:
        """What it brings, in words."""
        parts = (
            ("rule", self.rules),
            ("export format", self.exporters),
            ("kind", self.kinds),
        )
        said = [
            f"{len(names)} {word}{'' if len(names) == 1 else 's'} ({', '.join(names)})"
            for word, names in parts
            if names
        ]
        return ", ".join(said) or "nothing"


def overview(found: Plugins, catalog: Catalog, formats: tuple[str, ...]) -> tuple[Listed, ...]:
    """Return all plug-ins; those that are on are loaded for it.

    Parameters
    ----------
    catalog
        The kinds there are, those of plug-ins included.
    formats
        Names of the export formats that are no plug-in's.
    """
    rules, brought = found.rules(), found.exporters(formats)
    packs = found.packs()
    return tuple(
        _listed(
            found,
            one,
            tuple(rule.id for rule in rules if found.owner(rule.id) == one.name),
            tuple(item.exporter.name for item in brought if item.plugin == one.name),
            [folder for owner, folder in packs if owner.key == one.key],
            catalog,
        )
        for one in found.installed()
    )


def _listed(
    found: Plugins,
    one: Distribution,
    rules: tuple[str, ...],
    exporters: tuple[str, ...],
    folders: list[Path],
    catalog: Catalog,
) -> Listed:
    if not found.is_on(one):
        why = (
            "Safe mode leaves every plug-in alone."
            if found.safe
            else "Switched off; nothing of it is loaded."
        )
        return Listed(one.name, one.version, "off", reasons=(why,))
    paths = {str(folder) for folder in folders}
    packs = {pack.id for pack in catalog.packs if pack.path in paths}
    kinds = tuple(sorted(kind.id for kind in catalog.kinds.values() if kind.pack in packs))
    reasons = [fault.sentence for fault in found.faults() if fault.plugin == one.name]
    reasons += [
        problem for problem in catalog.problems if any(_is_about(problem, folder) for folder in folders)
    ]
    anything = bool(rules or exporters or kinds)
    state: State = "refused" if not anything and reasons else "partly loaded" if reasons else "loaded"
    return Listed(one.name, one.version, state, rules, exporters, kinds, tuple(reasons))


def _is_about(problem: str, folder: Path) -> bool:
    """Tell whether a sentence of the catalogue names a file of this pack."""
    return str(folder) in problem or problem.startswith(f"{folder.name}/")
