"""A comparison for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archdraw.core.comparing.wording import figures_summary, journey_name, summary
from archdraw.core.model import Record

if TYPE_CHECKING:
    from archdraw.core.comparing import Comparison, ElementChange, FigureChange, FindingChange


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """Return the comparison as plain values; figures in the units that their names end with."""
    return {
        "format": "archdraw-diff",
        "version": 1,
        "old_title": comparison.old.title,
        "new_title": comparison.new.title,
        "equal": comparison.equal,
        "summary": summary(comparison),
        "figures_summary": figures_summary(comparison),
        "elements": [_element(one) for one in comparison.elements],
        "reordered": list(comparison.reordered),
        "figures": [_figure(comparison, one) for one in comparison.figures],
        "findings": [_finding(one) for one in comparison.findings],
    }


def _element(change: ElementChange) -> dict[str, Any]:
    return {
        "happening": change.happening,
        "table": change.table,
        "id": change.id,
        "name": change.name,
        "view": change.view or None,
        "fields": [
            {"field": one.field, "old": _plain(one.old), "new": _plain(one.new)} for one in change.fields
        ],
    }


def _figure(comparison: Comparison, figure: FigureChange) -> dict[str, Any]:
    return {
        "figure": figure.name,
        "journey": figure.journey,
        "journey_name": None if figure.journey is None else journey_name(comparison, figure),
        "old": figure.old,
        "new": figure.new,
        "old_method": figure.old_method,
        "new_method": figure.new_method,
        "differs": figure.differs,
        "better": figure.better,
    }


def _finding(change: FindingChange) -> dict[str, Any]:
    finding = change.finding
    return {
        "happening": change.happening,
        "rule": finding.rule,
        "severity": finding.severity,
        "title": finding.title,
        "message": finding.message,
        "elements": list(finding.elements),
        "about": list(finding.about),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return value.model_dump(mode="json", exclude_defaults=True)
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return value
