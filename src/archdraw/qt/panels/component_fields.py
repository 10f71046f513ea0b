"""The fields of a component, in folds, with the defaults of its kind."""

from __future__ import annotations

import math
from dataclasses import replace

from archdraw.core.catalog import Catalog, ComponentKind, Figure
from archdraw.core.model import Component, Design
from archdraw.qt.panels.field import Field, SectionSpec, attribute_fields

REDUNDANCY_CHOICES: tuple[tuple[object, str], ...] = (
    ("none", "None"),
    ("active-active", "Active-active"),
    ("active-passive", "Active-passive"),
    ("quorum", "Quorum"),
)
_ASKED_FIRST = 3


def component_sections(component: Component, design: Design, catalog: Catalog) -> tuple[SectionSpec, ...]:
    """Return the folds of the inspector for one component; most used first."""
    kind = catalog.kind(component.kind)
    managed = kind.managed if component.managed is None else component.managed
    attributes = tuple(SectionSpec(title, fields) for title, fields in attribute_fields(kind.attributes))
    return _merged(
        SectionSpec("Component", _identity(design, catalog), opened=True),
        SectionSpec("Instances and redundancy", _instances(component, kind), opened=True),
        SectionSpec("Availability", _availability(component, kind, managed), opened=True),
        SectionSpec("Load", _load(component, kind), opened=True),
        *attributes,
        SectionSpec("Cost, owner and notes", _paperwork(kind)),
    )


def _merged(*sections: SectionSpec) -> tuple[SectionSpec, ...]:
    """Return the folds with those of one title made one: attributes may belong to a fold of the fields."""
    found: dict[str, SectionSpec] = {}
    for one in sections:
        known = found.get(one.title)
        found[one.title] = one if known is None else replace(known, fields=(*known.fields, *one.fields))
    return tuple(found.values())


def kind_choices(catalog: Catalog) -> tuple[tuple[object, str], ...]:
    """Return all kinds for a choice field, in palette order."""
    return tuple((kind.id, kind.label) for kind in catalog.in_palette_order())


def parent_choices(design: Design, without: str = "") -> tuple[tuple[object, str], ...]:
    """Return the groups that can stand around an element."""
    blocked = {without}
    if without:
        blocked |= {
            group.id
            for group in design.groups
            if without in {g.id for g in design.enclosing_groups(group.id)}
        }
    return tuple((group.id, group.name or group.id) for group in design.groups if group.id not in blocked)


def _identity(design: Design, catalog: Catalog) -> tuple[Field, ...]:
    return (
        Field(("name",), "Name", "text", default_text="unnamed"),
        Field(("kind",), "Kind", "kind", choices=kind_choices(catalog), required=True),
        Field(("parent",), "Inside", "id", choices=parent_choices(design), default_text="no group"),
    )


def _needed_by_default(component: Component, kind: ComponentKind) -> int:
    """Return how many instances must be up where nothing is stated: of a quorum more than half."""
    quorum = (component.redundancy or kind.default_redundancy) == "quorum"
    return component.replicas // 2 + 1 if quorum else 1


def _instances(component: Component, kind: ComponentKind) -> tuple[Field, ...]:
    redundancy = next((text for value, text in REDUNDANCY_CHOICES if value == kind.default_redundancy), "")
    return (
        Field(
            ("replicas",),
            "Instances",
            "whole",
            narrow=True,
            default=1,
            minimum=1,
            maximum=100_000,
            help="How many there are.",
        ),
        Field(
            ("required",),
            "Must be up",
            "mixed",
            narrow=True,
            words=("load",),
            default=_needed_by_default(component, kind),
            minimum=1,
            maximum=100_000,
            help="How many instances must work: a number, or “load”: as many as the peak load needs at the "
            "target utilisation. A quorum takes more than half unless a higher number is stated.",
        ),
        Field(
            ("redundancy",),
            "Redundancy",
            "choice",
            choices=REDUNDANCY_CHOICES,
            default_text=redundancy,
            help=kind.redundancy_note and f"Usual for this kind: {kind.redundancy_note}.",
        ),
        Field(
            ("domains",),
            "Spread over",
            "ids",
            default_text="the groups around it",
            help="Ids of failure domains, such as zone-a, zone-b: instances are dealt out over them in turn.",
        ),
        Field(
            ("failover_s",),
            "Failover takes",
            "number",
            narrow=True,
            unit="s",
            minimum=0,
            sourced=True,
            help="Detection, promotion and clients connecting again, for active-passive pairs.",
        ).with_figure(kind.failover_s),
        Field(
            ("managed",),
            "Managed",
            "yes_no",
            narrow=True,
            default=kind.managed,
            help="A black box: its availability is that of the whole, failure domains do not apply.",
        ),
    )


