"""What there is to read about a rule: its page, put together from the rule itself."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from archdraw.core.analysis.rules import ALL_RULES, every_rule
from archdraw.core.analysis.rules.thresholds import THRESHOLDS
from archdraw.core.records import frozen

if TYPE_CHECKING:
    from archdraw.core.analysis.result import Severity
    from archdraw.core.analysis.rules.rule import Rule
    from archdraw.core.analysis.rules.thresholds import Threshold

FAMILIES = {
    "SPF": "Single points of failure",
    "ZON": "Zones and regions",
    "DAT": "Data",
    "CON": "Consistency",
    "CAC": "Caches",
    "ASY": "Queues and messages",
    "RES": "Resilience of calls",
    "CAP": "Capacity",
    "ARC": "Architecture",
    "SEC": "Security",
    "OBS": "Observability",
    "SLA": "Targets and promises",
    "K8S": "Kubernetes",
    "COST": "Cost",
    "MOD": "The drawing itself",
}

_LESS = "; where only journeys that matter less are hit, less"


@frozen
class RulePage:
    """A rule as people read it.

    `severity` is that at its worst; `fixes` are (id, what its button says); `thresholds` (name, limit);
    `by_hand` says what people have to decide where nothing can be drawn by machine.
    """

    id: str
    title: str
    family: str
    severity: Severity
    looks_at: str
    why: str
    thresholds: tuple[tuple[str, Threshold], ...]
    fixes: tuple[tuple[str, str], ...]
    by_hand: str
    source: str


def family_of(rule: str) -> str:
    """Return what the family of a rule is called: "Data" for "DAT-03"."""
    prefix = rule.partition("-")[0]
    return FAMILIES.get(prefix, prefix)


def rule_of(rule_id: str) -> Rule | None:
    """Return a rule by its id, in capitals or not."""
    wanted = rule_id.strip().upper()
    return next((rule for rule in every_rule() if rule.id == wanted), None)


def page_of(rule: Rule) -> RulePage:
    """Return the page of a rule."""
    from archdraw.core.analysis.fixes.table import FIXES  # brings the engine; lists of rules do without

    return RulePage(
        id=rule.id,
        title=rule.title,
        family=family_of(rule.id),
        severity=rule.severity,
        looks_at=_looks_at(rule),
        why=rule.rationale,
        thresholds=tuple((name, THRESHOLDS[name]) for name in rule.thresholds),
        fixes=tuple((fix, FIXES[fix].title) for fix in rule.fixes),
        by_hand=rule.by_hand,
        source=rule.source,
    )


def limit_text(value: float, unit: str) -> str:
    """Return a limit with its unit: "0.7", "55,000", "30 s", "10 Gbit/s", "1 TB"."""
    if unit == "bit/s" and value >= 1e9:
        return f"{value / 1e9:,g}\u202fGbit/s"
    if unit == "B" and value >= 1e12:
        return f"{value / 1e12:,g}\u202fTB"
    plain = f"{value:,.0f}" if value == int(value) else f"{value:,.10g}"
    return f"{plain}\u202f{unit}" if unit else plain


def by_hand_text(page: RulePage) -> str:
    """Return why there is no mechanical fix, or where there is none; empty where there always is one."""
    if not page.by_hand:
        return "" if page.fixes else "No mechanical fix: the remedy stands with each finding."
    return f"{'Otherwise n' if page.fixes else 'N'}o mechanical fix: {page.by_hand}"


def how_to_accept(rule: str) -> tuple[str, str]:
    """Return how a finding of a rule is accepted in the window, and in a file."""
    return (
        "Choose the finding and “Accept…”: give a reason, who answers for it, and the last day it holds.",
        f'{{"rule": "{rule}", "element": "…", "reason": "…", "owner": "…", "expires": "2027-06-30"}}',
    )


def markdown(page: RulePage) -> str:
    """Return a page as Markdown."""
    lines = [
        f"# {page.id}: {page.title}",
        "",
        f"{page.family}. At its worst **{page.severity}**{_LESS if page.severity != 'info' else ''}.",
        "",
        "## What it looks at",
        "",
        page.looks_at,
        "",
        "## Why",
        "",
        page.why,
        "",
    ]
    if page.thresholds:
        lines += ["## Thresholds", "", "| Name | Default | What it decides | Source |", "|---|---|---|---|"]
        lines += [
            f"| `{name}` | {limit_text(one.default, one.unit)} | {one.meaning} | {one.source} |"
            for name, one in page.thresholds
        ]
        lines += ["", "A document replaces them in `settings.thresholds`.", ""]
    lines += ["## What mends it", ""]
    if page.fixes:
        lines += [
            f"- {title} (`{fix}`): previewed beside the finding, made in one step"
            for fix, title in page.fixes
        ]
    if page.by_hand or not page.fixes:
        lines += [""] if page.fixes else []
        lines.append(by_hand_text(page))
    shown, stored = how_to_accept(page.id)
    lines += [
        *("", "## How to accept it", ""),
        shown,
        *("", "In the file, in `suppressions`:", "", "```json", stored, "```", ""),
        f'In `settings`, `"severity": {{"{page.id}": "low"}}` makes it less bad, `"off"` switches it off.',
        *("", "## Source", ""),
        f"{page.source[:1].upper()}{page.source[1:].rstrip('.')}.",
        "",
    ]
    return "\n".join(lines)


def index_markdown() -> str:
    """Return a page that leads to those of all rules, family by family."""
    lines = ["# Rules", "", f"{len(ALL_RULES)} weaknesses that are looked for in every design.", ""]
    family = ""
    for rule in ALL_RULES:
        if family_of(rule.id) != family:
            family = family_of(rule.id)
            lines += [f"## {family}", "", "| Rule | Looks for | At its worst |", "|---|---|---|"]
        lines.append(f"| [{rule.id}]({rule.id}.md) | {rule.title} | {rule.severity} |")
        if rule is ALL_RULES[-1] or family_of(ALL_RULES[ALL_RULES.index(rule) + 1].id) != family:
            lines.append("")
    return "\n".join(lines)


def page_json(page: RulePage) -> dict[str, Any]:
    """Return a page as JSON-ready objects."""
    return {
        "id": page.id,
        "title": page.title,
        "family": page.family,
        "severity": page.severity,
        "looks_at": page.looks_at,
        "why": page.why,
        "thresholds": [
            {
                "name": name,
                "default": one.default,
                "unit": one.unit,
                "meaning": one.meaning,
                "source": one.source,
            }
            for name, one in page.thresholds
        ],
        "fixes": [{"id": fix, "title": title} for fix, title in page.fixes],
        "by_hand": page.by_hand,
        "source": page.source,
    }


def _looks_at(rule: Rule) -> str:
    """Return what the file of a rule says first, as a sentence: it is what the rule looks at."""
    written = sys.modules[rule.check.__module__].__doc__ or f"{rule.id}: {rule.title}."
    words = written.split("\n\n", 1)[0].replace("\n", " ").removeprefix(f"{rule.id}:").strip()
    return words[:1].upper() + words[1:]
