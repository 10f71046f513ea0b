"""What a few typed words mean: a kind with a name, an element that is there already, or a group."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from archdraw.core.catalog.ranking import KEYWORD, rank
from archdraw.core.later import late_pattern
from archdraw.core.model import one_line
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from archdraw.core.catalog import Catalog
    from archdraw.core.catalog.records import ComponentKind
    from archdraw.editor.workspace import Workspace

MOST_CANDIDATES = 12
# What unknown words become: a service of that name.
FALLBACK_KIND = "service"
FALLBACK_GROUP = "tier"
# Shorter aliases are abbreviations (lb, gw, svc): nobody wants to read them on a card.
_SPOKEN_FROM = 4
_MOST_AT_ONCE = 20
_COUNT = late_pattern(r"^(\d{1,2})\s*(?:[x×]\s+|\s)?(?=[^\W\d])", re.IGNORECASE)
_INSTANCES = late_pattern(r"(?:^|\s)[x×](\d{1,5})(?=\s|$)", re.IGNORECASE)


@frozen
class Candidate:
    """What Enter would insert: a kind, and the name typed for it ("" means the kind's default name).

    `existing` is the id of a component that is there already and would be connected to instead; `count` is
    how many stand side by side, `replicas` how many instances each has.
    """

    kind_id: str
    label: str
    name: str = ""
    existing: str = ""
    count: int = 1
    replicas: int = 1

    @property
    def text(self) -> str:
        """How the candidate reads in the list."""
        if self.existing:
            return f"→ {self.name}"
        text = f"{self.label} “{self.name}”" if self.name else self.label
        text = f"{text} ×{self.replicas}" if self.replicas > 1 else text
        return f"{self.count} × {text}" if self.count > 1 else text


@frozen
class GroupCandidate:
    """What a group would be: of this kind, with this name, or the one there is under `existing`."""

    kind_id: str
    label: str
    name: str
    existing: str = ""

    @property
    def text(self) -> str:
        """How the candidate reads in the list."""
        if self.existing:
            return f"into {self.name}"
        return self.label if self.name == self.label else f"{self.label} “{self.name}”"


def candidates(catalog: Catalog, text: str, limit: int = MOST_CANDIDATES) -> tuple[Candidate, ...]:
    """Return what the typed text can mean, best first.

    The whole text may describe a kind; or its first words do and the rest is the name, in the writing of the
    user except that a name typed in small letters gets a capital; or its last word does ("orders db") and all
    of it is the name. The better the words fit the kind, the earlier it comes; of equal fits the one that
    takes more words for the kind. Who types a product or a role ("kafka", "primary") sees it as the name.
    """
    words = text.split()
    found: dict[tuple[str, str], tuple[int, int, Candidate]] = {}

    def note(kind: ComponentKind, fit: int | None, order: int, *names: str) -> None:
        for name in names if fit is not None else ():
            entry = (fit or 0, order, Candidate(kind.id, kind.label, name))
            found.setdefault((kind.id, name), entry)

    for count in range(len(words), -1 if not words else 0, -1):
        name = named(" ".join(words[count:]))
        described = " ".join(words[:count])
        for kind in catalog.search(described)[:limit]:
            names = (name,) if name else tuple(dict.fromkeys((spoken_name(kind, described), "")))
            note(kind, rank(kind, described), -count, *names)
    if len(words) > 1:
        for kind in catalog.search(words[-1])[:limit]:
            fit = rank(kind, words[-1])
            if fit is not None and fit <= KEYWORD:
                note(kind, fit, 1, named(text.strip()))
    ordered = sorted(found.values(), key=lambda entry: entry[:2])
    return tuple(candidate for _, _, candidate in ordered[:limit])


def spoken_name(kind: ComponentKind, typed: str) -> str:
    """Return what the typed words call a component of the kind, or "" for its default name."""
    words = typed.casefold()
    usual = kind.default_name.casefold()
    if len(words) < 3 or kind.label.casefold().startswith(words) or words in usual:
        return ""
    for phrase in kind.aliases:
        if phrase.casefold() == words:
            return named(phrase) if len(phrase) >= _SPOKEN_FROM else ""
    for phrase in (*kind.keywords, *kind.aliases):
        if len(phrase) >= _SPOKEN_FROM and phrase.casefold().startswith(words):
            return named(phrase)
    return ""


def meanings(desk: Workspace, text: str, *, connecting: bool) -> tuple[Candidate, ...]:
    """Return what the words for one component can mean in this drawing, best first.

    Components that are there already come first when `connecting`, last otherwise. Words that describe
    nothing mean a service of that name.
    """
    rest, count, replicas = _amounts(text)
    new = [replace(one, count=count, replicas=replicas) for one in candidates(desk.catalog, rest)]
    if rest:
        service = desk.catalog.kind(FALLBACK_KIND)
        plain = Candidate(service.id, service.label, named(rest), count=count, replicas=replicas)
        new += [] if plain in new else [plain]
    there = existing(desk, rest) if count == replicas == 1 else ()
    return (*there, *new) if connecting else (*new, *there)


def existing(desk: Workspace, text: str) -> tuple[Candidate, ...]:
    """Return the components of this view whose name the text may mean, best first."""
    typed = text.casefold()
    ranked: list[tuple[int, int, Candidate]] = []
    for component in desk.store.table("components").values():
        name = one_line(component.name)
        place = _name_rank(name.casefold(), typed)
        if place is not None and _is_shown(desk, component.id):
            found = Candidate(component.kind, desk.catalog.kind(component.kind).label, name)
            ranked.append((place, len(name), replace(found, existing=component.id)))
    ranked.sort(key=lambda entry: entry[:2])
    return tuple(candidate for _, _, candidate in ranked[:MOST_CANDIDATES])


def group_meanings(desk: Workspace, text: str, *, existing_too: bool = True) -> tuple[GroupCandidate, ...]:
    """Return what the words for a group can mean, best first: "zone a", "vpc", or a tier of that name."""
    catalog, words = desk.catalog, text.split()
    found: list[tuple[int, GroupCandidate]] = []
    if existing_too and words:
        for group in desk.store.table("groups").values():
            place = _name_rank(group.name.casefold(), " ".join(words).casefold())
            if place is not None and place < 2 and desk.scene.role(group.id) is not None:
                known = GroupCandidate(group.kind, catalog.group(group.kind).label, group.name, group.id)
                found.append((place - 10, known))
    order = [FALLBACK_GROUP, *(one for one in catalog.groups if one != FALLBACK_GROUP)]
    for kind_id in (one for one in order if one in catalog.groups):
        found += _group_readings(kind_id, catalog.group(kind_id).label, words)
    tier = catalog.group(FALLBACK_GROUP)
    if words:
        found.append((5, GroupCandidate(tier.id, tier.label, named(" ".join(words)))))
    found.sort(key=lambda entry: entry[0])
    return tuple(dict.fromkeys(candidate for _, candidate in found))[:MOST_CANDIDATES]


def named(words: str) -> str:
    """Return words as a name: typed in small letters they get a capital, else they stay as they are."""
    return words[:1].upper() + words[1:] if words.islower() else words


def describe(chosen: Mapping[int, Candidate], ats: Iterable[int]) -> str:
    """Return the names of what a line inserts, for the line under the field."""
    return ", ".join(chosen[at].name or chosen[at].label for at in ats if at in chosen)


def _group_readings(kind_id: str, label: str, words: list[str]) -> list[tuple[int, GroupCandidate]]:
    """Return how words can mean a kind of group: its name alone, before a name, or at the end of one."""
    typed, plain = " ".join(words).casefold(), label.casefold()
    if not words or plain.startswith(typed) or kind_id.startswith(typed):
        return [(0 if words else 4, GroupCandidate(kind_id, label, label))]
    for count in range(1, len(words)):
        first, last = " ".join(words[:count]).casefold(), " ".join(words[-count:]).casefold()
        rest = " ".join(words[count:])
        if first in (plain, kind_id):
            # "zone a" is called Zone A; "tier edge" is called Edge.
            name = f"{label} {rest.upper()}" if len(rest) <= 2 else named(rest)
            return [(1, GroupCandidate(kind_id, label, name))]
        if last in (plain, kind_id):
            return [(2, GroupCandidate(kind_id, label, named(" ".join(words))))]
    return []


def _amounts(text: str) -> tuple[str, int, int]:
    """Return the words without "2 …" for how many and "×3" for instances, and these numbers."""
    replicas = 1
    rest = text.strip()
    instances = _INSTANCES.search(rest)
    if instances is not None:
        replicas = max(1, min(100_000, int(instances.group(1))))
        rest = f"{rest[: instances.start()]} {rest[instances.end() :]}".strip()
    number = _COUNT.match(rest)
    if number is None or not 1 <= int(number.group(1)) <= _MOST_AT_ONCE:
        return rest, 1, replicas
    return rest[number.end() :].strip(), int(number.group(1)), replicas


def _is_shown(desk: Workspace, element_id: str) -> bool:
    """Tell whether the view draws an element, or a folded group in its place."""
    return desk.scene.role(element_id) is not None or desk.scene.stand_in(element_id) is not None


def _name_rank(name: str, typed: str) -> int | None:
    if name == typed:
        return 0
    if not typed or not name:
        return None if name or typed else 0
    if name.startswith(typed):
        return 1
    if any(word.startswith(typed) for word in name.split()):
        return 2
    return 3 if len(typed) > 2 and typed in name else None
