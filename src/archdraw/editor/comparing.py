"""Comparing the document with another state of it: the other side, and the list of what differs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from archdraw.core.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

    from archdraw.core.analysis import Analysis
    from archdraw.core.catalog import Catalog
    from archdraw.core.comparing import Comparison, ElementChange, FigureChange, FindingChange
    from archdraw.core.merging import Conflict
    from archdraw.core.model import Design

    Stop = Callable[[], bool]

LineKind = Literal["added", "removed", "changed", "moved", "figure", "opened", "closed", "conflict"]
SIGNS: dict[LineKind, tuple[str, str]] = {
    "added": ("+", "good"),
    "removed": ("−", "danger"),
    "changed": ("Δ", "warning"),
    "moved": ("→", "accent"),
    "figure": ("=", "text-second"),
    "opened": ("+", "danger"),
    "closed": ("−", "good"),
    "conflict": ("!", "danger"),
}
_BETTER = {True: ("▲", "good"), False: ("▼", "danger"), None: ("=", "text-second")}
_WORDS = {True: "better", False: "worse", None: "differs"}


@frozen
class Baseline:
    """The state that is compared with: its design, its analysis, and what it is called."""

    design: Design
    analysis: Analysis
    name: str


@frozen
class ComparisonLine:
    """One line of the list; `elements` are what it is about, `sign` and `token` how it is marked.

    `change` and `path` name what can be taken over from the other version, `conflict` what a merge left open.
    """

    kind: LineKind
    sign: str
    token: str
    word: str
    what: str
    name: str
    field: str = ""
    before: str = ""
    after: str = ""
    elements: frozenset[str] = frozenset()
    change: ElementChange | None = None
    path: str = ""
    conflict: Conflict | None = None


def conflict_lines(design: Design) -> tuple[ComparisonLine, ...]:
    """Return what a merge has left open in a document: ours stands at the right, theirs at the left."""
    if "merge_conflicts" not in design.extensions:
        return ()
    from archdraw.core.comparing.wording import value_text
    from archdraw.core.merging import open_conflicts
    from archdraw.core.model import element_name

    sign, token = SIGNS["conflict"]
    return tuple(
        ComparisonLine(
            "conflict",
            sign,
            token,
            "conflict",
            "merge",
            element_name(design, one.element) if one.element else "The document",
            one.field.replace("_", " ") or "there or not",
            f"theirs: {value_text(one.theirs, design)}",
            f"ours: {value_text(one.ours, design)}",
            frozenset({one.element}) if one.element else frozenset[str](),
            conflict=one,
        )
        for one in open_conflicts(design)
    )


def read_baseline(path: Path, name: str, catalog: Catalog, should_stop: Stop) -> Baseline:
    """Return the design in a file, with its analysis.

    Raises
    ------
    StorageError
        With one sentence, when the file can't be used.
    """
    from archdraw.core.analysis import analyse
    from archdraw.core.storage import read_design

    design = read_design(path, catalog).design
    return Baseline(design, analyse(design, catalog, should_stop=should_stop), name)


def compare_with(
    baseline: Baseline, design: Design, catalog: Catalog, analysis: Analysis | None, should_stop: Stop
) -> Comparison:
    """Return what differs from the baseline; a live analysis is used where it is of this very state."""
    from archdraw.core.analysis import add_latency, analyse, design_revision
    from archdraw.core.comparing import compare

    if analysis is None or analysis.revision != design_revision(design):
        analysis = analyse(design, catalog, should_stop=should_stop)
    elif analysis.headroom is None:
        analysis = add_latency(analysis, design, catalog, should_stop=should_stop)
    return compare(baseline.design, design, baseline.analysis, analysis)


def comparison_lines(comparison: Comparison) -> tuple[ComparisonLine, ...]:
    """Return the list: figures first, then elements (one line a field), then findings."""
    found = [_figure_line(comparison, one) for one in comparison.changed_figures]
    for change in comparison.elements:
        found += _element_lines(comparison, change)
    found += [_finding_line(one) for one in comparison.findings]
    return tuple(found)


def _figure_line(comparison: Comparison, figure: FigureChange) -> ComparisonLine:
    from archdraw.core.comparing.wording import FIGURES, figure_text, journey_name, method_text

    sign, token = _BETTER[figure.better]
    how = method_text(figure)
    return ComparisonLine(
        "figure",
        sign,
        token,
        _WORDS[figure.better],
        "figure",
        journey_name(comparison, figure),
        f"{FIGURES[figure.name]} ({how})" if how else FIGURES[figure.name],
        figure_text(figure, figure.old, figure.old_down),
        figure_text(figure, figure.new, figure.new_down),
    )


def _element_lines(comparison: Comparison, change: ElementChange) -> list[ComparisonLine]:
    from archdraw.core.comparing.wording import move_text, value_text

    sign, token = SIGNS[change.happening]
    drawn = frozenset({change.id}) if change.id else frozenset[str]()

    def line(field: str = "", before: str = "", after: str = "", path: str = "") -> ComparisonLine:
        return ComparisonLine(
            change.happening,
            sign,
            token,
            change.happening,
            change.noun,
            change.name,
            field,
            before,
            after,
            drawn,
            change,
            path,
        )

    if change.happening == "moved":
        return [line("place", "", move_text(change))]
    if not change.fields:
        return [line()]
    return [
        line(
            one.field.replace("_", " "),
            value_text(one.old, comparison.old),
            value_text(one.new, comparison.new),
            one.field,
        )
        for one in change.fields
    ]


def _finding_line(change: FindingChange) -> ComparisonLine:
    sign, token = SIGNS[change.happening]
    finding = change.finding
    return ComparisonLine(
        change.happening,
        sign,
        token,
        change.happening,
        f"finding, {finding.severity}",
        finding.rule,
        finding.title,
        finding.message if change.happening == "closed" else "",
        finding.message if change.happening == "opened" else "",
        frozenset(finding.elements),
    )