def _availability(component: Component, kind: ComponentKind, managed: bool) -> tuple[Field, ...]:
    figure = kind.availability_redundant if managed else kind.availability_single
    of = "the whole" if managed else "one instance"
    derived = component.mtbf_hours is not None and component.mttr_hours is not None
    availability = Field(
        ("availability",),
        f"Availability of {of}",
        "number",
        unit="%",
        scale=100,
        minimum=0,
        maximum=1,
        sourced=True,
        help=f"Basis of the published figure: {kind.sla_basis}." if kind.sla_basis else "",
    ).with_figure(figure)
    if derived:
        assert component.mtbf_hours is not None  # noqa: S101 - narrows for the type checker
        assert component.mttr_hours is not None  # noqa: S101 - narrows for the type checker
        share = component.mtbf_hours / (component.mtbf_hours + component.mttr_hours)
        availability = replace(
            availability,
            default=share,
            source="From the times between failures and to repair below",
            confidence="",
        )
    return (
        availability,
        Field(
            ("mtbf_hours",),
            "Time to failure",
            "number",
            narrow=True,
            help="Mean time between failures (MTBF).",
            unit="h",
            minimum=0,
            sourced=True,
        ),
        Field(
            ("mttr_hours",),
            "Time to repair",
            "number",
            narrow=True,
            help="Mean time to repair (MTTR).",
            unit="h",
            minimum=0,
            sourced=True,
        ),
    )


def _slow_default(component: Component, kind: ComponentKind) -> Field:
    """Return the field for the p99 of the service time, with what holds where none is stated."""
    field = Field(
        ("service_time_p99_ms",),
        "… p99",
        "number",
        narrow=True,
        help="99 of 100 requests take less.",
        unit="ms",
        minimum=0,
        sourced=True,
    )
    if component.service_time_ms is None:
        return field.with_figure(kind.p99_ms)
    # The catalogue's p99 belongs to the catalogue's mean: beside a stated one it is not used.
    spread = component.attributes.get("service_cv2")
    if spread is None or spread == 1:
        return replace(
            field,
            default=float(f"{component.service_time_ms * math.log(100.0):.3g}"),
            source="Exponential times around the stated mean: p99 is 4.6 times as long",
        )
    return replace(field, default_text="by its spread", source="From the stated mean and its spread")


def _load(component: Component, kind: ComponentKind) -> tuple[Field, ...]:
    figure = kind.throughput
    published = ""
    if figure.value is not None and kind.capacity_rps.value is None:
        published = f"Published throughput: {figure.value:g} {figure.unit}, which is no request rate. "
    return (
        Field(
            ("capacity_rps",),
            "Capacity of one instance",
            "number",
            unit="req/s",
            minimum=0,
            sourced=True,
            help=f"{published}What one instance carries for long.",
        ).with_figure(kind.capacity_rps),
        Field(
            ("service_time_ms",),
            "Service time",
            "number",
            narrow=True,
            help="Mean time of one request at one instance.",
            unit="ms",
            minimum=0,
            sourced=True,
        ).with_figure(kind.mean_ms),
        _slow_default(component, kind),
        Field(
            ("concurrency",),
            "In parallel",
            "number",
            narrow=True,
            minimum=0,
            sourced=True,
            help="How many requests one instance works on at the same time.",
        ).with_figure(kind.concurrency),
        Field(
            ("serving",),
            "Sharing the load",
            "whole",
            narrow=True,
            minimum=1,
            maximum=100_000,
            default_text="all",
            help="How many instances share the load. Not stated: one if active-passive, else all.",
        ),
    )


def _paperwork(kind: ComponentKind) -> tuple[Field, ...]:
    return (
        Field(
            ("cost_month",),
            "Cost",
            "number",
            narrow=True,
            unit="USD/mo",
            minimum=0,
            sourced=True,
            help=f"Basis of the figure: {kind.cost_basis}." if kind.cost_basis else "",
        ).with_figure(kind.cost_month),
        Field(("owner",), "Owner", "text", narrow=True, default_text="nobody"),
        Field(("tags",), "Tags", "list", default_text="words, with commas between"),
        Field(("notes",), "Notes", "lines", default_text="Anything worth knowing"),
    )


def figure_of(kind: ComponentKind, managed: bool) -> Figure:
    """Return the availability figure that holds for a component of this kind."""
    return kind.availability_redundant if managed else kind.availability_single
