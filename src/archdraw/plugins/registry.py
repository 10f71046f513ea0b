"""The plug-ins of this run: loaded when they are first needed, their faults kept as sentences."""

from __future__ import annotations

from functools import cache
from threading import RLock
from typing import TYPE_CHECKING, Any

from archdraw.core.records import frozen
from archdraw.plugins.discovering import find_distributions
from archdraw.plugins.distribution import ACTIONS, API, EXPORTERS, IMPORTERS, PACKS, RULES
from archdraw.plugins.switching import Choices, choices, in_safe_mode, note_told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from archdraw.core.analysis.rules.rule import Rule
    from archdraw.plugins.api import Exporter, Importer, PluginAction
    from archdraw.plugins.distribution import Distribution, Entry

_KNOWN = (API, PACKS, RULES, EXPORTERS, IMPORTERS, ACTIONS)


@frozen
class Fault:
    """What went wrong with a plug-in, or why nothing of it is loaded."""

    plugin: str
    sentence: str

    def __str__(self) -> str:
        return f"Plug-in {self.plugin}: {self.sentence}"


@frozen
class Brought:
    """An exporter, with the plug-in it comes from."""

    plugin: str
    exporter: Exporter


@frozen
class BroughtImporter:
    """An importer, with the plug-in it comes from."""

    plugin: str
    importer: Importer


@frozen
class BroughtAction:
    """An action, with the plug-in it comes from."""

    plugin: str
    action: PluginAction


