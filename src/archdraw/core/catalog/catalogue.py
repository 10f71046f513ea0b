"""The catalogue: every component and group kind of every pack, ready to look up and search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.catalog.decoding import BuiltOnDemand, decode_glyph, decode_group, decode_kind, decode_spec
from archdraw.core.catalog.ranking import rank
from archdraw.core.catalog.records import (
    FAMILIES,
    GENERIC_GLYPH,
    AttributeSpec,
    ComponentKind,
    Confidence,
    Figure,
    Glyph,
    GroupKind,
    PackInfo,
)
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

# The pseudo-pack and family of kinds that no pack here defines.
UNKNOWN_PACK = ""
UNKNOWN_FAMILY = "infrastructure"

# A document without its packs asks for few kinds thousands of times.
_MOST_STRANGERS = 256
_STRANGERS: dict[str, ComponentKind] = {}


@frozen
class Catalog:
    """All kinds, with the attributes of connections and journeys and what was wrong with packs.

    `problems` are sentences for the user; `order` are kind ids in palette order (the others follow by
    label). Immutable, and safe to read from several threads.
    """

    kinds: Mapping[str, ComponentKind]
    groups: Mapping[str, GroupKind]
    connection_attributes: tuple[AttributeSpec, ...] = ()
    journey_attributes: tuple[AttributeSpec, ...] = ()
    packs: tuple[PackInfo, ...] = ()
    problems: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    unknown_glyph: Glyph = GENERIC_GLYPH

    def kind(self, kind_id: str) -> ComponentKind:
        """Return the kind, or a stand-in without figures that carries the id as its label."""
        return self.kinds[kind_id] if kind_id in self.kinds else unknown_kind(kind_id, self.unknown_glyph)

    def group(self, kind_id: str) -> GroupKind:
        """Return the group kind, or a logical boundary that carries the id as its label."""
        if kind_id in self.groups:
            return self.groups[kind_id]
        return GroupKind(
            id=kind_id,
            label=kind_id,
            summary="A kind of group that no installed pack describes.",
            failure_domain=False,
            availability=_nothing("ratio"),
            attributes=(),
            glyph=self.unknown_glyph,
        )

    def is_known(self, kind_id: str) -> bool:
        """Return whether a pack describes this component kind."""
        return kind_id in self.kinds

    def in_palette_order(self) -> tuple[ComponentKind, ...]:
        """Return all kinds: by family, then as their packs order them, then by label."""
        families = {family: position for position, (family, _) in enumerate(FAMILIES)}
        places = {kind_id: place for place, kind_id in enumerate(self.order)}
        last = len(places)
        return tuple(
            sorted(
                self.kinds.values(),
                key=lambda kind: (families[kind.family], places.get(kind.id, last), kind.label.casefold()),
            )
        )

    def families(self) -> tuple[tuple[str, str, tuple[ComponentKind, ...]], ...]:
        """Return (family id, heading, its kinds) in palette order; families without kinds are left out."""
        members: dict[str, list[ComponentKind]] = {}
        for kind in self.in_palette_order():
            members.setdefault(kind.family, []).append(kind)
        return tuple(
            (family, label, tuple(members[family])) for family, label in FAMILIES if family in members
        )

    def search(self, text: str) -> tuple[ComponentKind, ...]:
        """Return the kinds that fit what was typed, best first; all of them for an empty text.

        Ranked by: alias, id or label typed in full; label prefix; word prefix; keyword; letters of the
        label in order. Equal ranks stay in palette order.
        """
        ranked = ((rank(kind, text), kind) for kind in self.in_palette_order())
        fitting = [(place, kind) for place, kind in ranked if place is not None]
        return tuple(kind for _, kind in sorted(fitting, key=lambda pair: pair[0]))


def unknown_kind(kind_id: str, glyph: Glyph = GENERIC_GLYPH) -> ComponentKind:
    """Return a stand-in for a kind that no pack describes: no figures, the id as its label."""
    known = _STRANGERS.get(kind_id)
    if known is None or known.glyph is not glyph:
        if len(_STRANGERS) >= _MOST_STRANGERS:
            _STRANGERS.clear()
        known = _STRANGERS[kind_id] = _stranger(kind_id, glyph)
    return known


def _stranger(kind_id: str, glyph: Glyph) -> ComponentKind:
    return ComponentKind(
        id=kind_id,
        label=kind_id,
        family=UNKNOWN_FAMILY,
        summary="A kind that no installed pack describes; its figures have to be stated by hand.",
        keywords=(),
        aliases=(),
        default_name=kind_id,
        managed=False,
        routes=False,
        role="other",
        default_redundancy="none",
        availability_single=_nothing("ratio"),
        availability_redundant=_nothing("ratio"),
        throughput=_nothing(""),
        capacity_rps=_nothing("req/s"),
        mean_ms=_nothing("ms"),
        p99_ms=_nothing("ms"),
        concurrency=_nothing("requests in parallel"),
        failover_s=_nothing("s"),
        cost_month=_nothing("USD/month"),
        storage_limit="",
        cap_pacelc="",
        scaling="",
        redundancy_note="",
        failover_note="",
        sla_basis="",
        cost_basis="",
        attributes=(),
        glyph=glyph,
        icon_path="",
        pack=UNKNOWN_PACK,
    )


def catalog_from_data(data: Mapping[str, Any]) -> Catalog:
    """Return the catalogue that the plain data of packs describes (see PackReader)."""
    specs = tuple(decode_spec(spec) for spec in data["specs"])
    shared = {name: tuple(specs[i] for i in places) for name, places in data["shared"].items()}
    return Catalog(
        kinds=BuiltOnDemand(data["kinds"], lambda kind: decode_kind(kind, specs)),
        groups=BuiltOnDemand(data["groups"], lambda group: decode_group(group, specs)),
        connection_attributes=shared["connections"],
        journey_attributes=shared["journeys"],
        packs=tuple(PackInfo(**pack) for pack in data["packs"]),
        problems=tuple(data["problems"]),
        order=tuple(data["order"]),
        unknown_glyph=decode_glyph(data["unknown_glyph"]),
    )


def _nothing(unit: str) -> Figure:
    return Figure(None, unit, Confidence.ASSUMED, "")
