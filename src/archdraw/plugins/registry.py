"""The plug-ins of this run: loaded when they are first needed, their faults kept as sentences."""

from __future__ import annotations

import re
from functools import cache
from threading import RLock
from typing import TYPE_CHECKING, Any

from archdraw.core.records import frozen
from archdraw.plugins.discovering import find_distributions
from archdraw.plugins.distribution import API, EXPORTERS, PACKS, RULES
from archdraw.plugins.switching import in_safe_mode, switched_off
from archdraw.plugins.version import why_unfit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from archdraw.core.analysis.rules.rule import Rule
    from archdraw.plugins.api import Exporter
    from archdraw.plugins.distribution import Distribution, Entry

_KNOWN = (API, PACKS, RULES, EXPORTERS)
_FORMAT_NAME = re.compile(r"[a-z0-9]{1,16}")
_FORMAT_SUFFIX = re.compile(r"\.[a-z0-9]{1,16}")


@frozen
class Fault:
    """What went wrong with a plug-in."""

    plugin: str
    sentence: str

    def __str__(self) -> str:
        return f"Plug-in {self.plugin}: {self.sentence}"


@frozen
class Brought:
    """An exporter, with the plug-in it comes from."""

    plugin: str
    exporter: Exporter


class Plugins:
    """What the installed plug-ins bring. Safe to ask from several threads; each is loaded once."""

    def __init__(
        self,
        find: Callable[[], tuple[Distribution, ...]] = find_distributions,
        off: Callable[[], frozenset[str]] = switched_off,
    ) -> None:
        self._find = find
        self._off = off
        self._lock = RLock()
        self._installed: tuple[Distribution, ...] | None = None
        self._rules: tuple[Rule, ...] | None = None
        self._exporters: tuple[Brought, ...] | None = None
        self._owners: dict[str, str] = {}
        self._faults: dict[Fault, None] = {}
        self.off: frozenset[str] = frozenset()
        self.safe = False

    # -- what there is -------------------------------------------------------------------------

    def installed(self) -> tuple[Distribution, ...]:
        """Return all plug-ins, also those that are off or do not fit; none of their code runs."""
        with self._lock:
            if self._installed is None:
                self.off, self.safe = self._off(), in_safe_mode()
                self._installed = self._find()
                for one in self._installed:
                    if self.is_on(one):
                        self._note_unusable(one)
            return self._installed

    def is_on(self, one: Distribution) -> bool:
        """Tell whether a plug-in is switched on in this run."""
        return not self.safe and one.key not in self.off

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
                self._exporters = tuple(self._load_exporters(set(taken)))
            return self._exporters

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
        reason = one.fault or why_unfit(one.api)
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
            if self.is_on(one) and not one.fault and why_unfit(one.api) is None
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

    def _load_exporters(self, taken: set[str]) -> Iterable[Brought]:
        for one, entry in self._entries(EXPORTERS):
            loaded = self._load(one, entry)
            if loaded is None:
                continue
            fault = _exporter_fault(loaded, taken)
            if fault is not None:
                self.report(one.name, fault)
                continue
            taken |= {loaded.name, loaded.suffix.removeprefix(".")}
            yield Brought(one.name, loaded)

    def _reporter(self, one: Distribution) -> Callable[[str], None]:
        return lambda sentence: self.report(one.name, sentence)

    def _load(self, one: Distribution, entry: Entry) -> Any:
        """Return the object of an entry point, or None after a report."""
        from importlib.metadata import EntryPoint

        try:
            return EntryPoint(entry.name, entry.value, entry.group).load()
        except (Exception, SystemExit) as error:  # noqa: BLE001 - somebody else's code
            said = " ".join(f"{type(error).__name__}: {error}".split()).rstrip(":. ")
            self.report(one.name, f"{entry.name} ({entry.value}) can't be loaded: {said}.")
            return None


def _exporter_fault(one: object, taken: set[str]) -> str | None:
    from archdraw.plugins.api import Exporter

    if not isinstance(one, Exporter):
        return f"It gives a {type(one).__name__} where an Exporter is wanted."
    texts = (one.name, one.suffix, one.description)
    if not all(isinstance(text, str) for text in texts) or not callable(one.write):
        return "Name, suffix and description of an exporter have to be texts, and write a function."
    if not _FORMAT_NAME.fullmatch(one.name) or not _FORMAT_SUFFIX.fullmatch(one.suffix):
        return (
            f"The name {one.name!r} and the suffix {one.suffix!r} of an exporter have to be small letters "
            "and digits, the suffix with a dot."
        )
    if taken & {one.name, one.suffix.removeprefix(".")}:
        return f"There is a format {one.name} or a suffix {one.suffix} already; this one was left out."
    return None


@cache
def plugins() -> Plugins:
    """Return the plug-ins of this run."""
    return Plugins()
