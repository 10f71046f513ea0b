"""JUnit XML: a suite for each document, a case for each rule; what every build server shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from archdraw.core.analysis.rules import every_rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from archdraw.core.analysis.result import Severity
    from archdraw.exporters.findings.checked import Checked, Unusable

# What XML 1.0 can't hold even as a reference.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def junit(checked: Iterable[Checked], fail_on: Severity | None, unusable: Sequence[Unusable] = ()) -> str:
    """Return the report; a case fails when its rule has an open finding at or above `fail_on`.

    What is milder stands in the output of its case, what is not applicable or suppressed is skipped. A file
    that can't be used is a suite of one case with an error.
    """
    suites = [_suite(one, fail_on) for one in checked]
    tests, failures = sum(suite[1] for suite in suites) + len(unusable), sum(suite[2] for suite in suites)
    body = "\n".join([*(suite[0] for suite in suites), *map(_error, unusable)])
    head = f'<testsuites name="archdraw" tests="{tests}" failures="{failures}" errors="{len(unusable)}">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{body}\n</testsuites>\n'


def _suite(document: Checked, fail_on: Severity | None) -> tuple[str, int, int]:
    titles = {rule.id: rule.title for rule in every_rule()}
    bad = document.at_or_above(fail_on)
    cases, failures, skipped = [], 0, 0
    for entry in document.analysis.ledger:
        name = _attribute(f"{entry.rule} {titles.get(entry.rule, '')}".strip())
        failing = [one for one in bad if one.rule == entry.rule]
        mild = [one for one in document.open if one.rule == entry.rule and one not in failing]
        inside = ""
        if failing:
            failures += 1
            words = "\n".join(
                f"{document.name}:{document.line_of(one)}: {one.message} {one.remedy}" for one in failing
            )
            inside += f'<failure type="{failing[0].severity}" message={_attribute(failing[0].message)}>'
            inside += f"{_text(words)}</failure>"
        elif entry.status in ("not-applicable", "suppressed"):
            skipped += 1
            why = f"{entry.status}: {entry.reason}" if entry.reason else entry.status
            inside += f"<skipped message={_attribute(why)}/>"
        if mild:
            said = "\n".join(f"{one.severity}: {one.message}" for one in mild)
            inside += f"<system-out>{_text(said)}</system-out>"
        cases.append(f"    <testcase classname={_attribute(document.name)} name={name}>{inside}</testcase>")
    counts = f'tests="{len(cases)}" failures="{failures}" skipped="{skipped}" errors="0"'
    body = "\n".join(cases)
    suite = f"  <testsuite name={_attribute(document.name)} {counts}>\n{body}\n  </testsuite>"
    return suite, len(cases), failures


def _error(file: Unusable) -> str:
    name = _attribute(file.name)
    return (
        f'  <testsuite name={name} tests="1" failures="0" skipped="0" errors="1">\n'
        f'    <testcase classname={name} name="The file can be checked">'
        f'<error type="unusable" message={_attribute(file.reason)}/></testcase>\n'
        "  </testsuite>"
    )


def _text(words: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", words))


def _attribute(words: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", words))