class Plugins:
    """What the plug-ins that the user allows bring. Safe to ask from several threads; each is loaded once."""

    def __init__(
        self,
        find: Callable[[], tuple[Distribution, ...]] = find_distributions,
        chosen: Callable[[], Choices] = choices,
    ) -> None:
        self._find = find
        self._choices = chosen
        self._lock = RLock()
        self._installed: tuple[Distribution, ...] | None = None
        self._rules: tuple[Rule, ...] | None = None
        self._exporters: tuple[Brought, ...] | None = None
        self._importers: tuple[BroughtImporter, ...] | None = None
        self._actions: tuple[BroughtAction, ...] | None = None
        self._owners: dict[str, str] = {}
        self._faults: dict[Fault, None] = {}
        self.chosen = Choices()
        self.safe = False

    # -- what there is -------------------------------------------------------------------------

    def installed(self) -> tuple[Distribution, ...]:
        """Return all plug-ins, also those that may not be loaded or do not fit; none of their code runs."""
        with self._lock:
            if self._installed is None:
                self.chosen, self.safe = self._choices(), in_safe_mode()
                self._installed = self._find()
                for one in self._installed:
                    if self.is_on(one):
                        self._note_unusable(one)
            return self._installed

    def is_on(self, one: Distribution) -> bool:
        """Tell whether a plug-in may be loaded in this run: the user has allowed it by its name."""
        return not self.safe and one.key in self.chosen.allowed

    def waiting(self) -> tuple[Distribution, ...]:
        """Return the plug-ins that are installed and neither allowed nor refused; none in safe mode."""
        decided = self.chosen.allowed | self.chosen.refused
        return () if self.safe else tuple(one for one in self.installed() if one.key not in decided)

    def notices(self) -> tuple[Fault, ...]:
        """Return a sentence for each plug-in that is there and waits to be allowed."""
        return tuple(_notice(one) for one in self.waiting())

    def untold(self) -> tuple[Fault, ...]:
        """Return the notices that no window has shown yet; from now on they count as shown."""
        with self._lock:
            new = [one for one in self.waiting() if one.key not in self.chosen.told]
            if new:
                note_told(one.key for one in new)
                told = self.chosen.told | {one.key for one in new}
                self.chosen = Choices(self.chosen.allowed, self.chosen.refused, told)
            return tuple(_notice(one) for one in new)

    def brings(self, group: str) -> bool:
        """Tell whether a plug-in that may be loaded has entry points of a group; none of its code runs."""
        return bool(self._entries(group))

    def pack_folders(self) -> tuple[Path, ...]:
        """Return the folders of the component packs; a pack is data, so nothing is imported."""
        return tuple(folder for _, folder in self.packs())

    def packs(self) -> tuple[tuple[Distribution, Path], ...]:
        """Return the plug-ins with packs and the folder of each."""
        from pathlib import Path

        found = []
        for one, entry in self._entries(PACKS):
            if entry.folder:
                found.append((one, Path(entry.folder)))
            else:
                self.report(one.name, f"The pack {entry.name} ({entry.value}) was not found.")
        return tuple(found)

    def rules(self) -> tuple[Rule, ...]:
        """Return the rules of plug-ins, each in a wrapper that keeps its faults."""
        with self._lock:
            if self._rules is None:
                self._rules = tuple(self._load_rules())
            return self._rules

    def owner(self, rule: str) -> str:
        """Return the plug-in that a rule comes from, empty where it is none's."""
        return self._owners.get(rule, "")

    def exporters(self, taken: Iterable[str]) -> tuple[Brought, ...]:
        """Return the export formats of plug-ins.

        Parameters
        ----------
        taken
            Names of the formats there are already; they can't be replaced.
        """
        with self._lock:
            if self._exporters is None:
                from archdraw.plugins.fitting import exporter_fault

                found = self._load_each(EXPORTERS, exporter_fault, set(taken))
                self._exporters = tuple(Brought(plugin, one) for plugin, one in found)
            return self._exporters

    def importers(self) -> tuple[BroughtImporter, ...]:
        """Return what of plug-ins reads files of other kinds."""
        with self._lock:
            if self._importers is None:
                from archdraw.plugins.fitting import OWN_SUFFIXES, importer_fault

                found = self._load_each(IMPORTERS, importer_fault, set(OWN_SUFFIXES))
                self._importers = tuple(BroughtImporter(plugin, one) for plugin, one in found)
            return self._importers

    def actions(self) -> tuple[BroughtAction, ...]:
        """Return the commands of plug-ins."""
        with self._lock:
            if self._actions is None:
                from archdraw.plugins.fitting import action_fault

                found = self._load_each(ACTIONS, action_fault, set())
                self._actions = tuple(BroughtAction(plugin, one) for plugin, one in found)
            return self._actions

    # -- what went wrong -----------------------------------------------------------------------

    def report(self, plugin: str, sentence: str) -> None:
        """Keep what went wrong with a plug-in; the same sentence is kept once."""
        with self._lock:
            self._faults.setdefault(Fault(plugin, sentence))

    def faults(self) -> tuple[Fault, ...]:
        """Return what went wrong up to now."""
        with self._lock:
            return tuple(self._faults)

    # -- loading -------------------------------------------------------------------------------

    def _note_unusable(self, one: Distribution) -> None:
        reason = _unusable(one)
        if reason is not None:
            self.report(one.name, reason)
            return
        for entry in one.entries:
            if entry.group not in _KNOWN:
                self.report(one.name, f"It brings {entry.group}, which this ArchDraw takes from no plug-in.")

    def _entries(self, group: str) -> list[tuple[Distribution, Entry]]:
        return [
            (one, entry)
            for one in self.installed()
            if self.is_on(one) and _unusable(one) is None
            for entry in one.of(group)
        ]

    def _load_rules(self) -> Iterable[Rule]:
        wanted = self._entries(RULES)
        if not wanted:
            return
        from archdraw.core.analysis.rules import ALL_RULES
        from archdraw.plugins.guarding import UnfitError, check_rule, guarded

        ours = {rule.id for rule in ALL_RULES}
        for one, entry in wanted:
            loaded = self._load(one, entry)
            for rule in loaded if isinstance(loaded, tuple | list) else (loaded,):
                if loaded is None:
                    continue
                try:
                    fit = check_rule(rule)
                except UnfitError as error:
                    self.report(one.name, str(error))
                    continue
                owner = "ArchDraw" if fit.id in ours else self.owner(fit.id)
                if owner:
                    self.report(one.name, f"There is a rule {fit.id} of {owner}; this one was left out.")
                    continue
                self._owners[fit.id] = one.name
                yield guarded(fit, self._reporter(one))

    def _load_each(
        self, group: str, fault_of: Callable[[object, set[str]], str | None], taken: set[str]
    ) -> list[tuple[str, Any]]:
        """Return what a group of entry points gives, without what is not what it has to be."""
        found = []
        for one, entry in self._entries(group):
            loaded = self._load(one, entry)
            if loaded is None:
                continue
            fault = fault_of(loaded, taken)
            if fault is not None:
                self.report(one.name, fault)
                continue
            taken |= {loaded.name, str(getattr(loaded, "suffix", "")).removeprefix(".")}
            found.append((one.name, loaded))
        return found

    def _reporter(self, one: Distribution) -> Callable[[str], None]:
        return lambda sentence: self.report(one.name, sentence)

    def _load(self, one: Distribution, entry: Entry) -> Any:
        """Return the object of an entry point, or None after a report."""
        from importlib.metadata import EntryPoint

        from archdraw.plugins.naming import said_of

        try:
            return EntryPoint(entry.name, entry.value, entry.group).load()
        except (Exception, SystemExit) as error:  # noqa: BLE001 - somebody else's code
            said = said_of(error)
            self.report(one.name, f"{entry.name} ({entry.value}) can't be loaded: {said}.")
            return None


def _unusable(one: Distribution) -> str | None:
    """Return why nothing of a plug-in can be loaded, None when it can be."""
    from archdraw.plugins.version import why_unfit

    return one.fault or why_unfit(one.api)


def _notice(one: Distribution) -> Fault:
    return Fault(
        one.name,
        "It is installed, and nothing of it is loaded until you allow it: "
        f"archdraw plugins allow {one.name}, or Edit ▸ Plug-ins….",
    )


@cache
def plugins() -> Plugins:
    """Return the plug-ins of this run."""
    return Plugins()
