"""Records of the catalogue: kinds, their figures with provenance, their attributes and glyphs."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from archdraw.core.catalog.outlines import PathData, rectangle_path
from archdraw.core.later import with_later
from archdraw.core.records import frozen

Redundancy = Literal["none", "active-active", "active-passive", "quorum"]
Role = Literal[
    "client",
    "router",
    "service",
    "store",
    "cache",
    "queue",
    "worker",
    "observer",
    "external",
    "infrastructure",
    "other",
]

REDUNDANCIES = ("none", "active-active", "active-passive", "quorum")
ROLES = (
    "client",
    "router",
    "service",
    "store",
    "cache",
    "queue",
    "worker",
    "observer",
    "external",
    "infrastructure",
    "other",
)
# Family ids with their headings, in the order of the palette.
FAMILIES = (
    ("client", "Clients"),
    ("edge", "Edge"),
    ("compute", "Compute"),
    ("data", "Data stores"),
    ("cache", "Caches"),
    ("messaging", "Messaging"),
    ("platform", "Platform"),
    ("security", "Security"),
    ("resilience", "Resilience"),
    ("observability", "Observability"),
    ("external", "External services"),
    ("network", "Network"),
    ("kubernetes", "Kubernetes"),
    ("infrastructure", "Infrastructure"),
)
# How the value of an attribute is typed in and stored (durations in s, sizes in bytes, ratios 0..1).
ATTRIBUTE_TYPES = (
    "bool",
    "int",
    "number",
    "text",
    "choice",
    "ratio",
    "duration_s",
    "bytes",
    "rate_rps",
    "bool_or_number",
    "bool_or_id",
    "bool_or_text",
    "bool_or_record",
    "number_or_choice",
    "record",
)


class CatalogError(ValueError):
    """A pack, kind or glyph cannot be read; the message is a sentence that names file and key."""


class Confidence(StrEnum):
    """How far a figure may be trusted, best first."""

    MEASURED = "measured"
    PUBLISHED = "published"
    RULE_OF_THUMB = "rule-of-thumb"
    ASSUMED = "assumed"


@frozen
class Figure:
    """One default with its provenance; `value` is None where nothing is known."""

    value: float | None
    unit: str
    confidence: Confidence
    source: str
    note: str = ""


@frozen
class AttributeSpec:
    """One attribute that a kind offers.

    `type` is one of ATTRIBUTE_TYPES; `choices` belong to "choice" and "number_or_choice"; `minimum` and
    `maximum` bound numbers; `fields` describe a "record" (a "bool_or_record" may also just be true or
    false). `group` is the heading it stands under in the inspector. A `default` of None means: unknown
    until somebody says so.
    """

    name: str
    label: str
    type: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    default: object | None = None
    default_source: str = ""
    help: str = ""
    group: str = ""
    minimum: float | None = None
    maximum: float | None = None
    fields: tuple[AttributeSpec, ...] = ()


@frozen
class Glyph:
    """A picture on a 24 × 24 grid, without colours.

    `strokes` are drawn as 1.75 wide lines with round joins, `accents` filled at 18 %, `solids` filled
    at full strength, all in the tint that the painter chooses. Commands are absolute: ("M", x, y),
    ("L", x, y), ("C", x1, y1, x2, y2, x, y), ("Z",).
    """

    strokes: tuple[PathData, ...]
    accents: tuple[PathData, ...] = ()
    solids: tuple[PathData, ...] = ()


# The figures of a kind, in the order of its fields.
FIGURE_FIELDS = (
    "availability_single",
    "availability_redundant",
    "throughput",
    "capacity_rps",
    "mean_ms",
    "p99_ms",
    "concurrency",
    "failover_s",
    "cost_month",
)


@with_later(*FIGURE_FIELDS)
@frozen
class ComponentKind:
    """What a component can be, with every default that the analysis takes from it.

    Availabilities are ratios 0..1 of one instance and of the component deployed redundantly.
    `throughput` is the published figure in its own unit; `capacity_rps` holds a value only where that
    unit is requests or operations per second of one instance. Times are ms (failover: s).
    """

    id: str
    label: str
    family: str
    summary: str
    keywords: tuple[str, ...]
    aliases: tuple[str, ...]
    default_name: str
    managed: bool
    routes: bool
    role: Role
    default_redundancy: Redundancy
    availability_single: Figure
    availability_redundant: Figure
    throughput: Figure
    capacity_rps: Figure
    mean_ms: Figure
    p99_ms: Figure
    concurrency: Figure
    failover_s: Figure
    cost_month: Figure
    storage_limit: str
    cap_pacelc: str
    scaling: str
    redundancy_note: str
    failover_note: str
    sla_basis: str
    cost_basis: str
    attributes: tuple[AttributeSpec, ...]
    glyph: Glyph
    icon_path: str
    pack: str

    def attribute(self, name: str) -> AttributeSpec | None:
        """Return the attribute of that name, or None where the kind does not offer it."""
        return next((spec for spec in self.attributes if spec.name == name), None)


@frozen
class GroupKind:
    """What a group can be; a failure domain takes everything inside down with it.

    `availability` has no value where the group is a logical boundary only.
    """

    id: str
    label: str
    summary: str
    failure_domain: bool
    availability: Figure
    attributes: tuple[AttributeSpec, ...]
    glyph: Glyph


@frozen
class PackInfo:
    """Where kinds come from."""

    id: str
    label: str
    version: str
    license: str
    summary: str
    path: str


# Shown where a pack has no picture for a kind.
GENERIC_GLYPH = Glyph(
    strokes=(rectangle_path(4.0, 4.0, 16.0, 16.0, 3.0, 3.0),),
    accents=(rectangle_path(8.0, 8.0, 8.0, 8.0, 1.5, 1.5),),
)
