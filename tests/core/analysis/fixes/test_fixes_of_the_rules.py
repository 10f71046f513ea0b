"""Every fix that a rule names is there, and mends the design that is made to break the rule."""

from __future__ import annotations

import pytest
from tests.core.analysis.rules.drawn import Pair, findings_of, shared_catalog
from tests.core.analysis.rules.test_every_rule import PAIRS

from archdraw.core.analysis.fixes.fix import NoFixError
from archdraw.core.analysis.fixes.preview import preview
from archdraw.core.analysis.fixes.table import FIXES
from archdraw.core.analysis.result import SEVERITIES

# These look for a way and may find none; tests of their own show where they do.
MAY_REFUSE = ("make-redundant", "quicken")
WITH_FIX = [pair for pair in PAIRS if any(one.fix for one in findings_of(pair.failing, pair.rule))]


@pytest.mark.parametrize("pair", WITH_FIX, ids=str)
def test_the_fix_clears_the_finding_and_opens_none_as_bad(pair: Pair) -> None:
    finding = findings_of(pair.failing, pair.rule)[0]
    assert finding.fix in FIXES
    try:
        found = preview(pair.failing, shared_catalog(), finding)
    except NoFixError:
        assert finding.fix in MAY_REFUSE
        return
    assert found.clears
    limit = SEVERITIES.index(finding.severity)
    assert not [one for one in found.opened if SEVERITIES.index(one.severity) <= limit]
    assert found.design != pair.failing


def test_every_fix_says_what_it_does() -> None:
    for name, fix in FIXES.items():
        assert fix.id == name
        assert fix.title[0].isupper()
        assert not fix.title.endswith(".")
