"""SARIF 2.1.0: what code scanners write and what hosts of repositories show (OASIS, 2020)."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from archdraw import __version__
from archdraw.core.analysis.rules import every_rule
from archdraw.exporters.findings.checked import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from archdraw.core.analysis.result import Finding, Severity
    from archdraw.core.analysis.rules import Rule
    from archdraw.exporters.findings.checked import Checked, Unusable

_LEVELS: dict[Severity, str] = {
    "critical": "error",
    "high": "error",
    "medium": "warning",
    "low": "note",
    "info": "note",
}


def sarif(checked: Iterable[Checked], unusable: Sequence[Unusable] = ()) -> dict[str, Any]:
    """Return one SARIF log with one run: every rule, every finding, suppressed and old ones marked.

    Files that can't be used are notifications of an invocation that was not successful.
    """
    places = {rule.id: place for place, rule in enumerate(every_rule())}
    documents = list(checked)
    return {
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "ArchDraw",
                        "semanticVersion": __version__,
                        "rules": [_rule(rule) for rule in every_rule()],
                    }
                },
                "invocations": [
                    {
                        "executionSuccessful": not unusable,
                        "toolExecutionNotifications": [_notification(one) for one in unusable],
                    }
                ],
                "columnKind": "unicodeCodePoints",
                "artifacts": [{"location": {"uri": _uri(one.name)}} for one in documents],
                "results": [
                    _result(one, place, finding, places)
                    for place, one in enumerate(documents)
                    for finding in one.analysis.findings
                ],
            }
        ],
    }


def fingerprint(document: Checked, finding: Finding) -> str:
    """Return what stays the same for the same finding of the same file."""
    said = json.dumps([document.name, finding.rule, *finding.about], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def _notification(file: Unusable) -> dict[str, Any]:
    return {
        "level": "error",
        "message": {"text": file.reason},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(file.name)}}}],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    words = f"{rule.rationale} Source: {rule.source}."
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.title.replace("-", " ").split() if word.isalnum()),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.rationale},
        "help": {"text": words, "markdown": f"**{rule.title}.** {words}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"severity": rule.severity, "tags": [rule.id.partition("-")[0]]},
    }


def _result(document: Checked, artifact: int, finding: Finding, places: dict[str, int]) -> dict[str, Any]:
    line = document.line_of(finding)
    found: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message} {finding.remedy}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(document.name), "index": artifact},
                    "region": {"startLine": line},
                },
                "logicalLocations": [
                    {"name": name_of(document.design, one), "fullyQualifiedName": one}
                    for one in finding.elements
                ],
            }
        ],
        "partialFingerprints": {"archdrawFinding/v1": fingerprint(document, finding)},
        "baselineState": "unchanged" if document.is_old(finding) else "new",
        "properties": {"severity": finding.severity, "source": finding.source},
    }
    if finding.rule in places:
        found["ruleIndex"] = places[finding.rule]
    if finding.suppressed is not None:
        found["suppressions"] = [{"kind": "inSource", "justification": finding.suppressed}]
    return found


def _uri(name: str) -> str:
    return quote(name)
